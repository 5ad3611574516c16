"""Files from strangers cost their own line: beside them, good reports are labelled as ever."""

from __future__ import annotations

import json
import os
import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from nlp.batch import BatchResult, find_inputs, label_batch
from tests.batch.hostile import AFTER, HOSTILE, ODD_NAMES, SENTENCE
from tests.batch.mock import JOB, SETTINGS

GOOD = {f"好{number}.txt": f"关于第{number}食堂的调研报告\n\n一、存在的问题\n\n{SENTENCE}\n" for number in range(3)}
READING = replace(JOB, make="tests.batch.mock:reading")


def label(folder: Path, output: Path) -> BatchResult:
    return label_batch(find_inputs([str(folder)]), output, READING, settings=SETTINGS)


def write(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


@pytest.fixture(scope="module")
def result(folder: Path) -> BatchResult:
    """Good and hostile files in one batch."""
    good = {name: text.encode() for name, text in GOOD.items()}
    bad = {name: hostile.make() for name, hostile in HOSTILE.items()}
    return label(write(folder / "in", good | bad), folder / "out")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_file_is_labelled_or_refused_for_its_own_reason(result: BatchResult, folder: Path, name: str) -> None:
    kinds = {failure.source: failure.error for failure in result.failures}
    assert kinds.get(name) == HOSTILE[name].kind
    if HOSTILE[name].kind is None:
        assert SENTENCE in "".join(p["text"] for p in result_of(folder, name)["paragraphs"])


def result_of(folder: Path, name: str) -> dict[str, list[dict[str, str]]]:
    stem = (folder / "out" / name).with_suffix("")
    path = next(path for path in (stem.with_name(f"{name}.json"), stem.with_suffix(".json")) if path.exists())
    content: dict[str, list[dict[str, str]]] = json.loads(path.read_text(encoding="utf-8"))
    return content


def test_good_reports_beside_hostile_files_are_as_in_a_clean_run(
    result: BatchResult, folder: Path, tmp_path: Path
) -> None:
    label(write(tmp_path / "in", {name: text.encode() for name, text in GOOD.items()}), tmp_path / "clean")
    for name in GOOD:
        made = Path(name).with_suffix(".json")
        assert (folder / "out" / made).read_bytes() == (tmp_path / "clean" / made).read_bytes()


@pytest.mark.parametrize("name", ["entities.html", "references.html"])
def test_text_behind_an_entity_is_not_lost_and_no_entity_is_expanded(
    result: BatchResult, folder: Path, name: str
) -> None:
    text = "".join(paragraph["text"] for paragraph in result_of(folder, name)["paragraphs"])
    assert text.endswith(AFTER)
    assert "aaaaaaaa" not in text
    assert "root:" not in text


def test_no_character_breaks_the_json(result: BatchResult, folder: Path) -> None:
    for path in (folder / "out").rglob("*.json*"):
        text = path.read_text(encoding="utf-8")
        odd = {char for char in text if unicodedata.category(char) in ("Cc", "Cs", "Cf") and char != "\n"}
        assert odd == set(), path
        assert not re.search(r"\\u(00[01]|d[89a-f])", text), path


def test_odd_names_stay_inside_the_folder_and_apart(tmp_path: Path) -> None:
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    files = {name: GOOD["好0.txt"].encode() for name in ODD_NAMES}
    output = inside / "out"
    result = label(write(inside / "in", files), output)
    assert (result.failures, result.reports) == ((), len(ODD_NAMES))
    assert {path.name for path in tmp_path.rglob("*") if path.is_file() and output not in path.parents} == set(files)


@pytest.mark.skipif(os.name == "nt", reason="names are not bytes there")
def test_names_that_are_no_utf_8_are_told_apart(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {})
    for name in (b"\xff.txt", b"\xfe.txt"):
        Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).write_text(GOOD["好0.txt"], encoding="utf-8")
    result = label(folder, tmp_path / "out")
    assert (result.failures, result.reports) == ((), 2)


@pytest.mark.skipif(os.name == "nt", reason="no named pipes, links need rights")
def test_what_is_no_file_is_left_out_and_nothing_waits_for_it(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"好.txt": GOOD["好0.txt"].encode()})
    os.mkfifo(folder / "pipe.txt")
    (folder / "loop").symlink_to(folder)
    (folder / "self.txt").symlink_to(folder / "self.txt")
    (folder / "zero.txt").symlink_to("/dev/zero")
    inputs = find_inputs([str(folder)])
    assert [item.name for item in inputs.files] == ["好.txt"]
    assert {skipped.name for skipped in inputs.skipped} == {"pipe.txt", "loop", "self.txt", "zero.txt"}


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may read everything")
def test_a_file_without_permission_is_an_error_line(tmp_path: Path) -> None:
    folder = write(tmp_path / "in", {"好.txt": GOOD["好0.txt"].encode(), "锁.txt": b"x"})
    (folder / "锁.txt").chmod(0)
    result = label(folder, tmp_path / "out")
    assert [(failure.source, failure.error) for failure in result.failures] == [("锁.txt", "not_a_file")]
    assert result.labelled == 1

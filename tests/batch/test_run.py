"""A batch labels what it can, notes what it cannot, and does nothing twice."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nlp.batch import BatchResult, BatchSettings, Input, find_inputs, label_batch, run
from nlp.document import Report
from nlp.pipeline import Failure, StageError
from nlp.read import ReadSettings
from nlp.storage.labelled import read_labelled
from nlp.summarise import SummarySettings
from tests.fakes import WordClassifier, report_of

SETTINGS = BatchSettings(
    read=ReadSettings(max_bytes=10_000, max_inflated_bytes=10_000, max_pages=10),
    summary=SummarySettings(budget=80, label_budget=40, diversity=0.7),
    resume=True,
)
FILES = {
    "甲.txt": "食堂是好做法，村集体出房。\n问题是经费没有来源。",
    "sub 1/乙.txt": "建议把食堂经费列入预算。",
    "书.txt": "第一份报告里的做法。\n---\n第二份报告里的问题。",
}


@pytest.fixture(autouse=True)
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replaces the reader: a line is a paragraph, --- starts the next report; collects the names that were read."""
    names: list[str] = []

    def read(path: Path, name: str, settings: ReadSettings) -> tuple[Report, ...]:
        names.append(name)
        text = path.read_text(encoding="utf-8")
        if text == "bad":
            raise StageError(Failure(name, "read", "damaged_file", f"{name} is damaged; save it again"))
        return tuple(report_of(part.strip().split("\n"), source=name) for part in text.split("---"))

    monkeypatch.setattr(run, "read_reports", read)
    return names


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The input folder."""
    for name, text in FILES.items():
        path = tmp_path / "数据" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path / "数据"


@pytest.fixture
def output(tmp_path: Path) -> Path:
    return tmp_path / "结果 1"


def batch(
    folder: Path,
    output: Path,
    *,
    settings: BatchSettings = SETTINGS,
    model: str = "0" * 64,
    progress: Callable[[Input], object] = lambda _: None,
) -> BatchResult:
    inputs = find_inputs([str(folder)], output=output)
    return label_batch(inputs, output, WordClassifier(model), settings, progress=progress)


def contents(output: Path) -> dict[str, bytes]:
    """Every file but run.json, which holds times."""
    files = (path for path in output.rglob("*") if path.is_file() and path.name != "run.json")
    return {path.relative_to(output).as_posix(): path.read_bytes() for path in files}


def lines(path: Path) -> Iterator[dict[str, object]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def test_every_report_becomes_a_file_and_every_paragraph_a_line(folder: Path, output: Path) -> None:
    result = batch(folder, output)
    assert set(contents(output)) == {
        *("甲.json", "sub 1/乙.json", "书-01.json", "书-02.json"),
        *("paragraphs.jsonl", "errors.jsonl", "manifest.jsonl"),
    }
    assert (result.files, result.labelled, result.unchanged, result.reports) == (3, 3, 0, 4)
    assert result.paragraphs == {"practice": 2, "achievement": 0, "problem": 2, "recommendation": 1, "other": 0}
    rows = list(lines(output / "paragraphs.jsonl"))
    assert [row["source"] for row in rows] == ["sub 1/乙.txt", "书.txt", "书.txt", "甲.txt", "甲.txt"]
    assert read_labelled(output / "甲.json").report.source == "甲.txt"


def test_run_json_says_what_was_done_with_what(folder: Path, output: Path) -> None:
    (folder / "表.json").touch()
    batch(folder, output)
    record = json.loads((output / "run.json").read_text(encoding="utf-8"))
    assert record["files"] == record["labelled"] + record["unchanged"] + record["failures"] == 3
    assert [skipped["name"] for skipped in record["skipped"]] == ["表.json"]
    assert record["model"]["name"] == "words"
    assert record["settings"]["summary"]["budget"] == 80


def test_a_bad_file_costs_a_line_in_errors_and_nothing_else(folder: Path, output: Path) -> None:
    batch(folder, output)
    clean = contents(output)
    shutil.rmtree(output)
    (folder / "坏.txt").write_text("bad", encoding="utf-8")
    result = batch(folder, output)
    assert list(lines(output / "errors.jsonl")) == [
        {
            "source": "坏.txt",
            "stage": "read",
            "error": "damaged_file",
            "message": "坏.txt is damaged; save it again",
        }
    ]
    assert len(result.failures) == 1
    assert contents(output) | {"errors.jsonl": b""} == clean


def test_an_error_nobody_foresaw_is_a_line_too(folder: Path, output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: object, report: Report) -> None:
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(WordClassifier, "predict", fail)
    result = batch(folder, output)
    assert {(failure.stage, failure.error) for failure in result.failures} == {("label", "ZeroDivisionError")}
    assert "unexpected" in result.failures[0].message


def test_what_is_done_is_not_done_again(folder: Path, output: Path, reads: list[str]) -> None:
    batch(folder, output)
    before = contents(output)
    reads.clear()
    result = batch(folder, output)
    assert reads == []
    assert (result.labelled, result.unchanged, result.reports) == (0, 3, 4)
    assert contents(output) == before


def test_a_changed_file_is_done_again(folder: Path, output: Path, reads: list[str]) -> None:
    batch(folder, output)
    (folder / "甲.txt").write_text("换了一句话。", encoding="utf-8")
    reads.clear()
    batch(folder, output)
    assert reads == ["甲.txt"]
    assert read_labelled(output / "甲.json").paragraphs[0].paragraph.text == "换了一句话。"


@pytest.mark.parametrize(
    "change",
    [
        {"model": "1" * 64},
        {"settings": replace(SETTINGS, summary=replace(SETTINGS.summary, budget=20))},
        {"settings": replace(SETTINGS, read=replace(SETTINGS.read, max_pages=20))},
        {"settings": replace(SETTINGS, resume=False)},
    ],
)
def test_another_model_or_setting_does_everything_again(
    folder: Path, output: Path, reads: list[str], change: dict[str, str]
) -> None:
    batch(folder, output)
    reads.clear()
    batch(folder, output, **change)  # type: ignore[arg-type]
    assert len(reads) == 3


@pytest.mark.parametrize("damage", [Path.unlink, lambda path: path.write_text("{}", encoding="utf-8")])
def test_a_missing_or_altered_result_is_made_again(
    folder: Path, output: Path, reads: list[str], damage: Callable[[Path], object]
) -> None:
    batch(folder, output)
    before = contents(output)
    damage(output / "书-02.json")
    reads.clear()
    batch(folder, output)
    assert reads == ["书.txt"]
    assert contents(output) == before


def test_a_failed_file_is_tried_again(folder: Path, output: Path) -> None:
    (folder / "甲.txt").write_text("bad", encoding="utf-8")
    batch(folder, output)
    (folder / "甲.txt").write_text(FILES["甲.txt"], encoding="utf-8")
    assert batch(folder, output).failures == ()
    assert (output / "errors.jsonl").read_bytes() == b""


def test_results_that_no_longer_belong_are_removed(folder: Path, output: Path) -> None:
    batch(folder, output)
    (folder / "书.txt").write_text("只剩一份报告。", encoding="utf-8")
    (folder / "甲.txt").write_text("bad", encoding="utf-8")
    batch(folder, output)
    assert {name for name in contents(output) if name.endswith(".json")} == {"书.json", "sub 1/乙.json"}


def test_a_second_file_of_the_same_stem_moves_the_first_result(folder: Path, output: Path) -> None:
    batch(folder, output)
    (folder / "甲.md").write_text("另一份报告。", encoding="utf-8")
    batch(folder, output)
    names = {name for name in contents(output) if name.startswith("甲")}
    assert names == {"甲.md.json", "甲.txt.json"}
    (folder / "甲.txt").unlink()
    batch(folder, output)
    assert read_labelled(output / "甲.json").report.source == "甲.md"


def test_results_of_other_inputs_in_the_folder_stay(folder: Path, output: Path, tmp_path: Path) -> None:
    batch(folder, output)
    other = tmp_path / "别处"
    other.mkdir()
    (other / "丁.txt").write_text("别处的问题。", encoding="utf-8")
    result = batch(other, output)
    assert (output / "甲.json").exists()
    assert (result.reports, result.others) == (1, 3)
    assert [row["source"] for row in lines(output / "paragraphs.jsonl")] == ["丁.txt"]


def test_an_interrupted_batch_goes_on_and_ends_the_same(folder: Path, output: Path, tmp_path: Path) -> None:
    def stop(item: Input) -> None:
        if item.name == "书.txt":
            raise KeyboardInterrupt

    result = batch(folder, output, progress=stop)
    assert result.interrupted
    assert (result.labelled, len(list(lines(output / "paragraphs.jsonl")))) == (2, 3)
    assert not batch(folder, output).interrupted
    batch(folder, tmp_path / "undisturbed")
    assert contents(output) == contents(tmp_path / "undisturbed")


@pytest.mark.parametrize("step", range(6))
def test_a_crash_at_any_rename_leaves_no_torn_file_and_costs_nothing(
    folder: Path, output: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    calls = 0
    rename = os.replace

    def fail(source: Path, target: Path) -> None:
        nonlocal calls
        calls += 1
        if calls > step:
            raise OSError(28, "No space left on device", str(target))
        rename(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", fail)
        with pytest.raises(OSError, match="No space left"):
            batch(folder, output)
    for path in output.rglob("*.json"):
        read_labelled(path)
    batch(folder, output)
    batch(folder, tmp_path / "undisturbed")
    assert contents(output) == contents(tmp_path / "undisturbed")


def test_what_a_killed_run_left_half_written_is_removed(folder: Path, output: Path) -> None:
    (output / "sub 1").mkdir(parents=True)
    (output / "sub 1" / ".123.part").write_text("{", encoding="utf-8")
    batch(folder, output)
    assert not any(name.endswith(".part") for name in contents(output))


def test_a_torn_manifest_line_costs_only_its_own_file(folder: Path, output: Path, reads: list[str]) -> None:
    batch(folder, output)
    before = contents(output)
    manifest = output / "manifest.jsonl"
    manifest.write_bytes(manifest.read_bytes()[:-40])
    reads.clear()
    batch(folder, output)
    assert reads == ["甲.txt"]
    assert contents(output) == before


def test_a_manifest_cannot_reach_out_of_the_folder(folder: Path, output: Path, tmp_path: Path) -> None:
    outside = tmp_path / "mine.json"
    outside.write_text("{}", encoding="utf-8")
    output.mkdir()
    record = {"source": "甲.txt", "input": "", "model": "", "settings": "", "outputs": {"../mine.json": ""}}
    (output / "manifest.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    batch(folder, output)
    assert outside.exists()


def test_settings_that_are_no_truth_value_are_refused() -> None:
    with pytest.raises(ValueError, match="resume"):
        replace(SETTINGS, resume="yes")  # type: ignore[arg-type]

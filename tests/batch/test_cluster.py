"""Ray's workers make the very folder that local ones make."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nlp.batch import cluster, find_inputs, label_batch
from nlp.batch.plan import BatchSettings
from tests.batch.mock import ENGINE, JOB, SETTINGS

FILES = {f"{number}.txt": f"第{number}个问题。\n---\n建议{number}。" for number in range(6)}
BAD = {"crash.txt": "exit", "damaged.txt": "bad", "twice.txt": "exit once\n第二次就好了。"}
RAY = replace(SETTINGS, engine=replace(ENGINE, name="ray"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, text in (FILES | BAD).items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def contents(folder: Path, output: Path, settings: BatchSettings) -> dict[str, bytes]:
    """All that a batch writes but for what names times and processes."""
    result = label_batch(find_inputs([str(folder)]), output, JOB, settings=settings)
    assert sorted(failure.error for failure in result.failures) == ["crash", "damaged_file"]
    files = (path for path in output.rglob("*") if path.name not in ("run.json", ".lock"))
    return {path.name: path.read_bytes() for path in files}


def test_a_cluster_makes_the_same_folder_as_this_machine(folder: Path, tmp_path: Path) -> None:
    on_ray = contents(folder, tmp_path / "ray", RAY)
    for mark in folder.glob(".*.tried"):
        mark.unlink()
    assert on_ray == contents(folder, tmp_path / "local", SETTINGS)


def test_a_model_that_cannot_be_loaded_is_said_as_on_this_machine(folder: Path, tmp_path: Path) -> None:
    job = replace(JOB, make="tests.batch.mock:refusing")
    with pytest.raises(ValueError, match=r"^the model is not whole$"):
        label_batch(find_inputs([str(folder)]), tmp_path / "out", job, settings=RAY)


def test_a_missing_ray_is_named_with_what_to_install(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "find_spec", lambda _: None)
    with pytest.raises(ValueError, match=r"pip install -e '.\[ray\]'"):
        label_batch(find_inputs([str(folder)]), tmp_path / "out", JOB, settings=RAY)


def test_an_engine_that_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="local or ray"):
        replace(ENGINE, name="spark")

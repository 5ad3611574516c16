"""scripts.label on batches: dry runs, shards, limits, and what it says when it stops."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.commands import run

REPORT = "关于食堂的调研报告\n\n一、存在的问题\n\n食堂缺少稳定的经费来源，多数靠捐款维持，捐款一断食堂就停。\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three reports, the last one empty."""
    (tmp_path / "in").mkdir()
    for name, text in {"甲.txt": REPORT, "乙.txt": REPORT, "空.txt": ""}.items():
        (tmp_path / "in" / name).write_text(text, encoding="utf-8")
    return tmp_path / "in"


def test_a_dry_run_lists_the_work_and_writes_nothing(folder: Path, tmp_path: Path) -> None:
    done = run("label", f"input={folder}", f"output={tmp_path / 'out'}", "dry_run=true")
    assert done.returncode == 0
    assert "label  甲.txt  ->  甲.json" in done.stdout
    assert "3 to label, 0 done or failed before; nothing was written" in done.stdout
    assert not (tmp_path / "out").exists()


def test_two_shards_and_a_run_of_the_whole_make_one_result(folder: Path, tmp_path: Path) -> None:
    arguments = (f"input={folder}", f"output={tmp_path / 'out'}")
    statuses = [run("label", *arguments, f"shard={index}/2").returncode for index in (1, 2)]
    assert sorted(statuses) == [0, 1]
    done = run("label", *arguments, "tables=[csv,sqlite]")
    assert done.returncode == 1
    assert "(2 unchanged)" in done.stdout
    assert "failed: 空.txt is empty" in done.stderr
    made = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"甲.json", "乙.json", "paragraphs.csv", "paragraphs.sqlite", "errors.jsonl", "manifest.jsonl"} <= made
    record = json.loads((tmp_path / "out" / "run.json").read_text(encoding="utf-8"))
    assert (record["read"], record["skipped"], record["failures"]) == (3, 2, 1)


def test_tables_that_are_no_longer_asked_for_are_removed_and_named(folder: Path, tmp_path: Path) -> None:
    arguments = (f"input={folder / '甲.txt'}", f"output={tmp_path / 'out'}", "model=models/report-labels-linear")
    run("label", *arguments, "tables=[csv,jsonl]")
    done = run("label", *arguments, "tables=jsonl")
    assert "they were of an earlier run: paragraphs.csv" in done.stdout
    assert not (tmp_path / "out" / "paragraphs.csv").exists()


def test_a_setting_that_is_nearly_one_is_suggested(folder: Path, tmp_path: Path) -> None:
    done = run("label", f"input={folder}", f"ouput={tmp_path}")
    assert done.stderr == "label: there is no setting ouput; did you mean output? --help lists them\n"


def test_a_scorer_is_told_from_a_classifier(folder: Path, tmp_path: Path) -> None:
    done = run("label", f"input={folder}", f"output={tmp_path / 'out'}", "model=models/report-summaries")
    assert done.returncode == 2
    assert "a scorer of summaries is named as summary.scorer=" in done.stderr


def test_too_many_failures_stop_the_run_and_are_named(folder: Path, tmp_path: Path) -> None:
    done = run("label", f"input={folder / '空.txt'}", f"output={tmp_path / 'out'}", "max_failures=0")
    assert done.returncode == 1
    assert "Stopped: more than max_failures=0 files failed. The same command goes on from here." in done.stderr


@pytest.mark.parametrize(
    ("setting", "named"),
    [
        ("shard=3/2", "shard"),
        ("shard=half", "shard"),
        ("tables=[excel]", "excel"),
        ("tables=excel", "'excel'"),
        ("dry_run=no", "dry_run"),
        ("engine.workers=0", "engine.workers"),
        ("max_failures=some", "max_failures"),
    ],
)
def test_a_setting_that_cannot_be_is_named_in_one_sentence(
    folder: Path, tmp_path: Path, setting: str, named: str
) -> None:
    done = run("label", f"input={folder}", f"output={tmp_path / 'out'}", setting)
    assert done.returncode == 2
    assert done.stderr.startswith("label: ")
    assert len(done.stderr.splitlines()) == 1
    assert named in done.stderr


def test_an_output_that_is_a_file_is_one_sentence(folder: Path) -> None:
    done = run("label", f"input={folder}", f"output={folder / '甲.txt'}", "model=models/report-labels-linear")
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "甲.txt" in done.stderr


def test_too_little_memory_for_the_model_is_said(folder: Path, tmp_path: Path) -> None:
    done = run("label", f"input={folder}", f"output={tmp_path / 'out'}", "engine.memory_bytes=20_000_000")
    assert done.returncode == 2
    assert "Is engine.memory_bytes enough for the model?" in done.stderr

"""A batch labels what it can, notes what it cannot, and does nothing twice."""

from __future__ import annotations

import json
import os
import shutil
import signal
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from nlp.batch import BatchResult, BatchSettings, Job, Step, find_inputs, label_batch, read_plan, run
from nlp.batch.shard import Shard
from nlp.batch.worker import JsonValue, LabelFile
from nlp.storage.labelled import read_labelled
from tests.batch import mock
from tests.batch.mock import JOB, SETTINGS

FILES = {
    "甲.txt": "食堂是好做法，村集体出房。\n问题是经费没有来源。",
    "sub 1/乙.txt": "建议把食堂经费列入预算。",
    "书.txt": "第一份报告里的做法。\n---\n第二份报告里的问题。",
}


@pytest.fixture(autouse=True)
def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Does the work in this process, which is quicker; collects the names of the files that were labelled."""
    names: list[str] = []
    make = mock.labeller

    def labeller() -> LabelFile:
        label = make()

        def noted(path: Path, name: str) -> dict[str, JsonValue]:
            names.append(name)
            return label(path, name)

        return noted

    monkeypatch.setattr(run, "label_files", mock.in_this_process)
    monkeypatch.setattr(mock, "labeller", labeller)
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
    job: Job = JOB,
    progress: Callable[[Step], object] = lambda _: None,
) -> BatchResult:
    inputs = find_inputs([str(folder)], output=output)
    return label_batch(inputs, output, job, settings=settings, progress=progress)


def contents(output: Path) -> dict[str, bytes]:
    """Every file but run.json, which holds times, and the lock, which names a process."""
    files = (path for path in output.rglob("*") if path.is_file() and path.name not in ("run.json", ".lock"))
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
    assert (result.files, result.labelled, result.skipped, result.reports) == (3, 3, 0, 4)
    assert result.paragraphs == {"practice": 2, "achievement": 0, "problem": 2, "recommendation": 1, "other": 0}
    rows = list(lines(output / "paragraphs.jsonl"))
    assert [row["source"] for row in rows] == ["sub 1/乙.txt", "书.txt", "书.txt", "甲.txt", "甲.txt"]
    assert read_labelled(output / "甲.json").report.source == "甲.txt"


def test_run_json_says_what_was_done_with_what(folder: Path, output: Path) -> None:
    (folder / "表.json").touch()
    batch(folder, output)
    record = json.loads((output / "run.json").read_text(encoding="utf-8"))
    assert record["read"] == record["labelled"] + record["skipped"] + record["failures"] == record["files"] == 3
    assert [found["name"] for found in record["not_reports"]] == ["表.json"]
    assert record["model"]["name"] == "words"
    assert record["settings"]["budget"] == 80


def test_a_bad_file_costs_a_line_in_errors_and_nothing_else(folder: Path, output: Path) -> None:
    batch(folder, output)
    clean = contents(output)
    shutil.rmtree(output)
    (folder / "坏.txt").write_text("bad", encoding="utf-8")
    result = batch(folder, output)
    (failed,) = [line for line in lines(output / "manifest.jsonl") if line["failure"]]
    assert (
        list(lines(output / "errors.jsonl"))
        == [
            failed["failure"],
        ]
        == [
            {
                "source": "坏.txt",
                "stage": "read",
                "error": "damaged_file",
                "message": "坏.txt is damaged; save it again",
            }
        ]
    )
    assert len(result.failures) == 1
    results = contents(output)
    assert {name: results[name] for name in clean if not name.startswith(("errors", "manifest"))} == {
        name: content for name, content in clean.items() if not name.startswith(("errors", "manifest"))
    }


def test_what_is_done_is_not_done_again(folder: Path, output: Path, reads: list[str]) -> None:
    batch(folder, output)
    before = contents(output)
    reads.clear()
    result = batch(folder, output)
    assert reads == []
    assert (result.labelled, result.skipped, result.reports) == (0, 3, 4)
    assert contents(output) == before


def test_a_changed_file_is_done_again(folder: Path, output: Path, reads: list[str]) -> None:
    batch(folder, output)
    (folder / "甲.txt").write_text("换了一句话。", encoding="utf-8")
    reads.clear()
    batch(folder, output)
    assert reads == ["甲.txt"]
    assert read_labelled(output / "甲.json").paragraphs[0].paragraph.text == "换了一句话。"


def test_only_a_file_that_may_be_read_is_hashed(folder: Path, output: Path) -> None:
    size = (folder / "甲.txt").stat().st_size
    (folder / "更大.txt").write_bytes(b"x" * (size + 1))
    (folder / "书.txt").unlink()
    batch(folder, output, job=replace(JOB, max_bytes=size))
    hashes = {line["source"]: line["input"] for line in lines(output / "manifest.jsonl")}
    assert [source for source, digest in hashes.items() if not digest] == ["更大.txt"]


@pytest.mark.parametrize(
    "change",
    [
        {"job": replace(JOB, stamp=replace(JOB.stamp, sha256="1" * 64))},
        {"job": replace(JOB, results_depend_on={"budget": 20})},
        {"settings": replace(SETTINGS, resume=False)},
    ],
)
def test_another_model_or_setting_does_everything_again(
    folder: Path, output: Path, reads: list[str], change: dict[str, Job]
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


def test_ctrl_c_finishes_the_file_at_hand_and_the_next_run_goes_on(folder: Path, output: Path, tmp_path: Path) -> None:
    def stop(step: Step) -> None:
        if step.item.name == "书.txt":
            os.kill(os.getpid(), signal.SIGINT)

    result = batch(folder, output, progress=stop)
    assert result.stopped == "interrupted"
    assert (result.labelled, len(list(lines(output / "paragraphs.jsonl")))) == (2, 3)
    assert batch(folder, output).stopped is None
    batch(folder, tmp_path / "undisturbed")
    assert contents(output) == contents(tmp_path / "undisturbed")


def test_a_second_ctrl_c_stops_at_once(folder: Path, output: Path) -> None:
    def stop(_: Step) -> None:
        os.kill(os.getpid(), signal.SIGINT)
        os.kill(os.getpid(), signal.SIGINT)

    earlier = signal.getsignal(signal.SIGINT)  # a job in the background ignores it
    with pytest.raises(KeyboardInterrupt):
        batch(folder, output, progress=stop)
    assert signal.getsignal(signal.SIGINT) is earlier


def test_a_run_that_goes_wrong_stops_after_max_failures(folder: Path, output: Path) -> None:
    for number in range(5):
        (folder / f"0{number}.txt").write_text("bad", encoding="utf-8")
    result = batch(folder, output, settings=replace(SETTINGS, max_failures=2))
    assert (result.stopped, len(result.failures), result.labelled) == ("max_failures", 3, 0)


def test_failed_files_are_tried_again_on_request_only(folder: Path, output: Path, reads: list[str]) -> None:
    (folder / "坏.txt").write_text("bad", encoding="utf-8")
    first = batch(folder, output)
    reads.clear()
    assert batch(folder, output).failures == first.failures
    assert reads == []
    batch(folder, output, settings=replace(SETTINGS, retry_failed=True))
    assert reads == ["坏.txt"]


def test_a_file_whose_failure_nobody_foresaw_is_tried_again(folder: Path, output: Path, tmp_path: Path) -> None:
    (folder / "丁.txt").write_text("unforeseen once\n后来就好了。", encoding="utf-8")
    (folder / "坏.txt").write_text("unforeseen", encoding="utf-8")
    assert [failure.source for failure in batch(folder, output).failures] == ["丁.txt", "坏.txt"]
    assert [failure.source for failure in batch(folder, output).failures] == ["坏.txt"]
    batch(folder, tmp_path / "undisturbed")
    assert contents(output) == contents(tmp_path / "undisturbed")


def test_a_dry_run_says_what_would_be_done_and_writes_nothing(folder: Path, output: Path) -> None:
    inputs = find_inputs([str(folder)], output=output)
    plan = read_plan(inputs, output, JOB, SETTINGS)
    assert [item.name for item in plan.todo] == ["sub 1/乙.txt", "书.txt", "甲.txt"]
    assert not output.exists()
    batch(folder, output)
    (folder / "甲.txt").write_text("换了一句话。", encoding="utf-8")
    plan = read_plan(inputs, output, JOB, SETTINGS)
    assert [item.name for item in plan.todo] == ["甲.txt"]
    assert [item.name for item, _ in plan.known] == ["sub 1/乙.txt", "书.txt"]


def test_shards_make_what_one_run_makes_in_any_order(folder: Path, output: Path, tmp_path: Path) -> None:
    (folder / "坏.txt").write_text("bad", encoding="utf-8")
    for index in (3, 1, 2):
        batch(folder, output, settings=replace(SETTINGS, shard=Shard(index, 3)))
        assert (output / f"run-{index}-of-3.json").exists()
    assert not (output / "paragraphs.jsonl").exists()
    result = batch(folder, output)
    assert (result.labelled, result.skipped, len(result.failures)) == (0, 3, 1)
    batch(folder, tmp_path / "undisturbed")
    made = {name: content for name, content in contents(output).items() if "-of-3" not in name}
    assert made == contents(tmp_path / "undisturbed")


def test_a_run_of_the_whole_does_what_a_lost_shard_left_undone(folder: Path, output: Path, reads: list[str]) -> None:
    batch(folder, output, settings=replace(SETTINGS, shard=Shard(1, 2)))
    reads.clear()
    batch(folder, output)
    assert reads == ["书.txt"]


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


@pytest.mark.parametrize("change", [{"resume": "yes"}, {"retry_failed": 1}, {"max_failures": -1}])
def test_settings_out_of_range_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        replace(SETTINGS, **change)  # type: ignore[arg-type]


def test_a_table_that_nobody_knows_is_refused_before_anything_is_done(folder: Path, output: Path) -> None:
    with pytest.raises(ValueError, match="excel"):
        batch(folder, output, settings=replace(SETTINGS, tables=("excel",)))
    assert not output.exists()

"""A file that harms its worker costs an error line and nothing else."""

from __future__ import annotations

import io
import os
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from nlp.batch import EngineSettings, find_inputs, label_batch
from nlp.batch.workers import Labelled, Worker, WorkerLost, label_files
from nlp.pipeline import Failure
from tests.batch.mock import ENGINE, JOB, SETTINGS

GOOD = {f"{number}.txt": f"第{number}个问题是经费没有来源。\n建议列入预算。" for number in range(6)}
BAD = {
    "crash.txt": "exit",
    "damaged.txt": "bad",
    "hang.txt": "hang",
    "memory.txt": "eat memory",
    "segfault.txt": "segfault",
    "twice.txt": "exit once\n第二次就好了。",
}


def folder_of(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def label(folder: Path, engine: EngineSettings = ENGINE) -> dict[str, Labelled | Failure]:
    files = find_inputs([str(folder)]).files
    outcomes = label_files(files, JOB, engine, stop=threading.Event())
    return {item.name: outcome for item, outcome in outcomes}


@pytest.fixture(scope="module")
def mixed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Labelled | Failure]:
    """What becomes of good and harmful files in one batch; hanging ones have five seconds."""
    folder = folder_of(tmp_path_factory.mktemp("mixed") / "in", GOOD | BAD)
    return label(folder, replace(ENGINE, seconds=5, memory_bytes=400_000_000))


@pytest.mark.parametrize(
    ("name", "kind"),
    [("hang.txt", "timeout"), ("memory.txt", "memory"), ("crash.txt", "crash"), ("segfault.txt", "crash")],
)
@pytest.mark.skipif(not os.path.exists("/proc"), reason="only Linux limits the memory of a process")  # noqa: PTH110
def test_a_file_that_ends_its_worker_is_an_error_of_its_kind(
    mixed: dict[str, Labelled | Failure], name: str, kind: str
) -> None:
    failure = mixed[name]
    assert isinstance(failure, Failure)
    assert (failure.source, failure.stage, failure.error) == (name, "worker", kind)
    assert name in failure.message


def test_a_file_that_cannot_be_read_keeps_its_own_reason(mixed: dict[str, Labelled | Failure]) -> None:
    assert mixed["damaged.txt"] == Failure(
        "damaged.txt", "read", "damaged_file", "damaged.txt is damaged; save it again"
    )


def test_a_file_that_fails_once_is_tried_again(mixed: dict[str, Labelled | Failure]) -> None:
    assert isinstance(mixed["twice.txt"], Labelled)


def test_good_files_beside_harmful_ones_are_labelled_as_ever(
    mixed: dict[str, Labelled | Failure], tmp_path: Path
) -> None:
    alone = label(folder_of(tmp_path / "in", GOOD), replace(ENGINE, workers=1))
    assert {name: mixed[name] for name in GOOD} == alone


def test_nothing_is_left_running_when_the_caller_stops(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", GOOD | {"hang.txt": "hang"})
    files = find_inputs([str(folder)]).files
    outcomes = label_files(files, JOB, ENGINE, stop=threading.Event())
    next(outcomes)
    started = time.monotonic()
    outcomes.close()
    assert time.monotonic() - started < 10
    assert [thread for thread in threading.enumerate() if not thread.daemon] == [threading.main_thread()]


def test_a_model_that_cannot_be_loaded_is_said_once(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", GOOD)
    job = replace(JOB, make="tests.batch.mock:refusing")
    with pytest.raises(ValueError, match="the model is not whole"):
        label_batch(find_inputs([str(folder)]), tmp_path / "out", job, settings=SETTINGS)


def test_a_program_that_is_not_whole_stops_the_run_and_no_file_is_blamed(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "in", {"a.txt": "not whole once\n后来就好了。"} | GOOD)
    with pytest.raises(ValueError, match=r"not whole .*no_such_module"):
        label_batch(find_inputs([str(folder)]), tmp_path / "out", JOB, settings=SETTINGS)
    result = label_batch(find_inputs([str(folder)]), tmp_path / "out", JOB, settings=SETTINGS)
    assert (result.reports, result.failures) == (7, ())


@pytest.mark.parametrize(
    "change", [{"workers": 0}, {"workers": "many"}, {"seconds": 0}, {"seconds": 1e300}, {"memory_bytes": 0}]
)
def test_engine_settings_out_of_range_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=next(iter(change))):
        replace(ENGINE, **change)  # type: ignore[arg-type]


def test_there_are_no_more_workers_than_files_and_never_none() -> None:
    assert [replace(ENGINE, workers=4).count(files) for files in (0, 3, 9)] == [1, 3, 4]


def test_auto_is_a_worker_per_processor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2}, raising=False)
    assert [replace(ENGINE, workers="auto").count(files) for files in (1, 3, 100)] == [1, 3, 3]


class Killable:
    """A process that says nothing until it is killed; only one thread at a time may clear it away."""

    returncode = -9

    def __init__(self) -> None:
        self.stdin, self.stdout = io.BytesIO(), self
        self.asked, self.killed = threading.Event(), threading.Event()
        self.clearing = self.most = 0

    def readline(self) -> bytes:
        self.asked.set()
        assert self.killed.wait(5)
        return b""

    def wait(self, timeout: float) -> None:
        """It is dead."""

    def kill(self) -> None:
        self.killed.set()

    def communicate(self) -> None:
        self.clearing += 1
        self.most = max(self.most, self.clearing)
        time.sleep(0.1)
        self.clearing -= 1


def test_a_worker_under_way_when_the_run_ends_is_cleared_away_by_one_thread_at_a_time() -> None:
    process, worker = Killable(), Worker(JOB, ENGINE)
    worker._process = process  # type: ignore[assignment]  # a stand-in

    def ask() -> None:
        with pytest.raises(WorkerLost):
            worker._ask({}, seconds=10)

    asking = threading.Thread(target=ask)
    asking.start()
    assert process.asked.wait(5)
    worker.close()
    asking.join()
    assert process.most == 1

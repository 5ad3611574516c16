"""Worker processes that are given one file at a time; one that hangs, dies or eats up the memory is replaced."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from queue import SimpleQueue
from typing import Any

from nlp.batch.inputs import Input
from nlp.batch.worker import OUT_OF_MEMORY, JsonValue
from nlp.document import ModelStamp
from nlp.pipeline import Failure

# A second thread in a worker makes none of them faster when there is a worker per processor, and all of them slower
# when the machine does other work, too.
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
_PROGRAM = "from nlp.batch.worker import main; main()"
_LOADING = 600.0  # seconds for a worker to load its model
_LAST_BREATH = 5.0  # seconds that a process has to end by itself when it has closed its end of the pipe
# A terminal's Ctrl-C is for the run, which lets its workers finish: they stand in a group of their own.
_NO_CTRL_C: dict[str, Any] = {"process_group": 0}
if sys.platform == "win32":
    _NO_CTRL_C = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}


@dataclass(frozen=True, slots=True)
class Job:
    """What every worker does: `make(**arguments)`, loaded once, gives the function from a file to its reply."""

    make: str
    """Dotted name and, behind a colon, the function: the worker imports it."""
    arguments: Mapping[str, JsonValue]
    results_depend_on: Mapping[str, JsonValue]
    """All that the results depend on but for the files and the content of the model."""
    max_bytes: int
    """Of a file that is read; a larger one is refused whatever is in it."""
    stamp: ModelStamp
    debug: bool
    """Log the traceback of every failure."""


@dataclass(frozen=True, slots=True)
class EngineSettings:
    """Who does the work and how much of the machine a file may take; the results do not depend on it."""

    name: str
    """local: processes on this machine; ray: on a Ray cluster (see `nlp.batch.cluster`)."""
    workers: int | str
    """Processes; auto: one per processor, of the machine or of the cluster; never more than files."""
    seconds: float
    """For one file."""
    memory_bytes: int
    """Of a worker, model included."""
    address: str | None
    """Of the Ray cluster; None: one on this machine, for the time of the run."""

    def __post_init__(self) -> None:
        if self.name not in ("local", "ray"):
            raise ValueError(f"expected engine to be local or ray, got {self.name!r}")
        if self.workers != "auto" and (not isinstance(self.workers, int) or self.workers < 1):
            raise ValueError(f"expected engine.workers to be auto or at least 1, got {self.workers!r}")
        if not 0 < self.seconds <= threading.TIMEOUT_MAX:
            raise ValueError(f"expected engine.seconds to be above 0, got {self.seconds}")
        if self.memory_bytes < 1:
            raise ValueError(f"expected engine.memory_bytes to be at least 1, got {self.memory_bytes}")

    def count(self, files: int) -> int:
        """Processes for this many files."""
        processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
        return max(1, min(files, processors if isinstance(self.workers, str) else self.workers))


@dataclass(frozen=True, slots=True)
class Labelled:
    """The labelled JSON of each report in a file."""

    texts: tuple[str, ...]
    paragraphs: int


class WorkerLost(Exception):  # noqa: N818 - it says what happened
    """A worker came to an end while it had a file: the kind of a `Failure`, and the end of a sentence about it."""

    def __init__(self, kind: str, what: str) -> None:
        super().__init__(what)
        self.kind = kind


def label_files(
    files: Sequence[Input], job: Job, settings: EngineSettings, *, stop: threading.Event
) -> Generator[tuple[Input, Labelled | Failure]]:
    """What became of each file, in the order in which they are finished.

    A file that cost its worker is tried once more at the end, when no other is under way. Once `stop` is set, files
    under way are finished and no other is begun. Raises ValueError when a worker cannot begin (the model cannot be
    loaded, or the memory does not suffice for it) and when the program is not whole.
    """
    every = [Worker(job, settings) for _ in range(settings.count(len(files)))]
    threads = ThreadPoolExecutor(len(every))
    again: list[Input] = []
    try:
        for item, outcome in _side_by_side(files, every, threads, stop):
            if isinstance(outcome, WorkerLost):
                again.append(item)
            else:
                yield item, outcome
        for item in again:
            if not stop.is_set():
                outcome = every[0].label(item)
                yield item, failure_of(item, outcome) if isinstance(outcome, WorkerLost) else outcome
    finally:
        threads.shutdown(wait=False, cancel_futures=True)
        for worker in every:
            worker.close()
        threads.shutdown()


def _side_by_side(
    files: Iterable[Input], workers: Sequence[Worker], threads: ThreadPoolExecutor, stop: threading.Event
) -> Iterator[tuple[Input, Labelled | Failure | WorkerLost]]:
    """Two files per worker are given out at a time, so that no worker waits while the caller writes."""
    idle: SimpleQueue[Worker] = SimpleQueue()
    for worker in workers:
        idle.put(worker)

    def label(item: Input) -> Labelled | Failure | WorkerLost | None:
        if stop.is_set():
            return None
        worker = idle.get()
        try:
            return worker.label(item)
        finally:
            idle.put(worker)

    waiting = iter(files)
    given = {threads.submit(label, item): item for item in islice(waiting, 2 * len(workers))}
    while given:
        for future in wait(given, return_when=FIRST_COMPLETED).done:
            item, outcome = given.pop(future), future.result()
            if (following := next(waiting, None)) is not None:
                given[threads.submit(label, following)] = following
            if outcome is not None:
                yield item, outcome


def failure_of(item: Input, lost: WorkerLost) -> Failure:
    """The error of a file that cost two workers."""
    return Failure(item.name, "worker", lost.kind, f"{item.name} {lost}; it was tried twice")


class Worker:
    """A worker process, started when it is first needed and again when it was lost."""

    def __init__(self, job: Job, settings: EngineSettings) -> None:
        self._job = job
        self._settings = settings
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False
        self._lock = threading.Lock()

    def label(self, item: Input) -> Labelled | Failure | WorkerLost:
        """What the process makes of a file. Raises ValueError when it cannot begin, or the program is not whole."""
        if self._process is None:
            self._start()
        seconds = self._settings.seconds
        try:
            reply = self._ask({"path": str(item.path), "name": item.name, "seconds": seconds}, seconds=seconds)
        except WorkerLost as lost:
            return lost
        if "failure" in reply:
            return Failure(*reply["failure"])
        return Labelled(tuple(reply["texts"]), reply["paragraphs"])

    def close(self) -> None:
        """End the process, whatever it is doing, for good."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.kill()
                self._process.communicate()

    def _start(self) -> None:
        with self._lock:
            if self._closed:
                return
            self._process = subprocess.Popen(
                [sys.executable, "-c", _PROGRAM],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env={**os.environ, **_ONE_THREAD, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
                **_NO_CTRL_C,
            )
        job: dict[str, JsonValue] = {
            "make": self._job.make,
            "arguments": dict(self._job.arguments),
            "memory_bytes": self._settings.memory_bytes,
            "debug": self._job.debug,
        }
        try:
            self._ask(job, seconds=_LOADING)
        except WorkerLost as lost:
            what = f"a worker came to an end before it had loaded the model: it {lost}"
            raise ValueError(f"{what}. Is engine.memory_bytes enough for the model?") from lost

    def _ask(self, request: Mapping[str, JsonValue], *, seconds: float) -> dict[str, Any]:
        """The reply to a request.

        Raises WorkerLost when the process does not live to give it, or takes too long, and ValueError when it refuses.
        """
        process = self._process
        if process is None or process.stdin is None or process.stdout is None:
            raise WorkerLost("crash", "was closed")
        expired = threading.Event()

        def expire() -> None:
            expired.set()
            process.kill()

        timer = threading.Timer(seconds, expire)
        timer.daemon = True
        timer.start()
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(json.dumps(request).encode() + b"\n")
                process.stdin.flush()
            line = process.stdout.readline()
        finally:
            timer.cancel()
        if line.endswith(b"\n"):
            reply: dict[str, Any] = json.loads(line)
            if "refusal" in reply:
                raise ValueError(reply["refusal"])
            return reply
        self._process = None
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LAST_BREATH)
        with self._lock:  # `close` may be at it in another thread, and two at once break subprocess
            process.kill()
            process.communicate()
        if expired.is_set():
            raise WorkerLost("timeout", f"took more than {seconds:g} seconds (engine.seconds)")
        raise _lost(process.returncode, self._settings)


def _lost(status: int, settings: EngineSettings) -> WorkerLost:
    limit = f"{settings.memory_bytes:,} bytes (engine.memory_bytes)"
    if status == OUT_OF_MEMORY:
        return WorkerLost("memory", f"needed more memory than {limit}")
    if status == -getattr(signal, "SIGKILL", 0):
        return WorkerLost("memory", "was ended by the system, which does so when memory runs out")
    ended = f"signal {signal.Signals(-status).name}" if status < 0 else f"exit status {status}"
    return WorkerLost("crash", f"crashed the program ({ended})")

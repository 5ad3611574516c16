"""The workers of `nlp.batch.workers` on a Ray cluster: every node sees the same files under the same paths.

Only reading and labelling are spread. Results come back to the run, which writes them as ever, so the folder is the
same as with workers on one machine.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Generator, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from nlp.batch.inputs import Input
from nlp.batch.workers import EngineSettings, Job, Labelled, Worker, WorkerLost, failure_of
from nlp.pipeline import Failure

if TYPE_CHECKING:
    from ray.data import Dataset


def label_on_cluster(
    files: Sequence[Input], job: Job, settings: EngineSettings, *, stop: threading.Event
) -> Generator[tuple[Input, Labelled | Failure]]:
    """What `label_files` gives, from a Ray cluster.

    Each actor keeps a worker process with the model loaded once; a file that costs the process is tried once more on
    the same actor. Files are streamed: Ray holds a few results per actor. Once `stop` is set no more results are
    taken. Raises ValueError when Ray is not installed, and as `label_files` does.
    """
    if find_spec("ray") is None:
        raise ValueError("engine=ray needs Ray: pip install -e '.[ray]'")
    import ray

    ray.init(address=settings.address, ignore_reinit_error=True, log_to_driver=False, logging_level="error")
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False  # the run has its own
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        for row in _labelled(files, job, settings).iter_rows():
            if row["refusal"]:
                raise ValueError(row["refusal"])
            yield (
                files[row["number"]],
                Failure(*row["failure"]) if row["failure"] else Labelled(tuple(row["texts"]), row["paragraphs"]),
            )
            if stop.is_set():
                return
    finally:
        ray.shutdown()


def _labelled(files: Sequence[Input], job: Job, settings: EngineSettings) -> Dataset:
    """A row per file: its number, and the texts, the failure or why the worker does not work."""
    import ray

    processors = int(ray.cluster_resources().get("CPU", 1))
    count = max(1, min(len(files), processors if isinstance(settings.workers, str) else settings.workers))

    class Labeller:
        """An actor."""

        def __init__(self) -> None:
            self._worker = Worker(job, settings)

        def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
            nothing = {"number": row["id"], "refusal": "", "failure": [], "texts": [], "paragraphs": 0}
            return nothing | self._outcome(files[row["id"]])

        def _outcome(self, item: Input) -> dict[str, Any]:
            try:
                outcome = self._worker.label(item)
                if isinstance(outcome, WorkerLost):
                    outcome = self._worker.label(item)
            except ValueError as error:  # Ray would wrap it in errors of its own
                return {"refusal": str(error)}
            if isinstance(outcome, WorkerLost):
                outcome = failure_of(item, outcome)
            if isinstance(outcome, Failure):
                return {"failure": [outcome.source, outcome.stage, outcome.error, outcome.message]}
            return {"texts": list(outcome.texts), "paragraphs": outcome.paragraphs}

    numbers = ray.data.range(len(files), override_num_blocks=len(files))
    return numbers.map(Labeller, compute=ray.data.ActorPoolStrategy(size=count))

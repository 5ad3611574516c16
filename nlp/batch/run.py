"""Label the files of a work list into a folder; what is done and unchanged is not done again."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from nlp.batch.cluster import label_on_cluster
from nlp.batch.inputs import Input, Inputs
from nlp.batch.lock import locked
from nlp.batch.manifest import Done, Manifest
from nlp.batch.plan import BatchSettings, Plan, plan_batch
from nlp.batch.result import BatchResult, Finished, conclude, write_record
from nlp.batch.stop import stop_on_request
from nlp.batch.workers import Job, Labelled, label_files
from nlp.pipeline import Failure
from nlp.storage.files import remove_parts, write_text
from nlp.storage.tables import check_tables


@dataclass(frozen=True, slots=True)
class Step:
    """A file that the batch is through with."""

    item: Input
    paragraphs: int
    """Labelled now; 0 when it was done before or failed."""
    failed: bool


Progress = Callable[[Step], object]


def label_batch(
    inputs: Inputs,
    output: Path,
    job: Job,
    *,
    settings: BatchSettings,
    progress: Progress = lambda _: None,
) -> BatchResult:
    """Label every file into the folder `output`: its JSON, and the tables, errors.jsonl and run.json.

    A file that cannot be labelled becomes a `Failure` and a line in errors.jsonl. The first Ctrl-C lets the files
    under way finish and ends the batch; the tables then cover what is done. `progress` is called after each file.
    The results depend on nothing but the files, model and settings; times are in run.json only. One shard of several
    writes the JSON of its files and a run.json of its own, and leaves tables and errors to a run of the whole.

    Raises OSError when the folder cannot be written, FolderInUse when another run writes into it, and ValueError when
    the workers cannot begin. What is done by then is kept.
    """
    check_tables(settings.tables)
    started, clock = datetime.now(UTC), time.monotonic()
    output.mkdir(parents=True, exist_ok=True)
    whole = settings.shard.count == 1
    with locked(output, settings.shard):
        if whole:
            remove_parts(output)
        manifest = Manifest(output, settings.shard)
        manifest.rewrite()
        plan = plan_batch(inputs, manifest, job, settings)
        for item, done in plan.known:
            progress(Step(item, 0, failed=done.failure is not None))
        finished = _label(plan, manifest, job, settings=settings, progress=progress)
        manifest.rewrite()
        result = conclude(plan, finished, manifest, job.stamp.labels, settings.tables if whole else None)
        about = {
            "started": started.isoformat(timespec="seconds"),
            "seconds": round(time.monotonic() - clock, 2),
            "not_reports": [asdict(skipped) for skipped in inputs.skipped],
            "model": asdict(job.stamp),
            "settings": {**job.results_depend_on, **asdict(settings)},
        }
        write_record(output, result, about, settings.shard)
    return result


def _label(plan: Plan, manifest: Manifest, job: Job, *, settings: BatchSettings, progress: Progress) -> Finished:
    """Label what is to be done, as far as it gets."""
    finished: list[Done] = []
    failures = 0
    stopped = None
    with stop_on_request() as stop:
        files = plan.todo
        label = label_on_cluster if settings.engine.name == "ray" else label_files
        for item, outcome in label(files, job, settings.engine, stop=stop):
            done = _noted(item, outcome, plan.wanted.pop(item.name), manifest)
            finished.append(done)
            failures += done.failure is not None
            if settings.max_failures is not None and failures > settings.max_failures:
                stopped = "max_failures"
                stop.set()
            paragraphs = outcome.paragraphs if isinstance(outcome, Labelled) else 0
            progress(Step(item, paragraphs, failed=done.failure is not None))
        if stop.is_set() and stopped is None and len(finished) < len(files):
            stopped = "interrupted"
    return Finished(tuple(finished), stopped)


def _noted(item: Input, outcome: Labelled | Failure, wanted: Done, manifest: Manifest) -> Done:
    """Write the results of a file, then its line in the manifest."""
    texts = outcome.texts if isinstance(outcome, Labelled) else ()
    outputs = dict(zip(_numbered(item.output, len(texts)), texts, strict=True))
    manifest.remove(item.name, keep=outputs)
    for name, text in outputs.items():
        write_text(manifest.folder / name, text)
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in outputs.items()}
    record = replace(wanted, outputs=digests, failure=outcome if isinstance(outcome, Failure) else None)
    manifest.add(record)
    return record


def _numbered(output: str, count: int) -> list[str]:
    """The result files of an input: one, or one per report of a book, numbered from 01."""
    if count == 1:
        return [f"{output}.json"]
    return [f"{output}-{number:0{max(2, len(str(count)))}}.json" for number in range(1, count + 1)]

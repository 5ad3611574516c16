"""What a batch leaves beside the JSON of each report: counts, tables, errors, and the record of the run."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import nlp
from nlp.batch.inputs import RUN_RECORD
from nlp.batch.manifest import Done, Manifest
from nlp.batch.plan import Plan
from nlp.batch.shard import Shard
from nlp.document import SCHEMA_VERSION
from nlp.pipeline import Failure
from nlp.storage.files import write_lines, write_text
from nlp.storage.labelled import paragraph_rows, read_labelled
from nlp.storage.tables import write_tables


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came of a batch. Every file is labelled, skipped or failed, unless the batch stopped early."""

    files: int
    labelled: int
    """Files labelled now."""
    skipped: int
    """Files labelled by an earlier run, whose results still hold."""
    failures: tuple[Failure, ...]
    """Of this run, and of earlier ones where nothing has changed since."""
    reports: int
    """Reports in the results of this work list, now or earlier."""
    paragraphs: Mapping[str, int]
    """Their paragraphs by label; every label of the model has an entry."""
    needs_review: int
    """Paragraphs for a person to look at."""
    others: int
    """Files of other inputs whose results lie in the same folder: kept, but in none of the tables."""
    stopped: str | None
    """Why it stopped early: interrupted or max_failures."""


@dataclass(frozen=True, slots=True)
class Finished:
    """The files that this run has finished, as they stand in the manifest, and why it got no further."""

    done: tuple[Done, ...]
    stopped: str | None


def conclude(
    plan: Plan, finished: Finished, manifest: Manifest, labels: Sequence[str], tables: Sequence[str] | None
) -> BatchResult:
    """Count the results on the disk, so that a resumed run has all of them; write tables and errors.jsonl.

    With `tables` None, for one shard of several, nothing is written.
    """
    known = [done for _, done in plan.known]
    records = sorted([*known, *finished.done], key=lambda done: done.source)
    failures = tuple(done.failure for done in records if done.failure)
    paragraphs = Counter(dict.fromkeys(labels, 0))
    needs_review = 0

    def rows() -> Iterator[dict[str, object]]:
        nonlocal needs_review
        for name in (name for done in records for name in done.outputs):
            labelled = read_labelled(manifest.folder / name)
            paragraphs.update(item.prediction.label for item in labelled.paragraphs)
            needs_review += sum(item.prediction.needs_review for item in labelled.paragraphs)
            yield from paragraph_rows(labelled)

    if tables is None:
        for _ in rows():
            pass
    else:
        write_tables(manifest.folder, tables, rows())
        write_lines(manifest.folder / "errors.jsonl", map(asdict, failures))
    return BatchResult(
        files=len(plan.todo) + len(known),
        labelled=sum(done.failure is None for done in finished.done),
        skipped=sum(done.failure is None for done in known),
        failures=failures,
        reports=sum(len(done.outputs) for done in records),
        paragraphs=dict(paragraphs),
        needs_review=needs_review,
        others=len({source for source, done in manifest.done.items() if done.outputs} - plan.names),
        stopped=finished.stopped,
    )


def write_record(folder: Path, result: BatchResult, about: Mapping[str, object], shard: Shard) -> None:
    """Write run.json, the only file that depends on when and where the batch ran: read = labelled + skipped + failures.

    `about`: what else to tell of the run.
    """
    record = {
        "schema_version": SCHEMA_VERSION,
        "version": nlp.__version__,
        "read": result.labelled + result.skipped + len(result.failures),
        **asdict(result),
        "failures": len(result.failures),
        **about,
    }
    name = RUN_RECORD.replace(".json", f"{shard.suffix}.json")
    write_text(folder / name, json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2) + "\n")

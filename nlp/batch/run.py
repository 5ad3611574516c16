"""Label the files of a work list into a folder; what is done and unchanged is not done again."""

from __future__ import annotations

import hashlib
import json
import logging
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import nlp
from nlp.batch.inputs import RUN_RECORD, Input, Inputs
from nlp.batch.manifest import Done, Manifest, sha256_of
from nlp.document import SCHEMA_VERSION
from nlp.pipeline import Failure, StageError, label_report, read_reports, stage
from nlp.storage.files import remove_parts, write_lines, write_text
from nlp.storage.labelled import paragraph_rows, read_labelled, to_json
from nlp.summarise import SummarySettings

if TYPE_CHECKING:
    from nlp.classify import Classifier
    from nlp.read import ReadSettings

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """How a batch is labelled."""

    read: ReadSettings
    summary: SummarySettings
    resume: bool
    """Skip a file whose results are there, made from the same bytes by the same model and settings."""

    def __post_init__(self) -> None:
        if not isinstance(self.resume, bool):
            raise ValueError(f"expected resume to be true or false, got {self.resume!r}")


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What came of a batch. Every file is labelled, unchanged or failed, unless the batch was interrupted."""

    files: int
    labelled: int
    """Files labelled now."""
    unchanged: int
    """Files labelled by an earlier run, whose results still hold."""
    failures: tuple[Failure, ...]
    reports: int
    """Reports in the results of this work list, now or earlier."""
    paragraphs: Mapping[str, int]
    """Their paragraphs by label; every label of the model has an entry."""
    needs_review: int
    """Paragraphs for a person to look at."""
    others: int
    """Files of other inputs whose results lie in the same folder: kept, but in none of the tables."""
    interrupted: bool


def label_batch(
    inputs: Inputs,
    output: Path,
    classifier: Classifier,
    settings: BatchSettings,
    *,
    progress: Callable[[Input], object] = lambda _: None,
) -> BatchResult:
    """Label every file into the folder `output`: its JSON, and the tables paragraphs.jsonl, errors.jsonl, run.json.

    A file that cannot be labelled becomes a `Failure` and a line in errors.jsonl. Ctrl-C ends the batch early: the
    tables then cover what is done. `progress` is called after each file. The results depend on nothing but the
    files, model and settings; times are in run.json only. Raises OSError when the folder cannot be written.
    """
    started, clock = datetime.now(UTC), time.monotonic()
    output.mkdir(parents=True, exist_ok=True)
    remove_parts(output)
    manifest = Manifest(output)
    manifest.rewrite()
    work = _Work()
    try:
        for item in inputs.files:
            _label_file(item, work, manifest, classifier, settings)
            progress(item)
    except KeyboardInterrupt:
        work.interrupted = True
    manifest.rewrite()
    work.others = len(manifest.done.keys() - {item.name for item in inputs.files})
    result = _write_tables(output, inputs, work, classifier.stamp.labels)
    times = {"started": started.isoformat(timespec="seconds"), "seconds": round(time.monotonic() - clock, 2)}
    record = {
        "schema_version": SCHEMA_VERSION,
        "version": nlp.__version__,
        **times,
        **asdict(result),
        "failures": len(result.failures),
        "skipped": [asdict(skipped) for skipped in inputs.skipped],
        "model": asdict(classifier.stamp),
        "settings": asdict(settings),
    }
    write_text(output / RUN_RECORD, json.dumps(record, ensure_ascii=False, allow_nan=False, indent=2) + "\n")
    return result


@dataclass(slots=True)
class _Work:
    """What a running batch has done so far, in the order of its inputs."""

    done: list[Done] = field(default_factory=list)
    unchanged: int = 0
    others: int = 0
    failures: list[Failure] = field(default_factory=list)
    interrupted: bool = False


def _label_file(item: Input, work: _Work, manifest: Manifest, classifier: Classifier, settings: BatchSettings) -> None:
    """Label one file, unless that is done; its results are on the disk before its line in the manifest."""
    wanted = Done(
        source=item.name,
        input=sha256_of(item.path) or "",
        model=classifier.stamp.sha256,
        settings=_fingerprint(item, classifier, settings),
        outputs={},
    )
    if settings.resume and manifest.holds(wanted):
        work.done.append(manifest.done[item.name])
        work.unchanged += 1
        return
    try:
        texts = _labelled_texts(item, classifier, settings)
    except StageError as error:
        log.debug("%s", error, exc_info=True)
        work.failures.append(error.failure)
        manifest.remove(item.name)
        return
    outputs = dict(zip(_numbered(item.output, len(texts)), texts, strict=True))
    manifest.remove(item.name, keep=outputs)
    for name, text in outputs.items():
        write_text(manifest.folder / name, text)
    digests = {name: hashlib.sha256(text.encode()).hexdigest() for name, text in outputs.items()}
    record = replace(wanted, outputs=digests)
    manifest.add(record)
    work.done.append(record)


def _labelled_texts(item: Input, classifier: Classifier, settings: BatchSettings) -> list[str]:
    """The labelled JSON of each report in a file."""
    reports = read_reports(item.path, item.name, settings.read)
    labelled = [label_report(report, classifier, settings.summary) for report in reports]
    with stage("write", item.name):
        return [to_json(report) for report in labelled]


def _fingerprint(item: Input, classifier: Classifier, settings: BatchSettings) -> str:
    """SHA-256 of all but the file and the model's content that the results depend on."""
    parts = (nlp.__version__, item.output, classifier.stamp.name, asdict(settings.read), asdict(settings.summary))
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


def _numbered(output: str, count: int) -> list[str]:
    """The result files of an input: one, or one per report of a book, numbered from 01."""
    if count == 1:
        return [f"{output}.json"]
    return [f"{output}-{number:0{max(2, len(str(count)))}}.json" for number in range(1, count + 1)]


def _write_tables(output: Path, inputs: Inputs, work: _Work, labels: Sequence[str]) -> BatchResult:
    """Write paragraphs.jsonl and errors.jsonl from the results on the disk, so that a resumed run has all of them."""
    paragraphs = Counter(dict.fromkeys(labels, 0))
    reports = needs_review = 0

    def rows() -> Iterator[dict[str, object]]:
        nonlocal reports, needs_review
        for record in work.done:
            for name in record.outputs:
                labelled = read_labelled(output / name)
                reports += 1
                paragraphs.update(item.prediction.label for item in labelled.paragraphs)
                needs_review += sum(item.prediction.needs_review for item in labelled.paragraphs)
                yield from paragraph_rows(labelled)

    write_lines(output / "paragraphs.jsonl", rows())
    write_lines(output / "errors.jsonl", map(asdict, work.failures))
    return BatchResult(
        files=len(inputs.files),
        labelled=len(work.done) - work.unchanged,
        unchanged=work.unchanged,
        failures=tuple(work.failures),
        reports=reports,
        paragraphs=dict(paragraphs),
        needs_review=needs_review,
        others=work.others,
        interrupted=work.interrupted,
    )

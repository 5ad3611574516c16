"""The stages joined: a file to its reports, a report to its labelled report."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.document import LabelledParagraph, LabelledReport, Report
from nlp.summarise import SummarySettings, summarise

if TYPE_CHECKING:
    from nlp.classify import Classifier
    from nlp.read import ReadSettings


# These types and none derived from them: parsers of XML derive theirs, which are about the file.
_BROKEN_SOURCE = (SyntaxError, IndentationError, TabError)


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be labelled; a line of errors.jsonl."""

    source: str
    """What the results call the file."""
    stage: str
    """read, structure, label, summarise or write; worker when the process that labelled the file came to an end."""
    error: str
    """What went wrong, as one word: the `kind` of a ReadError, the name of an exception that nobody foresaw, or what
    ended the worker (timeout, memory, crash)."""
    message: str
    """The same as one plain sentence that names the file and says what to do."""

    @property
    def unforeseen(self) -> bool:
        """Whether it is an exception that nobody foresaw, the program's fault and not surely the file's."""
        return not self.error.islower()  # exceptions are called LikeThis, all that was foreseen like_this


class StageError(Exception):
    """A stage could not do its work on one file."""

    def __init__(self, failure: Failure) -> None:
        super().__init__(failure.message)
        self.failure = failure


def read_reports(path: Path, name: str, settings: ReadSettings) -> tuple[Report, ...]:
    """The reports in one file: one, or those of a book. `name` is what the results call the file.

    Raises StageError, whatever is wrong with it.
    """
    with stage("read", name):
        from nlp.read import read_source

        source = read_source(path, name=name, settings=settings)
    with stage("structure", name):
        from nlp.structure import structure

        reports = structure(source)
    if not reports:
        raise StageError(
            Failure(name, "structure", "no_report", f"{name}: no report found in it; see whether it holds any text")
        )
    return reports


def label_report(report: Report, classifier: Classifier, settings: SummarySettings) -> LabelledReport:
    """Label the paragraphs of a report and summarise it. Raises StageError, whatever is wrong with it."""
    with stage("label", report.source):
        predictions = classifier.predict(report)
        paragraphs = tuple(
            LabelledParagraph(paragraph, prediction)
            for paragraph, prediction in zip(report.paragraphs, predictions, strict=True)
        )
    with stage("summarise", report.source):
        summary = summarise(paragraphs, classifier.stamp.labels, settings)
    return LabelledReport(report, paragraphs, summary, classifier.stamp)


@contextmanager
def stage(stage: str, name: str) -> Iterator[None]:
    """Turn what a stage raises on the file `name` into a StageError: one bad file must never stop a batch.

    MemoryError passes: it says nothing of the stage, and a process that has run out of memory should end. So does what
    a program raises that is not whole: no file is to blame.
    """
    try:
        yield
    except (MemoryError, ImportError):
        raise
    except Exception as error:
        if type(error) in _BROKEN_SOURCE:
            raise
        from nlp.read import ReadError

        if isinstance(error, ReadError):
            raise StageError(Failure(name, stage, error.kind, str(error))) from error
        detail = " ".join(str(error).split())
        message = f"{name}: unexpected {type(error).__name__} in the {stage} stage ({detail}); please report it"
        raise StageError(Failure(name, stage, type(error).__name__, message)) from error

"""The values that flow between the stages.

    file ─read→ Source(Block*) ─structure→ Report(Paragraph*) ─classify→ LabelledParagraph* ─summarise→ LabelledReport

Every offset counts Unicode code points of ``Report.text``. This module imports nothing of nlp and opens no file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

SCHEMA_VERSION = "1.2"
SUM_TOLERANCE = 1e-6


@dataclass(frozen=True, slots=True)
class Block:
    """One line, paragraph or table row of a source file, and what it looked like there.

    Readers fill in what their format shows and leave the rest at its default: ``None`` always means "the format does
    not say", never "no".
    """

    text: str
    """Folded by `nlp.text.fold`, without blanks at either end, never empty, no line break."""
    whole: bool = True
    """True: a complete paragraph or table row. False: a line, which may go on in the next block."""
    role: str = "text"
    """``text``, ``row`` (of a table, cells separated by a tab), ``caption`` (of a figure or table) or ``item`` (of a
    list with bullets, where nothing sets it off as a heading)."""
    level: int | None = None
    """Heading level by style, outline or tag: 0 the title, 1 the outermost heading, …; None: not marked."""
    line: int | None = None
    """Number of the source line, from 1."""
    page: int | None = None
    """Number of the page, from 1."""
    size: float | None = None
    """Font size in points, of most of the block's characters."""
    bold: bool | None = None
    centred: bool | None = None
    indent: float = 0.0
    """Blank before the first character, in em (a full-width character is 1 em wide)."""
    width: float | None = None
    """Measured width of the line in em, without the indent; None: count the characters."""
    gap: float = 0.0
    """Blank lines above (in a PDF: extra space above, in line heights)."""
    top: float | None = None
    """Where the line stands on its page: 0 the top edge, 1 the bottom edge."""


@dataclass(frozen=True, slots=True)
class Source:
    """What was read from one file."""

    name: str
    """Path as it goes into the JSON: relative to the folder that was searched, with ``/``."""
    format: str
    """txt, md, docx, pdf or html, by content."""
    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A body paragraph: ``report.text[start:end] == text``."""

    index: int
    start: int
    end: int
    text: str
    headings: tuple[str, ...] = ()
    """Headings above it, outermost first."""
    page: int | None = None

    def __post_init__(self) -> None:
        if self.end - self.start != len(self.text) or self.start < 0:
            raise ValueError(
                f"paragraph {self.index}: expected end - start = {len(self.text)} code points, "
                f"got start={self.start}, end={self.end}"
            )


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its whole text and its body paragraphs, in order, without overlap."""

    id: str
    """First 16 hex digits of the SHA-256 of ``text`` in UTF-8."""
    title: str
    source: str
    text: str
    """Title, headings, paragraphs, captions and signature as read, a line each."""
    paragraphs: tuple[Paragraph, ...]
    warnings: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.id != report_id(self.text):
            raise ValueError(f"report {self.source}: expected id {report_id(self.text)} for its text, got {self.id}")
        end = 0
        for index, paragraph in enumerate(self.paragraphs):
            if paragraph.index != index or paragraph.start < end:
                raise ValueError(
                    f"report {self.source}: expected paragraph {index} to start at {end} or later, "
                    f"got index {paragraph.index} at {paragraph.start}"
                )
            if self.text[paragraph.start : paragraph.end] != paragraph.text:
                raise ValueError(f"report {self.source}: paragraph {index} is not text[{paragraph.start}:…]")
            end = paragraph.end


@dataclass(frozen=True, slots=True)
class SentencePrediction:
    """What a classifier says of one sentence of a paragraph, ``report.text[start:end]``."""

    start: int
    end: int
    scores: Mapping[str, float]
    """A probability per label, in the model's order; they sum to 1."""

    @property
    def label(self) -> str:
        """The label with the highest score."""
        return max(self.scores, key=self.scores.__getitem__)


@dataclass(frozen=True, slots=True)
class Prediction:
    """What a classifier says of one paragraph; the same whatever else is in the batch."""

    label: str
    confidence: float
    """Calibrated probability that ``label`` is right; equals ``scores[label]``."""
    scores: Mapping[str, float]
    """A probability per label, in the model's order; they sum to 1."""
    needs_review: bool = False
    """The confidence is below the model's review threshold."""
    truncated: bool = False
    """The model did not read the whole paragraph."""
    sentences: tuple[SentencePrediction, ...] = ()
    """Of each sentence of the paragraph, in order; empty when the classifier labels whole paragraphs only."""

    def __post_init__(self) -> None:
        total = sum(self.scores.values())
        if abs(total - 1.0) > SUM_TOLERANCE:
            raise ValueError(f"expected scores that sum to 1, got {total} from {dict(self.scores)}")
        if self.scores.get(self.label) != max(self.scores.values()):
            raise ValueError(f"expected the label with the highest score, got {self.label} of {dict(self.scores)}")


@dataclass(frozen=True, slots=True)
class LabelledParagraph:
    paragraph: Paragraph
    prediction: Prediction


@dataclass(frozen=True, slots=True)
class SummarySentence:
    """A sentence taken from the report: ``report.text[start:end] == text``."""

    paragraph: int
    """Index of its paragraph."""
    start: int
    end: int
    text: str
    score: float
    """How much the sentence belongs in this summary, 0 to 1; comparable within one summary."""
    parts: Mapping[str, float] = field(default_factory=dict)
    """What the score is made of: terms of a sum when `base` is among them, else factors of a product."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Extracts in document order: of the whole report, and of the paragraphs of each label."""

    overall: tuple[SummarySentence, ...]
    by_label: Mapping[str, tuple[SummarySentence, ...]]
    """Every label of the model has an entry; an empty one when the report has nothing of it."""


@dataclass(frozen=True, slots=True)
class Label:
    """A label as its users defined it (`configs/labels/`); it travels in the model folder."""

    id: str
    """What stands in the data and in the JSON."""
    name: str
    """What a reader sees, e.g. 做法."""
    colour: str = "#888888"
    """CSS colour for renderings."""
    definition: str = ""


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """Which model labelled a report."""

    name: str
    sha256: str
    """Over the model's files, so equal stamps mean equal labels."""
    labels: tuple[str, ...]
    trained_on: str


@dataclass(frozen=True, slots=True)
class LabelledReport:
    report: Report
    paragraphs: tuple[LabelledParagraph, ...]
    summary: Summary
    model: ModelStamp


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """Gold label of one sentence of an `Example`."""

    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Example:
    """A gold paragraph; never a `Prediction`."""

    report: str
    """Report id of the data set: examples of one report are never split over folds."""
    text: str
    label: str
    headings: tuple[str, ...] = ()
    sentences: tuple[LabelledSentence, ...] = ()
    """Empty when only paragraphs were annotated."""


@dataclass(frozen=True, slots=True)
class ReferenceSummary:
    """What an annotator took of a report: sentences, word for word but for blanks."""

    report: str
    """Report id of the data set."""
    annotator: str
    overall: tuple[str, ...]
    """Of the whole report, most important first."""
    by_label: Mapping[str, tuple[str, ...]]
    """Of what each label is about; labels that the report does not have are missing."""


def report_id(text: str) -> str:
    """The id of the report whose text this is: the first 16 hex digits of its SHA-256."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]

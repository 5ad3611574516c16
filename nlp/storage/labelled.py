"""A `LabelledReport` as JSON and back, unchanged; and as the flat rows of tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.document import (
    SCHEMA_VERSION,
    LabelledParagraph,
    LabelledReport,
    ModelStamp,
    Paragraph,
    Prediction,
    Report,
    SentencePrediction,
    Summary,
    SummarySentence,
)

if TYPE_CHECKING:
    from nlp.storage import schema


def to_json(labelled: LabelledReport) -> str:
    """The labelled JSON that other systems rely on, described by labelled-report.schema.json."""
    from nlp.storage import schema

    return (
        schema.LabelledReportJson(
            schema_version=SCHEMA_VERSION,
            report=schema.ReportJson.model_validate(labelled.report, from_attributes=True),
            paragraphs=[_paragraph_json(paragraph) for paragraph in labelled.paragraphs],
            summary=schema.SummaryJson.model_validate(labelled.summary, from_attributes=True),
            model=schema.ModelJson.model_validate(labelled.model, from_attributes=True),
        ).model_dump_json(indent=2)
        + "\n"
    )


def from_json(text: str | bytes) -> LabelledReport:
    """The `LabelledReport` that `to_json` wrote.

    Raises ValueError with a line per fault when the text is no labelled JSON of this major version, or when its
    offsets, scores or id do not hold.
    """
    from pydantic import ValidationError

    from nlp.storage import schema

    try:
        data = schema.LabelledReportJson.model_validate_json(text)
    except ValidationError as error:
        faults = [f"{'.'.join(map(str, fault['loc'])) or 'file'}: {fault['msg']}" for fault in error.errors()[:3]]
        raise ValueError(f"not a labelled report of version {SCHEMA_VERSION}: {'; '.join(faults)}") from error
    paragraphs = tuple(_labelled_paragraph(paragraph) for paragraph in data.paragraphs)
    report = Report(
        id=data.report.id,
        title=data.report.title,
        source=data.report.source,
        text=data.report.text,
        paragraphs=tuple(labelled.paragraph for labelled in paragraphs),
        warnings=tuple(data.report.warnings),
    )
    for sentence in chain(data.summary.overall, *data.summary.by_label.values()):
        if report.text[sentence.start : sentence.end] != sentence.text:
            raise ValueError(f"summary: the sentence at {sentence.start} is not report.text[start:end]")
    return LabelledReport(
        report=report,
        paragraphs=paragraphs,
        summary=Summary(
            overall=_sentences(data.summary.overall),
            by_label={label: _sentences(sentences) for label, sentences in data.summary.by_label.items()},
        ),
        model=ModelStamp(data.model.name, data.model.sha256, tuple(data.model.labels), data.model.trained_on),
    )


def read_labelled(path: Path) -> LabelledReport:
    """The labelled report in a JSON file. Raises OSError, and ValueError that names the file; see `from_json`."""
    try:
        return from_json(path.read_bytes())
    except ValueError as error:
        raise ValueError(f"{path.name}: {error}") from error


def paragraph_rows(labelled: LabelledReport) -> Iterator[dict[str, object]]:
    """A flat row per paragraph, for tables."""
    for item in labelled.paragraphs:
        paragraph, prediction = item.paragraph, item.prediction
        yield {
            "report": labelled.report.id,
            "source": labelled.report.source,
            "title": labelled.report.title,
            "index": paragraph.index,
            "start": paragraph.start,
            "end": paragraph.end,
            "page": paragraph.page,
            "headings": list(paragraph.headings),
            "text": paragraph.text,
            "label": prediction.label,
            "confidence": prediction.confidence,
            "needs_review": prediction.needs_review,
            "truncated": prediction.truncated,
        }


def summary_row(labelled: LabelledReport) -> dict[str, object]:
    """The summaries of a report as one row: the sentences with their offsets, as in the labelled JSON."""
    from nlp.storage import schema

    report = labelled.report
    summary = schema.SummaryJson.model_validate(labelled.summary, from_attributes=True)
    return {"report": report.id, "source": report.source, "title": report.title, **summary.model_dump()}


def _paragraph_json(item: LabelledParagraph) -> schema.ParagraphJson:
    from nlp.storage import schema

    paragraph, prediction = item.paragraph, item.prediction
    return schema.ParagraphJson(
        index=paragraph.index,
        start=paragraph.start,
        end=paragraph.end,
        page=paragraph.page,
        headings=list(paragraph.headings),
        text=paragraph.text,
        label=prediction.label,
        confidence=prediction.confidence,
        scores=dict(prediction.scores),
        needs_review=prediction.needs_review,
        truncated=prediction.truncated,
        sentences=[
            schema.LabelledSentenceJson.model_validate(sentence, from_attributes=True)
            for sentence in prediction.sentences
        ],
    )


def _labelled_paragraph(data: schema.ParagraphJson) -> LabelledParagraph:
    sentences = tuple(SentencePrediction(s.start, s.end, s.scores) for s in data.sentences)
    for sentence in sentences:
        if not data.start <= sentence.start < sentence.end <= data.end:
            raise ValueError(f"paragraph {data.index}: the sentence at {sentence.start} does not stand in it")
    return LabelledParagraph(
        Paragraph(data.index, data.start, data.end, data.text, tuple(data.headings), data.page),
        Prediction(data.label, data.confidence, data.scores, data.needs_review, data.truncated, sentences),
    )


def _sentences(data: list[schema.SentenceJson]) -> tuple[SummarySentence, ...]:
    return tuple(SummarySentence(s.paragraph, s.start, s.end, s.text, s.score, s.parts) for s in data)

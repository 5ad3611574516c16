"""The shape of the labelled JSON, declared once: what is written, what is read, and the JSON Schema that ships.

`python -m nlp.storage.schema` writes labelled-report.schema.json anew after a change here.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from nlp.document import SCHEMA_VERSION

SCHEMA_FILE = Path(__file__).with_name("labelled-report.schema.json")

Offset = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class _Model(BaseModel):
    # Fields of a later 1.x that this version does not know are no error: that is what semver promises.
    model_config = ConfigDict(use_attribute_docstrings=True, allow_inf_nan=False, extra="ignore", frozen=True)


class ReportJson(_Model):
    """The report as read."""

    id: Annotated[str, Field(pattern="^[0-9a-f]{16}$")]
    """First 16 hex digits of the SHA-256 of `text` in UTF-8."""
    title: str
    """Empty when the report has none."""
    source: str
    """The file it came from, relative to the folder that was searched, with / between folders."""
    text: str
    """Title, headings, paragraphs, captions and signature, a line each. All offsets count its Unicode code points."""
    warnings: list[str]
    """What was odd about the file, in plain words."""


class LabelledSentenceJson(_Model):
    """A sentence of a paragraph, `report.text[start:end]`, and what the model says of it by itself."""

    start: Offset
    end: Offset
    label: str
    """The label with the highest score."""
    scores: dict[str, Share]
    """A probability per label; they sum to 1."""


class ParagraphJson(_Model):
    """A body paragraph and what the model says of it."""

    index: Offset
    """Its place among the paragraphs, from 0."""
    start: Offset
    """Offset of its first character in `report.text`."""
    end: Offset
    """Offset after its last character: `report.text[start:end] == text`."""
    page: Annotated[int, Field(ge=1)] | None
    """Page of the source, from 1; null when the format has no pages."""
    headings: list[str]
    """The headings above it, outermost first."""
    text: str
    label: str
    """The label with the highest score, one of `model.labels`."""
    confidence: Share
    """Calibrated probability that the label is right; equals `scores[label]`."""
    scores: dict[str, Share]
    """A probability per label; they sum to 1."""
    needs_review: bool
    """The confidence is below the model's threshold: have a person look."""
    truncated: bool
    """The model did not read the whole paragraph."""
    sentences: list[LabelledSentenceJson] = Field(default_factory=list)
    """Its sentences, in order; empty when the model labels whole paragraphs only. Since 1.2."""


class SentenceJson(_Model):
    """A sentence taken from the report, word for word."""

    paragraph: Offset
    """Index of its paragraph."""
    start: Offset
    """Offset of its first character in `report.text`."""
    end: Offset
    """Offset after its last character: `report.text[start:end] == text`."""
    text: str
    score: Share
    """How much it belongs in the summary; comparable within one summary."""
    parts: dict[str, float] = Field(default_factory=dict)
    """What the score is made of: terms of a sum when `base` is among them, else factors of a product. Since 1.1."""


class SummaryJson(_Model):
    """Extracts, in the order of the report."""

    overall: list[SentenceJson]
    """Of the whole report."""
    by_label: dict[str, list[SentenceJson]]
    """Of what each label is about; every label has an entry, an empty one when the report has nothing of it."""


class ModelJson(_Model):
    """Which model labelled the report."""

    name: str
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
    """Over the model's files: equal values mean equal labels."""
    labels: list[str]
    """The labels it can give, in its order."""
    trained_on: str


class LabelledReportJson(_Model):
    """A Chinese research report, its paragraphs labelled, and its summaries."""

    model_config = ConfigDict(title="Labelled report")

    schema_version: Annotated[str, Field(pattern=rf"^{SCHEMA_VERSION.split('.')[0]}\.[0-9]+$")]
    """Version of this format, as in semver: a new minor version only adds fields."""
    report: ReportJson
    paragraphs: list[ParagraphJson]
    """Body paragraphs only, in order, without overlap; titles, headings, captions and signatures are not labelled."""
    summary: SummaryJson
    model: ModelJson


def schema_text() -> str:
    """The JSON Schema of a labelled report, as it ships."""
    schema = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:diaoyan:labelled-report:{SCHEMA_VERSION}",
        "version": SCHEMA_VERSION,
        **LabelledReportJson.model_json_schema(mode="serialization"),
    }
    return json.dumps(schema, ensure_ascii=False, indent=2) + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")

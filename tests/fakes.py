"""Stand-ins for the tests: reports made of a few sentences, and a classifier that looks for words."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.document import (
    Label,
    LabelledParagraph,
    ModelStamp,
    Paragraph,
    Prediction,
    Report,
    report_id,
)

LABELS = (
    Label("practice", "做法"),
    Label("achievement", "成效"),
    Label("problem", "问题"),
    Label("recommendation", "建议"),
    Label("other", "其他"),
)
IDS = tuple(label.id for label in LABELS)
_WORDS = {"问题": "problem", "建议": "recommendation", "成效": "achievement", "做法": "practice"}


class WordClassifier:
    """Labels a paragraph by the first of a few words that it holds; 其他 needs review."""

    labels = LABELS

    def __init__(self, sha256: str = "0" * 64) -> None:
        self.stamp = ModelStamp("words", sha256, IDS, "nothing")

    def predict(self, report: Report) -> tuple[Prediction, ...]:
        return tuple(
            prediction_of(next((label for word, label in _WORDS.items() if word in paragraph.text), "other"))
            for paragraph in report.paragraphs
        )


def prediction_of(label: str) -> Prediction:
    """A prediction of this label with confidence 0.6, the rest shared out evenly."""
    scores = {other: 0.6 if other == label else 0.1 for other in IDS}
    return Prediction(label, 0.6, scores, needs_review=label == "other")


def report_of(paragraphs: Sequence[str], *, title: str = "关于食堂的调研报告", source: str = "食堂.txt") -> Report:
    """A report of these body paragraphs under the heading 一、情况."""
    text = "\n".join([title, "一、情况", *paragraphs])
    start = len(title) + len("一、情况") + 2
    made: list[Paragraph] = []
    for index, paragraph in enumerate(paragraphs):
        made.append(Paragraph(index, start, start + len(paragraph), paragraph, ("一、情况",), 1))
        start += len(paragraph) + 1
    return Report(report_id(text), title, source, text, tuple(made), ("有一处乱码",))


def labelled(paragraphs: Sequence[tuple[str, str]]) -> tuple[LabelledParagraph, ...]:
    """Labelled paragraphs from pairs of label and text."""
    report = report_of([text for _, text in paragraphs])
    return tuple(
        LabelledParagraph(paragraph, prediction_of(label))
        for paragraph, (label, _) in zip(report.paragraphs, paragraphs, strict=True)
    )

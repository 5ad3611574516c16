"""Judge a finished classifier on labelled paragraphs, through the door that every user takes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import groupby

import numpy as np

from nlp.document import Example, Paragraph, Prediction, Report, report_id
from nlp.evaluate.judged import Judged

Predict = Callable[[Report], tuple[Prediction, ...]]


def judge_classifier(
    predict: Predict, examples: Sequence[Example], labels: Sequence[str], *, leave_out: Collection[str] = ()
) -> Judged:
    """Predict report by report; all in one fold. The examples come back grouped by report.

    Texts in `leave_out` are part of their reports but are not judged. Raises ValueError when none is left.
    """
    ordered = sorted(examples, key=lambda example: example.report)
    pairs: list[tuple[Example, Prediction]] = []
    for _, group in groupby(ordered, key=lambda example: example.report):
        report = list(group)
        pairs += zip(report, predict(report_of(report)), strict=True)
    judged = [(example, prediction) for example, prediction in pairs if example.text not in leave_out]
    if not judged:
        raise ValueError("expected paragraphs to judge, got none")
    return Judged(
        labels=tuple(labels),
        examples=tuple(example for example, _ in judged),
        gold=np.array([labels.index(example.label) for example, _ in judged], dtype=np.int64),
        scores=np.array([[prediction.scores[label] for label in labels] for _, prediction in judged]),
        needs_review=np.array([prediction.needs_review for _, prediction in judged]),
        folds=np.zeros(len(judged), dtype=np.int64),
    )


def report_of(examples: Sequence[Example]) -> Report:
    """The gold paragraphs of a report as a report: a line each, without title or headings in the text."""
    paragraphs: list[Paragraph] = []
    start = 0
    for index, example in enumerate(examples):
        end = start + len(example.text)
        paragraphs.append(Paragraph(index, start, end, example.text, example.headings))
        start = end + 1
    text = "\n".join(example.text for example in examples)
    return Report(report_id(text), "", examples[0].report, text, tuple(paragraphs))

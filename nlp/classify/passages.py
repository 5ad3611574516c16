"""What a classifier may look at: a paragraph's text, its headings, its neighbours and where in its report it stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from nlp.document import Example, Report

Scores: TypeAlias = npt.NDArray[np.float64]
"""Probabilities, a row per paragraph and a column per label; each row sums to 1."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph without its gold label, from a report or from training data."""

    text: str
    headings: tuple[str, ...]
    """Outermost first."""
    position: float | None
    """0 for the first paragraph of the report, 1 for the last; None when the report has only one."""
    before: str = ""
    """Text of the paragraph before it in the report; empty when there is none."""
    after: str = ""


class Model(Protocol):
    """A trained model of any kind, before calibration."""

    def scores(self, passages: Sequence[Passage]) -> Scores:
        """A row per passage, which depends on that passage alone."""


def passages_of_report(report: Report) -> tuple[Passage, ...]:
    """The paragraphs of a report."""
    return _passages([(paragraph.text, paragraph.headings) for paragraph in report.paragraphs])


def passages_of_examples(examples: Sequence[Example]) -> tuple[Passage, ...]:
    """Gold paragraphs, those of a report taken to be in the order in which they come."""
    reports: dict[str, list[Example]] = {}
    for example in examples:
        reports.setdefault(example.report, []).append(example)
    passages = {
        report: iter(_passages([(example.text, example.headings) for example in group]))
        for report, group in reports.items()
    }
    return tuple(next(passages[example.report]) for example in examples)


def _passages(paragraphs: Sequence[tuple[str, tuple[str, ...]]]) -> tuple[Passage, ...]:
    """Text and headings of a whole report's paragraphs, in order."""
    texts = ["", *(text for text, _ in paragraphs), ""]
    last = len(paragraphs) - 1
    return tuple(
        Passage(text, headings, index / last if last else None, texts[index], texts[index + 2])
        for index, (text, headings) in enumerate(paragraphs)
    )

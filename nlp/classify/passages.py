"""What a classifier may look at: a paragraph's text, the headings above it and where in its report it stands."""

from __future__ import annotations

from collections import Counter
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


class Model(Protocol):
    """A trained model of any kind, before calibration."""

    def scores(self, passages: Sequence[Passage]) -> Scores:
        """A row per passage, which depends on that passage alone."""


def passages_of_report(report: Report) -> tuple[Passage, ...]:
    """The paragraphs of a report."""
    count = len(report.paragraphs)
    return tuple(
        Passage(paragraph.text, paragraph.headings, _position(paragraph.index, count))
        for paragraph in report.paragraphs
    )


def passages_of_examples(examples: Sequence[Example]) -> tuple[Passage, ...]:
    """Gold paragraphs, those of a report taken to be in the order in which they come."""
    counts = Counter(example.report for example in examples)
    seen = Counter[str]()
    passages: list[Passage] = []
    for example in examples:
        position = _position(seen[example.report], counts[example.report])
        passages.append(Passage(example.text, example.headings, position))
        seen[example.report] += 1
    return tuple(passages)


def _position(index: int, count: int) -> float | None:
    return index / (count - 1) if count > 1 else None

"""Gold paragraphs and what a model said of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import compress

import numpy as np
import numpy.typing as npt

from nlp.document import Example
from nlp.evaluate.confusion import Floats, Integers


@dataclass(frozen=True, slots=True)
class Judged:
    """Paragraphs with their gold labels, and a model's scores for them."""

    labels: tuple[str, ...]
    examples: tuple[Example, ...]
    """With the headings that the model saw."""
    gold: Integers
    """A column number of `scores` per paragraph."""
    scores: Floats
    """Probabilities, a row per paragraph and a column per label."""
    needs_review: npt.NDArray[np.bool_]
    folds: Integers
    """The fold of each paragraph."""

    @property
    def reports(self) -> tuple[str, ...]:
        """The report of each paragraph."""
        return tuple(example.report for example in self.examples)

    @property
    def predicted(self) -> Integers:
        """The column with the highest score."""
        return np.asarray(self.scores.argmax(axis=1))

    @property
    def confidence(self) -> Floats:
        """The highest score."""
        return np.asarray(self.scores.max(axis=1))

    @property
    def right(self) -> npt.NDArray[np.bool_]:
        """Whether the label with the highest score is the gold label."""
        return np.asarray(self.predicted == self.gold)

    def where(self, chosen: npt.NDArray[np.bool_]) -> Judged:
        """The chosen paragraphs alone."""
        return Judged(
            labels=self.labels,
            examples=tuple(compress(self.examples, chosen)),
            gold=self.gold[chosen],
            scores=self.scores[chosen],
            needs_review=self.needs_review[chosen],
            folds=self.folds[chosen],
        )


def judged_from(examples: Sequence[Example], labels: Sequence[str], scores: Floats, *, fold: int = 0) -> Judged:
    """These scores against the gold labels; all in one fold, nothing needs review."""
    return Judged(
        labels=tuple(labels),
        examples=tuple(examples),
        gold=np.array([labels.index(example.label) for example in examples], dtype=np.int64),
        scores=scores,
        needs_review=np.zeros(len(examples), dtype=np.bool_),
        folds=np.full(len(examples), fold, dtype=np.int64),
    )


def joined(parts: Sequence[Judged]) -> Judged:
    """One after the other. Raises ValueError when there is none."""
    if not parts:
        raise ValueError("expected judgements to join, got none")
    return Judged(
        labels=parts[0].labels,
        examples=tuple(example for part in parts for example in part.examples),
        gold=np.concatenate([part.gold for part in parts]),
        scores=np.concatenate([part.scores for part in parts]),
        needs_review=np.concatenate([part.needs_review for part in parts]),
        folds=np.concatenate([part.folds for part in parts]),
    )

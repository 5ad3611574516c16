"""What is right and what is not: F1, confusion, calibration error, and what can be accepted without review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import compress
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

Integers: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

BINS = 10


@dataclass(frozen=True, slots=True)
class Judged:
    """Gold labels and a model's scores for the same paragraphs."""

    labels: tuple[str, ...]
    gold: Integers
    """A column number of `scores` per paragraph."""
    scores: Floats
    """Probabilities, a row per paragraph and a column per label."""
    needs_review: npt.NDArray[np.bool_]
    reports: tuple[str, ...]
    """The report of each paragraph."""
    folds: Integers
    """The fold of each paragraph."""

    @property
    def predicted(self) -> Integers:
        """The column with the highest score."""
        return np.asarray(self.scores.argmax(axis=1))

    def where(self, chosen: npt.NDArray[np.bool_]) -> Judged:
        """The chosen paragraphs alone."""
        return Judged(
            labels=self.labels,
            gold=self.gold[chosen],
            scores=self.scores[chosen],
            needs_review=self.needs_review[chosen],
            reports=tuple(compress(self.reports, chosen)),
            folds=self.folds[chosen],
        )


@dataclass(frozen=True, slots=True)
class Review:
    """What a review threshold lets through."""

    accepted: float
    """Share of the paragraphs that need no review."""
    right: float
    """Share of those that have the right label; 0 when there are none."""


@dataclass(frozen=True, slots=True)
class Scores:
    """How good a model is on some paragraphs; every figure from 0 to 1."""

    paragraphs: int
    macro_f1: float
    """Mean F1 of the labels that occur in gold or predicted."""
    accuracy: float
    f1: Mapping[str, float]
    confusion: Mapping[str, Mapping[str, int]]
    """Paragraphs by gold label, then by predicted label."""
    calibration_error: float
    review: Review
    folds: tuple[float, ...]
    """Macro-F1 of each fold."""
    reports: Mapping[str, float]
    """Accuracy in each report."""

    @property
    def spread(self) -> float:
        """Standard deviation of the folds' macro-F1; 0 for a single fold."""
        return float(np.std(self.folds, ddof=1)) if len(self.folds) > 1 else 0.0


def score(judged: Judged) -> Scores:
    """All the figures. Raises ValueError when there is no paragraph."""
    if not len(judged.gold):
        raise ValueError("expected paragraphs to score, got none")
    gold, predicted = judged.gold, judged.predicted
    right = gold == predicted
    table = confusion(gold, predicted, len(judged.labels))
    f1 = f1_per_label(table)
    reports = np.array(judged.reports)
    return Scores(
        paragraphs=len(gold),
        macro_f1=macro_f1(table),
        accuracy=float(right.mean()),
        f1=dict(zip(judged.labels, f1.tolist(), strict=True)),
        confusion={
            label: dict(zip(judged.labels, row, strict=True))
            for label, row in zip(judged.labels, table.tolist(), strict=True)
        },
        calibration_error=calibration_error(judged.scores.max(axis=1), right),
        review=review(judged.needs_review, right),
        folds=tuple(
            macro_f1(confusion(gold[chosen], predicted[chosen], len(judged.labels)))
            for chosen in (judged.folds == fold for fold in np.unique(judged.folds))
        ),
        reports={report: float(right[reports == report].mean()) for report in sorted(set(judged.reports))},
    )


def confusion(gold: Integers, predicted: Integers, labels: int) -> Integers:
    """Counts, a row per gold label and a column per predicted label."""
    table = np.zeros((labels, labels), dtype=np.int64)
    np.add.at(table, (gold, predicted), 1)
    return table


def f1_per_label(table: Integers) -> Floats:
    """2 · right / (gold + predicted) of each label; 0 for a label that does not occur."""
    occurrences = table.sum(axis=0) + table.sum(axis=1)
    return np.asarray(2 * np.diag(table) / np.maximum(occurrences, 1))


def macro_f1(table: Integers) -> float:
    """The mean F1 of the labels that occur in gold or predicted."""
    occurs = table.sum(axis=0) + table.sum(axis=1) > 0
    return float(f1_per_label(table)[occurs].mean())


def calibration_error(confidence: Floats, right: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error: |share right − mean confidence|, over ten equal bins weighted by their size.

    After Naeini et al. 2015, Obtaining Well Calibrated Probabilities Using Bayesian Binning.
    """
    bins = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    gaps = np.bincount(bins, weights=right - confidence, minlength=BINS)
    return float(np.abs(gaps).sum() / len(confidence))


def review(needs_review: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_]) -> Review:
    """How many paragraphs need no review, and how many of those are right."""
    accepted = ~needs_review
    return Review(float(accepted.mean()), float(right[accepted].mean()) if accepted.any() else 0.0)


def majority(judged: Judged) -> Judged:
    """The baseline that gives each fold the commonest gold label of the other folds."""
    scores = np.zeros_like(judged.scores)
    for fold in np.unique(judged.folds):
        others = judged.gold[judged.folds != fold]
        scores[judged.folds == fold, np.bincount(others, minlength=len(judged.labels)).argmax()] = 1.0
    return replace(judged, scores=scores, needs_review=np.zeros(len(scores), dtype=np.bool_))

"""What is right and what is not: F1, confusion, calibration error, and what can be accepted without review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.evaluate.bootstrap import Interval, Intervals, intervals
from nlp.evaluate.confusion import (
    Floats,
    Integers,
    confusion,
    f1_per_label,
    macro_f1,
    precision_per_label,
    recall_per_label,
)
from nlp.evaluate.judged import Judged

BINS = 10


@dataclass(frozen=True, slots=True)
class LabelScore:
    """How good a model is on one label."""

    paragraphs: int
    """With this gold label."""
    precision: float
    recall: float
    f1: float
    interval: Interval | None
    """Of the F1, over reports."""


@dataclass(frozen=True, slots=True)
class ReportScore:
    """How good a model is on one report."""

    paragraphs: int
    accuracy: float


@dataclass(frozen=True, slots=True)
class Bin:
    """The paragraphs whose confidences are alike."""

    paragraphs: int
    confidence: float
    """Mean."""
    right: float
    """Share with the right label; what the confidence should be."""


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
    interval: Interval | None
    """Of the macro-F1, over reports; None with a single report."""
    accuracy: float
    labels: Mapping[str, LabelScore]
    confusion: Mapping[str, Mapping[str, int]]
    """Paragraphs by gold label, then by predicted label."""
    calibration_error: float
    reliability: tuple[Bin, ...]
    """By confidence, from low to high, without empty bins."""
    review: Review
    folds: tuple[float, ...]
    """Macro-F1 of each fold."""
    reports: Mapping[str, ReportScore]

    @property
    def spread(self) -> float:
        """Standard deviation of the folds' macro-F1; 0 for a single fold."""
        return float(np.std(self.folds, ddof=1)) if len(self.folds) > 1 else 0.0


def score(judged: Judged) -> Scores:
    """All the figures. Raises ValueError when there is no paragraph."""
    if not judged.examples:
        raise ValueError("expected paragraphs to score, got none")
    table = confusion(judged.gold, judged.predicted, len(judged.labels))
    spread = intervals(judged)
    bins = reliability(judged.confidence, judged.right)
    return Scores(
        paragraphs=len(judged.examples),
        macro_f1=float(macro_f1(table)),
        interval=spread.macro_f1 if spread else None,
        accuracy=float(judged.right.mean()),
        labels=_label_scores(judged.labels, table, spread),
        confusion={
            label: dict(zip(judged.labels, row, strict=True))
            for label, row in zip(judged.labels, table.tolist(), strict=True)
        },
        calibration_error=calibration_error(bins),
        reliability=bins,
        review=review(judged.needs_review, judged.right),
        folds=_fold_scores(judged),
        reports=_report_scores(judged),
    )


def reliability(confidence: Floats, right: npt.NDArray[np.bool_]) -> tuple[Bin, ...]:
    """Ten equal bins of confidence, without those that are empty."""
    numbers = np.minimum((confidence * BINS).astype(np.int64), BINS - 1)
    return tuple(
        Bin(int(chosen.sum()), float(confidence[chosen].mean()), float(right[chosen].mean()))
        for chosen in (numbers == number for number in np.unique(numbers))
    )


def calibration_error(bins: tuple[Bin, ...]) -> float:
    """Expected calibration error: |share right − mean confidence|, over the bins weighted by their size.

    After Naeini et al. 2015, Obtaining Well Calibrated Probabilities Using Bayesian Binning.
    """
    total = sum(item.paragraphs for item in bins)
    return sum(item.paragraphs * abs(item.right - item.confidence) for item in bins) / total


def review(needs_review: npt.NDArray[np.bool_], right: npt.NDArray[np.bool_]) -> Review:
    """How many paragraphs need no review, and how many of those are right."""
    accepted = ~needs_review
    return Review(float(accepted.mean()), float(right[accepted].mean()) if accepted.any() else 0.0)


def _label_scores(labels: tuple[str, ...], table: Integers, spread: Intervals | None) -> dict[str, LabelScore]:
    columns = (table.sum(axis=1), precision_per_label(table), recall_per_label(table), f1_per_label(table))
    return {
        label: LabelScore(int(count), float(precision), float(recall), float(f1), spread.f1[row] if spread else None)
        for row, (label, count, precision, recall, f1) in enumerate(zip(labels, *columns, strict=True))
    }


def _fold_scores(judged: Judged) -> tuple[float, ...]:
    return tuple(
        float(macro_f1(confusion(part.gold, part.predicted, len(part.labels))))
        for part in (judged.where(judged.folds == fold) for fold in np.unique(judged.folds))
    )


def _report_scores(judged: Judged) -> dict[str, ReportScore]:
    reports, right = np.array(judged.reports), judged.right
    return {
        str(report): ReportScore(int((reports == report).sum()), float(right[reports == report].mean()))
        for report in np.unique(reports)
    }

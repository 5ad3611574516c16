"""All that was measured of one classifier, and the paragraphs it got most wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from nlp.document import Label
from nlp.evaluate.bootstrap import Difference
from nlp.evaluate.judged import Judged
from nlp.evaluate.scores import Scores


@dataclass(frozen=True, slots=True)
class Compared:
    """A classifier against another on the same paragraphs."""

    macro_f1: float
    difference: Difference | None
    """To the other; None with a single report."""


@dataclass(frozen=True, slots=True)
class CurvePoint:
    """What so many reports to train on are worth."""

    reports: int
    """At most, in each fold; reports that are only trained on come on top."""
    macro_f1: Mapping[str, float]
    """By what was done to the headings."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was measured, on paragraphs that the judged models had not seen.

    By what was done to the headings means: under "printed", "removed" and "replaced".
    """

    method: str
    """How, in words."""
    data: str
    """On what, in words."""
    labels: tuple[Label, ...]
    target: float | None
    """Share that should be right of the labels that need no review; None: what the model's threshold was set for."""
    scores: Mapping[str, Scores]
    """By what was done to the headings."""
    baselines: Mapping[str, Scores]
    seeds: Mapping[str, tuple[float, ...]]
    """Macro-F1 of the same training under each seed, by what was done to the headings; empty when there was one."""
    curve: tuple[CurvePoint, ...]
    """From few reports to all; empty when not asked for."""
    ablation: Mapping[str, Mapping[str, Compared]]
    """By variant, then by what was done to the headings, against the whole classifier; empty when not asked for."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A paragraph that got the wrong label."""

    report: str
    headings: tuple[str, ...]
    text: str
    gold: str
    predicted: str
    confidence: float
    """In the wrong label."""
    gold_score: float


def worst(judged: Judged, count: int) -> tuple[Mistake, ...]:
    """The mistakes that were made with the most confidence, at most `count`."""
    wrong = [int(row) for row in np.argsort(-judged.confidence, kind="stable") if not judged.right[row]]
    return tuple(
        Mistake(
            report=judged.examples[row].report,
            headings=judged.examples[row].headings,
            text=judged.examples[row].text,
            gold=judged.labels[judged.gold[row]],
            predicted=judged.labels[judged.predicted[row]],
            confidence=float(judged.confidence[row]),
            gold_score=float(judged.scores[row, judged.gold[row]]),
        )
        for row in wrong[:count]
    )

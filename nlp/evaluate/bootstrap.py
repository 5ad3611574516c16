"""How far a figure may be off because other reports could have been drawn: bootstrap over reports.

Paragraphs of one report share author and subject, so reports are drawn and not paragraphs; percentile intervals after
Efron & Tibshirani 1993, An Introduction to the Bootstrap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.evaluate.confusion import Floats, Integers, confusion, f1_per_label, macro_f1
from nlp.evaluate.judged import Judged

SAMPLES = 2000
LEVEL = 0.95
_SEED = 0  # the interval of the same judgements must not change from run to run


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high` in 95 % of the samples."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Intervals:
    """Of a model's figures."""

    macro_f1: Interval
    f1: tuple[Interval, ...]
    """In the order of the labels."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A figure of one model or system minus that of another on the same reports."""

    value: float
    interval: Interval


def intervals(judged: Judged) -> Intervals | None:
    """None with fewer than two reports: how reports differ cannot be seen in one."""
    tables = _tables(judged)
    if len(tables) < 2:
        return None
    sampled = _sampled(tables)
    f1 = f1_per_label(sampled)
    return Intervals(_interval(macro_f1(sampled)), tuple(_interval(f1[:, label]) for label in range(f1.shape[1])))


def difference(new: Judged, old: Judged) -> Difference:
    """Paired: each sample draws the same reports for both.

    Raises ValueError unless both judged the same paragraphs, of two reports or more.
    """
    if new.examples != old.examples or new.labels != old.labels:
        raise ValueError("expected two judgements of the same paragraphs with the same labels")
    tables = [_tables(new), _tables(old)]
    if len(tables[0]) < 2:
        raise ValueError("expected paragraphs of two reports or more: how reports differ cannot be seen in one")
    sampled = macro_f1(_sampled(tables[0])) - macro_f1(_sampled(tables[1]))
    whole = macro_f1(tables[0].sum(axis=0)) - macro_f1(tables[1].sum(axis=0))
    return Difference(float(whole), _interval(sampled))


def mean_difference(new: Sequence[float], old: Sequence[float]) -> Difference:
    """Mean of `new` minus mean of `old`, a figure per report each, in the same order; paired as in `difference`."""
    changes = np.subtract(new, old)
    sampled = _draws(len(changes)) @ changes / len(changes)
    return Difference(float(changes.mean()), _interval(sampled))


def _tables(judged: Judged) -> Integers:
    """A confusion table per report."""
    reports = np.array(judged.reports)
    return np.array(
        [
            confusion(judged.gold[chosen], judged.predicted[chosen], len(judged.labels))
            for chosen in (reports == report for report in np.unique(reports))
        ]
    )


def _sampled(tables: Integers) -> Integers:
    """The summed table of each sample, of as many reports as there are, drawn with replacement."""
    return np.asarray(np.tensordot(_draws(len(tables)), tables, axes=1))


def _draws(count: int) -> Integers:
    """How often each of `count` reports is drawn, a row per sample."""
    return np.random.default_rng(_SEED).multinomial(count, np.full(count, 1 / count), size=SAMPLES)


def _interval(values: Floats) -> Interval:
    low, high = np.quantile(values, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return Interval(float(low), float(high))

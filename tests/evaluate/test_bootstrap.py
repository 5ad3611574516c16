from __future__ import annotations

import numpy as np
import pytest

from nlp.document import Example
from nlp.evaluate.bootstrap import Interval, difference, intervals, mean_difference
from nlp.evaluate.confusion import Integers
from nlp.evaluate.judged import Judged, judged_from

LABELS = ("a", "b")


def judged(right: Integers, *, reports: int = 4) -> Judged:
    """Two paragraphs a report, of a and of b; `right` says which get their gold label."""
    examples = [Example(f"{report}", "", label) for report in range(reports) for label in LABELS]
    gold = np.array([0, 1] * reports)
    scores = np.eye(2)[np.where(right.astype(bool), gold, 1 - gold)]
    return judged_from(examples, LABELS, scores)


ALL = np.ones(8, dtype=np.int64)
HALF = np.array([1, 1, 0, 0, 1, 1, 0, 0])
NONE = np.zeros(8, dtype=np.int64)


def test_reports_that_are_alike_leave_nothing_open() -> None:
    found = intervals(judged(ALL))
    assert found is not None
    assert found.macro_f1 == Interval(1, 1)
    assert found.f1 == (Interval(1, 1), Interval(1, 1))


def test_reports_that_differ_leave_much_open() -> None:
    # Half of four reports is right: among four that are drawn, all and none are in the 95 % (each has 1/16).
    found = intervals(judged(HALF))
    assert found is not None
    assert found.macro_f1 == Interval(0, 1)


def test_the_same_judgements_have_the_same_interval() -> None:
    many = np.array([1, 0] * 3 + [1, 1] * 7)
    assert intervals(judged(many, reports=10)) == intervals(judged(many, reports=10))


def test_a_single_report_has_no_interval() -> None:
    assert intervals(judged(ALL[:2], reports=1)) is None
    with pytest.raises(ValueError, match="two reports or more"):
        difference(judged(ALL[:2], reports=1), judged(ALL[:2], reports=1))


def test_a_difference_is_paired_by_report() -> None:
    # Both have wide intervals of their own, and differ by nothing in any draw.
    assert difference(judged(HALF), judged(HALF)).interval == Interval(0, 0)
    found = difference(judged(ALL), judged(NONE))
    assert (found.value, found.interval) == (1, Interval(1, 1))


def test_judgements_of_other_paragraphs_are_not_compared() -> None:
    with pytest.raises(ValueError, match="the same paragraphs"):
        difference(judged(ALL), judged(ALL[:6], reports=3))


def test_a_difference_of_means_is_paired_by_report() -> None:
    found = mean_difference([0.5, 0.7, 0.9], [0.4, 0.6, 0.8])
    assert found.value == pytest.approx(0.1)
    assert found.interval.low == pytest.approx(found.interval.high)

"""The figures, by hand: gold a a a b b c against predicted a a b b c c."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.document import Example
from nlp.evaluate.confusion import confusion, f1_per_label, macro_f1, precision_per_label, recall_per_label
from nlp.evaluate.judged import Judged
from nlp.evaluate.scores import Bin, ReportScore, calibration_error, reliability, review, score

GOLD = np.array([0, 0, 0, 1, 1, 2])
PREDICTED = np.array([0, 0, 1, 1, 2, 2])
TABLE = confusion(GOLD, PREDICTED, 3)


@pytest.fixture
def judged() -> Judged:
    scores = np.full((6, 3), 0.1)
    scores[np.arange(6), PREDICTED] = 0.8
    return Judged(
        labels=("a", "b", "c"),
        gold=GOLD,
        scores=scores,
        needs_review=np.array([False, False, True, False, True, True]),
        examples=tuple(Example(report, "", label) for report, label in zip("甲甲甲乙乙乙", "aaabbc", strict=True)),
        folds=np.array([0, 0, 0, 1, 1, 1]),
    )


def test_confusion_counts_gold_by_predicted() -> None:
    assert TABLE.tolist() == [[2, 1, 0], [0, 1, 1], [0, 0, 1]]


def test_f1_is_two_right_over_gold_and_predicted() -> None:
    assert f1_per_label(TABLE) == pytest.approx([2 * 2 / (3 + 2), 2 * 1 / (2 + 2), 2 * 1 / (1 + 2)])


def test_precision_and_recall_are_right_over_predicted_and_over_gold() -> None:
    assert precision_per_label(TABLE) == pytest.approx([1, 1 / 2, 1 / 2])
    assert recall_per_label(TABLE) == pytest.approx([2 / 3, 1 / 2, 1])


def test_many_tables_are_scored_at_once() -> None:
    tables = np.array([TABLE, TABLE.T, np.zeros((3, 3), dtype=np.int64)])
    assert macro_f1(tables) == pytest.approx([float(macro_f1(TABLE)), float(macro_f1(TABLE.T)), 0])


def test_macro_f1_is_the_mean_over_the_labels_that_occur() -> None:
    expected = (0.8 + 0.5 + 2 / 3) / 3
    assert macro_f1(TABLE) == pytest.approx(expected)
    assert macro_f1(confusion(GOLD, PREDICTED, 4)) == pytest.approx(expected)


def test_a_label_that_is_predicted_but_never_gold_counts_as_zero() -> None:
    assert macro_f1(confusion(np.array([0, 0]), np.array([0, 1]), 2)) == pytest.approx((2 / 3 + 0) / 2)


def test_calibration_error_weighs_the_gap_of_each_bin() -> None:
    # 0.7 to 0.8: two of confidence 0.75, one right, gap 0.25; 0.9 to 1: two of confidence 1, both right, gap 0.
    confidence = np.array([0.75, 0.75, 1.0, 1.0])
    bins = reliability(confidence, np.array([True, False, True, True]))
    assert bins == (Bin(2, 0.75, 0.5), Bin(2, 1.0, 1.0))
    assert calibration_error(bins) == pytest.approx(0.25 / 2)


def test_review_tells_what_is_accepted_and_how_much_of_it_is_right(judged: Judged) -> None:
    outcome = review(judged.needs_review, GOLD == PREDICTED)
    assert (outcome.accepted, outcome.right) == (0.5, 1.0)


def test_nothing_accepted_is_not_right() -> None:
    assert review(np.array([True]), np.array([True])).right == 0


def test_a_score_has_folds_and_reports(judged: Judged) -> None:
    scores = score(judged)
    assert scores.paragraphs == 6
    assert scores.accuracy == pytest.approx(4 / 6)
    assert scores.reports == {"乙": ReportScore(3, 2 / 3), "甲": ReportScore(3, 2 / 3)}
    # Fold 0: a 4/5, b 0. Fold 1: b 2/3, c 2/3.
    assert scores.folds == pytest.approx((0.4, 2 / 3))
    assert scores.spread == pytest.approx((2 / 3 - 0.4) / 2**0.5)
    assert scores.confusion["a"] == {"a": 2, "b": 1, "c": 0}


def test_a_single_fold_has_no_spread(judged: Judged) -> None:
    assert score(judged.where(judged.folds == 0)).spread == 0


def test_no_paragraphs_have_no_score(judged: Judged) -> None:
    with pytest.raises(ValueError, match="got none"):
        score(judged.where(np.zeros(6, dtype=np.bool_)))

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest

from nlp.classify.calibration import Calibration, Floats, fit_calibration, fit_review_threshold, sentence_counts

ONE = np.array([1])
REPORTS = ["甲"] * 100  # one report, so that every draw is the same


def test_temperature_one_changes_nothing() -> None:
    scores = np.array([[0.7, 0.2, 0.1]])
    assert Calibration(1.0, 0.0, 0.5).confidences(scores, ONE) == pytest.approx(scores)


def test_half_the_temperature_squares_the_scores() -> None:
    confidences = Calibration(0.5, 0.0, 0.5).confidences(np.array([[0.8, 0.2]]), ONE)
    assert confidences == pytest.approx(np.array([[0.64 / 0.68, 0.04 / 0.68]]))


def test_four_sentences_square_the_scores_when_the_root_of_their_number_counts() -> None:
    scores = np.array([[0.8, 0.2], [0.8, 0.2]])
    confidences = Calibration(1.0, 0.5, 0.5).confidences(scores, np.array([1, 4]))
    assert confidences == pytest.approx(np.array([[0.8, 0.2], [0.64 / 0.68, 0.04 / 0.68]]))


def test_a_score_of_zero_stays_finite() -> None:
    assert Calibration(0.1, 0.5, 0.5).confidences(np.array([[1.0, 0.0]]), ONE).sum() == pytest.approx(1)


def test_sentences_are_counted_and_a_text_without_any_is_one() -> None:
    assert sentence_counts(["建立了台账。经费不足！", "没有句号", ""]).tolist() == [2, 1, 1]


def test_scores_that_promise_too_little_get_a_temperature_below_one() -> None:
    # 9 of 10 are right at a score of 0.6: (0.6 ** p) / (0.6 ** p + 0.4 ** p) = 0.9 at p = ln 9 / ln 1.5.
    scores, sentences, gold = np.tile([[0.6, 0.4]], (10, 1)), np.ones(10, dtype=np.int64), np.array([0] * 9 + [1])
    calibration = fit_calibration(scores, sentences, gold, REPORTS[: len(gold)], target=0.95)
    assert calibration.temperature == pytest.approx(np.log(1.5) / np.log(9), rel=1e-3)
    assert calibration.confidences(scores, sentences)[0, 0] == pytest.approx(0.9, abs=1e-3)
    assert calibration.review_threshold == 1.0


def test_paragraphs_of_more_sentences_that_are_right_more_often_get_more_confidence() -> None:
    scores = np.tile([[0.6, 0.4]], (20, 1))
    sentences = np.array([1] * 10 + [9] * 10)
    gold = np.array([0] * 6 + [1] * 4 + [0] * 9 + [1])
    confidences = fit_calibration(scores, sentences, gold, REPORTS[: len(gold)], target=0.95).confidences(
        scores, sentences
    )
    assert confidences[[0, 10], 0] == pytest.approx([0.6, 0.9], abs=1e-2)


@pytest.mark.parametrize("target", [0.0, 1.0, 95])
def test_a_target_out_of_range_is_refused(target: float) -> None:
    with pytest.raises(ValueError, match="expected target between 0 and 1"):
        fit_calibration(np.array([[0.6, 0.4]]), ONE, np.array([0]), REPORTS[:1], target=target)


def threshold(confidence: Floats, right: npt.NDArray[np.bool_], *, target: float) -> float:
    """Within one report."""
    return fit_review_threshold(confidence, right, REPORTS[: len(right)], target=target)


def test_the_threshold_is_the_lowest_that_reaches_the_target() -> None:
    confidence = np.array([0.99, 0.98, 0.97, 0.96, 0.95])
    right = np.array([True, True, False, True, False])
    assert threshold(confidence, right, target=0.98) == 0.98
    assert threshold(confidence, right, target=0.75) == 0.96
    assert threshold(confidence, right, target=0.6) == 0.95


def test_luck_does_not_lower_the_threshold_below_what_the_confidences_promise() -> None:
    # All are right, but the confidences expect 0.85 of the first two and 0.8 of all three.
    confidence, right = np.array([0.9, 0.8, 0.7]), np.array([True, True, True])
    assert threshold(confidence, right, target=0.85) == 0.8
    assert threshold(confidence, right, target=0.95) == 1.0


def test_a_share_that_hangs_on_a_few_reports_does_not_lower_the_threshold() -> None:
    # In all, 95 of 100 are right; but the five mistakes are one report's, which many draws have twice or more.
    confidence = np.linspace(0.999, 0.98, 100)
    right = np.arange(100) < 95
    torn = ["甲"] * 50 + ["乙"] * 40 + ["丙"] * 10
    assert fit_review_threshold(confidence, right, REPORTS, target=0.95) == confidence[-1]
    assert fit_review_threshold(confidence, right, torn, target=0.95) > confidence[-1]


def test_equal_confidences_are_accepted_together() -> None:
    assert threshold(np.array([0.9, 0.9]), np.array([True, False]), target=0.9) == 1.0


def test_everything_needs_review_when_the_target_is_out_of_reach() -> None:
    assert threshold(np.array([0.99, 0.98]), np.array([False, True]), target=0.95) == 1.0


@pytest.mark.parametrize(
    ("temperature", "exponent", "threshold"),
    [(0.0, 0.0, 0.5), (1.0, 0.0, 1.5), (float("nan"), 0.0, 0.5), (1.0, float("nan"), 0.5)],
)
def test_a_calibration_out_of_range_is_refused(temperature: float, exponent: float, threshold: float) -> None:
    with pytest.raises(ValueError, match="expected a temperature above 0"):
        Calibration(temperature, exponent, threshold)

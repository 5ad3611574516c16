from __future__ import annotations

import numpy as np
import pytest

from nlp.classify.calibration import Calibration, calibrated, fit_review_threshold, fit_temperature


def test_temperature_one_changes_nothing() -> None:
    scores = np.array([[0.7, 0.2, 0.1]])
    assert calibrated(scores, 1.0) == pytest.approx(scores)


def test_half_the_temperature_squares_the_scores() -> None:
    assert calibrated(np.array([[0.8, 0.2]]), 0.5) == pytest.approx(np.array([[0.64 / 0.68, 0.04 / 0.68]]))


def test_a_score_of_zero_stays_finite() -> None:
    assert calibrated(np.array([[1.0, 0.0]]), 0.1).sum() == pytest.approx(1)


def test_scores_that_promise_too_little_get_a_temperature_below_one() -> None:
    # 9 of 10 are right at a score of 0.6: (0.6 ** p) / (0.6 ** p + 0.4 ** p) = 0.9 at p = ln 9 / ln 1.5.
    scores = np.tile([[0.6, 0.4]], (10, 1))
    temperature = fit_temperature(scores, [0] * 9 + [1])
    assert temperature == pytest.approx(np.log(1.5) / np.log(9), rel=1e-3)
    assert calibrated(scores, temperature)[0, 0] == pytest.approx(0.9, abs=1e-3)


def test_the_threshold_is_the_lowest_that_reaches_the_target() -> None:
    confidence = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    right = np.array([True, True, False, True, False])
    assert fit_review_threshold(confidence, right, 1.0) == 0.8
    assert fit_review_threshold(confidence, right, 0.75) == 0.6
    assert fit_review_threshold(confidence, right, 0.6) == 0.5


def test_equal_confidences_are_accepted_together() -> None:
    assert fit_review_threshold(np.array([0.9, 0.9]), np.array([True, False]), 0.9) == 1.0


def test_everything_needs_review_when_the_target_is_out_of_reach() -> None:
    assert fit_review_threshold(np.array([0.9, 0.8]), np.array([False, True]), 0.95) == 1.0


@pytest.mark.parametrize(("temperature", "threshold"), [(0.0, 0.5), (1.0, 1.5), (float("nan"), 0.5)])
def test_a_calibration_out_of_range_is_refused(temperature: float, threshold: float) -> None:
    with pytest.raises(ValueError, match="expected a temperature above 0"):
        Calibration(temperature, threshold)

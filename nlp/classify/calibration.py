"""From scores to confidences that mean what they say, and the confidence below which a person should look."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.classify.passages import Scores

_SMALLEST = 1e-9  # a score of 0 has no logarithm


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns a model's scores into confidences; learnt from paragraphs the model had not seen."""

    temperature: float
    """Scores are raised to 1/temperature: above 1 makes the model less sure of itself, below 1 more."""
    review_threshold: float
    """Predictions with a confidence below this need review."""

    def __post_init__(self) -> None:
        if not (0 < self.temperature < math.inf and 0 <= self.review_threshold <= 1):
            raise ValueError(f"expected a temperature above 0 and a threshold from 0 to 1, got {self}")


def calibrated(scores: Scores, temperature: float) -> Scores:
    """Scores at this temperature; each row sums to 1 and keeps its order."""
    logits = np.log(np.maximum(scores, _SMALLEST)) / temperature
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(powers / powers.sum(axis=1, keepdims=True))


def fit_temperature(scores: Scores, gold: Sequence[int]) -> float:
    """The temperature under which the gold labels (column numbers) are most likely, from 0.1 to 10.

    Temperature scaling after Guo et al. 2017, On Calibration of Modern Neural Networks; here on probabilities, whose
    logarithms are logits.
    """
    from scipy.optimize import minimize_scalar

    rows = np.arange(len(gold))

    def loss(log_temperature: float) -> float:
        probabilities = calibrated(scores, math.exp(log_temperature))[rows, list(gold)]
        return float(-np.log(np.maximum(probabilities, _SMALLEST)).mean())

    return math.exp(float(minimize_scalar(loss, bounds=(math.log(0.1), math.log(10)), method="bounded").x))


def fit_review_threshold(confidence: npt.NDArray[np.float64], right: npt.NDArray[np.bool_], target: float) -> float:
    """The lowest confidence such that a share of `target` of the predictions at or above it is right.

    1 (everything needs review) when no confidence reaches that.
    """
    order = np.argsort(-confidence, kind="stable")
    share_right = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    sorted_confidence = confidence[order]
    # Predictions of equal confidence are accepted together: only the last of them is a possible end.
    ends = np.append(sorted_confidence[1:] < sorted_confidence[:-1], True)
    reached = np.flatnonzero(ends & (share_right >= target))
    return float(sorted_confidence[reached[-1]]) if len(reached) else 1.0

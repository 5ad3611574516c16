"""From scores to confidences that mean what they say, and the confidence below which a person should look."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.classify.passages import Scores
from nlp.text import sentence_spans

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_SMALLEST = 1e-9  # a score of 0 has no logarithm


@dataclass(frozen=True, slots=True)
class Calibration:
    """What turns a model's scores into confidences; learnt from paragraphs the model had not seen."""

    temperature: float
    """Scores are raised to the power of sentences ** sentence_exponent / temperature."""
    sentence_exponent: float
    """How much surer the same scores are of a paragraph with more sentences; 0: not at all. 0.5 is what the mean of
    independent votes deserves, whose error falls with the root of their number."""
    review_threshold: float
    """Predictions with a confidence below this need review."""

    def __post_init__(self) -> None:
        in_range = 0 < self.temperature < math.inf and abs(self.sentence_exponent) < math.inf
        if not (in_range and 0 <= self.review_threshold <= 1):
            raise ValueError(f"expected a temperature above 0, an exponent and a threshold from 0 to 1, got {self}")

    def confidences(self, scores: Scores, sentences: Integers) -> Scores:
        """The scores as probabilities; each row sums to 1 and keeps its order. `sentences`: how many each row has."""
        powers = sentences**self.sentence_exponent / self.temperature
        logits = np.log(np.maximum(scores, _SMALLEST)) * powers[:, None]
        likelihoods = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.asarray(likelihoods / likelihoods.sum(axis=1, keepdims=True))


def sentence_counts(texts: Sequence[str]) -> Integers:
    """How many sentences each paragraph has, 1 or more."""
    return np.array([max(1, sum(1 for _ in sentence_spans(text))) for text in texts], dtype=np.int64)


def fit_calibration(scores: Scores, sentences: Integers, gold: Integers, target: float) -> Calibration:
    """The temperature and exponent under which the gold labels (column numbers) are most likely, and the threshold.

    Temperature scaling after Guo et al. 2017, On Calibration of Modern Neural Networks, on probabilities, whose
    logarithms are logits; the exponent is ours. Raises ValueError unless `target` is between 0 and 1.
    """
    if not 0 < target < 1:
        raise ValueError(f"expected target between 0 and 1, got {target}")
    from scipy.optimize import minimize

    rows = np.arange(len(gold))

    def loss(parameters: Floats) -> float:
        scaled = Calibration(math.exp(parameters[0]), float(parameters[1]), 1.0).confidences(scores, sentences)
        return float(-np.log(np.maximum(scaled[rows, gold], _SMALLEST)).mean())

    found = minimize(loss, [0.0, 0.0], bounds=[(math.log(0.1), math.log(10)), (-1, 1)], method="L-BFGS-B").x
    unreviewed = Calibration(math.exp(found[0]), float(found[1]), 1.0)
    confidences = unreviewed.confidences(scores, sentences)
    threshold = fit_review_threshold(confidences.max(axis=1), confidences.argmax(axis=1) == gold, target)
    return Calibration(unreviewed.temperature, unreviewed.sentence_exponent, threshold)


def fit_review_threshold(confidence: Floats, right: npt.NDArray[np.bool_], target: float) -> float:
    """The lowest confidence such that at or above it a share of `target` is right and is expected to be.

    What is expected is the mean confidence. The share that is right alone would take luck in a few hundred paragraphs
    for skill: of the thresholds it allows, the lowest is the luckiest. 1 (everything needs review) when no
    confidence reaches the target.
    """
    order = np.argsort(-confidence, kind="stable")
    counts = np.arange(1, len(order) + 1)
    share_right = np.cumsum(right[order]) / counts
    ordered = confidence[order]
    expected = np.cumsum(ordered) / counts
    # Predictions of equal confidence are accepted together: only the last of them is a possible end.
    ends = np.append(ordered[1:] < ordered[:-1], True)
    reached = np.flatnonzero(ends & (np.minimum(share_right, expected) >= target))
    return float(ordered[reached[-1]]) if len(reached) else 1.0

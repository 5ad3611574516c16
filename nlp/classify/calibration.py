"""From scores to confidences that mean what they say, and the confidence below which a person should look."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from nlp.classify.passages import Scores
from nlp.classify.passages import sentences as spans_of

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

_SMALLEST = 1e-9  # a score of 0 has no logarithm
_DRAWS = 200
_STAYS = 0.8  # share of the draws of reports in which the target must be reached
_SEED = 0  # the threshold must not change from run to run


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
    return np.array([len(spans_of(text)) for text in texts], dtype=np.int64)


def fit_calibration(
    scores: Scores, sentences: Integers, gold: Integers, reports: Sequence[str], *, target: float
) -> Calibration:
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
    right = confidences.argmax(axis=1) == gold
    threshold = fit_review_threshold(confidences.max(axis=1), right, reports, target=target)
    return Calibration(unreviewed.temperature, unreviewed.sentence_exponent, threshold)


def fit_review_threshold(
    confidence: Floats, right: npt.NDArray[np.bool_], reports: Sequence[str], *, target: float
) -> float:
    """The lowest confidence at or above which a share of `target` is right, is expected to be, and would stay so.

    What is expected is the mean confidence; it would stay so when the share is reached in four of five draws of as
    many reports, with replacement. The share that is right alone would take luck for skill: of the thresholds it
    allows, the lowest is the luckiest. 1 (everything needs review) when no confidence is enough.
    """
    order = np.argsort(-confidence, kind="stable")
    ordered = confidence[order]
    expected = np.cumsum(ordered) / np.arange(1, len(order) + 1)
    reached = np.minimum(expected, _share_right(right[order], np.ones(len(order), dtype=np.int64))) >= target
    names, numbers = np.unique(np.array(reports)[order], return_inverse=True)
    draws = np.random.default_rng(_SEED).multinomial(len(names), np.full(len(names), 1 / len(names)), size=_DRAWS)
    stays = sum(_share_right(right[order], drawn[numbers]) >= target for drawn in draws) >= _STAYS * _DRAWS
    # Predictions of equal confidence are accepted together: only the last of them is a possible end.
    ends = np.append(ordered[1:] < ordered[:-1], True)
    enough = np.flatnonzero(ends & reached & stays)
    return float(ordered[enough[-1]]) if len(enough) else 1.0


def _share_right(right: npt.NDArray[np.bool_], weights: Integers) -> Floats:
    """Of the first, of the first two, ...; each counts as often as its weight says."""
    return np.asarray(np.cumsum(right * weights) / np.maximum(np.cumsum(weights), 1))

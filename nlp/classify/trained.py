"""A trained model of any kind as a `Classifier`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nlp.classify.calibration import Calibration, Floats, sentence_counts
from nlp.classify.passages import Model, passages_of_report
from nlp.document import Label, ModelStamp, Prediction, Report

_UNIT = 1_000_000  # scores are given in millionths


@dataclass(frozen=True, slots=True)
class TrainedClassifier:
    """Labels reports with a model's calibrated scores."""

    stamp: ModelStamp
    labels: tuple[Label, ...]
    model: Model
    calibration: Calibration

    def predict(self, report: Report) -> tuple[Prediction, ...]:
        if not report.paragraphs:
            return ()
        sentences = sentence_counts([paragraph.text for paragraph in report.paragraphs])
        confidences = self.calibration.confidences(self.model.scores(passages_of_report(report)), sentences)
        return tuple(self._prediction(row) for row in confidences)

    def _prediction(self, row: Floats) -> Prediction:
        scores = dict(zip(self.stamp.labels, (_millionths(row) / _UNIT).tolist(), strict=True))
        label = max(scores, key=scores.__getitem__)
        confidence = scores[label]
        return Prediction(label, confidence, scores, needs_review=confidence < self.calibration.review_threshold)


def _millionths(row: Floats) -> Floats:
    """Probabilities in millionths, whole numbers that sum to a million: those cut most are rounded up.

    Keeps the order of the row, where rounding each for itself would keep no sum.
    """
    exact = row * _UNIT
    whole = np.floor(exact)
    cut_most = np.argsort(whole - exact, kind="stable")[: round(_UNIT - whole.sum())]
    whole[cut_most] += 1
    return whole

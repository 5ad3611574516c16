"""A trained model of any kind as a `Classifier`."""

from __future__ import annotations

from dataclasses import dataclass

from nlp.classify.calibration import Calibration, calibrated
from nlp.classify.passages import Model, passages_of_report
from nlp.document import Label, ModelStamp, Prediction, Report


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
        scores = calibrated(self.model.scores(passages_of_report(report)), self.calibration.temperature)
        return tuple(self._prediction(row) for row in scores.tolist())

    def _prediction(self, row: list[float]) -> Prediction:
        scores = dict(zip(self.stamp.labels, row, strict=True))
        label = max(scores, key=scores.__getitem__)
        confidence = scores[label]
        return Prediction(label, confidence, scores, needs_review=confidence < self.calibration.review_threshold)

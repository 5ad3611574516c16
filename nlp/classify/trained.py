"""A trained model of any kind as a `Classifier`."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from nlp.classify.calibration import Calibration, Floats
from nlp.classify.headings import ReportModel
from nlp.classify.passages import Scores, passages_of_report, sentences
from nlp.document import Label, ModelStamp, Paragraph, Prediction, Report, SentencePrediction

_UNIT = 1_000_000  # scores are given in millionths


@dataclass(frozen=True, slots=True)
class TrainedClassifier:
    """Labels reports with a model's calibrated scores."""

    stamp: ModelStamp
    labels: tuple[Label, ...]
    model: ReportModel
    calibration: Calibration

    def predict(self, report: Report) -> tuple[Prediction, ...]:
        if not report.paragraphs:
            return ()
        passages = passages_of_report(report)
        of_paragraphs, of_sentences = self.model.scores(passages)
        counts = np.array([len(scores) for scores in of_sentences])
        confidences = self.calibration.confidences(of_paragraphs, counts)
        return tuple(
            self._prediction(row, self._sentences(paragraph, scores))
            for row, paragraph, scores in zip(confidences, report.paragraphs, of_sentences, strict=True)
        )

    def _prediction(self, row: Floats, parts: tuple[SentencePrediction, ...]) -> Prediction:
        scores = self._named(row)
        label = max(scores, key=scores.__getitem__)
        review = scores[label] < self.calibration.review_threshold
        return Prediction(label, scores[label], scores, needs_review=review, sentences=parts)

    def _sentences(self, paragraph: Paragraph, scores: Scores) -> tuple[SentencePrediction, ...]:
        """Calibrated as paragraphs of one sentence are."""
        confidences = self.calibration.confidences(scores, np.ones(len(scores), dtype=np.int64))
        return tuple(
            SentencePrediction(paragraph.start + start, paragraph.start + end, self._named(row))
            for (start, end), row in zip(sentences(paragraph.text), confidences, strict=True)
        )

    def _named(self, row: Floats) -> dict[str, float]:
        return dict(zip(self.stamp.labels, (_millionths(row) / _UNIT).tolist(), strict=True))


def _millionths(row: Floats) -> Floats:
    """Probabilities in millionths, whole numbers that sum to a million: those cut most are rounded up.

    Keeps the order of the row, where rounding each for itself would keep no sum.
    """
    exact = row * _UNIT
    whole = np.floor(exact)
    cut_most = np.argsort(whole - exact, kind="stable")[: round(_UNIT - whole.sum())]
    whole[cut_most] += 1
    return whole

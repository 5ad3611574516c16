from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from nlp.classify.calibration import Calibration
from nlp.classify.passages import Passage, Scores
from nlp.classify.trained import TrainedClassifier
from nlp.document import ModelStamp
from tests.classify.data import IDS, LABELS, report_of


class Even:
    """Scores every paragraph alike."""

    def scores(self, passages: Sequence[Passage]) -> Scores:
        return np.tile([[0.5, 0.25, 0.25]], (len(passages), 1))


def classifier(temperature: float, threshold: float) -> TrainedClassifier:
    return TrainedClassifier(
        ModelStamp("even", "0", IDS, "nothing"), LABELS, Even(), Calibration(temperature, threshold)
    )


def test_the_confidence_is_the_calibrated_score_of_the_label() -> None:
    prediction = classifier(0.5, 0.0).predict(report_of(["一段。"]))[0]
    assert prediction.label == "deed"
    assert prediction.confidence == prediction.scores["deed"] == pytest.approx(4 / 6)


def test_the_threshold_itself_needs_no_review() -> None:
    report = report_of(["一段。"])
    assert not classifier(1.0, 0.5).predict(report)[0].needs_review
    assert classifier(1.0, 0.51).predict(report)[0].needs_review

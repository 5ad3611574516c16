from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.classify.calibration import Calibration
from nlp.classify.headings import ReportModel
from nlp.classify.passages import Passage, Scores, sentences
from nlp.classify.trained import TrainedClassifier
from nlp.document import ModelStamp, Prediction
from tests.classify.data import IDS, LABELS, report_of


class Fixed:
    """Scores every sentence alike."""

    def __init__(self, row: Sequence[float]) -> None:
        self.row = row

    def sentence_scores(self, passages: Sequence[Passage]) -> list[Scores]:
        return [np.tile([self.row], (len(sentences(passage.text)), 1)) for passage in passages]


def predicted(
    text: str = "一段。", *, row: Sequence[float] = (0.5, 0.25, 0.25), calibration: Calibration
) -> Prediction:
    model = ReportModel(Fixed(row), headings=None)
    classifier = TrainedClassifier(ModelStamp("fixed", "0", IDS, "nothing"), LABELS, model, calibration)
    return classifier.predict(report_of([text]))[0]


def test_the_confidence_is_the_calibrated_score_of_the_label() -> None:
    prediction = predicted(calibration=Calibration(0.5, 0.0, 0.0))
    assert prediction.label == "deed"
    assert prediction.confidence == prediction.scores["deed"] == pytest.approx(4 / 6, abs=1e-6)


def test_more_sentences_count_as_the_calibration_says() -> None:
    calibration = Calibration(1.0, 0.5, 0.0)
    assert predicted("一句。", calibration=calibration).confidence == 0.5
    assert predicted("一句。两句。三句。四句。", calibration=calibration).confidence == pytest.approx(4 / 6, abs=1e-6)


def test_each_sentence_has_scores_calibrated_as_if_it_stood_alone() -> None:
    text, calibration = "一句。两句更长。", Calibration(0.5, 0.5, 0.0)
    alone = predicted("一句。", calibration=calibration).scores
    parts = predicted(text, calibration=calibration).sentences
    assert [text[part.start : part.end] for part in parts] == ["一句。", "两句更长。"]
    assert [part.scores for part in parts] == [alone, alone]
    assert parts[0].label == "deed"


def test_the_threshold_itself_needs_no_review() -> None:
    assert not predicted(calibration=Calibration(1.0, 0.0, 0.5)).needs_review
    assert predicted(calibration=Calibration(1.0, 0.0, 0.51)).needs_review


def test_scores_are_millionths_that_sum_to_one() -> None:
    prediction = predicted(row=(1 / 3, 1 / 3, 1 / 3), calibration=Calibration(1.0, 0.0, 0.0))
    assert list(prediction.scores.values()) == [0.333334, 0.333333, 0.333333]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.floats(1e-7, 1), min_size=3, max_size=3))
def test_rounding_keeps_the_order_and_the_sum(values: list[float]) -> None:
    row = np.array(values) / sum(values)
    scores = predicted(row=row.tolist(), calibration=Calibration(1.0, 0.0, 0.0)).scores
    rounded = np.array(list(scores.values()))
    assert rounded.sum() == pytest.approx(1, abs=1e-12)
    assert np.abs(rounded - row).max() < 1e-6
    assert all(rounded[one] >= rounded[two] for one in range(3) for two in range(3) if row[one] > row[two])

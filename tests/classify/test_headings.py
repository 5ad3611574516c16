from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from nlp.classify import linear, load_model
from nlp.classify.calibration import Calibration
from nlp.classify.folder import CONFIG, ModelConfig, ModelError, write_config
from nlp.classify.headings import Headings, Settings, WithHeadings, fit, save
from nlp.classify.passages import Passage, Scores, vote
from nlp.document import Example
from tests.classify.data import IDS, LABELS, SETTINGS, examples, report_of

HEADING_SETTINGS = Settings(ngram=2, inverse_regularisation=10.0, trust=0.25)
TEXT = "情况见下。后面另有说明。"
UNSURE = np.full((2, 3), 1 / 3)
CLEARLY_GAP = np.array([[0.05, 0.9, 0.05], [0.01, 0.98, 0.01]])


class Given:
    """A model whose scores are given, and which remembers what it was shown."""

    def __init__(self, scores: Scores) -> None:
        self.scores = scores
        self.shown: list[Passage] = []

    def sentence_scores(self, passages: Sequence[Passage]) -> list[Scores]:
        self.shown += passages
        return [self.scores for _ in passages]


def learnt(trust: float = 0.25) -> Headings:
    found = fit(examples(6), IDS, Settings(ngram=2, inverse_regularisation=10.0, trust=trust))
    assert found
    return found


def below(heading: str, *, report: str = "") -> Passage:
    return Passage(TEXT, (heading,) if heading else (), 0.5, report=report)


def labels(passages: Sequence[Passage], scores: Sequence[Scores]) -> list[str]:
    return [IDS[number] for number in vote(passages, scores).argmax(axis=1)]


def test_a_heading_decides_where_the_text_does_not() -> None:
    passages = [below(heading) for heading in ("主要做法", "存在问题", "几点建议")]
    assert labels(passages, learnt().weigh(passages, [UNSURE] * 3)) == ["deed", "gap", "plan"]


def test_the_number_of_a_heading_says_nothing() -> None:
    passages = [below(heading) for heading in ("主要做法", "（三） 主要做法")]
    one, other = learnt().weigh(passages, [UNSURE] * 2)
    assert np.array_equal(one, other)


def test_a_heading_that_the_paragraphs_below_contradict_is_not_believed() -> None:
    passages = [below("主要做法")] * 4
    weighed = learnt().weigh(passages, [CLEARLY_GAP] * 4)
    assert labels(passages, weighed) == ["gap"] * 4
    assert weighed[0] == pytest.approx(CLEARLY_GAP, abs=0.02)


def test_paragraphs_that_bear_a_heading_out_speak_for_the_one_that_is_unsure() -> None:
    alone = learnt().weigh([below("存在问题")], [UNSURE])[0]
    among = learnt().weigh([below("存在问题")] * 3, [CLEARLY_GAP, CLEARLY_GAP, UNSURE])[2]
    assert among[0, 1] > alone[0, 1] > 1 / 3


def test_sections_of_other_reports_do_not_speak_for_a_heading() -> None:
    passages = [below("存在问题", report="乙")] * 2 + [below("存在问题", report="甲")]
    assert np.array_equal(
        learnt().weigh(passages, [CLEARLY_GAP, CLEARLY_GAP, UNSURE])[2], learnt().weigh(passages[2:], [UNSURE])[0]
    )


def test_a_heading_unlike_any_that_was_learnt_changes_no_label_and_little_else() -> None:
    weighed = learnt().weigh([below("绪言")], [CLEARLY_GAP])[0]
    assert weighed == pytest.approx(CLEARLY_GAP, abs=0.02)


def test_a_paragraph_below_no_heading_keeps_its_scores() -> None:
    assert np.array_equal(learnt().weigh([below("")], [CLEARLY_GAP])[0], CLEARLY_GAP)


@pytest.mark.parametrize(("trust", "label"), [(0.0, "gap"), (1.0, "deed")])
def test_headings_can_be_left_out_or_always_believed(trust: float, label: str) -> None:
    unclear = np.array([[0.3, 0.4, 0.3]] * 2)
    passages = [below("主要做法")]
    weighed = learnt(trust).weigh(passages, [unclear])
    assert labels(passages, weighed) == [label]
    assert np.array_equal(weighed[0], unclear) == (trust == 0)


def test_scores_stay_probabilities() -> None:
    passages = [below("主要做法"), below("存在问题"), below("")]
    for scores in learnt().weigh(passages, [CLEARLY_GAP, UNSURE, UNSURE]):
        assert scores.sum(axis=1) == pytest.approx(1)
        assert (scores >= 0).all()


def test_a_label_that_stood_below_no_heading_is_not_ruled_out_by_one() -> None:
    some = [
        Example(item.report, item.text, item.label, () if item.label == "plan" else item.headings)
        for item in examples(6)
    ]
    found = fit(some, IDS, HEADING_SETTINGS)
    assert found
    passages = [below("主要做法")]
    assert vote(passages, found.weigh(passages, [UNSURE]))[0, 2] > 0.15


@pytest.mark.parametrize("headings", [(), ("一、主要做法",)])
def test_there_is_nothing_to_learn_from_headings_of_fewer_than_two_labels(headings: tuple[str, ...]) -> None:
    alike = [Example(item.report, item.text, "deed" if headings else item.label, headings) for item in examples()]
    assert fit(alike, IDS, HEADING_SETTINGS) is None


def test_the_text_is_judged_without_its_headings() -> None:
    text = Given(UNSURE)
    passages = [below("主要做法")]
    assert labels(passages, WithHeadings(text, learnt()).sentence_scores(passages)) == ["deed"]
    assert [passage.headings for passage in text.shown] == [()]


def folder_with(headings: Headings, folder: Path) -> Path:
    """A model folder, of the linear kind, with these headings."""
    folder.mkdir()
    settings = linear.save(linear.fit(examples(6), IDS, SETTINGS), folder)
    save(headings, folder)
    said = asdict(HEADING_SETTINGS)
    write_config(folder, ModelConfig("linear", "甲", LABELS, "", Calibration(1.0, 0.0, 0.5), settings, said))
    return folder


def test_a_loaded_model_weighs_headings_as_the_trained_one(tmp_path: Path) -> None:
    trained = WithHeadings(linear.fit(examples(6), IDS, SETTINGS), learnt())
    report = report_of([TEXT, "经费不足。"], ("二、存在问题",))
    passages = [Passage(TEXT, ("二、存在问题",), 0.0), Passage("经费不足。", ("二、存在问题",), 1.0)]
    wanted = vote(passages, trained.sentence_scores(passages))
    got = [list(item.scores.values()) for item in load_model(folder_with(learnt(), tmp_path / "甲")).predict(report)]
    assert got == pytest.approx(wanted, abs=1e-5)


def test_a_model_folder_without_the_files_of_its_headings_is_told(tmp_path: Path) -> None:
    folder = folder_with(learnt(), tmp_path / "甲")
    (folder / "headings-terms.json").unlink()
    with pytest.raises(ModelError, match=r"headings-terms\.json: missing"):
        load_model(folder)


def test_unknown_settings_of_headings_are_told(tmp_path: Path) -> None:
    folder = folder_with(learnt(), tmp_path / "甲")
    content = json.loads((folder / CONFIG).read_text("utf-8"))
    content["headings"]["faith"] = 1
    (folder / CONFIG).write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(ModelError, match="not the settings of headings"):
        load_model(folder)


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"ngram": 0}, "ngram of 1 or more"),
        ({"trust": 1.5}, "trust from 0 to 1"),
        ({"trust": -1}, "trust from 0 to 1"),
        ({"inverse_regularisation": 0}, "inverse_regularisation above 0"),
    ],
)
def test_settings_out_of_range_are_told(changed: dict[str, float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Settings(**{**asdict(HEADING_SETTINGS), **changed})

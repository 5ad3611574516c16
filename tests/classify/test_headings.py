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
from nlp.classify.headings import Headings, ReportModel, Settings, fit_headings, save_headings
from nlp.classify.passages import Passage, Scores, passages_of_report
from nlp.document import Example
from tests.classify.data import IDS, LABELS, SETTINGS, examples, report_of

HEADING_SETTINGS = Settings(ngram=2, inverse_regularisation=10.0, trust=0.25)
TEXT = "情况见下。后面另有说明。"
UNSURE = [1 / 3, 1 / 3, 1 / 3]
CLEARLY_GAP = [0.03, 0.94, 0.03]


class Given:
    """A model whose scores are given, and which remembers what it was shown."""

    def __init__(self, scores: Sequence[float]) -> None:
        self.scores = scores
        self.shown: list[Passage] = []

    def sentence_scores(self, passages: Sequence[Passage]) -> list[Scores]:
        self.shown += passages
        return [np.array([self.scores] * 2) for _ in passages]


def learnt(trust: float = 0.25) -> Headings:
    found = fit_headings(examples(6), IDS, Settings(ngram=2, inverse_regularisation=10.0, trust=trust))
    assert found
    return found


def below(heading: str, *, report: str = "") -> Passage:
    return Passage(TEXT, (heading,) if heading else (), 0.5, report=report)


def weighed(headings: Headings, passages: Sequence[Passage], *scores: Sequence[float]) -> Scores:
    return headings.weigh(passages, np.array(scores))


def labels(scores: Scores) -> list[str]:
    return [IDS[number] for number in scores.argmax(axis=1)]


def test_a_heading_decides_where_the_text_does_not() -> None:
    passages = [below(heading) for heading in ("主要做法", "存在问题", "几点建议")]
    assert labels(weighed(learnt(), passages, UNSURE, UNSURE, UNSURE)) == ["deed", "gap", "plan"]


def test_the_number_of_a_heading_says_nothing() -> None:
    passages = [below(heading) for heading in ("主要做法", "（三） 主要做法")]
    one, other = weighed(learnt(), passages, UNSURE, UNSURE)
    assert np.array_equal(one, other)


def test_a_heading_that_the_paragraphs_below_contradict_is_not_believed() -> None:
    found = weighed(learnt(), [below("主要做法")] * 4, *[CLEARLY_GAP] * 4)
    assert labels(found) == ["gap"] * 4
    assert found[0] == pytest.approx(CLEARLY_GAP, abs=0.02)


def test_paragraphs_that_bear_a_heading_out_speak_for_the_one_that_is_unsure() -> None:
    alone = weighed(learnt(), [below("存在问题")], UNSURE)[0]
    among = weighed(learnt(), [below("存在问题")] * 3, CLEARLY_GAP, CLEARLY_GAP, UNSURE)[2]
    assert among[1] > alone[1] > 1 / 3


def test_sections_of_other_reports_do_not_speak_for_a_heading() -> None:
    passages = [below("存在问题", report=report) for report in ("乙", "乙", "甲")]
    among = weighed(learnt(), passages, CLEARLY_GAP, CLEARLY_GAP, UNSURE)[2]
    assert np.array_equal(among, weighed(learnt(), passages[2:], UNSURE)[0])


def test_a_heading_unlike_any_that_was_learnt_changes_little() -> None:
    assert weighed(learnt(), [below("绪言")], CLEARLY_GAP)[0] == pytest.approx(CLEARLY_GAP, abs=0.02)


def test_a_paragraph_below_no_heading_keeps_its_scores() -> None:
    assert weighed(learnt(), [below("")], CLEARLY_GAP).tolist() == [CLEARLY_GAP]


@pytest.mark.parametrize(("trust", "label"), [(0.0, "gap"), (1.0, "deed")])
def test_headings_can_be_left_out_or_always_believed(trust: float, label: str) -> None:
    unclear = [0.3, 0.4, 0.3]
    found = weighed(learnt(trust), [below("主要做法")], unclear)
    assert labels(found) == [label]
    assert (found.tolist() == [unclear]) == (trust == 0)


def test_scores_stay_probabilities() -> None:
    found = weighed(learnt(), [below("主要做法"), below("存在问题"), below("")], CLEARLY_GAP, UNSURE, UNSURE)
    assert found.sum(axis=1) == pytest.approx(1)
    assert (found >= 0).all()


def test_a_label_that_stood_below_no_heading_is_not_ruled_out_by_one() -> None:
    some = [
        Example(item.report, item.text, item.label, () if item.label == "plan" else item.headings)
        for item in examples(6)
    ]
    found = fit_headings(some, IDS, HEADING_SETTINGS)
    assert found
    assert weighed(found, [below("主要做法")], UNSURE)[0, 2] > 0.15


@pytest.mark.parametrize("headings", [(), ("一、主要做法",)])
def test_there_is_nothing_to_learn_from_headings_of_fewer_than_two_labels(headings: tuple[str, ...]) -> None:
    alike = [Example(item.report, item.text, "deed" if headings else item.label, headings) for item in examples()]
    assert fit_headings(alike, IDS, HEADING_SETTINGS) is None


def test_the_text_is_judged_without_its_headings_and_sentences_by_it_alone() -> None:
    text = Given(UNSURE)
    of_paragraphs, of_sentences = ReportModel(text, learnt()).scores([below("主要做法")])
    assert labels(of_paragraphs) == ["deed"]
    assert of_sentences[0].tolist() == [UNSURE] * 2
    assert [passage.headings for passage in text.shown] == [()]


def test_a_model_without_headings_of_its_own_sees_them() -> None:
    text = Given(UNSURE)
    ReportModel(text, None).scores([below("主要做法")])
    assert [passage.headings for passage in text.shown] == [("主要做法",)]


def folder_with(headings: Headings, folder: Path) -> Path:
    """A model folder, of the linear kind, with these headings."""
    folder.mkdir()
    settings = linear.save(linear.fit(examples(6), IDS, SETTINGS), folder)
    save_headings(headings, folder)
    said = asdict(HEADING_SETTINGS)
    write_config(folder, ModelConfig("linear", "甲", LABELS, "", Calibration(1.0, 0.0, 0.5), settings, said))
    return folder


def test_a_loaded_model_weighs_headings_as_the_trained_one(tmp_path: Path) -> None:
    trained = ReportModel(linear.fit(examples(6), IDS, SETTINGS), learnt())
    report = report_of([TEXT, "经费不足。"], ("二、存在问题",))
    wanted, _ = trained.scores(passages_of_report(report))
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

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nlp.classify import linear
from nlp.classify.headings import Settings as HeadingSettings
from nlp.classify.recipe import Recipe
from nlp.evaluate.folds import grouped_folds
from nlp.evaluate.scores import score
from scripts.evaluation.gate import verdict
from scripts.evaluation.measuring import Plan, cross_calibrated, measure
from scripts.learning import Data
from tests.classify.data import LABELS, SETTINGS, examples
from tests.evaluation.data import CONDITIONS, judged


def test_a_fold_is_calibrated_by_the_others_under_every_kind_of_headings() -> None:
    # Fold 0 is all wrong, the others are all right: they promise it too much, and it promises them too little.
    plain = dict.fromkeys(CONDITIONS, judged("000011111111"))
    calibrated = cross_calibrated(plain, 0.9)
    for item in calibrated.values():
        assert item.confidence[:4].min() > 0.99
        assert item.confidence[4:].max() < 0.8
        assert item.needs_review.tolist() == [False] * 4 + [True] * 8


def test_calibration_changes_no_label() -> None:
    plain = dict.fromkeys(CONDITIONS, judged("110111011101"))
    calibrated = cross_calibrated(plain, 0.9)
    assert np.array_equal(calibrated["printed"].predicted, plain["printed"].predicted)


def test_the_gate_lets_an_equal_model_through() -> None:
    same = dict.fromkeys(CONDITIONS, judged("110111011101"))
    outcome = verdict(same, same, "old")
    assert outcome.passed
    assert outcome.sentence.startswith("gate: not worse than old; with headings printed macro-F1 is ")
    assert "a difference of +0.000" in outcome.sentence


def test_the_gate_stops_a_model_that_is_worse_with_some_kind_of_headings() -> None:
    old = dict.fromkeys(CONDITIONS, judged("1" * 12))
    outcome = verdict({**old, "removed": judged("1000" * 3)}, old, "old")
    assert not outcome.passed
    assert "gate: worse than old; with headings removed macro-F1 is 0.200 against 1.000, a difference of -0.800" in (
        outcome.sentence
    )


def test_the_gate_lets_through_what_may_be_chance() -> None:
    old = dict.fromkeys(CONDITIONS, judged("1" * 12))
    assert verdict(dict.fromkeys(CONDITIONS, judged("100111111111")), old, "old").passed


def test_the_gate_needs_two_reports() -> None:
    one = judged("1" * 12)
    alone = dict.fromkeys(CONDITIONS, one.where(one.folds == 0))
    with pytest.raises(ValueError, match="two reports or more"):
        verdict(alone, alone, "old")


def test_measuring_gives_all_that_was_asked_for() -> None:
    data = Data(LABELS, examples(4), ())
    recipe = Recipe(linear, replace(SETTINGS, word_ngram=0))
    folds = grouped_folds(data.examples, 2)
    measured = measure(data, folds, recipe, Plan(target=0.9, seeds=1, curve=True, ablation=False))
    assert [point.reports for point in measured.evaluation.curve] == [1, 2]
    assert measured.evaluation.scores["printed"].macro_f1 == score(measured.judged["printed"]).macro_f1
    assert "rules on headings" in measured.evaluation.baselines
    assert measured.evaluation.ablation == {}


def test_an_ablation_has_a_row_for_what_was_changed_and_none_for_what_was_not() -> None:
    data = Data(LABELS, examples(4), ())
    recipe = Recipe(linear, replace(SETTINGS, word_ngram=0), HeadingSettings(2, 1.0, 0.25))
    plan = Plan(target=0.9, seeds=1, curve=False, ablation=True)
    ablation = measure(data, grouped_folds(data.examples, 2), recipe, plan).evaluation.ablation
    weighing = {"without headings", "headings always believed"}
    assert set(ablation) == {*linear.variants(recipe.settings), *weighing, "without sentence labels"}


def test_without_headings_it_does_not_matter_what_they_are() -> None:
    data = Data(LABELS, examples(4), ())
    recipe = Recipe(linear, replace(SETTINGS, word_ngram=0), HeadingSettings(2, 1.0, 0.25)).variants()[
        "without headings"
    ]
    measured = measure(
        data, grouped_folds(data.examples, 2), recipe, Plan(target=0.9, seeds=1, curve=False, ablation=False)
    )
    scores = [judged.scores.tolist() for judged in measured.judged.values()]
    assert scores[0] == scores[1] == scores[2]


@pytest.mark.parametrize("values", [{"target": 1.5}, {"target": 0.0}, {"seeds": 0}])
def test_a_plan_out_of_range_is_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="expected target between 0 and 1"):
        replace(Plan(target=0.9, seeds=1, curve=False, ablation=False), **values)  # type: ignore[arg-type]

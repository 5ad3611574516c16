"""A trained scorer scores sentences, says why, and knows which label a sentence speaks for."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nlp.document import LabelledParagraph, SentencePrediction
from nlp.summarise.features import GROUPS, features_of
from nlp.summarise.label_shares import label_shares
from nlp.summarise.scorer import unsupervised
from nlp.summarise.training import ScorerSettings, SummarisedReport, fit_scorer, picks, taken
from nlp.summarise.units import candidates_of
from tests.fakes import IDS, labelled, prediction_of, report_of
from tests.summarise.build import PLACES, SETTINGS, report, tiny_scorer

UNSEEN = report("南湖镇").candidates


def spoken(*sentences: tuple[str, str]) -> LabelledParagraph:
    """A paragraph of practice whose sentences have labels of their own, each with a probability of 0.8."""
    paragraph = report_of(["".join(text for text, _ in sentences)]).paragraphs[0]
    parts, start = [], paragraph.start
    for text, label in sentences:
        scores = {other: 0.8 if other == label else 0.05 for other in IDS}
        parts.append(SentencePrediction(start, start + len(text), scores))
        start += len(text)
    return LabelledParagraph(paragraph, replace(prediction_of("practice"), sentences=tuple(parts)))


def test_what_annotators_take_scores_highest() -> None:
    scores = tiny_scorer().scores(UNSEEN, IDS)
    assert "供应两餐" in UNSEEN.units[int(scores.overall.argmax())].text


def test_the_parts_of_a_score_add_up_to_it() -> None:
    scores = tiny_scorer().scores(UNSEEN, IDS)
    assert [sum(parts.values()) for parts in scores.parts] == pytest.approx(scores.overall.tolist(), abs=1e-6)
    assert list(scores.parts[0]) == ["base", *GROUPS]


def test_scores_are_those_of_the_forest_that_was_trained() -> None:
    from sklearn.ensemble import RandomForestClassifier

    from nlp.summarise.forest import forest_of

    features = np.random.default_rng(0).normal(size=(80, 6))
    fitted = RandomForestClassifier(10, random_state=0).fit(features, features[:, 0] > 0.2)
    scores, _, _ = forest_of(fitted).scores(features, [0, 0, 1, 1, 2, 2])
    rounded = features.astype(np.float32)
    assert scores == pytest.approx(fitted.predict_proba(rounded)[:, 1], abs=1e-6)


def test_a_group_that_is_left_out_moves_no_score() -> None:
    scorer = fit_scorer([report(place) for place in PLACES], IDS, SETTINGS, leave_out=["length"])
    assert all(parts["length"] == 0 for parts in scorer.scores(UNSEEN, IDS).parts)


def test_a_sentence_speaks_for_a_label_by_its_own_words_and_by_its_paragraph() -> None:
    candidates = candidates_of(
        [spoken(("就餐老人满意率明显提高。", "achievement"), ("村里又建了两个新食堂。", "practice"))]
    )
    shares = label_shares(candidates, IDS)
    assert shares.sum(axis=0) == pytest.approx(1)
    assert [IDS[column] for column in shares.argmax(axis=0)] == ["achievement", "practice"]
    # 0.8 · 0.1 of achievement, 0.05 · 0.6 of practice, three times 0.05 · 0.1 of the others
    assert shares[IDS.index("achievement"), 0] == pytest.approx(0.08 / (0.08 + 0.03 + 0.015))


def test_a_sentence_of_which_the_classifier_says_nothing_speaks_for_its_paragraph_s_label() -> None:
    shares = label_shares(UNSEEN, IDS)
    assert shares[:, 0] == pytest.approx([UNSEEN.paragraphs[0].prediction.scores[label] for label in IDS])


def test_a_quotation_of_several_sentences_speaks_for_the_mean_of_their_labels() -> None:
    candidates = candidates_of(
        [spoken(("老人说：“满意。", "achievement"), ("又新建了两个食堂，还有一个在建。”", "practice"))]
    )
    shares = label_shares(candidates, IDS)
    # 8 and 17 characters: (8 · 0.8 + 17 · 0.05) / 25 of achievement, times 0.1; and so on
    achievement, practice = (8 * 0.8 + 17 * 0.05) / 25 * 0.1, (8 * 0.05 + 17 * 0.8) / 25 * 0.6
    assert shares[:, 0] == pytest.approx(
        [
            {"achievement": achievement, "practice": practice}.get(label, 0.005) / (achievement + practice + 0.015)
            for label in IDS
        ]
    )


def test_without_training_a_sentence_belongs_to_the_label_it_most_speaks_for() -> None:
    candidates = candidates_of(
        [spoken(("就餐老人满意率明显提高。", "achievement"), ("村里又建了两个新食堂。", "practice"))]
    )
    shares = unsupervised(candidates, IDS).shares
    assert [IDS[int(np.nanargmax(column))] for column in shares.T] == ["achievement", "practice"]
    assert np.isnan(shares).sum(axis=0).tolist() == [4, 4]


def test_a_label_that_no_sentence_speaks_for_gets_none() -> None:
    candidates = candidates_of(labelled([("practice", "全县建成村级食堂四十二个，由村集体出房。")]))
    assert np.isnan(tiny_scorer().scores(candidates, IDS).shares[IDS.index("problem")]).all()


def test_the_same_data_give_the_same_scorer() -> None:
    again = fit_scorer([report(place) for place in PLACES], IDS, SETTINGS)
    assert np.array_equal(again.forest.threshold, tiny_scorer().forest.threshold)


def test_a_sentence_counts_by_the_share_of_annotators_who_took_it() -> None:
    first, second = UNSEEN.units[0].text, UNSEEN.units[1].text
    assert picks(UNSEEN, [(first,), (first, second)]).tolist()[:3] == [1.0, 0.5, 0.0]


def test_a_unit_is_taken_with_the_larger_part_of_its_sentences() -> None:
    candidates = candidates_of(labelled([("other", "一位老人说：“食堂的饭菜合口味，顿顿都有热汤。价钱不贵。”")]))
    assert len(candidates.units) == 1
    assert taken(candidates, ["一位老人说：“食堂的饭菜合口味，顿顿都有热汤。"]).tolist() == [True]
    assert taken(candidates, ["价钱不贵。”"]).tolist() == [False]


def test_the_parts_of_a_very_long_sentence_are_taken_with_it() -> None:
    whole = "食堂缺少稳定的经费来源，账上常年只有一个季度的余款；" * 12
    candidates = candidates_of(labelled([("problem", f"食堂还有难处，办起来不容易。{whole}")]))
    assert taken(candidates, [whole]).tolist() == [False, True, True]


def test_references_that_take_nothing_are_refused() -> None:
    with pytest.raises(ValueError, match="take some sentences"):
        fit_scorer([SummarisedReport(UNSEEN, (("别的话。",),))], IDS, SETTINGS)


def test_every_feature_is_finite_for_a_report_of_one_sentence() -> None:
    candidates = candidates_of(labelled([("other", "全县食堂一共四十二个。")]))
    assert np.isfinite(features_of(candidates, IDS, label_shares(candidates, IDS)).values).all()


def test_settings_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match="feature_share"):
        ScorerSettings(trees=1, depth=1, min_sentences=1, feature_share=0.0, seed=0)

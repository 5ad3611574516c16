from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from nlp.classify.linear import LinearModel, Settings, fit
from nlp.classify.linear.features import fit_features, sentences_of
from nlp.classify.passages import Passage, passages_of_examples, passages_of_report
from nlp.document import Example, LabelledSentence
from tests.classify.data import IDS, SETTINGS, examples, report_of, scored

GAP = Passage("这里经费不足，人手短缺。", (), None)
PLAN = Passage("建议加大投入，完善办法。", (), None)


@pytest.fixture(scope="module")
def model() -> LinearModel:
    return fit(examples(), IDS, SETTINGS)


def test_a_paragraph_gets_the_label_its_words_tell(model: LinearModel) -> None:
    assert [IDS[column] for column in scored(model, [GAP, PLAN]).argmax(axis=1)] == ["gap", "plan"]


def test_the_scores_of_a_paragraph_do_not_depend_on_the_batch(model: LinearModel) -> None:
    together = scored(model, [PLAN, GAP, PLAN, Passage("无关的一句话。", ("一、主要做法",), 0.3)])
    assert np.array_equal(together[1], scored(model, [GAP])[0])
    assert np.array_equal(together[0], together[2])


def test_the_scores_of_each_paragraph_sum_to_one(model: LinearModel) -> None:
    odd = [
        Passage("", (), None),
        Passage("  \n ", (), 0.0),
        Passage("xyz", ("",), 1.0),
        Passage("建议" * 5000, (), 1.0),
    ]
    assert np.allclose(scored(model, odd).sum(axis=1), 1)


def test_no_paragraphs_have_no_scores(model: LinearModel) -> None:
    assert model.sentence_scores([]) == []


def test_the_sentences_vote_by_the_root_of_their_length(model: LinearModel) -> None:
    short, long = "人手不足。", "建议完善制度，应当加强管理，建议尽快加大投入。"
    one, other = scored(model, [Passage(short, (), None), Passage(long, (), None)])
    weights = np.sqrt([len(short), len(long)])
    both = scored(model, [Passage(short + long, (), None)])[0]
    assert np.allclose(both, (weights[0] * one + weights[1] * other) / weights.sum())


def test_sentence_labels_teach_more_than_the_label_of_their_paragraph() -> None:
    labelled = (LabelledSentence("甲乙丙丁。", "deed"), LabelledSentence("戊己庚辛。", "gap"))
    mixed = [
        Example("甲", "甲乙丙丁。戊己庚辛。", "deed", (), labelled),
        Example("乙", "甲乙丙丁。", "deed"),
        Example("丙", "壬癸子丑。", "plan"),
    ]
    learnt = fit(mixed, IDS, SETTINGS)
    assert IDS[scored(learnt, [Passage("戊己庚辛。", (), None)]).argmax()] == "gap"


def test_headings_count_when_they_have_weight_and_not_when_they_have_none() -> None:
    plain, headed = Passage("无关。", (), None), Passage("无关。", ("二、存在问题",), None)
    shown = replace(SETTINGS, heading_dropout=0.0)
    heavy, none = (fit(examples(), IDS, replace(shown, heading_weight=weight)) for weight in (1.0, 0.0))
    assert scored(heavy, [headed])[0, 1] > scored(heavy, [plain])[0, 1] + 0.1
    assert np.array_equal(scored(none, [headed]), scored(none, [plain]))


def test_headings_that_are_hidden_in_training_count_less() -> None:
    plain, headed = Passage("无关。", (), None), Passage("无关。", ("二、存在问题",), None)
    gains = []
    for dropout in (0.0, 0.5, 1.0):
        model = fit(examples(), IDS, replace(SETTINGS, heading_weight=1.0, heading_dropout=dropout))
        gains.append(scored(model, [headed])[0, 1] - scored(model, [plain])[0, 1])
    assert gains[0] > gains[1] > gains[2] == pytest.approx(0)


def test_the_number_of_a_heading_and_blanks_do_not_count(model: LinearModel) -> None:
    variants = [Passage("经费不足。", (heading,), None) for heading in ("二、存在问题", "（五） 存在 问题", "存在问题")]
    scores = scored(model, [*variants, Passage("经 费不足。", ("存在问题",), None)])
    assert np.array_equal(scores, np.repeat(scores[:1], 4, axis=0))


def test_the_place_in_the_report_counts_unless_it_is_unknown() -> None:
    model = fit(examples(), IDS, replace(SETTINGS, position_weight=1.0))
    first, last, unknown = scored(model, [Passage("无关。", (), place) for place in (0.0, 1.0, None)])
    assert first[0] > unknown[0] > last[0]
    assert last[2] > unknown[2] > first[2]


def test_a_view_of_length_zero_has_no_terms() -> None:
    sentences = sentences_of(GAP)
    features = fit_features(sentences, replace(SETTINGS, word_ngram=0))
    assert not features.terms["words"]
    assert not features.terms["headings"]
    assert features.matrix(sentences).shape == (1, features.count)


def test_rare_terms_are_left_out() -> None:
    sentences = sentences_of(Passage("甲乙。甲丙。", (), None))
    assert fit_features(sentences, replace(SETTINGS, min_sentences=2, word_ngram=0)).terms["characters"] == ("。", "甲")


def test_the_rows_of_the_matrix_have_the_weights_of_the_views() -> None:
    sentences = sentences_of(Passage("甲乙甲。", ("丙丁",), 1.0))
    features = fit_features(sentences, SETTINGS)
    row = features.matrix(sentences).toarray()[0]
    characters, words = len(features.terms["characters"]), len(features.terms["words"])
    assert np.linalg.norm(row[:characters]) == pytest.approx(1)
    assert np.linalg.norm(row[characters : characters + words]) == pytest.approx(1)
    assert np.linalg.norm(row[characters + words : -3]) == pytest.approx(0.1)
    assert row[-3:] == pytest.approx([0.05 * 0.5, 0, 0.05])


def test_two_labels_are_enough() -> None:
    two = [example for example in examples() if example.label != "plan"]
    scores = scored(fit(two, ("deed", "gap"), SETTINGS), [GAP])
    assert scores.shape == (1, 2)
    assert scores[0, 1] > 0.5


def test_a_label_without_examples_is_never_given() -> None:
    two = [example for example in examples() if example.label != "plan"]
    assert scored(fit(two, IDS, SETTINGS), [PLAN])[0, 2] == 0


def test_one_label_is_too_few() -> None:
    with pytest.raises(ValueError, match="at least two labels, got gap"):
        fit([example for example in examples() if example.label == "gap"], IDS, SETTINGS)


def test_a_label_outside_the_set_is_refused() -> None:
    with pytest.raises(ValueError, match="got plan"):
        fit(examples(), ("deed", "gap"), SETTINGS)


@pytest.mark.parametrize(
    "values",
    [
        {"min_sentences": 0},
        {"word_ngram": -1},
        {"word_ngram": 0, "character_ngram": 0},
        {"heading_weight": -0.1},
        {"heading_dropout": 1.1},
        {"inverse_regularisation": 0.0},
    ],
)
def test_settings_out_of_range_are_refused(values: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="expected"):
        Settings(**{**_values(), **values})  # type: ignore[arg-type]


def _values() -> dict[str, float]:
    return {name: getattr(SETTINGS, name) for name in Settings.__dataclass_fields__}


def test_examples_and_reports_give_the_same_passages() -> None:
    golds = [Example("甲", text, "gap", ("一、情况",)) for text in ("第一段。", "第二段。", "第三段。")]
    passages = passages_of_report(report_of([gold.text for gold in golds], ("一、情况",)))
    assert passages_of_examples(golds) == passages
    assert [passage.position for passage in passages] == [0, 0.5, 1]


def test_a_single_paragraph_has_no_place_in_its_report() -> None:
    assert passages_of_report(report_of(["只有一段。"]))[0].position is None

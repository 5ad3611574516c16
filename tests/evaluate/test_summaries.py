"""Figures of summaries."""

from __future__ import annotations

import pytest

from nlp.evaluate.summaries import Extract, SummaryScores, mean_scores, score_summary

FIRST, SECOND, THIRD = "食堂建成四十二个。", "此外老人自付五元。", "建议列入财政预算。"
WHOLE = Extract((FIRST, SECOND, THIRD), frozenset({("一",), ("二",)}), frozenset({"practice", "recommendation"}))


def scored(*sentences: str, budget: int = 100) -> SummaryScores:
    summary = Extract(sentences, frozenset({("一",)}), frozenset({"practice"}))
    return score_summary(summary, (FIRST, THIRD), WHOLE, budget=budget, dangling=lambda text: text.startswith("此外"))


def test_sentences_count_by_their_characters() -> None:
    assert scored(FIRST, SECOND).sentence_f1 == pytest.approx(2 * 9 / (18 + 18))


def test_a_summary_like_the_reference_has_every_rouge() -> None:
    scores = scored(FIRST, THIRD)
    assert scores.rouge_1 == scores.rouge_2 == scores.rouge_l == scores.length == 1


def test_coverage_is_a_share_of_the_report() -> None:
    assert (scored(FIRST).sections, scored(FIRST).labels) == (0.5, 0.5)


def test_what_points_back_dangles() -> None:
    assert scored(FIRST, SECOND).dangling == 0.5


def test_what_is_said_twice_is_redundant() -> None:
    assert scored(FIRST).redundancy == 0
    assert scored(FIRST, FIRST).redundancy > 0.4


def test_a_summary_over_its_budget_is_told() -> None:
    assert scored(FIRST, budget=9).over_budget == 0
    assert scored(FIRST, budget=8).over_budget == 1


def test_an_empty_summary_scores_nothing() -> None:
    scores = scored()
    assert scores.rouge_2 == scores.sentence_f1 == scores.redundancy == scores.dangling == 0


def test_the_mean_of_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="got none"):
        mean_scores([])

"""Choosing sentences within budgets."""

from __future__ import annotations

import numpy as np
import pytest

from nlp.summarise.selection import Budget, select
from nlp.summarise.units import candidates_of
from tests.fakes import labelled

PLAIN = Budget(1000, 1.0)
FIRST, SECOND, THIRD = "食堂建成了四十二个之多。", "老人每餐只需自付五元。", "经费应当列入财政预算。"
TOGETHER = candidates_of(labelled([("other", FIRST + SECOND), ("other", THIRD)]))


def chosen(scores: list[float], budget: Budget, *, diversity: float = 1.0) -> list[int]:
    return select(TOGETHER, np.array([scores]), [budget], diversity=diversity)[0]


def test_the_best_are_taken_in_the_order_of_the_report() -> None:
    assert chosen([0.1, 0.5, 0.9], Budget(23, 1.0)) == [1, 2]


def test_a_paragraph_gives_its_second_sentence_late() -> None:
    assert chosen([0.9, 0.8, 0.5], Budget(23, 1.0)) == [0, 2]


def test_a_sentence_that_takes_too_much_of_the_budget_waits_for_the_others() -> None:
    long = "食堂建成了四十二个之多，还有十几个在建设之中，年底之前都要投入使用。"
    candidates = candidates_of(labelled([("other", long), ("other", SECOND), ("other", THIRD)]))
    scores = np.array([[0.9, 0.2, 0.1]])
    assert select(candidates, scores, [Budget(40, 0.5)], diversity=1.0) == [[1, 2]]
    assert select(candidates, scores, [Budget(57, 0.5)], diversity=1.0) == [[0, 1, 2]]


def test_no_sentence_is_in_two_summaries() -> None:
    first, second = select(TOGETHER, np.array([[0.9, 0.2, 0.2], [0.8, 0.1, 0.3]]), [PLAIN, PLAIN], diversity=1.0)
    assert first[0] == 0
    assert not set(first) & set(second)
    assert sorted(first + second) == [0, 1, 2]


def test_what_is_no_candidate_is_never_taken() -> None:
    assert chosen([np.nan, 0.5, np.nan], PLAIN) == [1]


def test_the_same_text_is_never_taken_twice() -> None:
    candidates = candidates_of(labelled([("other", FIRST), ("other", FIRST), ("other", THIRD)]))
    scores = np.array([[1.0, 0.9, 0.5], [0.1, 0.9, 0.5]])
    first, second = select(candidates, scores, [PLAIN, PLAIN], diversity=1.0)
    assert sorted(first + second) == [0, 2]


def test_a_sentence_that_points_back_counts_less_until_the_one_before_it_is_taken() -> None:
    candidates = candidates_of(labelled([("other", FIRST), ("other", "此外还有十个村在建食堂。"), ("other", THIRD)]))
    assert select(candidates, np.array([[0.1, 0.8, 0.6]]), [Budget(12, 1.0)], diversity=1.0) == [[2]]
    assert select(candidates, np.array([[0.9, 0.8, 0.6]]), [Budget(24, 1.0)], diversity=1.0) == [[0, 1]]


def test_diversity_weighs_score_against_likeness() -> None:
    alike = FIRST.replace("。", "！")
    candidates = candidates_of(labelled([("other", FIRST), ("other", alike), ("other", THIRD)]))
    scores = np.array([[1.0, 0.9, 0.5]])
    assert select(candidates, scores, [Budget(24, 1.0)], diversity=1.0) == [[0, 1]]
    assert select(candidates, scores, [Budget(24, 1.0)], diversity=0.5) == [[0, 2]]


@pytest.mark.parametrize("budget", [0, 5])
def test_a_budget_too_small_for_any_sentence_gives_none(budget: int) -> None:
    assert chosen([0.9, 0.8, 0.5], Budget(budget, 1.0)) == []

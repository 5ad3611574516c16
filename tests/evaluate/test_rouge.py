"""ROUGE on characters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.evaluate.rouge import lcs_length, rouge_l, rouge_n


def plain_lcs(first: str, second: str) -> int:
    """The table of every textbook."""
    row = [0] * (len(second) + 1)
    for char in first:
        previous = row[:]
        for place, other in enumerate(second):
            row[place + 1] = previous[place] + 1 if char == other else max(row[place], previous[place + 1])
    return row[-1]


@given(first=st.text("食堂经费", max_size=40), second=st.text("食堂经费", max_size=40))
def test_the_bit_parallel_lcs_agrees_with_the_table(first: str, second: str) -> None:
    assert lcs_length(first, second) == plain_lcs(first, second)


def test_counts_are_clipped() -> None:
    assert rouge_n("食食食食", "食堂", 1) == pytest.approx(2 * 1 / (4 + 2))


def test_rouge_2_counts_pairs_of_characters() -> None:
    assert rouge_n("食堂经费", "食堂运费", 2) == pytest.approx(2 * 1 / (3 + 3))


def test_blanks_do_not_count() -> None:
    assert rouge_n("食堂 42 个", "食堂42个", 2) == 1
    assert rouge_l("食堂 42 个", "食堂42个") == 1


def test_rouge_l_keeps_the_order() -> None:
    assert rouge_l("经费食堂", "食堂经费") == pytest.approx(2 * 2 / 8)


def test_nothing_is_like_nothing() -> None:
    assert rouge_n("", "", 2) == rouge_l("", "") == 0

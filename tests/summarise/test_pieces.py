"""Where what may be read alone begins and ends."""

from __future__ import annotations

import pytest

from nlp.summarise.pieces import LONGEST, pieces

CLAUSE = "食堂缺少稳定的经费来源，账上常年只有一个季度的余款，捐款一断就要停；"


def texts(paragraph: str) -> list[str]:
    return [paragraph[start:end] for start, end in pieces(paragraph)]


@pytest.mark.parametrize(
    "whole",
    [
        "一位老人说：“食堂的饭菜合口味。价钱也不贵，我天天来。”",
        "食堂有三种菜（每天上午公布。价钱写在墙上），老人自己选。",
    ],
)
def test_a_quotation_or_bracket_of_several_sentences_is_one_piece(whole: str) -> None:
    assert texts(f"{whole}食堂由村集体出房。") == [whole, "食堂由村集体出房。"]


def test_no_piece_ends_inside_straight_quotes() -> None:
    paragraph = '一位老人说："食堂的饭菜合口味。价钱也不贵，我天天来。"食堂由村集体出房。老人自付五元。'
    assert all(part.count('"') % 2 == 0 for part in texts(paragraph))


def test_a_quote_that_is_never_closed_joins_nothing() -> None:
    sentences = ["一位老人说：“食堂的饭菜合口味。", "价钱也不贵。", "食堂由村集体出房。"]
    assert texts("".join(sentences)) == sentences


def test_a_very_long_quotation_is_parted_at_its_full_stops() -> None:
    parts = texts(f"一位老人说：“{'食堂的饭菜合口味，价钱也不贵。' * 20}”")
    assert len(parts) == 20
    assert all(len(part) <= LONGEST for part in parts)


def test_a_quotation_that_would_get_too_long_with_its_last_sentence_is_parted() -> None:
    sentences = ["一位老人说：“食堂的饭菜合口味。", f"{'价钱也不贵，' * 42}我天天来。”"]
    assert texts("".join(sentences)) == sentences


def test_a_bracket_too_many_joins_nothing() -> None:
    assert texts("1）食堂由村集体出房。老人自付五元。") == ["1）食堂由村集体出房。", "老人自付五元。"]


def test_a_piece_begins_with_no_blank() -> None:
    parts = texts(f"{CLAUSE} " * 8)
    assert len(parts) > 1
    assert all(part.startswith("食堂") for part in parts)

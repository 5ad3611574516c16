"""Encodings of Chinese text files."""

from __future__ import annotations

import pytest

from nlp.read.encoding import decode, decode_as

SIMPLIFIED = "全镇现有养老服务站十二个，床位三百张，入住老人不足一半。\n调研组走访了八个村。"
TRADITIONAL = "全鎮現有養老服務站十二個，床位三百張，入住老人不足一半。\n調研組走訪了八個村。"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_simplified_text_is_read_in_every_encoding_it_is_saved_in(encoding: str) -> None:
    decoded = decode(SIMPLIFIED.encode(encoding))
    assert decoded.text == SIMPLIFIED
    assert decoded.warnings == ()


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8", "utf-16-le"])
def test_traditional_text_stays_traditional(encoding: str) -> None:
    assert decode(TRADITIONAL.encode(encoding)).text == TRADITIONAL


@pytest.mark.parametrize("text", ["全县基本情况", "关于加强基层工作的报告", "二、存在的问题"])
def test_a_file_of_a_few_characters_is_enough_to_tell_gbk(text: str) -> None:
    assert decode(text.encode("gbk")).text == text


def test_a_gbk_file_that_begins_with_much_ascii_is_still_gbk() -> None:
    text = "x" * 9001 + SIMPLIFIED
    assert decode(text.encode("gbk")).text == text


def test_damaged_utf8_stays_utf8_and_its_damaged_bytes_are_counted() -> None:
    data = SIMPLIFIED.encode()
    decoded = decode(data[:30] + b"\xff\xfe" + data[30:60] + b"\xc0" + data[60:])
    assert decoded.text == SIMPLIFIED[:10] + "\ufffd" + SIMPLIFIED[10:20] + "\ufffd" + SIMPLIFIED[20:]
    assert decoded.warnings == ("3 damaged bytes replaced (read as UTF-8)",)


def test_utf8_cut_in_the_middle_of_a_character_stays_utf8() -> None:
    decoded = decode(SIMPLIFIED.encode()[:-1])
    assert decoded.text == SIMPLIFIED[:-1] + "\ufffd"
    assert decoded.encoding == "UTF-8"


def test_damaged_gbk_is_warned_of() -> None:
    data = SIMPLIFIED.encode("gbk")
    decoded = decode(data[:20] + b"\xff" + data[20:])
    assert decoded.text == SIMPLIFIED[:10] + "\ufffd" + SIMPLIFIED[10:]
    assert decoded.warnings == ("1 damaged byte replaced (read as GB18030)",)


def test_a_replacement_character_that_the_author_saved_is_no_damage() -> None:
    assert decode("报告\ufffd全文".encode()).warnings == ()


def test_a_label_of_gb2312_covers_the_characters_of_gb18030() -> None:
    text = "朱镕基与䶮姓"
    assert decode_as(text.encode("gb18030"), "gb2312").text == text


def test_a_wrong_label_does_not_win_against_the_bytes() -> None:
    assert decode_as(SIMPLIFIED.encode("gbk"), "utf-8").text == SIMPLIFIED
    assert decode_as(SIMPLIFIED.encode(), "iso-8859-1").text == SIMPLIFIED

"""Plain text."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.read.build import read, texts


def test_every_line_is_a_block_with_its_number_indent_and_blank_lines_above(tmp_path: Path) -> None:
    source = read(tmp_path, "关于甲县的调研\n\n\n　　全县辖八个乡镇。\n  下辖村庄\n".encode(), "甲.txt")
    assert [(block.text, block.line, block.indent, block.gap, block.whole) for block in source.blocks] == [
        ("关于甲县的调研", 1, 0.0, 0.0, False),
        ("全县辖八个乡镇。", 4, 2.0, 2.0, False),
        ("下辖村庄", 5, 1.0, 0.0, False),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends_of_every_system_part_lines(tmp_path: Path, end: str) -> None:
    source = read(tmp_path, f"第一行{end}{end}第二行{end}".encode(), "a.txt")
    assert [(block.text, block.line, block.gap) for block in source.blocks] == [("第一行", 1, 0.0), ("第二行", 3, 1.0)]


@pytest.mark.parametrize("mark", ["\v", "\u2028", "\u2029"])
def test_other_line_separators_part_lines_too(tmp_path: Path, mark: str) -> None:
    assert texts(read(tmp_path, f"第一行{mark}第二行".encode(), "a.txt")) == ["第一行", "第二行"]


def test_form_feeds_count_pages(tmp_path: Path) -> None:
    source = read(tmp_path, "第一页\n\f第二页\n第二页末\f第三页".encode(), "a.txt")
    assert [(block.text, block.page) for block in source.blocks] == [
        ("第一页", 1),
        ("第二页", 2),
        ("第二页末", 2),
        ("第三页", 3),
    ]


def test_a_form_feed_before_the_text_parts_nothing(tmp_path: Path) -> None:
    source = read(tmp_path, "\f第一页\f第二页".encode(), "a.txt")
    assert [block.page for block in source.blocks] == [1, 2]


def test_without_form_feeds_no_page_is_claimed(tmp_path: Path) -> None:
    assert read(tmp_path, "一行\n二行\f".encode(), "a.txt").blocks[0].page is None


def test_text_is_folded_and_chinese_punctuation_stays(tmp_path: Path) -> None:
    source = read(tmp_path, "２０２４年，⼈⼝\u200b１２万；占３％。".encode(), "a.txt")
    assert texts(source) == ["2024年，人口12万；占3％。"]


def test_numbered_lines_alone_are_no_markdown(tmp_path: Path) -> None:
    source = read(tmp_path, "1. 建立机制\n2. 完善制度\n- 其他\n* 注\n".encode(), "a.txt")
    assert source.format == "txt"
    assert texts(source) == ["1. 建立机制", "2. 完善制度", "- 其他", "* 注"]


def test_twenty_thousand_gbk_characters_take_no_noticeable_time(tmp_path: Path) -> None:
    data = ("　　为掌握全县农村养老服务情况，调研组走访了十二个乡镇。\n" * 700).encode("gbk")
    read(tmp_path, data, "warm.txt")
    begun = time.perf_counter()
    read(tmp_path, data, "a.txt")
    assert time.perf_counter() - begun < 0.5

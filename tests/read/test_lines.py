"""Lines inside one paragraph, indents, titles."""

from __future__ import annotations

import pytest

from nlp.document import Block
from nlp.read.lines import indent_of, join, paragraph_ranges, raise_title


@pytest.mark.parametrize(
    ("text", "em"),
    [("　　正文", 2.0), ("    正文", 2.0), ("\u2003\u2003正文", 2.0), ("\u00a0正文", 0.5), ("正文", 0.0)],
)
def test_an_indent_is_measured_in_em(text: str, em: float) -> None:
    assert indent_of(text) == em


def test_lines_are_joined_with_a_blank_between_latin_letters_only() -> None:
    assert join(["全县共", "12个", "IT park", "one", "，下同"]) == "全县共12个IT park one，下同"


def _paragraphs(lines: list[str], *, heading: bool = False) -> list[str]:
    return [join([lines[number] for number in found]) for found in paragraph_ranges(lines, heading=heading)]


def test_lines_that_end_in_a_full_stop_are_paragraphs() -> None:
    assert _paragraphs(["第一段。", "第二段。", "第三段"]) == ["第一段。", "第二段。", "第三段"]


def test_a_numbered_line_before_text_is_a_paragraph() -> None:
    assert _paragraphs(["一、基本情况", "全县辖八个乡镇，人口三十万。"]) == [
        "一、基本情况",
        "全县辖八个乡镇，人口三十万。",
    ]


def test_a_line_that_ends_in_a_comma_goes_on() -> None:
    assert _paragraphs(["全县辖八个乡镇，", "人口三十万。"]) == ["全县辖八个乡镇，人口三十万。"]


def test_lines_of_one_width_without_an_end_go_on() -> None:
    lines = [
        "全县辖八个乡镇一百二十个行政村人口三十万其中",
        "农村人口二十万是一个典型的山区农业县近年来全",
        "县坚持产业兴县。",
    ]
    assert _paragraphs(lines) == ["".join(lines)]


def test_an_indented_line_begins_a_paragraph_and_so_does_one_after_a_blank_line() -> None:
    assert _paragraphs(["前文，", "　　后文，", "", "末文"]) == ["前文，", "后文，", "末文"]


def test_a_title_of_two_lines_is_joined_and_its_subtitle_is_not() -> None:
    lines = ["关于甲县养老服务", "情况的调研报告", "——以乙镇为例"]
    assert _paragraphs(lines, heading=True) == ["关于甲县养老服务情况的调研报告", "——以乙镇为例"]


def test_a_first_and_only_outermost_heading_is_the_title() -> None:
    blocks = [Block("题", level=1), Block("一", level=2), Block("文"), Block("二", level=2)]
    assert [block.level for block in raise_title(blocks)] == [0, 2, None, 2]


def test_the_first_of_several_headings_of_one_level_is_no_title() -> None:
    blocks = [Block("一", level=1), Block("文"), Block("二", level=1)]
    assert raise_title(blocks) == blocks


@pytest.mark.parametrize("level", [1, 2, 4])
def test_a_subtitle_right_below_the_title_is_no_heading(level: int) -> None:
    blocks = [Block("题", level=1), Block("——以甲镇为例", level=level), Block("文"), Block("一", level=2)]
    assert [block.level for block in raise_title(blocks)] == [0, None, None, 2]

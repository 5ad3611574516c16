from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlp.document import Block, Source
from nlp.structure import structure
from nlp.structure.joining import join_lines, join_text
from nlp.text import em_width
from tests.structure.build import BODY, SECOND, dump, lines, wrap

PARAGRAPHS = [BODY, SECOND, BODY[::1] + SECOND, SECOND + BODY]


def texts(*source_lines: str) -> list[str]:
    return [unit.text for unit in join_lines(lines(*source_lines).blocks)]


@pytest.mark.parametrize(
    ("first", "second", "joined"),
    [
        ("养老服", "务", "养老服务"),
        ("the quick", "brown fox", "the quick brown fox"),
        ("共计12", "35万元", "共计1235万元"),
        ("建成XX", "个", "建成XX个"),
        ("Windows", "10", "Windows 10"),
    ],
)
def test_puts_a_blank_between_latin_words_only(first: str, second: str, joined: str) -> None:
    assert join_text(first, second) == joined


@pytest.mark.parametrize("width", [20, 24, 28, 34, 40])
def test_joins_lines_whose_indents_were_lost(width: int) -> None:
    assert texts(*dump(PARAGRAPHS, width)) == PARAGRAPHS


@pytest.mark.parametrize("width", [24, 28, 40])
def test_joins_lines_with_indents(width: int) -> None:
    indented = [("　　" if i == 0 else "") + line for text in PARAGRAPHS for i, line in enumerate(wrap(text, width))]
    assert texts(*indented) == PARAGRAPHS


def test_joins_lines_with_a_blank_line_after_each() -> None:
    assert texts(*[part for line in dump(PARAGRAPHS) for part in (line, "")]) == PARAGRAPHS


def test_a_blank_line_ends_a_paragraph_where_lines_stand_close() -> None:
    full = BODY[: 26 + 28 * 2 - 1] + "。"
    spaced = [*wrap(full), "", *wrap(SECOND), "", *wrap(BODY)]
    assert texts(*spaced) == [full, SECOND, BODY]


def test_leaves_lines_that_are_paragraphs_alone() -> None:
    assert texts("调研报告", BODY, SECOND, BODY + SECOND) == ["调研报告", BODY, SECOND, BODY + SECOND]


def test_joins_no_heading_to_its_text() -> None:
    source = ["一、主要做法", *wrap(BODY), "（一）把门打开", *wrap(SECOND), *wrap(BODY)]
    assert texts(*source) == ["一、主要做法", BODY, "（一）把门打开", SECOND, BODY]


def test_joins_a_heading_of_two_lines() -> None:
    heading = "（一）把照料点办到老人的家门口，让出不了远门的老人也能够吃上一口热饭"
    source = [*wrap(heading), *wrap(BODY), *wrap(SECOND), *wrap(BODY)]
    assert texts(*source) == [heading, BODY, SECOND, BODY]


def test_keeps_a_run_in_heading_with_its_paragraph() -> None:
    run_in = "（一）把门打开。" + BODY
    assert texts(*dump([SECOND, run_in, BODY])) == [SECOND, run_in, BODY]


def test_a_paragraph_whose_last_line_is_full_ends_where_the_next_begins_like_a_first_line() -> None:
    full = BODY[: 26 + 28 - 1] + "。"
    assert texts(*dump([SECOND, full, BODY + SECOND, SECOND])) == [SECOND, full, BODY + SECOND, SECOND]


def test_a_short_question_after_a_full_line_is_a_heading() -> None:
    full = BODY[: 26 + 28 - 1] + "。"
    assert texts(*dump([SECOND, full, "为什么要办照料点？", BODY, SECOND])) == [
        SECOND,
        full,
        "为什么要办照料点？",
        BODY,
        SECOND,
    ]


def test_a_heading_that_fills_its_line_ends_like_its_siblings() -> None:
    full = "（三）把照料点办到每一位老人家门口让他们吃上热饭"
    assert texts(*dump(["（一）健全机制", BODY, "（二）强化保障", SECOND, full, BODY + SECOND], 28)) == [
        "（一）健全机制",
        BODY,
        "（二）强化保障",
        SECOND,
        full,
        BODY + SECOND,
    ]


def test_a_subtitle_that_fills_its_line_ends() -> None:
    subtitle = "——关于云麓县农村养老服务情况的专题调研报告"
    assert texts(*dump([subtitle, BODY, SECOND, BODY], 24)) == [subtitle, BODY, SECOND, BODY]


def test_an_attachment_in_the_midst_of_a_paragraph_does_not_end_it() -> None:
    start = BODY[: 26 + 28 - 1] + "。"
    text = start + "附件：访谈提纲及统计表（略）。"
    assert texts(*dump([SECOND, text, BODY])) == [SECOND, text, BODY]


def test_never_cuts_inside_a_quotation() -> None:
    quoted = "调研中一位老人说：“" + BODY[:40] + "。”大家都笑了，说这话在理，往后的日子就照着这个样子过下去。"
    assert texts(*dump([BODY, quoted, SECOND])) == [BODY, quoted, SECOND]


def test_joins_lines_of_a_pdf_by_their_measured_width() -> None:
    blocks = []
    for text in PARAGRAPHS:
        for i, line in enumerate(wrap(text)):
            blocks.append(Block(line, whole=False, page=1, size=16.0, indent=2.0 if i == 0 else 0.0, width=len(line)))
    assert [unit.text for unit in join_lines(blocks)] == PARAGRAPHS


def test_keeps_whole_blocks_apart() -> None:
    blocks = [Block("短句没有句号"), Block(BODY), Block(SECOND)]
    assert [unit.text for unit in join_lines(blocks)] == [block.text for block in blocks]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(alphabet="一二县乡老人，。、；“”（）a1 .", min_size=1, max_size=60), min_size=1, max_size=25))
def test_loses_no_character(raw: list[str]) -> None:
    source = lines(*raw)
    joined = "".join(unit.text for unit in join_lines(source.blocks))
    assert joined.replace(" ", "") == "".join(block.text for block in source.blocks).replace(" ", "")


@pytest.mark.parametrize("indent", ["　　", ""])
def test_joins_lines_that_were_wrapped_after_so_many_characters(indent: str) -> None:
    text = "2023年GDP增长6.5%，全县有App用户12.8万人，其中45岁以下的占63.2%，比2021年提高了9.4个百分点。" * 2
    wrapped = [(indent + text)[i : i + 30] for i in range(0, len(indent + text), 30)]
    (report,) = structure(lines("云麓县农村养老服务情况调研报告", *wrapped, *wrapped, "一、做法", *wrapped))
    assert [paragraph.text for paragraph in report.paragraphs] == [text] * 3


def test_lines_of_a_pdf_are_joined_beside_a_page_with_wider_ones() -> None:
    page = [Block(text, whole=False, width=em_width(text), page=1) for text in dump([BODY, SECOND] * 3)]
    table = [Block("区域　完成台数　" * 6, whole=False, width=48.0, page=2) for _ in range(8)]
    (report,) = structure(Source("报告.pdf", "pdf", (*page, *table)))
    assert report.paragraphs[0].text == BODY


def test_a_short_report_with_many_headings_is_seen_to_be_wrapped() -> None:
    asked = ["问：为什么回来？", "答：孩子没人带。", "问：还走吗？", "答：不走了。"]
    source = lines(*("云麓县返乡青年访谈报告", "一、访谈说明", *wrap(BODY, 38), "二、实录", *asked, *wrap(SECOND, 38)))
    (report,) = structure(source)
    assert BODY in [paragraph.text for paragraph in report.paragraphs]


def test_blank_lines_part_paragraphs_of_two_lines() -> None:
    first, second = "县" * 67 + "。", "乡" * 60 + "。"
    pairs = [line for text in (first, second) * 2 for line in ["", *wrap(text, 34, first=34)]]
    (report,) = structure(lines("云麓县农村养老服务情况调研报告", "", "一、做法", *pairs))
    assert [paragraph.text for paragraph in report.paragraphs] == [first, second] * 2

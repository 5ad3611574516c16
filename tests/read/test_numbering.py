"""Automatic numbers of Word documents."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.read.docx.numbering import format_number
from tests.read.build import docx, paragraph, read, texts


def _level(index: int, text: str, format_: str = "decimal", more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{format_}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def _abstract(*levels: str, number: int = 1, more: str = "") -> str:
    return f'<w:abstractNum w:abstractNumId="{number}">{more}{"".join(levels)}</w:abstractNum>'


def _num(number: int, *, abstract: int = 1, more: str = "") -> str:
    return f'<w:num w:numId="{number}"><w:abstractNumId w:val="{abstract}"/>{more}</w:num>'


def _item(text: str, level: int = 0, num: int = 1) -> str:
    return paragraph(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{num}"/></w:numPr>')


CHINESE = _abstract(
    _level(0, "%1、", "chineseCountingThousand"), _level(1, "（%2）", "chineseCounting"), _level(2, "%3.")
)


def test_numbers_are_part_of_the_text_as_word_shows_them(tmp_path: Path) -> None:
    body = _item("做法") + _item("机制", 1) + _item("领导", 2) + _item("保障", 2) + _item("宣传", 1) + _item("成效")
    source = read(tmp_path, docx(body, numbering=CHINESE + _num(1)), "a.docx")
    assert texts(source) == ["一、做法", "（一）机制", "1.领导", "2.保障", "（二）宣传", "二、成效"]


def test_a_level_begins_anew_below_the_next_upper_item(tmp_path: Path) -> None:
    body = _item("甲") + _item("a", 1) + _item("b", 1) + _item("乙") + _item("c", 1)
    assert texts(read(tmp_path, docx(body, numbering=CHINESE + _num(1)), "a.docx"))[-1] == "（一）c"


def test_a_level_that_never_restarts_counts_on(tmp_path: Path) -> None:
    numbering = _abstract(_level(0, "%1、"), _level(1, "（%2）", more='<w:lvlRestart w:val="0"/>')) + _num(1)
    body = _item("甲") + _item("a", 1) + _item("乙") + _item("b", 1)
    assert texts(read(tmp_path, docx(body, numbering=numbering), "a.docx"))[-1] == "（2）b"


def test_a_level_may_restart_only_below_a_higher_level(tmp_path: Path) -> None:
    numbering = _abstract(_level(0, "%1、"), _level(1, "（%2）"), _level(2, "%3.", more='<w:lvlRestart w:val="1"/>'))
    body = "".join(
        [_item("甲"), _item("a", 1), _item("i", 2), _item("b", 1), _item("j", 2), _item("乙"), _item("k", 2)]
    )
    found = texts(read(tmp_path, docx(body, numbering=numbering + _num(1)), "a.docx"))
    assert [found[index] for index in (2, 4, 6)] == ["1.i", "2.j", "1.k"]


def test_numbers_held_by_styles_are_shown(tmp_path: Path) -> None:
    numbering = _abstract(
        _level(0, "%1、", "chineseCounting", '<w:pStyle w:val="H1"/>'),
        _level(1, "（%2）", "chineseCounting", '<w:pStyle w:val="H2"/>'),
    ) + _num(1)
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="H{level}"><w:name w:val="heading {level}"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        for level in (1, 2)
    )
    body = "".join(
        paragraph(text, properties=f'<w:pStyle w:val="{style}"/>')
        for text, style in (("做法", "H1"), ("机制", "H2"), ("宣传", "H2"), ("成效", "H1"))
    )
    source = read(tmp_path, docx(body, styles=styles, numbering=numbering), "a.docx")
    assert [(block.text, block.level) for block in source.blocks] == [
        ("一、做法", 1),
        ("（一）机制", 2),
        ("（二）宣传", 2),
        ("二、成效", 1),
    ]


def test_num_id_0_takes_the_number_of_the_style_away(tmp_path: Path) -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = paragraph("前言", properties='<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    assert texts(read(tmp_path, docx(body, styles=styles, numbering=CHINESE + _num(1)), "a.docx")) == ["前言"]


def test_lists_of_one_definition_count_on_unless_they_say_where_to_start(tmp_path: Path) -> None:
    start = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    numbering = _abstract(_level(0, "%1.")) + _num(1) + _num(2) + _num(3, more=start)
    body = _item("甲") + _item("乙", num=2) + _item("丙", num=3) + _item("丁", num=3)
    assert texts(read(tmp_path, docx(body, numbering=numbering), "a.docx")) == ["1.甲", "2.乙", "1.丙", "2.丁"]


def test_a_list_may_replace_a_level_of_its_definition(tmp_path: Path) -> None:
    more = f'<w:lvlOverride w:ilvl="0">{_level(0, "%1、", "chineseCounting")}</w:lvlOverride>'
    numbering = _abstract(_level(0, "%1.")) + _num(1, more=more)
    assert texts(read(tmp_path, docx(_item("甲"), numbering=numbering), "a.docx")) == ["一、甲"]


def test_a_definition_that_points_to_a_list_style_is_followed(tmp_path: Path) -> None:
    numbering = (
        _abstract(number=1, more='<w:numStyleLink w:val="L"/>')
        + _abstract(_level(0, "第%1章", "chineseCounting"), number=2, more='<w:styleLink w:val="L"/>')
        + _num(1)
        + _num(2, abstract=2)
    )
    styles = (
        '<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/>'
        '<w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>'
    )
    source = read(tmp_path, docx(_item("总则"), styles=styles, numbering=numbering), "a.docx")
    assert texts(source) == ["第一章 总则"]


def test_several_levels_in_one_number_are_arabic_where_the_level_is_legal(tmp_path: Path) -> None:
    numbering = _abstract(
        _level(0, "%1、", "chineseCounting"), _level(1, "%1.%2"), _level(2, "%1.%2.%3", more="<w:isLgl/>")
    ) + _num(1)
    body = _item("甲") + _item("乙", 1) + _item("丙", 2)
    assert texts(read(tmp_path, docx(body, numbering=numbering), "a.docx")) == ["一、甲", "一.1 乙", "1.1.1 丙"]


def test_a_first_item_below_a_level_not_used_yet_shows_that_level_at_its_start(tmp_path: Path) -> None:
    numbering = _abstract(_level(0, "%1.", start=3), _level(1, "%1.%2")) + _num(1)
    assert texts(read(tmp_path, docx(_item("甲", 1), numbering=numbering), "a.docx")) == ["3.1 甲"]


def test_a_paragraph_that_was_moved_away_is_not_counted(tmp_path: Path) -> None:
    place = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:moveFrom/></w:rPr>'
    moved = f"<w:p><w:pPr>{place}</w:pPr><w:moveFrom><w:r><w:t>打算</w:t></w:r></w:moveFrom></w:p>"
    source = read(tmp_path, docx(_item("做法") + moved + _item("成效"), numbering=CHINESE + _num(1)), "a.docx")
    assert texts(source) == ["一、做法", "二、成效"]


def test_bullets_are_left_out(tmp_path: Path) -> None:
    numbering = _abstract(_level(0, "\uf06c", "bullet")) + _num(1)
    assert texts(read(tmp_path, docx(_item("要点"), numbering=numbering), "a.docx")) == ["要点"]


@pytest.mark.parametrize(
    ("text", "run", "role"),
    [("协同不够", "", "item"), ("协同不够", "<w:b/>", "text"), ("（一）协同不够", "", "text")],
)
def test_a_bullet_makes_an_item_of_what_is_not_set_off_as_a_heading(
    tmp_path: Path, text: str, run: str, role: str
) -> None:
    numbering = _abstract(_level(0, "\uf06c", "bullet")) + _num(1)
    body = paragraph(text, properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>', run=run)
    assert [block.role for block in read(tmp_path, docx(body, numbering=numbering), "a.docx").blocks] == [role]


def test_a_heading_by_style_is_no_item_of_its_bullet(tmp_path: Path) -> None:
    numbering = _abstract(_level(0, "◆", "bullet")) + _num(1)
    style = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
    body = paragraph("做法", properties='<w:pStyle w:val="H"/><w:numPr><w:numId w:val="1"/></w:numPr>')
    assert read(tmp_path, docx(body, styles=style, numbering=numbering), "a.docx").blocks[0].role == "text"


@pytest.mark.parametrize(("format_", "text"), [("decimal", "%1."), ("none", "")])
def test_what_has_no_bullet_is_no_item(tmp_path: Path, format_: str, text: str) -> None:
    numbering = _abstract(_level(0, text, format_)) + _num(1)
    assert read(tmp_path, docx(_item("要点"), numbering=numbering), "a.docx").blocks[0].role == "text"


def test_an_empty_numbered_paragraph_counts_though_it_has_no_text(tmp_path: Path) -> None:
    body = _item("甲") + _item("") + _item("乙")
    assert texts(read(tmp_path, docx(body, numbering=CHINESE + _num(1)), "a.docx")) == ["一、甲", "三、乙"]


@pytest.mark.parametrize(
    ("format_", "count", "text"),
    [
        ("chineseCounting", 12, "十二"),
        ("chineseCountingThousand", 105, "一百零五"),
        ("japaneseCounting", 20, "二十"),
        ("taiwaneseCounting", 3, "三"),
        ("chineseLegalSimplified", 12, "壹拾贰"),
        ("ideographDigital", 10, "一〇"),
        ("ideographTraditional", 2, "乙"),
        ("ideographZodiac", 12, "亥"),
        ("decimalEnclosedCircle", 1, "①"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedCircle", 21, "21"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("decimalEnclosedFullstop", 1, "⒈"),
        ("decimalFullWidth", 3, "3"),
        ("decimalZero", 7, "07"),
        ("upperLetter", 27, "AA"),
        ("lowerLetter", 3, "c"),
        ("upperRoman", 49, "XLIX"),
        ("lowerRoman", 4, "iv"),
        ("none", 4, ""),
        ("unheardOf", 4, "4"),
    ],
)
def test_number_formats(format_: str, count: int, text: str) -> None:
    assert format_number(count, format_) == text

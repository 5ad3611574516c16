"""Forced breaks of lines, pages and columns inside a paragraph of a Word document."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.document import Block
from tests.read.build import docx, read

LINE = "<w:br/>"
PAGE = '<w:br w:type="page"/>'
CENTRED = '<w:jc w:val="center"/>'
HEADING = '<w:pStyle w:val="H"/>'
STYLES = '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
LONG = (
    "全县共有乡镇十二个，行政村一百二十个，人口三十万，其中农村人口二十万，近年来坚持产业兴县，"
    "大力发展特色种植和加工，新建基地三十个，带动农户五千户，户均增收"
)


def _blocks(folder: Path, *pieces: str, properties: str = "", size: str = "") -> tuple[Block, ...]:
    """Blocks of one paragraph: texts of one size in half points, and breaks."""
    runs = "".join(
        f"<w:r>{piece}</w:r>" if piece.startswith("<") else f"<w:r>{_sized(size)}<w:t>{piece}</w:t></w:r>"
        for piece in pieces
    )
    body = f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"
    return read(folder, docx(body, styles=STYLES), "a.docx").blocks


def _sized(size: str) -> str:
    return f'<w:rPr><w:sz w:val="{size}"/></w:rPr>' if size else ""


def _texts(folder: Path, *pieces: str, properties: str = "") -> list[str]:
    return [block.text for block in _blocks(folder, *pieces, properties=properties)]


@pytest.mark.parametrize("kind", ["page", "column"])
def test_a_break_of_the_page_parts_a_centred_paragraph(tmp_path: Path, kind: str) -> None:
    pieces = ("二〇二四年四月", f'<w:br w:type="{kind}"/>', "基本做法")
    assert _texts(tmp_path, *pieces, properties=CENTRED) == ["二〇二四年四月", "基本做法"]


def test_headings_on_both_sides_of_a_page_break_have_the_level(tmp_path: Path) -> None:
    blocks = _blocks(tmp_path, "主要做法", PAGE, "工作成效", properties=HEADING)
    assert [(block.text, block.level) for block in blocks[1:]] == [("工作成效", 2)]


def test_a_page_break_after_a_sentence_parts_running_text(tmp_path: Path) -> None:
    assert _texts(tmp_path, LONG + "千元。", PAGE, "成效明显。") == [LONG + "千元。", "成效明显。"]


def test_a_page_break_before_a_number_parts_running_text(tmp_path: Path) -> None:
    assert _texts(tmp_path, LONG, PAGE, "二、问题") == [LONG, "二、问题"]


def test_a_page_break_in_the_midst_of_a_sentence_is_no_end(tmp_path: Path) -> None:
    assert _texts(tmp_path, LONG, PAGE, "两千元。") == [LONG + "两千元。"]


def test_text_below_a_heading_of_the_same_paragraph_is_parted_and_has_no_level(tmp_path: Path) -> None:
    pieces = ("一、现状", LINE, "全县有乡镇十二个。", LINE, "人口三十万。")
    blocks = _blocks(tmp_path, "题", PAGE, *pieces, properties=HEADING)
    assert [(block.text, block.level) for block in blocks[1:]] == [
        ("一、现状", 2),
        ("全县有乡镇十二个。", None),
        ("人口三十万。", None),
    ]


def test_a_long_line_below_a_heading_is_text_without_a_full_stop(tmp_path: Path) -> None:
    assert _texts(tmp_path, "一、现状", LINE, LONG, properties=HEADING) == ["一、现状", LONG]


def test_a_heading_that_breaks_after_a_comma_stays_whole(tmp_path: Path) -> None:
    assert _texts(tmp_path, "（一）坚持党建引领，", LINE, "建强组织。", properties=HEADING) == [
        "（一）坚持党建引领，建强组织。"
    ]


def test_a_number_begins_a_heading_below_a_heading(tmp_path: Path) -> None:
    assert _texts(tmp_path, "一、现状", LINE, "1.产业", properties=HEADING) == ["一、现状", "1.产业"]


def test_office_and_date_are_parted_from_the_title_of_two_lines_above_them(tmp_path: Path) -> None:
    pieces = ("乙区治理情况的", LINE, "调研报告", LINE, "乙区政法委", LINE, "2024年4月")
    assert _texts(tmp_path, *pieces, properties=CENTRED) == ["乙区治理情况的调研报告", "乙区政法委", "2024年4月"]


@pytest.mark.parametrize("date", ["2024年4月", "（二〇二四年四月十日）", "2024.4.10", "2024-04"])
def test_a_date_at_the_end_of_a_title_is_parted(tmp_path: Path, date: str) -> None:
    assert _texts(tmp_path, "乙区治理的探索", LINE, date, properties=CENTRED) == ["乙区治理的探索", date]


@pytest.mark.parametrize("second", ["2024年经济运行", "2024年4月"])
def test_a_date_within_a_title_is_not_parted(tmp_path: Path, second: str) -> None:
    pieces = ("关于乙区", LINE, second, LINE, "情况的报告")
    assert _texts(tmp_path, *pieces, properties=CENTRED) == [f"关于乙区{second}情况的报告"]


def test_lines_in_type_of_another_size_are_parted(tmp_path: Path) -> None:
    small = '<w:rPr><w:sz w:val="28"/></w:rPr><w:t>乙区政法委</w:t>'
    blocks = _blocks(tmp_path, "乙区治理的", LINE, "探索", LINE, small, properties=CENTRED, size="44")
    assert [(block.text, block.size) for block in blocks] == [("乙区治理的探索", 22.0), ("乙区政法委", 14.0)]


def test_a_blank_line_parts_a_centred_paragraph(tmp_path: Path) -> None:
    assert _texts(tmp_path, "乙区治理", LINE, LINE, "乙区政法委", properties=CENTRED) == ["乙区治理", "乙区政法委"]

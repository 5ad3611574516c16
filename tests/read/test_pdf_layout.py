"""Columns, boxes, watermarks and tables on the pages of PDF files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from tests.read.build import pdf, read, texts, write


def test_two_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 90, 780, "横跨两栏的标题横跨两栏的标题横跨两栏的标题")
        for number in range(8):
            write(canvas, 60, 700 - 20 * number, f"左栏第{number}行文字左栏文字左栏文字")
            write(canvas, 320, 700 - 20 * number, f"右栏第{number}行文字右栏文字右栏文字")

    found = texts(read(tmp_path, pdf(draw), "a.pdf"))
    assert found[0].startswith("横跨")
    assert [text[:4] for text in found[1:]] == [f"左栏第{n}" for n in range(8)] + [f"右栏第{n}" for n in range(8)]


def _left_and_right(canvas: Canvas, rows: int) -> None:
    for number in range(rows):
        write(canvas, 60, 700 - 20 * number, f"左栏第{number}行文字左栏文字左栏文字")
        write(canvas, 320, 700 - 20 * number, f"右栏第{number}行文字右栏文字右栏文字")


def test_the_columns_of_a_short_last_page_are_those_of_the_page_before(tmp_path: Path) -> None:
    def last(canvas: Canvas) -> None:
        _left_and_right(canvas, 2)
        write(canvas, 280, 40, "第2页")

    source = read(tmp_path, pdf(lambda canvas: _left_and_right(canvas, 8), last), "a.pdf")
    found = [block.text[:4] for block in source.blocks if block.page == 2]
    assert found == ["左栏第0", "左栏第1", "右栏第0", "右栏第1", "第2页"]


def test_a_page_of_one_column_stays_one_after_a_page_of_two(tmp_path: Path) -> None:
    def last(canvas: Canvas) -> None:
        write(canvas, 60, 700, "通栏的一行文字很长，横跨两栏之间的空白，到右边")
        write(canvas, 60, 680, "三个村")
        write(canvas, 400, 680, "表一")
        write(canvas, 60, 660, "通栏的又一行文字很长，横跨两栏之间的空白，到右边")

    source = read(tmp_path, pdf(lambda canvas: _left_and_right(canvas, 8), last), "a.pdf")
    assert [block.text[:3] for block in source.blocks if block.page == 2] == ["通栏的", "三个村", "通栏的"]


def test_three_columns_are_read_one_after_the_other(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 120, 780, "横跨三栏的标题横跨三栏的标题", 24)
        for number in range(8):
            for column, left in zip("左中右", (60, 220, 380), strict=True):
                write(canvas, left, 700 - 20 * number, f"{column}栏第{number}行文字文字文字")

    found = texts(read(tmp_path, pdf(draw), "a.pdf"))
    assert [text[:4] for text in found[1:]] == [f"{column}栏第{n}" for column in "左中右" for n in range(8)]


def test_a_table_of_short_cells_is_read_row_by_row(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(8):
            for column, left in enumerate((60, 220, 380)):
                write(canvas, left, 700 - 20 * number, f"第{number}行第{column}格")

    found = texts(read(tmp_path, pdf(draw), "a.pdf"))
    assert found == [f"第{n}行第0格 第{n}行第1格 第{n}行第2格" for n in range(8)]


def _grid(canvas: Canvas) -> None:
    """Two rows below a head whose last cell spans two columns."""
    for y in (720, 696, 656, 632):
        canvas.line(90, y, 450, y)
    for x in (90, 150, 450):
        canvas.line(x, 632, x, 720)
    canvas.line(300, 632, 300, 696)


def test_a_row_of_a_drawn_table_is_a_block(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _grid(canvas)
        write(canvas, 96, 702, "乡镇")
        write(canvas, 250, 702, "问题和整改措施")
        write(canvas, 96, 672, "下洋")
        write(canvas, 156, 680, "管线分属不同单")
        write(canvas, 156, 662, "位。")
        write(canvas, 306, 680, "实行一个窗口受")
        write(canvas, 306, 662, "理。")
        write(canvas, 96, 640, "上坪")
        write(canvas, 306, 640, "推广3项做法。")
        write(canvas, 90, 600, "表后的正文。")

    blocks = read(tmp_path, pdf(draw), "a.pdf").blocks
    assert [(block.text, block.role, block.whole) for block in blocks] == [
        ("乡镇\t问题和整改措施", "row", True),
        ("下洋\t管线分属不同单位。\t实行一个窗口受理。", "row", True),
        ("上坪\t推广3项做法。", "row", True),
        ("表后的正文。", "text", False),
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_drawn_table_on_a_page_stored_turned_is_found(tmp_path: Path, turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.translate(297, 421)
        canvas.rotate(turn)
        canvas.translate(-297, -676)
        _grid(canvas)
        for y, text in ((702, "第一"), (672, "第二"), (640, "第三")):
            write(canvas, 96, y, text)
            write(canvas, 306, y, "格")

    assert texts(read(tmp_path, pdf(draw), "a.pdf")) == ["第一\t格", "第二\t格", "第三\t格"]


def test_boxes_around_running_text_are_no_table(tmp_path: Path) -> None:
    line = "全县辖八个乡镇，人口三十万"

    def draw(canvas: Canvas) -> None:
        for y in (720, 300, 60):
            canvas.line(80, y, 480, y)
        for x in (80, 280, 480):
            canvas.line(x, 60, x, 720)
        for number in range(18):
            for x in (90, 290):
                write(canvas, x, 700 - 20 * number, line)
        for x in (90, 290):
            write(canvas, x, 200, "附记")

    assert {block.role for block in read(tmp_path, pdf(draw), "a.pdf").blocks} == {"text"}


def test_text_over_other_text_is_a_line_of_its_own(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 90, 700, "推行一个窗口受理、一支队伍施工")
        write(canvas, 130, 703, "甲县政协")

    assert sorted(texts(read(tmp_path, pdf(draw), "a.pdf"))) == ["推行一个窗口受理、一支队伍施工", "甲县政协"]


def test_text_at_the_same_place_over_the_text_of_two_pages_is_a_watermark(tmp_path: Path) -> None:
    def draw(text: str) -> Callable[[Canvas], None]:
        def page(canvas: Canvas) -> None:
            write(canvas, 90, 800, "甲县政协", 9)
            write(canvas, 90, 700, text)
            write(canvas, 130, 703, "内部资料")
            write(canvas, 130, 503, "内部资料")

        return page

    source = read(tmp_path, pdf(draw("推行一个窗口受理。"), draw("统一标准收费。")), "a.pdf")
    assert texts(source) == ["甲县政协", "推行一个窗口受理。", "甲县政协", "统一标准收费。"]


def test_text_at_the_same_place_in_the_margin_of_two_pages_is_left_out(tmp_path: Path) -> None:
    def draw(text: str) -> Callable[[Canvas], None]:
        def page(canvas: Canvas) -> None:
            write(canvas, 90, 700, text)
            write(canvas, 90, 500, text)
            for number, char in enumerate("装订线"):
                write(canvas, 40, 700 - 100 * number, char)

        return page

    source = read(tmp_path, pdf(draw("推行一个窗口受理。"), draw("统一标准收费。")), "a.pdf")
    assert texts(source) == ["推行一个窗口受理。"] * 2 + ["统一标准收费。"] * 2


def test_a_box_beside_the_text_is_read_after_it(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        for number, text in enumerate(("全县办起食堂十", "二家，每天供应", "午餐和晚餐。")):
            write(canvas, 90, 700 - 20 * number, text)
        for number, text in enumerate(("助餐点：由村里", "老人自办的食", "堂。")):
            write(canvas, 220, 696 - 16 * number, text, 9)

    found = texts(read(tmp_path, pdf(draw), "a.pdf"))
    assert found == ["全县办起食堂十", "二家，每天供应", "午餐和晚餐。", "助餐点：由村里", "老人自办的食", "堂。"]


def _browser_page(number: int, foot: str) -> Callable[[Canvas], None]:
    def draw(canvas: Canvas) -> None:
        write(canvas, 30, 820, "2024/1/5 14:30", 8)
        write(canvas, 250, 820, "小饭桌温暖几代人", 8)
        write(canvas, 90, 700, f"第{number}页的正文。")
        write(canvas, 30, 20, foot, 8)
        write(canvas, 550, 20, f"{number}/2", 8)

    return draw


def test_what_a_browser_prints_at_the_edges_of_its_pages_is_left_out(tmp_path: Path) -> None:
    address = "https://www.example.cn/news/1.html"
    data = pdf(_browser_page(1, address), _browser_page(2, address))
    assert texts(read(tmp_path, data, "a.pdf")) == ["第1页的正文。", "第2页的正文。"]


def test_a_date_at_the_head_of_a_page_stays_without_the_address_at_its_foot(tmp_path: Path) -> None:
    data = pdf(_browser_page(1, "云溪县统计局"))
    assert texts(read(tmp_path, data, "a.pdf"))[0] == "2024/1/5 14:30 小饭桌温暖几代人"

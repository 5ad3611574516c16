"""PDF files."""

from __future__ import annotations

import base64
import io
from dataclasses import replace
from pathlib import Path

import pytest
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from nlp.read.errors import DamagedFile, EncryptedFile, FileTooLarge, ScannedFile
from tests.read.build import SETTINGS, pdf, read, texts, write

PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _body(canvas: Canvas) -> None:
    write(canvas, 200, 780, "关于甲县的调研报告", 22)
    write(canvas, 114, 700, "全县辖八个乡镇，人口三十万，其中农村人口二十")
    write(canvas, 90, 680, "万，是一个典型的山区农业县，近年来坚持产业")
    write(canvas, 90, 660, "兴县。")


def _blank(canvas: Canvas) -> None:
    pass


def _scan(canvas: Canvas) -> None:
    canvas.drawImage(ImageReader(io.BytesIO(PIXEL)), 0, 0, 595, 842)


def test_every_line_is_a_block_with_the_cues_of_its_look(tmp_path: Path) -> None:
    blocks = read(tmp_path, pdf(_body), "a.pdf").blocks
    assert [(block.text, block.size, block.indent, block.page, block.whole) for block in blocks] == [
        ("关于甲县的调研报告", 22.0, 5.0, 1, False),
        ("全县辖八个乡镇，人口三十万，其中农村人口二十", 12.0, 2.0, 1, False),
        ("万，是一个典型的山区农业县，近年来坚持产业", 12.0, 0.0, 1, False),
        ("兴县。", 12.0, 0.0, 1, False),
    ]
    assert blocks[1].width == pytest.approx(22, abs=0.1)
    assert blocks[1].gap == 3.0
    assert [block.top for block in blocks[:2]] == [
        pytest.approx(1 - 780 / 842, abs=1e-3),
        pytest.approx(1 - 700 / 842, abs=1e-3),
    ]


def test_a_line_in_the_middle_of_the_column_is_centred(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _body(canvas)
        write(canvas, 204, 740, "甲县研究室")

    centred = {block.text: block.centred for block in read(tmp_path, pdf(draw), "a.pdf").blocks}
    assert centred["甲县研究室"] is True
    assert centred["兴县。"] is False


def test_text_is_ordered_from_top_to_bottom_whatever_the_order_in_the_file(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 90, 30, "第三")
        write(canvas, 126, 700, "行")
        write(canvas, 90, 600, "第二")
        write(canvas, 90, 700, "第一")

    assert texts(read(tmp_path, pdf(draw), "a.pdf")) == ["第一 行", "第二", "第三"]


def test_a_line_of_one_character_is_not_lost_though_the_font_is_not_in_the_file(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 90, 700, "养老服务的调查与思")
        write(canvas, 90, 680, "考")

    assert texts(read(tmp_path, pdf(draw), "a.pdf")) == ["养老服务的调查与思", "考"]


def test_pages_are_counted_and_headers_kept_for_the_structure_stage(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 90, 800, "页眉", 9)
        write(canvas, 90, 600, "正文。")

    source = read(tmp_path, pdf(draw, draw), "a.pdf")
    assert [(block.text, block.page) for block in source.blocks] == [
        ("页眉", 1),
        ("正文。", 1),
        ("页眉", 2),
        ("正文。", 2),
    ]


def test_latin_words_keep_their_blanks_and_chinese_gets_none(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 90, 700, "全县 GDP growth rate 为5.2%，")
        canvas.setFont("STSong-Light", 12)
        canvas.drawString(90, 600, "调研报告", charSpace=6)

    assert texts(read(tmp_path, pdf(draw), "a.pdf")) == ["全县 GDP growth rate 为5.2%，", "调研报告"]


def test_a_spaced_out_title_is_one_word_and_a_single_blank_between_chinese_stays(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 90, 700, "调 研 报 告")
        write(canvas, 90, 600, "第一章 总则与范围")

    assert texts(read(tmp_path, pdf(draw), "a.pdf")) == ["调研报告", "第一章 总则与范围"]


def test_the_blank_after_a_heading_number_stays(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 90, 700, "3 医生沉得下去吗？")
        write(canvas, 90, 600, "全县有医生三百二十一名。")

    assert texts(read(tmp_path, pdf(draw), "a.pdf"))[0] == "3 医生沉得下去吗？"


def test_a_hyphen_at_the_end_of_a_line_stays(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 90, 700, "全县推行网格编号，第一片区为A12-")
        write(canvas, 90, 680, "B3，第二片区另编。")

    assert texts(read(tmp_path, pdf(draw), "a.pdf"))[0].endswith("A12-")


def test_characters_drawn_twice_for_boldness_are_read_once_and_bold(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        _body(canvas)
        for offset in (0, 2.5):
            write(canvas, 90 + offset, 620, "一、主要做法")

    block = read(tmp_path, pdf(draw), "a.pdf").blocks[-1]
    assert (block.text, block.bold) == ("一、主要做法", True)


def test_two_narrow_letters_are_not_one_that_is_drawn_twice(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 12)
        canvas.drawString(90, 700, "a small bottle, will")

    assert texts(read(tmp_path, pdf(draw), "a.pdf")) == ["a small bottle, will"]


def test_a_slanted_watermark_is_left_out(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 90, 700, "正文。")
        canvas.translate(300, 300)
        canvas.rotate(45)
        write(canvas, 0, 0, "内部资料", 40)

    assert texts(read(tmp_path, pdf(draw), "a.pdf")) == ["正文。"]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_stored_turned_reads_like_an_upright_one(tmp_path: Path, turn: int) -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(turn)
        canvas.translate(*((297, 421) if turn == 180 else (421, 297)))
        canvas.rotate(turn)
        write(canvas, -200, 100, "第一行文字")
        write(canvas, -200, 80, "第二行")

    blocks = read(tmp_path, pdf(draw), "a.pdf").blocks
    assert [(block.text, block.indent, block.width) for block in blocks] == [
        ("第一行文字", 0.0, 5.0),
        ("第二行", 0.0, 3.0),
    ]
    assert blocks[0].top is not None
    assert blocks[1].top is not None
    assert 0 < blocks[0].top < blocks[1].top < 0.5


def test_a_superscript_stays_in_its_line_whatever_the_order_in_the_file(tmp_path: Path) -> None:
    def draw(canvas: Canvas) -> None:
        write(canvas, 138, 704, "2", 6)
        write(canvas, 90, 700, "面积三万")
        write(canvas, 144, 700, "的广场")

    assert texts(read(tmp_path, pdf(draw), "a.pdf"))[0].replace(" ", "") == "面积三万2的广场"


def test_a_dash_of_two_em_that_is_one_glyph_is_two_characters(tmp_path: Path) -> None:
    cmap = (
        b"begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <41> <20142014> endbfchar endcmap"
    )
    content = b"BT /F1 12 Tf 90 700 Td (BAB) Tj ET"
    objects = (
        b"<</Type /Catalog /Pages 2 0 R>>",
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources <</Font <</F1 4 0 R>>>>>>",
        b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /FirstChar 65 /LastChar 66 /Widths [2000 667] "
        b"/Encoding /WinAnsiEncoding /ToUnicode 6 0 R>>",
        *(b"<</Length %d>> stream\n%s\nendstream" % (len(stream), stream) for stream in (content, cmap)),
    )
    body = b"".join(b"%d 0 obj %s endobj\n" % item for item in enumerate(objects, 1))
    assert texts(read(tmp_path, b"%PDF-1.7\n" + body + b"trailer <</Root 1 0 R>>", "a.pdf")) == ["B——B"]


def test_a_pdf_of_pictures_is_a_scan(tmp_path: Path) -> None:
    with pytest.raises(ScannedFile, match=r"^a.pdf is a PDF without text, a scan: .*OCR"):
        read(tmp_path, pdf(_scan, _scan), "a.pdf")


def test_scanned_pages_in_a_pdf_with_text_are_named(tmp_path: Path) -> None:
    source = read(tmp_path, pdf(_body, _scan, _blank, _scan), "a.pdf")
    assert source.warnings == ("pages 2, 4 without text (scanned): nothing read there",)


def test_a_pdf_with_a_password_says_so(tmp_path: Path) -> None:
    with pytest.raises(EncryptedFile, match=r"^a.pdf is a PDF with a password: "):
        read(tmp_path, pdf(_body, password="secret"), "a.pdf")  # noqa: S106


def test_a_damaged_pdf_says_so(tmp_path: Path) -> None:
    with pytest.raises(DamagedFile, match=r"^a.pdf is a damaged PDF"):
        read(tmp_path, b"%PDF-1.7\n" + b"junk " * 100, "a.pdf")


def test_too_many_pages_are_refused(tmp_path: Path) -> None:
    settings = replace(SETTINGS, max_pages=1)
    with pytest.raises(FileTooLarge, match=r"a\.pdf has 2 pages, more than the limit of 1"):
        read(tmp_path, pdf(_body, _body), "a.pdf", settings)

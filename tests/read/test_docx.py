"""Word documents."""

from __future__ import annotations

import io
from pathlib import Path

import docx as python_docx
import pytest

from nlp.document import Block
from tests.read.build import archive, docx, docx_xml, paragraph, read, texts


def _texts(folder: Path, body: str, styles: str = "") -> list[str]:
    return texts(read(folder, docx(body, styles=styles), "a.docx"))


def _run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def _field(instruction: str, result: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f"<w:r><w:instrText>{instruction}</w:instrText></w:r>"
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _style(style_id: str, name: str, properties: str = "", based_on: str = "", run: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{base}'
        f"<w:pPr>{properties}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
    )


def _styled(text: str, style: str, properties: str = "") -> str:
    return paragraph(text, properties=f'<w:pStyle w:val="{style}"/>{properties}')


def test_a_document_of_python_docx_is_read(tmp_path: Path) -> None:
    document = python_docx.Document()
    document.add_heading("甲县调研报告", 0)
    document.add_heading("一、做法", 1)
    document.add_paragraph("建立机制。")
    buffer = io.BytesIO()
    document.save(buffer)
    source = read(tmp_path, buffer.getvalue(), "a.docx")
    assert [(block.text, block.level, block.whole) for block in source.blocks] == [
        ("甲县调研报告", 0, True),
        ("一、做法", 1, True),
        ("建立机制。", None, True),
    ]


@pytest.mark.parametrize(
    ("name", "level"),
    [("heading 2", 2), ("标题 3", 3), ("Title", 0), ("Subtitle", 0), ("副标题", 0), ("Normal", None)],
)
def test_levels_come_from_style_names_in_any_language(tmp_path: Path, name: str, level: int | None) -> None:
    body = paragraph("前文。") + _styled("文字", "S")
    source = read(tmp_path, docx(body, styles=_style("S", name)), "a.docx")
    assert source.blocks[1].level == level


def test_levels_are_inherited_and_outline_levels_overrule_style_names(tmp_path: Path) -> None:
    styles = _style("H", "heading 1") + _style("A", "章", based_on="H")
    styles += _style("B", "节", '<w:outlineLvl w:val="2"/>') + _style("C", "文", '<w:outlineLvl w:val="9"/>', "H")
    body = paragraph("前文。") + "".join(_styled("文", style) for style in "ABC")
    body += _styled("文", "A", '<w:outlineLvl w:val="3"/>')
    source = read(tmp_path, docx(body, styles=styles), "a.docx")
    assert [block.level for block in source.blocks] == [None, 1, 3, None, 4]


def test_styles_based_on_each_other_do_not_hang(tmp_path: Path) -> None:
    styles = _style("A", "甲", based_on="B") + _style("B", "乙", based_on="A")
    assert _texts(tmp_path, _styled("正文。", "A"), styles) == ["正文。"]


def test_tracked_insertions_are_kept_and_deletions_left_out(tmp_path: Path) -> None:
    body = (
        f"<w:p>{_run('全县')}<w:ins>{_run('新建')}</w:ins><w:del><w:r><w:delText>拆除</w:delText></w:r></w:del>"
        f"<w:moveFrom>{_run('移走')}</w:moveFrom><w:moveTo>{_run('移来')}</w:moveTo></w:p>"
    )
    assert _texts(tmp_path, body) == ["全县新建移来"]


def test_a_paragraph_whose_end_is_deleted_goes_on_in_the_next(tmp_path: Path) -> None:
    body = paragraph("前半，", properties="<w:rPr><w:del/></w:rPr>") + paragraph("后半。")
    assert _texts(tmp_path, body) == ["前半，后半。"]


def test_a_paragraph_whose_end_is_deleted_stays_where_none_follows(tmp_path: Path) -> None:
    endless = paragraph("表前一段。", properties="<w:rPr><w:del/></w:rPr>")
    table = f"<w:tbl><w:tr><w:tc>{paragraph('甲')}</w:tc><w:tc>{paragraph('乙')}</w:tc></w:tr></w:tbl>"
    assert _texts(tmp_path, endless + table) == ["表前一段。", "甲\t乙"]
    assert _texts(tmp_path, paragraph("前半。") + endless) == ["前半。", "表前一段。"]


def test_a_drop_cap_is_the_first_character_of_the_next_paragraph(tmp_path: Path) -> None:
    cap = paragraph("近", properties='<w:framePr w:dropCap="drop" w:lines="2"/>', run='<w:sz w:val="96"/>')
    blocks = read(tmp_path, docx(cap + paragraph("年来，全县坚持。", run='<w:sz w:val="32"/>')), "a.docx").blocks
    assert [(block.text, block.size) for block in blocks] == [("近年来，全县坚持。", 16.0)]


def test_content_controls_in_and_around_paragraphs_are_read(tmp_path: Path) -> None:
    inline = f"<w:p>{_run('甲')}<w:sdt><w:sdtContent>{_run('乙')}</w:sdtContent></w:sdt></w:p>"
    block = f"<w:sdt><w:sdtContent>{paragraph('丙')}</w:sdtContent></w:sdt>"
    assert _texts(tmp_path, inline + block) == ["甲乙", "丙"]


def test_a_text_box_is_read_once_though_it_is_stored_twice(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('框中文字')}</w:txbxContent>"
    drawing = (
        f'<mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>"
    )
    assert _texts(tmp_path, f"<w:p>{_run('正文。')}<w:r>{drawing}</w:r></w:p>") == ["正文。", "框中文字"]


def test_an_old_text_box_is_read(tmp_path: Path) -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{paragraph('框')}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert _texts(tmp_path, f"<w:p>{box}{_run('正文。')}</w:p>") == ["框", "正文。"]


def test_a_field_shows_its_result_and_not_its_instruction(tmp_path: Path) -> None:
    body = (
        f"<w:p>{_run('见')}{_field('REF a', _run('表1'))}<w:fldSimple w:instr='DATE'>{_run('今')}</w:fldSimple></w:p>"
    )
    assert _texts(tmp_path, body) == ["见表1今"]


@pytest.mark.parametrize(
    ("instructions", "shown"),
    [
        ((" ", "eq \\o\\ac(○,", "2", ")"), "②"),
        ((r"EQ \o\ac(○,20)",), "⑳"),
        ((r"EQ \o\ac(○,21)",), "21"),
        ((r"eq \o\ac(□,印)",), "印"),
        ((r"EQ \* jc2 \* hps10 \o\ad(\s\up 9(cūn),村)",), "村"),
        ((r"EQ \f(1,2)",), ""),
        (("PAGE",), ""),
    ],
)
def test_a_field_that_prints_characters_over_each_other_shows_them(
    tmp_path: Path, instructions: tuple[str, ...], shown: str
) -> None:
    pieces = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in instructions)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    assert _texts(tmp_path, f"<w:p>{_run('占')}{begin}{pieces}{end}{_run('类')}</w:p>") == [f"占{shown}类"]


def test_a_fraction_of_a_formula_has_a_stroke(tmp_path: Path) -> None:
    math = "http://schemas.openxmlformats.org/officeDocument/2006/math"
    number, base = (f"<m:r><m:t>{text}</m:t></m:r>" for text in ("本期数", "上期数"))
    formula = f'<m:oMath xmlns:m="{math}"><m:f><m:num>{number}</m:num><m:den>{base}</m:den></m:f></m:oMath>'
    assert _texts(tmp_path, f"<w:p>{_run('增速为')}{formula}</w:p>") == ["增速为本期数/上期数"]


def test_a_table_of_contents_is_left_out(tmp_path: Path) -> None:
    entry = paragraph("一、做法 1")
    field = (
        f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{_run("首条")}</w:p>{entry}'
        '<w:p><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    )
    control = (
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj></w:sdtPr>'
        f"<w:sdtContent>{entry}</w:sdtContent></w:sdt>"
    )
    styled = _styled("一、做法 1", "T")
    assert _texts(tmp_path, field + control + styled + paragraph("正文。"), _style("T", "toc 1")) == ["正文。"]


@pytest.mark.parametrize("contents", ["field", "style", "control"])
def test_a_typed_head_goes_with_the_table_of_contents_below_it(tmp_path: Path, contents: str) -> None:
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    entry = {
        "field": f"<w:p>{_field(' TOC ', _run('一、做法 1'))}</w:p>",
        "style": _styled("一、做法 1", "T"),
        "control": f"<w:sdt><w:sdtPr>{gallery}</w:sdtPr><w:sdtContent><w:p/></w:sdtContent></w:sdt>",
    }[contents]
    body = paragraph("目　录") + paragraph("") + entry + paragraph("正文。")
    assert _texts(tmp_path, body, _style("T", "toc 1")) == ["正文。"]


def test_a_line_above_a_table_of_contents_that_is_not_its_head_stays(tmp_path: Path) -> None:
    body = paragraph("目录编制说明") + _styled("一、做法 1", "T")
    assert _texts(tmp_path, body, _style("T", "toc 1")) == ["目录编制说明"]


@pytest.mark.parametrize("name", ["toc 1", "TOC Heading", "目录 2", "WPSOffice手动目录 1", "table of figures"])
def test_contents_are_told_by_their_style(tmp_path: Path, name: str) -> None:
    assert _texts(tmp_path, _styled("一、做法 1", "T") + paragraph("正文。"), _style("T", name)) == ["正文。"]


def test_a_field_without_an_end_does_not_swallow_the_document(tmp_path: Path) -> None:
    body = '<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>TOC</w:instrText></w:r></w:p>'
    assert _texts(tmp_path, body + paragraph("正文。")) == ["正文。"]


def test_hidden_text_is_left_out(tmp_path: Path) -> None:
    shown = _run("处", '<w:vanish w:val="0"/>')
    body = f"<w:p>{_run('明')}{_run('暗', '<w:vanish/>')}{shown}</w:p>"
    assert _texts(tmp_path, body) == ["明处"]


def test_soft_breaks_between_paragraphs_part_them(tmp_path: Path) -> None:
    body = "<w:p><w:r><w:t>第一段。</w:t><w:br/><w:t>第二段。</w:t></w:r><w:r><w:br w:type='page'/></w:r></w:p>"
    assert _texts(tmp_path, body) == ["第一段。", "第二段。"]


def test_a_soft_break_in_a_centred_title_is_no_end(tmp_path: Path) -> None:
    body = "<w:p><w:pPr><w:jc w:val='center'/></w:pPr><w:r><w:t>关于甲县的</w:t><w:br/><w:t>调研报告</w:t></w:r></w:p>"
    blocks = read(tmp_path, docx(body), "a.docx").blocks
    assert [(block.text, block.centred) for block in blocks] == [("关于甲县的调研报告", True)]


def test_special_characters_are_text(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t>甲</w:t><w:tab/><w:t>A</w:t><w:noBreakHyphen/><w:t>B</w:t>"
        '<w:sym w:font="Wingdings" w:char="F0FC"/><w:softHyphen/></w:r></w:p>'
    )
    assert _texts(tmp_path, body) == ["甲\tA-B✓"]


def test_footnotes_headers_and_comments_are_left_out(tmp_path: Path) -> None:
    body = f"<w:p>{_run('正文')}<w:r><w:footnoteReference w:id='2'/><w:commentReference w:id='1'/></w:r></w:p>"
    data = archive(
        {
            "word/document.xml": docx_xml(body),
            "word/footnotes.xml": docx_xml(paragraph("脚注")),
            "word/header1.xml": docx_xml(paragraph("页眉")),
        }
    )
    assert texts(read(tmp_path, data, "a.docx")) == ["正文"]


def _table(*rows: list[str]) -> str:
    cells = "".join("<w:tr>" + "".join(f"<w:tc>{cell}</w:tc>" for cell in row) + "</w:tr>" for row in rows)
    return f"<w:tbl>{cells}</w:tbl>"


def test_table_rows_are_blocks_with_cells_parted_by_tabs(tmp_path: Path) -> None:
    nested = _table([paragraph("内一"), paragraph("内二")])
    below = "<w:tcPr><w:vMerge/></w:tcPr>" + paragraph("并入上格")
    body = _table(
        [paragraph("年份"), paragraph("人数")], [nested + paragraph(""), paragraph("12")], [below, paragraph("13")]
    )
    source = read(tmp_path, docx(body), "a.docx")
    assert [(block.text, block.role) for block in source.blocks] == [
        ("年份\t人数", "row"),
        ("内一 内二\t12", "row"),
        ("13", "row"),
    ]


def test_a_frame_around_the_text_gives_ordinary_paragraphs(tmp_path: Path) -> None:
    source = read(tmp_path, docx(_table([paragraph("第一段。") + paragraph("第二段。")])), "a.docx")
    assert [(block.text, block.role) for block in source.blocks] == [("第一段。", "text"), ("第二段。", "text")]


def test_a_row_of_short_cells_stays_a_row_beside_running_text(tmp_path: Path) -> None:
    text = paragraph("长" * 150 + "。") + paragraph("短" * 100 + "。")
    body = _table([paragraph("姓名"), paragraph("赵明")], [paragraph("题目"), ""], [paragraph("正文"), text])
    blocks = read(tmp_path, docx(body), "a.docx").blocks
    assert [(block.text[:4], block.role) for block in blocks] == [
        ("姓名\t赵", "row"),
        ("题目", "text"),
        ("正文", "text"),
        ("长长长长", "text"),
        ("短短短短", "text"),
    ]


def test_captions_are_told_by_their_style(tmp_path: Path) -> None:
    source = read(tmp_path, docx(_styled("图1 分布", "C"), styles=_style("C", "caption")), "a.docx")
    assert source.blocks[0].role == "caption"


def test_looks_come_from_runs_styles_and_defaults(tmp_path: Path) -> None:
    styles = _style("S", "文", '<w:jc w:val="center"/>', run='<w:b/><w:sz w:val="32"/>')
    styles += '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="24"/></w:rPr></w:rPrDefault></w:docDefaults>'
    body = _styled("粗", "S") + paragraph("细", properties='<w:ind w:firstLineChars="200"/>')
    body += paragraph("缩", properties='<w:ind w:firstLine="480"/>') + paragraph("粗", run="<w:b/>")
    blocks = read(tmp_path, docx(body, styles=styles), "a.docx").blocks
    assert [(block.bold, block.size, block.centred, block.indent) for block in blocks] == [
        (True, 16.0, True, 0.0),
        (False, 12.0, False, 2.0),
        (False, 12.0, False, 2.0),
        (True, 12.0, False, 0.0),
    ]


def test_empty_paragraphs_are_gaps(tmp_path: Path) -> None:
    source = read(tmp_path, docx(paragraph("甲") + paragraph("") * 2 + paragraph("乙")), "a.docx")
    assert [block.gap for block in source.blocks] == [0.0, 2.0]


def test_blocks_are_clean(tmp_path: Path) -> None:
    blocks: tuple[Block, ...] = read(tmp_path, docx(paragraph("　　⼈⼝\u200b１２万。 ")), "a.docx").blocks
    assert [(block.text, block.indent) for block in blocks] == [("人口12万。", 2.0)]

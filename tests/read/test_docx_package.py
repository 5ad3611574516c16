"""Word documents as packages: where their parts are, sizes, damage."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from nlp.read import ReadError
from nlp.read.errors import DamagedFile, FileTooLarge
from tests.read.build import SETTINGS, archive, docx, docx_xml, paragraph, read, texts


def test_documents_in_the_strict_namespace_are_read(tmp_path: Path) -> None:
    strict = docx_xml(paragraph("正文。")).replace(
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    assert texts(read(tmp_path, archive({"word/document.xml": strict}), "a.docx")) == ["正文。"]


def _package(styles_target: str) -> bytes:
    """A document whose parts have other names than Word's, with a heading by style."""
    relations = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
    relation = '<Relationship Id="a" Type="http://schemas.openxmlformats.org/officeDocument/2006/{}" Target="{}"/>'
    main, styles = relation.format("officeDocument", "word/text2.xml"), relation.format("styles", styles_target)
    heading = paragraph("做法", properties='<w:pStyle w:val="S"/>')
    style = '<w:style w:type="paragraph" w:styleId="S"><w:name w:val="heading 2"/></w:style>'
    sheet = '<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{}</w:styles>'
    return archive(
        {
            "_rels/.rels": relations.format(main).encode(),
            "word/text2.xml": docx_xml(paragraph("前文。") + heading),
            "word/_rels/text2.xml.rels": relations.format(styles).encode(),
            "word/styles2.xml": sheet.format(style).encode(),
        }
    )


@pytest.mark.parametrize("target", ["styles2.xml", "/word/styles2.xml", "../word/styles2.xml"])
def test_styles_are_found_where_the_package_says(tmp_path: Path, target: str) -> None:
    assert read(tmp_path, _package(target), "a.docx").blocks[1].level == 2


@pytest.mark.parametrize("target", ["missing.xml", "../../../etc/hostname", "http://a.test/styles2.xml"])
def test_styles_that_are_not_in_the_package_are_done_without(tmp_path: Path, target: str) -> None:
    assert texts(read(tmp_path, _package(target), "a.docx")) == ["前文。", "做法"]


@pytest.mark.parametrize(
    "entity",
    ['<!ENTITY e "甲">', '<!ENTITY e SYSTEM "file:///etc/hostname">', '<!ENTITY a "啊"><!ENTITY e "&a;&a;&a;">'],
)
def test_xml_entities_are_refused_and_not_silently_dropped(tmp_path: Path, entity: str) -> None:
    data = docx(paragraph("前&e;后"), prolog=f"<!DOCTYPE d [{entity}]>")
    with pytest.raises(DamagedFile, match=r"^a.docx is a Word document with XML entities"):
        read(tmp_path, data, "a.docx")


def test_a_small_file_that_unpacks_to_much_is_refused(tmp_path: Path) -> None:
    settings = replace(SETTINGS, max_inflated_bytes=100_000)
    with pytest.raises(FileTooLarge, match=r"a.docx unpacks to .* more than the limit of 100,000"):
        read(tmp_path, docx(paragraph("长" * 100_000)), "a.docx", settings)


def test_a_file_that_is_packed_too_well_to_be_text_is_refused(tmp_path: Path) -> None:
    settings = replace(SETTINGS, max_inflated_bytes=100_000_000)
    with pytest.raises(FileTooLarge, match=r"a.docx unpacks to 1,?\d+ times its size"):
        read(tmp_path, docx(paragraph(" " * 11_000_000)), "a.docx", settings)


@pytest.mark.parametrize("body", ["<w:p/>", "<w:p></w:p>", '<w:p w:rsidR="1"></w:p>'])
def test_paragraphs_are_counted_before_they_are_parsed(tmp_path: Path, body: str) -> None:
    with pytest.raises(FileTooLarge, match=r"a.docx has 51 paragraphs, more than the limit of 50: split it, or raise"):
        read(tmp_path, docx(body * 50 + paragraph("文")), "a.docx", replace(SETTINGS, max_paragraphs=50))


@pytest.mark.parametrize("cut", [0.3, 0.6, 0.9])
def test_a_document_cut_off_is_damaged(tmp_path: Path, cut: float) -> None:
    data = docx(paragraph("正文。" * 50))
    with pytest.raises(DamagedFile):
        read(tmp_path, data[: int(len(data) * cut)], "a.docx")


@pytest.mark.parametrize("xml", [b"", b"<w:document", b"<a/>"])
def test_a_broken_main_part_is_damaged(tmp_path: Path, xml: bytes) -> None:
    with pytest.raises(DamagedFile):
        read(tmp_path, archive({"word/document.xml": xml}), "a.docx")


def test_elements_nested_by_the_thousand_are_no_crash(tmp_path: Path) -> None:
    deep = "<w:sdt><w:sdtContent>" * 3000 + paragraph("深") + "</w:sdtContent></w:sdt>" * 3000
    with pytest.raises(ReadError):
        read(tmp_path, docx(deep), "a.docx")

"""What a file is, by its bytes."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import pytest

from nlp.read import ReadError, ReadSettings, read_source
from nlp.read.detect import detect
from nlp.read.errors import (
    BinaryFile,
    DamagedFile,
    EmptyFile,
    EncryptedFile,
    FileTooLarge,
    NotAFile,
    UnsupportedFormat,
)
from tests.read.build import SETTINGS, archive, docx, paragraph, pdf, read, texts, write

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def _ole(stream: str) -> bytes:
    return OLE + bytes(504) + stream.encode("utf-16-le") + bytes(512)


@pytest.mark.parametrize(
    ("data", "format_"),
    [
        ("正文。".encode(), "txt"),
        ("正文。".encode("utf-16-le"), "txt"),
        ("<!doctype html><p>正文".encode(), "html"),
        ("<!-- 注 -->\n<html>正文".encode("gbk"), "html"),
        ("\ufeff  <P>正文</P>".encode(), "html"),
        ("<?xml version='1.0'?><html>正文".encode(), "html"),
        ("<正文>不是标签".encode(), "txt"),
        ("# 题\n\n文".encode(), "md"),
        (b"%PDF-1.4 ...", "pdf"),
        (b"\n\n%PDF-1.4 ...", "pdf"),
        (docx(""), "docx"),
        ("BM和MZ是两个品牌。".encode(), "txt"),
    ],
)
def test_formats_that_are_read(data: bytes, format_: str) -> None:
    assert detect(data, "x") == format_


def test_a_web_page_may_begin_with_any_tag() -> None:
    page = "<header><h1>调研</h1></header><p>正文。</p>".encode()
    assert (detect(page, "报告.html"), detect("正文。".encode(), "报告.html")) == ("html", "txt")


def test_many_comments_before_a_page_take_no_time() -> None:
    assert detect(b"<!-- a -->" * 2000 + b"<i>x</i>", "x") == "txt"


@pytest.mark.parametrize(
    ("data", "name", "what"),
    [
        (_ole("WordDocument"), "报告.docx", r"a Word 97-2003 document \(.doc\)"),
        (_ole("WordDocument"), "报告.wps", r"a WPS document \(.wps\)"),
        (_ole("Workbook"), "a.xls", r"an Excel 97-2003 table \(.xls\)"),
        (_ole("?"), "a.doc", "an old Office or WPS file"),
        (rb"{\rtf1 text}", "a.doc", "an RTF document"),
        (b"\x89PNG\r\n\x1a\n", "a.txt", "a PNG picture"),
        (b"\xff\xd8\xff\xe0", "a.pdf", "a JPEG picture"),
        (b"Rar!\x1a\x07", "a.docx", "a RAR archive"),
        (archive({"xl/workbook.xml": b""}), "a.docx", r"an Excel table \(.xlsx\)"),
        (archive({"ppt/presentation.xml": b""}), "a.pptx", r"a PowerPoint presentation \(.pptx\)"),
        (archive({"OFD.xml": b""}), "a.ofd", "an OFD document"),
        (archive({"META-INF/container.xml": b""}), "a.epub", "an EPUB book"),
        (archive({"a.txt": b""}), "a.zip", "a ZIP archive"),
        (b"<?xml version='1.0'?><w:wordDocument/>", "a.xml", "a Word 2003 XML document"),
    ],
)
def test_other_formats_are_named_with_what_to_do(data: bytes, name: str, what: str) -> None:
    with pytest.raises(UnsupportedFormat, match=rf"^{name} is {what}, which is not read: .*(save it as|unpack)"):
        detect(data, name)


def test_a_word_file_with_a_password_is_encrypted() -> None:
    with pytest.raises(EncryptedFile, match=r"^a.docx is an Office file with a password"):
        detect(_ole("EncryptedPackage"), "a.docx")


def test_a_broken_zip_is_damaged() -> None:
    with pytest.raises(DamagedFile, match=r"^a.docx is a damaged"):
        detect(b"PK\x03\x04" + bytes(range(256)), "a.docx")


@pytest.mark.parametrize("data", [b"", b"\n \r\n", b"\0\0\0\0"])
def test_nothing_is_empty(data: bytes) -> None:
    with pytest.raises(EmptyFile, match=r"^a.txt is empty"):
        detect(data, "a.txt")


def test_other_bytes_are_binary() -> None:
    with pytest.raises(BinaryFile, match=r"^a.txt is not text but binary data"):
        detect(bytes(range(256)) * 20, "a.txt")


def test_text_that_only_looks_empty_to_a_reader_is_empty_too(tmp_path: Path) -> None:
    for data in ("\ufeff　　\n".encode(), docx(paragraph(" ")), b"<html><body><p> </p></body></html>"):
        with pytest.raises(EmptyFile):
            read(tmp_path, data, "a.txt")


def test_a_renamed_file_is_read_by_content_with_a_warning(tmp_path: Path) -> None:
    source = read(tmp_path, "<html><p>正文。</p></html>".encode(), "报告.docx")
    assert (source.format, texts(source)) == ("html", ["正文。"])
    assert source.warnings == ("named .docx but is html; read as html",)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        ("正文。".encode(), "a.txt"),
        ("正文。".encode(), "a.MD"),
        ("正文。".encode(), "无后缀"),
        (docx(paragraph("正文。")), "a.docx"),
        (pdf(lambda canvas: write(canvas, 90, 700, "正文。")), "a.PDF"),
        ("<html><p>正文。</p></html>".encode(), "a.htm"),
    ],
)
def test_a_file_of_the_right_name_gets_no_warning(tmp_path: Path, data: bytes, name: str) -> None:
    source = read(tmp_path, data, name)
    assert (texts(source), source.warnings, source.name) == (["正文。"], (), name)


def test_a_folder_and_a_missing_file_are_told(tmp_path: Path) -> None:
    with pytest.raises(NotAFile, match=r"^x is a folder"):
        read_source(tmp_path, name="x", settings=SETTINGS)
    with pytest.raises(NotAFile, match=r"^x is not there"):
        read_source(tmp_path / "none.txt", name="x", settings=SETTINGS)


def test_a_file_that_may_not_be_opened_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(NotAFile, match=r"a.txt can't be opened \(Permission denied\)"):
        read(tmp_path, b"x", "a.txt")


def test_a_file_over_the_limit_is_refused(tmp_path: Path) -> None:
    settings = replace(SETTINGS, max_bytes=5)
    with pytest.raises(FileTooLarge, match=r"^a.txt has 9 bytes, more than the limit of 5"):
        read(tmp_path, "正文。".encode(), "a.txt", settings)


@pytest.mark.parametrize(("limit", "got"), [("max_paragraphs", "3 paragraphs"), ("max_characters", "9 characters")])
def test_a_file_with_more_text_than_the_limit_is_refused(tmp_path: Path, limit: str, got: str) -> None:
    settings = replace(SETTINGS, **{limit: 2})
    with pytest.raises(FileTooLarge, match=rf"^a.txt has {got}, more than the limit of 2: .* raise read.{limit}"):
        read(tmp_path, "第一段\n\n第二段\n\n第三段".encode(), "a.txt", settings)


def test_every_error_has_its_own_kind() -> None:
    kinds = [error.kind for error in ReadError.__subclasses__()]
    assert len(set(kinds)) == len(kinds)
    assert "read_error" not in kinds


@pytest.mark.parametrize("field", [field.name for field in fields(ReadSettings)])
def test_limits_are_positive(field: str) -> None:
    with pytest.raises(ValueError, match=rf"read\.{field}: expected at least 1, got 0"):
        replace(SETTINGS, **{field: 0})

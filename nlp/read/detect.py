"""What a file is, by its bytes; its name is only asked whether a text is Markdown."""

from __future__ import annotations

import io
import re
import zipfile

from nlp.read.encoding import decode
from nlp.read.errors import BinaryFile, DamagedFile, EmptyFile, EncryptedFile, UnsupportedFormat
from nlp.read.md import GLUED_HEADING

_SAVE_AS = "save it as .docx, or as a PDF with text"
# First bytes of formats that are not read, and what people call them.
_MAGIC = (
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG\r\n", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"BM", "a BMP picture"),
    (b"II*\0", "a TIFF picture"),
    (b"MM\0*", "a TIFF picture"),
    (b"RIFF", "a WebP picture or a sound"),
    (b"Rar!\x1a", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"CAJ\0", "a CAJ document"),
    (b"HN\0", "a CAJ document"),
    (b"KDH", "a KDH document"),
    (b"SQLite format 3", "an SQLite database"),
    (b"MZ", "a Windows program"),
    (b"\x7fELF", "a Linux program"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Names of the streams in an OLE file (UTF-16), the telling ones first.
_OLE_STREAMS = (
    ("Workbook", "an Excel 97-2003 table (.xls)"),
    ("PowerPoint Document", "a PowerPoint 97-2003 presentation (.ppt)"),
    ("WordDocument", "a Word 97-2003 document (.doc)"),
    ("WpsCustomData", "a WPS document (.wps)"),
)
# A file or folder inside a ZIP, and what it makes the ZIP.
_ZIP_PARTS = (
    ("xl/", "an Excel table (.xlsx)"),
    ("ppt/", "a PowerPoint presentation (.pptx)"),
    ("OFD.xml", "an OFD document"),
    ("META-INF/container.xml", "an EPUB book"),
    ("content.xml", "an OpenDocument file (.odt, .ods or .odp)"),
)
_HTML_START = re.compile(
    r"\s*(?>(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*)"  # atomic: many comments would be tried in every grouping
    r"<(!doctype\s+html|html|head|body|meta|title|link|style|script|div|p|table|span|h[1-6]|article|section|main|center|font|blockquote|ul|ol|b|strong)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"\s*<[!a-zA-Z]")
_MHTML_START = re.compile(
    rb"\s*(From: |MIME-Version: |Content-Type: multipart/related|Subject: |Snapshot-)", re.IGNORECASE
)
_MARKDOWN_HEADING = re.compile(rf"^ {{0,3}}#{{1,6}} +\S|{GLUED_HEADING.pattern}", re.MULTILINE)
_HEAD = 4096  # bytes in which a file shows what it is
_CONTROL_SHARE = 0.01  # more control characters than this, and it is no text


def detect(data: bytes, name: str) -> str:
    """The format of a file's bytes: txt, md, docx, pdf, html or mhtml.

    Raises EmptyFile, UnsupportedFormat, EncryptedFile (a Word file with a password), DamagedFile (a broken ZIP) or
    BinaryFile.
    """
    if not data.strip(b"\0 \t\r\n"):
        raise EmptyFile(f"{name} is empty: there is nothing to read in it")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data.startswith(b"PK"):
        return _detect_zip(data, name)
    if data.startswith(_OLE):
        raise _ole_error(data, name)
    for magic, what in _MAGIC:
        if data.startswith(magic) and (len(magic) > 2 or b"\0" in data[:64]):  # "MZ" and "BM" may also begin a text
            raise UnsupportedFormat(f"{name} is {what}, which is not read: {_SAVE_AS}")
    return _detect_text(data, name)


def _detect_zip(data: bytes, name: str) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [part.replace("\\", "/") for part in archive.namelist()]
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise DamagedFile(
            f"{name} is a damaged Word or ZIP file, perhaps not completely copied: "
            "copy it again, or open it in Word and save it anew"
        ) from error
    if "word/document.xml" in parts or any(part.startswith("word/") for part in parts):
        return "docx"
    what = next((what for start, what in _ZIP_PARTS if any(part.startswith(start) for part in parts)), None)
    if what is None:
        raise UnsupportedFormat(f"{name} is a ZIP archive, which is not read: unpack it, and name the folder as input")
    raise UnsupportedFormat(f"{name} is {what}, which is not read: {_SAVE_AS}")


def _ole_error(data: bytes, name: str) -> Exception:
    if "EncryptedPackage".encode("utf-16-le") in data:
        return EncryptedFile(f"{name} is an Office file with a password: open it in Word and save it without one")
    what = next(
        (what for stream, what in _OLE_STREAMS if stream.encode("utf-16-le") in data), "an old Office or WPS file"
    )
    if name.lower().endswith((".wps", ".wpt")) and "Word" in what:
        what = "a WPS document (.wps)"
    return UnsupportedFormat(f"{name} is {what}, which is not read: open it in Word or WPS and {_SAVE_AS}")


def _detect_text(data: bytes, name: str) -> str:
    if _MHTML_START.match(data) and b"multipart/related" in data[:_HEAD]:
        return "mhtml"
    text = decode(data[: 16 * _HEAD]).text
    named = name.lower().endswith((".html", ".htm", ".shtml")) and _TAG.match(text)
    if named or _HTML_START.match(text):
        return "html"
    if text.lstrip().startswith("<?xml"):
        what = "a Word 2003 XML document" if "w:wordDocument" in text or "pkg:package" in text else "an XML file"
        raise UnsupportedFormat(f"{name} is {what}, which is not read: {_SAVE_AS}")
    controls = sum(char < " " and char not in "\t\n\v\f\r\x1a\x1b" for char in text)
    unknown = text.count("\ufffd")
    if controls > _CONTROL_SHARE * len(text) or unknown > len(text) / 4:
        raise BinaryFile(f"{name} is not text but binary data of an unknown kind: {_SAVE_AS}")
    return "md" if _is_markdown(text, name) else "txt"


def _is_markdown(text: str, name: str) -> bool:
    """By its name, or because its first line is a heading with # or two lines are: a plain text has no such lines."""
    if name.lower().endswith((".md", ".markdown")):
        return True
    headings = [match.start() for match in _MARKDOWN_HEADING.finditer(text)]
    return len(headings) > 1 or (len(headings) == 1 and not text[: headings[0]].strip())

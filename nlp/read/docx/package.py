"""The parts of a .docx that hold its text, parsed; and the few helpers to walk WordprocessingML."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Sequence
from typing import NamedTuple

from lxml import etree

from nlp.read.errors import DamagedFile, FileTooLarge, ReadError
from nlp.read.settings import ReadSettings

_MAIN = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_STRICT_MAIN = b"http://purl.oclc.org/ooxml/wordprocessingml/main"
W = f"{{{_MAIN.decode()}}}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_PARAGRAPH = re.compile(rb"<(?:\w+:)?p[\s/>]")
_RATIO_MATTERS = 10_000_000  # bytes that any computer unpacks without trouble, however well they are packed
_MAX_RELATIONS = 1_000_000  # bytes: thousands of links and pictures
_BROKEN = "is a damaged Word document: open it in Word, let it be repaired, and save it anew"


class Parts(NamedTuple):
    """Root elements; None for a part that the file does without."""

    document: etree._Element
    styles: etree._Element | None
    numbering: etree._Element | None


def open_package(data: bytes, *, name: str, settings: ReadSettings) -> Parts:
    """The text, styles and numbering of a .docx.

    Raises FileTooLarge before anything is unpacked, by the sizes that the ZIP directory declares (zipfile never
    unpacks more than declared), and DamagedFile for what is broken, or has a document type declaration: Word never
    writes one, and its entities can stand for gigabytes or for text that would silently be missing.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {entry.filename: entry for entry in archive.infolist()}
            sizes = {part: entry.file_size for part, entry in entries.items()}
            main = _related(archive, sizes, "", name=name).get("officeDocument", "word/document.xml")
            related = _related(archive, sizes, main, name=name)
            folder = posixpath.dirname(main)
            names = [main, *(related.get(kind, f"{folder}/{kind}.xml") for kind in ("styles", "numbering"))]
            _check_sizes([entries[part] for part in names if part in entries], name=name, settings=settings)
            parts = {part: archive.read(part) for part in names if part in entries}
    except ReadError:
        raise
    # What zipfile raises of damaged directories and data; ValueError, for one, of a place before the file's start.
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
        raise DamagedFile(f"{name} {_BROKEN}") from error
    paragraphs = sum(1 for _ in _PARAGRAPH.finditer(parts.get(main, b"")))
    if paragraphs > settings.max_paragraphs:
        raise FileTooLarge(
            f"{name} has {paragraphs:,} paragraphs, more than the limit of {settings.max_paragraphs:,}: "
            "split it, or raise read.max_paragraphs"
        )
    document, styles, numbering = (_parse(parts[part], name=name) if part in parts else None for part in names)
    if document is None or document.find(f"{W}body") is None:
        raise DamagedFile(f"{name} {_BROKEN}")
    return Parts(document, styles, numbering)


def _check_sizes(parts: Sequence[zipfile.ZipInfo], *, name: str, settings: ReadSettings) -> None:
    inflated = sum(part.file_size for part in parts)
    if inflated > settings.max_inflated_bytes:
        raise FileTooLarge(
            f"{name} unpacks to {inflated:,} bytes of text parts, more than the limit of "
            f"{settings.max_inflated_bytes:,}: split it, or raise read.max_inflated_bytes if you trust it"
        )
    packed = sum(part.compress_size for part in parts)
    if inflated > _RATIO_MATTERS and inflated > settings.max_ratio * packed:
        raise FileTooLarge(
            f"{name} unpacks to {inflated // max(1, packed):,} times its size, more than the limit of "
            f"{settings.max_ratio:,}: raise read.max_ratio if you trust it"
        )


def _related(archive: zipfile.ZipFile, sizes: dict[str, int], part: str, *, name: str) -> dict[str, str]:
    """The parts of the archive that this part ('': the whole package) points to, by kind, e.g. styles."""
    folder, file = posixpath.split(part)
    relations = posixpath.join(folder, "_rels", f"{file}.rels")
    if sizes.get(relations, 0) not in range(1, _MAX_RELATIONS):
        return {}
    found: dict[str, str] = {}
    for relation in _parse(archive.read(relations), name=name):
        target = posixpath.normpath(posixpath.join("/", folder, relation.get("Target", ""))).lstrip("/")
        if target in sizes:
            found.setdefault(posixpath.basename(relation.get("Type", "")), target)
    return found


def _parse(xml: bytes, *, name: str) -> etree._Element:
    parser = etree.XMLParser(resolve_entities=False, load_dtd=False, no_network=True, remove_comments=True)
    try:
        root = etree.fromstring(xml.replace(_STRICT_MAIN, _MAIN), parser)
    except etree.XMLSyntaxError as error:
        raise DamagedFile(f"{name} {_BROKEN}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise DamagedFile(
            f"{name} is a Word document with XML entities, which Word never writes and which may be an attack: "
            "open it in Word and save it anew if you trust it"
        )
    return root


def value(parent: etree._Element | None, tag: str, attribute: str = "val") -> str | None:
    """Attribute of a child such as <w:jc w:val="center"/>; None without the child or the attribute."""
    child = None if parent is None else parent.find(f"{W}{tag}")
    return None if child is None else child.get(f"{W}{attribute}")


def number(parent: etree._Element | None, tag: str, attribute: str = "val") -> int | None:
    """Like `value`, for whole numbers; None for anything else."""
    text = value(parent, tag, attribute)
    try:
        return None if text is None else int(float(text))
    except ValueError:
        return None


def chosen(element: etree._Element) -> etree._Element:
    """Of two versions of one thing, for newer and older programs, the newer; other elements as they are."""
    if element.tag != f"{MC}AlternateContent":
        return element
    return next((child for child in element if len(child)), element)


def is_on(toggle: etree._Element | None) -> bool:
    """Whether a property such as <w:b/> or <w:b w:val="0"/> is there and on."""
    return toggle is not None and toggle.get(f"{W}val", "1") not in ("0", "false", "off", "none")

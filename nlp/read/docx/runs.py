"""The text of a paragraph of a .docx: what Word shows when all tracked changes are accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from nlp.read.docx.package import MC, W, chosen

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_LEFT_OUT = frozenset(
    W + tag
    for tag in (
        *("del", "moveFrom", "pPr", "rPr", "sdtPr", "sdtEndPr", "customXmlPr", "smartTagPr"),
        *("rt", "rubyPr", "annotationRef", "footnoteReference", "endnoteReference", "commentReference"),
    )
)
PAGE_BREAK = "\f"
"""In the text of a run, for a forced break of the page or the column; a forced line break is a line break."""
# Of bounded length, so that no instruction made to be slow is.
_OVERSTRIKE = re.compile(
    r"\s*EQ\b.{0,200}?\\o\s*\\a(?P<alignment>[cd])\s*\(.{0,200}[,，;；](?P<last>[^,，;；()]{0,20})\)\s*",
    re.IGNORECASE | re.DOTALL,
)
_CHARACTERS = {f"{W}tab": "\t", f"{W}ptab": "\t", f"{W}cr": "\n", f"{W}noBreakHyphen": "-"}
# Wingdings and Symbol characters that reports are sprinkled with; Word stores them in a private-use area.
_SYMBOLS = {0x6C: "●", 0x6E: "■", 0x71: "□", 0x75: "◆", 0xA8: "□", 0xB7: "·", 0xD8: "➢", 0xFC: "✓", 0xFE: "☑"}
_PRIVATE = 0xF000


class Run(NamedTuple):
    """Text with one formatting, and its properties (w:rPr)."""

    text: str
    properties: etree._Element | None


@dataclass(slots=True)
class Fields:
    """The fields open at the current place, which may span paragraphs: an instruction is not text, its result is."""

    instructions: list[str] = field(default_factory=list)
    in_result: list[bool] = field(default_factory=list)

    def mark(self, kind: str | None) -> str:
        """Take a w:fldChar: begin, separate or end. What shows of a field that ends without a result, if anything."""
        if kind == "begin":
            self.instructions.append("")
            self.in_result.append(False)
        elif kind == "separate" and self.in_result:
            self.in_result[-1] = True
        elif kind == "end" and self.in_result:
            instruction = self.instructions.pop()
            if not self.in_result.pop() and self.shows:
                return overstruck(instruction)
        return ""

    def instruct(self, text: str) -> None:
        """Take a piece of an instruction (w:instrText)."""
        if self.instructions and not self.in_result[-1]:
            self.instructions[-1] += text

    @property
    def shows(self) -> bool:
        """Whether text at the current place shows and is no table of contents."""
        return all(self.in_result) and not any(map(is_contents, self.instructions))


def is_contents(instruction: str) -> bool:
    """Whether a field's instruction makes a table of contents."""
    return instruction.split()[:1] == ["TOC"]


def overstruck(instruction: str) -> str:
    """What an EQ field that prints characters over each other shows: ① of ○ and 1, else the last of them.

    Word and WPS make circled characters and phonetic guides so; of other fields, nothing.
    """
    match = _OVERSTRIKE.fullmatch(instruction)
    if match is None:
        return ""
    last = match["last"].strip()
    circled = match["alignment"] in "cC" and last.isdecimal() and 1 <= int(last) <= 20
    return chr(ord("①") + int(last) - 1) if circled else last


def runs(element: etree._Element, fields: Fields) -> Iterator[Run | etree._Element]:
    """Runs of a paragraph in order, and the text boxes (w:txbxContent) that are anchored between them."""
    for child in element:
        if not isinstance(child.tag, str) or child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{W}r":
            yield from _run(child, fields)
        elif child.tag == f"{W}fldSimple" and is_contents(child.get(f"{W}instr", "")):
            continue
        elif child.tag == f"{_MATH}r":
            yield Run("".join(part.text or "" for part in child.iter(f"{_MATH}t")), None)
        elif child.tag == f"{_MATH}den":
            yield Run("/", None)
            yield from runs(child, fields)
        else:
            yield from runs(chosen(child), fields)


def _run(run: etree._Element, fields: Fields) -> Iterator[Run | etree._Element]:
    properties = run.find(f"{W}rPr")
    for child in run:
        if not isinstance(child.tag, str) or child.tag in _LEFT_OUT:
            continue
        if child.tag == f"{W}fldChar":
            text = fields.mark(child.get(f"{W}fldCharType"))
            if text:
                yield Run(text, properties)
        elif child.tag == f"{W}instrText":
            fields.instruct(child.text or "")
        elif not fields.shows:
            continue
        elif child.tag == f"{W}ruby":
            yield from runs(child, fields)
        elif child.tag in (f"{W}drawing", f"{W}pict", f"{W}object", f"{MC}AlternateContent"):
            yield from _text_boxes(chosen(child))
        else:
            text = _character(child)
            if text:
                yield Run(text, properties)


def _character(element: etree._Element) -> str:
    if element.tag == f"{W}t":
        return element.text or ""
    if element.tag == f"{W}br":
        return "\n" if element.get(f"{W}type", "textWrapping") == "textWrapping" else PAGE_BREAK
    if element.tag == f"{W}sym":
        return _symbol(element.get(f"{W}char", ""))
    return _CHARACTERS.get(element.tag, "")


def _symbol(code: str) -> str:
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    if number < _PRIVATE:
        return chr(number)
    return _SYMBOLS.get(number - _PRIVATE, "•")


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Outermost text boxes in a drawing; boxes within them are found when their paragraphs are read."""
    for child in element:
        if child.tag == f"{W}txbxContent":
            yield child
        elif isinstance(child.tag, str):
            yield from _text_boxes(chosen(child))

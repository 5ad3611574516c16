"""An HTML element to Blocks: paragraphs as a browser parts them, table rows, list items with their numbers.

The tree is walked without recursion: pages nest tags by the ten thousand.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from nlp.document import Block
from nlp.read.lines import indent_of, join, paragraph_ranges
from nlp.read.tables import is_layout, row_block
from nlp.text import fold, is_han

_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|dir|div|dl|dt|fieldset|figcaption|figure|footer|"
    "form|h[1-6]|header|hr|legend|li|main|nav|ol|p|pre|section|summary|table|tbody|td|tfoot|th|thead|tr|ul"
)
_BOLD = re.compile("b|strong|h[1-6]|th")
_HEADING = re.compile("h([1-6])")
_STYLE = re.compile(r"(?<![-\w])(font-weight|font-size|text-align|text-indent)\s*:\s*([-\w.%]+)", re.IGNORECASE)
_BORDER = re.compile(r"(?<![-\w])border[-\w]*\s*:[^;]*\bsolid", re.IGNORECASE)
_LENGTH = re.compile(r"(-?\d*\.?\d+)(pt|px|em|rem|cm|mm|in)")
_POINTS = {"pt": 1.0, "px": 0.75, "cm": 28.35, "mm": 2.835, "in": 72.0}
_DEFAULT_SIZE = 12.0  # points: a browser's 16 pixels
_BLANKS = re.compile(r"[ \t\r\n\f]+")


class _Look(NamedTuple):
    """What text inherits from the elements around it."""

    bold: bool = False
    centred: bool | None = None
    size: float | None = None
    indent: float = 0.0
    level: int | None = None
    role: str = "text"
    preformatted: bool = False


class _Piece(NamedTuple):
    text: str
    look: _Look


@dataclass(slots=True)
class _Table:
    rows: list[list[list[Block]]] = field(default_factory=list)
    outer: list[Block] = field(default_factory=list)
    """Where the blocks of the text around the table go."""
    ruled: bool = False
    """Has lines around its cells, or cells that head rows or columns."""


@dataclass(slots=True)
class _Walk:
    """The state of a walk through one element."""

    blocks: list[Block] = field(default_factory=list)
    lines: list[list[_Piece]] = field(default_factory=lambda: [[]])
    looks: list[_Look] = field(default_factory=lambda: [_Look()])
    tables: list[_Table] = field(default_factory=list)
    numbers: list[int | None] = field(default_factory=list)
    """Of the next item of each open list; None for bullets."""
    label: str = ""
    """Number of a list item whose text has not come yet."""


def html_blocks(root: etree._Element, is_left_out: Callable[[etree._Element], bool]) -> list[Block]:
    """Blocks of the text in `root`, but for the elements that are left out."""
    walk = _Walk()
    skipped: etree._Element | None = None
    events = etree.iterwalk(root, events=("start", "end"))
    for event, element in events:
        if event == "start":
            if element is not root and is_left_out(element):
                skipped = element
                events.skip_subtree()
                continue
            _open(walk, element)
            _add(walk, element.text)
            continue
        if element is skipped:
            skipped = None
        else:
            _close(walk, element)
        if element is not root:
            _add(walk, element.tail)
    _flush(walk)
    return walk.blocks


def _open(walk: _Walk, element: etree._Element) -> None:
    tag = str(element.tag)
    if tag == "br":
        walk.lines.append([])
    if _BLOCK.fullmatch(tag):
        _flush(walk)
    walk.looks.append(_look(walk.looks[-1], element, tag))
    if tag in ("ol", "ul"):
        walk.numbers.append(_integer(element.get("start"), 1) if tag == "ol" else None)
    elif tag == "li" and walk.numbers and walk.numbers[-1] is not None:
        number = _integer(element.get("value"), walk.numbers[-1])
        walk.label = f"{number}. "
        walk.numbers[-1] = number + 1
    elif tag == "table":
        walk.tables.append(_Table(outer=walk.blocks, ruled=element.get("border", "0") not in ("", "0")))
        walk.blocks = []
    elif tag == "tr" and walk.tables:
        walk.tables[-1].rows.append([])
    elif tag in ("td", "th") and walk.tables:
        walk.tables[-1].ruled |= tag == "th" or _BORDER.search(element.get("style", "")) is not None
        walk.tables[-1].outer += walk.blocks  # a caption stands between the table and its first cell
        walk.blocks = []


def _close(walk: _Walk, element: etree._Element) -> None:
    tag = str(element.tag)
    if _BLOCK.fullmatch(tag):
        _flush(walk)
    walk.looks.pop()
    if tag in ("ol", "ul"):
        walk.numbers.pop()
    elif tag == "li":
        walk.label = ""
    elif tag in ("td", "th") and walk.tables:
        table = walk.tables[-1]
        if not table.rows:
            table.rows.append([])
        table.rows[-1].append(walk.blocks)
        walk.blocks = []
    elif tag == "table":
        table = walk.tables.pop()
        walk.blocks = table.outer + walk.blocks
        if is_layout(table.rows, ruled=table.ruled):
            walk.blocks += [block for row in table.rows for cell in row for block in cell]
        else:
            walk.blocks += [row for cells in table.rows if (row := row_block(cells)) is not None]


def _add(walk: _Walk, text: str | None) -> None:
    if not text:
        return
    look = walk.looks[-1]
    if not look.preformatted:
        walk.lines[-1].append(_Piece(text, look))
        return
    for number, line in enumerate(text.split("\n")):
        if number:
            walk.lines.append([])
        walk.lines[-1].append(_Piece(line, look))


def _flush(walk: _Walk) -> None:
    """End the paragraph: its lines, parted by <br>, become blocks."""
    lines, walk.lines = walk.lines, [[]]
    texts = ["".join(piece.text for piece in line) for line in lines]
    texts = [
        _collapsed(text) if not line or not line[0].look.preformatted else text
        for text, line in zip(texts, lines, strict=True)
    ]
    looks = [piece.look for line in lines for piece in line if piece.text.strip()]
    if not looks:
        return
    heading = looks[0].level is not None or looks[0].centred is True
    for found in paragraph_ranges(texts, heading=heading):
        text = fold(join([texts[number] for number in found])).strip()
        pieces = [piece for number in found for piece in lines[number] if piece.text.strip()]
        if not text or not pieces:
            continue
        look = pieces[0].look
        first = found.start == next(number for number, line in enumerate(texts) if line.strip())
        walk.blocks.append(
            Block(
                walk.label + text,
                role=look.role,
                level=look.level,
                size=max(pieces, key=lambda piece: len(piece.text)).look.size,
                bold=all(piece.look.bold for piece in pieces),
                centred=look.centred,
                indent=(look.indent if first else 0.0) + indent_of(texts[found.start]),
            )
        )
        walk.label = ""


def _collapsed(text: str) -> str:
    """White space as a browser shows it, but none for a line break of the source beside a Chinese character."""

    def shown(match: re.Match[str]) -> str:
        around = text[: match.start()][-1:] + text[match.end() :][:1]
        return "" if "\n" in match[0] and any(is_han(char) or char >= "\u3000" for char in around) else " "

    return _BLANKS.sub(shown, text).strip(" ")


def _look(outer: _Look, element: etree._Element, tag: str) -> _Look:
    look = outer._replace(indent=outer.indent if tag not in ("li", "td", "th") else 0.0)
    if _BOLD.fullmatch(tag):
        look = look._replace(bold=True)
    heading = _HEADING.fullmatch(tag)
    if heading:
        look = look._replace(level=int(heading[1]), size=None)
    elif "MsoTitle" in element.get("class", "").split():
        look = look._replace(level=0)
    elif tag in ("figcaption", "caption") or "MsoCaption" in element.get("class", "").split():
        look = look._replace(role="caption")
    if tag == "pre":
        look = look._replace(preformatted=True)
    align = "center" if tag == "center" else element.get("align", "").lower()
    if align:
        look = look._replace(centred=align == "center")
    for name, setting in _STYLE.findall(element.get("style", "")):
        look = _styled(look, name.lower(), setting.lower())
    return look


def _styled(look: _Look, name: str, setting: str) -> _Look:
    if name == "font-weight":
        return look._replace(bold=setting.startswith("bold") or (setting.isdecimal() and int(setting) >= 600))
    if name == "text-align":
        return look._replace(centred=setting == "center")
    length = _LENGTH.fullmatch(setting)
    if length is None:
        return look
    amount, unit = float(length[1]), length[2]
    size = look.size or _DEFAULT_SIZE
    if name == "font-size":
        return look._replace(size=round(amount * _POINTS.get(unit, _DEFAULT_SIZE), 1))
    return look._replace(indent=max(0.0, round(amount if unit in ("em", "rem") else amount * _POINTS[unit] / size, 2)))


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.strip().isdecimal() else default

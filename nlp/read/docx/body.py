"""The body of a .docx: its paragraphs, tables and text boxes in order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import etree

from nlp.document import Block
from nlp.read.docx.breaks import heading_ranges, pages, split_runs
from nlp.read.docx.numbering import Numbering
from nlp.read.docx.package import Parts, W, chosen, is_on, value
from nlp.read.docx.runs import Fields, Run, is_contents, runs
from nlp.read.docx.styles import Styles
from nlp.read.lines import NUMBERED, indent_of, join, paragraph_ranges
from nlp.read.tables import is_layout, row_block
from nlp.text import fold

_DEFAULT_SIZE = 10.0  # points, where a document names none
_TWIPS = 20  # per point
_SHORT_CELL = 40  # characters: a label, or what is filled in beside it
_CONTENTS_HEAD = re.compile(r"目\s*[录錄次]")
_CENTRED = ("center", "distribute")


class Body:
    """Reads one document, in order: numbers count up and fields stay open from paragraph to paragraph."""

    def __init__(self, parts: Parts) -> None:
        self._root = parts.document
        self._styles = Styles(parts.styles)
        self._numbering = Numbering(parts.numbering, self._styles)
        self._fields = Fields()
        marks = [mark.get(f"{W}fldCharType") for mark in self._root.iter(f"{W}fldChar")]
        self._fields_span = marks.count("begin") == marks.count("end")
        """False in a damaged file, where a field without an end would swallow the rest."""
        self._carried: list[Run] = []
        """Runs of paragraphs without an end: they belong to the next one."""

    def blocks(self) -> list[Block]:
        """Blocks of the whole document."""
        body = self._root.find(f"{W}body")
        if body is None:
            return []
        return self._content(body)

    def _content(self, parent: etree._Element) -> list[Block]:
        blocks: list[Block] = []
        gap = 0
        for element in parent:
            if self._is_contents(element) and blocks and _CONTENTS_HEAD.fullmatch(blocks[-1].text):
                blocks.pop()
            if element.tag == f"{W}p":
                found = self._paragraph(element)
                gap += not found
            elif element.tag == f"{W}tbl":
                found = [*self._rest(), *self._table(element)]
            elif element.tag == f"{W}sdt" and _is_contents_control(element):
                continue
            elif isinstance(element.tag, str) and element.tag not in _NO_CONTENT:
                found = self._content(chosen(element))
            else:
                continue
            if found:
                blocks += [replace(found[0], gap=found[0].gap + gap), *found[1:]]
                gap = 0
        return [*blocks, *self._rest()]

    def _rest(self) -> list[Block]:
        """What paragraphs without an end left over, where no paragraph follows that it could belong to."""
        own, self._carried = self._carried, []
        return self._parts(own, None, "")

    def _is_contents(self, element: etree._Element) -> bool:
        """Whether a table of contents begins or goes on in this element of the body."""
        if element.tag == f"{W}sdt":
            return _is_contents_control(element)
        if element.tag != f"{W}p":
            return False
        instructions = (piece.text or "" for piece in element.iter(f"{W}instrText"))
        return self._styles.is_contents(element.find(f"{W}pPr")) or any(map(is_contents, instructions))

    def _paragraph(self, paragraph: etree._Element) -> list[Block]:
        """The paragraph, or its parts at forced breaks; text boxes stand before or after it, as anchored."""
        properties = paragraph.find(f"{W}pPr")
        before: list[Block] = []
        after: list[Block] = []
        own = self._carried
        self._carried = []
        if not self._fields_span:
            self._fields = Fields()
        for found in runs(paragraph, self._fields):
            if not isinstance(found, Run):
                boxed = after if any(run.text.strip() for run in own) else before
                boxed += self._content(found)
            elif not self._styles.is_hidden(found.properties, properties):
                own.append(found)
        if _has_no_end(properties):
            self._carried = own
            return before + after
        label = self._numbering.label(properties)
        if self._styles.is_contents(properties):
            return before + after
        return before + self._parts(own, properties, label) + after

    def _parts(self, own: Sequence[Run], properties: etree._Element | None, label: str) -> list[Block]:
        """A block per part; only the first on a page has the heading's level: what is below it is text or a byline."""
        level = self._styles.level(properties)
        heading = level is not None or self._is_centred(properties)
        blocks: list[Block] = []
        for page in pages(own, heading=heading):
            page_level = level
            for lines in self._page_parts(page, properties, heading=heading):
                block = self._part(lines, properties, label=label if not blocks else "", first=not blocks)
                if block is not None:
                    blocks.append(replace(block, level=page_level))
                    page_level = None
        return blocks

    def _page_parts(
        self, page: Sequence[Run], properties: etree._Element | None, *, heading: bool
    ) -> list[list[list[Run]]]:
        """The parts of a page of the paragraph, each as its lines."""
        lines = split_runs(page, "\n")
        texts = ["".join(run.text for run in line) for line in lines]
        if heading:
            found = heading_ranges(texts, [self._size(line, properties) for line in lines])
        else:
            found = paragraph_ranges(texts, heading=False)
        return [lines[part.start : part.stop] for part in found]

    def _part(
        self, lines: Sequence[Sequence[Run]], properties: etree._Element | None, *, label: str, first: bool
    ) -> Block | None:
        texts = ["".join(run.text for run in line) for line in lines]
        text = fold(join(texts)).strip()
        if not text:
            return None
        part = [run for line in lines for run in line if run.text.strip()]
        size = self._size(part, properties)
        bold = all(is_on(self._styles.run_property(run.properties, properties, "b")) for run in part)
        return Block(
            fold(label) + text,
            role=self._role(properties, text, bold=bold),
            size=size,
            bold=bold,
            centred=self._is_centred(properties),
            indent=self._indent(properties, size, first=first) + indent_of(texts[0]),
        )

    def _role(self, properties: etree._Element | None, text: str, *, bold: bool) -> str:
        if self._styles.is_caption(properties):
            return "caption"
        set_off = bold or self._styles.level(properties) is not None or self._is_centred(properties)
        plain_item = not set_off and not NUMBERED.match(text) and self._numbering.is_bullet(properties)
        return "item" if plain_item else "text"

    def _is_centred(self, properties: etree._Element | None) -> bool:
        alignment = next(self._styles.paragraph_property(properties, "jc"), None)
        return alignment is not None and alignment.get(f"{W}val") in _CENTRED

    def _size(self, part: Sequence[Run], properties: etree._Element | None) -> float:
        characters: dict[float, int] = {}
        for run in part:
            element = self._styles.run_property(run.properties, properties, "sz")
            half_points = _float(None if element is None else element.get(f"{W}val"))
            size = half_points / 2 if half_points else _DEFAULT_SIZE
            characters[size] = characters.get(size, 0) + len(run.text.strip())
        return max(characters, key=characters.__getitem__, default=_DEFAULT_SIZE)

    def _indent(self, properties: etree._Element | None, size: float, *, first: bool) -> float:
        """In em, from the left margin to the first line, or to a line after a forced break."""
        attributes: dict[str, str] = {}
        for element in self._styles.paragraph_property(properties, "ind"):
            inherited = {str(key).removeprefix(W): str(value) for key, value in element.attrib.items()}
            attributes = inherited | attributes

        def em(*names: str) -> float:
            for name in names:
                if _float(attributes.get(f"{name}Chars")):
                    return _float(attributes[f"{name}Chars"]) / 100
                if name in attributes:
                    return _float(attributes[name]) / _TWIPS / size
            return 0.0

        indent = em("left", "start") + (em("firstLine") - em("hanging") if first else 0.0)
        return max(0.0, round(indent, 2))

    def _table(self, table: etree._Element) -> list[Block]:
        """A block per row; the paragraphs themselves when the table only places them on the page."""
        rows = [[self._cell(cell) for cell in _cells(row)] for row in _rows(table)]
        if is_layout(rows):
            return [block for row in rows for block in _layout_row(row)]
        return [block for row in rows if (block := row_block(row)) is not None]

    def _cell(self, cell: etree._Element) -> list[Block]:
        merged = cell.find(f"{W}tcPr/{W}vMerge")
        if merged is not None and merged.get(f"{W}val", "continue") == "continue":
            return []
        return self._content(cell)


_NO_CONTENT = {W + tag for tag in ("sectPr", "tcPr", "sdtPr", "sdtEndPr", "del", "moveFrom", "altChunk")}


def _rows(table: etree._Element) -> Iterator[etree._Element]:
    """Rows of a table, not those of tables in its cells; deleted rows are left out."""
    for child in table:
        if child.tag == f"{W}tr":
            if child.find(f"{W}trPr/{W}del") is None:
                yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml", f"{W}ins"):
            yield from _rows(child)


def _cells(row: etree._Element) -> Iterator[etree._Element]:
    for child in row:
        if child.tag == f"{W}tc":
            yield child
        elif child.tag in (f"{W}sdt", f"{W}sdtContent", f"{W}customXml"):
            yield from _cells(child)


def _layout_row(row: Sequence[Sequence[Block]]) -> list[Block]:
    """Of a table with running text: the row where all its cells are short, as at a form's head, else its paragraphs."""
    cells = [cell for cell in row if cell]
    short = all(len(cell) == 1 and len(cell[0].text) <= _SHORT_CELL for cell in cells)
    whole = row_block(row) if short and len(cells) > 1 else None
    return [block for cell in cells for block in cell] if whole is None else [whole]


def _has_no_end(properties: etree._Element | None) -> bool:
    """Whether the next paragraph goes on with this one, a drop cap or one whose end is deleted or moved away."""
    if value(properties, "framePr", "dropCap") in ("drop", "margin"):
        return True
    mark = None if properties is None else properties.find(f"{W}rPr")
    return mark is not None and any(mark.find(f"{W}{change}") is not None for change in ("del", "moveFrom"))


def _is_contents_control(control: etree._Element) -> bool:
    gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
    return gallery is not None and gallery.get(f"{W}val") == "Table of Contents"


def _float(text: str | None) -> float:
    try:
        return float(text or 0)
    except ValueError:
        return 0.0

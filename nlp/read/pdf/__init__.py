"""PDF files with a text layer to Blocks: one per line, page headers and footers included, with the cues of its look.

A row of a table with drawn lines is one block.
"""

from __future__ import annotations

import bisect
import statistics
from collections.abc import Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from nlp.document import Block
from nlp.read.errors import DamagedFile, EncryptedFile, FileTooLarge, ScannedFile
from nlp.read.pdf.chars import page_chars, pictures
from nlp.read.pdf.columns import page_columns
from nlp.read.pdf.lines import Line, page_lines
from nlp.read.pdf.pieces import Piece, pieces_of, without_watermarks
from nlp.read.pdf.prints import without_print_marks
from nlp.read.pdf.rules import page_rules
from nlp.read.pdf.tables import parted_tables
from nlp.read.settings import ReadSettings
from nlp.text import fold

_SCAN_SHARE = 0.5  # a picture that covers more of a page with hardly any text is a scan
_SCAN_TEXT = 30  # characters that a scanned page has at most: a header, a page number
_UNKNOWN_SHARE = 0.3  # more characters without a meaning, and the text is useless
_EDGE_SHARE = 0.05  # of the lines begin at the left edge of the text, at least
_PASSWORD_ERRORS = (4, 5)  # pdfium: password needed; unknown kind of encryption


class _PagePieces(NamedTuple):
    number: int
    height: float
    pieces: list[Piece]


class _PageLines(NamedTuple):
    number: int
    height: float
    lines: list[Line]


class _Edges(NamedTuple):
    """Left and right edge of a text column, in points."""

    left: float
    right: float


def read_pdf(data: bytes, *, name: str, settings: ReadSettings) -> tuple[list[Block], tuple[str, ...]]:
    """Lines of a PDF, and warnings.

    Raises EncryptedFile, DamagedFile, FileTooLarge (pages), or ScannedFile when no page has text that can be read.
    """
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _PASSWORD_ERRORS:
            raise EncryptedFile(f"{name} is a PDF with a password: save it without one") from error
        raise DamagedFile(
            f"{name} is a damaged PDF, perhaps not completely copied: copy it again, or print it to a new PDF"
        ) from error
    try:
        if len(document) > settings.max_pages:
            raise FileTooLarge(
                f"{name} has {len(document)} pages, more than the limit of {settings.max_pages}: "
                "split it, or raise read.max_pages"
            )
        pages, warnings = _pages(document, name=name)
    finally:
        document.close()
    return _blocks(_with_lines(pages)), warnings


def _with_lines(pages: Sequence[_PagePieces]) -> list[_PageLines]:
    kept = without_watermarks([page.pieces for page in pages])
    return [
        _PageLines(page.number, page.height, without_print_marks(page_lines(pieces, columns), page.number))
        for page, pieces, columns in zip(pages, kept, page_columns(kept), strict=True)
    ]


def _pages(document: Any, *, name: str) -> tuple[list[_PagePieces], tuple[str, ...]]:
    import pypdfium2

    pages: list[_PagePieces] = []
    scans: list[int] = []
    broken: list[int] = []
    total = unknown = 0
    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            broken.append(index + 1)
            continue
        try:
            found = page_chars(page)
            total += len(found.chars)
            unknown += found.unknown
            if len(found.chars) <= _SCAN_TEXT and any(share > _SCAN_SHARE for share in pictures(page)):
                scans.append(index + 1)
            chars, rows = parted_tables(found.chars, page_rules(page))
            pages.append(_PagePieces(index + 1, found.height, pieces_of(chars) + rows))
        finally:
            page.close()
    if broken and len(broken) == len(document):
        raise DamagedFile(f"{name} is a damaged PDF, none of its pages can be read: print it to a new PDF")
    if not total or (scans and len(scans) + len(broken) == len(document)):
        raise ScannedFile(f"{name} is a PDF without text, a scan: run text recognition (OCR) over it first")
    if unknown > _UNKNOWN_SHARE * total:
        raise ScannedFile(
            f"{name} is a PDF whose fonts do not say which characters they draw: run text recognition (OCR) over it, "
            "or take the Word file that it was made from"
        )
    return pages, (*_page_warning(scans, "without text (scanned)"), *_page_warning(broken, "damaged"))


def _page_warning(pages: Sequence[int], what: str) -> tuple[str, ...]:
    if not pages:
        return ()
    return (f"page{'s' if len(pages) > 1 else ''} {', '.join(map(str, pages))} {what}: nothing read there",)


def _blocks(pages: Sequence[_PageLines]) -> list[Block]:
    edges = _edges(pages)
    pitch = _pitch(pages)
    heavy = sum(len(line.text) for page in pages for line in page.lines if line.bold)
    says_bold = heavy * 2 < sum(len(line.text) for page in pages for line in page.lines)
    blocks: list[Block] = []
    for page in pages:
        above: Line | None = None
        for line in page.lines:
            text = fold(line.text).strip()
            if not text:
                continue
            bold = line.bold if says_bold else None
            if line.is_row:
                blocks.append(Block(text, role="row", page=page.number, bold=bold))
                above = line
                continue
            edge = edges[page.number % 2, line.column]
            below = 0.0 if above is None or above.column != line.column else above.baseline - line.baseline
            blocks.append(
                Block(
                    text,
                    whole=False,
                    page=page.number,
                    size=line.size,
                    bold=bold,
                    centred=_is_centred(line, edge),
                    indent=round(max(0.0, line.left - edge.left) / line.size, 2),
                    width=round((line.right - line.left) / line.size, 2),
                    gap=round(max(0.0, below / pitch - 1), 2) if pitch else 0.0,
                    top=round(min(1.0, max(0.0, 1 - line.baseline / page.height)), 4),
                )
            )
            above = line
    return blocks


def _is_centred(line: Line, edge: _Edges) -> bool:
    before, after = line.left - edge.left, edge.right - line.right
    return min(before, after) > 1.5 * line.size and abs(before - after) < 1.5 * line.size


def _pitch(pages: Sequence[_PageLines]) -> float:
    """Usual distance of baselines, in points; 0 when no page has two lines."""
    distances = [
        upper.baseline - lower.baseline
        for page in pages
        for upper, lower in pairwise(page.lines)
        if upper.column == lower.column and upper.baseline > lower.baseline and not lower.is_row
    ]
    return statistics.median(distances) if distances else 0.0


def _edges(pages: Sequence[_PageLines]) -> dict[tuple[int, int], _Edges]:
    """Edges of the text, for odd and even pages (their margins may mirror each other) and for each column."""
    found: dict[tuple[int, int], _Edges] = {}
    placed = [(page.number % 2, line) for page in pages for line in page.lines if not line.is_row]
    for parity in (0, 1):
        for column in {line.column for _, line in placed}:
            own = [line for side, line in placed if side == parity and line.column == column]
            every = [line for _, line in placed if line.column == column]
            lines = own if len(own) >= 1 / _EDGE_SHARE else every
            if lines:
                found[parity, column] = _Edges(_left_edge(lines), _right_edge(lines))
    return found


def _left_edge(lines: Sequence[Line]) -> float:
    """The leftmost place where many lines begin, so that a page number in the margin does not count."""
    lefts = sorted(line.left for line in lines)
    enough = max(2.0, _EDGE_SHARE * len(lines))
    for number, left in enumerate(lefts):
        if bisect.bisect_left(lefts, left + 2) - number >= enough:
            return left
    return lefts[0]


def _right_edge(lines: Sequence[Line]) -> float:
    rights = sorted(line.right for line in lines)
    return rights[int((1 - _EDGE_SHARE) * (len(rights) - 1))]

"""Plain text to Blocks: one per line that is not blank."""

from __future__ import annotations

import re

from nlp.document import Block
from nlp.read.encoding import decode
from nlp.read.lines import indent_of
from nlp.text import fold

_LINE = re.compile(r"\r\n|\r|\n")
_BREAK = re.compile("[\v\x85\u2028\u2029]|(\f)")


def read_txt(data: bytes) -> tuple[list[Block], tuple[str, ...]]:
    """Lines of a text file, with line number, indent and blank lines above; pages if form feeds part them."""
    decoded = decode(data)
    page = 1 if "\f" in decoded.text.strip() else None
    blocks: list[Block] = []
    gap = 0
    for number, line in enumerate(_LINE.split(decoded.text), 1):
        for piece in _BREAK.split(line):
            if piece == "\f" and page is not None and blocks:
                page += 1
            text = fold(piece or "").strip()
            if text:
                blocks.append(Block(text, whole=False, line=number, page=page, indent=indent_of(piece), gap=float(gap)))
                gap = 0
        gap += not line.strip()
    return blocks, decoded.warnings

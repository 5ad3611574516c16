"""What the readers share: blanks before a line, lines that are one paragraph, the title among the headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.document import Block
from nlp.text import CLOSERS, TERMINALS, em_width, is_han

_EM = {"\u3000": 1.0, "\u2003": 1.0, "\t": 2.0, "\ufeff": 0.0, "\u200b": 0.0}
_WRAPPED = 18  # em: text is hardly wrapped at less
NUMBERED = re.compile(
    r"[（(]?[一二三四五六七八九十百\d]{1,3}[）)、.．]|第[一二三四五六七八九十百\d]+[章节部篇条]|[①-⑳⒈-⒛⑴-⒇]"
)
_SUBTITLE = re.compile(r"[—－-]{1,2}|[（(]")
_DASH = re.compile(r"[—－-]")


def indent_of(text: str) -> float:
    """Width in em of the blanks that the text begins with."""
    blanks = text[: len(text) - len(text.lstrip())]
    return sum(_EM.get(char, 0.5) for char in blanks)


def join(lines: Sequence[str]) -> str:
    """Lines of one paragraph as one text; a blank is put between Latin letters and digits only."""
    text = ""
    for line in (line.strip() for line in lines):
        if text and line and _is_latin(text[-1]) and _is_latin(line[0]):
            text += " "
        text += line
    return text


def _is_latin(char: str) -> bool:
    return char < "\u2e80" and not is_han(char) and char not in "“”‘’—…·"


def paragraph_ranges(lines: Sequence[str], *, heading: bool) -> list[range]:
    """Which lines parted by forced line breaks are one paragraph; blank lines are in none.

    People put such breaks between paragraphs (text pasted from a page) and inside one (a title over two lines, text
    copied from a PDF). A heading is one paragraph, but for its subtitle. Otherwise a blank line or an indent begins a
    paragraph; a line goes on when it ends in a comma, or is of the length of wrapped lines without an end.
    """
    texts = [line.strip() for line in lines]
    widest = max(map(em_width, texts), default=0.0)
    wrapped = widest >= _WRAPPED and sum(map(bool, texts)) > 2
    ranges: list[range] = []
    for number, text in enumerate(texts):
        if not text:
            continue
        above = texts[number - 1] if number else ""
        if not ranges:
            goes_on = False
        elif heading:
            goes_on = not _SUBTITLE.match(text)
        elif not above or indent_of(lines[number]) >= 1:
            goes_on = False
        else:
            goes_on = line_goes_on(above, text, full=wrapped and em_width(above) > widest / 2)
        if goes_on:
            ranges[-1] = range(ranges[-1].start, number + 1)
        else:
            ranges.append(range(number, number + 1))
    return ranges


def line_goes_on(above: str, text: str, *, full: bool) -> bool:
    """Whether the paragraph of the line above goes on in this text; `full`: the line above leaves no room for more."""
    if above[-1] in "，、,":
        return True
    ended = above.rstrip(CLOSERS)[-1:] in TERMINALS + "；：;:"
    return full and not ended and not NUMBERED.match(text)


def raise_title(blocks: list[Block]) -> list[Block]:
    """Make the first block the title (level 0) when it is the only heading of the outermost level.

    What a dash begins right below it is its subtitle, and no heading, whatever its level.
    """
    if len(blocks) > 1 and blocks[0].level is not None and _DASH.match(blocks[1].text):
        blocks = [blocks[0], replace(blocks[1], level=None), *blocks[2:]]
    levels = [block.level for block in blocks if block.level is not None]
    if not levels or blocks[0].level != min(levels) or levels.count(min(levels)) > 1:
        return blocks
    return [replace(blocks[0], level=0), *blocks[1:]]

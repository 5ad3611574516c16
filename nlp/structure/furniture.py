"""Page furniture: page numbers, running headers and footers, the table of contents. None of it is text of the report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from nlp.document import Block

_MARKED_PAGE = re.compile(
    r"[-—–－·•~～\s]+(?:\d{1,4}|[ivxlcIVXLC]{1,6})[-—–－·•~～\s]+"
    r"|第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,4})\s*页(?:\s*[,，/／]?\s*[（(]?\s*共\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,4})\s*页\s*[）)]?)?"
    r"|(?:[Pp]age|PAGE)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}"
)
_BARE_PAGE = re.compile(r"\d{1,4}")
_CONTENTS_HEAD = re.compile(r"目\s*[录錄次]")
_CONTENTS_LINE = re.compile(r".+?(?:[.．·…。\s]{3,}|\t\s*|[（(])\s*\d{1,4}\s*[）)]?")
_RUNNING_LENGTH = 45
_TOP, _BOTTOM = 0.12, 0.9


def drop_furniture(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without page numbers, running headers and footers, and contents pages; order unchanged."""
    kept = [block for block, drop in zip(blocks, _page_numbers(blocks), strict=True) if not drop]
    running = _running(kept)
    kept = [block for block in kept if not (_at_edge(block) and _shape(block.text) in running)]
    return _drop_contents(kept)


def _page_numbers(blocks: Sequence[Block]) -> list[bool]:
    """Which blocks are page numbers: marked as such, or bare numbers that count up through the file."""
    drop = [not block.whole and bool(_MARKED_PAGE.fullmatch(block.text)) for block in blocks]
    bare = [i for i, block in enumerate(blocks) if not block.whole and _BARE_PAGE.fullmatch(block.text)]
    at_edge = [i for i in bare if blocks[i].top is not None and _at_edge(blocks[i])]
    values = [int(blocks[i].text) for i in bare]
    rising = sum(a < b for a, b in zip(values, values[1:], strict=False))
    counting = len(bare) >= 3 and rising >= 0.8 * (len(bare) - 1)
    for i in bare if counting else at_edge or [i for i in bare if _interrupts(blocks, i)]:
        drop[i] = True
    return drop


def _interrupts(blocks: Sequence[Block], index: int) -> bool:
    """Whether a bare number stands in the midst of a sentence, as only a page number does."""
    if not 0 < index < len(blocks) - 1:
        return index > 0
    before = blocks[index - 1].text
    return before[-1] not in "。！？!?：:；”" and len(before) > 15


def _at_edge(block: Block) -> bool:
    """Whether the block can stand in a page's margin; without a known position every line can."""
    return block.top is None or block.top <= _TOP or block.top >= _BOTTOM


def _shape(text: str) -> str:
    return re.sub(r"[\s\d—–\-·|]+", "", text)


def _running(blocks: Sequence[Block]) -> set[str]:
    """Shapes (text without digits and blanks) of the lines that recur at the top or bottom of pages."""
    seen: dict[str, set[int]] = {}
    places: Counter[str] = Counter()
    pages = {block.page for block in blocks if block.page is not None}
    for i, block in enumerate(blocks):
        if block.whole or block.page is None or len(block.text) > _RUNNING_LENGTH:
            continue
        first = i == 0 or blocks[i - 1].page != block.page
        last = i == len(blocks) - 1 or blocks[i + 1].page != block.page
        shape = _shape(block.text)
        if shape and (first or last or (block.top is not None and _at_edge(block))):
            seen.setdefault(shape, set()).add(block.page)
            places[shape] += 1
    least = 2 if any(block.top is not None for block in blocks) else 3
    return {shape for shape, where in seen.items() if len(where) >= min(max(least, len(pages) // 4), 12)}


def _drop_contents(blocks: list[Block]) -> list[Block]:
    """Leave out 目录 and its lines: entries with a page number, or lines that come again as headings."""
    start = next((i for i, block in enumerate(blocks) if _CONTENTS_HEAD.fullmatch(block.text)), None)
    if start is None:
        return blocks
    later = Counter(_shape(block.text) for block in blocks[start + 1 :])
    end = start + 1
    while end < len(blocks) and (
        _CONTENTS_LINE.fullmatch(blocks[end].text)
        or (len(blocks[end].text) <= _RUNNING_LENGTH and later[_shape(blocks[end].text)] >= 2)
    ):
        later[_shape(blocks[end].text)] -= 1
        end += 1
    return blocks[:start] + blocks[end:] if end > start + 1 else blocks

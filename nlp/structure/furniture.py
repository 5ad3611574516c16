"""Page furniture, which is no text of the report: page numbers, headers and footers, footnotes, tables of contents."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from nlp.document import Block
from nlp.structure.front import is_title_line
from nlp.structure.numbering import BARE_STYLES, parse_number
from nlp.structure.unit import ends_sentence, usual_size

_MARKED_PAGE = re.compile(
    r"[-—–－·•~～\s]+(?:\d{1,4}|[ivxlcIVXLC]{1,6})[-—–－·•~～\s]+"
    r"|第\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,4})\s*页(?:\s*[,，/／]?\s*[（(]?\s*共\s*(?:\d{1,4}|[一二三四五六七八九十百]{1,4})\s*页\s*[）)]?)?"
    r"|(?:[Pp]age|PAGE)\s*\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?"
    r"|\d{1,4}\s*[/／]\s*\d{1,4}"
)
_BARE_PAGE = re.compile(r"\d{1,4}")
# 2    调研成果选编 — a running header on one line with its page number
_NUMBERED_HEADER = re.compile(r"(?P<before>\d{1,4})\s{2,}\S.*|\S.*?\s{2,}(?P<after>\d{1,4})")
_CLAUSE = re.compile(r"[，。；：！？、]")
_RULE = re.compile(r"[^\w\s](?:\s*[^\w\s]){2,}|_{3,}")  # ———— ＊＊＊ ◇◇◇
_CONTENTS_HEAD = re.compile(r"[【\[]?目\s*[录錄次][】\]]?[：:]?")
_LEADERS = r"(?:[.．·…。_＿—\-\s]{3,}|…+|\s*[\t/／]|\s{2,})"
_CONTENTS_LINE = re.compile(
    rf"(?:.*?{_LEADERS}\s*[（(第pP]*|.+?[（(])\s*(?:\d{{1,4}}|[ivxIVX]{{1,5}}|[Ⅰ-Ⅻ])\s*[）)页]?|.+?[.．·…]{{6,}}"
)
_NOTE = re.compile(r"(?:[①-⑳]|[\[［〔]\d{1,2}[\]］〕]|注\s*\d{0,2}[：:]|[*※＊])\s*\S|\d{1,2}\s*[\u4e00-\u9fff《“]{4}")
_FOOTNOTE_SIZE = 0.9  # of the body's, at most
_RUNNING_LENGTH = 45
_RUNNING_SHARE = 0.3  # of the pages from its first to its last that bear a running header, where margins are unknown
_TOP, _BOTTOM = 0.12, 0.9


def drop_furniture(blocks: Sequence[Block]) -> list[Block]:
    """The blocks without page numbers, running headers and footers, footnotes, contents pages and rules of dashes."""
    blocks = [block for block in blocks if not _RULE.fullmatch(block.text)]
    numbers = _page_numbers(blocks)
    edges = _edges(blocks, numbers)
    running = _running(blocks, edges, numbers)
    anywhere = _headers_in_text(blocks)
    drop = [
        numbers[i]
        or (not block.whole and _shape(block.text) in anywhere)
        or (edges[i] and _shape(block.text) in running and not (i == 0 and _is_title(blocks)))
        for i, block in enumerate(blocks)
    ]
    drop = _with_their_places(blocks, drop, edges)
    footnotes = _footnotes(blocks, drop)
    kept: list[Block] = []
    after_furniture = False
    for i, block in enumerate(blocks):
        if drop[i] or i in footnotes:
            after_furniture = True
            continue
        # The blank around furniture is not a gap between paragraphs.
        kept.append(replace(block, gap=0.0) if after_furniture else block)
        after_furniture = False
    return _drop_contents(kept)


def _page_numbers(blocks: Sequence[Block]) -> list[bool]:
    """Which blocks are page numbers: marked as such, or bare numbers that count up through the file."""
    drop = [not block.whole and bool(_MARKED_PAGE.fullmatch(block.text)) for block in blocks]
    bare = [i for i, block in enumerate(blocks) if not block.whole and _BARE_PAGE.fullmatch(block.text)]
    at_edge = [i for i in bare if _at_edge(blocks[i])]
    values = [int(blocks[i].text) for i in bare]
    rising = sum(a < b for a, b in itertools.pairwise(values))
    counting = len(bare) >= 3 and rising >= 0.8 * (len(bare) - 1)
    for i in bare if counting else at_edge or [i for i in bare if _interrupts(blocks, i)]:
        drop[i] = True
    return drop


def _interrupts(blocks: Sequence[Block], index: int) -> bool:
    """Whether a number or header stands in the midst of a sentence, as only those of pages do."""
    if not 0 < index < len(blocks) - 1:
        return index > 0
    before = blocks[index - 1].text
    return before[-1] not in "。！？!?：:；”" and len(before) > 15


def _at_edge(block: Block) -> bool:
    """Whether the block stands in the margin of its page, as far as its position is known."""
    return block.top is not None and (block.top <= _TOP or block.top >= _BOTTOM)


def _edges(blocks: Sequence[Block], numbers: Sequence[bool]) -> list[bool]:
    """Which blocks stand in a page's margin, or next to a page number or page break where margins are unknown."""
    edges = []
    for i, block in enumerate(blocks):
        if block.whole or block.top is not None:
            edges.append(not block.whole and _at_edge(block))
            continue
        near = [j for j in (i - 1, i + 1) if 0 <= j < len(blocks)]
        edges.append(i == 0 or any(numbers[j] or blocks[j].page != block.page for j in near))
    return edges


def _footnotes(blocks: Sequence[Block], drop: Sequence[bool]) -> set[int]:
    """Which blocks are footnotes: the smaller type at the foot of a page, from the first note's mark on."""
    body = usual_size((block.size, len(block.text)) for block in blocks)
    found: set[int] = set()
    page: int | None = None
    foot: list[int] | None = []  # small print from the page's last line upwards; None once larger type is met
    for i in reversed(range(len(blocks))):
        block = blocks[i]
        if block.page != page:
            page, foot = block.page, []
        if drop[i] or foot is None or block.top is None:
            continue
        if not block.size or block.size > _FOOTNOTE_SIZE * body:
            foot = None
            continue
        foot.append(i)
        if _NOTE.match(block.text):
            found.update(foot)
    return found


def _shape(text: str) -> str:
    return re.sub(r"[\s\d—–\-·|]+", "", text)


def _running(blocks: Sequence[Block], edges: Sequence[bool], numbers: Sequence[bool]) -> set[str]:
    """Shapes (text without digits and blanks) of the short lines that recur at the edges of pages.

    Where margins are unknown, a line that has a number, or that most pages between are without, is a heading.
    """
    seen: dict[str, list[int]] = {}
    for i, (block, edge) in enumerate(zip(blocks, edges, strict=True)):
        if edge and len(block.text) <= _RUNNING_LENGTH and not ends_sentence(block.text):
            seen.setdefault(_shape(block.text), []).append(i)
    turns = [number or a.page != b.page for number, (a, b) in zip(numbers, itertools.pairwise(blocks), strict=False)]
    pages = list(itertools.accumulate(turns, initial=0))  # before each block

    def recurs(places: Sequence[int]) -> bool:
        if blocks[places[0]].top is not None:
            return True
        number = parse_number(blocks[places[0]].text)
        between = pages[places[-1]] - pages[places[0]]
        return (number is None or number.style in BARE_STYLES) and len(places) > _RUNNING_SHARE * between

    return {shape for shape, places in seen.items() if shape and len(places) >= 2 and recurs(places)}


def _with_their_places(blocks: Sequence[Block], drop: Sequence[bool], edges: Sequence[bool]) -> list[bool]:
    """What is dropped, and what stands in the margin of another page at the same place in the same type.

    So go running headers that differ from page to page. Small type at the same place above the text of several pages
    is a header, too.
    """

    def place(block: Block) -> tuple[float, float | None]:
        return round(block.top or 0.0, 2), block.size

    size = usual_size((block.size, len(block.text)) for block in blocks)
    known = {place(block) for block, gone in zip(blocks, drop, strict=True) if gone and block.top is not None}
    small = Counter(
        place(block)
        for block, edge in zip(blocks, edges, strict=True)
        if edge and block.top is not None and block.top <= _TOP and (block.size or size) <= _FOOTNOTE_SIZE * size
    )
    known |= {where for where, count in small.items() if count > 1}
    return [
        gone or (edge and block.top is not None and place(block) in known)
        for block, gone, edge in zip(blocks, drop, edges, strict=True)
    ]


def _headers_in_text(blocks: Sequence[Block]) -> set[str]:
    """Shapes of the lines that recur with a rising page number on them, or in the midst of sentences."""
    seen: dict[str, list[int]] = {}
    for i, block in enumerate(blocks):
        if not block.whole and len(block.text) <= _RUNNING_LENGTH and not _CLAUSE.search(block.text):
            seen.setdefault(_shape(block.text), []).append(i)

    def recurs(places: Sequence[int]) -> bool:
        found = [_NUMBERED_HEADER.fullmatch(blocks[i].text) for i in places]
        values = [int(match["before"] or match["after"]) for match in found if match]
        if len(values) == len(places):
            return all(a < b for a, b in itertools.pairwise(values))
        interrupting = sum(_interrupts(blocks, i) for i in places)
        return interrupting > 0.6 * len(places) and parse_number(blocks[places[0]].text) is None

    return {shape for shape, places in seen.items() if shape and len(places) >= 3 and recurs(places)}


def _is_title(blocks: Sequence[Block]) -> bool:
    """Whether the first line is the report's title, which then runs on at the head of the later pages."""
    shape = _shape(blocks[0].text)
    return is_title_line(blocks[0].text) and all(_shape(block.text) != shape for block in blocks[1:5])


def _drop_contents(blocks: list[Block]) -> list[Block]:
    """Leave out 目录 and its lines: entries with leaders or a page number, or lines that come again as headings."""
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
    return blocks[:start] + blocks[end:]

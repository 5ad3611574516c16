"""How the lines of wrapped text are set: how wide, with which indent, and how exactly."""

from __future__ import annotations

import bisect
import math
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from nlp.document import Block
from nlp.structure.numbering import Number, parse_number, parse_series
from nlp.structure.unit import ends_sentence, looks_like_heading
from nlp.text import em_width

NEVER_FIRST = "，。、；：！？）”’」』》】〉,.;:!?)%％…"
_OPENERS = "（“‘「『《【〈("
_RUN = re.compile(r"[A-Za-z0-9.%+/-]+")
FULL = -0.25  # em: with less room than this at its end a line is full
_IRREGULAR = 25
_NEVER = math.exp(-12)  # the smallest share of lines that is told from none


@dataclass(frozen=True, slots=True)
class Layout:
    """How the lines of a source are set, in em of the body's font."""

    margin: float
    """Extent of a full line."""
    lost_indent: float
    """How much shorter a paragraph's full first line is, because its indent was lost; 0 when it was not."""
    indented: bool
    """Whether first lines are indented."""
    gap: float
    """Usual gap between two lines of a paragraph."""
    size: float | None
    """Font size of the body in points."""
    rooms: tuple[float, ...] = ()
    """Room left at the ends of lines that surely go on, ascending: how exactly the source is set."""
    shortfalls: tuple[float, ...] = ()
    """How much shorter than the margin such lines are, ascending."""
    heading_styles: frozenset[str] = frozenset()
    """Styles of number that as a rule stand before a heading of one line, which ends where there is room left."""
    numbers_indented: bool = False
    """Whether numbered lines are indented like first lines."""


def layout_of(blocks: Sequence[Block], *, printed: bool) -> Layout | None:
    """The layout of wrapped text, or None when lines are whole paragraphs.

    `printed`: they are the lines of pages, and so wrapped whatever their widths are.
    """
    lines = [block for block in blocks if block.role == "text" and block.level is None]
    if len(lines) < 4:
        return None
    sizes = Counter(block.size for block in lines for _ in block.text if block.size)
    size = sizes.most_common(1)[0][0] if sizes else None
    extents = [extent_of(block, size) for block in lines]
    margin = _commonest_extent(extents, 12) if printed else _margin_of_wrapped(lines, extents)
    if margin is None:
        return None
    full = [i for i, width in enumerate(extents) if abs(width - margin) <= 1.5]
    continued = [i for i in full if i and extents[i - 1] > margin - 4 and not _ends_unit(lines[i - 1].text)]
    indents = sum(1.5 <= block.indent <= 6 for block in lines)
    indented = 0.02 * len(lines) < indents < 0.7 * len(lines)
    layout = Layout(
        margin=margin,
        lost_indent=0.0 if indented else _lost_indent(lines, extents, margin),
        indented=indented,
        gap=statistics.median(lines[i].gap for i in continued or full),
        size=size,
    )
    going_on = [
        i
        for i in range(1, len(lines) - 1)
        if min(extents[i - 1], extents[i]) > margin - 4 and not any(_ends_unit(lines[j].text) for j in (i - 1, i))
    ]
    numbers = {i: number for i in range(len(lines) - 1) if (number := _number_of(lines[i].text))}
    return replace(
        layout,
        rooms=tuple(sorted(room_after(lines[i], lines[i + 1], 1, layout) for i in going_on)),
        shortfalls=tuple(sorted(margin - extents[i] for i in going_on)),
        heading_styles=_heading_styles(lines, numbers, layout),
        numbers_indented=2 * sum(lines[i].indent >= 1.5 for i in numbers) > len(numbers),
    )


def _margin_of_wrapped(lines: Sequence[Block], extents: Sequence[float]) -> float | None:
    """Extent of a full line; None when lines are whole paragraphs.

    Lines are wrapped when many are equally long and often end in mid-sentence; or, in a short report with many
    headings, when nearly all that end in mid-sentence are.
    """
    beyond = 0.02 * len(lines) + 1
    margin = _commonest_extent(extents, 12)
    if margin is None:
        return None
    full = [i for i, width in enumerate(extents) if abs(width - margin) <= 1.5]
    cut = sum(not ends_sentence(lines[i].text) for i in full)
    longer = sum(width > margin + 4 for width in extents)
    if len(full) >= 0.25 * len(lines) and cut >= 0.5 * len(full) and longer <= beyond:
        return margin
    cut_off = [width for block, width in zip(lines, extents, strict=True) if width >= 16 and _is_cut_off(block.text)]
    usual = _commonest_extent(cut_off, 16)
    if usual is None:
        return None
    # First lines whose indent was lost are 2 em shorter; in a report of short paragraphs they may be the usual ones.
    alike = sorted(width for width in cut_off if usual - 3.5 <= width <= usual + 2.5)
    longer = sum(width > usual + 4 for width in extents)
    wrapped = len(alike) >= max(3, 0.8 * len(cut_off)) and longer <= beyond
    return alike[3 * len(alike) // 4] if wrapped else None


def _commonest_extent(extents: Iterable[float], least: float) -> float | None:
    """The commonest of the extents of at least `least`, in steps of 0.5 em, neighbours counting half."""
    counts = Counter(round(2 * width) / 2 for width in extents if width >= least)

    def often(width: float) -> tuple[int, float]:
        return 2 * counts[width] + counts[width - 0.5] + counts[width + 0.5], width

    return max(list(counts), key=often, default=None)


def _is_cut_off(text: str) -> bool:
    """Whether the line ends in the midst of a sentence that is too long for a heading, by its punctuation."""
    return not ends_sentence(text) and text[-1] not in "：:；;" and bool(re.search("[，。]", text)) and "\t" not in text


def measured(blocks: Sequence[Block]) -> Sequence[Block]:
    """The blocks with the width of each line in characters, where lines were wrapped after so many, not by their em."""
    lines = [block for block in blocks if not block.whole and block.role == "text" and block.level is None]
    characters = Counter(block.indent + len(block.text) for block in lines)
    ems = Counter(round(2 * (block.indent + em_width(block.text))) for block in lines)
    of_one = max((count for width, count in characters.items() if width >= 12), default=0)
    of_like = max((ems[width] + ems[width + 1] + ems[width + 2] for width in ems if width >= 24), default=0)
    if of_one <= of_like:
        return blocks
    return [block if block.whole else replace(block, width=float(len(block.text))) for block in blocks]


def _number_of(text: str) -> Number | None:
    return parse_number(text) or parse_series(text)


def _heading_styles(lines: Sequence[Block], numbers: Mapping[int, Number], layout: Layout) -> frozenset[str]:
    every = Counter(number.style for number in numbers.values())
    alone = Counter(
        number.style
        for i, number in numbers.items()
        if looks_like_heading(lines[i].text, number) and room_after(lines[i], lines[i + 1], 0, layout) > 2
    )
    return frozenset(style for style, count in alone.items() if count > 1 and 2 * count >= every[style])


def _ends_unit(text: str) -> bool:
    return ends_sentence(text) or text[-1] in "：:"


def _lost_indent(lines: Sequence[Block], extents: Sequence[float], margin: float) -> float:
    """2 em when the first full line after a paragraph's end is as a rule that much shorter than the margin."""
    firsts = [
        extents[i]
        for i in range(1, len(lines))
        if extents[i - 1] < margin - 4
        and margin - 3.5 < extents[i] < margin + 1
        and parse_number(lines[i].text) is None
    ]
    short = sum(width < margin - 0.75 for width in firsts)
    return 2.0 if firsts and short > 0.5 * len(firsts) else 0.0


def extent_of(block: Block, size: float | None) -> float:
    """Where the line ends, in em of the font size `size` from the left edge of the text."""
    indent = block.indent if block.indent >= 1.0 else 0.0  # a single blank is a page's first line, or a slip
    width = indent + (block.width if block.width is not None else em_width(block.text))
    return width * block.size / size if block.size and size else width


def short_line_cost(block: Block, following: Block, position: int, layout: Layout) -> float:
    """How surprising it is that the line goes on: -ln of the share of such lines that are as short.

    A line with room for the next piece is short; next to what was seen, one line in `_IRREGULAR` is expected to be set
    loosely, the less likely the looser. Where indents were lost, a line without that room is short, too, if it is no
    longer than first lines are.
    """
    room = room_after(block, following, position, layout)
    if room >= FULL:
        as_much = _count_from(layout.rooms, room) / max(1, len(layout.rooms))
        return -math.log(min(1.0, max(_NEVER, as_much + math.exp(-max(room, 0.0)) / _IRREGULAR)))
    shortfall = _margin(position, layout) - extent_of(block, layout.size)
    if layout.lost_indent and shortfall >= layout.lost_indent:
        return -math.log((_count_from(layout.shortfalls, shortfall) + 1) / (len(layout.shortfalls) + 1))
    return 0.0


def _count_from(values: Sequence[float], least: float) -> int:
    """How many of the ascending values are at least so much."""
    return len(values) - bisect.bisect_left(values, least)


def _margin(position: int, layout: Layout) -> float:
    return layout.margin - (layout.lost_indent if position == 0 else 0.0)


def room_after(block: Block, following: Block, position: int, layout: Layout) -> float:
    """Em left at the end of the line once the next line's first unbreakable piece is set there; < 0: no room."""
    scale = block.size / layout.size if block.size and layout.size else 1.0
    return _margin(position, layout) - extent_of(block, layout.size) - scale * em_width(_piece(following.text))


def _piece(text: str) -> str:
    """What a line break could not have cut off the text's beginning: a Latin word, or a character, with its marks."""
    end = 0
    while end < len(text) - 1 and text[end] in _OPENERS:
        end += 1
    run = _RUN.match(text, end)
    end = run.end() if run else end + 1
    while end < len(text) and text[end] in NEVER_FIRST:
        end += 1
    return text[:end]

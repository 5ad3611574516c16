"""Which heading stands above which: by marked level, by number, by look."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from nlp.structure.numbering import SECTION_DEPTH, Number, parse_series
from nlp.structure.unit import Unit, opens_report, simplified

_CLOSING = re.compile(r"(?:结语|结束语|尾声|余论|后记|附录|附件|参考文献|致谢|写在最后|写在后面)")
_MARK = re.compile(r"[^\w\s“”‘’《》（）()—…]")


def with_nested_numbers(units: Sequence[Unit]) -> list[Unit]:
    """The units with the depth of each number as the report nests it.

    That is the customary depth, unless one style goes on without a gap only when it stands outside one that is
    customarily further out: 1. （一） （二） 2. （一） （二） 3.
    """
    numbers = [unit.number for unit in units if unit.number]
    depths = sorted({number.depth for number in numbers})
    order = list(depths)
    for _ in depths:  # bubble sort: each pass brings one more depth to its place
        for i in range(len(order) - 1):
            if _stands_outside(numbers, order[i + 1], order[i]):
                order[i], order[i + 1] = order[i + 1], order[i]
    if order == depths:
        return list(units)
    nested = dict(zip(order, depths, strict=True))
    return [
        replace(unit, number=replace(unit.number, depth=nested[unit.number.depth])) if unit.number else unit
        for unit in units
    ]


def _stands_outside(numbers: Sequence[Number], inner: int, outer: int) -> bool:
    """Whether the numbers of depth `inner` go on without a gap only if they stand outside those of `outer`."""
    return _gaps(numbers, inner, outer) == 0 < _gaps(numbers, outer, inner)


def _gaps(numbers: Sequence[Number], outer: int, inner: int) -> int:
    """How many numbers are neither a first one nor follow their predecessor, `inner` beginning anew in each `outer`."""
    gaps = 0
    last = {outer: 0, inner: 0}
    for number in numbers:
        if number.depth not in last:
            continue
        gaps += number.value not in (1, last[number.depth] + 1)
        last[number.depth] = number.value
        if number.depth == outer:
            last[inner] = 0
    return gaps


def heading_paths(units: Sequence[Unit]) -> Iterator[tuple[Unit, tuple[str, ...]]]:
    """Each unit with the headings above it, outermost first (a heading's own text is not in its path)."""
    ranks = _ranks(units)
    stack: list[tuple[float, str]] = []
    for i, unit in enumerate(units):
        if unit.kind == "heading":
            while stack and stack[-1][0] >= ranks[i]:
                stack.pop()
        yield unit, tuple(text for _, text in stack)
        if unit.kind == "heading":
            stack.append((ranks[i], unit.text))


def _ranks(units: Sequence[Unit]) -> list[float]:
    """How far out each heading stands: smaller is further out. Only the order within the report has a meaning.

    Marked levels count first, then numbers. Headings without number stand above the outermost numbers or below them,
    as `_plain_stand_outside` finds; there, those that open or close the report stand beside.
    """
    headings = [i for i, unit in enumerate(units) if unit.kind == "heading"]
    levels = {i: level for i in headings if (level := units[i].look.level) is not None}
    marked = {number.style: float(levels[i]) for i in reversed(levels) if (number := units[i].number)}
    base = float(max(levels.values(), default=0))
    plain = [i for i in headings if i not in levels and units[i].number is None]
    numbered = [(i, number.depth) for i in headings if i not in levels and (number := units[i].number)]
    outer = min((depth for _, depth in numbered), default=0)
    outermost = [i for i, depth in numbered if depth == outer]
    inside = bool(outermost) and not _plain_stand_outside(units, plain, outermost)
    looks = _looks_by_rank([units[i] for i in plain])
    ranks = [0.0] * len(units)
    before: int | None = None
    for i in headings:
        number = units[i].number
        if i in levels:
            ranks[i] = float(levels[i])
        elif number:
            ranks[i] = marked.get(number.style, base + number.depth)
        elif inside and (i < outermost[0] or _closes_report(units[i].text)):
            ranks[i] = base + outer
        else:
            ranks[i] = base + (outer + 0.5 if inside else 0) + _plain_rank(units, i, before, ranks, looks)
        before = i
    return ranks


def _plain_stand_outside(units: Sequence[Unit], plain: Sequence[int], outermost: Sequence[int]) -> bool:
    """Whether headings without number (indices `plain`) stand above the outermost numbered ones.

    They do when those begin anew below them or right after one of them; else above （一） and 1., but below 一、.
    """
    topics = {i for i in plain if not (opens_report(units[i].text) or _closes_report(units[i].text))}
    firsts = [i for i in outermost if (number := units[i].number) and number.value == 1]
    if len(firsts) > 1 or any(first - 1 in topics and _is_after_text(units, first - 1) for first in firsts):
        return bool(topics)
    depth = min(number.depth for i in outermost if (number := units[i].number))
    return depth > SECTION_DEPTH and any(i < outermost[0] for i in topics)


def _closes_report(text: str) -> bool:
    return bool(_CLOSING.match(simplified(text)))


def _is_after_text(units: Sequence[Unit], index: int) -> bool:
    return any(unit.kind == "paragraph" for unit in islice(units, index))


_Look = tuple[int, bool, str]


def _look_of(unit: Unit) -> _Look:
    """Type size in points, whether it is bold, and the mark that it begins with (【 ◆ ●)."""
    mark = unit.text[0] if _MARK.match(unit.text) else ""
    return -round(unit.look.size or 0), not unit.look.bold, mark


def _looks_by_rank(headings: Sequence[Unit]) -> dict[_Look, int]:
    """The looks of headings without number, counted from the outermost: larger type first, then as they first appear.

    A look that only one heading has counts as the one before it, for it may be a slip, unless its size differs.
    """
    counts = Counter(map(_look_of, headings))
    first = {look: i for i, look in reversed(list(enumerate(map(_look_of, headings))))}
    order = sorted(counts, key=lambda look: (look[0], counts[look] < 2, first[look]))
    ranks: dict[_Look, int] = {}
    rank = 0
    for before, look in zip([None, *order], order, strict=False):
        rank += before is not None and (look[0] != before[0] or counts[look] > 1)
        ranks[look] = rank
    return ranks


def _plain_rank(
    units: Sequence[Unit], index: int, before: int | None, ranks: Sequence[float], looks: dict[_Look, int]
) -> float:
    """Below 0.5: by its look, and a little more for a series that stands under another such heading.

    `before` is the heading before it.
    """
    rank = 0.1 + 0.1 * min(looks[_look_of(units[index])], 3)
    series = parse_series(units[index].text)
    if series is None or before is None or units[before].number:
        return rank
    previous = parse_series(units[before].text)
    if previous and previous.style == series.style:
        return ranks[before] % 0.5  # stands where its sibling stands
    return rank + 0.05 if index == before + 1 or series.style in units[before].text else rank

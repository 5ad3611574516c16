"""Which units are headings, captions and paragraphs, and which heading stands above which."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from nlp.structure.front import is_body, is_signature
from nlp.structure.numbering import BARE_STYLES, parse_series
from nlp.structure.unit import HEADING_LENGTH, Unit, ends_sentence, holds_sentence, looks_like_heading
from nlp.text import em_width

_CAPTION = re.compile(
    r"[（(]?(?:图|表|附图|附表|照片)\s*[\d一二三四五六七八九十]+(?:[-－.]\d+)?(?![\d个项份张显中]|所示)"
)
_SOURCE_NOTE = re.compile(r"(?:资料|数据|图片)来源[：:]")
_KEYWORDS = re.compile(r"(?:关键词|关键字|主题词|[Kk]ey\s?[Ww]ords)\s*[：:]")
_FIGURES = re.compile(r"(?<!\S)[\d.,%％-]+(?!\S)")
_CLOSING = re.compile(r"(?:结语|结束语|尾声|余论|后记|附录|附件|参考文献|写在最后|写在后面)")
_ITEM_DEPTH = 6  # 1. and deeper number list items as often as headings
_ITEM_LENGTH = 40
_COLON_LENGTH = 20
_SECTION_DEPTH = 4  # 一、 and further out: below these stand the headings without number, above （一） and 1.


def decide_kinds(units: Sequence[Unit]) -> list[Unit]:
    """The units of a report's body (front matter left out) as heading, paragraph, caption or signature."""
    units = _merge_two_line_headings(units)
    end = len(units)
    while end and _closes(units, end - 1):
        end -= 1
    body, tail = units[:end], [unit.as_kind("signature") for unit in units[end:]]
    group_heads = _groups_with_content(body)
    kinds: list[Unit] = []
    for i, unit in enumerate(body):
        if _is_caption(unit):
            kinds.append(unit.as_kind("caption"))
        elif _is_heading(body, i, group_heads):
            kinds.append(unit.as_kind("heading"))
        else:
            kinds.append(unit.as_kind("paragraph"))
    return kinds + tail


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


def _merge_two_line_headings(units: Sequence[Unit]) -> list[Unit]:
    """Join a heading that is set in two lines; only where lines were wrapped, so that a line is no paragraph."""
    merged: list[Unit] = []
    for i, unit in enumerate(units):
        before = merged[-1] if merged else None
        if before and _goes_on(before, unit) and i + 1 < len(units) and is_body(units[i + 1]):
            merged[-1] = replace(before, text=f"{before.text} {unit.text}", lines=before.lines + unit.lines)
        else:
            merged.append(unit)
    return merged


def _goes_on(first: Unit, second: Unit) -> bool:
    if not (first.lines and second.lines) or second.number or parse_series(second.text):
        return False
    if first.look.level is not None or second.look.level is not None or first.look.role != "text":
        return False
    alike = (first.look.size, first.look.bold) == (second.look.size, second.look.bold)
    short = looks_like_heading(first.text, first.number) and looks_like_heading(second.text, None)
    wide = em_width(first.text) >= (16 if first.number else 10)
    length = len(first.text) + len(second.text)
    return alike and short and wide and not ends_sentence(first.text) and length <= HEADING_LENGTH


def _closes(units: Sequence[Unit], index: int) -> bool:
    """Whether the unit stands at the end of the report as signature, or as a short line that heads nothing."""
    unit = units[index]
    if unit.look.level is not None or unit.look.role != "text":
        return False
    return is_signature(unit) or (unit.number is None and looks_like_heading(unit.text, None))


def _is_caption(unit: Unit) -> bool:
    text = unit.text
    if unit.look.role == "caption":
        return True
    if unit.look.role == "row" or len(text) > 90:
        return False
    if "图为" in text[:40] and not holds_sentence(text):
        return True
    short = len(text) <= 50 and not ends_sentence(text)
    return short and bool(_CAPTION.match(text) or _SOURCE_NOTE.match(text) or _KEYWORDS.match(text))


def _is_heading(units: Sequence[Unit], index: int, group_heads: Sequence[bool]) -> bool:
    unit = units[index]
    if unit.look.role != "text":
        return False
    if unit.look.level is not None:
        return not holds_sentence(unit.text) and len(unit.text) <= 2 * HEADING_LENGTH
    if unit.number:
        return _is_numbered_heading(units, index, group_heads[index])
    return _is_plain_heading(units, index)


def _is_candidate(unit: Unit) -> bool:
    """Whether a numbered unit could be a heading by its form alone."""
    number, text = unit.number, unit.text
    if number is None or unit.look.role != "text" or not looks_like_heading(text, number):
        return False
    if text[-1] in "：:" and (number.depth >= _ITEM_DEPTH or len(text) > _COLON_LENGTH):
        return False  # a lead-in
    if number.depth >= _ITEM_DEPTH and ends_sentence(text) and len(text) > _ITEM_LENGTH:
        return False
    return number.style not in BARE_STYLES or (len(text) <= 30 and (text[-1] in "？?" or not ends_sentence(text)))


def _is_numbered_heading(units: Sequence[Unit], index: int, group_has_content: bool) -> bool:
    unit = units[index]
    if unit.number is None or not _is_candidate(unit):
        return False
    if unit.number.depth >= _ITEM_DEPTH and not group_has_content:
        return False
    if _has_content(units, index):
        return True
    return not ends_sentence(unit.text) and unit.number.depth < _ITEM_DEPTH


def _has_content(units: Sequence[Unit], index: int) -> bool:
    """Whether text stands under the heading: what follows is neither its next sibling nor a heading further out."""
    number = units[index].number
    later = (units[i] for i in range(index + 1, len(units)))  # no slice: it would copy the rest for every heading
    following = next((unit for unit in later if not _is_caption(unit)), None)
    if following is None or number is None:
        return following is not None
    if following.look.level is not None:
        return False
    return following.number is None or following.number.depth > number.depth


def _groups_with_content(units: Sequence[Unit]) -> list[bool]:
    """Per unit: whether at least half of the items that count on with it (1. 2. 3. …) head some text.

    An item that is a whole paragraph counts as heading none; this tells a list from a row of headings.
    """
    result = [False] * len(units)
    open_groups: dict[str, list[int]] = {}

    def settle(indices: list[int]) -> None:
        headed = sum(_is_candidate(units[i]) and _has_content(units, i) for i in indices)
        for i in indices:
            result[i] = 2 * headed >= len(indices)

    for i, unit in enumerate(units):
        number = unit.number
        if number is None:
            continue
        for style in [s for s, indices in open_groups.items() if _depth(units[indices[0]]) > number.depth]:
            settle(open_groups.pop(style))
        group = open_groups.get(number.style)
        if group and _value(units[group[-1]]) >= number.value:
            settle(open_groups.pop(number.style))
        open_groups.setdefault(number.style, []).append(i)
    for indices in open_groups.values():
        settle(indices)
    return result


def _depth(unit: Unit) -> int:
    return unit.number.depth if unit.number else 0


def _value(unit: Unit) -> int:
    return unit.number.value if unit.number else 0


def _is_plain_heading(units: Sequence[Unit], index: int) -> bool:
    """A heading without a number: a short line of its own that does not end like a sentence, with text below it."""
    unit = units[index]
    text = unit.text
    bold_line = bool(unit.look.bold) and not holds_sentence(text) and len(text) <= _ITEM_LENGTH
    if not looks_like_heading(text, None) and not bold_line:
        return False
    if len(_FIGURES.findall(text)) >= 2:  # a row of a table
        return False
    if text[-1] in "：:" or (
        index + 1 < len(units) and bold_line and units[index + 1].look.bold and ends_sentence(text)
    ):
        return False
    # Short lines in a row: one is a heading, two are a heading and its first subheading, more are a list.
    before = _loose_lines(units, range(index - 1, max(index - 3, -1), -1))
    after = _loose_lines(units, range(index + 1, min(index + 3, len(units))))
    return before + after <= 1 and index + after + 1 < len(units)


def _loose_lines(units: Sequence[Unit], indices: Iterable[int]) -> int:
    """How many of these units, up to the first that is not one, are short lines that could be headings."""
    return sum(1 for _ in takewhile(lambda i: _is_loose_line(units[i]), indices))


def _is_loose_line(unit: Unit) -> bool:
    text, look = unit.text, unit.look
    return look.level is None and look.role == "text" and unit.number is None and looks_like_heading(text, None)


def _ranks(units: Sequence[Unit]) -> list[float]:
    """How far out each heading stands: smaller is further out. Only the order within the report has a meaning.

    Marked levels count first, then the customary order of numbers. A heading without number stands above the numbered
    ones; but where these are numbered 一、 or further out, and once through, it stands under them, unless it comes
    before the first or closes the report.
    """
    headings = [i for i, unit in enumerate(units) if unit.kind == "heading"]
    levels = {i: units[i].look.level for i in headings if units[i].look.level is not None}
    marked = {number.style: float(levels[i] or 0) for i in reversed(levels) if (number := units[i].number)}
    base = float(max((level or 0 for level in levels.values()), default=0))
    outer = min((_depth(units[i]) for i in headings if units[i].number and i not in levels), default=0)
    outermost = [i for i in headings if _depth(units[i]) == outer > 0]
    sections = outer <= _SECTION_DEPTH and sum(_value(units[i]) == 1 for i in outermost) <= 1
    sizes = {round(size) for i in headings if units[i].number is None and (size := units[i].look.size)}
    ranks = [0.0] * len(units)
    before: int | None = None
    for i in headings:
        number = units[i].number
        if i in levels:
            ranks[i] = float(levels[i] or 0)
        elif number:
            ranks[i] = marked.get(number.style, base + number.depth)
        elif sections and outermost:
            beside = i < outermost[0] or _CLOSING.match(units[i].text)
            ranks[i] = base + outer if beside else base + outer + 0.5
        else:
            ranks[i] = base + _plain_rank(units, i, before, ranks, sizes)
        before = i
    return ranks


def _plain_rank(
    units: Sequence[Unit], index: int, before: int | None, ranks: Sequence[float], sizes: set[int]
) -> float:
    """Below 0.5: less for a heading set in larger type, a little more for a series under another such heading.

    `before` is the heading before it, `sizes` are the type sizes of all headings without number.
    """
    look = units[index].look
    larger = sum(size > look.size + 0.6 for size in sizes) if look.size else 0
    rank = 0.1 + 0.1 * min(larger, 3)
    series = parse_series(units[index].text)
    if series is None or before is None or units[before].number:
        return rank
    previous = parse_series(units[before].text)
    if previous and previous.style == series.style:
        return ranks[before] % 1  # stands where its sibling stands
    return rank + 0.05 if index == before + 1 or series.style in units[before].text else rank

"""Which units are headings, captions and paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from itertools import takewhile

from nlp.structure.back import back_matter, is_reference, signed_units
from nlp.structure.bylines import is_dated
from nlp.structure.captions import is_caption, is_small_print, is_table_note
from nlp.structure.nesting import with_nested_numbers
from nlp.structure.numbering import BARE_STYLES, ITEM_DEPTH, SECTION_DEPTH, Number, parse_series
from nlp.structure.split_headings import with_joined_headings, with_numbers_joined
from nlp.structure.unit import (
    HEADING_LENGTH,
    Unit,
    ends_sentence,
    holds_sentence,
    looks_like_heading,
    offers_answers,
    usual_size,
)

_FIGURES = re.compile(r"(?<!\S)[\d.,%％-]+(?!\S)")
# 存在以下问题： 主要有三个方面： 包括： — announces what follows
_LEAD_IN = re.compile(
    r"[如以]下|下列|下面|[有为在从][^，。]{0,4}[几一二三四五六七八九十两\d][个方点条项种类大]|(?:包括|认为|表现在|[有是即说])[：:]$"
)
# 主要做法： 存在的问题和不足： — names a topic of the genre, where 他们说： announces a sentence
_TOPIC = re.compile(
    r"[^，。；：]{0,12}(?:做法|措施|举措|成效|成绩|效果|问题|不足|困难|原因|建议|对策|意见|情况|现状|概况|背景|经验|启示|体会"
    r"|思考|打算|计划|思路|目标|任务|特点)[：:]"
)
_ATTACHMENT = re.compile(r"附\s*件\s*[\d一二三四五六七八九十]{0,2}[：:]?")
_BOLD_LENGTH = 40
_SHORT_SENTENCE = 25


def decide_kinds(units: Sequence[Unit]) -> list[Unit]:
    """The units of a report's body (front matter left out) as heading, paragraph, caption or signature."""
    units = with_nested_numbers(with_joined_headings(with_numbers_joined(units)))
    end = back_matter(units)
    body, tail = units[:end], [unit.as_kind("signature") for unit in units[end:]]
    numbers = [unit.number or parse_series(unit.text) for unit in body]
    headed = _headed(body, numbers)
    among = _among_headed(body, numbers, headed)
    signed = signed_units(body)
    size = usual_size((unit.look.size, len(unit.text)) for unit in body)
    sentences = _levels_of_sentences(body)
    kinds: list[Unit] = []
    for i, unit in enumerate(body):
        if is_caption(unit) or is_small_print(unit, size) or (i and is_table_note(body[i - 1], unit)):
            kinds.append(unit.as_kind("caption"))
        elif signed[i]:
            kinds.append(unit.as_kind("signature"))
        elif unit.look.level is not None:
            kinds.append(unit.as_kind("heading" if _is_marked_heading(unit, sentences) else "paragraph"))
        elif _is_heading(body, i, size, headed=headed[i], among=among[i]):
            kinds.append(unit.as_kind("heading"))
        else:
            kinds.append(unit.as_kind("paragraph"))
    return kinds + tail


def _levels_of_sentences(units: Sequence[Unit]) -> set[int]:
    """The marked levels whose units without a number are sentences above text as a rule: there, headings are."""
    every: Counter[int] = Counter()
    above_text: Counter[int] = Counter()
    for unit, below in zip(units, [*units[1:], None], strict=False):
        if unit.look.level is not None and unit.number is None:
            every[unit.look.level] += 1
            above_text[unit.look.level] += below is not None and below.look.level is None and ends_sentence(unit.text)
    return {level for level, count in above_text.items() if count > 1 and 2 * count >= every[level]}


def _is_marked_heading(unit: Unit, sentences: Container[int | None]) -> bool:
    """Whether a unit that its style or tag marks as a heading is one: text is marked so by mistake."""
    text = unit.text
    if unit.look.role != "text" or holds_sentence(text) or len(text) > 2 * HEADING_LENGTH:
        return False
    if unit.number or not ends_sentence(text) or text[-1] in "？?":
        return True
    return len(text) <= _SHORT_SENTENCE or unit.look.level in sentences


def _is_heading(units: Sequence[Unit], index: int, size: float, *, headed: bool, among: bool) -> bool:
    """Whether a unit is a heading; for `headed` and `among` see `_headed` and `_among_headed`."""
    unit = units[index]
    if unit.look.role != "text":
        return False
    if unit.number and (unit.number.depth >= ITEM_DEPTH or ends_sentence(unit.text)):
        return headed and among
    if unit.number:
        return headed or _could_head(unit, unit.number)
    return _is_plain_heading(units, index, size, headed=headed and among)


def _could_head(unit: Unit, number: Number) -> bool:
    """Whether a numbered unit could be a heading by its form alone."""
    text = unit.text
    if unit.look.role != "text" or not looks_like_heading(text, number) or offers_answers(text):
        return False
    if text[-1] in "：:" and number.depth > SECTION_DEPTH and _LEAD_IN.search(text):
        return False
    return number.style not in BARE_STYLES or (len(text) <= 30 and (text[-1] in "？?" or not ends_sentence(text)))


def _headed(units: Sequence[Unit], numbers: Sequence[Number | None]) -> list[bool]:
    """Per unit: whether it is numbered, could be a heading, and text stands under it.

    Its next sibling or a heading further out is no such text.
    """
    result = [False] * len(units)
    following: int | None = None
    for i in reversed(range(len(units))):
        number = numbers[i]
        if number and following is not None and _could_head(units[i], number):
            below, below_number = units[following], numbers[following]
            if offers_answers(below.text):
                pass  # a question with its answers
            elif below.number:
                result[i] = below.look.level is None and below.number.depth > number.depth
            else:
                result[i] = below.look.level is None and (below_number is None or below_number.style != number.style)
        if not is_caption(units[i]):
            following = i
    return result


def _among_headed(units: Sequence[Unit], numbers: Sequence[Number | None], headed: Sequence[bool]) -> list[bool]:
    """Per unit: whether at least half of the items that count on with it (1. 2. 3. …) head some text.

    An item that is a whole paragraph counts as heading none; this tells a list from a row of headings. The last item
    of a list stands above the text that follows the list: alone, that makes no half.
    """
    result = [False] * len(units)
    open_groups: dict[str, list[int]] = {}
    depths: dict[str, int] = {}
    last: dict[str, int] = {}

    def settle(group: Sequence[int]) -> None:
        heads = [i for i in group if headed[i]]
        last_alone = heads == [group[-1]] and len(group) > 1 and ends_sentence(units[group[-1]].text)
        most = 2 * len(heads) >= len(group) and not last_alone
        for i in group:
            result[i] = most

    for i, number in enumerate(numbers):
        if number is None:
            continue
        outside = open_groups if units[i].number else ()
        ended = [style for style in outside if depths[style] > number.depth]
        if last.get(number.style, 0) >= number.value and number.style in open_groups:
            ended.append(number.style)
        for style in ended:
            settle(open_groups.pop(style))
        open_groups.setdefault(number.style, []).append(i)
        depths[number.style], last[number.style] = number.depth, number.value
    for group in open_groups.values():
        settle(group)
    return result


def _is_plain_heading(units: Sequence[Unit], index: int, size: float, *, headed: bool) -> bool:
    """A heading without a number: a short line of its own with text below it.

    It ends like a sentence or a lead-in only when its look sets it off, or in a series (案例一：) that heads text.
    """
    unit = units[index]
    if _ATTACHMENT.fullmatch(unit.text):
        return index + 1 < len(units)
    topic = _TOPIC.fullmatch(unit.text) and not _LEAD_IN.search(unit.text)
    if not (headed or topic or looks_like_heading(unit.text, None) or _is_set_off(units, index, size)):
        return False
    # A row of a table, a formula, a choice of answers.
    if len(_FIGURES.findall(unit.text)) >= 2 or "=" in unit.text or offers_answers(unit.text):
        return False
    # Short lines in a row: one is a heading, two are a heading and its first subheading, more are a list.
    before = _loose_lines(units, range(index - 1, max(index - 3, -1), -1), unit)
    after = _loose_lines(units, range(index + 1, min(index + 3, len(units))), unit)
    return before + after <= 1 and index + after + 1 < len(units)


def _is_set_off(units: Sequence[Unit], index: int, size: float) -> bool:
    """Whether the unit is a single short sentence in type larger than `size`, or in bold above text that is not."""
    unit = units[index]
    if index + 1 == len(units) or holds_sentence(unit.text) or len(unit.text) > _BOLD_LENGTH:
        return False
    look = unit.look
    larger = bool(look.size and size and look.size > size + 0.6)
    return larger or (bool(look.bold) and units[index + 1].look.bold is False)


def _loose_lines(units: Sequence[Unit], indices: Iterable[int], like: Unit) -> int:
    """How many of these units, up to the first that is not one, are short lines that could be headings of this look."""
    return sum(1 for _ in takewhile(lambda i: _is_loose_line(units[i], like), indices))


def _is_loose_line(unit: Unit, like: Unit) -> bool:
    look = unit.look
    alike = look.level is None and look.role == "text" and (look.size, look.bold) == (like.look.size, like.look.bold)
    known = is_dated(unit.text) or is_reference(unit) or _ATTACHMENT.fullmatch(unit.text)
    return alike and unit.number is None and not known and looks_like_heading(unit.text, None)

"""Which units are headings, captions and paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import takewhile

from nlp.structure.bylines import is_byline, is_credit, is_dated, names_role
from nlp.structure.front import is_body, is_signature
from nlp.structure.nesting import with_nested_numbers
from nlp.structure.numbering import BARE_STYLES, ITEM_DEPTH, SECTION_DEPTH, Number, parse_series
from nlp.structure.unit import HEADING_LENGTH, Unit, ends_sentence, holds_sentence, looks_like_heading, simplified
from nlp.text import em_width

_CAPTION = re.compile(
    r"[（(]?(?:图|表|附图|附表|照片)\s*[\d一二三四五六七八九十]+(?:[-－.]\d+)?(?![\d个项份张显中]|所示)"
)
_SOURCE_NOTE = re.compile(r"(?:资料|数据|图片)来源[：:]")
_KEYWORDS = re.compile(r"(?:关键词|关键字|主题词|[Kk]ey\s?[Ww]ords)\s*[：:]")
_METADATA = re.compile(
    r"[【\[]?(?:中图分类号|文献标识码|文章编号|收稿日期|修回日期|基金项目|资助项目|作者简介|作者单位|通[讯信]作者|DOI)[】\]]?[：:\s]"
)
_OPENS_LIST = re.compile(r"附件|参考(?:文献|资料)[：:]?$|注释[：:]?$")
_ENTRY = re.compile(r"[\[［〔]\s*\d{1,3}\s*[\]］〕]")
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
_BOLD_LENGTH = 40
_SMALL = 0.9


def decide_kinds(units: Sequence[Unit]) -> list[Unit]:
    """The units of a report's body (front matter left out) as heading, paragraph, caption or signature."""
    units = with_nested_numbers(_merge_two_line_headings(units))
    end = _back_matter(units)
    body, tail = units[:end], [unit.as_kind("signature") for unit in units[end:]]
    numbers = [unit.number or parse_series(unit.text) for unit in body]
    headed = _headed(body, numbers)
    among = _among_headed(body, numbers, headed)
    signed = _signed(body)
    size = _body_size(body)
    kinds: list[Unit] = []
    for i, unit in enumerate(body):
        if _is_caption(unit) or _is_small_print(unit, size):
            kinds.append(unit.as_kind("caption"))
        elif signed[i]:
            kinds.append(unit.as_kind("signature"))
        elif _is_heading(body, i, size, headed=headed[i], among=among[i]):
            kinds.append(unit.as_kind("heading"))
        else:
            kinds.append(unit.as_kind("paragraph"))
    return kinds + tail


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


def _back_matter(units: Sequence[Unit]) -> int:
    """Where signature, list of attachments and references begin at the end of the report."""
    start = i = len(units)
    entries = False
    while i:
        unit = units[i - 1]
        if _OPENS_LIST.match(unit.text) and (entries or is_credit(unit.text)):
            start, entries = i - 1, False
        elif _ENTRY.match(unit.text) or (unit.number and looks_like_heading(unit.text, unit.number)):
            entries = True
        elif _closes(unit):
            start = start if entries else i - 1
        else:
            break
        i -= 1
    return start


def _closes(unit: Unit) -> bool:
    """Whether the unit at the end of the report is a signature, or a short line that heads nothing."""
    if unit.look.level is not None or unit.look.role != "text":
        return False
    return is_signature(unit) or (unit.number is None and looks_like_heading(unit.text, None))


def _signed(units: Sequence[Unit]) -> list[bool]:
    """Per unit: whether it is a date, or one of the offices above it, that sign a letter before the report."""
    signed = [is_dated(unit.text) for unit in units]
    for i in reversed(range(len(units) - 1)):
        signed[i] = signed[i] or (signed[i + 1] and units[i].number is None and is_byline(units[i].text))
    return [sign or (units[i].number is None and names_role(units[i].text)) for i, sign in enumerate(signed)]


def _is_caption(unit: Unit) -> bool:
    text = unit.text
    if unit.look.role == "caption":
        return True
    if _METADATA.match(text):
        return True
    if unit.look.role == "row" or len(text) > 90:
        return False
    if "图为" in text[:40] and not holds_sentence(text):
        return True
    text = simplified(text)
    short = len(text) <= 50 and not ends_sentence(text)
    return short and bool(_CAPTION.match(text) or _SOURCE_NOTE.match(text) or _KEYWORDS.match(text))


def _body_size(units: Sequence[Unit]) -> float:
    """Type size of most of the text, in points; 0 when the source does not say."""
    characters: Counter[float] = Counter()
    for unit in units:
        characters[unit.look.size or 0.0] += len(unit.text)
    return max(characters, key=characters.__getitem__, default=0.0)


def _is_small_print(unit: Unit, body: float) -> bool:
    """Whether the unit is a caption by its type: one sentence or none, smaller than the body's text."""
    small = unit.look.size is not None and unit.look.size <= _SMALL * body
    return small and unit.look.role == "text" and unit.number is None and not holds_sentence(unit.text)


def _is_heading(units: Sequence[Unit], index: int, size: float, *, headed: bool, among: bool) -> bool:
    """Whether a unit is a heading; for `headed` and `among` see `_headed` and `_among_headed`."""
    unit = units[index]
    if unit.look.role != "text":
        return False
    if unit.look.level is not None:
        return not holds_sentence(unit.text) and len(unit.text) <= 2 * HEADING_LENGTH
    if unit.number and unit.number.depth >= ITEM_DEPTH:
        return headed and among
    if unit.number:
        return headed or (_could_head(unit, unit.number) and not ends_sentence(unit.text))
    return _is_plain_heading(units, index, size, headed=headed and among)


def _could_head(unit: Unit, number: Number) -> bool:
    """Whether a numbered unit could be a heading by its form alone."""
    text = unit.text
    if unit.look.role != "text" or not looks_like_heading(text, number):
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
            if below.number:
                result[i] = below.look.level is None and below.number.depth > number.depth
            else:
                result[i] = below.look.level is None and (below_number is None or below_number.style != number.style)
        if not _is_caption(units[i]):
            following = i
    return result


def _among_headed(units: Sequence[Unit], numbers: Sequence[Number | None], headed: Sequence[bool]) -> list[bool]:
    """Per unit: whether at least half of the items that count on with it (1. 2. 3. …) head some text.

    An item that is a whole paragraph counts as heading none; this tells a list from a row of headings.
    """
    result = [False] * len(units)
    open_groups: dict[str, list[int]] = {}
    depths: dict[str, int] = {}
    last: dict[str, int] = {}

    def settle(group: Sequence[int]) -> None:
        most = 2 * sum(headed[i] for i in group) >= len(group)
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
    topic = _TOPIC.fullmatch(unit.text) and not _LEAD_IN.search(unit.text)
    if not (headed or topic or looks_like_heading(unit.text, None) or _is_set_off(units, index, size)):
        return False
    if len(_FIGURES.findall(unit.text)) >= 2:  # a row of a table
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
    return alike and unit.number is None and looks_like_heading(unit.text, None)

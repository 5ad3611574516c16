"""A book of reports → its reports: a new one begins where a title stands and the headings begin anew."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from nlp.structure.back import is_reference, opens_list
from nlp.structure.bylines import is_byline, is_dated
from nlp.structure.front import (
    editorial_length,
    front_length,
    is_body,
    is_part,
    is_signature,
    is_subtitle,
    is_title_line,
    title_of,
)
from nlp.structure.numbering import ITEM_DEPTH
from nlp.structure.unit import Unit

_LEAST_BODY = 3  # body units between two titles
_TITLE, _SUBTITLE, _BYLINE, _MARKED, _SIGNED, _RESTART, _GOES_ON = 3, 3, 2, 3, 2, 3, -6
_ENOUGH = 5
_SURE = _TITLE + _BYLINE + _RESTART  # ends a report of fewer body units, such as a preface with a title of its own


def split_book(units: Sequence[Unit]) -> list[Sequence[Unit]]:
    """The units of each report, in order; a file that holds one report gives one."""
    starts = [0]
    body = [is_body(unit) and not is_reference(unit) for unit in units]
    bodies = list(accumulate(body, initial=0))  # before each unit
    i = 1
    while i < len(units):
        if not body[i] and body[i - 1]:
            end = next((j for j in range(i, len(units)) if body[j]), len(units))
            start = _title_start(units, i, end)
            whole = bodies[start] - bodies[starts[-1]] >= _LEAST_BODY
            enough = _ENOUGH if whole else _SURE
            if (
                start < end
                and (whole or _is_preface(units[starts[-1] : start]))
                and _begins_report(units, starts[-1], start, end, enough)
            ):
                while start == i and i - 1 > starts[-1] and editorial_length(units[i - 1 : i]):
                    i, start = i - 1, start - 1
                starts.append(start)
            i = end
        else:
            i += 1
    return [units[a:b] for a, b in zip(starts, [*starts[1:], len(units)], strict=True)]


def _is_preface(units: Sequence[Unit]) -> bool:
    """Whether a title and some text stand here; the table of a cover is none."""
    return not is_body(units[0]) and any(is_body(unit) and unit.look.role == "text" for unit in units)


def _title_start(units: Sequence[Unit], first: int, end: int) -> int:
    """Where the title stands in a run of short units: after signature, attachments and references of the report before.

    `end` where there is none.
    """
    start = first
    listed = False
    while start < end:
        unit = units[start]
        listed = listed or opens_list(unit)
        entry = listed and (is_reference(unit) or (unit.number is not None and not is_title_line(unit.text)))
        if not (is_signature(unit) or opens_list(unit) or entry):
            break
        start += 1
    if start == end or units[start].number is None or is_part(units, start):
        return start
    return start if is_title_line(units[start].text) and _holds_further_out(units, start) else end


def _holds_further_out(units: Sequence[Unit], title: int) -> bool:
    """Whether the numbers below a numbered title are further out than its own: 2. …调研报告 above 一、基本情况."""
    number = units[title].number
    below = next((unit.number for unit in units[title + 1 :] if unit.number), None)
    return number is not None and below is not None and below.depth < number.depth and below.value == 1


def _begins_report(units: Sequence[Unit], report: int, start: int, end: int, enough: int) -> bool:
    rest = sum(is_body(unit) for unit in units[end : end + 4 * _LEAST_BODY])
    if rest < _LEAST_BODY or units[start].text.startswith("附"):
        return False
    front = units[start : start + max(1, front_length(units[start:end]))]
    score = 0
    if any(unit.look.level == 0 for unit in front):
        score += _MARKED
    titles = [title_of(front, len(front)), *(unit.text for unit in front)]
    if any(is_title_line(title) and ("报告" in title or "调" in title) for title in titles):
        score += _TITLE
    if any(is_subtitle(unit.text) for unit in front[1:]):
        score += _SUBTITLE
    if any(is_byline(unit.text) for unit in front[1:]):
        score += _BYLINE
    if is_dated(units[start - 1].text):
        score += _SIGNED
    return score + _RESTART >= enough and score + _numbers_restart(units, report, start + len(front)) >= enough


def _numbers_restart(units: Sequence[Unit], report: int, start: int) -> int:
    """Whether the outermost numbers begin anew from `start` on, below a title, or go on from before."""
    before = [unit.number for unit in units[report:start] if unit.number and unit.number.depth < ITEM_DEPTH]
    later = (units[i].number for i in range(start, len(units)))
    after = next((number for number in later if number and number.depth < ITEM_DEPTH), None)
    if after is None:
        return 0
    same = [number.value for number in before if number.style == after.style]
    if after.value == 1:
        return _RESTART
    return _GOES_ON if same and after.value == same[-1] + 1 else 0

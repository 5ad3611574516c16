"""Headings that are set in two lines, or apart from their numbers, as one unit each."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from nlp.structure.front import is_body
from nlp.structure.numbering import parse_number, parse_series
from nlp.structure.unit import HEADING_LENGTH, Unit, ends_sentence, looks_like_heading
from nlp.text import em_width, parse_numeral

# 01 一、 （一） 第三章 PART 02
_LONE_NUMBER = re.compile(
    r"(?:PART|Part|No\.?)?\s*0?(?P<n>\d{1,2})[.．、]?|[（(]?(?P<cn>[一二三四五六七八九十]{1,3})[）)]?[、．.]?"
    r"|第(?P<part>[一二三四五六七八九十]{1,3}|\d{1,2})(?:部分|章|节|篇)"
)


def with_joined_headings(units: Sequence[Unit]) -> list[Unit]:
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


def with_numbers_joined(units: Sequence[Unit]) -> list[Unit]:
    """Join numbers that stand apart above their headings, where those of a form count on."""
    forms: dict[str, dict[int, int]] = {}
    for i in range(len(units) - 1):
        if found := _lone_number(units, i):
            forms.setdefault(found[0], {})[i] = found[1]
    lone = {i for values in forms.values() if len(values) > 1 and _counts_on(list(values.values())) for i in values}
    joined: list[Unit] = []
    for i, unit in enumerate(units):
        if i - 1 in lone:
            number = units[i - 1].text
            text = f"{number}{unit.text}" if number[-1] in "、．.）)" else f"{number} {unit.text}"
            joined.append(replace(unit, text=text, number=parse_number(text)))
        elif i not in lone:
            joined.append(unit)
    return joined


def _counts_on(values: Sequence[int]) -> bool:
    return values[0] == 1 and all(b in (1, a + 1) for a, b in itertools.pairwise(values))


def _lone_number(units: Sequence[Unit], index: int) -> tuple[str, int] | None:
    """Form and value of the number that a unit consists of, where the unit below it could be a heading."""
    match = _LONE_NUMBER.fullmatch(units[index].text)
    below = units[index + 1]
    if not match or below.number or below.look.role != "text" or not looks_like_heading(below.text, None):
        return None
    numeral = match["n"] or match["cn"] or match["part"]
    value = parse_numeral(numeral)
    return (match[0].replace(numeral, ""), value) if value is not None else None

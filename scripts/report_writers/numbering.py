"""Which heading numbers a word processor would set by itself, and the list definition that sets them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from nlp.text import chinese_numeral
from scripts.report_writers.rows import Row


def _legal(number: int) -> str:
    return "零壹贰叁肆伍陆柒捌玖"[number]


def _circled(number: int) -> str:
    return chr(ord("①") + number - 1)


# w:numFmt → how it renders a number
_FORMATS: dict[str, Callable[[int], str]] = {
    "chineseCountingThousand": chinese_numeral,
    "decimal": str,
    "chineseLegalSimplified": _legal,
    "decimalEnclosedCircle": _circled,
}
_AFFIX = re.compile(r"(?:部分|单元|章|节|问|、|）|\)|．|\.|：|\s)*")


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a multi-level list."""

    format: str
    """w:numFmt."""
    text: str
    """w:lvlText, with %1, %2, … for the numbers."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading as typed, and whether its number comes from the list."""

    text: str
    level: int
    automatic: bool


def automatic(rows: Sequence[Row]) -> tuple[dict[int, Level], list[Heading]]:
    """The list's levels (from 1), and every heading in order; an automatic one's text is without its number.

    The counting is Word's: a heading restarts the levels below it when it is numbered itself. A heading whose printed
    number is not the one that Word would set keeps it typed.
    """
    headings = [row for row in rows if row.kind == "heading"]
    levels: dict[int, Level] = {}
    for row in headings:
        level = row.level or 1
        if level not in levels and (found := _level(row.text, level)):
            levels[level] = found
    counts: dict[int, int] = {}
    result = []
    for row in headings:
        level = row.level or 1
        numbers = [counts.get(above, 0) for above in range(1, level)] + [counts.get(level, 0) + 1]
        label = _render(levels, level, numbers)
        if label and row.text.startswith(label) and len(row.text) > len(label):
            counts = {key: count for key, count in counts.items() if key < level} | {level: numbers[-1]}
            result.append(Heading(row.text.removeprefix(label), level, automatic=True))
        else:
            result.append(Heading(row.text, level, automatic=False))
    return levels, result


def _level(text: str, level: int) -> Level | None:
    """The definition that gives this first heading of its level its number, if one does."""
    for name, render in _FORMATS.items():
        above = "1." * (level - 1) if name == "decimal" else ""
        for prefix in (above, "", "第", "（", "("):
            start = prefix + render(1)
            affix = _AFFIX.match(text, len(start)) if text.startswith(start) else None
            if affix and affix[0]:
                template = "".join(f"%{n}." for n in range(1, level)) if prefix and prefix == above else prefix
                return Level(name, f"{template}%{level}{affix[0]}")
    return None


def _render(levels: dict[int, Level], level: int, numbers: Sequence[int]) -> str:
    if level not in levels or not 0 < numbers[-1] < 10:
        return ""
    text = levels[level].text
    for position, number in enumerate(numbers, 1):
        if f"%{position}" in text:
            if position not in levels or not number:
                return ""
            text = text.replace(f"%{position}", _FORMATS[levels[position].format](number))
    return text

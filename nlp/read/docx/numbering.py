"""Word's automatic numbers as Word shows them: numbering.xml, its lists, levels, restarts and number formats."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from nlp.read.docx.package import W, is_on, number, value
from nlp.read.docx.styles import Styles
from nlp.text import chinese_numeral

_PLACEHOLDER = re.compile(r"%([1-9])")
_LEGAL = "零壹贰叁肆伍陆柒捌玖拾佰"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖拾佰"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"))
_ROMAN_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
_ROMAN_TENS = ("", "x", "xx", "xxx")


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    format: str
    text: str
    suffix: str
    restart: int | None
    """A level above this one (counted from 1), or this one, begins the count anew; 0: nothing does."""
    legal: bool
    """All its numbers in Arabic digits."""
    style: str | None
    """Id of the paragraph style that is tied to this level."""


@dataclass(frozen=True, slots=True)
class _List:
    """A w:num: its own levels and restarts on top of an abstract list, whose counters it shares."""

    abstract: str
    levels: dict[int, _Level]
    starts: dict[int, int]


@dataclass(slots=True)
class _Counters:
    values: dict[int, int] = field(default_factory=dict)
    begun: set[tuple[str, int]] = field(default_factory=set)
    """Lists and levels whose own restart has been used."""


class Numbering:
    """The numbers of one document; ask once per paragraph, in order."""

    def __init__(self, root: etree._Element | None, styles: Styles) -> None:
        self._styles = styles
        self._abstracts: dict[str, etree._Element] = {}
        self._nums: dict[str, etree._Element] = {}
        for element in () if root is None else root:
            if element.tag == f"{W}abstractNum":
                self._abstracts[element.get(f"{W}abstractNumId", "")] = element
            elif element.tag == f"{W}num":
                self._nums[element.get(f"{W}numId", "")] = element
        self._lists: dict[str, _List | None] = {}
        self._counters: dict[str, _Counters] = {}

    def label(self, properties: etree._Element | None) -> str:
        """What Word prints before a paragraph with these properties (w:pPr), blank included; '' when nothing."""
        num_id, level = self._place(properties)
        numbered = None if num_id is None else self._list(num_id)
        if num_id is None or numbered is None or level not in numbered.levels:
            return ""
        values = self._count(num_id, numbered, level)
        return _render(numbered.levels, level, values)

    def is_bullet(self, properties: etree._Element | None) -> bool:
        """Whether a paragraph with these properties is an item of a list with bullets, be they pictures."""
        num_id, level = self._place(properties)
        numbered = None if num_id is None else self._list(num_id)
        own = None if numbered is None else numbered.levels.get(level)
        return own is not None and own.format == "bullet"

    def _place(self, properties: etree._Element | None) -> tuple[str | None, int]:
        """List and level of a paragraph: its own, else its style's."""
        own = None if properties is None else properties.find(f"{W}numPr")
        level = number(own, "ilvl")
        num_id = value(own, "numId")
        if num_id is not None:
            return num_id, level or 0
        for style_id, style in self._styles.chain(self._styles.of_paragraph(properties)):
            of_style = style.find(f"{W}pPr/{W}numPr")
            num_id = value(of_style, "numId")
            if num_id is None:
                continue
            if level is None:
                level = self._level_of_style(num_id, self._styles.of_paragraph(properties), style_id)
            return num_id, level if level is not None else number(of_style, "ilvl") or 0
        return None, 0

    def _level_of_style(self, num_id: str, *style_ids: str | None) -> int | None:
        numbered = self._list(num_id)
        for style_id in style_ids:
            for index, level in {} if numbered is None else numbered.levels.items():
                if level.style == style_id:
                    return index
        return None

    def _count(self, num_id: str, numbered: _List, level: int) -> dict[int, int]:
        counters = self._counters.setdefault(numbered.abstract, _Counters())
        values = counters.values
        if level in numbered.starts and (num_id, level) not in counters.begun:
            counters.begun.add((num_id, level))
            values[level] = numbered.starts[level]
        elif level in values:
            values[level] += 1
        else:
            values[level] = numbered.levels[level].start
        for deeper in [index for index in values if index > level]:
            restart = numbered.levels[deeper].restart if deeper in numbered.levels else None
            if restart is None or level < restart:
                del values[deeper]
        return values

    def _list(self, num_id: str) -> _List | None:
        if num_id not in self._lists:
            self._lists[num_id] = self._read_list(num_id)
        return self._lists[num_id]

    def _read_list(self, num_id: str) -> _List | None:
        num = self._nums.get(num_id)
        abstract_id = self._abstract_of(num)
        if num is None or abstract_id is None:
            return None
        levels = {_index(element): _read_level(element) for element in self._abstracts[abstract_id].findall(f"{W}lvl")}
        starts: dict[int, int] = {}
        for override in num.findall(f"{W}lvlOverride"):
            start = number(override, "startOverride")
            if start is not None:
                starts[_index(override)] = start
            replaced = override.find(f"{W}lvl")
            if replaced is not None:
                levels[_index(override)] = _read_level(replaced)
        return _List(abstract_id, levels, starts)

    def _abstract_of(self, num: etree._Element | None) -> str | None:
        """Id of the list's definition; one that only points to a list style is followed to that style's own."""
        seen: set[str] = set()
        while True:
            abstract_id = value(num, "abstractNumId")
            if abstract_id is None or abstract_id not in self._abstracts or abstract_id in seen:
                return None
            seen.add(abstract_id)
            link = value(self._abstracts[abstract_id], "numStyleLink")
            if link is None:
                return abstract_id
            style = next((style for _, style in self._styles.chain(link)), None)
            properties = None if style is None else style.find(f"{W}pPr/{W}numPr")
            num = self._nums.get(value(properties, "numId") or "")


def _index(element: etree._Element) -> int:
    text = element.get(f"{W}ilvl", "0")
    return int(text) if text.isdecimal() else 0


def _read_level(element: etree._Element) -> _Level:
    # A custom format stands beside a plain one, for programs that do not know it.
    formats = [found.get(f"{W}val", "decimal") for found in element.iter(f"{W}numFmt")]
    start = number(element, "start")
    return _Level(
        start=0 if start is None else start,
        format=next((name for name in formats if name != "custom"), "decimal"),
        text=value(element, "lvlText") or "",
        suffix=value(element, "suff") or "tab",
        restart=number(element, "lvlRestart"),
        legal=is_on(element.find(f"{W}isLgl")),
        style=value(element, "pStyle"),
    )


def _render(levels: dict[int, _Level], level: int, values: dict[int, int]) -> str:
    own = levels[level]
    if own.format == "bullet":
        return ""

    def shown(match: re.Match[str]) -> str:
        index = int(match[1]) - 1
        if index not in levels:
            return ""
        format_ = "decimal" if own.legal else levels[index].format
        return format_number(values.get(index, levels[index].start), format_)

    label = _PLACEHOLDER.sub(shown, own.text).strip()
    # After a mark such as 、 or ） the tab or blank only sets the text off; it is no part of the heading.
    parted = own.suffix != "nothing" and label[-1:].isalnum() and label[-1:] not in _enclosed()
    return f"{label} " if parted else label


def _enclosed() -> str:
    return "".join(chr(code) for first, last in ((0x2460, 0x249B), (0x3220, 0x3229)) for code in range(first, last + 1))


def format_number(count: int, format_: str) -> str:
    """A number in one of Word's formats (ST_NumberFormat); decimal for a format or a number it does not reach to."""
    if format_ == "none":
        return ""
    formatter = _FORMATS.get(format_)
    text = None if formatter is None or count < 1 else formatter(count)
    return str(count) if text is None else text


def _chinese(count: int) -> str | None:
    return chinese_numeral(count) if count < 1000 else None


def _digits(zero: str) -> Callable[[int], str | None]:
    return lambda count: str(count).translate(str.maketrans("0123456789", f"{zero}一二三四五六七八九"))


def _chinese_counting(count: int) -> str | None:
    """Words up to 99, then digit by digit."""
    return chinese_numeral(count) if count < 100 else _digits("○")(count)


def _legal(digits: str) -> Callable[[int], str | None]:
    def formatted(count: int) -> str | None:
        if count >= 1000:
            return None
        text = chinese_numeral(count)
        return ("一" + text if text.startswith("十") else text).translate(
            str.maketrans("零一二三四五六七八九十百", digits)
        )

    return formatted


def _cycle(chars: str) -> Callable[[int], str | None]:
    return lambda count: chars[(count - 1) % len(chars)]


def _reach(first: str, last: str) -> Callable[[int], str | None]:
    """Characters that follow each other in Unicode, as far as they go."""
    return lambda count: chr(ord(first) + count - 1) if count <= ord(last) - ord(first) + 1 else None


def _letters(first: str) -> Callable[[int], str | None]:
    """a … z, aa, bb, …"""
    return lambda count: chr(ord(first) + (count - 1) % 26) * ((count - 1) // 26 + 1)


def _roman(count: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (count // worth)
        count %= worth
    return text + _ROMAN_TENS[count // 10] + _ROMAN_ONES[count % 10]


_FORMATS: dict[str, Callable[[int], str | None]] = {
    "decimalZero": lambda count: f"{count:02d}",
    "numberInDash": lambda count: f"- {count} -",
    "decimalEnclosedCircle": _reach("①", "⑳"),
    "decimalEnclosedCircleChinese": _reach("①", "⑳"),
    "decimalEnclosedParen": _reach("⑴", "⒇"),
    "decimalEnclosedFullstop": _reach("⒈", "⒛"),
    "chineseCounting": _chinese_counting,
    "taiwaneseCounting": _chinese_counting,
    "chineseCountingThousand": _chinese,
    "taiwaneseCountingThousand": _chinese,
    "japaneseCounting": _chinese,
    "chineseLegalSimplified": _legal(_LEGAL),
    "ideographLegalTraditional": _legal(_LEGAL_TRADITIONAL),
    "ideographDigital": _digits("〇"),
    "japaneseDigitalTenThousand": _digits("〇"),
    "taiwaneseDigital": _digits("○"),
    "ideographTraditional": _cycle("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _cycle("子丑寅卯辰巳午未申酉戌亥"),
    "ideographEnclosedCircle": _reach("㊀", "㊉"),
    "upperLetter": _letters("A"),
    "lowerLetter": _letters("a"),
    "upperRoman": lambda count: _roman(count).upper(),
    "lowerRoman": _roman,
}

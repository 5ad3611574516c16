"""The number that a heading or list item begins with: 一、 （一） 1. ⒈ （1） ① 第一部分 1.2 案例一：."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.text import parse_numeral

_CN = "[一二三四五六七八九十百〇零]{1,5}"
_FORMAL = "[壹贰叁肆伍陆柒捌玖拾]"

# Style, customary depth, pattern with the group `n`. Depth orders the styles of one report: a smaller one is outside.
# The first match counts, so the specific stand before the general.
_STYLES: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (style, depth, re.compile(pattern))
    for style, depth, pattern in (
        ("第一编", 1, rf"第(?P<n>{_CN}|\d{{1,2}})[编篇卷]\s*"),
        ("第一部分", 2, rf"第(?P<n>{_CN}|\d{{1,2}})(?:部分|章)[：:]?\s*"),
        ("第一节", 3, rf"第(?P<n>{_CN}|\d{{1,2}})[节讲][：:]?\s*"),
        ("一、", 4, rf"(?P<n>{_CN})\s?[、．.]\s*(?!\d)"),
        ("壹", 3, rf"(?P<n>{_FORMAL}{{1,2}})(?:[、．.]\s*|[\s\u3000]+)"),
        ("（一）", 5, rf"[（(〔]\s?(?P<n>{_CN})\s?[）)〕]\s*"),
        ("（一）", 5, r"(?P<n>[㈠-㈩])\s*[、．.]?\s*"),
        ("一）", 5, rf"(?P<n>{_CN})[）)]\s*"),
        ("1.1.1", 8, r"(?P<n>\d{1,2}[.．]\d{1,2}[.．]\d{1,2})(?![\d.％%])[.．、]?\s*(?=\D)"),
        ("1.1", 7, r"(?P<n>[1-9]\d?[.．]\d{1,2})(?:[.．、]\s*|[\s\u3000]+)(?=[^\d\s])"),
        ("1.", 6, r"(?P<n>[1-9]\d?)\s?(?:[．、]|\.(?!\d))\s*"),
        ("1.", 6, r"(?P<n>[⒈-⒛])\s*"),
        ("（1）", 7, r"[（(]\s?(?P<n>\d{1,2})\s?[）)]\s*"),
        ("（1）", 7, r"(?P<n>[⑴-⒇])\s*"),
        ("1）", 7, r"(?P<n>\d{1,2})[）)]\s*"),
        ("①", 8, r"(?P<n>[①-⑳])\s*"),
        ("一", 4, rf"(?P<n>{_CN})[\s\u3000]+(?=[\u4e00-\u9fff“《])"),
        ("1", 6, r"(?P<n>[1-9]\d?)[\s\u3000]+(?=[\u4e00-\u9fff“《（])(?![年月日个万亿元])"),
    )
)
# 案例一： 心得二： 之三： 样本四　 第一站 二问： — a series of headings that share a word.
_SERIES = re.compile(
    rf"(?P<word>[\u4e00-\u9fff]{{0,4}}?)之?(?P<n>{_CN}|[1-9]\d?|[甲乙丙丁戊己庚])(?:[：:]|[\s\u3000]+)(?=\S)"
    rf"|第(?P<m>{_CN}|\d{{1,2}})(?P<unit>[站篇辑组类步课问幕回集])[：:]?[\s\u3000]*"
    rf"|(?P<k>{_CN})问[：:]"
)
_FORMAL_VALUE = {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖拾", 1)}
_STEMS = {char: value for value, char in enumerate("甲乙丙丁戊己庚", 1)}

# 一是 一要 其一 第一， 首先 — an item inside running text; never the number of a heading.
_ENUMERATION = re.compile(
    rf"(?:{_CN}(?:是|要|方面)|其[一二三四五六七八九]|第{_CN}[，、,]|首先[，,]|其次[，,]|再次[，,]|最后[，,]|——)"
)


BARE_STYLES = frozenset({"一", "1"})
"""Numbers that only a blank sets off: where running text begins so, it means a quantity."""


@dataclass(frozen=True, slots=True)
class Number:
    """How a unit is numbered."""

    style: str
    """The style by its first number: 一、 （一） 1. …; a series by its word: 案例."""
    depth: int
    """Customary depth of the style; of two styles in a report the one with the smaller depth is outside."""
    value: int
    """Which number; of 1.2 the last."""
    length: int
    """Code points of the number with its punctuation and the blank after it."""


def parse_number(text: str) -> Number | None:
    """The number that `text` begins with, or None."""
    for style, depth, pattern in _STYLES:
        match = pattern.match(text)
        if match and match.end() < len(text):
            value = _value(match["n"])
            if value is not None:
                return Number(style, depth, value, match.end())
    return None


def parse_series(text: str) -> Number | None:
    """The ordinal of a heading in a series that shares a word (案例一：…, 第二站 …), or None.

    Only for text that is known to look like a heading: body text begins so, too.
    """
    match = _SERIES.match(text)
    if not match:
        return None
    if match["k"]:
        style, number = "问", match["k"]
    elif match["m"]:
        style, number = match["unit"], match["m"]
    else:
        style, number = match["word"] or "之", match["n"]
    value = _value(number)
    return Number(style, 5, value, match.end()) if value is not None else None


def begins_enumeration(text: str) -> bool:
    """Whether the text begins with 一是, 其二, 第三，, 首先， or ——."""
    return bool(_ENUMERATION.match(text))


def _value(number: str) -> int | None:
    last = re.split(r"[.．]", number)[-1]
    if last[0] in _FORMAL_VALUE:
        return _FORMAL_VALUE[last[0]] + (10 if last[0] == "拾" and len(last) > 1 else 0)
    if last in _STEMS:
        return _STEMS[last]
    return parse_numeral(last)

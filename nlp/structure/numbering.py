"""The number that a heading or list item begins with: 一、 （一） 1. ⒈ （1） ① 第一部分 1.2 案例一：."""

from __future__ import annotations

import re
from dataclasses import dataclass

from nlp.text import parse_numeral

_CN = "[一二三四五六七八九十百〇零]{1,5}"
_FORMAL = "[壹贰貳叁參肆伍陆陸柒捌玖拾]"
_BEFORE_TEXT = r"(?=[\u4e00-\u9fff“《（])"
# What a quantity is of: 1.5万元, 2.3个百分点, 2 年. Not 1.2分析 or 1.1个人.
_MEASURE = "(?:[月日时秒天万亿元倍吨米亩岁毫厘斤]|公[里斤顷分]|[平立]方|小时|年(?!度)|个(?![人体案])|分(?![析类布工]))"

# Style, customary depth, pattern with the group `n`. Depth orders the styles of one report: a smaller one is outside.
# The first match counts, so the specific stand before the general.
_STYLES: tuple[tuple[str, int, re.Pattern[str]], ...] = tuple(
    (style, depth, re.compile(pattern))
    for style, depth, pattern in (
        ("第一编", 1, rf"第(?P<n>{_CN}|\d{{1,2}})[编編篇卷]\s*"),
        ("第一部分", 2, rf"第(?P<n>{_CN}|\d{{1,2}})(?:部分|章)[：:]?\s*"),
        ("第一节", 3, rf"第(?P<n>{_CN}|\d{{1,2}})[节節讲講][：:]?\s*"),
        ("Ⅰ.", 3, rf"(?P<n>[Ⅰ-Ⅻ]|[IVX]{{1,4}})(?:\s*[.．、]\s*|[\s\u3000]+){_BEFORE_TEXT}"),
        ("一、", 4, rf"(?P<n>{_CN})\s?(?:、|[．.](?!\s*\d))\s*"),
        ("壹", 3, rf"(?P<n>{_FORMAL}{{1,2}})(?:[、．.]\s*|[\s\u3000]+)"),
        ("（一）", 5, rf"[（(〔]\s?(?P<n>{_CN})\s?[）)〕]\s*"),
        ("（一）", 5, r"(?P<n>[㈠-㈩])\s*[、．.]?\s*"),
        ("一）", 5, rf"(?P<n>{_CN})[）)]\s*"),
        ("1.1.1", 9, r"(?P<n>\d{1,2}[.．]\d{1,2}[.．]\d{1,2})(?![\d.％%])[.．、]?\s*(?=\D)"),
        ("1.1", 8, r"(?P<n>[1-9]\d?[.．]\d{1,2})(?:[.．、]\s*|[\s\u3000]+)(?=[^\d\s])"),
        ("1.1", 8, rf"(?P<n>[1-9]\d?[.．][1-9]\d?){_BEFORE_TEXT}(?!{_MEASURE})"),
        ("1.", 7, r"(?P<n>[1-9]\d?)\s?(?:[．、]|\.(?!\d)|\.(?=(?:19|20)\d\d年))\s*"),
        ("1.", 7, r"(?P<n>[⒈-⒛])\s*"),
        ("（1）", 10, r"[（(]\s?(?P<n>\d{1,2})\s?[）)]\s*"),
        ("（1）", 10, r"(?P<n>[⑴-⒇])\s*"),
        ("1）", 10, r"(?P<n>\d{1,2})[）)]\s*"),
        ("①", 11, r"(?P<n>[①-⑳])\s*"),
        ("一", 4, rf"(?P<n>{_CN})[\s\u3000]+{_BEFORE_TEXT}"),
        ("1", 6, rf"(?P<n>[1-9]\d?)[\s\u3000]+{_BEFORE_TEXT}(?!{_MEASURE})"),
    )
)
# 案例一： 心得二： 之三： 样本四　 第一站 二问： — a series of headings that share a word.
_SERIES = re.compile(
    rf"(?P<word>[\u4e00-\u9fff]{{0,4}}?)之?(?P<n>{_CN}|[1-9]\d?|[甲乙丙丁戊己庚])(?:[：:]|[\s\u3000]+)(?=\S)"
    rf"|第(?P<m>{_CN}|\d{{1,2}})(?P<unit>[站篇辑輯组組类類步课課问問幕回集])[：:]?[\s\u3000]*"
    rf"|(?P<k>{_CN})[问問][：:]"
    rf"|第(?P<o>{_CN})[，、,]"
)
# 一、二年级 and 3、4月 begin with a range; 三、四点建议 and 三、四川的做法 with a number.
_RANGE = re.compile(
    rf"(?P<first>{_CN}|\d{{1,2}})、(?P<next>{_CN}|\d{{1,2}})(?:年级|月|日|季度|三?产业|[线级等审期批孩胎楼环岁](?!是))"
)
_FORMAL_VALUE = {char: value for value, char in enumerate("壹贰叁肆伍陆柒捌玖拾", 1)} | {"貳": 2, "參": 3, "陸": 6}
_OTHER_NUMERALS = (
    {char: value for value, char in enumerate("甲乙丙丁戊己庚", 1)}
    | {"I" * value: value for value in (1, 2, 3)}
    | {"IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10}
)

# 一是 一要 其一 第一， 首先 — an item inside running text; never the number of a heading.
_ENUMERATION = re.compile(
    rf"(?:{_CN}(?:是|要|方面)|其[一二三四五六七八九]|第{_CN}[，、,]|首先[，,]|其次[，,]|再次[，,]|最后[，,]|——)"
)


PART_DEPTH = 2
"""第一编 and 第一部分: these number the parts of a book, too."""
SECTION_DEPTH = 4
"""一、 and further out: these number the sections of a report."""
ITEM_DEPTH = 6
"""From here on, numbers are those of list items as often as of headings."""
BARE_STYLES = frozenset({"一", "1"})
"""Numbers that only a blank sets off: where running text begins so, it means a quantity."""


@dataclass(frozen=True, slots=True)
class Number:
    """How a unit is numbered."""

    style: str
    """The style by its first number: 一、 （一） 1. …; a series by its word: 案例."""
    depth: int
    """How deep the style stands, by custom or as the report nests it; the smaller of two is outside."""
    value: int
    """Which number; of 1.2 the last."""
    length: int
    """Code points of the number with its punctuation and the blank after it."""


def parse_number(text: str) -> Number | None:
    """The number that `text` begins with, or None."""
    for style, depth, pattern in _STYLES:
        match = pattern.match(text)
        if match and match.end() < len(text) and not _begins_range(text):
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
    elif match["o"]:
        style, number = "第一，", match["o"]
    elif match["m"]:
        style, number = match["unit"], match["m"]
    else:
        style, number = match["word"] or "之", match["n"]
    value = _value(number)
    return Number(style, SECTION_DEPTH, value, match.end()) if value is not None else None


def begins_enumeration(text: str) -> bool:
    """Whether the text begins with 一是, 其二, 第三，, 首先， or ——."""
    return bool(_ENUMERATION.match(text))


def _begins_range(text: str) -> bool:
    match = _RANGE.match(text)
    if not match:
        return False
    first, following = parse_numeral(match["first"]), parse_numeral(match["next"])
    return first is not None and following == first + 1


def _value(number: str) -> int | None:
    last = re.split(r"[.．]", number)[-1]
    if last[0] in _FORMAL_VALUE:
        return _FORMAL_VALUE[last[0]] + (10 if last[0] == "拾" and len(last) > 1 else 0)
    return _OTHER_NUMERALS.get(last) or parse_numeral(last)

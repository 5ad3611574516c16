"""What stands before the body: masthead, title, subtitle, byline, salutation."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

from nlp.structure.bylines import MONTH_LEFT, is_byline, is_credit, is_label, is_name, is_salutation
from nlp.structure.numbering import PART_DEPTH
from nlp.structure.unit import (
    HEADING_LENGTH,
    Unit,
    ends_sentence,
    holds_sentence,
    is_balanced,
    opens_report,
    simplified,
)
from nlp.text import is_han

# 云办发〔2023〕18号, 2023年第3期（总第83期） — above or below the title of an official document
_ISSUE = re.compile(
    r".*[〔\[（(]\d{4}[〕\]）)]\s*第?\s*\d+\s*号.{0,12}|[（(]?(?:\d{4}\s*年\s*)?(?:总?第|增刊)\s*\d+\s*期.{0,14}"
    r"|.{0,12}[（(]?\d{4}\s*年\s*第\s*\d+\s*号.{0,6}|[（(]?(?:内部(?:资料|参考|刊物)|签发人|密级).*|[机绝秘]密(?:[★☆\s].*)?"
)
# 中共云麓县委办公室文件 — above the title
_MASTHEAD = re.compile(rf".{{2,30}}文件|{_ISSUE.pattern}")
# The name of a series, above the title: 决策参考, 调研专报
_SERIES = re.compile(
    r".{0,10}(?:参考|参阅|内参|专报|简报|快报|参阅件|送阅件|要情|动态|通讯|专刊|调研与思考|社情民意|信息)"
)
_EDITORIAL = re.compile(r"[【〔（(]?\s*(?:编者按|编者的话|编者话|核心提示|内容提要|导读|按语)\s*[】〕）)：:]")
_SUBTITLE = re.compile(r"(?:—|－|–|-|─|━){1,3}\s*\S")
_TITLE_END = re.compile(
    r"(?:报告|调研|调查|考察|思考|研究|分析|启示|纪实|手记|札记|观察|走访记?|回访|回望|建议|情况|实践|探索|样本|评估|综述|通知)"
    r"(?:之?[一二三四五六七八九十]+[：:]?)?(?:[（(][^（）()]{1,20}[）)])?$"
)
# What the second line of a title begins or ends with; a line such as 基本情况 is a heading.
_TITLE_REST = re.compile(r"[的与和及之、]|.{1,3}$|.*(?:报告|调研|调查|考察|纪实|手记|札记|走访记?)(?:[（(]|$)")
_NAMED_TITLE = re.compile(
    r"(?:(?:论文|报告|课题|项目)?(?:题\s*目|名\s*称))\s*(?:[：:]|\s{2,}|\u3000)\s*(?P<title>\S.{5,58})"
)
_SAME_SIZE = 0.6  # points
_NAME_LENGTH = 6
_LONGEST_FRONT = 30  # units: more short lines than that are a list, and each would be held against all the others
_REPORT = re.compile(r"的?(?:调研|调查|考察)?报告")


def is_body(unit: Unit) -> bool:
    """Whether the unit is running text rather than a title, heading, byline or signature."""
    text = unit.text
    if unit.look.role == "row":
        return True
    if is_credit(text):
        return False
    if holds_sentence(text) or len(text) > HEADING_LENGTH:
        return True
    return ends_sentence(text) and not (text[-1] in "？?！!" and len(text) <= 40)


def is_title_line(text: str) -> bool:
    """Whether the line ends as titles of reports do: …调研报告, …的调查与思考."""
    return len(text) >= 12 and bool(_TITLE_END.search(simplified(text)))


def is_subtitle(text: str) -> bool:
    """Whether the line begins with the dash of a subtitle: ——关于…."""
    return bool(_SUBTITLE.match(text)) and len(text) <= 50 and not ends_sentence(text)


def is_signature(unit: Unit) -> bool:
    """Whether the unit can close a report: a credit, a byline, a date."""
    return is_credit(unit.text) or (not is_body(unit) and unit.number is None and is_byline(unit.text))


def editorial_length(units: Sequence[Unit]) -> int:
    """How many paragraphs at the start are an editor's note, which stands before the title."""
    length = 0
    while length < len(units) and _EDITORIAL.match(units[length].text):
        length += 1
    return length


def front_length(units: Sequence[Unit]) -> int:
    """How many units at the start are title, subtitle and byline.

    The first short line is the title. Of the short lines after it, all up to the last one that shows itself as
    subtitle, title or byline belong to it; what follows is a heading.
    """
    lead, most = 0, min(len(units), _LONGEST_FRONT)
    while lead < most and not _is_body_under(units, lead) and not _opens_body(units, lead):
        lead += 1
    while 0 < lead < most and is_salutation(units[lead].text):
        lead += 1
    if not lead:
        return 0
    last = 0
    titled = signed = official = False
    for i in range(lead):
        text = units[i].text
        masthead = _is_masthead(units, i, lead)
        byline = _is_byline_at(units, i, lead) or (signed and bool(MONTH_LEFT.fullmatch(text)))
        title = (official or not signed) and (is_title_line(text) or _continues_title(units, i, lead))
        title = title or (i > 0 and text == title_of(units[:i], i))  # on the cover, and again above the text
        shown = byline or title or _ISSUE.fullmatch(text) or is_salutation(text)
        if units[i].look.level is not None or is_subtitle(text) or shown or _ends_speech(units, i):
            last = i
        official = official or masthead
        titled = titled or not (byline or masthead or units[i].look.role == "row")
        signed = signed or (byline and titled)
    return last + 1


def title_of(units: Sequence[Unit], front: int) -> str:
    """The title without its subtitle and byline; lines of one title are joined."""
    units = units[:front]
    named = next((match for unit in units if (match := _NAMED_TITLE.fullmatch(unit.text))), None)
    if named:
        return named["title"]
    units = _title_lines(units)
    title = ""
    for i, unit in enumerate(units):
        rest = units[i + 1 :]
        if rest and (_is_masthead(units, i, len(units)) or is_part(units, i)):
            continue
        if not title and is_byline(unit.text) and any(is_title_line(later.text) for later in rest):
            continue  # who issues it, above the title
        complete = _TITLE_END.search(title) and unit.text[0] not in "的与和及之"
        if title and (is_subtitle(unit.text) or _is_byline_at(units, i, len(units)) or complete):
            if not title.endswith(("：", ":")):
                break
            title = ""  # a series' name: the title follows
        join = " " if title and not (is_han(title[-1]) and is_han(unit.text[0])) else ""
        title += join + unit.text
    return title


def _title_lines(units: Sequence[Unit]) -> Sequence[Unit]:
    """The lines of a front from the title on, where its level or its type shows which it is."""
    marked = [i for i, unit in enumerate(units) if unit.look.level is not None]
    if marked:
        return units[marked[0] :]
    could = [i for i in range(len(units)) if _could_be_title(units, i)]
    largest = max((units[i].look.size or 0.0 for i in could), default=0.0)
    first = next((i for i in could if (units[i].look.size or 0.0) >= largest - _SAME_SIZE), 0)
    return units[first:]


def _could_be_title(units: Sequence[Unit], index: int) -> bool:
    text = units[index].text
    masthead = _is_masthead(units, index, len(units))
    return units[index].look.role == "text" and not (masthead or is_byline(text) or is_label(text))


def _is_masthead(units: Sequence[Unit], index: int, lead: int) -> bool:
    """Whether a line of the first `lead` names what the report was issued in, above the title or an issue's number."""
    text = units[index].text
    if _MASTHEAD.fullmatch(text):
        return True
    below = (unit.text for unit in units[index + 1 : lead])
    return bool(_SERIES.fullmatch(text)) and any(is_title_line(line) or _ISSUE.fullmatch(line) for line in below)


def _is_byline_at(units: Sequence[Unit], index: int, lead: int) -> bool:
    """Whether a line of the first `lead` says who wrote the report, when, or under whom."""
    text = units[index].text
    if is_byline(text) or is_credit(text) or is_label(text):
        return True
    return (
        index > 0 and units[index].number is None and (_is_lone_name(units, index) or _is_set_below(units, index, lead))
    )


def _is_lone_name(units: Sequence[Unit], index: int) -> bool:
    """Whether the unit is a name, in a report whose headings are not words as short."""
    if not is_name(units[index].text):
        return False
    plain = (unit for unit in units[index + 1 :] if unit.number is None and unit.look.role == "text")
    return not any(1 < len(unit.text) <= _NAME_LENGTH for unit in plain)


def _is_set_below(units: Sequence[Unit], index: int, lead: int) -> bool:
    """Whether the unit is centred under a larger title, in a look that no heading has."""
    title, unit = units[0].look, units[index].look
    if not (title.centred and unit.centred and title.size and unit.size and unit.level is None):
        return False
    if unit.size > title.size - _SAME_SIZE or len(units[index].text) > 30 or opens_report(units[index].text):
        return False
    later = (other.look for other in units[lead:] if not is_body(other) and not is_signature(other))
    return all((look.size, look.bold, look.centred) != (unit.size, unit.bold, True) for look in later)


def _is_body_under(units: Sequence[Unit], index: int) -> bool:
    """Whether the unit is running text, or a table that is not the cover's: above the title, and without sentences."""
    unit = units[index]
    if unit.look.role != "row":
        return is_body(unit)
    if any(len(cell) > 40 or ends_sentence(cell) for cell in re.split(r"[\t\n]", unit.text) if cell):
        return True
    body = next((other.look.size for other in units[index:] if is_body(other) and other.look.role == "text"), None)
    below = [other for other in units[index + 1 : index + 5] if other.look.role == "text"]
    return not any(
        is_title_line(other.text) and (other.look.level == 0 or (body and (other.look.size or 0) > body + _SAME_SIZE))
        for other in takewhile(lambda other: not is_body(other), below)
    )


def _ends_speech(units: Sequence[Unit], index: int) -> bool:
    """Whether a subtitle that says where the report was given goes on: ——在县人民代表大会 | 常务委员会第三次会议上."""
    if not index or units[index].number:
        return False
    before = units[index - 1].text
    return is_subtitle(before) and "在" in before and before[-1] != "上" and units[index].text.endswith("会议上")


def is_part(units: Sequence[Unit], index: int) -> bool:
    """Whether a part of a book begins here, above the title of its first report: 第一编 民生篇."""
    number = units[index].number
    if number is None or number.depth > PART_DEPTH or index + 1 == len(units):
        return False
    below = units[index + 1]
    return below.number is None and is_title_line(below.text) and ("报告" in below.text or "调" in below.text)


def _opens_body(units: Sequence[Unit], index: int) -> bool:
    """Whether a heading stands here: the front ends before it."""
    unit = units[index]
    level = unit.look.level
    if index and unit.number is None and (is_subtitle(unit.text) or _is_only_byline(units, index)):
        return False
    if level is not None and level > 0 and level != units[0].look.level:
        alone = sum(other.look.level is not None and other.look.level <= level for other in units) == 1
        return not (alone and unit.number is None)  # the only heading so far out is the title
    return unit.number is not None and not (index == 0 and (is_title_line(unit.text) or is_part(units, index)))


def _is_only_byline(units: Sequence[Unit], index: int) -> bool:
    """Whether the unit is a byline, and no heading of its level reads like one, as where offices head the sections."""
    like = [unit for unit in units[index + 1 :] if unit.look.level == units[index].look.level]
    return is_byline(units[index].text) and not any(
        is_byline(unit.text) for unit in like if unit.look.level is not None
    )


def _continues_title(units: Sequence[Unit], index: int, body: int) -> bool:
    """Whether the unit goes on with the title that the line before it began."""
    if not index or units[index - 1].look.role == "row":
        return False
    before, text = units[index - 1].text, units[index].text
    if _set_as_title(units, index, body) and _is_centred_like(units, index):
        return True
    if not is_byline(before) and not is_balanced(before) and is_balanced(before + text):
        return True
    if is_byline(before) or not (_TITLE_REST.match(text) and is_title_line(before + text)):
        return False
    return not is_title_line(before) or bool(_REPORT.fullmatch(text)) or _set_as_title(units, index, body)


def _is_centred_like(units: Sequence[Unit], index: int) -> bool:
    """Whether the unit is centred like the one before it, and nothing below is set so."""
    look = units[index].look
    same = [unit for unit in units[index + 1 :] if (unit.look.size, unit.look.centred) == (look.size, True)]
    text = units[index].text
    return bool(look.centred and units[index - 1].look.centred) and not same and not opens_report(text)


def _set_as_title(units: Sequence[Unit], index: int, body: int) -> bool:
    """Whether the unit is set in the type of the line before it, larger than the body's."""
    size, before = units[index].look.size, units[index - 1].look.size
    text = units[body].look.size if body < len(units) else None
    return size is not None and text is not None and size == before and size > text + _SAME_SIZE

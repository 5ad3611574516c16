"""What stands before and after the body: title, subtitle, byline; signature and date."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.structure.unit import HEADING_LENGTH, Unit, ends_sentence, holds_sentence, simplified
from nlp.text import is_han

_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇○零Ｏ０一二三四五六七八九]{3})"
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_DATE = re.compile(
    rf"{_YEAR}\s*(?:年(?:\s*{_MONTH}\s*月(?:\s*(?:\d{{1,2}}|[一二三四五六七八九十廿]{{1,3}})\s*[日号])?)?|[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?)"
)
_MONTH_LEFT = re.compile(
    rf"{_MONTH}\s*月(?:\s*\S{{1,3}}\s*[日号])?[）)]?"
)  # of a date whose year is on the line before
_ORGANISATION = re.compile(
    r"(?:局|委|办|厅|部|处|科|股|室|院|所|馆|校|组|队|站|社|会|中心|大学|政府|支行|分行|公司|集团|法院|工委|党委|支部|日报|晚报"
    r"|[一二三四五]庭|审判庭|法庭|[妇侨残文]联|工商联|社科联|科协|政协|人大|军分区)"
    r"(?:[一二三四五六七八九十]+[局处室])?$"
)
_PERSON = re.compile(
    r"(?:记者|通讯员|执笔|作者|撰稿|供稿|文[/／|]|课题组|调研组|调查组|组长|所长|院长|成员|组员)[人]?[：:\s\u3000（]"
)
_CREDIT = re.compile(
    r"[（(]\s*(?:此件|本文|作者|转自|摘自|原载)|附件?[：:\d]"
    r"|[（(]?\s*(?:发布(?:时间|日期)|发文|日期|时间|执笔|作者|撰稿|供稿|课题组|调研组|调查组|组长|成员|联系人|责任编辑|编辑"
    r"|来源|报送|抄送|主题词)(?:[人组]?(?:单位|组长|成员|名单)?[：:\s\u3000])"
)
_DISTRIBUTION = re.compile(r"附件|[抄报主分]送")
# 本报记者 方远 — a line that begins with what its persons did
_ROLE = re.compile(
    r"(?:本[报刊]|新华社)?(?:特约)?(?:记者|通讯员|执笔人?|撰稿|供稿)[：:\s\u3000]\s*\S{2,30}(?:\s+\S{2,12})*$"
)
# （1.云麓学院 公共管理系，云麓 234000）
_AFFILIATION = re.compile(r"[（(\[][^。]*(?:大学|学院|研究[院所]|党校|中心|[局委会])[^。]*[）)\]]")
# 中共云麓县委办公室文件 云办发〔2023〕18号 第3期 — above the title of an official document
_MASTHEAD = re.compile(
    r".{2,30}文件|.*[〔\[（(]\d{4}[〕\]）)]\s*第?\s*\d+\s*号.{0,12}|第\s*\d+\s*期.{0,12}|(?:内部资料|签发人|密级).*"
)
_EDITORIAL = re.compile(r"[【〔（(]?\s*(?:编者按|编者的话|编者话|核心提示|内容提要|导读|按语)\s*[】〕）)：:]")
_SUBTITLE = re.compile(r"(?:—|－|–|-|─|━){1,3}\s*\S")
_TITLE_END = re.compile(
    r"(?:报告|调研|调查|考察|思考|研究|分析|启示|纪实|手记|札记|观察|走访记?|回访|回望|建议|情况|实践|探索|样本|评估|综述|通知)"
    r"(?:之?[一二三四五六七八九十]+[：:]?)?(?:[（(][^（）()]{1,20}[）)])?$"
)
# What the second line of a title begins or ends with; a line such as 基本情况 is a heading.
_TITLE_REST = re.compile(r"[的与和及之、]|.{1,3}$|.*(?:报告|调研|调查|考察|纪实|手记|札记|走访记?)(?:[（(]|$)")
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


def is_byline(text: str) -> bool:
    """Whether the line names who wrote the report or when: an office, a person with a role, a date."""
    text = simplified(text)
    if _AFFILIATION.fullmatch(text) or _ROLE.match(text):
        return True
    if len(text) > HEADING_LENGTH or ends_sentence(text) or holds_sentence(text) or "，" in text:
        return False
    bare = re.sub(r"[（(][^（）()]*[）)]\s*$", "", _DATE.sub("", text)).strip(" \u3000（）()")
    if not bare:
        return True
    dated = bool(_DATE.search(text)) and len(bare) <= 40 and not re.search(r"[：:至到]", text)
    organisation = bool(_ORGANISATION.search(bare)) and len(bare) >= 3
    return organisation or bool(_PERSON.search(text)) or (dated and _ends_with_date(text))


def begins_credit(text: str) -> bool:
    """Whether the text begins as a signature's credit does: （执笔, 课题组成员, 附件：."""
    return bool(_CREDIT.match(simplified(text)))


def is_credit(text: str) -> bool:
    """Whether the line is a signature's: （执笔：…）, 课题组成员：…, 附件：…."""
    ends = text[-1] not in "。；" or _DISTRIBUTION.match(text)
    return len(text) <= 120 and begins_credit(text) and not holds_sentence(text) and bool(ends)


def is_signature(unit: Unit) -> bool:
    """Whether the unit can close a report: a credit, a byline, a date."""
    return is_credit(unit.text) or (not is_body(unit) and unit.number is None and is_byline(unit.text))


def editorial_length(units: Sequence[Unit]) -> int:
    """How many paragraphs at the start are an editor's note, which stands before the title."""
    length = 0
    while length < len(units) and _EDITORIAL.match(units[length].text):
        length += 1
    return length


def names_role(text: str) -> bool:
    """Whether the line begins with what its persons did: 本报记者 方远."""
    return bool(_ROLE.match(simplified(text)))


def is_dated(text: str) -> bool:
    """Whether the line is a date down to the day, as it stands under a signature."""
    return text[-1] in "日号" and not _DATE.sub("", text).strip()


def front_length(units: Sequence[Unit]) -> int:
    """How many units at the start are title, subtitle and byline.

    The first short line is the title. Of the short lines after it, all up to the last one that shows itself as
    subtitle, title or byline belong to it; what follows is a heading.
    """
    lead = 0
    while lead < len(units) and not is_body(units[lead]) and not _opens_body(units, lead):
        lead += 1
    if not lead:
        return 0
    last = 0
    titled = signed = False
    for i in range(lead):
        text = units[i].text
        byline = is_byline(text) or is_credit(text) or (signed and bool(_MONTH_LEFT.fullmatch(text)))
        title = not signed and (is_title_line(text) or _continues_title(units, i, lead))
        if units[i].look.level is not None or is_subtitle(text) or byline or title:
            last = i
        titled = titled or not (byline or _MASTHEAD.fullmatch(text))
        signed = signed or (byline and titled)
    return last + 1


def title_of(units: Sequence[Unit], front: int) -> str:
    """The title without its subtitle and byline; lines of one title are joined."""
    title = ""
    for i, unit in enumerate(units[:front]):
        rest = units[i + 1 : front]
        if rest and _MASTHEAD.fullmatch(unit.text):
            continue
        if not title and is_byline(unit.text) and any(is_title_line(later.text) for later in rest):
            continue  # who issues it, above the title
        if title and (is_subtitle(unit.text) or is_byline(unit.text) or _TITLE_END.search(title)):
            if not title.endswith(("：", ":")):
                break
            title = ""  # a series' name: the title follows
        join = " " if title and not (is_han(title[-1]) and is_han(unit.text[0])) else ""
        title += join + unit.text
    return title


def _opens_body(units: Sequence[Unit], index: int) -> bool:
    """Whether a heading stands here: the front ends before it."""
    unit = units[index]
    level = unit.look.level
    if level is not None and level > 0 and level != units[0].look.level:
        alone = sum(other.look.level is not None and other.look.level <= level for other in units) == 1
        return not (alone and unit.number is None)  # the only heading so far out is the title
    return unit.number is not None and not (index == 0 and is_title_line(unit.text))


def _continues_title(units: Sequence[Unit], index: int, body: int) -> bool:
    """Whether the unit goes on with the title that the line before it began."""
    if not index:
        return False
    before, text = units[index - 1].text, units[index].text
    if is_byline(before) or not (_TITLE_REST.match(text) and is_title_line(before + text)):
        return False
    return not is_title_line(before) or bool(_REPORT.fullmatch(text)) or _set_as_title(units, index, body)


def _set_as_title(units: Sequence[Unit], index: int, body: int) -> bool:
    """Whether the unit is set in the type of the line before it, larger than the body's."""
    size, before = units[index].look.size, units[index - 1].look.size
    text = units[body].look.size if body < len(units) else None
    return size is not None and text is not None and size == before and size > text + 0.6


def _ends_with_date(text: str) -> bool:
    dates = list(_DATE.finditer(text))
    return bool(dates) and dates[-1].end() >= len(text.rstrip("）) "))

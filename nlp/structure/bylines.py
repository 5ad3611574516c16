"""Lines that say who wrote a report, when, and for whom: bylines, credits, dates."""

from __future__ import annotations

import re

from nlp.structure.unit import HEADING_LENGTH, ends_sentence, holds_sentence, simplified

_YEAR = r"(?:(?:19|20)\d{2}|[一二][〇○零Ｏ０一二三四五六七八九]{3})"
_MONTH = r"(?:\d{1,2}|[一二三四五六七八九十]{1,2})"
_DATE = re.compile(
    rf"{_YEAR}\s*(?:年(?:\s*{_MONTH}\s*月(?:\s*(?:\d{{1,2}}|[一二三四五六七八九十廿]{{1,3}})\s*[日号])?)?|[-./]\d{{1,2}}(?:[-./]\d{{1,2}})?)(?:\s*\d{{1,2}}:\d{{2}}(?::\d{{2}})?)?"
    r"(?:\s*[（(]?(?:星期|周)[一二三四五六日天][）)]?)?"
)
MONTH_LEFT = re.compile(rf"{_MONTH}\s*月(?:\s*\S{{1,3}}\s*[日号])?[）)]?")
"""What is left of a date whose year is on the line before."""
_ORGANISATION = re.compile(
    r"(?:局|委|办|厅|部|处|科|股|室|院|所|馆|校|组|队|站|社|会|中心|大学|政府|支行|分行|公司|集团|法院|工委|党委|支部|日报|晚报"
    r"|[一二三四五]庭|审判庭|法庭|[总分]会|总支|[妇侨残文]联|工商联|社科联|科协|政协|人大|军分区)"
    r"(?:[一二三四五六七八九十]+[局处室])?$"
)
_PERSON = re.compile(
    r"(?:记者|通讯员|执笔|作者|撰稿|供稿|课题组|调研组|调查组|组长|所长|院长|成员|组员|报告人|汇报人|主讲人)[人]?[：:\s\u3000（]"
)
_CREDIT = re.compile(
    r"[（(]\s*(?:此件|本文|作者|转自|摘自|原载)|附件?[：:\d]|[抄报主分]送[：:]"
    r"|[（(]?\s*(?:发布(?:时间|日期)|发文|日期|时间|执笔|作者|撰稿|供稿|课题组|调研组|调查组|组长|成员|联系人|责任编辑|编辑"
    r"|来源|报送|主题词|(?:点击|浏览|阅读)次?[数量])(?:[人组]?(?:单位|组长|成员|名单)?[：:\s\u3000])"
)
# 指导教师：张明远 调研时间：2023年5月 — on the cover or under the title
_LABELLED = re.compile(
    r"(?:指导(?:教师|老师)|(?:调[研查]|访谈|采访|座谈)(?:时间|地点|对象|单位)|访谈[人者]|采访|学生姓名|姓名|学号|专业|班级|年级|院系|学院|学校|单位|部门"
    r"|(?:项目|课题|档案)?编号|学校代码|密级|完成(?:时间|日期)|提交(?:时间|日期))\s*(?:[：:]|\s{2,}|\u3000)\s*\S.{0,38}"
)
_SURNAME = (
    "(?:[王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭"
    "韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫易樊乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦左柳欧祝纪尚毕耿芦季詹"
    "裴包霍梅盛路阮岳宁甘凌童辛祁成游褚解]|欧阳|司马|上官|诸葛|司徒|东方|皇甫|尉迟|慕容|令狐)"
)
_NAME = rf"(?:{_SURNAME}[\u4e00-\u9fff]{{1,2}}|{_SURNAME}[\s\u3000]+[\u4e00-\u9fff])[\d*＊]{{0,3}}"
_NAMES = rf"{_NAME}(?:[\s\u3000、，,]+{_NAME}){{0,7}}(?:[（(][^（）()]{{2,30}}[）)])?"
_ONE_NAME = re.compile(rf"{_SURNAME}[\u4e00-\u9fff]{{1,2}}")
_ONLY_NAMES = re.compile(rf"[□■◇◆●○]?\s*{_NAMES}")
_PERSONS = re.compile(rf"[□■◇◆●○]?\s*(?:(?P<post>\S{{1,28}}(?:\s+\S{{2,20}})?)[\s\u3000]+)?{_NAMES}")
_POST = re.compile(
    r"(?:书记|主任|[局县市区镇乡部院校所处科司庭行队站厅组会州社馆]长|主席|副?县长|常委|委员|代表|教授|研究员|讲师|博士|硕士|记者|律师|法官|检察官|工程师|农艺师|教师|学生"
    r"|主编|经理|董事长|总裁|干部|科员|主任科员|调研员|组员|级)$"
)
_DISTRIBUTION = re.compile(r"附件|[抄报主分]送")
# 本报记者 方远 — a line that begins with what its persons did
_ROLE = re.compile(
    r"(?:本[报刊]|新华社)?(?:特约)?(?:记者|通讯员|执笔人?|撰稿|供稿)[：:\s\u3000]\s*\S{2,30}(?:\s+\S{2,12})*$"
)
# （1.云麓学院 公共管理系，云麓 234000）
# 文/方远, 摄影｜许苗
_PHOTO = re.compile(r"(?:文|图|图文|文图|摄影)\s*[/／|丨]\s*\S{2,12}(?:\s+\S{2,12}){0,3}")
_TELEPHONE = re.compile(r"电话[：:]\s*[\d（(][\d\-—（）()]{6,}")
# 主任、各位副主任、各位委员：, 市委、市政府： — but no 走访了以下单位：, whence the words that no address has
_ADDRESSEE = (
    "(?:尊敬的|各位?|全体)?(?:(?![的了在出有是为下列到由把被向问题])[\u4e00-\u9fff]){0,6}?(?:主任|主席|秘书长|委员|代表|领导|同志|书记|[省市县区镇乡]长|委|党组|政府|人大|政协"
    "|常委会|委员会|部门|单位|办公[厅室])(?:同志)?们?"
)
_SALUTATION = re.compile(rf"{_ADDRESSEE}(?:[、，,\s]\s*{_ADDRESSEE}){{0,7}}[：:]")
_AFFILIATION = re.compile(r"[（(\[][^。]*(?:大学|学院|研究[院所]|党校|中心|[局委会])[^。]*[）)\]]")


def is_byline(text: str) -> bool:
    """Whether the line names who wrote the report or when: an office, a person with a role, a date."""
    if _names_persons(text):
        return True
    text = simplified(text)
    if _AFFILIATION.fullmatch(text) or _ROLE.match(text) or _PHOTO.fullmatch(text):
        return True
    if len(text) > HEADING_LENGTH or ends_sentence(text) or holds_sentence(text) or "，" in text:
        return False
    bare = re.sub(r"[（(][^（）()]*[）)]\s*$", "", _DATE.sub("", text)).strip(" \u3000（）()")
    if not bare:
        return True
    dated = bool(_DATE.search(text)) and len(bare) <= 40 and not re.search(r"[：:至到]", text)
    organisation = bool(_ORGANISATION.search(bare)) and len(bare) >= 3
    return organisation or bool(_PERSON.search(text)) or (dated and _ends_with_date(text))


def is_label(text: str) -> bool:
    """Whether the line is one of a cover's: 指导教师：张明远, 调研时间：2023年5月."""
    return bool(_LABELLED.fullmatch(simplified(text)))


def is_name(text: str) -> bool:
    """Whether the line could be a person's name alone, or a word that begins like one: 王建国, 方法."""
    return bool(_ONE_NAME.fullmatch(text))


def begins_credit(text: str) -> bool:
    """Whether the text begins as a signature's credit does: （执笔, 课题组成员, 附件：."""
    return bool(_CREDIT.match(simplified(text)))


def is_credit(text: str) -> bool:
    """Whether the line is a signature's: （执笔：…）, 课题组成员：…, 附件：…."""
    if len(text) > 120 or not begins_credit(text):
        return False
    if (text[0] in "（(" and text[-1] in "）)") or _TELEPHONE.search(text):
        return True
    return not holds_sentence(text) and bool(text[-1] not in "。；" or _DISTRIBUTION.match(text))


def is_salutation(text: str) -> bool:
    """Whether the line is whom a report is given to: 主任、各位副主任、各位委员：, 市委、市政府：."""
    return len(text) <= 40 and bool(_SALUTATION.fullmatch(simplified(text)))


def names_role(text: str) -> bool:
    """Whether the line begins with what its persons did: 本报记者 方远."""
    return bool(_ROLE.match(simplified(text)))


def is_dated(text: str) -> bool:
    """Whether the line is a date down to the day, as it stands under a signature."""
    return text[-1] in "日号" and not _DATE.sub("", text).strip()


def _names_persons(text: str) -> bool:
    """Whether the line is names of persons, after an office or post or set so that nothing else is meant."""
    if _ONE_NAME.fullmatch(text):
        return False
    if _ONLY_NAMES.fullmatch(text):
        return True
    match = _PERSONS.fullmatch(text)
    if not match:
        return False
    post = match["post"]
    return post is None or bool(_POST.search(post) or _ORGANISATION.search(post))


def _ends_with_date(text: str) -> bool:
    dates = list(_DATE.finditer(text))
    return bool(dates) and dates[-1].end() >= len(text.rstrip("）) "))

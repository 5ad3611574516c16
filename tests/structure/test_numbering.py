from __future__ import annotations

import pytest

from nlp.structure.numbering import begins_enumeration, parse_number, parse_series


@pytest.mark.parametrize(
    ("text", "style", "value"),
    [
        ("一、主要做法", "一、", 1),
        ("十二、结语", "一、", 12),
        ("（一）健全机制", "（一）", 1),
        ("(三)强化保障", "（一）", 3),
        ("（二)开好民主生活会", "（一）", 2),
        ("㈡规范管理", "（一）", 2),
        ("1.完善制度", "1.", 1),
        ("2．完善制度", "1.", 2),
        ("3、完善制度", "1.", 3),
        ("⒈完善制度", "1.", 1),
        ("（1）做学习的模范", "（1）", 1),
        ("⑵做工作的模范", "（1）", 2),
        ("①建台账", "①", 1),
        ("第一部分 基本情况", "第一部分", 1),
        ("第三章 问题", "第一部分", 3),
        ("第二节 做法", "第一节", 2),
        ("2.3 课程与教材", "1.1", 3),
        ("4 医保打包改变了谁的行为？", "1", 4),
        ("肆  用与留", "壹", 4),
        ("Ⅳ、存在问题", "Ⅰ.", 4),
        ("III. 存在问题", "Ⅰ.", 3),
        ("2.3课程与教材", "1.1", 3),
        ("1.10保障条件", "1.1", 10),
        ("3.2年度安排", "1.1", 2),
        ("第二節 做法", "第一节", 2),
        ("二、2024年工作安排", "一、", 2),
        ("1.2023年基本情况", "1.", 1),
        ("三、四点建议", "一、", 3),
        ("三、四川的做法", "一、", 3),
    ],
)
def test_reads_every_style_of_the_genre(text: str, style: str, value: int) -> None:
    number = parse_number(text)
    assert number is not None
    assert (number.style, number.value) == (style, value)


@pytest.mark.parametrize(
    "text",
    [
        "3.5亿元用于养老",
        "1.5万户",
        "2.3个百分点",
        "3.5公里长",
        "2.5年来",
        "2023年，全县",
        "12个乡镇",
        "一是加强领导",
        "十年来",
        "百姓的话",
        "一、二年级没有书面作业",
        "3、4月份走访了六个村",
        "1",
    ],
)
def test_takes_no_figure_or_phrase_for_a_number(text: str) -> None:
    assert parse_number(text) is None


def test_a_chinese_numeral_with_a_comma_stands_outside_one_in_brackets() -> None:
    outer, inner = parse_number("二、问题"), parse_number("（一）认识不足")
    assert outer is not None
    assert inner is not None
    assert outer.depth < inner.depth


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("案例一：枣沟", "案例"),
        ("之二：为什么", "之"),
        ("第三站 红岩坳", "站"),
        ("一问：家底有多厚？", "问"),
        ("第一，健全机制", "第一，"),
    ],
)
def test_reads_the_ordinal_of_a_series(text: str, style: str) -> None:
    number = parse_series(text)
    assert number is not None
    assert number.style == style


@pytest.mark.parametrize("text", ["一是加强领导", "二要完善制度", "其三，", "首先，", "——开展走访"])
def test_knows_how_a_point_in_running_text_begins(text: str) -> None:
    assert begins_enumeration(text)

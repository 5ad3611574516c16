"""Which sentences a summary may take."""

from __future__ import annotations

import pytest

from nlp.summarise.pieces import LONGEST
from nlp.summarise.units import dangles, units_of

CLAUSE = "各村按照每天两餐的标准向八十岁以上的老人供应饭菜并由村干部轮流登记就餐人数和剩饭数量；"


def texts(paragraph: str) -> list[str]:
    return [unit.text for unit in units_of(paragraph, 0)]


@pytest.mark.parametrize(
    "announces",
    [
        "存在的问题主要表现在以下几个方面。",
        "调研组提出如下建议。",
        "现将调研情况报告如下。",
        "成效主要体现在三个方面。",
        "除此之外，还有三个带共性的问题绕不过去。",
        "（一）加强组织领导。",
        "1.完善食堂管理制度。",
    ],
)
def test_what_only_announces_others_is_no_unit(announces: str) -> None:
    assert texts(f"{announces}食堂由村集体出房，财政补助厨具。") == ["食堂由村集体出房，财政补助厨具。"]


@pytest.mark.parametrize(
    "farewell",
    [
        "特此报告，请予审议。",
        "以上报告，请予审议。",
        "上述意见和建议，供县委、县政府决策参考。",
        "限于时间和水平，疏漏之处敬请批评指正。",
        "不当之处，请各位委员批评指正！",
        "感谢各有关单位对本次调研的大力支持。",
        "最后，衷心感谢七个乡镇的乡亲们的照顾。",
        "报告完毕，谢谢大家。",
    ],
)
def test_what_takes_leave_of_the_reader_is_no_unit(farewell: str) -> None:
    assert texts(f"食堂由村集体出房，财政补助厨具。{farewell}") == ["食堂由村集体出房，财政补助厨具。"]


@pytest.mark.parametrize(
    "proposal",
    [
        "编制村级食堂的操作手册，供各村参考。",
        "补助方案提请县人大常委会审议。",
        "请老党员到食堂监督，饭菜不好当场批评村干部。",
        "村民感谢食堂让老人吃上了热饭。",
    ],
)
def test_a_proposal_takes_no_leave(proposal: str) -> None:
    assert texts(proposal) == [proposal]


@pytest.mark.parametrize(
    "figures",
    [
        "61.3%的村民认为饭菜的质量比从前好。",
        "食堂覆盖八十岁以下老人1611万人。",
        "三年内把食堂的亏损面降到30%以下。",
        "初中及以下的炊事员占八成四。",
        "三、四年级的学生也来食堂吃饭。",
        "全县的食堂办得不错，主要的示范食堂有12个。",
        "炊事员一共四百六十二人，三十岁以下的只有七个。",
    ],
)
def test_a_sentence_with_figures_announces_nothing(figures: str) -> None:
    assert texts(f"{figures}食堂由村集体出房，财政补助厨具。")[0] == figures


def test_a_row_of_a_table_is_no_unit() -> None:
    assert texts("类别\t金额（万元）\t占比（%）\n餐费\t1724.5\t11.6\n食堂由村集体出房，财政补助厨具。") == [
        "食堂由村集体出房，财政补助厨具。"
    ]
    assert texts("1.\t食堂由村集体出房，财政补助厨具。") == ["1.\t食堂由村集体出房，财政补助厨具。"]


@pytest.mark.parametrize("phrase", ["第三方送餐公司也不愿进山。", "最后一公里仍没有打通。"])
def test_a_sentence_is_no_point_because_it_opens_with_a_number(phrase: str) -> None:
    assert texts(f"{phrase}食堂由村集体出房，财政补助厨具。")[0] == phrase


def test_a_numbered_phrase_is_a_heading_only_when_its_sentences_follow() -> None:
    followed = "一是完善食堂管理制度。食堂由村集体出房，财政补助厨具。"
    assert texts(followed) == ["食堂由村集体出房，财政补助厨具。"]
    alone = "一是完善食堂管理制度。二是补助食堂运行经费。"
    assert texts(alone) == ["一是完善食堂管理制度。", "二是补助食堂运行经费。"]


def test_a_numbered_sentence_with_a_comma_is_a_heading_when_its_sentences_follow() -> None:
    assert texts("（一）食堂数量太少，山区尤为突出。全县还有七个乡没有食堂。") == ["全县还有七个乡没有食堂。"]
    alone = "（一）食堂数量太少，山区尤为突出。"
    assert texts(alone) == [alone]
    assert texts("再次，营造能让人安心的社区。全县还有七个乡没有食堂。") == ["全县还有七个乡没有食堂。"]
    figures = "（1）全县建成食堂42个，分布在九个乡。"
    assert texts(f"{figures}食堂由村集体出房，财政补助厨具。")[0] == figures


@pytest.mark.parametrize(
    ("sentence", "points_back"),
    [
        ("此外，食堂还缺炊事员。", True),
        ("也有老人嫌路远。", True),
        ("后两项由村里承担。", True),
        ("如何把食堂办下去，村里心里没底。", False),
        ("但凡办得好的食堂，都有稳定的经费。", False),
        ("此次调研走访了十二个村。", False),
    ],
)
def test_an_opener_that_points_back_is_known(sentence: str, points_back: bool) -> None:
    assert dangles(sentence) is points_back


def test_a_unit_knows_the_run_in_heading_it_stands_under() -> None:
    first, second = units_of("一是完善食堂管理制度。食堂由各村村集体出房。老人自付五元，财政补助三元。", 0)
    assert {first.run_in, second.run_in} == {"一是完善食堂管理制度。"}
    assert (first.since_run_in, second.since_run_in) == (0, 1)


def test_a_very_long_sentence_is_cut_at_its_semicolons() -> None:
    long = CLAUSE * 12
    parts = texts(long)
    assert "".join(parts) == long
    assert len(parts) > 1
    assert all(len(part) <= LONGEST and part.endswith("；") for part in parts)


def test_a_sentence_is_not_cut_inside_quotes_or_brackets() -> None:
    long = f"县里印发的办法规定“{CLAUSE * 12}”。"
    assert texts(long) == [long]


def test_blanks_of_wrapped_lines_do_not_change_a_unit() -> None:
    plain, wrapped = (
        units_of("食堂由村集体出房，2 0 2 1年补助5万元。", 0),
        units_of("食堂由村集体出房，2021年补助 5 万元。", 0),
    )
    assert [unit.size for unit in plain] == [unit.size for unit in wrapped]

from __future__ import annotations

import pytest

from nlp.document import Block
from nlp.structure import structure
from tests.structure.build import BODY, SECOND, dump, lines, wholes

FIRST = [
    "云麓县农村养老服务情况调研报告",
    "云麓县民政局",
    BODY,
    "一、主要做法",
    SECOND,
    "二、存在问题",
    BODY,
    "三、几点建议",
    SECOND,
]
OTHER = [
    "把凳子搬到群众跟前去",
    "——沧河市机关作风走访记",
    "沧河市直机关工委",
    BODY,
    "一、走访经过",
    SECOND,
    "二、几点启示",
    BODY,
    SECOND,
]


def test_a_book_gives_a_report_for_each_title() -> None:
    reports = structure(lines(*FIRST, *OTHER))
    assert [report.title for report in reports] == [FIRST[0], OTHER[0]]


def test_a_wrapped_book_gives_the_reports_of_its_parts() -> None:
    alone = [structure(lines(*dump(part)))[0] for part in (FIRST, OTHER)]
    together = structure(lines(*dump([*FIRST, *OTHER])))
    assert [report.id for report in together] == [report.id for report in alone]


def test_the_signature_of_one_report_does_not_open_the_next() -> None:
    reports = structure(lines(*FIRST, "云麓县民政局 2023年6月", *OTHER))
    assert reports[0].text.endswith("云麓县民政局 2023年6月")
    assert reports[1].title == OTHER[0]


def test_one_report_is_not_split_at_a_heading_that_sounds_like_a_title() -> None:
    source = lines(*FIRST[:5], "二、问卷调查分析", BODY, "关于补贴发放情况的调查", SECOND, "三、建议", BODY, SECOND)
    assert len(structure(source)) == 1


def test_numbers_that_go_on_hold_a_report_together() -> None:
    source = lines(*FIRST[:7], "关于村级照料点运行情况的调研报告", BODY, "三、建议", SECOND, BODY, SECOND)
    assert len(structure(source)) == 1


SECTIONS = ["一、主要做法", BODY, SECOND, "二、存在问题", BODY, "三、几点建议", SECOND]
TITLES = ["云麓县农村养老服务情况调研报告", "关于石门镇石榴产业发展情况的调研报告"]


def titles(*texts: str) -> list[str]:
    return [report.title for report in structure(lines(*texts))]


@pytest.mark.parametrize(
    "tail",
    [
        ["附：课题组成员名单", "组  长：钱卫国", "成  员：王  磊", "执  笔：周  正"],
        ["附件：1.工作方案", "2.经营户名单", "县水利局", "2023年5月15日"],
        [
            "参考文献：",
            "[1] 陈立新. 农村养老服务供给研究[J]. 人口学刊, 2019(3): 45-57.",
            "[2] 高远. 床位[J]. 社会, 2020(2).",
        ],
    ],
)
def test_what_closes_a_report_does_not_open_the_next(tail: list[str]) -> None:
    assert titles(TITLES[0], *SECTIONS, *tail, TITLES[1], "县农业农村局", *SECTIONS) == TITLES


def test_a_part_of_a_book_belongs_to_the_report_below() -> None:
    texts = ["第一编  民生篇", TITLES[0], "县民政局", *SECTIONS, "第二编  产业篇", TITLES[1], "县农业农村局", *SECTIONS]
    assert titles(*texts) == TITLES


def test_titles_may_be_numbered_where_the_sections_below_are_numbered_further_out() -> None:
    numbered = [f"{number}. {title}" for number, title in enumerate(TITLES, 1)]
    assert titles(numbered[0], *SECTIONS, numbered[1], *SECTIONS) == numbered


def test_numbered_sections_that_sound_like_titles_open_no_report() -> None:
    points = ["（一）基本情况", BODY, SECOND, "（二）问题", BODY]
    assert len(titles(TITLES[0], "一、关于养老服务的调查", *points, "二、关于托育服务的调查", *points)) == 1


def test_a_dated_signature_closes_a_report_before_any_title() -> None:
    poetic = ["一渠清水进山来", "石榴红了"]
    texts = [poetic[0], *SECTIONS, "县水利局", "2023年5月15日", poetic[1], *SECTIONS]
    assert titles(*texts) == poetic


def test_a_preface_is_no_part_of_the_first_report() -> None:
    texts = ["云麓县调研成果选编", BODY, TITLES[0], "县民政局", *SECTIONS, TITLES[1], "县农业农村局", *SECTIONS]
    assert titles(*texts)[1:] == TITLES


def test_an_editors_note_belongs_to_the_report_below() -> None:
    note = f"编者按：{SECOND}"
    reports = structure(lines(TITLES[0], *SECTIONS, note, TITLES[1], "县农业农村局", *SECTIONS))
    assert [report.title for report in reports] == TITLES
    assert reports[1].paragraphs[0].text == note


def test_the_cover_of_a_report_is_no_report() -> None:
    cover = Block("云麓学院", size=22.0, centred=True), Block("题目\t留守儿童课后生活调查\n姓名\t周正", role="row")
    title = Block("留守儿童课后生活状况调查", size=22.0, centred=True)
    text = [Block(text, size=12.0) for text in ("——基于三所小学的走访", "云麓学院实践队", *SECTIONS)]
    assert len(structure(wholes(*cover, title, *text))) == 1

from __future__ import annotations

from nlp.structure import structure
from tests.structure.build import BODY, SECOND, dump, lines

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

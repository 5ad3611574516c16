from __future__ import annotations

import pytest

from nlp.document import Block
from nlp.structure import structure
from nlp.structure.bylines import is_byline
from nlp.structure.front import is_subtitle
from tests.structure.build import BODY, SECOND, lines, wholes


@pytest.mark.parametrize(
    "text",
    [
        "云麓县民政局（2023年6月）",
        "泽阳市人大常委会调研组",
        "《江右晚报》调查组 记者 方远 实习生 许苗",
        "县委组织部、县农业农村局联合调研组",
        "二〇一八年九月",
        "2021年8月3日",
        "双桥镇人民政府 2019年10月",
        "某省委组织部组织二处",
        "本报记者 方远 通讯员 许苗",
        "（1.云麓学院 公共管理系，云麓 234000；2.云麓县委党校，云麓 234000）",
        "雲麓縣人大常委會調研組",
        "云麓市中级人民法院民三庭",
        "云麓县妇联",
        "云麓县财政局 王强",
        "区卫健局党组书记、局长  高志远",
        "县人大常委会教科文卫工委主任　吴建华",
        "李  芳",
        "□ 张明远",
        "周明远1，何  静2",
        "云麓学院　李明",
        "组  长：钱卫国",
        "2023-08-25 09:30",
        "2025年4月9日　　星期三",
        "王建国 李小楼",
        "文 / 方远",
        "报告人：陆文舟",
    ],
)
def test_knows_a_byline(text: str) -> None:
    assert is_byline(text)


@pytest.mark.parametrize(
    "text",
    [
        "主要做法",
        "写在前面",
        "进了千家万户的家庭",
        "2007年9月至2008年底：从几块橱窗做起",
        "记者手记",
        "三是探索管护。两乡将泵站、机耕路委",
        "一条山路，堵住多少脚步",
        "方法",
        "做法 成效",
        "产业 金融",
        BODY,
    ],
)
def test_takes_no_heading_for_a_byline(text: str) -> None:
    assert not is_byline(text)


def test_knows_a_subtitle_from_a_paragraph_that_begins_with_a_dash() -> None:
    assert is_subtitle("——云麓县直播电商与农产品上行调研")
    assert not is_subtitle("——把人心聚起来。" + BODY)


def paths(*texts: str) -> list[tuple[str, ...]]:
    (report,) = structure(lines(*texts))
    return [paragraph.headings for paragraph in report.paragraphs]


def test_a_name_alone_under_the_title_is_a_byline() -> None:
    title = "云麓县农村饮水安全情况的调查与思考"
    assert paths(title, "张明远", "（一）基本情况", BODY, "（二）存在问题", SECOND) == [
        ("（一）基本情况",),
        ("（二）存在问题",),
    ]


def test_a_word_like_a_name_is_a_heading_where_headings_are_as_short() -> None:
    assert paths("云麓县农村饮水安全情况的调查", "方法", BODY, "问题", SECOND) == [("方法",), ("问题",)]


@pytest.mark.parametrize("label", ["指导教师：罗敏", "调研时间：2023年7月", "学号  20231104"])
def test_the_labels_of_a_cover_are_no_headings(label: str) -> None:
    assert paths("云麓县农村饮水安全情况的调查", label, BODY, SECOND) == [(), ()]


def test_the_occasion_of_a_speech_may_take_two_lines() -> None:
    occasion = "——2023年9月26日在县第十八届人民代表大会", "常务委员会第十二次会议上"
    assert paths("关于学前教育发展情况的调研报告", *occasion, BODY, SECOND) == [(), ()]


def test_the_title_may_stand_below_the_masthead_and_the_office() -> None:
    front = "内部资料", "第12期", "县委政策研究室　2023年8月25日", "关于农村饮水安全情况的调研报告"
    assert paths(*front, BODY, "一、问题", SECOND) == [(), ("一、问题",)]


def test_a_line_centred_under_the_title_is_a_byline_by_its_look() -> None:
    title = Block("关于农村饮水安全情况的调研报告", size=22.0, centred=True)
    byline = Block("云麓山人", size=14.0, centred=True)
    heading = Block("调查缘起", size=14.0, bold=True, centred=False)
    body = Block(BODY, size=12.0, centred=False)
    (report,) = structure(wholes(title, byline, heading, body))
    assert [paragraph.headings for paragraph in report.paragraphs] == [("调查缘起",)]


def test_a_centred_line_in_the_look_of_the_headings_is_a_heading() -> None:
    title = Block("关于农村饮水安全情况的调研报告", size=22.0, centred=True)
    headings = [Block(text, size=14.0, centred=True) for text in ("调查缘起", "几点发现")]
    body = Block(BODY, size=12.0, centred=False)
    (report,) = structure(wholes(title, headings[0], body, headings[1], body))
    assert [paragraph.headings for paragraph in report.paragraphs] == [("调查缘起",), ("几点发现",)]


def test_the_largest_line_is_the_title() -> None:
    series = Block("调查与思考", size=16.0, centred=True)
    title = Block("山村用上放心水", size=22.0, centred=True)
    (report,) = structure(wholes(series, title, Block("云麓县水利局", size=16.0, centred=True), Block(BODY, size=12.0)))
    assert report.title == "山村用上放心水"


def test_a_cover_names_its_title() -> None:
    (report,) = structure(lines("云麓职业学院", "毕业调研报告", "题    目  山村快递服务现状调研", "2024年5月", BODY))
    assert report.title == "山村快递服务现状调研"


@pytest.mark.parametrize("text", ["——以云麓县为例", "云麓县政协课题组"])
def test_subtitle_and_byline_marked_as_headings_are_none(text: str) -> None:
    title = Block("关于农村饮水安全情况的调研报告", level=0)
    marked, section = Block(text, level=2), Block("一、问题", level=2)
    (report,) = structure(wholes(title, marked, section, Block(BODY)))
    assert [paragraph.headings for paragraph in report.paragraphs] == [("一、问题",)]


def test_offices_that_head_the_sections_stay_headings() -> None:
    title = Block("关于农村饮水安全情况的调研报告", level=0)
    offices = [Block(text, level=2) for text in ("县水利局", "县卫生健康局")]
    (report,) = structure(wholes(title, offices[0], Block(BODY), offices[1], Block(SECOND)))
    assert [paragraph.headings for paragraph in report.paragraphs] == [("县水利局",), ("县卫生健康局",)]


def test_a_table_above_the_title_is_no_paragraph() -> None:
    masthead = Block("调研简报\t第12期", role="row")
    title = Block("关于农村饮水安全情况的调研报告", size=22.0, centred=True)
    (report,) = structure(wholes(masthead, title, Block(BODY, size=12.0)))
    assert report.title == title.text
    assert [paragraph.text for paragraph in report.paragraphs] == [BODY]


def test_title_subtitle_and_byline_are_no_headings() -> None:
    source = lines("把凳子搬到群众跟前去", "——沧河市机关作风走访记", "沧河市直机关工委调研组 2011年7月", BODY, SECOND)
    (report,) = structure(source)
    assert report.title == "把凳子搬到群众跟前去"
    assert [paragraph.headings for paragraph in report.paragraphs] == [(), ()]


def test_the_name_of_a_series_is_no_title() -> None:
    source = lines("“基层治理”系列调研报告之二：", "小网格里的大文章", "——槐泽县网格化治理调查", BODY, SECOND)
    (report,) = structure(source)
    assert report.title == "小网格里的大文章"
    assert report.paragraphs[0].headings == ()


def test_a_heading_right_after_the_byline_is_a_heading() -> None:
    source = lines("云麓县农村养老服务情况调研报告", "云麓县民政局", "写在前面", BODY, "几点体会", SECOND)
    (report,) = structure(source)
    assert [paragraph.headings for paragraph in report.paragraphs] == [("写在前面",), ("几点体会",)]


def test_a_title_of_two_lines_is_one_title() -> None:
    first, rest = "关于进一步加强云麓县农村幸福院规范化建设和运营", "管理的调研报告"
    source = lines(first, rest, *[BODY[:26], BODY[26:54], BODY[54:]], *[SECOND[:26], SECOND[26:54], SECOND[54:]])
    (report,) = structure(source)
    assert report.title == first + rest


def test_a_heading_after_the_byline_that_sounds_like_a_title_is_a_heading() -> None:
    source = lines("云麓县农村养老服务情况调研报告", "云麓县民政局", "基本情况", BODY, "问题和建议", SECOND)
    (report,) = structure(source)
    assert [paragraph.headings for paragraph in report.paragraphs] == [("基本情况",), ("问题和建议",)]


@pytest.mark.parametrize("rest", ["报告", "告", "的调查与思考"])
def test_the_rest_of_a_title_is_no_heading(rest: str) -> None:
    first = "关于进一步加强云麓县农村幸福院规范化建设和运营管理的" + ("调研" if rest == "报告" else "调研报")
    (report,) = structure(lines(first, rest, BODY, SECOND))
    assert [paragraph.headings for paragraph in report.paragraphs] == [(), ()]


def test_a_title_goes_on_while_a_quotation_is_open() -> None:
    front = (
        "云麓县人民政府办公室文件",
        "云政办〔2024〕15号",
        "云麓县人民政府办公室",
        "关于印发《集体经济情况的",
        "调研报告》的通知",
    )
    (report,) = structure(lines(*front, BODY, SECOND))
    assert report.title == "关于印发《集体经济情况的调研报告》的通知"
    assert [paragraph.headings for paragraph in report.paragraphs] == [(), ()]


def test_a_date_of_two_lines_is_no_heading() -> None:
    source = lines("云麓县农村养老服务情况调研报告", "云麓县民政局 二〇一六年", "十二月", BODY, "一、做法", SECOND)
    (report,) = structure(source)
    assert [paragraph.headings for paragraph in report.paragraphs] == [(), ("一、做法",)]


def test_the_masthead_of_an_official_document_is_no_title() -> None:
    head = ["中共云麓县委办公室文件", "云办发〔2023〕18号", "云麓县委办公室 云麓县政府办公室"]
    title = "关于印发《云麓县养老服务调研报告》的通知"
    (report,) = structure(lines(*head, title, "各乡镇党委、人民政府：", BODY, "一、做法", SECOND))
    assert report.title == title


TITLE = "关于江口等五市低空经济发展情况的调研报告"


@pytest.mark.parametrize(
    "masthead",
    [
        ["内部参考"],
        ["内部参考  注意保存", "决策参阅"],
        ["2025年第17期（总第683期）"],
        ["决策参阅", "第17期", "云麓发展战略研究院        2025年4月9日"],
        ["调研专报", "（第12期）", "云麓县委政研室    2024年3月5日"],
        ["工作简报", "2024年第3期", "县政府办公室编    2024年3月5日"],
    ],
)
def test_the_masthead_of_a_series_is_no_title(masthead: list[str]) -> None:
    (report,) = structure(lines(*masthead, TITLE, BODY, SECOND))
    assert report.title == TITLE
    assert [paragraph.headings for paragraph in report.paragraphs] == [(), ()]


def test_the_masthead_of_a_series_is_no_title_where_it_is_largest() -> None:
    masthead = [Block("决策参考", size=42.0, centred=True), Block("第17期", size=16.0, centred=True)]
    title = Block(TITLE, size=22.0, centred=True)
    (report,) = structure(wholes(*masthead, title, Block(BODY, size=16.0), Block(SECOND, size=16.0)))
    assert report.title == TITLE


def test_a_title_that_sounds_like_a_series_is_a_title() -> None:
    (report,) = structure(lines("农村饮水安全情况专报", "云麓县水利局", BODY, SECOND))
    assert report.title == "农村饮水安全情况专报"


@pytest.mark.parametrize(
    "line",
    [
        "云审调报〔2024〕6号",
        "2024年第5号",
        "审计结果公告（2024年第5号）",
        "（内部资料，注意保存）",
        "点击数：123",
        "主任、各位副主任、秘书长、各位委员：",
        "各位代表：",
        "尊敬的各位领导：",
        "市委、市政府：",
        "各县区人民政府，市直各部门：",
        "江口市委财经委：",
    ],
)
def test_what_stands_under_the_title_heads_nothing(line: str) -> None:
    assert paths(TITLE, line, BODY, "一、问题", SECOND) == [(), ("一、问题",)]


@pytest.mark.parametrize("line", ["调研组走访了以下单位：", "问题主要出在部门：", "我们先后听取了有关部门："])
def test_a_lead_in_is_no_salutation(line: str) -> None:
    assert len(paths(TITLE, line, BODY)) == 2


def test_an_editors_note_stands_before_the_title() -> None:
    note = "【编者按】小巷里的一把椅子，坐着的是邻里的情分。本报今起推出系列报道，敬请关注。"
    (report,) = structure(lines(note, "小巷里的“板凳会”", "本报记者 方远", BODY, SECOND))
    assert report.title == "小巷里的“板凳会”"
    assert [paragraph.headings for paragraph in report.paragraphs] == [(), (), ()]


def test_attachments_and_distribution_are_no_paragraphs() -> None:
    end = ["附件：1.照料点一览表", "2.问卷统计表", "云麓县民政局", "2023年6月10日", "抄送：市民政局。"]
    (report,) = structure(lines("云麓县养老服务情况调研报告", "一、做法", BODY, SECOND, *end))
    assert [paragraph.text for paragraph in report.paragraphs] == [BODY, SECOND]


def test_references_are_no_paragraphs() -> None:
    end = ["参考文献：", "[1]陆文舟.乡村养老研究[J].乡村,2021(3):12-18.", "[2]何佳宁.照料点研究[M].云麓出版社,2020."]
    (report,) = structure(lines("云麓县养老服务情况调研报告", "一、做法", BODY, SECOND, *end))
    assert [paragraph.text for paragraph in report.paragraphs] == [BODY, SECOND]


def test_a_report_without_title_takes_the_name_of_its_file() -> None:
    (report,) = structure(lines(BODY, SECOND))
    assert report.title == "报告"


@pytest.mark.parametrize(
    "signature",
    [
        "2022年11月",
        "（执笔：陆文舟 何佳宁）",
        "（此件公开发布）",
        "附件：照料点一览表",
        "责任编辑：方远",
        "云麓县民政局 2023年6月",
        "（课题组成员：陆文舟、何佳宁；执笔人：陆文舟）",
        "（课题组组长：陆文舟；执笔：何佳宁。联系电话：0000-7786521）",
        "联系人：何佳宁　联系电话：0000-7786521。",
        "分送：县委常委，县人大、县政府、县政协领导同志。",
    ],
)
def test_a_signature_is_no_paragraph(signature: str) -> None:
    (report,) = structure(lines("云麓县养老服务情况调研报告", "一、做法", BODY, SECOND, signature))
    assert [paragraph.text for paragraph in report.paragraphs] == [BODY, SECOND]
    assert signature in report.text


def test_a_long_list_of_short_lines_is_no_front() -> None:
    short = [f"第{i}号点位" for i in range(3000)]
    (report,) = structure(lines("云麓县点位调研报告", *short, BODY))
    assert len(report.paragraphs) > 1000

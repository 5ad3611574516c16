from __future__ import annotations

import pytest

from nlp.document import Block, Source
from nlp.structure import structure
from tests.structure.build import BODY, SECOND, dump, lines, wholes

TITLE = "云麓县农村养老服务情况调研报告"


def paths(source: Source) -> list[tuple[str, ...]]:
    (report,) = structure(source)
    return [paragraph.headings for paragraph in report.paragraphs]


def bodies(source: Source) -> list[str]:
    (report,) = structure(source)
    return [paragraph.text for paragraph in report.paragraphs]


@pytest.mark.parametrize(
    ("outer", "inner", "innermost"),
    [
        ("一、主要做法", "（一）健全机制", "1.压实责任"),
        ("第一部分 主要做法", "一、健全机制", "（一）压实责任"),
        ("第一章 主要做法", "第一节 健全机制", "一、压实责任"),
        ("一、主要做法", "1．健全机制", "（1）压实责任"),
        ("一、主要做法", "㈠健全机制", "⒈压实责任"),
        ("1 主要做法", "1.1 健全机制", "1.1.1 压实责任"),
        ("壹  主要做法", "（一）健全机制", "①压实责任"),
        ("Ⅰ.主要做法", "一、健全机制", "1.压实责任"),
        ("1、主要做法", "1.1健全机制", "（1）压实责任"),
        ("一. 主要做法", "(一)、健全机制", "1)压实责任"),
        ("一、主要做法：", "（一）健全机制：", "1.压实责任："),
        ("一、主要做法", "问题一：机制不全", "1.压实责任"),
        ("一、主要做法", "第一，健全机制。", "1.压实责任"),
        ("【主要做法】", "1.健全机制", "（1）压实责任"),
        ("主要做法", "1.健全机制", "①压实责任"),
    ],
)
def test_nests_headings_by_their_numbers(outer: str, inner: str, innermost: str) -> None:
    assert paths(lines(TITLE, outer, BODY, inner, SECOND, innermost, BODY)) == [
        (outer,),
        (outer, inner),
        (outer, inner, innermost),
    ]


def test_a_style_that_begins_anew_below_another_stands_inside_it() -> None:
    inner = ["（一）建机制", BODY, "（二）强队伍", SECOND]
    source = lines(TITLE, "1.做法", *inner, "2.成效", *inner, "3.问题", BODY)
    assert paths(source) == [
        ("1.做法", "（一）建机制"),
        ("1.做法", "（二）强队伍"),
        ("2.成效", "（一）建机制"),
        ("2.成效", "（二）强队伍"),
        ("3.问题",),
    ]


def test_a_list_under_a_decimal_heading_belongs_to_it() -> None:
    items = ["1.开座谈会。" + BODY, "2.发问卷。" + SECOND]
    source = lines(TITLE, "1 做法", "1.1 听", *items, "1.2 看", *items, "2 问题", BODY)
    assert paths(source) == [("1 做法", "1.1 听")] * 2 + [("1 做法", "1.2 看")] * 2 + [("2 问题",)]


def test_numbers_that_go_on_across_sections_stay_inside_them() -> None:
    source = lines(
        TITLE, "（一）做法", "1.建机制", BODY, "2.强队伍", SECOND, "（二）问题", "3.缺钱", BODY, "4.缺人", SECOND
    )
    assert paths(source)[2:] == [("（二）问题", "3.缺钱"), ("（二）问题", "4.缺人")]


def test_long_numbered_sentences_above_text_are_headings() -> None:
    first = "1.把照料点办到老人的家门口，让出不了远门的老人也能够吃上一口热饭、说上一会儿话。"
    second = "2.把账目贴到村口的墙上，让每一分钱怎么来、怎么花都有人看着、有人问着、有人记着。"
    assert paths(lines(TITLE, "一、做法", first, BODY, second, SECOND)) == [("一、做法", first), ("一、做法", second)]


def test_sentences_of_a_series_are_headings_when_text_stands_under_each() -> None:
    source = lines(TITLE, "一、问题", BODY, "问题一：钱不够。", SECOND, "问题二：人不够。", BODY)
    assert paths(source) == [("一、问题",), ("一、问题", "问题一：钱不够。"), ("一、问题", "问题二：人不够。")]


@pytest.mark.parametrize("item", ["一是经费不足。", "其二，人手不够。", "一要加强领导。", "问：您中午在哪儿吃饭？"])
def test_a_point_of_running_text_is_no_heading(item: str) -> None:
    assert bodies(lines(TITLE, "一、问题", item, BODY, SECOND)) == [item, BODY, SECOND]


def test_a_topic_with_a_colon_is_a_heading() -> None:
    assert paths(lines(TITLE, "主要做法：", BODY, "存在的问题：", SECOND)) == [("主要做法：",), ("存在的问题：",)]


@pytest.mark.parametrize(
    "lead_in", ["（二）存在的问题主要有以下几个方面：", "1.村干部说：", "原因有三：", "建议如下："]
)
def test_an_announcement_with_a_colon_is_no_heading(lead_in: str) -> None:
    assert lead_in in bodies(lines(TITLE, "一、做法", BODY, lead_in, SECOND))


def test_headings_right_above_a_first_number_stand_outside_it() -> None:
    source = lines(TITLE, BODY, "做法", "一、建机制", BODY, "二、强队伍", SECOND, "问题", BODY)
    assert paths(source)[1:] == [("做法", "一、建机制"), ("做法", "二、强队伍"), ("问题",)]


def test_opening_and_closing_stand_beside_the_numbered_headings() -> None:
    source = lines(TITLE, "前言", BODY, "1.做法", SECOND, "2.问题", BODY, "结语", SECOND)
    assert paths(source) == [("前言",), ("1.做法",), ("2.问题",), ("结语",)]


def test_headings_with_a_mark_stand_outside_those_without() -> None:
    source = lines(TITLE, BODY, "【做法】", SECOND, "建机制", BODY, "强队伍", SECOND, "【问题】", BODY)
    assert paths(source)[1:] == [("【做法】",), ("【做法】", "建机制"), ("【做法】", "强队伍"), ("【问题】",)]


def test_bold_headings_of_three_sizes_may_follow_each_other() -> None:
    source = wholes(
        Block(TITLE, size=22),
        Block("县里的事", size=18, bold=True),
        Block("镇里的事", size=16, bold=True),
        Block("村里的事", size=14, bold=True),
        Block(BODY, size=12, bold=False),
        Block("往后的事", size=18, bold=True),
        Block(SECOND, size=12, bold=False),
    )
    assert paths(source) == [("县里的事", "镇里的事", "村里的事"), ("往后的事",)]


def test_a_bold_question_may_stand_right_above_another_heading() -> None:
    source = wholes(
        Block(TITLE),
        Block(BODY, bold=False),
        Block("日子过得怎么样？", bold=True),
        Block("账本上的数字", bold=True),
        Block(SECOND, bold=False),
    )
    assert bodies(source) == [BODY, SECOND]


def test_two_short_lines_of_unwrapped_text_are_two_headings() -> None:
    source = lines(TITLE, BODY, "从老人的饭桌上看出来的变化", "石门塘村的四十六位老人", SECOND)
    assert paths(source)[1] == ("石门塘村的四十六位老人",)


def test_a_heading_further_out_ends_those_inside() -> None:
    source = lines(TITLE, "一、做法", "（一）建机制", BODY, "（二）强队伍", SECOND, "二、问题", BODY)
    assert paths(source) == [("一、做法", "（一）建机制"), ("一、做法", "（二）强队伍"), ("二、问题",)]


def test_a_heading_may_end_with_a_full_stop_when_text_stands_under_it() -> None:
    source = lines(TITLE, "一、做法", "（一）加强领导，健全组织体系。", BODY, "（二）加大投入，补齐短板。", SECOND)
    assert paths(source) == [("一、做法", "（一）加强领导，健全组织体系。"), ("一、做法", "（二）加大投入，补齐短板。")]


def test_numbered_sentences_in_a_row_are_a_list_of_paragraphs() -> None:
    items = ["1.开座谈会，听老人怎么说。", "2.发问卷，看数字怎么说。", "3.入户走访，看日子怎么过。"]
    source = lines(TITLE, "一、调研方式", *items, "二、主要问题", BODY)
    assert bodies(source) == [*items, BODY]
    assert paths(source)[0] == ("一、调研方式",)


def test_a_paragraph_with_a_run_in_heading_is_a_paragraph() -> None:
    source = lines(TITLE, "一、做法", "（一）把门打开。" + BODY, "（二）把人请进来。" + SECOND)
    assert bodies(source) == ["（一）把门打开。" + BODY, "（二）把人请进来。" + SECOND]
    assert paths(source) == [("一、做法",), ("一、做法",)]


@pytest.mark.parametrize(
    "heading",
    ["一间猪圈，烧开了一锅冷水", "老师从哪里来", "这笔钱，该由谁出？", "【盘点】", "从“跑腿”到“跑腿不见了”", "约"],
)
def test_a_short_line_without_full_stop_above_text_is_a_heading(heading: str) -> None:
    assert paths(lines(TITLE, BODY, heading, SECOND)) == [(), (heading,)]


def test_headings_without_number_stand_under_the_numbered() -> None:
    source = lines(
        TITLE,
        "前言",
        BODY,
        "一、六个村",
        SECOND,
        "石门塘村——荒坡上种出绿色银行",
        BODY,
        "二、体会",
        SECOND,
        "结语",
        BODY,
    )
    assert paths(source) == [
        ("前言",),
        ("一、六个村",),
        ("一、六个村", "石门塘村——荒坡上种出绿色银行"),
        ("二、体会",),
        ("结语",),
    ]


def test_headings_without_number_stand_above_numbers_that_begin_anew_below_each() -> None:
    source = lines(TITLE, "现状篇", "（一）底数", BODY, "（二）投入", SECOND, "出路篇", "（一）机制", BODY)
    assert paths(source) == [("现状篇", "（一）底数"), ("现状篇", "（二）投入"), ("出路篇", "（一）机制")]


def test_a_series_stands_under_the_heading_it_follows() -> None:
    source = lines(TITLE, "红纸黑字的来历", BODY, "思考", "之一：里面有什么", SECOND, "之二：为什么落灰", BODY)
    assert paths(source) == [("红纸黑字的来历",), ("思考", "之一：里面有什么"), ("思考", "之二：为什么落灰")]


def test_a_lead_in_is_a_paragraph() -> None:
    source = lines(TITLE, "一、问题", "主要存在以下问题：", BODY)
    assert bodies(source) == ["主要存在以下问题：", BODY]


def test_a_short_numbered_line_with_a_colon_is_a_heading() -> None:
    assert paths(lines(TITLE, "一、主要做法：", BODY, "二、存在问题：", SECOND)) == [
        ("一、主要做法：",),
        ("二、存在问题：",),
    ]


def test_a_row_of_figures_is_no_heading() -> None:
    assert paths(lines(TITLE, "一、底数", BODY, "合计 125 36 89", SECOND)) == [("一、底数",)] * 3


def test_a_numeral_set_off_by_a_blank_numbers_a_heading() -> None:
    assert paths(lines(TITLE, "一　主要做法", BODY, "二　存在问题", SECOND)) == [("一　主要做法",), ("二　存在问题",)]


def test_keywords_are_no_heading_and_no_paragraph() -> None:
    source = lines(TITLE, "摘要：本文讲照料点怎样办。", "关键词：养老；照料点", "一、做法", BODY)
    assert bodies(source) == ["摘要：本文讲照料点怎样办。", BODY]


def test_short_lines_in_a_row_are_a_list() -> None:
    source = lines(TITLE, "一、名单", "石门塘村张三", "下洋村李四", "竹岭村王五", BODY)
    assert bodies(source) == ["石门塘村张三", "下洋村李四", "竹岭村王五", BODY]


def test_marked_levels_count_before_numbers() -> None:
    source = wholes(
        Block(TITLE, level=0),
        Block("主要做法", level=1),
        Block(BODY),
        Block("健全机制", level=2),
        Block(SECOND),
        Block("存在问题", level=1),
        Block(BODY),
    )
    assert paths(source) == [("主要做法",), ("主要做法", "健全机制"), ("存在问题",)]


def test_a_typed_number_takes_the_level_that_its_style_is_marked_with() -> None:
    source = wholes(
        Block(TITLE, level=0),
        Block("一、做法", level=1),
        Block("（一）机制", level=2),
        Block(BODY),
        Block("（二）队伍"),
        Block(SECOND),
        Block("二、问题", level=1),
        Block(BODY),
    )
    assert paths(source) == [("一、做法", "（一）机制"), ("一、做法", "（二）队伍"), ("二、问题",)]


def test_a_paragraph_styled_as_heading_by_mistake_is_a_paragraph() -> None:
    source = wholes(Block(TITLE, level=0), Block("一、做法", level=1), Block(BODY, level=2), Block(SECOND))
    assert bodies(source) == [BODY, SECOND]


def test_a_bold_line_with_a_full_stop_heads_the_plain_text_below() -> None:
    source = wholes(
        Block(TITLE), Block(BODY, bold=False), Block("把账目贴到墙上。", bold=True), Block(SECOND, bold=False)
    )
    assert paths(source) == [(), ("把账目贴到墙上。",)]


def test_larger_type_stands_further_out() -> None:
    source = wholes(
        Block(TITLE, size=22),
        Block("县里的事", size=16),
        Block(BODY, size=12),
        Block("村里的事", size=14),
        Block(SECOND, size=12),
        Block("往后的事", size=16),
        Block(BODY, size=12),
    )
    assert paths(source) == [("县里的事",), ("县里的事", "村里的事"), ("往后的事",)]


@pytest.mark.parametrize(
    "caption",
    [
        "图1 照料点分布",
        "表2：各乡镇投入情况",
        "图为调研组在下洋村入户走访。",
        "关键词：养老；照料点",
        "资料来源：县民政局年报",
    ],
)
def test_captions_are_no_paragraphs(caption: str) -> None:
    assert bodies(lines(TITLE, "一、做法", BODY, caption, SECOND)) == [BODY, SECOND]


def test_smaller_type_than_the_body_is_a_caption() -> None:
    caption = Block("调研组成员在下洋村照料点同老人们一起吃午饭，听他们说说心里话。", size=12, centred=True)
    source = wholes(Block(TITLE, size=22), Block(BODY, size=16), caption, Block(SECOND, size=16))
    assert bodies(source) == [BODY, SECOND]


def test_a_sentence_above_a_caption_is_a_paragraph() -> None:
    sentence = "各镇的情况见下图。"
    source = wholes(
        Block(TITLE, size=22),
        Block(BODY, size=16),
        Block(sentence, size=16),
        Block("图1 分布", size=12),
        Block(SECOND, size=16),
    )
    assert bodies(source) == [BODY, sentence, SECOND]


def test_metadata_of_a_paper_is_no_paragraph() -> None:
    metadata = ["中图分类号：D630 文献标识码：A", "作者简介：陆文舟，男，讲师，主要从事基层治理研究。"]
    assert bodies(lines(TITLE, "摘要：本文讲照料点怎样办。", *metadata, "一、做法", BODY)) == [
        "摘要：本文讲照料点怎样办。",
        BODY,
    ]


def test_a_sentence_about_a_table_is_a_paragraph() -> None:
    sentence = "表1显示，投入最多的是下洋村。"
    assert bodies(lines(TITLE, "一、做法", BODY, sentence, SECOND)) == [BODY, sentence, SECOND]


def test_the_rows_of_a_table_are_one_paragraph_with_a_line_each() -> None:
    rows = [Block("乡镇\t照料点", role="row"), Block("下洋\t12", role="row")]
    source = wholes(Block(TITLE, level=0), Block("一、底数", level=1), Block(BODY), *rows, Block(SECOND))
    assert bodies(source) == [BODY, "乡镇\t照料点\n下洋\t12", SECOND]


def test_a_heading_set_in_two_lines_is_one_heading() -> None:
    body = dump([BODY, SECOND, BODY + SECOND])
    source = lines(TITLE, *body, "以变定向：变重规模速度为重质量", "用新的尺子量出干部的实绩", *body)
    assert paths(source)[-1] == ("以变定向：变重规模速度为重质量 用新的尺子量出干部的实绩",)


def test_the_last_of_some_numbered_sentences_does_not_head_the_text_below() -> None:
    items = ["（一）没有专人管水，坏了没人修。", "（二）水费收不齐，付不起电费。", "（三）责任没有落到人头上。"]
    assert paths(lines(TITLE, "一、问题", *items, BODY)) == [("一、问题",)] * 4


def test_one_of_two_items_heads_no_text_when_it_is_a_sentence() -> None:
    assert paths(lines(TITLE, "一、建议", f"1.{BODY}", "2.健全机制，压实责任。", SECOND)) == [("一、建议",)] * 3


@pytest.mark.parametrize(
    "text", ["▲村民在新食堂用餐", "老人们正在用餐。梁小满 摄", "老人们在食堂（梁小满 摄）", "（图片由县民政局提供）"]
)
def test_the_caption_of_a_photo_is_no_paragraph(text: str) -> None:
    assert bodies(lines(TITLE, BODY, text, SECOND)) == [BODY, SECOND]


def test_a_note_below_a_table_is_no_paragraph() -> None:
    table, note = Block("区\t台数", role="row"), Block("注：数据截至2023年5月底。")
    assert bodies(wholes(Block(TITLE), Block(BODY), table, note, Block(SECOND))) == [BODY, "区\t台数", SECOND]


def test_smaller_type_set_like_the_body_is_a_paragraph() -> None:
    body, small = Block(BODY, size=16.0, centred=False), Block("这一段是后来贴进去的。", size=10.5, centred=False)
    assert bodies(wholes(Block(TITLE), body, small, body)) == [BODY, small.text, BODY]


def test_a_sentence_marked_as_heading_without_text_below_is_a_paragraph() -> None:
    sentence = Block("校企双方缺乏稳定的利益联结机制，企业参与办学的积极性普遍不高。", level=2)
    source = wholes(
        Block(TITLE), Block("一、问题", level=1), Block("合作不深", level=2), sentence, sentence, Block(BODY)
    )
    assert bodies(source) == [sentence.text, BODY] or bodies(source) == [sentence.text, sentence.text, BODY]


def test_long_sentences_marked_as_headings_above_text_are_headings() -> None:
    sentences = [Block(f"第{i}条经验是把闲置的校舍用起来，由村里自己推选的人来管账目。", level=2) for i in "一二"]
    source = wholes(Block(TITLE), sentences[0], Block(BODY), sentences[1], Block(SECOND))
    assert paths(source) == [(sentences[0].text,), (sentences[1].text,)]


@pytest.mark.parametrize("numbers", [("01", "02"), ("第一部分", "第二部分"), ("一、", "二、"), ("PART 1", "PART 2")])
def test_a_number_on_a_line_of_its_own_belongs_to_the_heading_below(numbers: tuple[str, str]) -> None:
    source = wholes(*map(Block, (TITLE, BODY, numbers[0], "主要做法", BODY, numbers[1], "存在问题", SECOND)))
    blank = "" if numbers[0].endswith("、") else " "
    assert paths(source)[1:] == [(f"{numbers[0]}{blank}主要做法",), (f"{numbers[1]}{blank}存在问题",)]


@pytest.mark.parametrize("answers", ["A.井水  B.自来水", "□男  □女"])
def test_a_question_with_its_answers_is_no_heading(answers: str) -> None:
    source = lines(TITLE, "一、问卷", "1.您家的水源是？", answers, "2.您满意吗？", answers, "二、建议", BODY)
    assert paths(source) == [("一、问卷",)] * 4 + [("二、建议",)]


def test_attachments_listed_above_the_signature_are_no_paragraphs() -> None:
    listed = "附件：1.薄弱村名单", "2.调研问卷", "县水利局", "2024年5月20日"
    assert paths(lines(TITLE, "一、建议", BODY, *listed, "附件1", "薄弱村名单", SECOND)) == [
        ("一、建议",),
        ("附件1", "薄弱村名单"),
    ]


def test_attachments_listed_below_the_signature_are_no_headings() -> None:
    listed = "县水利局", "2024年5月20日", "附件：1.薄弱村名单", "2.调研问卷"
    assert paths(lines(TITLE, "一、建议", BODY, *listed, "附件1", "薄弱村名单", SECOND)) == [
        ("一、建议",),
        ("附件1", "薄弱村名单"),
    ]


def test_a_formula_is_no_heading() -> None:
    assert bodies(lines(TITLE, BODY, "增长率=本期数/上期数", SECOND)) == [BODY, "增长率=本期数/上期数", SECOND]


def test_the_distribution_table_at_the_end_is_no_paragraph() -> None:
    table = Block("抄送：县委办公室。\n县水利局办公室\t2024年5月20日印发", role="row")
    assert bodies(wholes(Block(TITLE), Block(BODY), Block("县水利局"), table)) == [BODY]


@pytest.mark.parametrize("closing", ["结  语", "致　谢", "参 考 启 示"])
def test_a_spaced_heading_is_known_by_its_word(closing: str) -> None:
    found = paths(lines(TITLE, "一、做法", BODY, "二、问题", BODY, closing, SECOND))[-1]
    assert found == ((closing,) if closing != "参 考 启 示" else ("二、问题", closing))


def test_a_line_that_ends_with_a_half_width_full_stop_is_no_heading() -> None:
    assert bodies(lines(TITLE, BODY, "水质合格率86%,低于全市平均水平.", SECOND)) == [
        BODY,
        "水质合格率86%,低于全市平均水平.",
        SECOND,
    ]


def test_references_in_the_midst_of_a_report_are_no_text() -> None:
    entries = "[1] 王某某. 社区养老服务研究[J]. 社会保障, 2020(3): 12-20.", "[2] 陈某某. 居家养老[M]. 2019."
    assert paths(lines(TITLE, "一、问题", BODY, "参考文献", *entries, "致谢", SECOND)) == [("一、问题",), ("致谢",)]

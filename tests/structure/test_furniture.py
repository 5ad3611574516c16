from __future__ import annotations

from dataclasses import replace

import pytest

from nlp.document import Block
from nlp.structure.furniture import drop_furniture
from tests.structure.build import BODY, SECOND, lines, wrap


def texts(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks]


def test_drops_page_numbers_in_every_usual_form() -> None:
    source = lines(
        "正文一。", "- 12 -", "正文二。", "— 3 —", "正文三。", "第 4 页 共 20 页", "正文四。", "5/20", "正文五。"
    )
    assert texts(drop_furniture(source.blocks)) == ["正文一。", "正文二。", "正文三。", "正文四。", "正文五。"]


def test_drops_bare_numbers_that_count_up() -> None:
    source = lines("正文一。", "12", "正文二。", "13", "正文三。", "14", "正文四。")
    assert texts(drop_furniture(source.blocks)) == ["正文一。", "正文二。", "正文三。", "正文四。"]


def test_drops_a_single_bare_number_in_the_midst_of_a_sentence() -> None:
    first, second, *_ = wrap(BODY)
    assert texts(drop_furniture(lines(first, "71", second).blocks)) == [first, second]


def test_keeps_a_bare_number_that_is_a_heading() -> None:
    source = lines("一共走访了三个村。", "216", "这是走访的户数。", "9", "这是最久的一户等的天数。")
    assert "216" in texts(drop_furniture(source.blocks))


def test_keeps_a_bare_number_of_a_word_file() -> None:
    blocks = [Block("正文一。"), Block("12"), Block("正文二。"), Block("13"), Block("正文三。"), Block("14")]
    assert drop_furniture(blocks) == blocks


def test_drops_the_line_that_recurs_next_to_page_numbers() -> None:
    source = lines("正文一。", "- 1 -", "调研报告选编", "正文二。", "- 2 -", "调研报告选编", "正文三。")
    assert texts(drop_furniture(source.blocks)) == ["正文一。", "正文二。", "正文三。"]


def test_drops_headers_by_their_place_on_the_page() -> None:
    blocks = []
    for page in (1, 2):
        head = Block(f"内部资料 第{page}期", whole=False, page=page, top=0.05)
        blocks += [head, replace(head, text=f"正文{page}。", top=0.5)]
    assert texts(drop_furniture(blocks)) == ["正文1。", "正文2。"]


def test_drops_headers_that_differ_from_page_to_page_by_their_place() -> None:
    blocks = []
    for page, text in enumerate(("调研选编", "一、做法", "调研选编", "二、问题"), 1):
        head = Block(text, whole=False, page=page, top=0.051, size=9.0)
        blocks += [head, replace(head, text=f"正文{page}。", top=0.5, size=14.0)]
    assert texts(drop_furniture(blocks)) == ["正文1。", "正文2。", "正文3。", "正文4。"]


def test_keeps_the_first_line_of_the_text_of_each_page() -> None:
    first, second, third, fourth, *_ = wrap(BODY + SECOND)
    placed = (first, 1, 0.1), (second, 1, 0.5), (third, 2, 0.1), (fourth, 2, 0.5)
    blocks = [Block(text, whole=False, page=page, top=top, size=14.0) for text, page, top in placed]
    assert drop_furniture(blocks) == blocks


def test_drops_footnotes_so_that_the_text_goes_on_over_the_page() -> None:
    body = Block("县里从前年起把闲置的校舍改成了照料点，由村集体出场地、乡镇", whole=False, page=1, size=16, top=0.7)
    note = replace(body, text="① 数据来自县民政局年报。", size=9, top=0.85)
    more = replace(body, text="出工钱，老人中午来吃饭。", page=2, top=0.1)
    assert texts(drop_furniture([body, note, replace(note, text="全县统一口径。", top=0.88), more])) == [
        body.text,
        more.text,
    ]


def test_keeps_small_print_without_a_note_mark() -> None:
    body = Block("县里从前年起把闲置的校舍改成了照料点，由村集体出场地。", whole=False, page=1, size=16, top=0.7)
    caption = replace(body, text="照料点里的午饭", size=9, top=0.85)
    assert texts(drop_furniture([body, caption])) == [body.text, caption.text]


def test_keeps_the_title_that_runs_on_at_the_head_of_the_pages() -> None:
    title = "云麓县农村养老服务情况调研报告"
    source = lines(
        title, "正文一。", "另一段。", "又一段。", "再一段。", "- 1 -", title, "正文二。", "- 2 -", title, "正文三。"
    )
    kept = texts(drop_furniture(source.blocks))
    assert kept[0] == title
    assert kept.count(title) == 1


def test_keeps_a_line_that_recurs_in_the_text() -> None:
    source = lines("做法", "正文一。", "做法", "正文二。", "做法", "正文三。", "做法", "正文四。")
    assert texts(drop_furniture(source.blocks)).count("做法") == 4


def test_drops_a_table_of_contents() -> None:
    source = lines(
        "调研报告", "目  录", "一、做法……………1", "二、问题......3", "一、做法", "正文。", "二、问题", "正文。"
    )
    assert texts(drop_furniture(source.blocks)) == ["调研报告", "一、做法", "正文。", "二、问题", "正文。"]


def test_drops_a_table_of_contents_without_page_numbers() -> None:
    source = lines("调研报告", "目录", "一、做法", "二、问题", "一、做法", "正文。", "二、问题", "正文。")
    assert texts(drop_furniture(source.blocks)) == ["调研报告", "一、做法", "正文。", "二、问题", "正文。"]


def test_keeps_the_headings_at_the_top_of_the_pages_of_a_book() -> None:
    source = lines("正文一。", "- 1 -", "二、存在问题", "正文二。", "- 2 -", "二、存在问题", "正文三。")
    assert texts(drop_furniture(source.blocks)).count("二、存在问题") == 2


def test_keeps_a_line_that_most_pages_are_without() -> None:
    pages = [line for page in range(1, 9) for line in (f"- {page} -", f"第{page}页的正文。")]
    pages[1] = pages[-1] = "存在问题"
    assert texts(drop_furniture(lines(*pages).blocks)).count("存在问题") == 2


def test_drops_headers_that_stand_on_one_line_with_their_page_number() -> None:
    first, second, third, *_ = wrap(BODY)
    source = lines(first, "2    调研成果选编", second, "4    调研成果选编", third, "6    调研成果选编", "走了。")
    assert texts(drop_furniture(source.blocks)) == [first, second, third, "走了。"]


def test_drops_headers_without_a_number_in_the_midst_of_sentences() -> None:
    first, second, third, *_ = wrap(BODY)
    source = lines(first, "调研成果选编", second, "调研成果选编", third, "调研成果选编", "走了。")
    assert texts(drop_furniture(source.blocks)) == [first, second, third, "走了。"]


@pytest.mark.parametrize("rule", ["————————", "* * *", "=======", "◇◇◇◇", "_____"])
def test_drops_rules_of_signs(rule: str) -> None:
    assert texts(drop_furniture([Block("正文一。"), Block(rule), Block("正文二。")])) == ["正文一。", "正文二。"]


@pytest.mark.parametrize(
    "entries",
    [
        ["一、基本情况……1", "二、存在问题……3"],
        ["一、基本情况……P1", "二、存在问题……P3"],
        ["一、基本情况…………第1页", "二、存在问题…………第3页"],
        ["一、基本情况 / 1", "二、存在问题 / 3"],
        ["一、基本情况______1", "二、存在问题______3"],
        ["一、基本情况…………Ⅰ", "二、存在问题…………Ⅱ"],
        ["一、基本情况……………………", "……1", "二、存在问题……………………", "……3"],
        ["关于养老服务的调研报告  县民政局  1", "关于托育服务的调研报告  县卫健局  9"],
    ],
)
@pytest.mark.parametrize("head", ["目录", "目　录", "【目录】", "目 录："])
def test_drops_a_contents_page(head: str, entries: list[str]) -> None:
    blocks = [Block(text) for text in (head, *entries, "一、基本情况", "正文一。")]
    assert texts(drop_furniture(blocks)) == ["一、基本情况", "正文一。"]

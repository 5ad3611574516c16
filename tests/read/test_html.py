"""HTML pages."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from nlp.document import Source
from nlp.read.errors import EmptyFile
from tests.read.build import read, texts

LONG = "为掌握全县农村养老服务情况，调研组走访了十二个乡镇，召开座谈会八场，形成报告如下。"


def _read(folder: Path, html: str, encoding: str = "utf-8") -> Source:
    return read(folder, html.encode(encoding), "a.html")


def _body(folder: Path, body: str) -> list[str]:
    return texts(_read(folder, f"<html><body>{body}</body></html>"))


def _page(article: str, *, charset: str = "utf-8") -> str:
    return f"""<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}">
<title>甲县养老服务调研报告-甲县人民政府网</title><script>var a = "不要，这个。";</script></head><body>
<div class="top"><ul class="nav"><li><a href="/">首页</a></li><li><a href="/z">政务公开</a></li></ul></div>
<div class="weizhi">您当前的位置：<a>首页</a> &gt; <a>调研</a></div>
<div class="main"><h2 class="title">甲县养老服务调研报告</h2>
<p class="info">来源：甲县民政局 发布时间：2024-03-05 浏览次数：12 【字体：大 中 小】</p>
{article}
<div class="share">分享到：微信 微博</div><div>【打印本页】 【关闭窗口】</div>
<div><p>相关链接</p><ul><li><a>乙县的报告</a></li></ul></div></div>
<div class="footer">版权所有：甲县人民政府，主办单位：甲县。</div></body></html>"""


@pytest.mark.parametrize("container", ["TRS_Editor", "pages_content", "unheard-of"])
def test_the_article_of_a_page_is_read_and_nothing_around_it(tmp_path: Path, container: str) -> None:
    article = f'<div class="{container}"><p>　　{LONG}</p><p><strong>一、做法</strong></p><p>{LONG}</p></div>'
    source = _read(tmp_path, _page(article))
    assert [(block.text, block.level) for block in source.blocks] == [
        ("甲县养老服务调研报告", 0),
        (LONG, None),
        ("一、做法", None),
        (LONG, None),
    ]
    assert [block.bold for block in source.blocks[1:]] == [False, True, False]


def test_a_gbk_page_that_calls_itself_gb2312_is_read(tmp_path: Path) -> None:
    article = f'<div id="zoom"><p>{LONG}</p><p>镕基喆堃。</p></div>'
    assert texts(_read(tmp_path, _page(article, charset="gb2312"), "gbk"))[1:] == [LONG, "镕基喆堃。"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gbk", "big5"])
def test_a_page_without_a_label_is_read_by_its_bytes(tmp_path: Path, encoding: str) -> None:
    assert texts(_read(tmp_path, "<p>主要做法如下，共有三人。</p>", encoding)) == ["主要做法如下，共有三人。"]


def test_paragraphs_parted_by_br_are_paragraphs(tmp_path: Path) -> None:
    body = f"<div>　　{LONG}<br>　　{LONG}<br/><br/>&nbsp;&nbsp;&nbsp;&nbsp;一、做法<BR>{LONG}</div>"
    source = _read(tmp_path, f"<html><body>{body}</body></html>")
    assert texts(source) == [LONG, LONG, "一、做法", LONG]
    assert [block.indent for block in source.blocks] == [2.0, 2.0, 2.0, 0.0]


def test_line_breaks_of_the_source_put_no_blank_between_chinese_characters(tmp_path: Path) -> None:
    assert _body(tmp_path, "<p>全县\n  共有<span> GDP</span>\n growth，\n其中</p>") == ["全县共有 GDP growth，其中"]


def test_inline_tags_and_entities_are_text(tmp_path: Path) -> None:
    assert _body(tmp_path, "<p>A&amp;B<font color=red>甲</font><sup>2</sup>&ldquo;乙&rdquo;&#20013;</p>") == [
        "A&B甲2“乙”中"
    ]


def test_nested_divs_and_spans_part_paragraphs_like_a_browser(tmp_path: Path) -> None:
    assert _body(tmp_path, "<div>甲<div>乙<span>丙</span></div>丁<p>戊<p>己</div>") == ["甲", "乙丙", "丁", "戊", "己"]


def test_headings_have_levels_and_looks_are_told(tmp_path: Path) -> None:
    body = (
        f"<h1>甲县调研报告</h1><p style='text-align: center; font-size:12pt'>民政局</p><h2>一、做法</h2>"
        f"<p style='text-indent:2em'>{LONG}</p><p align=center><b>附</b></p>"
    )
    blocks = _read(tmp_path, f"<html><body>{body}</body></html>").blocks
    assert [(block.text, block.level, block.centred) for block in blocks] == [
        ("甲县调研报告", 0, None),
        ("民政局", None, True),
        ("一、做法", 2, None),
        (LONG, None, None),
        ("附", None, True),
    ]
    assert (blocks[1].size, blocks[3].indent, blocks[4].bold) == (12.0, 2.0, True)


def test_list_items_have_the_numbers_that_a_browser_shows(tmp_path: Path) -> None:
    body = "<ol start=3><li>甲<ul><li>子</li></ul></li><li><p>乙</p></li><li value=9>丙</ol><ul><li>丁</li></ul>"
    assert _body(tmp_path, body) == ["3. 甲", "子", "4. 乙", "9. 丙", "丁"]


def test_table_rows_are_blocks_and_a_table_around_the_text_is_none(tmp_path: Path) -> None:
    data = "<table><caption>表1</caption><tr><th>年份</th><th>人数</th></tr><tr><td>2023</td><td>12</td></tr></table>"
    frame = f"<table><tr><td><p>{LONG}</p>{data}<p>完。</p></td></tr></table>"
    blocks = _read(tmp_path, f"<html><body>{frame}</body></html>").blocks
    assert [(block.text, block.role) for block in blocks] == [
        (LONG, "text"),
        ("表1", "caption"),
        ("年份\t人数", "row"),
        ("2023\t12", "row"),
        ("完。", "text"),
    ]


@pytest.mark.parametrize(
    ("table", "cell"),
    [("table border=1", "td"), ("table", "th"), ("table", 'td style="border:solid windowtext 1.0pt"')],
)
def test_a_table_of_data_with_long_cells_has_rows(tmp_path: Path, table: str, cell: str) -> None:
    long = f"<p>{LONG * 3}</p><p>{LONG * 3}</p>"
    head = f"<tr><{cell}>问题</{cell.split()[0]}><{cell}>措施</{cell.split()[0]}></tr>"
    body = f"<{table}>{head}<tr><td>{long}</td><td>{LONG}</td></tr></table><p>{LONG}</p>"
    assert _body(tmp_path, body) == ["问题\t措施", f"{LONG * 3} {LONG * 3}\t{LONG}", LONG]


def test_a_table_with_lines_that_lays_out_the_page_is_none(tmp_path: Path) -> None:
    long = f"<p>{LONG * 3}</p><p>{LONG * 3}</p>"
    body = f"<table border=1><tr><td>首页</td></tr><tr><td>栏目</td><td>{long}</td></tr></table><p>{LONG}</p>"
    assert _body(tmp_path, body) == ["首页", "栏目", LONG * 3, LONG * 3, LONG]


def test_hidden_elements_scripts_and_comments_are_left_out(tmp_path: Path) -> None:
    body = "<p>甲<!-- 注 -->乙<script>x</script>丙</p><p style='display:none'>藏</p><style>p{}</style><p hidden>藏</p>"
    assert _body(tmp_path, body) == ["甲乙丙"]


@pytest.mark.parametrize("tag", ['div class="con"', "article"])
def test_an_article_in_several_containers_of_one_name_is_read_whole(tmp_path: Path, tag: str) -> None:
    first, second = f"<p>{LONG}</p><p>{LONG}</p>", f"<p>一、做法</p><p>{LONG}</p>"
    end = f"</{tag.split()[0]}>"
    assert _body(tmp_path, f"<div><{tag}>{first}{end}<{tag}>{second}{end}</div>") == [LONG, LONG, "一、做法", LONG]


def test_a_known_container_with_little_more_than_half_of_the_text_is_not_taken_for_the_article(tmp_path: Path) -> None:
    body = f'<div><div class="content"><p>{LONG}</p><p>{LONG}</p></div><div><p>{LONG}</p></div></div>'
    assert _body(tmp_path, body) == [LONG, LONG, LONG]


@pytest.mark.parametrize("name", ["position-relative", "d-print-block", "menu-left", "text print"])
def test_a_class_name_with_such_a_word_in_it_costs_no_text(tmp_path: Path, name: str) -> None:
    body = f'<p>{LONG}</p><div class="{name}"><p>一、做法</p><p>{LONG}</p></div><p>{LONG}</p><p>{LONG}</p>'
    assert _body(tmp_path, body) == [LONG, "一、做法", LONG, LONG, LONG]


def test_a_box_to_share_the_page_is_left_out_and_a_paragraph_of_that_class_is_not(tmp_path: Path) -> None:
    long = LONG * 2
    body = f'<p>{LONG}</p><p class="share">{long}</p><p class="share-box">分享，点赞</p>' + f"<p>{LONG}</p>" * 5
    assert _body(tmp_path, body) == [LONG, long, *[LONG] * 5]


def test_nothing_is_left_out_by_its_class_when_that_costs_much_of_the_text(tmp_path: Path) -> None:
    body = f'<p>{LONG}</p><div class="nav"><p>{LONG}</p><p>{LONG}</p></div><div class="share">微信微博</div>'
    assert _body(tmp_path, body) == [LONG, LONG, LONG, "微信微博"]


def test_an_article_that_is_hidden_until_a_script_shows_it_is_read(tmp_path: Path) -> None:
    body = f'<div><div id="js_content" style="visibility: hidden"><p>{LONG}</p><p>{LONG}</p></div><p>阅读原文</p></div>'
    assert _body(tmp_path, body) == [LONG, LONG]


def test_a_title_that_only_the_page_states_is_put_above_the_article(tmp_path: Path) -> None:
    page = _page(f'<div id="UCAP-CONTENT"><p>{LONG}</p></div>').replace(
        "<title>", '<meta name="ArticleTitle" content="另题"><title>'
    )
    page = page.replace('<h2 class="title">甲县养老服务调研报告</h2>', "")
    assert _read(tmp_path, page).blocks[0].text == "另题"


TITLE = "关于甲县养老服务工作的调研报告"


def _titles(folder: Path, head: str, body: str) -> list[str]:
    """Texts of the blocks of level 0 and of those above them."""
    blocks = _read(folder, f"<html><head>{head}</head><body>{body}</body></html>").blocks
    last = max((number for number, block in enumerate(blocks) if block.level == 0), default=-1)
    return [block.text for block in blocks[: last + 1]]


@pytest.mark.parametrize(
    "head",
    [
        f"<title>{TITLE}_调研视察_甲县政协</title>",
        f'<title>甲县政协</title><meta property="og:title" content="{TITLE}-甲县政协">',
        f'<title>{TITLE}</title><meta name="ArticleTitle" content="甲县养老服务调研">',
        f"<title>甲县政协 | {TITLE}（全文）</title>",
    ],
)
def test_the_title_is_what_the_page_shows_of_what_it_says_of_itself(tmp_path: Path, head: str) -> None:
    body = f'<div class="bt_h">{TITLE}</div><div class="TRS_Editor"><p align=center>甲县政协</p><p>{LONG}</p></div>'
    assert _titles(tmp_path, head, body) == [TITLE]


def test_the_name_of_the_site_above_is_no_title(tmp_path: Path) -> None:
    body = f'<h1 class=logo><a href="/">甲县政协</a></h1><h2>{TITLE}</h2><p>{LONG}</p><h3>一、做法</h3><p>{LONG}</p>'
    assert _titles(tmp_path, f"<title>{TITLE} - 甲县政协</title>", body) == [TITLE]


@pytest.mark.parametrize("window", ["Microsoft Word - 新建 Microsoft Word 文档.doc", "关于开展自查的通知"])
def test_a_stale_window_title_does_not_stand_before_a_title_in_large_type(tmp_path: Path, window: str) -> None:
    title = f'<p align=center><span style="font-size:22pt">{TITLE}</span></p>'
    body = f"<div class=WordSection1>{title}<p>{LONG}</p><p>一、做法</p><p>{LONG}</p></div>"
    page = f"<html><head><title>{window}</title></head><body>{body}</body></html>"
    assert texts(_read(tmp_path, page))[0] == TITLE


@pytest.mark.parametrize("window", ["无标题文档", "Untitled", "附件1", "Microsoft Word - 1.doc"])
def test_a_window_title_that_a_program_gave_is_no_title(tmp_path: Path, window: str) -> None:
    assert _titles(tmp_path, f"<title>{window}</title>", f"<div><p>{LONG}</p><p>{LONG}</p></div>") == []


def test_column_and_site_go_from_a_window_title_that_is_not_shown(tmp_path: Path) -> None:
    body = f"<div><p>{LONG}</p><p>{LONG}</p></div>"
    assert _titles(tmp_path, f"<title>{TITLE}_调研视察_甲县政协</title>", body) == [TITLE]


def test_a_link_out_of_sight_is_no_title(tmp_path: Path) -> None:
    skip = '<div style="position:absolute;left:-9999px">跳转到主要内容</div>'
    body = f'<div class="main">{skip}<div class="arti_title">{TITLE}</div><p>{LONG}</p></div>'
    assert _titles(tmp_path, "<title>学院官网</title>", f"<div>{body}</div><p>{LONG}</p>") == [TITLE]


def test_a_title_that_opens_the_article_is_not_doubled(tmp_path: Path) -> None:
    page = _page(f'<div id="zoom"><p align=center>甲县养老服务<br>调研报告</p><p>{LONG}</p></div>')
    assert [(block.text, block.level) for block in _read(tmp_path, page).blocks] == [
        ("甲县养老服务调研报告", 0),
        (LONG, None),
    ]


def test_body_text_that_speaks_of_sources_and_dates_stays(tmp_path: Path) -> None:
    lines = ["资金来源：财政拨款", LONG, "来源：这是正文里的一句话。", LONG, LONG, "2024年3月5日"]
    assert _body(tmp_path, "".join(f"<p>{line}</p>" for line in lines)) == lines


@pytest.mark.parametrize(
    "line",
    [
        "原标题：甲县养老怎么办",
        "发布者：团委",
        "发表于 2023-09-03 | 分类于 社会实践 | 阅读 345",
        "发布于2023年9月3日",
        "展开全文",
        "点击阅读全文",
        "收起",
        "上一页 1 2 3 下一页 尾页",
        "共3页 【1】【2】【3】",
    ],
)
def test_lines_of_the_page_are_no_text(tmp_path: Path, line: str) -> None:
    assert _body(tmp_path, f"<p>{line}</p><p>{LONG}</p>") == [LONG]


@pytest.mark.parametrize("line", ["展开工作", "阅读", "阅读推广", "第1页", "12", "发表于国外的论文很少"])
def test_short_lines_of_the_article_are_text(tmp_path: Path, line: str) -> None:
    assert _body(tmp_path, f"<p>{line}</p><p>{LONG}</p>") == [line, LONG]


@pytest.mark.parametrize(
    "contents",
    [
        '<ul><li><a href="#a">一、做法</a></li><li><a href="#b">二、成效</a></li></ul>',
        '<p>目 录</p> <ol><li><a href="#a">做法</a></li><li><a href="#b">成效</a></li></ol>',
        '<div class="toc"><p>文章目录</p><ol><li>做法</li><li>成效</li></ol></div>',
    ],
)
def test_contents_of_the_page_are_no_text(tmp_path: Path, contents: str) -> None:
    body = f"{contents}<h2>一、做法</h2><p>{LONG}</p><h2>二、成效</h2><p>{LONG}</p>"
    assert _body(tmp_path, body) == ["一、做法", LONG, "二、成效", LONG]


def test_a_list_with_a_link_to_a_place_in_the_page_is_text(tmp_path: Path) -> None:
    body = '<ul><li><a href="#a">做法</a></li><li><a href="#b">成效</a>见下文</li></ul>'
    assert _body(tmp_path, f"{body}<p>{LONG}</p>") == ["做法", "成效见下文", LONG]


def test_an_aside_with_running_text_in_the_article_is_text_and_another_is_not(tmp_path: Path) -> None:
    article = f"<article><p>{LONG}</p><aside><p>{LONG}</p></aside><aside><a href=/x>关注，点赞</a></aside></article>"
    assert _body(tmp_path, f"{article}<aside><p>最近文章，都在这里。</p></aside>") == [LONG, LONG]


def test_a_page_that_only_frames_other_pages_says_so(tmp_path: Path) -> None:
    frames = "<frameset cols='200,*'><frame src=a.htm><frame src=b.htm>"
    without = "<noframes><body><p>不支持框架。</p></body></noframes></frameset>"
    html = f"<html><head><title>调研</title></head>{frames}{without}</html>"
    with pytest.raises(EmptyFile, match="in frames"):
        _read(tmp_path, html)


def test_html_of_word_is_read(tmp_path: Path) -> None:
    body = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>
<style><!-- p.MsoNormal {{}} --></style></head>
<body lang=ZH-CN><div class=WordSection1><p class=MsoTitle align=center><span>甲县调研报告<o:p></o:p></span></p>
<p class=MsoToc1>一、做法 1</p>
<h1><![if !supportLists]><span>一、<span>&nbsp;</span></span><![endif]>做法</h1>
<p class=MsoNormal style='text-indent:24.0pt'><span style='mso-hide:all'>藏</span>{LONG}</p><h1>二、成效</h1></div>
<div style='mso-element:footnote-list'><p>脚注</p></div></body></html>"""
    assert [(block.text, block.level, block.indent) for block in _read(tmp_path, body).blocks] == [
        ("甲县调研报告", 0, 0.0),
        ("一、 做法", 1, 0.0),
        (LONG, None, 2.0),
        ("二、成效", 1, 0.0),
    ]


def test_bullets_of_word_are_no_letters_and_its_numbers_stay(tmp_path: Path) -> None:
    def item(font: str, number: str) -> str:
        mark = (
            f"<span style='mso-list:Ignore'>{number}<span style='font:7.0pt \"Times New Roman\"'>&nbsp; </span></span>"
        )
        return f"<p class=MsoListParagraph><span lang=EN-US style='font-family:{font}'>{mark}</span>{LONG}</p>"

    assert _body(tmp_path, item("Wingdings", "l") + item("Wingdings", "Ø") + item("宋体", "1.")) == [
        LONG,
        LONG,
        f"1.  {LONG}",
    ]


def test_a_page_saved_as_one_file_is_read(tmp_path: Path) -> None:
    head = 'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
    part = "Content-Type: text/html; charset=gb2312\nContent-Transfer-Encoding: 8bit\n\n<p>主要做法有三。</p>\n--b--\n"
    source = read(tmp_path, (head + part).encode("gbk"), "a.mht")
    assert (source.format, texts(source)) == ("html", ["主要做法有三。"])


@pytest.mark.parametrize("line", ["分享到" * 39 + "甲", "打印 | " * 19 + "甲", "1 " * 58 + "甲"])
def test_a_line_like_many_buttons_is_read_at_once(tmp_path: Path, line: str) -> None:
    begun = time.perf_counter()
    assert _body(tmp_path, f"<p>{line}</p><p>{LONG}</p>") == [line, LONG]
    assert time.perf_counter() - begun < 5


@pytest.mark.parametrize("tag", ["div", "span", "b", "blockquote", "ul><li", "table><tr><td"])
def test_tags_nested_by_the_ten_thousand_are_no_crash_and_no_loss(tmp_path: Path, tag: str) -> None:
    begun = time.perf_counter()
    assert texts(_read(tmp_path, "<html>" + f"<{tag}>" * 50_000 + f"<p>{LONG}</p><p>完。</p>")) == [LONG, "完。"]
    assert time.perf_counter() - begun < 20

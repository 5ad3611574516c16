"""A report as the page of a government site."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from scripts.report_writers.rows import Row, looks

_PAGE = """<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd">
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset={charset}" />
<title>{title}_{site}</title>
<style type="text/css">.nav li{{float:left}} .footer{{text-align:center}}</style>
<script type="text/javascript">var siteName = "{site}"; document.write("<!-- 统计 -->");</script>
</head>
<body>
<div class="header"><a href="/"><img src="/images/logo.png" alt="{site}" /></a>
<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>\
<li><a href="/fwdt/">办事服务</a></li><li><a href="/hdjl/">互动交流</a></li>\
<li><a href="/dyyj/">调查研究</a></li></ul></div>
<div class="position">您现在的位置：<a href="/">首页</a> &gt; <a href="/dyyj/">调查研究</a> &gt; 正文</div>
<div class="content">
<h1 class="title">{title}</h1>
<div class="info">来源：{site}　发布时间：2023-07-14 09:26　浏览次数：<span id="hits">318</span>
字体：【<a href="#">大</a> <a href="#">中</a> <a href="#">小</a>】</div>
{article}
<div class="tools"><a href="javascript:window.print()">【打印本页】</a>
<a href="javascript:window.close()">【关闭窗口】</a></div>
</div>
<div class="related"><h3>相关链接</h3><ul><li><a href="/a/1.html">全市调查研究工作推进会召开</a></li>\
<li><a href="/a/2.html">关于印发年度调研课题计划的通知</a></li></ul></div>
<div class="footer"><p>主办：{site}　承办：市信息中心　网站标识码：0000000000</p><p>版权所有　未经许可不得转载　\
<a href="/about/">网站声明</a> | <a href="/map/">网站地图</a></p></div>
</body>
</html>
"""
_SITE = "泽阳市人民政府门户网站"
_INDENT = "\u3000\u3000"


def trs_page(rows: Sequence[Row], *, charset: str, tags: bool) -> bytes:
    """The article in .TRS_Editor, a <p> per paragraph; headings as h2, h3, … (`tags`) or as bold paragraphs."""
    lines = []
    for look, row in _body(rows):
        text = escape(row.text, quote=False)
        if look in ("subtitle", "byline", "caption"):
            lines.append(f'<p align="center" style="text-align:center">{text}</p>')
        elif look == "signature":
            lines.append(f'<p style="text-align:right">{text}</p>')
        elif look == "heading" and tags:
            lines.append(f"<h{1 + (row.level or 1)}>{text}</h{1 + (row.level or 1)}>")
        elif look == "heading":
            lines.append(f'<p style="text-indent:2em"><strong><span style="font-size:16pt">{text}</span></strong></p>')
        else:
            font = "font-family:仿宋_GB2312;font-size:16pt"
            lines.append(f'<p style="text-indent:2em"><span style="{font}">{text}</span></p>')
    article = '<div class="TRS_Editor">\n' + "\n".join(lines) + "\n</div>"
    return _page(rows, article, charset)


def br_page(rows: Sequence[Row], *, charset: str) -> bytes:
    """The article in #zoom, one text broken by <br>, paragraphs indented by two ideographic blanks."""
    lines = []
    for look, row in _body(rows):
        text = escape(row.text, quote=False)
        if look in ("subtitle", "byline", "caption"):
            lines.append(f'<div align="center">{text}</div>')
        else:
            lines.append(f"{_INDENT}{text}<br />\n<br />" if look == "paragraph" else f"{_INDENT}{text}<br />")
    article = '<div id="zoom"><font size="3">\n' + "\n".join(lines) + "\n</font></div>"
    return _page(rows, article, charset)


def nbsp_page(rows: Sequence[Row], *, charset: str) -> bytes:
    """The article in #UCAP-CONTENT, pasted from Word: the title again, indents of &nbsp;, empty paragraphs between."""
    lines = []
    for look, row in looks(rows):
        text = escape(row.text, quote=False)
        if look in ("title", "subtitle", "byline", "caption"):
            lines.append(f'<p style="text-align: center;"><span style="font-family: 宋体;">{text}</span></p>')
        else:
            text = f"<b>{text}</b>" if look == "heading" else text
            lines.append(f'<p class="MsoNormal"><span lang="EN-US">{"&nbsp;" * 4}</span><span>{text}</span></p>')
        lines.append("<p><br/></p>")
    article = '<div class="pages_content" id="UCAP-CONTENT">\n' + "\n".join(lines) + "\n</div>"
    return _page(rows, article, charset)


def _body(rows: Sequence[Row]) -> list[tuple[str, Row]]:
    """All but the title, which stands above the article."""
    return [(look, row) for look, row in looks(rows) if look != "title"]


def _page(rows: Sequence[Row], article: str, charset: str) -> bytes:
    title = next(row.text for look, row in looks(rows) if look == "title")
    page = _PAGE.format(charset=charset, title=escape(title, quote=False), site=_SITE, article=article)
    encoding = {"gb2312": "gb18030", "gbk": "gb18030"}.get(charset.lower(), charset)
    return page.encode(encoding)

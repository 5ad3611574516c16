"""A page's title: what it shows by the name that its window or its description has."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile

from lxml import etree

from nlp.document import Block
from nlp.read.html.article import Article, names_of
from nlp.read.lines import NUMBERED, raise_title
from nlp.text import fold, squeeze

_CLASSES = {"article-title", "article_title", "xl_title", "arti_title", "arti-title", "title", "tit", "bt", "biaoti"}
_SITE = re.compile(r"网|政府|平台|门户|[局委部厅]$|首页|频道|栏目")
_OFFICE = re.compile(r"[局委部厅院会组室府社团校队]$")
_NO_TITLE = re.compile(
    r"microsoft word\b|新建.{0,20}文[档本]|无标题|未命名|untitled|附件|文档\s*\d|document\s*\d", re.IGNORECASE
)
_SHORTEST = 8  # characters; what is shorter in a window's title may be the name of the site or of a column
_LONGEST = 100  # characters
_FIRST = 5  # blocks at the top among which the title stands
_DEFAULT_SIZE = 12.0  # points


def with_title(blocks: Sequence[Block], article: Article, shown: Sequence[Block]) -> list[Block]:
    """Blocks with the page's title as the first of level 0, and nothing of the page above it.

    `shown`: the blocks of the whole page. The title is marked where it stands among the first blocks, else put there.
    """
    title = "" if any(block.level == 0 for block in blocks[:_FIRST]) else _title(blocks, article, shown)
    if not title:
        return list(blocks)
    above = len(_above_text(blocks))
    places = [
        number for number, block in enumerate(blocks[: max(above, _FIRST)]) if squeeze(block.text) == squeeze(title)
    ]
    if not places:
        return [Block(title, level=0), *blocks]
    place = max(places)
    return [*(blocks[:place] if place >= above else ()), replace(blocks[place], level=0), *blocks[place + 1 :]]


def _title(blocks: Sequence[Block], article: Article, shown: Sequence[Block]) -> str:
    """The title, as the page shows it or as it says itself; '' when the blocks have one, or when there is none."""
    stated = next(filter(None, map(_stated, article.page.iter("meta"))), "")
    window = next((_all_text(element) for element in article.page.iter("title")), "")
    named = [block.text for block in shown if _is_name(block.text, stated) or _is_name(block.text, window)]
    if named:
        return max(named, key=len)
    marked = [text for text in _marked(article) if not re.search(rf"[-_|—–－\s]{re.escape(text)}$", window)]
    if len(marked) == 1:
        return marked[0]
    if _begin_with_title(blocks):
        return ""
    said = stated or ("" if article.root.tag == "body" else window)
    return "" if _NO_TITLE.match(said) else _without_site(said)


def _is_name(text: str, title: str) -> bool:
    """Whether the text is a part of the title that a page says of itself, between its ends, dashes, bars or blanks."""
    bare = squeeze(text)
    if not _SHORTEST <= len(bare) <= _LONGEST or bare not in squeeze(title) or text[-1] in "。；":
        return False
    spaced = r"\s*".join(map(re.escape, bare))
    return bool(re.search(rf"(?<![^\W_]){spaced}(?![^\W_])", title)) and not _SITE.search(text[-2:])


def _marked(article: Article) -> list[str]:
    """Texts of the headings of the highest rank, a site's name with its link left out; or what has a title's class."""
    headings = [
        element
        for element in article.page.iter("h1")
        if not article.is_left_out(element) and next(element.iter("a"), None) is None
    ]
    marked = (
        element
        for element in article.page.iter("div", "p", "h2", "h3", "td", "span")
        if _CLASSES.intersection(names_of(element))
    )
    texts = map(_all_text, headings or marked)
    return [text for text in texts if text and len(text) < _LONGEST]


def _begin_with_title(blocks: Sequence[Block]) -> bool:
    """Whether what stands above the text is the only heading of its level, or looks like a title."""
    if raise_title(list(blocks))[0].level == 0:
        return True
    sizes: Counter[float] = Counter()
    for block in blocks:
        sizes[block.size or _DEFAULT_SIZE] += len(block.text)
    usual = sizes.most_common(1)[0][0]
    return any(
        (block.centred or (block.size or _DEFAULT_SIZE) > usual)
        and len(block.text) >= _SHORTEST
        and not NUMBERED.match(block.text)
        and not _OFFICE.search(block.text)
        for block in _above_text(blocks)
    )


def _above_text(blocks: Sequence[Block]) -> list[Block]:
    return list(takewhile(lambda block: "。" not in block.text and len(block.text) <= _LONGEST, blocks))


def _stated(meta: etree._Element) -> str:
    is_title = (meta.get("name") or meta.get("property") or "").lower() in ("articletitle", "og:title")
    return _text(meta.get("content", "")) if is_title else ""


def _all_text(element: etree._Element) -> str:
    return _text("".join(map(str, element.itertext())))


def _text(raw: str) -> str:
    return fold(re.sub(r"\s+", " ", raw)).strip()


def _without_site(window: str) -> str:
    """A window's title without the names of column and site: its longest part between bars, up to the last dash."""
    longest = max(re.split(r"\s*[_|]+\s*", window), key=len)
    parts = re.split(r"\s*[-—–－]+\s*", longest)
    while len(parts) > 1 and _SITE.search(parts[-1]):
        parts.pop()
    return parts[0] if len(parts) == 1 else longest[: longest.rindex(parts[-1]) + len(parts[-1])]

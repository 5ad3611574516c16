"""Where the article of a page stands, and which elements around and in it are not text."""

from __future__ import annotations

import re
from collections.abc import Container

from lxml import etree

from nlp.text import squeeze

# Ids and classes that hold the article on the pages of Chinese governments and newspapers, the surest first.
_CONTAINERS = (
    *("ucap-content", "trs_editor", "trs_ueditor", "article-content", "article_content", "articlecontent", "zoom"),
    *("pages_content", "xl_content", "zwxl-article", "rm_txt_con", "text_content", "content_text", "news_content"),
    *("newscontent", "v_news_content", "vsb_content", "wp_articlecontent", "bt_content", "rich_media_content"),
    *("js_content", "conttxt", "con_text", "view", "detail-content", "main-content", "article", "content", "con"),
)
_NO_TEXT = re.compile(
    "script|style|noscript|template|head|iframe|object|embed|svg|select|option|button|input|textarea|nav|footer|"
    "audio|video|canvas|map|noframes"
)
# Whole names of what stands around an article; `position-relative` and `d-print-block` are none of them.
_AROUND = r"((top|main|page|site)[-_]?)?({})([-_]?(box|bar|wrap(per)?|list|nav|\d+))?"
_PAGE_PART = re.compile(
    _AROUND.format("foot|footer|copyright|nav|navigation|sidebar|bread-?crumbs?|crumbs?|pagination")
)
_BOX = re.compile(
    _AROUND.format("(bd)?share(button)?|menu|related|toolbar|qrcode|ewm|position|location|dqwz|weizhi|infobar")
    + "|pages-date|((article|post)[-_]?)?(toc|table-of-contents)"
)
_HIDDEN = re.compile(
    r"(?<![-\w])(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|(left|top|text-indent)\s*:\s*-(999|\d{4}))",
    re.IGNORECASE,
)
_WORD_EXTRAS = re.compile(r"mso-element\s*:\s*(foot|end|comment|head)", re.IGNORECASE)
_WORD_NUMBER = re.compile(r"mso-list\s*:\s*ignore", re.IGNORECASE)
_SYMBOLS = re.compile(r"font-family\s*:[^;]*(wingdings|webdings|symbol)", re.IGNORECASE)
_GROUPING = re.compile("body|div|section|article|main|table|tbody|tr|td|form|center")
_PART = re.compile(f"{_GROUPING.pattern}|p|br|h[1-6]")
_CONTENTS = re.compile("(文章|本文)?目[录次][：:]?")
_SENTENCE = re.compile("[，。；]")
_NEARLY_ALL = 0.95
_MOST = 0.8
_LITTLE = 0.3
_HARDLY_ANY = 60  # characters


class Article:
    """The element with a page's running text, and how much running text each element holds."""

    def __init__(self, page: etree._Element) -> None:
        self.page = page
        self._left_out: set[etree._Element] = set()
        for find in (self._hidden, self._named_as_around):
            self._weights = _weights(page, self._left_out)
            self._left_out |= find()
        self._weights = _weights(page, self._left_out)
        known = self._known_container()
        self.root = self._densest() if known is None else known

    def is_left_out(self, element: etree._Element) -> bool:
        """Whether an element is navigation, decoration or hidden; never for its class when that costs much text."""
        no_text = element in self._left_out or _NO_TEXT.fullmatch(str(element.tag)) is not None
        return no_text or _is_contents(element) or _is_name_of_contents(element)

    def _hidden(self) -> set[etree._Element]:
        """Hidden elements and what Word adds to a text; not an article that is hidden until a script shows it."""
        most = max(1, _MOST * self._weights.get(self.page, 0))
        return {element for element in self.page.iter() if _is_hidden(element) and self._weights.get(element, 0) < most}

    def _named_as_around(self) -> set[etree._Element]:
        """Elements that are no part of the article by their names; none when they hold much of the text."""
        found: set[etree._Element] = set()
        lost = 0
        for element in self.page.iter():
            weight = self._weights.get(element, 0)
            if _is_around(element, weight):
                lost += weight if found.isdisjoint(element.iterancestors()) else 0
                found.add(element)
        return found if lost < max(_HARDLY_ANY, _LITTLE * self._weights.get(self.page, 0)) else set()

    def _known_container(self) -> etree._Element | None:
        """What holds most of the text by a known name: one element, or the one around several of that name."""
        enough = max(1, _MOST * self._weights.get(self.page, 0))
        groups: dict[tuple[str, etree._Element | None], list[etree._Element]] = {}
        for element in self.page.iter("div", "section", "article", "td", "main", "ucapcontent"):
            if element in self._weights:
                for name in {*names_of(element), str(element.tag)}.intersection(_CONTAINERS):
                    groups.setdefault((name, element.getparent()), []).append(element)
        for known in _CONTAINERS:
            for (name, parent), elements in groups.items():
                weights = [self._weights[element] for element in elements]
                if name == known and sum(weights) >= enough:
                    alone = max(weights) >= _NEARLY_ALL * sum(weights)
                    return elements[weights.index(max(weights))] if alone else parent
        return None

    def _densest(self) -> etree._Element:
        """From the body inwards, as long as one element holds nearly all of the running text."""
        body = self.page.find("body")
        root = self.page if body is None else body
        while True:
            nearly_all = _NEARLY_ALL * self._weights.get(root, 0)
            inner = [
                child
                for child in root
                if _GROUPING.fullmatch(str(child.tag))
                and self._weights.get(child, 0) >= max(1, nearly_all)
                and any(_PART.fullmatch(str(part.tag)) for part in child)
            ]
            if not inner:
                return root
            root = inner[0]


def _is_around(element: etree._Element, weight: int) -> bool:
    """Whether an element with so many characters of running text is no part of the article by its tag, class or id."""
    if element.tag == "aside" and not (weight and next(element.iterancestors("article"), None) is not None):
        return True
    names = names_of(element)
    return any(_PAGE_PART.fullmatch(name) or (weight < _HARDLY_ANY and _BOX.fullmatch(name)) for name in names)


def _is_hidden(element: etree._Element) -> bool:
    style = element.get("style", "")
    if style and (_HIDDEN.search(style) or _WORD_EXTRAS.search(style) or _is_bullet(element)):
        return True
    return element.get("hidden") is not None or element.get("class", "").lower().startswith("msotoc")


def _is_bullet(element: etree._Element) -> bool:
    """Whether an element is the bullet of a list item of Word: a letter of a font of symbols."""
    outer = element.getparent()
    styles = element.get("style", "") + ";" + ("" if outer is None else outer.get("style", ""))
    return bool(_WORD_NUMBER.search(element.get("style", "")) and _SYMBOLS.search(styles))


def _is_contents(element: etree._Element) -> bool:
    """Whether an element is a list that holds nothing but links to places in the page."""
    if element.tag not in ("ul", "ol"):
        return False
    links = [link for link in element.iter("a") if link.get("href", "").startswith("#")]
    return len(links) > 1 and "".join(map(_bare_text, links)) == _bare_text(element)


def _is_name_of_contents(element: etree._Element) -> bool:
    following = element.getnext()
    return following is not None and _is_contents(following) and bool(_CONTENTS.fullmatch(_bare_text(element)))


def _bare_text(element: etree._Element) -> str:
    return squeeze("".join(map(str, element.itertext())))


def _weights(page: etree._Element, left_out: Container[etree._Element]) -> dict[etree._Element, int]:
    """Characters of running text in each element: of the texts, but for links, that have a Chinese comma or stop."""
    weights: dict[etree._Element, int] = {}
    for element in reversed(list(page.iter())):
        is_link = element.tag == "a" and element.get("href") is not None
        own = _running(element.text) + weights.pop(element, 0)
        if own and not (is_link or element in left_out or _NO_TEXT.fullmatch(str(element.tag))):
            weights[element] = own
        else:
            own = 0
        parent = element.getparent()
        if parent is not None:
            weights[parent] = weights.get(parent, 0) + own + _running(element.tail)
    return weights


def _running(text: str | None) -> int:
    return len(text) if text and _SENTENCE.search(text) else 0


def names_of(element: etree._Element) -> list[str]:
    """An element's classes and its id, in small letters."""
    return f"{element.get('class', '')} {element.get('id', '')}".lower().split()

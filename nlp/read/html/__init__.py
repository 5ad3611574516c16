"""HTML pages to Blocks: the article, without the page around it."""

from __future__ import annotations

import email
import email.policy
import re

from lxml import etree

from nlp.document import Block
from nlp.read.encoding import Decoded, decode, decode_as
from nlp.read.errors import DamagedFile, EmptyFile
from nlp.read.html.article import Article
from nlp.read.html.blocks import html_blocks
from nlp.read.html.furniture import without_furniture
from nlp.read.html.title import with_title
from nlp.read.lines import raise_title

_CHARSET = re.compile(rb"""<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*["']?\s*([-\w]+)""", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:a|b|big|em|font|i|ins|label|small|span|strong|sub|sup|u|o:p)\b[^>]*>", re.IGNORECASE)
_OTHER = re.compile(r"</?(?!(?:p|br|h[1-6]|html|head|body|title|meta|script|style)\b)\w[^>]*>", re.IGNORECASE)
_HEAD = 4096  # bytes in which a page names its encoding


def read_html(data: bytes, *, name: str, mhtml: bool) -> tuple[list[Block], tuple[str, ...]]:
    """Blocks of a page's article, and warnings. `mhtml`: the page is saved as one file of several parts.

    Raises DamagedFile when tags are nested too deeply for the parser even without those of inline text, and EmptyFile
    when the page only frames other pages.
    """
    page = _page_of(data) if mhtml else _decoded(data)
    root = _parse(page.text, name=name)
    if root is None:
        return [], page.warnings
    article = Article(root)
    blocks = without_furniture(html_blocks(article.root, article.is_left_out))
    if not blocks:
        if next(root.iter("frame", "iframe"), None) is not None:
            raise EmptyFile(f"{name} only shows other pages in frames: open the page with the text and save that one")
        return [], page.warnings
    return raise_title(with_title(blocks, article, html_blocks(root, article.is_left_out))), page.warnings


def _parse(text: str, *, name: str) -> etree._Element | None:
    """The page's tree; one that is nested more deeply than the parser allows is flattened to its paragraphs."""
    for attempt in (text, _INLINE.sub("", text), _OTHER.sub("<p>", _INLINE.sub("", text))):
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
        root = etree.fromstring(attempt.replace("\0", "").encode("utf-8", "replace"), parser)
        if all(error.type != etree.ErrorTypes.ERR_RESOURCE_LIMIT for error in parser.error_log):
            return root
    raise DamagedFile(f"{name} is a web page with thousands of tags inside each other: save it anew from a browser")


def _decoded(data: bytes) -> Decoded:
    label = _CHARSET.search(data[:_HEAD])
    return decode_as(data, label[1].decode("ascii", "replace") if label else None)


def _page_of(data: bytes) -> Decoded:
    """The first HTML part of an MHTML file."""
    message = email.message_from_bytes(data, policy=email.policy.compat32)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                charset = part.get_content_charset()
                return decode_as(content, charset) if charset else _decoded(content)
    return decode(b"")

"""Markdown to Blocks, by CommonMark with tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from nlp.document import Block
from nlp.read.encoding import decode
from nlp.read.lines import indent_of, join, paragraph_ranges, raise_title
from nlp.read.tables import row_block
from nlp.text import CLOSERS, fold

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n.*?\n(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
# People write #标题 without the blank of CommonMark; a line with a second # holds hashtags.
GLUED_HEADING = re.compile(r"^( {0,3}#{1,6})(?=[\u3400-\u9fff（《【“]|\d+[.．、])(?!.*#)", re.MULTILINE)
_FENCED = re.compile(r"^ {0,3}(`{3,}|~{3,}).*?(?:^ {0,3}\1|\Z)", re.MULTILINE | re.DOTALL)
_CONTENTS = re.compile(r"^[ \t]*\[{1,2}toc\]{1,2}[ \t]*$", re.MULTILINE | re.IGNORECASE)
_FOOTNOTE = re.compile(r"^ {0,3}\[\^[^\]\s]+\]:.*$|\[\^[^\]\s]+\](?!:)", re.MULTILINE)
# Quotes and items inside each other; the parser drops the text of what is nested more deeply than it is told to follow.
_MARKER = r"[ \t]*(?:[>*+-]|\d{1,9}[.)])"
_DEEP = re.compile(rf"^((?:{_MARKER}){{16}})(?:{_MARKER})+", re.MULTILINE)
_MAX_NESTING = 200
_TAG = re.compile(r"<!--.*?-->|</?[a-zA-Z][^>]*>", re.DOTALL)
# CommonMark leaves ** as it is between a Chinese mark and a Chinese character: **结论：**正文
_LEFT_STARS = re.compile(r"\*\*(.+?)\*\*")


def read_md(data: bytes) -> tuple[list[Block], tuple[str, ...]]:
    """Paragraphs, headings (# is level 1, the only # at the start the title), numbered list items, table rows."""
    from markdown_it import MarkdownIt

    decoded = decode(data)
    text = re.sub(r"\r\n?", "\n", decoded.text)
    # Line numbers stay those of the file.
    text = _FRONT_MATTER.sub(lambda match: "\n" * match[0].count("\n"), text)
    text = _DEEP.sub(r"\1", _FOOTNOTE.sub("", _CONTENTS.sub("", text)))
    markdown = MarkdownIt("commonmark", {"maxNesting": _MAX_NESTING}).enable(["table", "strikethrough"])
    return raise_title(_blocks(markdown.parse(_with_blanks(text)))), decoded.warnings


def _with_blanks(text: str) -> str:
    """The text with a blank behind the # of headings that have none, but for what is fenced."""
    parts: list[str] = []
    end = 0
    for fenced in _FENCED.finditer(text):
        parts += [GLUED_HEADING.sub(r"\1 ", text[end : fenced.start()]), fenced[0]]
        end = fenced.end()
    return "".join([*parts, GLUED_HEADING.sub(r"\1 ", text[end:])])


def _blocks(tokens: Sequence[Token]) -> list[Block]:
    blocks: list[Block] = []
    rows: list[list[list[Block]]] = [[]]
    labels = _Labels()
    for opened, token in zip([*tokens[:1], *tokens], tokens, strict=False):
        labels.take(token)
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline" and opened.type in ("td_open", "th_open"):
            rows[-1].append(_paragraphs(token, None))
        elif token.type == "tr_close":
            row = row_block(rows.pop())
            blocks += [] if row is None else [row]
        elif token.type == "inline":
            found = _paragraphs(token, _level(opened, token))
            if found:
                blocks += [replace(found[0], text=labels.pop() + found[0].text), *found[1:]]
        elif token.type in ("fence", "code_block", "html_block"):
            blocks += _raw_lines(token)
    return blocks


def _level(opened: Token, token: Token) -> int | None:
    """Of a heading; text with a rule right below it, which Markdown takes for a heading, has none."""
    if opened.type != "heading_open":
        return None
    underlined = opened.markup in ("-", "=")
    is_text = token.content.rstrip(CLOSERS).endswith(("。", "；", "…")) or "\n" in token.content
    return None if underlined and is_text else int(opened.tag[1])


@dataclass(slots=True)
class _Labels:
    """Numbers of list items; `take` every token in order."""

    numbers: list[int | None] = field(default_factory=list)
    """Of the next item of each open list; None for bullets."""
    label: str = ""
    """Of an item whose text has not come yet."""

    def take(self, token: Token) -> None:
        if token.type == "ordered_list_open":
            self.numbers.append(int(token.attrs.get("start", 1)))
        elif token.type == "bullet_list_open":
            self.numbers.append(None)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            self.numbers.pop()
        elif token.type == "list_item_open":
            number = self.numbers[-1]
            self.label = "" if number is None else f"{number}{token.markup} "
            self.numbers[-1] = None if number is None else number + 1

    def pop(self) -> str:
        label, self.label = self.label, ""
        return label


def _paragraphs(token: Token, level: int | None) -> list[Block]:
    """The paragraphs of an inline token: lines that go on are joined, as `paragraph_ranges` tells."""
    text, bold = _inline(token.children or ())
    lines = text.split("\n")
    first = _line(token)
    return [
        Block(
            folded,
            level=level,
            line=None if first is None else first + found.start,
            bold=bold,
            indent=indent_of(lines[found.start]),
        )
        for found in paragraph_ranges(lines, heading=level is not None)
        if (folded := fold(join([lines[number] for number in found])).strip())
    ]


def _inline(tokens: Sequence[Token]) -> tuple[str, bool]:
    """Text without marks, and whether all of it is bold."""
    text = ""
    depth = 0
    bold = True
    for token in tokens:
        depth += token.nesting if token.type.startswith("strong") else 0
        if token.type in ("softbreak", "hardbreak"):
            text += "\n"
        elif token.type in ("text", "code_inline"):
            text += token.content
            bold = bold and (depth > 0 or not token.content.strip())
        elif token.type == "html_inline" and re.match(r"<br\b", token.content, re.IGNORECASE):
            text += "\n"
    bare = text.strip()
    if bare.startswith("**") and bare.endswith("**") and len(bare) > 4:
        bold = True
    return _LEFT_STARS.sub(r"\1", text), bold


def _raw_lines(token: Token) -> list[Block]:
    """Lines of code and of HTML, which in a report are text that was indented or marked up."""
    content = _TAG.sub("", token.content) if token.type == "html_block" else token.content
    first = (_line(token) or 1) + (token.type == "fence")
    return [
        Block(text, line=first + number, indent=indent_of(line))
        for number, line in enumerate(content.split("\n"))
        if (text := fold(line).strip())
    ]


def _line(token: Token) -> int | None:
    return None if token.map is None else token.map[0] + 1

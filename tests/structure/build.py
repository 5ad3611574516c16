"""Sources built line by line, for the tests of structure."""

from __future__ import annotations

from collections.abc import Sequence

from nlp.document import Block, Source
from nlp.text import em_width

BODY = (
    "县里从前年起把闲置的校舍改成了日间照料点，由村集体出场地、乡镇出工钱，老人中午来吃饭，下午量血压、下棋，"
    "傍晚由志愿者送回家。到去年底，这样的照料点已经有四十六个，每天来的老人在一千二百人上下。"
)
SECOND = (
    "从走访的情况看，办得好的地方有一个共同点，就是管事的人由老人自己推选，账目每月贴在墙上。办得不好的，多半是"
    "把照料点当成任务来建，检查的人一走门就锁上了。"
)
NEVER_FIRST = "，。、；：！？）”》"


def lines(*texts: str) -> Source:
    """A text file with these lines, the first of them line 1; blank ones count as gaps."""
    blocks: list[Block] = []
    gap = 0
    for number, text in enumerate(texts, 1):
        stripped = text.strip()
        if not stripped:
            gap += 1
            continue
        indent = em_width(text[: len(text) - len(text.lstrip())])
        blocks.append(Block(stripped, whole=False, line=number, indent=indent, gap=gap))
        gap = 0
    return Source("报告.txt", "txt", tuple(blocks))


def wholes(*blocks: Block) -> Source:
    """A Word file with these paragraphs."""
    return Source("报告.docx", "docx", blocks)


def wrap(text: str, width: int = 28, *, first: int | None = None) -> list[str]:
    """The text as lines of this many em, the first line shorter; no line begins with a closing mark."""
    wrapped: list[str] = []
    line = ""
    room = width - 2 if first is None else first
    for char in text:
        if em_width(line + char) > room and char not in NEVER_FIRST:
            wrapped.append(line)
            line, room = "", width
        line += char
    return [*wrapped, line]


def dump(paragraphs: Sequence[str], width: int = 28, *, first: int | None = None) -> list[str]:
    """Paragraphs as the wrapped lines of a text dump."""
    return [line for text in paragraphs for line in wrap(text, width, first=first)]

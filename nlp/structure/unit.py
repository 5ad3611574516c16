"""What the steps of structure hand to each other: a unit is a block, or several lines joined, with what it is."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from nlp.document import Block
from nlp.structure.numbering import Number, parse_number
from nlp.text import CLOSERS, TERMINALS

_PAIRS = {"“": "”", "‘": "’", "「": "」", "『": "』", "（": "）", "《": "》", "【": "】", "(": ")"}
_INNER_END = re.compile(rf"[{TERMINALS}][{CLOSERS}]*(?=[^{TERMINALS}{CLOSERS}，、；：])")
_ANSWERS = re.compile(r"(?:[A-H]\s*[.．、)）]\s*\S.*?){2}|.*[□○].*[□○]")
_SPACED_WORD = re.compile(r"[\u4e00-\u9fff](?:[\s\u3000]+[\u4e00-\u9fff])+(?![\u4e00-\u9fff])")
_OPENING = re.compile(r"(?:前言|引言|导言|导语|引子|序言|序$|摘要|写在前|开头的话)")
_HALF_WIDTH_END = re.compile(r"[\u4e00-\u9fff]{4}[.．]$")
HEADING_LENGTH = 60
# Of the words by which the parts of a report are known, so that these words need not be written twice.
_TRADITIONAL = str.maketrans(
    "報調組員執筆課題團黨會隊處廳辦學館長編輯關鍵詞資圖錄結語觀啟實踐評綜訪記問據來時間發佈聯責單縣區鄉鎮門縣議動",
    "报调组员执笔课题团党会队处厅办学馆长编辑关键词资图录结语观启实践评综访记问据来时间发布联责单县区乡镇门县议动",
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A paragraph, heading, title … of the source, before or after its kind is known."""

    text: str
    look: Block
    """The block of its first line: level, size, page, …"""
    lines: int = 1
    """How many source lines were joined; 0 for a block that the source marked as whole."""
    kind: str = ""
    """title, heading, paragraph, caption or signature; empty until decided."""
    number: Number | None = field(default=None)

    def as_kind(self, kind: str) -> Unit:
        return replace(self, kind=kind)


def unit_of(blocks: Sequence[Block], text: str) -> Unit:
    """The unit that these blocks make with this joined text."""
    first = blocks[0]
    return Unit(text, first, 0 if first.whole else len(blocks), number=parse_number(text))


def usual_size(sizes: Iterable[tuple[float | None, int]]) -> float:
    """Type size of most of the text, in points, from sizes with numbers of characters; 0 when none is known."""
    characters: Counter[float] = Counter()
    for size, length in sizes:
        characters[size or 0.0] += length
    return max(characters, key=characters.__getitem__, default=0.0)


def simplified(text: str) -> str:
    """The text with the genre's own words as they are usually written.

    That is in simplified characters (調研報告, 課題組), a spaced word at the start without blanks (结　语, 组 长：).
    """
    text = text.translate(_TRADITIONAL)
    if spaced := _SPACED_WORD.match(text):
        text = "".join(spaced[0].split()) + text[spaced.end() :]
    return text


def opens_report(text: str) -> bool:
    """Whether the line is a heading that only the first part of a report has: 前言, 引　言, 摘要."""
    return bool(_OPENING.match(simplified(text)))


def offers_answers(text: str) -> bool:
    """Whether the line is what a questionnaire offers to choose from: A.井水 B.自来水, □男 □女."""
    return bool(_ANSWERS.match(text))


def ends_sentence(text: str) -> bool:
    """Whether the text ends with 。！？!?… and possibly closing marks, or with a half-width full stop after Chinese."""
    return text.rstrip(CLOSERS + '"').endswith(tuple(TERMINALS)) or bool(_HALF_WIDTH_END.search(text))


def holds_sentence(text: str) -> bool:
    """Whether a sentence ends inside the text, so that it is more than one sentence."""
    return bool(_INNER_END.search(text))


def is_balanced(text: str) -> bool:
    """Whether every quote and bracket that opens also closes."""
    opened = [_PAIRS[char] for char in text if char in _PAIRS]
    return all(text.count(close) >= opened.count(close) for close in set(opened))


def looks_like_heading(text: str, number: Number | None) -> bool:
    """Whether the text could stand as a heading: one short, complete phrase or sentence.

    Without a number it must not end like a sentence, but for a short question.
    """
    if len(text) > HEADING_LENGTH or holds_sentence(text) or not is_balanced(text) or text[-1] in "，、；,;（“《":
        return False
    if number:
        return len(text) > number.length
    if ends_sentence(text):
        asked = text.startswith(("问：", "问:", "問："))  # in an interview, where the answer follows
        return text[-1] in "？?" and len(text) <= 25 and not asked
    return len(text) <= 45 and text[-1] not in "：:"

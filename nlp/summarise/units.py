"""The sentences that a summary may take, and how each stands in its report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise

import numpy as np

from nlp.document import LabelledParagraph
from nlp.summarise.similarity import Floats, Indices, Vectors, vectorise
from nlp.text import sentence_spans, squeeze, words

MIN_CHARACTERS = 10  # a shorter sentence says too little on its own
LONGEST = 250  # characters; a longer sentence is cut at its semicolons
# The point of 61.3%, the sign in 三、四年级, and 第三方 or 最后一公里 number nothing.
_FIGURE = r"[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)]|、(?![一二三四五六七八九十])|[.．](?!\d))|[①-⑳⒈-⒛㈠-㈩]"
NUMBER = re.compile(
    rf"{_FIGURE}|[一二三四五六七八九十][是要]|第[一二三四五六七八九十](?:[，、是]|[个条点项类种步件])"
    r"|首先|其次|再次|最后(?!一)"
)
# A heading at the start of a paragraph, as in （一）加强领导。; and what may be one, as in 一是制定方案。
_HEADING = re.compile(rf"(?:{_FIGURE})[^，；]{{0,30}}")
_PHRASE = re.compile(rf"({NUMBER.pattern})[^，；：:]{{0,16}}")
_COUNT = r"[二两三四五六七八九十几\d]{1,2}(?:个方面|方面|[个条点项大件种类])"
_KIND = "问题|原因|建议|意见|报告|情况|特点|差距|困难|不足|经验|体会|启示|做法|措施|对策|办法|工作"
# What announces others: 现将情况报告如下。, 提出以下建议。, 主要有三条。; not 30%以下。 or 主要景区有12个。
_LEAD_IN = re.compile(
    rf".*[：:]|.*如下[。.]|.*(?<![\d岁%％元万级及])(?:以下|下列|如下)(?:{_COUNT}[^，。]{{0,8}}|[^，。]{{0,4}}(?:{_KIND}))[。.]"
    rf"|.*(?:(?:主要|具体)有|(?:体现|表现|集中|反映)在)(?!\d){_COUNT}(?:的?(?:{_KIND}))?[。.]"
    rf"|.*还有(?!\d){_COUNT}[^，。是]{{0,6}}问题[^，。是]{{0,6}}[。.]",
    re.DOTALL,
)
SHORT_HEAD = 28  # characters; a numbered sentence up to this length opens a point of its paragraph
_OPENING, _CLOSING = "《“‘（(「『【", "》”’）)」』】"


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence that says something on its own, or a part of a very long one."""

    paragraph: int
    """Row of its paragraph among those summarised."""
    start: int
    end: int
    """Offsets in its paragraph."""
    text: str
    """As it stands there."""
    size: int
    """Characters, blanks not counted."""
    before: int
    """Characters of its paragraph before it, blanks not counted."""
    number: int
    """How many such units its paragraph has before it."""
    run_in: str
    """The run-in heading that it stands under, such as 一是制定方案。; empty when there is none."""
    since_run_in: int
    """How many sentences stand between that heading and it."""
    before_run_in: bool
    """The next sentence of the report is a run-in heading."""


@dataclass(frozen=True)
class Candidates:
    """The units of a report and what is computed of them once."""

    paragraphs: tuple[LabelledParagraph, ...]
    units: tuple[Unit, ...]

    @cached_property
    def terms(self) -> tuple[Counter[str], ...]:
        """Words and numbers of each unit."""
        return tuple(Counter(terms_of(unit.text)) for unit in self.units)

    @cached_property
    def vectors(self) -> Vectors:
        """TF-IDF vectors of the units."""
        return vectorise(self.terms)

    @cached_property
    def sizes(self) -> Floats:
        """Characters of each unit, blanks not counted."""
        return np.array([unit.size for unit in self.units], dtype=float)

    @cached_property
    def rows(self) -> Indices:
        """Row of each unit's paragraph."""
        return np.array([unit.paragraph for unit in self.units], dtype=np.int64)

    @cached_property
    def topic(self) -> Floats:
        """Share of the words of all headings above it that each unit has."""
        above = [frozenset(terms_of("\n".join(item.paragraph.headings))) for item in self.paragraphs]
        pairs = zip(self.units, self.terms, strict=True)
        return np.array([overlap(terms, above[unit.paragraph]) for unit, terms in pairs])


def candidates_of(paragraphs: Iterable[LabelledParagraph]) -> Candidates:
    """The units of these paragraphs, in order."""
    given = tuple(paragraphs)
    return Candidates(
        given, tuple(unit for row, item in enumerate(given) for unit in units_of(item.paragraph.text, row))
    )


def units_of(text: str, row: int) -> Iterator[Unit]:
    """The units of a paragraph: no run-in heading, no sentence that only announces others, nothing very short.

    一是制定方案。 is a run-in heading when a sentence follows that opens no point of its own.
    """
    spans = [part for start, end in sentence_spans(text) for part in _parts(text, start, end)]
    squeezed = [squeeze(text[start:end]) for start, end in spans]
    opens = [len(sentence) <= SHORT_HEAD and NUMBER.match(sentence) is not None for sentence in squeezed]
    run_in, opened, number = "", 0, 0
    before = [0, *accumulate(map(len, squeezed))]
    for place, ((start, end), sentence) in enumerate(zip(spans, squeezed, strict=True)):
        following = opens[place + 1] if place + 1 < len(spans) else None
        heading = _HEADING.fullmatch(sentence) or (following is False and _PHRASE.fullmatch(sentence))
        if len(sentence) >= MIN_CHARACTERS and not heading and not _LEAD_IN.fullmatch(sentence):
            yield Unit(
                paragraph=row,
                start=start,
                end=end,
                text=text[start:end],
                size=len(sentence),
                before=before[place],
                number=number,
                run_in=run_in,
                since_run_in=place - opened,
                before_run_in=following is True,
            )
            number += 1
        if opens[place]:
            run_in, opened = sentence, place + 1


def terms_of(text: str) -> list[str]:
    """Words and numbers, without punctuation; blanks do not count, line breaks part words."""
    lines = map(squeeze, text.split("\n"))
    return [word for word in words("\n".join(lines)) if any(map(str.isalnum, word))]


def overlap(terms: Counter[str], wanted: frozenset[str]) -> float:
    """Share of the wanted words among the terms; 0 when none is wanted."""
    return len(wanted & terms.keys()) / max(1, len(wanted))


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or when it is very long the runs of its clauses, each as long as may be up to LONGEST."""
    if len(squeeze(text[start:end])) <= LONGEST:
        yield start, end
        return
    for cut, following in pairwise([*_clauses(text, start, end), end]):
        if len(squeeze(text[start:following])) > LONGEST:
            yield start, cut
            start = cut
    yield start, end


def _clauses(text: str, start: int, end: int) -> Iterator[int]:
    """Where the clauses of a sentence end: after each semicolon that stands in no quotes or brackets."""
    depth = 0
    for place in range(start, end):
        char = text[place]
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char in "；;" and depth == 0:
            yield place + 1

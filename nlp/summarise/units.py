"""The sentences that a summary may take, and how each stands in its report."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

import numpy as np
import numpy.typing as npt

from nlp.document import LabelledParagraph
from nlp.summarise.pieces import FIGURE, NUMBER, SHORT_HEAD, pieces
from nlp.summarise.similarity import Floats, Indices, Vectors, vectorise
from nlp.text import squeeze, words

MIN_CHARACTERS = 10  # a shorter sentence says too little on its own
# A heading at the start of a paragraph, as in （一）加强领导。; and what is one where its sentences follow, as in
# 一是制定方案。 or （一）食堂太少，山区尤为突出。
_HEADING = re.compile(rf"(?:{FIGURE})[^，；]{{0,30}}")
_ROW_NUMBER = re.compile(rf"\s*(?:{FIGURE})\s*")  # a tab after the number of a paragraph parts no cells
_PHRASE = re.compile(
    rf"(?:{NUMBER.pattern})[^，；：:]{{0,16}}|(?:第[一二三四五六七八九十]|首先|其次|再次|最后)[，、][^；：:\d]{{0,16}}"
    rf"|(?:{FIGURE})[^；：:\d]{{0,{SHORT_HEAD - 3}}}"
)
_COUNT = r"[二两三四五六七八九十几\d]{1,2}(?:个方面|方面|[个条点项大件种类])"
_KIND = "问题|原因|建议|意见|报告|情况|特点|差距|困难|不足|经验|体会|启示|做法|措施|对策|办法|工作"
# What announces others: 现将情况报告如下。, 提出以下建议。, 主要有三条。; not 30%以下。 or 主要景区有12个。
_LEAD_IN = re.compile(
    rf".*[：:]|.*如下[。.]|.*(?<![\d岁%％元万级及])(?:以下|下列|如下)(?:{_COUNT}[^，。]{{0,8}}|[^，。]{{0,4}}(?:{_KIND}))[。.]"
    rf"|.*(?:(?:主要|具体)有|(?:体现|表现|集中|反映)在)(?!\d){_COUNT}(?:的?(?:{_KIND}))?[。.]"
    rf"|.*还有(?!\d){_COUNT}[^，。是]{{0,6}}问题[^，。是]{{0,6}}[。.]",
    re.DOTALL,
)
# What takes leave of the reader: 特此报告。, 以上意见，供领导参考。, 疏漏之处，敬请批评指正。, 感谢各单位的支持。
_FORMULA = re.compile(
    r"特此[^，。]{2,6}[。.！]?|.{0,40}请.{0,12}(?:批评|指正)[。.！]?"
    r"|(?:现将|以上|上述|特此).{0,30}(?:请|供)[^，。]{0,14}(?:审[议阅示]|[阅批]示|参[考阅])[。.！]?"
    r"|(?:最后|在此|对此)?，?(?:谨|表示|致以)?(?:衷心|诚挚|特别|真诚|由衷)?的?(?:感谢|鸣谢|致谢).*|.{0,12}谢谢(?:大家|各位|你们).{0,4}",
    re.DOTALL,
)
# Openers that point back at a sentence which the summary may not have.
_DANGLING = re.compile(
    r"此外|此(?!次)|这|该|同时|因此|所以|另外|其中|其|但(?!凡)|然而|而且|并且|例如|如(?![何果今期])|比如|对此|为此|他们|他|她|它|据此"
    r"|上述|以上|从而|可见|由此|另一方面|特别是|尤其|甚至|以及|再者|当然|不过|也|还有|同是|后[两三]|[前后]者"
)


@dataclass(frozen=True, slots=True)
class Unit:
    """A sentence that says something on its own, a quotation of several, or a part of a very long one."""

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
    def dangling(self) -> npt.NDArray[np.bool_]:
        """Whether each unit opens with a word that points back, such as 此外."""
        return np.array([dangles(unit.text) for unit in self.units], dtype=bool)

    @cached_property
    def texts(self) -> Indices:
        """A number per unit, equal for those that say the same."""
        seen: dict[str, int] = {}
        texts = (squeeze(unit.text) for unit in self.units)
        return np.array([seen.setdefault(text, len(seen)) for text in texts], dtype=np.int64)

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
    """The units of a paragraph: no run-in heading, no row of a table, no sentence that only announces others or
    takes leave, nothing very short.

    一是制定方案。 is a run-in heading when a sentence follows that opens no point of its own.
    """
    spans = list(pieces(text))
    squeezed = [squeeze(text[start:end]) for start, end in spans]
    opens = [len(sentence) <= SHORT_HEAD and NUMBER.match(sentence) is not None for sentence in squeezed]
    run_in, opened, number = "", 0, 0
    before = [0, *accumulate(map(len, squeezed))]
    for place, ((start, end), sentence) in enumerate(zip(spans, squeezed, strict=True)):
        following = opens[place + 1] if place + 1 < len(spans) else None
        heading = _HEADING.fullmatch(sentence) or (following is False and _PHRASE.fullmatch(sentence))
        cells = "\t" in _ROW_NUMBER.sub("", text[start:end])
        empty = cells or heading or _LEAD_IN.fullmatch(sentence) or _FORMULA.fullmatch(sentence)
        if len(sentence) >= MIN_CHARACTERS and not empty:
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


def dangles(sentence: str) -> bool:
    """Whether it opens with a word that points back at a sentence before it, such as 此外."""
    return _DANGLING.match(squeeze(sentence)) is not None


def terms_of(text: str) -> list[str]:
    """Words and numbers, without punctuation; blanks do not count, line breaks part words."""
    lines = map(squeeze, text.split("\n"))
    return [word for word in words("\n".join(lines)) if any(map(str.isalnum, word))]


def overlap(terms: Counter[str], wanted: frozenset[str]) -> float:
    """Share of the wanted words among the terms; 0 when none is wanted."""
    return len(wanted & terms.keys()) / max(1, len(wanted))

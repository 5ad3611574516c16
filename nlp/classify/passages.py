"""What a classifier may look at: a paragraph's text, its headings, its neighbours and where in its report it stands."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

import numpy as np
import numpy.typing as npt

from nlp.document import Example, Report
from nlp.text import sentence_spans, squeeze

_NUMBER = re.compile(r"^(第[一二三四五六七八九十百0-9]+[章节部分]+|[（(]?[一二三四五六七八九十百0-9]+[）)、.．]+)")
_EDGE = 0.2  # share of the report that counts as its opening, and as its close

Scores: TypeAlias = npt.NDArray[np.float64]
"""Probabilities, a row per paragraph or sentence and a column per label; each row sums to 1."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph without its gold label, from a report or from training data."""

    text: str
    headings: tuple[str, ...]
    """Outermost first."""
    position: float | None
    """0 for the first paragraph of the report, 1 for the last; None when the report has only one."""
    before: str = ""
    """Text of the paragraph before it in the report; empty when there is none."""
    after: str = ""
    report: str = field(default="", compare=False)
    """Which of several reports it is of: a section is of one report."""


class Model(Protocol):
    """A trained model of any kind, before calibration: it labels sentences, which vote for their paragraph."""

    def sentence_scores(self, passages: Sequence[Passage]) -> list[Scores]:
        """Of each passage a row per sentence, in the order of `sentences`; it depends on that passage alone."""


def vote(passages: Sequence[Passage], sentence_scores: Sequence[Scores]) -> Scores:
    """The mean of the scores of a passage's sentences, each weighted by `vote_weight`; a row per passage."""
    rows = []
    for passage, scores in zip(passages, sentence_scores, strict=True):
        weights = np.array([vote_weight(passage.text[start:end]) for start, end in sentences(passage.text)])
        rows.append(weights @ scores / weights.sum())
    return np.stack(rows) if rows else np.empty((0, 0))


def passages_of_report(report: Report) -> tuple[Passage, ...]:
    """The paragraphs of a report."""
    return _passages([(paragraph.text, paragraph.headings) for paragraph in report.paragraphs])


def passages_of_examples(examples: Sequence[Example]) -> tuple[Passage, ...]:
    """Gold paragraphs, those of a report taken to be in the order in which they come."""
    reports: dict[str, list[Example]] = {}
    for example in examples:
        reports.setdefault(example.report, []).append(example)
    passages = {
        report: iter(_passages([(example.text, example.headings) for example in group], report))
        for report, group in reports.items()
    }
    return tuple(next(passages[example.report]) for example in examples)


def _passages(paragraphs: Sequence[tuple[str, tuple[str, ...]]], report: str = "") -> tuple[Passage, ...]:
    """Text and headings of a whole report's paragraphs, in order."""
    texts = ["", *(text for text, _ in paragraphs), ""]
    last = len(paragraphs) - 1
    return tuple(
        Passage(text, headings, index / last if last else None, texts[index], texts[index + 2], report)
        for index, (text, headings) in enumerate(paragraphs)
    )


def bare_heading(heading: str) -> str:
    """The heading without its number, which says nothing of what stands below it."""
    return _NUMBER.sub("", heading.strip()).strip()


def place(position: float | None) -> tuple[float, float, float]:
    """How late in the report, how far into its opening, how far into its close; all 0 when unknown."""
    if position is None:
        return (0.0, 0.0, 0.0)
    return (position - 0.5, max(0.0, 1 - position / _EDGE), max(0.0, 1 - (1 - position) / _EDGE))


def sentences(text: str) -> list[tuple[int, int]]:
    """The spans of the sentences of a text; a text without any is one."""
    return list(sentence_spans(text)) or [(0, len(text))]


def vote_weight(sentence: str) -> float:
    """What a sentence counts in the vote for its paragraph: the root of its length in characters, without blanks.

    The root, because characters decide a paragraph's label, but a sentence of 200 of them is not four times as telling
    as one of 50.
    """
    return math.sqrt(max(1, len(squeeze(sentence))))


def gold_sentence_labels(example: Example) -> list[str | None]:
    """For each of the `sentences` of a gold paragraph the label of the labelled one that shares most characters.

    None for a sentence that overlaps no labelled one; the paragraph's label for all when no sentence is labelled.
    """
    spans = sentences(example.text)
    if not example.sentences:
        return [example.label] * len(spans)
    gold: list[tuple[int, int, str]] = []
    position = 0
    for sentence in example.sentences:
        start = example.text.find(sentence.text, position)
        if sentence.text and start >= 0:
            position = start + len(sentence.text)
            gold.append((start, position, sentence.label))
    return [_label_of(span, gold) for span in spans]


def _label_of(span: tuple[int, int], gold: Sequence[tuple[int, int, str]]) -> str | None:
    shared = [(min(span[1], end) - max(span[0], start), -start, label) for start, end, label in gold]
    characters, _, label = max(shared, default=(0, 0, ""))
    return label if characters > 0 else None

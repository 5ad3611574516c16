"""How good a summary is beside reference summaries, and how it reads by itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields

import numpy as np

from nlp.evaluate.rouge import ngrams, rouge_l, rouge_n
from nlp.text import squeeze


@dataclass(frozen=True, slots=True)
class Extract:
    """The sentences of a summary, in the order of the report, and where they come from."""

    sentences: tuple[str, ...]
    sections: frozenset[tuple[str, ...]]
    """The heading paths of its sentences."""
    labels: frozenset[str]
    """The labels of their paragraphs."""


@dataclass(frozen=True, slots=True)
class SummaryScores:
    """Of one summary against one reference, or the mean of several."""

    rouge_1: float
    rouge_2: float
    rouge_l: float
    sentence_f1: float
    """Of the sentences taken, each weighted by its characters."""
    redundancy: float
    """Share of its pairs of characters that it has had before."""
    sections: float
    """Share of the report's sections that it has a sentence of."""
    labels: float
    """Share of the report's labels that it has a sentence of."""
    dangling: float
    """Share of its sentences that open with a word that points back, such as 此外."""
    over_budget: float
    """1 when it is longer than its budget."""
    length: float
    """Its characters by those of the reference."""


def score_summary(
    summary: Extract, reference: Sequence[str], whole: Extract, *, budget: int, dangling: Callable[[str], bool]
) -> SummaryScores:
    """Score a summary; `whole` is the report as if all of it were taken."""
    text, wanted = "".join(summary.sentences), "".join(reference)
    size, wanted_size = len(squeeze(text)), len(squeeze(wanted))
    taken, theirs = set(map(squeeze, summary.sentences)), set(map(squeeze, reference))
    pairs = ngrams(squeeze(text), 2)
    return SummaryScores(
        rouge_1=rouge_n(text, wanted, 1),
        rouge_2=rouge_n(text, wanted, 2),
        rouge_l=rouge_l(text, wanted),
        sentence_f1=2 * sum(map(len, taken & theirs)) / max(1, size + wanted_size),
        redundancy=1 - len(pairs) / pairs.total() if pairs else 0.0,
        sections=len(summary.sections) / max(1, len(whole.sections)),
        labels=len(summary.labels) / max(1, len(whole.labels)),
        dangling=sum(map(dangling, summary.sentences)) / max(1, len(summary.sentences)),
        over_budget=float(size > budget),
        length=size / max(1, wanted_size),
    )


def mean_scores(scores: Sequence[SummaryScores]) -> SummaryScores:
    """The mean of each figure. Raises ValueError when there is none."""
    if not scores:
        raise ValueError("expected summaries to score, got none")
    return SummaryScores(
        **{
            field.name: float(np.mean([getattr(item, field.name) for item in scores]))
            for field in fields(SummaryScores)
        }
    )

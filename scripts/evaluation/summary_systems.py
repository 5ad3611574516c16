"""Ways to summarise that are judged side by side: each ranks the same sentences or fills the same budget with them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from nlp.evaluate.rouge import rouge_n
from nlp.summarise.units import terms_of

if TYPE_CHECKING:
    from nlp.summarise.units import Candidates

Ranking: TypeAlias = Callable[["Candidates", Sequence[int]], Iterable[int]]
"""Puts those of the candidates that are given in order, best first."""

LEXRANK = "sumy LexRank"
_SEED = 0


def fill(candidates: Candidates, ranking: Iterable[int], budget: int) -> list[int]:
    """The best that fit, one after the other, in the order of the report; what is too long is passed over."""
    taken: list[int] = []
    for row in ranking:
        if candidates.sizes[row] <= budget:
            taken.append(row)
            budget -= int(candidates.sizes[row])
    return sorted(taken)


def at_random(_: Candidates, rows: Sequence[int]) -> Iterable[int]:
    """In an order that says nothing."""
    return [rows[place] for place in np.random.default_rng(_SEED).permutation(len(rows))]


def lead(_: Candidates, rows: Sequence[int]) -> Iterable[int]:
    """The first ones first."""
    return rows


def lead_per_section(candidates: Candidates, rows: Sequence[int]) -> Iterable[int]:
    """The first one of each section, then the second one of each, and so on."""
    seen: Counter[tuple[str, ...]] = Counter()
    turns = []
    for row in rows:
        headings = candidates.paragraphs[candidates.units[row].paragraph].paragraph.headings
        turns.append((seen[headings], row))
        seen[headings] += 1
    return [row for _, row in sorted(turns)]


def sumy_lexrank(candidates: Candidates, rows: Sequence[int]) -> Iterable[int]:
    """LexRank as the package sumy has it, with the words that we use too."""
    ratings = rated_by_sumy("lex_rank", "LexRankSummarizer", [candidates.units[row].text for row in rows])
    return [rows[place] for place in sorted(range(len(rows)), key=lambda place: (-ratings[place], place))]


def rated_by_sumy(module: str, name: str, sentences: Sequence[str]) -> list[float]:
    """What one of sumy's summarisers gives each sentence."""
    from importlib import import_module

    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    class Words:
        """What sumy asks of a tokenizer."""

        @staticmethod
        def to_words(text: str) -> tuple[str, ...]:
            return tuple(terms_of(text))

    def rated(items: Sequence[Any], _: int, rating: Any, *args: Any) -> list[float]:
        return [float(rating(item, *args) if callable(rating) else rating[item]) for item in items]

    summarizer = getattr(import_module(f"sumy.summarizers.{module}"), name)()
    summarizer._get_best_sentences = rated  # sumy only gives the best ones; their ratings are what we need
    document = ObjectDocumentModel([Paragraph([Sentence(text, Words()) for text in sentences])])
    ratings: list[float] = summarizer(document, len(sentences))
    return ratings


def oracle(candidates: Candidates, rows: Sequence[int], reference: Sequence[str], budget: int) -> list[int]:
    """Greedily what raises ROUGE-2 with the reference most: how good an extract can be."""
    wanted, taken, best = "".join(reference), list[int](), 0.0
    while True:
        size = sum(candidates.sizes[row] for row in taken)
        fitting = [row for row in rows if row not in taken and size + candidates.sizes[row] <= budget]
        gains = [(rouge_n(_text(candidates, [*taken, row]), wanted, 2), -row) for row in fitting]
        if not gains or max(gains)[0] <= best:
            return sorted(taken)
        best, row = max(gains)
        taken.append(-row)


def baselines() -> Mapping[str, Ranking]:
    """By name; sumy's only where it is installed."""
    found: dict[str, Ranking] = {"random": at_random, "lead": lead, "lead per section": lead_per_section}
    return found | ({LEXRANK: sumy_lexrank} if find_spec("sumy") else {})


def _text(candidates: Candidates, rows: Sequence[int]) -> str:
    return "".join(candidates.units[row].text for row in sorted(rows))

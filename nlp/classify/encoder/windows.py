"""Texts to the tokens that an encoder reads."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from nlp.classify.passages import Passage, bare_heading, sentences, vote_weight

if TYPE_CHECKING:
    from tokenizers import Tokenizer

Item = TypeVar("Item")

OUTSIDE = -1
"""The sentence of tokens that are not of the text: special tokens and the prefix."""


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of a text as tokens."""

    ids: Sequence[int]
    sentences: Sequence[int]
    """For each token the number of its sentence in the text, or OUTSIDE."""


def views(passage: Passage, weights: Sequence[float]) -> tuple[str, ...]:
    """The texts that tell the label of a paragraph: its own, its heading path, those before and after.

    One that is blank is empty, as are the others than its own that have no weight.
    """
    heading = " ".join(map(bare_heading, passage.headings))
    texts = (passage.text, heading, passage.before, passage.after)
    return tuple(
        text if text.strip() and (weight or not number) else ""
        for number, (text, weight) in enumerate(zip(texts, weights, strict=True))
    )


def sentence_facts(text: str) -> list[tuple[float, float, float, float]]:
    """Of each sentence: its weight in the vote, and 1 or 0 for being the first, the last and the only one."""
    spans = sentences(text)
    last = len(spans) - 1
    return [
        (
            vote_weight(text[start:end]),
            float(number == 0),
            float(number == last),
            float(last == 0),
        )
        for number, (start, end) in enumerate(spans)
    ]


def bucketed(items: Iterable[Item], length: Callable[[Item], int], budget: int) -> Iterator[list[Item]]:
    """The items from the shortest on, in batches that stay within a budget of padded tokens, or are of one item."""
    batch: list[Item] = []
    for item in sorted(items, key=length):
        if batch and (len(batch) + 1) * length(item) > budget:
            yield batch
            batch = []
        batch.append(item)
    if batch:
        yield batch


class Cutter:
    """Cuts texts into windows."""

    def __init__(self, tokenizer: Tokenizer, *, prefix: str, max_tokens: int) -> None:
        tokenizer.no_truncation()
        tokenizer.no_padding()
        self._tokenizer = tokenizer
        example = tokenizer.encode("。")
        first, last = (order.index(0) for order in (example.special_tokens_mask, example.special_tokens_mask[::-1]))
        self._head = [*example.ids[:first], *tokenizer.encode(prefix, add_special_tokens=False).ids]
        self._tail = example.ids[len(example.ids) - last :]
        self._room = max_tokens - len(self._head) - len(self._tail)
        if self._room < 1:
            raise ValueError(f"expected max_tokens to leave room for more than the prefix {prefix!r}, got {max_tokens}")

    def windows(self, text: str) -> list[Window]:
        """As few windows as the limit allows, as equal in length as can be; together they hold every token once.

        A blank text has none.
        """
        encoding = self._tokenizer.encode(text, add_special_tokens=False)
        count = math.ceil(len(encoding.ids) / self._room)
        bounds = [len(encoding.ids) * number // max(1, count) for number in range(count + 1)]
        starts = [start for start, _ in sentences(text)]
        # The last character decides: the first of a piece may be the blank before a sentence.
        belongs = [max(0, bisect_right(starts, max(start, end - 1)) - 1) for start, end in encoding.offsets]
        head, tail = [OUTSIDE] * len(self._head), [OUTSIDE] * len(self._tail)
        return [
            Window(
                [*self._head, *encoding.ids[start:end], *self._tail],
                [*head, *belongs[start:end], *tail],
            )
            for start, end in pairwise(bounds)
        ]

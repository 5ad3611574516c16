"""The same paragraphs under other headings: how much does a model lean on them?"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from nlp.document import Example

_SEED = 0  # which report lends its headings must not change from run to run


def printed(examples: Sequence[Example]) -> tuple[Example, ...]:
    """As they are."""
    return tuple(examples)


def removed(examples: Sequence[Example]) -> tuple[Example, ...]:
    """Without headings."""
    return tuple(replace(example, headings=()) for example in examples)


def replaced(examples: Sequence[Example]) -> tuple[Example, ...]:
    """Every heading path of a report replaced by one of another report, the same wherever it stands.

    With a single report there is nothing to take from: then the headings stay.
    """
    paths: dict[str, list[tuple[str, ...]]] = {}
    for example in examples:
        paths.setdefault(example.report, []).append(example.headings)
    if len(paths) == 1:
        return tuple(examples)
    chance = random.Random(_SEED)  # noqa: S311 - no secret
    lent: dict[tuple[str, tuple[str, ...]], tuple[str, ...]] = {}
    for example in examples:
        key = (example.report, example.headings)
        if key not in lent:
            lender = chance.choice([report for report in paths if report != example.report])
            lent[key] = chance.choice(paths[lender])
    return tuple(replace(example, headings=lent[example.report, example.headings]) for example in examples)


CONDITIONS: Mapping[str, Callable[[Sequence[Example]], tuple[Example, ...]]] = {
    "printed": printed,
    "removed": removed,
    "replaced": replaced,
}
"""What is done to the headings of the paragraphs that are judged; training always sees them as printed."""

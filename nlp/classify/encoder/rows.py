"""Labelled paragraphs as the rows that a training step takes: runs of paragraphs that stand together."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict

from nlp.classify.encoder.settings import Settings
from nlp.classify.encoder.windows import sentence_facts, views
from nlp.classify.passages import gold_sentence_labels, passages_of_examples, place
from nlp.document import Example

RUN = 8
"""Paragraphs to a row: those inside a run are each other's neighbours and are encoded once."""
UNKNOWN = -100
"""Label of a sentence that overlaps no labelled one; torch's cross-entropy leaves it out."""


class Row(TypedDict):
    """A list entry per paragraph."""

    views: list[tuple[str, ...]]
    places: list[tuple[float, float, float]]
    labels: list[int]
    facts: list[list[tuple[float, float, float, float]]]
    """`windows.sentence_facts` of each sentence of the paragraph."""
    sentence_labels: list[list[int]]
    """Of each sentence of the paragraph."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Training data, and what is held out of it."""

    training: list[Row]
    validation: list[Row]


def rows_of(examples: Sequence[Example], labels: Sequence[str], settings: Settings) -> Rows:
    """Runs of up to RUN paragraphs of a report; whole reports are held out, which ones is left to the seed."""
    reports: dict[str, list[Row]] = {}
    passages = passages_of_examples(examples)
    for example, passage in zip(examples, passages, strict=True):
        if not example.text.strip():
            continue
        runs = reports.setdefault(example.report, [])
        if not runs or len(runs[-1]["labels"]) == RUN:
            runs.append(Row(views=[], places=[], labels=[], facts=[], sentence_labels=[]))
        runs[-1]["views"].append(views(passage, settings.view_weights))
        runs[-1]["places"].append(place(passage.position))
        runs[-1]["labels"].append(labels.index(example.label))
        runs[-1]["facts"].append(sentence_facts(example.text))
        gold = gold_sentence_labels(example)
        runs[-1]["sentence_labels"].append([UNKNOWN if label is None else labels.index(label) for label in gold])
    order = sorted(reports)
    random.Random(settings.seed).shuffle(order)  # noqa: S311 - no secret
    held_out: set[str] = set()
    sizes = Counter(example.report for example in examples)
    while sum(sizes[report] for report in held_out) < settings.validation_share * len(examples):
        held_out.add(order[len(held_out)])
    rows = Rows(
        training=[row for report, runs in reports.items() if report not in held_out for row in runs],
        validation=[row for report, runs in reports.items() if report in held_out for row in runs],
    )
    if not rows.training:
        raise ValueError(f"expected reports to train on beside those held out, got {len(reports)} report in all")
    return rows

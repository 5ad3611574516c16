"""Summarising beside sumy's LexRank and TextRank: processor time and memory for reports of several lengths."""

from __future__ import annotations

import json
import multiprocessing
import os
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, replace
from itertools import cycle
from statistics import median
from typing import TYPE_CHECKING

from nlp.document import LabelledParagraph, Paragraph, Prediction
from nlp.storage.examples import Columns, read_examples
from scripts.benchmarks.machine import machine, peak_mb
from scripts.command import CONFIGS, expanded, model_folder, settings_from, summary_settings

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.document import Label
    from nlp.summarise import SummarySettings

GOLD = CONFIGS.parent / "examples" / "gold" / "paragraphs.jsonl"
LENGTHS = (3_000, 10_000, 30_000)  # characters
ROUNDS = 3
WAYS = ("ours, trained", "ours, unsupervised", "sumy LexRank", "sumy TextRank")


@dataclass(frozen=True, slots=True)
class Cost:
    """Of one report."""

    way: str
    characters: int
    seconds: float
    """Processor time from paragraphs to summaries, overall and per label; sumy's is of one overall ranking."""
    megabytes: float
    """Peak of the whole process."""


def run(config: DictConfig) -> int:
    """Measure; write summary.json and summary.md."""
    from nlp.classify.folder import open_folder
    from nlp.evaluate.tables import table
    from nlp.storage.files import write_text

    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    labels = open_folder(model_folder(config.model))[0].labels
    columns, settings = settings_from(config.columns, Columns), summary_settings(config.summary)
    reports = [report_of_length(characters, labels, columns) for characters in LENGTHS]
    costs = [in_new_process(way, paragraphs, settings) for paragraphs in reports for way in WAYS]
    rows = [[c.way, f"{c.characters:,}", f"{c.seconds:.3f}", f"{c.megabytes:.0f}"] for c in costs]
    text = table(["", "characters", "CPU seconds", "peak MB"], rows) + "\n"
    output = expanded(config.output)
    record = {"machine": machine(), "rounds": ROUNDS, "costs": [asdict(cost) for cost in costs]}
    write_text(output / "summary.json", json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    write_text(output / "summary.md", text)
    print(text)
    print(f"Figures: {config.output}")
    return 0


def report_of_length(characters: int, labels: tuple[Label, ...], columns: Columns) -> tuple[LabelledParagraph, ...]:
    """Paragraphs of the example reports, one after the other, until there are so many characters."""
    ids = [label.id for label in labels]
    found: list[LabelledParagraph] = []
    start = 0
    for example in cycle(read_examples([GOLD], columns, labels)):
        scores = {label: 0.9 if label == example.label else 0.1 / (len(ids) - 1) for label in ids}
        paragraph = Paragraph(len(found), start, start + len(example.text), example.text, example.headings)
        found.append(LabelledParagraph(paragraph, Prediction(example.label, 0.9, scores)))
        start = paragraph.end + 1
        if start >= characters:
            return tuple(found)
    raise ValueError(f"{GOLD.name} has no paragraphs")


def in_new_process(way: str, paragraphs: tuple[LabelledParagraph, ...], settings: SummarySettings) -> Cost:
    """Measure in a process of its own, so that nobody's memory counts for another."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(measure, way, paragraphs, settings).result()


def measure(way: str, paragraphs: tuple[LabelledParagraph, ...], settings: SummarySettings) -> Cost:
    """The median of a few rounds, after one that loads dictionary and scorer."""
    summarise = _ways(paragraphs, settings)[way]
    summarise()
    seconds = []
    for _ in range(ROUNDS):
        started = time.process_time()
        summarise()
        seconds.append(time.process_time() - started)
    return Cost(way, paragraphs[-1].paragraph.end, median(seconds), peak_mb())


def _ways(paragraphs: tuple[LabelledParagraph, ...], settings: SummarySettings) -> Mapping[str, Callable[[], object]]:
    from nlp.summarise import summarise
    from nlp.summarise.units import units_of
    from scripts.evaluation.summary_systems import rated_by_sumy

    labels = tuple(paragraphs[0].prediction.scores)
    untrained = replace(settings, scorer=None)

    def sentences() -> list[str]:
        return [unit.text for row, item in enumerate(paragraphs) for unit in units_of(item.paragraph.text, row)]

    ways: tuple[Callable[[], object], ...] = (
        lambda: summarise(paragraphs, labels, settings),
        lambda: summarise(paragraphs, labels, untrained),
        lambda: rated_by_sumy("lex_rank", "LexRankSummarizer", sentences()),
        lambda: rated_by_sumy("text_rank", "TextRankSummarizer", sentences()),
    )
    return dict(zip(WAYS, ways, strict=True))

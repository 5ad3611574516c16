"""Labelling beside other ways to do it, interleaved in one run; and a batch from files to JSON, stage by stage."""

from __future__ import annotations

import json
import multiprocessing
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, TypeVar

from scripts.benchmarks.batches import EXAMPLES, batch_settings, job_from, made_reports
from scripts.benchmarks.machine import machine
from scripts.benchmarks.peak import Share, measure_share
from scripts.benchmarks.ways import Measured, measure
from scripts.command import expanded, model_folder, settings_from, summary_settings

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.document import Example

Value = TypeVar("Value")
# Set before numpy is loaded in the processes that are measured.
_ONE_THREAD = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def run(config: DictConfig) -> int:
    """Measure; write label.json and label.md."""
    from nlp.storage.files import write_text

    os.environ |= dict.fromkeys(_ONE_THREAD, "1")
    output = expanded(config.output)
    examples = examples_from(config)
    runs = interleaved(ways_from(config), examples, rounds=int(config.label.rounds))
    share = encoder_share(model_folder(config.model), [example.text for example in examples])
    stages, batches = stage_times(config), batch_times(config)
    text = markdown(runs, examples, share, stages, batches)
    record = {
        "machine": machine(),
        "paragraphs": len(examples),
        "ways": {name: [asdict(measured) for measured in items] for name, items in runs.items()},
        "encoder": share and asdict(share),
        "cpu_ms_per_paragraph_by_stage": stages,
        "paragraphs_per_second_by_workers": batches,
    }
    write_text(output / "label.json", json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    write_text(output / "label.md", text)
    print(text)
    print(f"Figures: {output}")
    return 0


def examples_from(config: DictConfig) -> list[Example]:
    """The paragraphs to label, report by report."""
    from nlp.classify.folder import open_folder
    from nlp.storage.examples import Columns, read_examples

    labels = open_folder(model_folder(config.model))[0].labels
    examples = read_examples([Path(str(config.label.data))], settings_from(config.columns, Columns), labels)
    return sorted(examples, key=lambda example: example.report)


def ways_from(config: DictConfig) -> dict[str, tuple[str, Path]]:
    """What is compared: by name, the kind of `KINDS` and the folder."""
    from nlp.classify.folder import open_folder
    from nlp.encoders import encoder_folder

    ways: dict[str, tuple[str, Path]] = {}
    for item in [config.model, *config.label.models]:
        folder = model_folder(item)
        ways[f"{folder.name} ({open_folder(folder)[0].kind})"] = ("ours", folder)
        if open_folder(folder)[0].kind == "linear":
            ways[f"scikit-learn with the terms of {folder.name}"] = ("scikit-learn", folder)
    if config.label.teacher:
        for kind in ("pipeline, batch 1", "pipeline, batch 32"):
            ways[f"transformers {kind}"] = (kind, encoder_folder(str(config.label.teacher)))
    return ways


def interleaved(
    ways: Mapping[str, tuple[str, Path]], examples: Sequence[Example], *, rounds: int
) -> dict[str, list[Measured]]:
    """Each way once per round, in a new process each time, so that a busy moment of the machine hits all of them."""
    runs: dict[str, list[Measured]] = defaultdict(list)
    context = multiprocessing.get_context("spawn")
    for _ in range(rounds):
        for name, (kind, folder) in ways.items():
            with ProcessPoolExecutor(1, mp_context=context) as process:
                runs[name].append(process.submit(measure, kind, folder, examples).result())
    return runs


def encoder_share(folder: Path, texts: Sequence[str]) -> Share | None:
    """How well the encoder of this model uses the processor, measured in a new process."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(measure_share, folder, texts).result()


def stage_times(config: DictConfig) -> dict[str, float]:
    """Processor milliseconds per paragraph that each stage takes for the example files, in this process."""
    from nlp.classify import load_model
    from nlp.document import LabelledParagraph, LabelledReport
    from nlp.read import ReadSettings, read_source
    from nlp.storage.files import write_text
    from nlp.storage.labelled import to_json
    from nlp.structure import structure
    from nlp.summarise import summarise
    from nlp.text import words

    classifier = load_model(model_folder(config.model))
    read, summary = settings_from(config.read, ReadSettings), summary_settings(config.summary)
    times: dict[str, float] = defaultdict(float)

    def timed(stage: str, function: Callable[..., Value], *arguments: object, **named: object) -> Value:
        started = time.process_time()
        value = function(*arguments, **named)
        times[stage] += time.process_time() - started
        return value

    words("词典每个进程只装一次。")
    paragraphs = 0
    with tempfile.TemporaryDirectory() as output:
        for path in sorted(EXAMPLES.iterdir()):
            source = timed("read", read_source, path, name=path.name, settings=read)
            for report in timed("structure", structure, source):
                predictions = timed("label", classifier.predict, report)
                labelled = tuple(map(LabelledParagraph, report.paragraphs, predictions))
                summaries = timed("summarise", summarise, labelled, classifier.stamp.labels, summary)
                made = LabelledReport(report, labelled, summaries, classifier.stamp)
                timed("write", lambda made: write_text(Path(output) / f"{made.report.id}.json", to_json(made)), made)
                paragraphs += len(labelled)
    return {stage: round(1000 * seconds / paragraphs, 4) for stage, seconds in times.items()}


def batch_times(config: DictConfig) -> dict[int, float]:
    """Paragraphs per second from files to JSON, start-up included, by the number of workers."""
    from nlp.batch import find_inputs, label_batch

    rates: dict[int, float] = {}
    with made_reports(int(config.label.files)) as folder:
        inputs = find_inputs([str(folder)])
        for workers in config.label.workers:
            settings = batch_settings(config, workers=workers)
            started = time.perf_counter()
            with tempfile.TemporaryDirectory() as output:
                result = label_batch(inputs, Path(output), job_from(config), settings=settings)
            rates[workers] = round(sum(result.paragraphs.values()) / (time.perf_counter() - started), 1)
    return rates


def markdown(
    runs: Mapping[str, Sequence[Measured]],
    examples: Sequence[Example],
    share: Share | None,
    stages: Mapping[str, float],
    batches: Mapping[int, float],
) -> str:
    """The figures as tables: medians over the rounds."""
    from nlp.evaluate.tables import table

    first = next(iter(runs.values()))
    gold = [example.label for example in examples]
    rows = []
    for name, items in runs.items():
        cpu = median(item.cpu_ms for item in items)
        rows.append(
            [
                name,
                f"{cpu:.2f}",
                f"{cpu / median(item.cpu_ms for item in first):.2f}",
                f"{median(item.seconds for item in items):.1f}",
                f"{median(item.ready_seconds for item in items):.1f}",
                f"{max(item.peak_mb for item in items):.0f}",
                f"{_share(items[0].labels, first[0].labels):.3f}",
                f"{_share(items[0].labels, gold):.3f}",
            ]
        )
    head = ["way", "CPU ms per paragraph", "times", "seconds", "ready after s", "peak MB", "same label", "gold label"]
    total = sum(stages.values())
    parts = [[stage, f"{ms:.2f}", f"{ms / total:.0%}"] for stage, ms in stages.items()]
    return (
        "\n\n".join(
            [
                "# Labelling",
                f"{len(examples)} paragraphs, one thread, every way in a new process, interleaved, median of "
                f"{len(first)} rounds; times: CPU against the first way; same and gold label: share of the paragraphs. "
                f"{machine()}.",
                table(head, rows),
                *([told(share)] if share else []),
                f"From the example files to JSON, {total:.2f} CPU ms per paragraph:",
                table(["stage", "CPU ms per paragraph", "share"], parts),
                "A batch, start-up and tables included:",
                table(
                    ["workers", "paragraphs per second"],
                    [[f"{count}", f"{rate:.0f}"] for count, rate in batches.items()],
                ),
            ]
        )
        + "\n"
    )


def told(share: Share) -> str:
    """How well the encoder uses the processor, in a sentence."""
    part = share.gigaflops / share.peak_gigaflops
    return (
        f"The encoder alone: {share.cpu_ms:.1f} CPU ms per paragraph of {share.tokens:.0f} tokens, "
        f"{share.gigaflops:.0f} GFLOP/s, {part:.0%} of the {share.peak_gigaflops:.0f} GFLOP/s of onnxruntime's "
        "product of two large float32 matrices."
    )


def _share(one: Sequence[str], other: Sequence[str]) -> float:
    return sum(map(str.__eq__, one, other)) / len(one)

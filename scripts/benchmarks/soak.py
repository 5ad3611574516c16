"""Thousands of reports in one batch: whether memory and pace stay the same from the first to the last."""

from __future__ import annotations

import json
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.benchmarks.batches import batch_settings, job_from, made_reports
from scripts.benchmarks.machine import machine
from scripts.command import expanded
from scripts.evaluation.svg import FAINT, INK, Drawing
from scripts.terminal import progress

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.batch import BatchResult, Step

SAMPLES = 100


@dataclass(frozen=True, slots=True)
class Sample:
    """How things stood when so many files were done."""

    files: int
    seconds: float
    run_mb: float
    """Memory (resident set) of the process that gives out and writes."""
    workers_mb: float
    """Of all workers together."""


def run(config: DictConfig) -> int:
    """Label the reports; write soak.json, soak.md and soak.svg."""
    from nlp.storage.files import write_text

    if not Path("/proc/self/status").exists():
        raise ValueError("the memory of processes is read from /proc, which only Linux has")
    output = expanded(config.output)
    with made_reports(int(config.soak.reports)) as folder:
        result, samples = soak(config, folder)
    write_text(output / "soak.svg", chart(samples))
    write_text(output / "soak.md", markdown(result, samples))
    record = {"machine": machine(), "result": asdict(result), "samples": [asdict(sample) for sample in samples]}
    write_text(output / "soak.json", json.dumps(record, ensure_ascii=False, indent=2) + "\n")
    print(markdown(result, samples))
    print(f"Figures: {output}")
    return 0


def soak(config: DictConfig, folder: Path) -> tuple[BatchResult, list[Sample]]:
    """Label the folder into another one, which goes afterwards."""
    from nlp.batch import find_inputs, label_batch

    inputs = find_inputs([str(folder)])
    every = max(1, len(inputs.files) // SAMPLES)
    samples: list[Sample] = []
    started = time.monotonic()
    with tempfile.TemporaryDirectory() as output, progress(len(inputs.files)) as advance:
        done = 0

        def step(step: Step) -> None:
            nonlocal done
            done += 1
            advance(step.item, paragraphs=step.paragraphs, failed=step.failed)
            if done % every == 0:
                samples.append(Sample(done, round(time.monotonic() - started, 2), *memory()))

        result = label_batch(inputs, Path(output), job_from(config), settings=batch_settings(config), progress=step)
    return result, samples


def memory() -> tuple[float, float]:
    """Megabytes of this process, and of all its children."""
    children = [pid for path in Path("/proc/self/task").glob("*/children") for pid in path.read_text().split()]
    return _resident("self"), round(sum(map(_resident, children)), 1)


def _resident(process: str) -> float:
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines()
    except OSError:  # it has just ended
        return 0.0
    return next((round(int(line.split()[1]) / 1024, 1) for line in lines if line.startswith("VmRSS:")), 0.0)


def pace(samples: list[Sample], first: int, last: int) -> float:
    """Files per second between two samples."""
    return (samples[last].files - samples[first].files) / (samples[last].seconds - samples[first].seconds)


def markdown(result: BatchResult, samples: list[Sample]) -> str:
    """Memory and pace at a few moments as a table."""
    from nlp.evaluate.tables import table

    last = len(samples) - 1
    rows = []
    for place in sorted({0, last // 10, last // 4, last // 2, last}):
        sample = samples[place]
        rate = f"{pace(samples, max(0, place - 10), place):.1f}" if place else ""
        rows.append(
            [f"{sample.files:,}", f"{sample.seconds:,.0f}", f"{sample.run_mb:.0f}", f"{sample.workers_mb:.0f}", rate]
        )
    paragraphs = sum(result.paragraphs.values())
    head = ["files", "seconds", "MB of the run", "MB of its workers", "files per second"]
    return (
        f"# Soak\n\n{result.files:,} files, {result.reports:,} reports, {paragraphs:,} paragraphs, "
        f"{len(result.failures)} failures; {paragraphs / samples[-1].seconds:.0f} paragraphs per second. "
        f"{machine()}.\n\n{table(head, rows)}\n\n![memory and pace](soak.svg)\n"
    )


def chart(samples: list[Sample]) -> str:
    """Memory and pace over the files that were done."""
    drawing = Drawing(560, 330, "memory and pace of a long batch")
    total = [sample.run_mb + sample.workers_mb for sample in samples]
    rates = [pace(samples, max(0, place - 5), place) for place in range(1, len(samples))]
    _panel(drawing, 20, "MB, run and workers", [(sample.files, mb) for sample, mb in zip(samples, total, strict=True)])
    _panel(drawing, 180, "files per second", [(s.files, rate) for s, rate in zip(samples[1:], rates, strict=True)])
    return str(drawing) + "\n"


def _panel(drawing: Drawing, top: float, name: str, points: list[tuple[float, float]]) -> None:
    """One curve over the number of files, from zero."""
    left, width, height = 50.0, 490.0, 110.0
    across, high = points[-1][0], 1.1 * max(value for _, value in points)
    drawing.text((left, top), name)
    for share in (0.0, 0.5, 1.0):
        y = top + 10 + height * (1 - share)
        drawing.line((left, y), (left + width, y))
        drawing.text((left - 6, y + 4), f"{high * share:.0f}", text_anchor="end", fill=FAINT)
        drawing.text((left + width * share, top + height + 26), f"{across * share:,.0f}", text_anchor="end", fill=FAINT)
    drawing.path(
        [(left + width * files / across, top + 10 + height * (1 - value / high)) for files, value in points],
        stroke=INK,
        stroke_width="1.5",
    )

"""Batches to measure: any number of reports made from the examples, and how they are labelled."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.command import CONFIGS, model_folder, settings_from, summary_settings

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.batch import BatchSettings, Job

EXAMPLES = CONFIGS.parent / "examples" / "reports"
_TEXTS = (".txt", ".md", ".htm", ".html")  # formats to which a line can simply be added


@contextmanager
def made_reports(count: int) -> Iterator[Path]:
    """A folder of so many files, made from the examples: the texts differ in their last line, the rest are copies."""
    sources = sorted(path for path in EXAMPLES.iterdir() if path.is_file())
    with tempfile.TemporaryDirectory() as name:
        for number in range(count):
            source = sources[number % len(sources)]
            target = Path(name) / f"{number % 100:02}" / f"{number:06}{source.suffix}"
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(source, target)
            if source.suffix in _TEXTS:
                with target.open("a", encoding="utf-8") as file:
                    file.write(f"\n\n这是第{number}份。\n")
        yield Path(name)


def job_from(config: DictConfig) -> Job:
    """Labelling with the model and settings of the config."""
    from nlp.batch import labelling_job
    from nlp.read import ReadSettings

    read, summary = settings_from(config.read, ReadSettings), summary_settings(config.summary)
    return labelling_job(model_folder(config.model), read, summary, debug=False)


def batch_settings(config: DictConfig, *, workers: int | None = None) -> BatchSettings:
    """A whole batch with one table; `workers` instead of those of the config."""
    from dataclasses import replace

    from nlp.batch import BatchSettings, EngineSettings, Shard

    engine = settings_from(config.engine, EngineSettings)
    return BatchSettings(
        resume=True,
        retry_failed=False,
        max_failures=None,
        shard=Shard(1, 1),
        tables=("jsonl",),
        engine=engine if workers is None else replace(engine, workers=workers),
    )

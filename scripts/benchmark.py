"""Measure how fast and how steady the programs are on this machine.

  python -m scripts.benchmark task=label output=outputs/benchmark      labelling, beside other ways to do it
  python -m scripts.benchmark task=soak output=outputs/benchmark       thousands of reports: memory and pace over time
  python -m scripts.benchmark task=summary output=outputs/benchmark    summarising, beside other ways to do it

Writes <task>.json and <task>.md, with a picture where one helps, into the folder output=. Figures of one run compare
with each other; those of two machines, or of a busy one, do not.

Exit status: 0 measured, 2 bad arguments, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING

from scripts.command import command

if TYPE_CHECKING:
    from omegaconf import DictConfig

TASKS = ("label", "soak", "summary")


@command("benchmark")
def main(config: DictConfig) -> int:
    """Run the benchmark that task= names."""
    if config.task not in TASKS:
        raise ValueError(f"expected task to be one of {', '.join(TASKS)}; got {config.task!r}")
    status: int = importlib.import_module(f"scripts.benchmarks.{config.task}").run(config)
    return status


if __name__ == "__main__":
    main()

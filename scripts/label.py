"""Label reports: a file, a folder or a pattern in; a folder of JSON and tables out.

  python -m scripts.label input=数据/调研报告 output=结果
  python -m scripts.label input='数据/*.docx' output=结果 model=models/mine

Writes into the folder output=
  <name>.json       one per report (a book gives <name>-01.json, <name>-02.json, ...): its text, the paragraphs with
                    headings, label and confidence, and the summaries; see nlp/storage/labelled-report.schema.json
  paragraphs.jsonl  every paragraph of every report as one flat line; tables= chooses CSV, SQLite, Parquet as well
  errors.jsonl      a line per file that could not be labelled, and why
  run.json          counts, times, settings, the model, the files that were left out
  manifest.jsonl    what is done, so that the same command goes on where it was stopped

A file that hangs, crashes the program or eats up the memory costs its own line in errors.jsonl and nothing else.
Ctrl-C finishes the reports at hand; the same command goes on from there, also after a power cut.

Several machines: give each of five the same command with shard=1/5 ... shard=5/5 and one shared folder as output=, in
any order, at the same time. When all are through, run the command once without shard=: it labels what a lost machine
left undone and writes the tables and errors.jsonl. Or engine=ray engine.address=auto on a node of a Ray cluster whose
nodes all see the files.

Exit status: 0 every file was labelled, 1 some failed, 2 bad arguments, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.command import (
    INTERRUPTED,
    combination,
    command,
    expanded,
    flag,
    model_folder,
    paths_from,
    settings_from,
    summary_settings,
)
from scripts.terminal import aligned, closing, found, printable, progress

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.batch import BatchResult, BatchSettings, Inputs, Job
    from nlp.document import Label


@command("label")
def main(config: DictConfig) -> int:
    """Label every input and say where the results are."""
    started = time.monotonic()
    from nlp.batch import find_inputs, label_batch, labelling_job
    from nlp.classify.folder import open_folder
    from nlp.read import ReadSettings
    from nlp.storage.tables import TABLES, table_file

    settings = batch_settings(config)
    read, summary = settings_from(config.read, ReadSettings), summary_settings(config.summary)
    output, number = expanded(config.output), combination()
    output = output if number is None else output / str(number)
    inputs = found(find_inputs(paths_from(config.input), output=output), config.input)
    model = model_folder(config.model)
    job = labelling_job(model, read, summary, debug=flag(config, "debug"))
    if flag(config, "dry_run"):
        return show_plan(inputs, output, job, settings)
    stale = [path.name for name in TABLES.keys() - set(settings.tables) if (path := output / table_file(name)).exists()]
    try:
        with progress(len(settings.shard.of(inputs.files))) as advance:
            result = label_batch(
                inputs,
                output,
                job,
                settings=settings,
                progress=lambda step: advance(step.item, paragraphs=step.paragraphs, failed=step.failed),
            )
    except OSError:  # a full disk, or one that is gone; or nothing could be written in the first place
        if any(output.glob("manifest*.jsonl")):
            print("Stopped. What is done is kept: the same command goes on from here.", file=sys.stderr)
        raise
    status = closing(inputs, result.failures)
    print(summary_table(result, open_folder(model)[0].labels, seconds=time.monotonic() - started))
    if result.others:
        print(f"{output} also holds results of {result.others} files that are no input now; the tables leave them out")
    if stale and not result.stopped:
        print(f"Removed, for tables= does not name them and they were of an earlier run: {', '.join(sorted(stale))}")
    print(f"Results: {output}")
    if result.stopped:
        reason = f": more than max_failures={settings.max_failures} files failed" * (result.stopped == "max_failures")
        print(f"Stopped{reason}. The same command goes on from here.", file=sys.stderr)
    return INTERRUPTED if result.stopped == "interrupted" else status


def batch_settings(config: DictConfig) -> BatchSettings:
    """The settings of the batch."""
    from nlp.batch import BatchSettings, EngineSettings, parse_shard

    return BatchSettings(
        resume=config.resume,
        retry_failed=config.retry_failed,
        max_failures=config.max_failures,
        shard=parse_shard(str(config.shard)),
        tables=_names(config.tables),
        engine=settings_from(config.engine, EngineSettings),
    )


def _names(value: object) -> tuple[str, ...]:
    """One or several names, or none: csv, [csv,sqlite], [] or null."""
    from omegaconf import ListConfig

    from nlp.storage.tables import check_tables

    names = [value] if isinstance(value, str) else value or []
    if not isinstance(names, list | ListConfig):
        raise ValueError(f"expected tables=[csv,sqlite] or the like, got {value!r}")
    check_tables(found := tuple(map(str, names)))
    return found


def show_plan(inputs: Inputs, output: Path, job: Job, settings: BatchSettings) -> int:
    """List what would be done with every file."""
    from nlp.batch import read_plan

    plan = read_plan(inputs, output, job, settings)
    for item in plan.todo:
        print(f"label  {printable(item.name)}  ->  {printable(item.output)}.json")
    for item, done in plan.known:
        known = f"failed before  {item.name}: {done.failure.message}" if done.failure else f"skip, done  {item.name}"
        print(printable(known))
    for skipped in inputs.skipped:
        print(printable(f"leave out  {skipped.name}: {skipped.reason}"))
    print(f"{len(plan.todo)} to label, {len(plan.known)} done or failed before; nothing was written")
    return 0


def summary_table(result: BatchResult, labels: tuple[Label, ...], *, seconds: float) -> str:
    """The counts of a batch as two aligned columns."""
    names = {label.id: label.name for label in labels}
    rows = [
        ("files", f"{result.files}" + (f" ({result.skipped} unchanged)" if result.skipped else "")),
        ("failed", f"{len(result.failures)}"),
        ("reports", f"{result.reports}"),
        ("paragraphs", f"{sum(result.paragraphs.values())}"),
        *((f"  {names.get(label, label)} {label}", f"{count}") for label, count in result.paragraphs.items()),
        ("  to review", f"{result.needs_review}"),
        ("seconds", f"{seconds:.1f}"),
    ]
    return aligned(rows)


if __name__ == "__main__":
    main()

"""Label reports: a file, a folder or a pattern in; a folder of JSON and tables out.

  python -m scripts.label input=数据/调研报告 output=结果
  python -m scripts.label input='数据/*.docx' output=结果 model=models/mine

Writes into the folder output=
  <name>.json       one per report (a book gives <name>-01.json, <name>-02.json, ...): its text, the paragraphs with
                    headings, label and confidence, and the summaries; see nlp/storage/labelled-report.schema.json
  paragraphs.jsonl  every paragraph of every report as one flat line, for tables
  errors.jsonl      a line per file that could not be labelled, and why
  run.json          counts, times, settings, the model, the files that were skipped
  manifest.jsonl    what is done, so that the same command goes on where it was stopped

Exit status: 0 every file was labelled, 1 some failed, 2 bad arguments, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.command import INTERRUPTED, command, model_folder, paths_from, settings_from
from scripts.terminal import aligned, closing, found, progress

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.batch import BatchResult
    from nlp.document import Label


@command("label")
def main(config: DictConfig) -> int:
    """Label every input and say where the results are."""
    started = time.monotonic()
    from nlp.batch import BatchSettings, find_inputs, label_batch
    from nlp.classify import load_model
    from nlp.read import ReadSettings
    from nlp.summarise import SummarySettings

    if config.debug:
        logging.getLogger("nlp").setLevel(logging.DEBUG)
    settings = BatchSettings(
        read=settings_from(config.read, ReadSettings),
        summary=settings_from(config.summary, SummarySettings),
        resume=config.resume,
    )
    output = Path(str(config.output)).expanduser()
    inputs = found(find_inputs(paths_from(config.input), output=output), config.input)
    classifier = load_model(model_folder(config.model))
    with progress(inputs) as advance:
        result = label_batch(inputs, output, classifier, settings, progress=advance)
    status = closing(inputs, result.failures)
    print(summary_table(result, classifier.labels, seconds=time.monotonic() - started))
    if result.others:
        print(f"{output} also holds results of {result.others} files that are no input now; the tables leave them out")
    print(f"Results: {output}")
    if result.interrupted:
        print("Stopped. The same command goes on from here.", file=sys.stderr)
        return INTERRUPTED
    return status


def summary_table(result: BatchResult, labels: tuple[Label, ...], *, seconds: float) -> str:
    """The counts of a batch as two aligned columns."""
    names = {label.id: label.name for label in labels}
    rows = [
        ("files", f"{result.files}" + (f" ({result.unchanged} unchanged)" if result.unchanged else "")),
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

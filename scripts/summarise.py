"""Summarise reports, as a whole and per label: reports or labelled JSON in; one JSONL file out.

  python -m scripts.summarise input=数据/调研报告 output=summaries.jsonl
  python -m scripts.summarise input=结果 output=summaries.jsonl summary.budget=500

A line is a report: report, source, title, overall, by_label; each summary is a list of sentences of the report with
their offsets. Labelled JSON, as scripts.label writes it, keeps its labels and is only summarised anew.

Exit status: 0 every file was summarised, 1 some failed, 2 bad arguments, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from scripts.command import command, file_path, model_folder, paths_from, settings_from
from scripts.terminal import closing, found, progress

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.batch import Input
    from nlp.document import LabelledReport
    from nlp.pipeline import Failure


@command("summarise")
def main(config: DictConfig) -> int:
    """Write the summaries of every input and say where they are."""
    from nlp.batch import NOT_REPORTS, each, find_inputs
    from nlp.classify import load_model
    from nlp.pipeline import label_report, read_reports, stage
    from nlp.read import ReadSettings
    from nlp.storage.files import write_lines
    from nlp.storage.labelled import read_labelled, summary_row
    from nlp.summarise import SummarySettings, summarise

    if config.debug:
        logging.getLogger("nlp").setLevel(logging.DEBUG)
    read, summary = settings_from(config.read, ReadSettings), settings_from(config.summary, SummarySettings)
    output = file_path(config.output)
    inputs = find_inputs(paths_from(config.input), not_reports=NOT_REPORTS - {".json"})
    inputs = found(inputs, config.input)
    classifier = cache(lambda: load_model(model_folder(config.model)))
    if any(item.path.suffix != ".json" for item in inputs.files):
        classifier()  # a model that cannot be loaded is told before any work is done
    failures: list[Failure] = []
    count = 0

    def labelled_reports(item: Input) -> Iterator[LabelledReport]:
        if item.path.suffix == ".json":
            with stage("read", item.name):
                labelled = read_labelled(item.path)
            with stage("summarise", item.name):
                sentences = summarise(labelled.paragraphs, labelled.model.labels, summary)
            yield replace(labelled, summary=sentences)
        else:
            for report in read_reports(item.path, item.name, read):
                yield label_report(report, classifier(), summary)

    def rows(item: Input) -> Iterator[dict[str, object]]:
        nonlocal count
        for labelled in labelled_reports(item):
            count += 1
            yield summary_row(labelled)

    with progress(len(inputs.files)) as advance:
        write_lines(output, each(inputs, rows, failures, progress=advance))
    status = closing(inputs, failures)
    print(f"Summaries of {count} reports: {output}")
    return status


if __name__ == "__main__":
    main()

"""Summarise reports, as a whole and per label: reports or labelled JSON in; one file out.

  python -m scripts.summarise input=数据/调研报告 output=summaries.jsonl
  python -m scripts.summarise input=数据/调研报告 output=摘要.md
  python -m scripts.summarise input=结果 output=summaries.jsonl summary.budget=500

The name of output= says what is written: .md and .txt the summaries for people, headed 摘要 and by the names of the
labels; .jsonl a line per report with report, source, title, overall, by_label, where a summary is a list of
sentences of the report with their offsets, scores and what the scores are made of. Labelled JSON, as scripts.label
writes it, keeps its labels and is only summarised anew.

Exit status: 0 every file was summarised, 1 some failed, 2 bad arguments, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from scripts.command import command, file_path, flag, model_folder, paths_from, settings_from, summary_settings
from scripts.terminal import closing, found, progress

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.batch import Input
    from nlp.document import LabelledReport
    from nlp.pipeline import Failure
    from nlp.summarise import SummarySettings


@command("summarise")
def main(config: DictConfig) -> int:
    """Write the summaries of every input and say where they are."""
    from nlp.batch import NOT_REPORTS, each, find_inputs
    from nlp.classify import load_model
    from nlp.pipeline import label_report, read_reports, stage
    from nlp.read import ReadSettings
    from nlp.storage.files import whole_file
    from nlp.summarise import summarise

    if flag(config, "debug"):
        logging.getLogger("nlp").setLevel(logging.DEBUG)
    read, summary = settings_from(config.read, ReadSettings), summary_settings(config.summary)
    output = file_path(config.output, ".jsonl", ".md", ".txt")
    inputs = find_inputs(paths_from(config.input), output=output, not_reports=NOT_REPORTS - {".json"})
    inputs = found(inputs, config.input)
    classifier = cache(lambda: load_model(model_folder(config.model)))
    written = writer(output, label_names(model_folder(config.model)))
    check_scorer(summary)  # what cannot be loaded is told before any work is done
    if not all(map(is_json, inputs.files)):
        classifier()
    failures: list[Failure] = []
    count = 0

    def labelled_reports(item: Input) -> Iterator[LabelledReport]:
        if is_json(item):
            labelled = read_json(item)
            with stage("summarise", item.name):
                sentences = summarise(labelled.paragraphs, labelled.model.labels, summary)
            yield replace(labelled, summary=sentences)
        else:
            for report in read_reports(item.path, item.name, read):
                yield label_report(report, classifier(), summary)

    def texts(item: Input) -> Iterator[str]:
        nonlocal count
        for labelled in labelled_reports(item):
            count += 1
            yield written(labelled)

    with progress(len(inputs.files)) as advance, whole_file(output) as file:
        file.writelines(each(inputs, texts, failures, progress=advance))
    status = closing(inputs, failures)
    print(f"Summaries of {count} reports: {output}")
    return status


def is_json(item: Input) -> bool:
    """Whether it is labelled JSON by its name."""
    return item.path.suffix.lower() == ".json"


def read_json(item: Input) -> LabelledReport:
    """The labelled report in a JSON file. Raises StageError when it is none."""
    from nlp.pipeline import stage
    from nlp.read.errors import DamagedFile, NotAFile
    from nlp.storage.labelled import from_json

    with stage("read", item.name):
        try:
            return from_json(item.path.read_bytes())
        except OSError as error:
            raise NotAFile(f"{item.name} can't be opened ({error.strerror}): check its permissions") from error
        except ValueError as error:
            raise DamagedFile(f"{item.name}: {error}; label the report again, or leave the file out") from error


def check_scorer(settings: SummarySettings) -> None:
    """Raise ValueError when the scorer of the settings cannot be loaded."""
    from nlp.summarise.files import load_scorer

    if settings.scorer:
        load_scorer(Path(settings.scorer))


def label_names(model: Path) -> Mapping[str, str]:
    """The names of a model's labels by their ids; none where there is no model, which labelled JSON does not need."""
    from nlp.classify.folder import ModelError, open_folder

    try:
        return {label.id: label.name for label in open_folder(model)[0].labels}
    except ModelError:
        return {}


def writer(output: Path, names: Mapping[str, str]) -> Callable[[LabelledReport], str]:
    """What turns a report into its part of the output, by the output's name; `names` are those of the labels."""
    from nlp.storage.files import json_line
    from nlp.storage.labelled import summary_row
    from nlp.storage.renderings import to_markdown, to_plain_text

    match output.suffix.lower():
        case ".md":
            return lambda labelled: to_markdown(labelled, names) + "\n"
        case ".txt":
            return lambda labelled: to_plain_text(labelled, names) + "\n"
        case _:
            return lambda labelled: json_line(summary_row(labelled))


if __name__ == "__main__":
    main()

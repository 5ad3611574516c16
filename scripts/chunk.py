"""Split reports into paragraphs: a file, a folder or a pattern in; one file out, ready to be annotated.

  python -m scripts.chunk input=数据/调研报告 output=chunks.jsonl
  python -m scripts.chunk input=数据/调研报告 output=待标注.csv

A row is a paragraph: id, report, source, kind, headings, page, start, end, text, and label, which is empty. Fill in the
labels, and the file is training data for scripts.train. A name that ends in .csv gives a table that Excel opens, one in
.jsonl JSONL.

Exit status: 0 every file was split, 1 some failed, 2 bad arguments, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scripts.command import command, file_path, flag, paths_from, settings_from
from scripts.terminal import closing, found, progress

if TYPE_CHECKING:
    from omegaconf import DictConfig

    from nlp.batch import Input
    from nlp.document import Report
    from nlp.pipeline import Failure


COLUMNS = ("id", "report", "source", "kind", "headings", "page", "start", "end", "text", "label")


@command("chunk")
def main(config: DictConfig) -> int:
    """Write the paragraphs of every input and say where they are."""
    from nlp.batch import each, find_inputs
    from nlp.pipeline import read_reports
    from nlp.read import ReadSettings
    from nlp.storage.examples import HEADING_SEPARATOR
    from nlp.storage.files import write_lines
    from nlp.storage.tables import csv_table

    if flag(config, "debug"):
        logging.getLogger("nlp").setLevel(logging.DEBUG)
    settings = settings_from(config.read, ReadSettings)
    output = file_path(config.output, ".jsonl", ".csv")
    inputs = found(find_inputs(paths_from(config.input), output=output), config.input)
    failures: list[Failure] = []
    count = 0

    def rows(item: Input) -> Iterator[dict[str, object]]:
        nonlocal count
        for report in read_reports(item.path, item.name, settings):
            count += len(report.paragraphs)
            yield from chunk_rows(report)

    with progress(len(inputs.files)) as advance:
        waiting = each(inputs, rows, failures, progress=advance)
        if output.suffix.lower() == ".csv":
            with csv_table(output, COLUMNS, separator=HEADING_SEPARATOR) as write:
                for row in waiting:
                    write([row])
        else:
            write_lines(output, waiting)
    status = closing(inputs, failures)
    print(f"{count} paragraphs of {len(inputs.files) - len(failures)} files: {output}")
    return status


def chunk_rows(report: Report) -> Iterator[dict[str, object]]:
    """A row per paragraph with the fields of an annotated corpus."""
    for paragraph in report.paragraphs:
        yield {
            "id": f"{report.id}-{paragraph.index:03}",
            "report": report.id,
            "source": report.source,
            "kind": "paragraph",
            "headings": list(paragraph.headings),
            "page": paragraph.page,
            "start": paragraph.start,
            "end": paragraph.end,
            "text": paragraph.text,
            "label": None,
        }


if __name__ == "__main__":
    main()

"""A labeller for the tests that does what a file tells it: label its lines, or hang, throw, exit, segfault, eat memory.

A line of the file is a paragraph, --- starts the next report. The first line may be a command; `X once` does X the
first time only and labels the file when it is tried again.
"""

from __future__ import annotations

import ctypes
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event

from nlp.batch import BatchSettings, EngineSettings, Input, Job
from nlp.batch.shard import Shard
from nlp.batch.worker import JsonValue, LabelFile
from nlp.batch.workers import Labelled
from nlp.document import ModelStamp
from nlp.pipeline import Failure, StageError, label_report, read_reports, stage
from nlp.read import ReadSettings
from nlp.storage.labelled import to_json
from nlp.summarise import SummarySettings
from tests.fakes import IDS, WordClassifier, report_of

ENGINE = EngineSettings(name="local", workers=2, seconds=60, memory_bytes=1_000_000_000, address=None)
SETTINGS = BatchSettings(
    resume=True, retry_failed=False, max_failures=None, shard=Shard(1, 1), tables=("jsonl",), engine=ENGINE
)
JOB = Job(
    make="tests.batch.mock:labeller",
    arguments={},
    results_depend_on={"budget": 80},
    max_bytes=100_000_000,
    stamp=ModelStamp("words", "0" * 64, IDS, "nothing"),
    debug=False,
)
READ = ReadSettings(
    max_bytes=100_000_000,
    max_inflated_bytes=60_000_000,
    max_ratio=200,
    max_pages=2000,
    max_paragraphs=100_000,
    max_characters=5_000_000,
)
_SUMMARY = SummarySettings(budget=80, label_budget=40, diversity=0.7, scorer=None)


def labeller() -> LabelFile:
    """The labeller; its results depend on the file only."""
    classifier = WordClassifier()
    to_json(
        label_report(report_of(["先做一遍。"]), classifier, _SUMMARY)
    )  # so that all is imported before a file's time runs

    def label(path: Path, name: str) -> dict[str, JsonValue]:
        command, _, rest = path.read_text(encoding="utf-8").partition("\n")
        if (act := _COMMANDS.get(command.removesuffix(" once"))) and _is_time(path, command):
            act(name)
        reports = [
            report_of(part.strip().split("\n"), source=name)
            for part in (rest if act else f"{command}\n{rest}").split("---")
        ]
        texts: list[JsonValue] = [to_json(label_report(report, classifier, _SUMMARY)) for report in reports]
        return {"texts": texts, "paragraphs": sum(len(report.paragraphs) for report in reports)}

    return label


def reading() -> LabelFile:
    """A labeller that reads real files of every format and labels them by a few words."""
    classifier = WordClassifier()

    def label(path: Path, name: str) -> dict[str, JsonValue]:
        reports = read_reports(path, name, READ)
        texts: list[JsonValue] = [to_json(label_report(report, classifier, _SUMMARY)) for report in reports]
        return {"texts": texts, "paragraphs": sum(len(report.paragraphs) for report in reports)}

    return label


def refusing() -> LabelFile:
    """A labeller whose model cannot be loaded."""
    raise ValueError("the model is not whole")


def in_this_process(
    files: list[Input], job: Job, engine: EngineSettings, *, stop: Event
) -> Iterator[tuple[Input, Labelled | Failure]]:
    """Stands in for `label_files` where the processes are not what is tested."""
    label = labeller()
    for item in files:
        if stop.is_set():
            return
        try:
            reply = label(item.path, item.name)
        except StageError as error:
            yield item, error.failure
        else:
            yield item, Labelled(tuple(map(str, reply["texts"])), int(str(reply["paragraphs"])))  # type: ignore[arg-type]


def _is_time(path: Path, command: str) -> bool:
    if not command.endswith(" once"):
        return True
    mark = path.with_name(f".{path.name}.tried")
    if mark.exists():
        return False
    mark.touch()
    return True


def _hang(_: str) -> None:
    time.sleep(600)


def _bad(name: str) -> None:
    raise StageError(Failure(name, "read", "damaged_file", f"{name} is damaged; save it again"))


def _unforeseen(name: str) -> None:
    with stage("structure", name):
        raise KeyError(name)


def _not_whole(_: str) -> None:
    import no_such_module  # type: ignore[import-not-found]  # noqa: F401


def _exit(_: str) -> None:
    os._exit(3)


def _segfault(_: str) -> None:
    ctypes.string_at(0)


def _eat_memory(_: str) -> None:
    held = []
    while True:
        held.append(bytearray(50_000_000))


_COMMANDS: dict[str, Callable[[str], object]] = {
    "bad": _bad,
    "unforeseen": _unforeseen,
    "not whole": _not_whole,
    "hang": _hang,
    "exit": _exit,
    "segfault": _segfault,
    "eat memory": _eat_memory,
}

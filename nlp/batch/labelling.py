"""The work itself: from a file to the labelled JSON of its reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from nlp.batch.manifest import sha256_of
from nlp.batch.worker import JsonValue, LabelFile
from nlp.batch.workers import Job
from nlp.pipeline import label_report, read_reports, stage
from nlp.summarise import SummarySettings

if TYPE_CHECKING:
    from nlp.read import ReadSettings


def labelling_job(model: Path, read: ReadSettings, summary: SummarySettings, *, debug: bool) -> Job:
    """Label with the model in this folder. Raises ValueError when it is no model, or not whole."""
    from nlp.classify.folder import CONFIG, open_folder

    _, stamp = open_folder(model)
    arguments: dict[str, JsonValue] = {"read": asdict(read), "summary": asdict(summary)}
    scorer = sha256_of(Path(summary.scorer) / CONFIG) if summary.scorer else None
    return Job(
        make=f"{__name__}:labeller",
        arguments={"model": str(model.resolve()), **arguments},
        # Of the scorer its content counts, not where it lies; config.json stands for all of it, as in a model's folder.
        results_depend_on={"model": stamp.name, **arguments, "summary": {**asdict(summary), "scorer": scorer}},
        max_bytes=read.max_bytes,
        stamp=stamp,
        debug=debug,
    )


def labeller(model: str, read: Mapping[str, int], summary: Mapping[str, float | str | None]) -> LabelFile:
    """Load the model; returns the function that labels a file. Raises ValueError, OSError."""
    from nlp.classify import load_model
    from nlp.read import ReadSettings
    from nlp.storage.labelled import to_json

    classifier = load_model(Path(model))
    read_settings = ReadSettings(**read)
    summary_settings = SummarySettings(**summary)  # type: ignore[arg-type]  # as they came from the class
    if summary_settings.scorer:
        from nlp.summarise.files import load_scorer

        load_scorer(Path(summary_settings.scorer))  # now, so that a faulty one is told before the first file

    def label(path: Path, name: str) -> dict[str, JsonValue]:
        reports = read_reports(path, name, read_settings)
        labelled = [label_report(report, classifier, summary_settings) for report in reports]
        with stage("write", name):
            texts: list[JsonValue] = [to_json(report) for report in labelled]
        return {"texts": texts, "paragraphs": sum(len(report.paragraphs) for report in reports)}

    return label

"""Label the paragraphs of a report: the contract, and the models on disk that keep it."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from nlp.document import Label, ModelStamp, Prediction, Report


class Classifier(Protocol):
    """Anything that labels the paragraphs of a report."""

    @property
    def stamp(self) -> ModelStamp:
        """Which model this is."""

    @property
    def labels(self) -> tuple[Label, ...]:
        """The labels it gives, in the order of its scores."""

    def predict(self, report: Report) -> tuple[Prediction, ...]:
        """One prediction per paragraph, in order; it depends on nothing but this report."""


def load_model(folder: Path) -> Classifier:
    """The classifier that was trained into this folder.

    Raises `nlp.classify.folder.ModelError`, a ValueError, when the folder is no model, of a kind or format that this
    version does not know, incomplete, or changed since it was trained.
    """
    from nlp.classify.folder import ModelError, open_folder
    from nlp.classify.headings import ReportModel, load_headings
    from nlp.classify.kinds import kind
    from nlp.classify.trained import TrainedClassifier

    config, stamp = open_folder(folder)
    try:
        loader = kind(config.kind)
    except ValueError as error:
        raise ModelError(f"{folder}: {error}; update the program") from error
    model = ReportModel(loader.load(folder, config), load_headings(folder, config) if config.headings else None)
    return TrainedClassifier(stamp, config.labels, model, config.calibration)

"""Train, apply, save and load the ensemble."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from nlp.classify import encoder, linear
from nlp.classify.folder import ModelConfig, ModelError
from nlp.classify.passages import Passage, Scores
from nlp.document import Example

_SMALLEST = 1e-6  # a score of 0 has no logarithm, and one model alone must not rule a label out


@dataclass(frozen=True, slots=True)
class Settings:
    """The members' settings, and how much each counts (`configs/classifier/ensemble.yaml`)."""

    linear: linear.Settings
    encoder: encoder.Settings
    encoder_weight: float
    """Share of the encoder in the mean of the logarithms of the scores; the rest is the linear model's."""

    def __post_init__(self) -> None:
        if not 0 <= self.encoder_weight <= 1:
            raise ValueError(f"expected encoder_weight from 0 to 1, got {self.encoder_weight}")


@dataclass(frozen=True, slots=True)
class EnsembleModel:
    """A trained model of each kind."""

    linear: linear.LinearModel
    encoder: encoder.EncoderModel
    encoder_weight: float

    def sentence_scores(self, passages: Sequence[Passage]) -> list[Scores]:
        """The weighted geometric mean of the members' scores; a label that both give 0 has 0."""
        members = (self.linear.sentence_scores(passages), self.encoder.sentence_scores(passages))
        return [self._mean(one, other) for one, other in zip(*members, strict=True)]

    def _mean(self, linear: Scores, encoder: Scores) -> Scores:
        one, other = (np.log(np.maximum(scores, _SMALLEST)) for scores in (linear, encoder))
        means = np.exp((1 - self.encoder_weight) * one + self.encoder_weight * other)
        means[(linear == 0) & (encoder == 0)] = 0
        return np.asarray(means / means.sum(axis=1, keepdims=True))


def check(settings: Settings) -> None:
    """Raise what the members' checks raise."""
    linear.check(settings.linear)
    encoder.check(settings.encoder)


def fit(examples: Sequence[Example], labels: Sequence[str], settings: Settings) -> EnsembleModel:
    """Train both on the same examples. Raises what they raise."""
    return EnsembleModel(
        linear.fit(examples, labels, settings.linear),
        encoder.fit(examples, labels, settings.encoder),
        settings.encoder_weight,
    )


def save(model: EnsembleModel, folder: Path) -> dict[str, object]:
    """Write the files of both members, whose names differ; returns the settings for config.json."""
    return {
        "linear": linear.save(model.linear, folder),
        "encoder": encoder.save(model.encoder, folder),
        "encoder_weight": model.encoder_weight,
    }


def load(folder: Path, config: ModelConfig) -> EnsembleModel:
    """Read what `save` wrote. Raises ModelError."""
    values: Mapping[str, Any] = config.settings
    try:
        parts = [replace(config, settings=values[name]) for name in ("linear", "encoder")]
        weight = float(values["encoder_weight"])
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError(f"{folder}: not the settings of an ensemble ({type(error).__name__}: {error})") from error
    return EnsembleModel(linear.load(folder, parts[0]), encoder.load(folder, parts[1]), weight)


def variants(settings: Settings) -> Mapping[str, Settings]:
    """Each member alone."""
    return {
        "the linear model alone": replace(settings, encoder_weight=0.0),
        "the encoder alone": replace(settings, encoder_weight=1.0),
    }

"""The kinds of classifier: `kind` in configs/classifier/ and in a model's config.json names one of these."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from nlp.classify.folder import ModelConfig
from nlp.classify.passages import Model
from nlp.document import Example


class Kind(Protocol):
    """A package of `nlp.classify` that trains, saves and loads models of one kind."""

    @property
    def Settings(self) -> type[Any]:  # noqa: N802 - a class
        """Frozen dataclass of what configs/classifier/<name>.yaml says besides `kind`."""

    @property
    def METHOD(self) -> Mapping[str, str]:  # noqa: N802 - a constant
        """How it labels, in a few sentences for the model card: in English under "en", in Chinese under "zh"."""

    def check(self, settings: Any) -> None:
        """Raise ValueError when something that training with these settings needs is missing on this machine."""

    def fit(self, examples: Sequence[Example], labels: Sequence[str], settings: Any) -> Model:
        """Train. Raises ValueError when the examples do not do, or have a label that is not among `labels`."""

    def save(self, model: Any, folder: Path) -> dict[str, object]:
        """Write the model's files; returns the settings for config.json."""

    def load(self, folder: Path, config: ModelConfig) -> Model:
        """Read what `save` wrote. Raises ModelError."""

    def variants(self, settings: Any) -> Mapping[str, Any]:
        """Settings without one part each, by a name such as "without position": what an ablation compares."""


def _linear() -> Kind:
    from nlp.classify import linear

    return linear


def _encoder() -> Kind:
    from nlp.classify import encoder

    return encoder


def _ensemble() -> Kind:
    from nlp.classify import ensemble

    return ensemble


KINDS: Mapping[str, Callable[[], Kind]] = {"linear": _linear, "encoder": _encoder, "ensemble": _ensemble}
"""By name; imported when called."""


def kind(name: str) -> Kind:
    """The kind of this name. Raises ValueError when there is none."""
    if name not in KINDS:
        raise ValueError(f"expected a classifier of the kind {' or '.join(KINDS)}, got {name!r}")
    return KINDS[name]()

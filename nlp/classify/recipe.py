"""How a classifier of any kind is trained, with its headings, and saved; `load_model` reads what it saves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from nlp.classify.headings import ReportModel, fit_headings, save_headings
from nlp.classify.headings import Settings as HeadingSettings
from nlp.classify.kinds import Kind
from nlp.document import Example


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to train a classifier."""

    kind: Kind
    settings: Any
    """Of the type `kind.Settings`."""
    headings: HeadingSettings | None = None
    """None leaves them to the kind, as in models of before headings were weighed."""

    @property
    def described(self) -> dict[str, object]:
        """All settings, as JSON has them."""
        return {**asdict(self.settings), **({"headings": asdict(self.headings)} if self.headings else {})}

    def check(self) -> None:
        """Raise ValueError when something is missing that training needs."""
        self.kind.check(self.settings)

    def fit(self, examples: Sequence[Example], labels: Sequence[str]) -> ReportModel:
        """Train."""
        text = self.kind.fit(examples, labels, self.settings)
        return ReportModel(text, fit_headings(examples, labels, self.headings) if self.headings else None)

    def save(self, model: ReportModel, folder: Path) -> tuple[dict[str, object], dict[str, object] | None]:
        """Write the files of a model that `fit` made; returns the settings of the kind, and of headings if any."""
        if model.headings:
            save_headings(model.headings, folder)
        return self.kind.save(model.text, folder), asdict(self.headings) if self.headings and model.headings else None

    def variants(self) -> Mapping[str, Recipe]:
        """Without one part each, by a name such as "without headings": what an ablation compares."""
        found = {name: replace(self, settings=varied) for name, varied in self.kind.variants(self.settings).items()}
        if self.headings:
            found["without headings"] = replace(self, headings=replace(self.headings, trust=0.0))
            found["headings always believed"] = replace(self, headings=replace(self.headings, trust=1.0))
        return found

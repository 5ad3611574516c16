"""What headings say of the paragraphs below them, believed as far as those paragraphs bear it out.

A classifier may see headings while it learns, so that its text need not explain what they do; it labels by text alone.
Then each heading path is weighed by Bayes' rule: either it tells the labels below it, as headings of the training data
do, or it tells nothing. The paragraphs decide how likely the first is: 主要做法 over paragraphs that read like problems
is not believed, a heading that the training data know nothing like changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np

from nlp.classify import linear
from nlp.classify.folder import ModelConfig, ModelError
from nlp.classify.passages import Model, Passage, Scores, bare_heading, vote
from nlp.classify.ranges import expect, share
from nlp.document import Example

PREFIX = "headings-"
"""Of the names of their files in a model folder."""
_WITNESSES = 3  # paragraphs of a section are much alike: more of them than this do not count for more


@dataclass(frozen=True, slots=True)
class Settings:
    """How headings are learnt and how far they are believed (`configs/headings/default.yaml`)."""

    ngram: int
    """Longest run of characters of a heading path that is a term."""
    inverse_regularisation: float
    """C of the logistic regression."""
    trust: float
    """Probability, before a paragraph is read, that a heading path tells the labels below it; 0 leaves headings out."""

    def __post_init__(self) -> None:
        expect(self, "ngram", lambda length: length >= 1, "of 1 or more")
        expect(self, "inverse_regularisation", lambda value: 0 < value < np.inf, "above 0")
        expect(self, "trust", share, "from 0 to 1")


@dataclass(frozen=True, slots=True)
class Headings:
    """A model of heading paths, all labels alike frequent, and how far it is believed."""

    model: linear.LinearModel
    trust: float

    def weigh(self, passages: Sequence[Passage], scores: Scores) -> Scores:
        """The scores of paragraphs by their text, corrected by the headings above them; whole reports."""
        sections: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, passage in enumerate(passages):
            if path := _path(passage.headings):
                sections[passage.report, path].append(number)
        likelihoods = self._likelihoods([path for _, path in sections])
        found = scores.copy()
        for rows, likelihood in zip(sections.values(), likelihoods, strict=True):
            by_text = scores[rows]
            agreements = by_text @ likelihood
            told = self._told(agreements)
            found[rows] = told * by_text * likelihood / agreements[:, None] + (1 - told) * by_text
        return found

    def _told(self, agreements: Scores) -> float:
        """The probability that a heading path tells the labels below it.

        `agreements`: of each paragraph, how much likelier its text is if so than if not.
        """
        count = min(len(agreements), _WITNESSES)
        likelier = float(np.exp(np.log(agreements).mean() * count))
        return self.trust * likelier / (self.trust * likelier + 1 - self.trust)

    def _likelihoods(self, paths: Sequence[str]) -> Scores:
        """A row per heading path: how much likelier it is over paragraphs of each label than over any.

        1 for a label that stood below no heading of the training data.
        """
        passages = [Passage(path, (), None) for path in paths]
        rows = vote(passages, self.model.sentence_scores(passages))
        known = rows > 0
        return np.where(known, rows * known.sum(axis=1, keepdims=True), 1.0)


@dataclass(frozen=True, slots=True)
class ReportModel:
    """What labels the paragraphs of reports, before calibration: a model of a kind, and the headings."""

    text: Model
    headings: Headings | None
    """None leaves them to the model, as in model folders of before headings were weighed."""

    def scores(self, passages: Sequence[Passage]) -> tuple[Scores, list[Scores]]:
        """Of the paragraphs, a row each, and of each paragraph's sentences; all paragraphs of one or more reports.

        Headings speak of whole paragraphs: they do not change what a sentence is.
        """
        if self.headings is None:
            of_sentences = self.text.sentence_scores(passages)
            return vote(passages, of_sentences), of_sentences
        of_sentences = self.text.sentence_scores([replace(passage, headings=()) for passage in passages])
        return self.headings.weigh(passages, vote(passages, of_sentences)), of_sentences


def fit_headings(examples: Sequence[Example], labels: Sequence[str], settings: Settings) -> Headings | None:
    """Learn which labels stand below which headings: each label of a section counts once.

    None when the paragraphs below headings have fewer than two labels, which is nothing to learn from.
    """
    seen = dict.fromkeys((example.report, _path(example.headings), example.label) for example in examples)
    paths = [Example(report, path, label) for report, path, label in seen if path]
    if len({path.label for path in paths}) < 2:
        return None
    return Headings(linear.fit(paths, labels, _as_text(settings)), settings.trust)


def save_headings(headings: Headings, folder: Path) -> None:
    """Write the files into a model's folder."""
    linear.save(headings.model, folder, prefix=PREFIX)


def load_headings(folder: Path, config: ModelConfig) -> Headings:
    """Read what `save_headings` wrote. Raises ModelError."""
    try:
        settings = Settings(**config.headings or {})  # type: ignore[arg-type]  # checked by the class
    except (TypeError, ValueError) as error:
        raise ModelError(f"{folder}: not the settings of headings ({type(error).__name__}: {error})") from error
    paths = replace(config, settings=asdict(_as_text(settings)))
    return Headings(linear.load(folder, paths, prefix=PREFIX), settings.trust)


def _as_text(settings: Settings) -> linear.Settings:
    """A heading path is learnt like a text of its own."""
    return linear.Settings(
        character_ngram=settings.ngram,
        word_ngram=0,
        heading_ngram=0,
        min_sentences=2,
        heading_weight=0.0,
        heading_dropout=0.0,
        position_weight=0.0,
        inverse_regularisation=settings.inverse_regularisation,
    )


def _path(headings: Sequence[str]) -> str:
    """The headings without their numbers, outermost first."""
    return " ".join(filter(None, map(bare_heading, headings)))

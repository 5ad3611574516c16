"""Train and apply the linear model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nlp.classify.linear.features import Features, Floats, LinearSettings, Sentence, fit_features, sentences_of
from nlp.classify.passages import Passage, Scores, passages_of_examples
from nlp.document import Example

_ITERATIONS = 1000
_TOLERANCE = 1e-3  # of the gradient; a tenth of it takes four times as long and moves macro-F1 by 0.001


@dataclass(frozen=True, slots=True)
class LinearModel:
    """Logistic regression over `Features`."""

    features: Features
    coefficients: Floats
    """A row per label, a column per feature."""
    intercepts: Floats

    def sentence_scores(self, passages: Sequence[Passage]) -> list[Scores]:
        """Of each passage a row per sentence."""
        groups = [sentences_of(passage) for passage in passages]
        if not groups:
            return []
        sentences = [sentence for group in groups for sentence in group]
        logits = self.features.matrix(sentences) @ self.coefficients.T + self.intercepts
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return np.split(powers / powers.sum(axis=1, keepdims=True), np.cumsum([len(group) for group in groups[:-1]]))


def check(settings: LinearSettings) -> None:
    """Nothing can be missing: the core install trains it."""


def fit(examples: Sequence[Example], labels: Sequence[str], settings: LinearSettings) -> LinearModel:
    """Train on the sentences of these examples; a sentence without a label of its own takes its paragraph's.

    Labels count alike however frequent they are. The same examples give the same model.
    Raises ValueError when the examples have fewer than two of the labels, or one that is not among them.
    """
    from scipy.sparse import vstack
    from sklearn.linear_model import LogisticRegression

    sentences, targets = _labelled(examples)
    if unknown := set(targets) - set(labels):
        raise ValueError(f"expected the labels {', '.join(labels)}; got {', '.join(sorted(unknown))}")
    present = [label for label in labels if label in set(targets)]
    if len(present) < 2:
        raise ValueError(f"expected examples of at least two labels, got {', '.join(present) or 'none'}")
    features = fit_features(sentences, settings)
    matrix = features.matrix(sentences)
    columns = [present.index(target) for target in targets]
    hidden = settings.heading_dropout
    # Every sentence with and without headings is what dropout is on average, and needs no chance.
    copies = [
        (share, rows) for share, rows in ((1 - hidden, matrix), (hidden, features.without_headings(matrix))) if share
    ]
    classifier = LogisticRegression(
        C=settings.inverse_regularisation, class_weight="balanced", max_iter=_ITERATIONS, tol=_TOLERANCE
    ).fit(
        vstack([rows for _, rows in copies]),
        columns * len(copies),
        sample_weight=np.repeat([share for share, _ in copies], len(columns)),
    )
    weights, intercepts = classifier.coef_, classifier.intercept_
    if len(present) == 2:  # scikit-learn keeps the second label's logit only
        weights, intercepts = np.vstack([-weights, weights]) / 2, np.array([-intercepts[0], intercepts[0]]) / 2
    coefficients = np.zeros((len(labels), weights.shape[1]))
    every_intercept = np.full(len(labels), -np.inf)  # a label without examples is never given
    rows = [labels.index(label) for label in present]
    # float32 halves the file; what is saved is what was measured.
    coefficients[rows] = weights.astype(np.float32)
    every_intercept[rows] = intercepts
    return LinearModel(features, coefficients, every_intercept)


def _labelled(examples: Sequence[Example]) -> tuple[list[Sentence], list[str]]:
    sentences: list[Sentence] = []
    targets: list[str] = []
    for example, passage in zip(examples, passages_of_examples(examples), strict=True):
        if example.sentences:
            sentences += [Sentence(sentence.text, passage) for sentence in example.sentences]
            targets += [sentence.label for sentence in example.sentences]
        else:
            own = sentences_of(passage)
            sentences += own
            targets += [example.label] * len(own)
    return sentences, targets

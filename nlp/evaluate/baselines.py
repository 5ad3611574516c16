"""What a model must beat: the commonest label, rules on headings, and plain TF-IDF of paragraphs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from nlp.document import Example, Label
from nlp.evaluate.confusion import Floats
from nlp.evaluate.cross_validation import Scorer, Trainer
from nlp.text import words


def majority(labels: Sequence[str]) -> Trainer:
    """Gives every paragraph the commonest label of the training paragraphs."""

    def train(examples: Sequence[Example]) -> Scorer:
        commonest = _commonest(examples)
        return lambda unseen: _one_hot([commonest] * len(unseen), labels)

    return train


def heading_rules(labels: Sequence[Label]) -> Trainer:
    """Gives a paragraph the label whose name stands in the nearest heading, or a word of its definition alone.

    Words that several labels share tell nothing. A paragraph whose headings have none takes the commonest label.
    """
    known = {label.id: {label.name, *(word for word in words(label.definition) if len(word) > 1)} for label in labels}
    shared = Counter(word for cues in known.values() for word in cues)
    cues = [(word, label) for label, found in known.items() for word in sorted(found) if word and shared[word] == 1]

    def rule(example: Example, otherwise: str) -> str:
        for heading in reversed(example.headings):
            for word, label in cues:
                if word in heading:
                    return label
        return otherwise

    def train(examples: Sequence[Example]) -> Scorer:
        commonest = _commonest(examples)
        ids = [label.id for label in labels]
        return lambda unseen: _one_hot([rule(example, commonest) for example in unseen], ids)

    return train


def tfidf(labels: Sequence[str]) -> Trainer:
    """TF-IDF of runs of one to three characters of the paragraph and logistic regression, nothing else."""

    def train(examples: Sequence[Example]) -> Scorer:
        from sklearn.feature_extraction.text import TfidfVectorizer
        from sklearn.linear_model import LogisticRegression
        from sklearn.pipeline import make_pipeline

        # Nothing to learn from, as when no training report has headings, or nothing to tell apart.
        if not any(example.text.strip() for example in examples) or len({item.label for item in examples}) < 2:
            return majority(labels)(examples)
        model = make_pipeline(
            TfidfVectorizer(analyzer="char", ngram_range=(1, 3), sublinear_tf=True),
            LogisticRegression(C=10.0, class_weight="balanced", max_iter=1000, tol=1e-3),
        ).fit([example.text for example in examples], [example.label for example in examples])

        def scorer(unseen: Sequence[Example]) -> Floats:
            scores = np.zeros((len(unseen), len(labels)))
            columns = [labels.index(label) for label in model.classes_]
            scores[:, columns] = model.predict_proba([example.text for example in unseen])
            return scores

        return scorer

    return train


def headings_only(train: Trainer) -> Trainer:
    """The same with the headings in place of the text: what headings alone tell."""

    def view(examples: Sequence[Example]) -> list[Example]:
        return [replace(example, text=" ".join(example.headings), sentences=()) for example in examples]

    def trained(examples: Sequence[Example]) -> Scorer:
        scorer = train(view(examples))
        return lambda unseen: scorer(view(unseen))

    return trained


def _commonest(examples: Sequence[Example]) -> str:
    return Counter(example.label for example in examples).most_common(1)[0][0]


def _one_hot(chosen: Sequence[str], labels: Sequence[str]) -> Floats:
    scores = np.zeros((len(chosen), len(labels)))
    scores[np.arange(len(chosen)), [labels.index(label) for label in chosen]] = 1.0
    return scores

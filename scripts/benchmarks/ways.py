"""Ways to label the same paragraphs, each measured in a process of its own with one thread."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from nlp.document import Example
from scripts.benchmarks.machine import peak_mb

Label = Callable[[Sequence[Example]], list[str]]


@dataclass(frozen=True, slots=True)
class Measured:
    """One run of one way."""

    ready_seconds: float
    """Wall time until it is imported, loaded, and has labelled a first paragraph."""
    seconds: float
    """Wall time for all paragraphs."""
    cpu_ms: float
    """Processor time per paragraph."""
    peak_mb: float
    """Memory of the process at its highest."""
    labels: tuple[str, ...]


def measure(kind: str, folder: Path, examples: Sequence[Example]) -> Measured:
    """Load a way of this kind and label the paragraphs; to be called once in a new process."""
    started = time.perf_counter()
    label = KINDS[kind](folder)
    label(examples[:1])
    ready = time.perf_counter()
    busy = time.process_time()
    labels = label(examples)
    cpu_ms = 1000 * (time.process_time() - busy) / len(examples)
    return Measured(
        round(ready - started, 3), round(time.perf_counter() - ready, 3), round(cpu_ms, 4), peak_mb(), tuple(labels)
    )


def ours(folder: Path) -> Label:
    """A model folder of ours, report by report as in a batch."""
    from nlp.classify import load_model
    from nlp.evaluate.held_out import report_of

    classifier = load_model(folder)

    def label(examples: Sequence[Example]) -> list[str]:
        reports = [report_of(list(group)) for _, group in groupby(examples, key=lambda example: example.report)]
        return [prediction.label for report in reports for prediction in classifier.predict(report)]

    return label


def scikit_learn(folder: Path) -> Label:
    """The terms and weights of a linear model of ours in scikit-learn's own vectorizers and logistic regression.

    TfidfVectorizer of characters and of words beside each other, then `predict`; a paragraph is one text. It knows
    nothing of sentences, headings or places, so it does less.
    """
    import numpy as np
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import FeatureUnion

    from nlp.classify.folder import open_folder
    from nlp.classify.linear import load
    from nlp.text import squeeze, words

    config, stamp = open_folder(folder)
    model = load(folder, config)
    views = {"characters": model.features.settings.character_ngram, "words": model.features.settings.word_ngram}
    union = FeatureUnion(
        [
            (
                view,
                TfidfVectorizer(
                    analyzer="char" if view == "characters" else "word",
                    tokenizer=words if view == "words" else None,
                    token_pattern=None,
                    ngram_range=(1, longest),
                    lowercase=False,
                    sublinear_tf=True,
                    vocabulary=list(model.features.terms[view]),
                ),
            )
            for view, longest in views.items()
            if longest
        ]
    )
    for view, vectorizer in union.transformer_list:
        vectorizer.idf_ = model.features.idf[view]
    count = sum(len(model.features.terms[view]) for view, _ in union.transformer_list)
    classifier = LogisticRegression()
    classifier.classes_ = np.array(stamp.labels)
    classifier.coef_, classifier.intercept_ = model.coefficients[:, :count], model.intercepts
    return lambda examples: list(
        map(str, classifier.predict(union.transform([squeeze(example.text) for example in examples])))
    )


def pipeline(folder: Path, *, batch: int) -> Label:
    """transformers' text-classification pipeline, in the order given.

    With a fine-tuned classifier in a folder; or an encoder alone, whose classifier is then one of chance, as quick.
    """
    import torch
    from transformers import pipeline as make

    from nlp.classify.encoder.pretrained import quiet

    torch.set_num_threads(1)
    # A file in half precision would be computed in half precision, which takes a processor several times as long.
    with quiet():
        classify = make(
            "text-classification",
            model=str(folder),
            device="cpu",
            batch_size=batch,
            truncation=True,
            dtype=torch.float32,
        )
    return lambda examples: [str(found["label"]) for found in classify([example.text for example in examples])]


KINDS: dict[str, Callable[[Path], Label]] = {
    "ours": ours,
    "scikit-learn": scikit_learn,
    "pipeline, batch 1": lambda folder: pipeline(folder, batch=1),
    "pipeline, batch 32": lambda folder: pipeline(folder, batch=32),
}

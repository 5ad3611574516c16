"""Train and apply the encoder kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt

from nlp.classify.encoder import heads
from nlp.classify.encoder.checking import check_packages
from nlp.classify.encoder.engine import Engine, Vectors
from nlp.classify.encoder.heads import Head, Projection, fit_projection, mean_of
from nlp.classify.encoder.pretrained import engine_of, frozen_engine, kept_vectors, load_encoder
from nlp.classify.encoder.rows import UNKNOWN, Row, Rows, rows_of
from nlp.classify.encoder.settings import Settings
from nlp.classify.encoder.windows import Cutter, views
from nlp.classify.passages import Passage, Scores
from nlp.document import Example

if TYPE_CHECKING:
    from nlp.classify.encoder.network import Balance

_SAMPLE = 32  # rows whose vectors tell how to standardise those of an encoder that is being trained

Encode: TypeAlias = Callable[[Iterable[str]], Mapping[str, Vectors]]


@dataclass(frozen=True, slots=True)
class EncoderModel:
    """An encoder and a head, without torch."""

    engine: Engine
    projection: Projection
    head: Head
    settings: Settings
    encode: Encode
    """`engine.encode`, or what spares it work that was done before."""

    def sentence_scores(self, passages: Sequence[Passage]) -> list[Scores]:
        """Of each passage a row per sentence; each text is encoded once however many paragraphs look at it."""
        weights = self.settings.view_weights
        vectors = self.encode(text for passage in passages for text in views(passage, weights))
        return heads.sentence_scores(self.head, self.projection, passages, vectors, self.settings)


def fit(examples: Sequence[Example], labels: Sequence[str], settings: Settings) -> EncoderModel:
    """Train on these examples; a sentence without a label of its own takes its paragraph's.

    With `trained_layers` 0 the texts' vectors are computed once and kept in the user's cache folder.
    Raises ValueError when the examples have fewer than two of the labels, or one that is not among them, or when a
    package is missing, and `nlp.encoders.EncoderError` when the encoder cannot be had.
    """
    check_packages()
    _check_labels(examples, labels)
    rows = rows_of(examples, labels, settings)
    return _fine_tuned(rows, labels, settings) if settings.trained_layers else _frozen(rows, labels, settings)


def _check_labels(examples: Sequence[Example], labels: Sequence[str]) -> None:
    used = {example.label for example in examples}
    used |= {sentence.label for example in examples for sentence in example.sentences}
    if unknown := used - set(labels):
        raise ValueError(f"expected the labels {', '.join(labels)}; got {', '.join(sorted(unknown))}")
    if len(present := {example.label for example in examples}) < 2:
        raise ValueError(f"expected examples of at least two labels, got {', '.join(present) or 'none'}")


def _frozen(rows: Rows, labels: Sequence[str], settings: Settings) -> EncoderModel:
    """A head on the encoder as it is."""
    import torch

    from nlp.classify.encoder.batches import Collator, Known
    from nlp.classify.encoder.network import Network
    from nlp.classify.encoder.training import train

    engine = frozen_engine(
        settings.encoder, layers=tuple(settings.layers), prefix=settings.prefix, max_tokens=settings.max_tokens
    )
    encode = partial(kept_vectors, engine)
    vectors = encode(text for row in rows.training + rows.validation for texts in row["views"] for text in texts)
    sentences = [vectors[texts[0]][1:] for row in rows.training for texts in row["views"]]
    projection = fit_projection(np.concatenate(sentences), settings.components)
    members = []
    for number in range(settings.networks):
        seeded = replace(settings, seed=settings.seed * settings.networks + number)
        torch.manual_seed(seeded.seed)
        network = Network(_balance(rows.training, labels), projection, seeded, encoder=None)
        train(network, rows, Collator(Known(vectors)), layers=[], settings=seeded)
        members.append(network.head())
    return EncoderModel(engine, projection, mean_of(members), settings, encode)


def _fine_tuned(rows: Rows, labels: Sequence[str], settings: Settings) -> EncoderModel:
    """A head on an encoder whose highest layers were trained with it."""
    import torch
    from tokenizers import Tokenizer

    from nlp.classify.encoder.batches import Collator, Tokens
    from nlp.classify.encoder.network import Network, sample_sentences
    from nlp.classify.encoder.training import train

    pretrained = load_encoder(settings.encoder, layers=settings.layers, max_tokens=settings.max_tokens)
    layers = list(pretrained.layers)[-settings.trained_layers :]
    pretrained.encoder.requires_grad_(False)
    for layer in layers:
        layer.requires_grad_(True)
    cutter = Cutter(Tokenizer.from_str(pretrained.tokenizer), prefix=settings.prefix, max_tokens=settings.max_tokens)
    collator = Collator(Tokens(cutter, pretrained.pad))
    sample = rows.training[:: max(1, len(rows.training) // _SAMPLE)]
    sentences = sample_sentences(pretrained.encoder, [collator([row])["batch"] for row in sample])
    projection = fit_projection(sentences, settings.components)
    torch.manual_seed(settings.seed)
    network = Network(_balance(rows.training, labels), projection, settings, pretrained.encoder)
    train(network, rows, collator, layers=layers, settings=settings)
    engine = engine_of(pretrained, prefix=settings.prefix, max_tokens=settings.max_tokens)
    return EncoderModel(engine, projection, network.head(), settings, _remembering(engine))


def _remembering(engine: Engine) -> Encode:
    """Encodes each text once: a cross-validation asks thrice for the same, below other headings each time."""
    known: dict[str, Vectors] = {}

    def encode(texts: Iterable[str]) -> Mapping[str, Vectors]:
        known.update(engine.encode(text for text in texts if text not in known))
        return known

    return encode


def _balance(rows: Sequence[Row], labels: Sequence[str]) -> Balance:
    from nlp.classify.encoder.network import Balance

    own = Counter(label for row in rows for label in row["labels"])
    parts = Counter(label for row in rows for sentences in row["sentence_labels"] for label in sentences)
    del parts[UNKNOWN]
    return Balance(_weights(own, len(labels)), _weights(parts, len(labels)))


def _weights(counts: Counter[int], labels: int) -> npt.NDArray[np.float32]:
    """A weight per label so that all labels weigh the same together and the mean weight of an example is 1."""
    present = sum(counts[label] > 0 for label in range(labels))
    weights = [counts.total() / (present * counts[label]) if counts[label] else 0.0 for label in range(labels)]
    return np.array(weights, dtype=np.float32)

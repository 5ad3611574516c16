"""A smaller encoder with nearly the vectors of a larger one: some of its layers, trained on unlabelled text."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nlp.classify.encoder.checking import check_packages
from nlp.classify.encoder.engine import Vectors
from nlp.classify.encoder.pretrained import Pretrained, engine_of, load_encoder
from nlp.classify.encoder.windows import Cutter, bucketed
from nlp.classify.ranges import expect, layer_numbers, not_negative, positive

_SAMPLE = 32  # batches that tell how far the states spread


@dataclass(frozen=True, slots=True)
class DistillationSettings:
    """`configs/distil.yaml` says what each is for."""

    encoder: str
    """As `nlp.encoders.encoder_folder` takes it."""
    layers: Sequence[int]
    """Those of the encoder that are kept, from 1; the states of the highest are what is copied."""
    prefix: str
    """Stands before every text."""
    max_tokens: int
    """Longest window."""
    held_out: float
    """Share of the texts that nothing is learnt from, to measure by."""
    batch_tokens: int
    """Tokens to a training step, padding included."""
    epochs: int
    learning_rate: float
    seed: int
    report_to: str
    """Experiment tracker, as transformers names it."""
    checkpoints: str
    """Folder from which a killed training goes on; empty keeps none."""

    def __post_init__(self) -> None:
        expect(self, "layers", layer_numbers, "as a list of numbers from 1 on, such as [2, 6, 10]")
        if list(self.layers) != sorted(set(self.layers)):
            raise ValueError(f"expected layers each once and in order, got {list(self.layers)}")
        expect(self, "max_tokens", lambda tokens: tokens >= 16, "of 16 or more")
        expect(self, "batch_tokens", lambda tokens: tokens >= self.max_tokens, "not below max_tokens")
        expect(self, "epochs learning_rate", positive, "above 0")
        expect(self, "seed", not_negative, "of 0 or more")
        expect(self, "held_out", lambda value: 0 < value < 1, "between 0 and 1")


@dataclass(frozen=True, slots=True)
class Distilled:
    """The smaller encoder, and how near it comes."""

    student: Pretrained
    texts: int
    """Learnt from."""
    held_out_texts: int
    explained: float
    """Share of the variance of the held-out sentences' vectors that the student gives back; 1 is all of it."""


def distil(texts: Sequence[str], settings: DistillationSettings) -> Distilled:
    """Train the kept layers so that every token, and every sentence on average, has the state it has in the teacher.

    To start from layers of the teacher and to copy its states is after Jiao et al. 2020, TinyBERT; only the last
    states are copied here, and no labels are predicted, so that any head can be trained on them. Word embeddings stay.
    Raises ValueError when there are too few texts or a package is missing, and what `load_encoder` raises.
    """
    check_packages()
    import torch
    from tokenizers import Tokenizer

    from nlp.classify.encoder import training
    from nlp.classify.encoder.batches import Tokens
    from nlp.classify.encoder.network import Distillation

    shuffled = sorted({text for text in texts if text.strip()}, key=_digest)  # by chance, but the same every time
    held_out = shuffled[: round(settings.held_out * len(shuffled))]
    learnt = shuffled[len(held_out) :]
    if not held_out or not learnt:
        raise ValueError(f"expected texts to learn from and to hold out, got {len(shuffled)} texts in all")
    torch.manual_seed(settings.seed)  # before it is loaded: a pooler that no file has, and nobody uses, is random
    teacher = load_encoder(settings.encoder, layers=[max(settings.layers)], max_tokens=settings.max_tokens)
    student = _with_layers(teacher, settings.layers)
    cutter = Cutter(Tokenizer.from_str(teacher.tokenizer), prefix=settings.prefix, max_tokens=settings.max_tokens)
    lengths = {text: sum(len(window.ids) for window in cutter.windows(text)) for text in learnt}
    batches = list(bucketed(learnt, lambda text: lengths[text], settings.batch_tokens))
    source = Tokens(cutter, teacher.pad)
    samples = [source(batch) for batch in batches[:: max(1, len(batches) // _SAMPLE)]]
    network = Distillation(teacher.encoder, student.encoder, samples)
    training.distil(network, batches, source, settings)
    wanted, got = (_sentences(encoder, held_out, settings) for encoder in (teacher, student))
    return Distilled(student, len(learnt), len(held_out), _explained(wanted, got))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _with_layers(teacher: Pretrained, layers: Sequence[int]) -> Pretrained:
    """A copy with these layers alone, from 1; its word embeddings do not learn."""
    from nlp.classify.encoder.network import Encoder

    model = copy.deepcopy(teacher.encoder.pretrained)
    student = Pretrained(Encoder(model, [len(layers)]), teacher.tokenizer, teacher.pad)
    for number in range(len(student.layers), 0, -1):
        if number not in layers:
            del student.layers[number - 1]
    model.config.num_hidden_layers = len(layers)
    model.get_input_embeddings().requires_grad_(requires_grad=False)
    return student


def _sentences(encoder: Pretrained, texts: Sequence[str], settings: DistillationSettings) -> Vectors:
    """The vectors of all sentences, a row each, as labelling computes them."""
    engine = engine_of(encoder, prefix=settings.prefix, max_tokens=settings.max_tokens)
    found: Mapping[str, Vectors] = engine.encode(texts, progress=True)
    return np.concatenate([found[text][1:] for text in texts])


def _explained(wanted: Vectors, got: Vectors) -> float:
    """1 less the mean squared error, each number in units of its standard deviation."""
    spread = np.maximum(wanted.std(axis=0, dtype=np.float64), np.finfo(np.float32).tiny)
    return float(1 - np.square((got - wanted) / spread).mean())

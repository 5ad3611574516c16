"""What is trained: the head, and the upper layers of the encoder under it. Import it where torch is needed only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import PreTrainedModel

from nlp.classify.encoder.engine import Vectors
from nlp.classify.encoder.heads import PLACES, Head, Projection
from nlp.classify.encoder.rows import UNKNOWN
from nlp.classify.encoder.settings import Settings

Batch = Mapping[str, Any]
"""Of the paragraphs: views (paragraph × view, the number of a text or -1), places (paragraph × number), labels. Of
their sentences: sentences (the number among those of all texts), paragraphs (the number of its paragraph), facts
(as `windows.sentence_facts`), sentence_labels. Of the texts: text_vectors and sentence_vectors, or what
`batches.Tokens` makes of them."""

_SMALLEST = 1e-6  # a probability of 0 has no logarithm


@dataclass(frozen=True, slots=True)
class Balance:
    """Weights of the labels in the loss, so that they count alike however frequent they are; 0: without example."""

    paragraphs: npt.NDArray[np.float32]
    sentences: npt.NDArray[np.float32]


class Encoder(nn.Module):
    """A pretrained encoder whose tokens are the states of some of its layers, one after the other."""

    def __init__(self, pretrained: PreTrainedModel, layers: Sequence[int]) -> None:
        super().__init__()
        self.pretrained = pretrained
        self.layers = tuple(layers)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """Window × token to window × token × number."""
        states = self.pretrained(input_ids=ids, attention_mask=mask, output_hidden_states=True).hidden_states
        return torch.cat([states[layer] for layer in self.layers], dim=-1)


class Network(nn.Module):
    """`nlp.classify.encoder.heads` with a loss; `encoder` is None when the vectors are known."""

    mean: Tensor
    matrix: Tensor

    def __init__(self, balance: Balance, projection: Projection, settings: Settings, encoder: Encoder | None) -> None:
        super().__init__()
        self.balance = balance
        self.settings = settings
        self.encoder = encoder
        self.register_buffer("mean", torch.from_numpy(projection.mean).float())
        self.register_buffer("matrix", torch.from_numpy(projection.matrix).float())
        views = sum(weight > 0 for weight in settings.view_weights)
        features, labels = (1 + views) * self.matrix.shape[1] + PLACES, len(balance.paragraphs)
        self.hidden = nn.Linear(features, settings.hidden)
        self.output = nn.Linear(settings.hidden, labels)
        self.direct = nn.Linear(features, labels, bias=False)
        nn.init.zeros_(self.direct.weight)

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """The loss, and the probabilities of the paragraphs."""
        features = functional.dropout(self._features(batch), self.settings.dropout, self.training)
        units = functional.dropout(functional.relu(self.hidden(features)), self.settings.dropout, self.training)
        logits = self.output(units) + self.direct(features)
        weighted = torch.softmax(logits, dim=1) * batch["facts"][:, :1]
        votes = torch.zeros((len(batch["labels"]), logits.shape[1]), device=logits.device)
        votes = votes.index_add(0, batch["paragraphs"], weighted.to(votes.dtype))
        votes = votes / votes.sum(dim=1, keepdim=True).clamp(min=_SMALLEST)
        return {"loss": self._loss(votes, logits, batch), "probabilities": votes}

    def head(self) -> Head:
        """The head for labelling; a label without examples is never given."""

        def array(values: Tensor) -> npt.NDArray[np.float64]:
            return values.detach().float().cpu().numpy().astype(np.float64)

        absent = self.balance.paragraphs + self.balance.sentences == 0
        return Head(
            hidden=array(self.hidden.weight),
            hidden_bias=array(self.hidden.bias),
            output=array(self.output.weight),
            direct=array(self.direct.weight),
            bias=np.where(absent, -np.inf, array(self.output.bias)),
        )

    def _features(self, batch: Batch) -> Tensor:
        """Sentence × feature."""
        texts, sentences = ((rows - self.mean) @ self.matrix for rows in self._vectors(batch))
        shown = (batch["views"] >= 0) & self._shown(batch["views"].shape)
        context = [
            weight * shown[:, view, None] * texts[batch["views"][:, view].clamp(min=0)]
            for view, weight in enumerate(self.settings.view_weights)
            if weight
        ]
        context.append(self.settings.position_weight * batch["places"])
        of_paragraphs = torch.cat(context, dim=1)[batch["paragraphs"]]
        return torch.cat([sentences[batch["sentences"]], of_paragraphs, batch["facts"][:, 1:]], dim=1)

    def _vectors(self, batch: Batch) -> tuple[Tensor, Tensor]:
        """Of the texts and of their sentences: given, or the means of their tokens' states."""
        if self.encoder is None:
            return batch["text_vectors"], batch["sentence_vectors"]
        return text_means(self.encoder, batch)

    def _shown(self, shape: torch.Size) -> Tensor:
        """Which views a training step lets see: the paragraph's own text always, the others by chance."""
        device = self.hidden.weight.device
        if not self.training:
            return torch.ones(shape, dtype=torch.bool, device=device)
        neighbour = self.settings.neighbour_dropout
        rates = torch.tensor([0.0, self.settings.heading_dropout, neighbour, neighbour], device=device)
        return torch.rand(shape, device=device) >= rates

    def _loss(self, votes: Tensor, logits: Tensor, batch: Batch) -> Tensor:
        """Cross-entropy of the paragraphs' votes, and `sentence_loss` times that of the sentences."""
        paragraphs = torch.from_numpy(self.balance.paragraphs).to(logits.device)
        loss = functional.nll_loss(votes.clamp(min=_SMALLEST).log(), batch["labels"], weight=paragraphs)
        if self.settings.sentence_loss and bool((batch["sentence_labels"] != UNKNOWN).any()):
            sentences = torch.from_numpy(self.balance.sentences).to(logits.device)
            own = functional.cross_entropy(logits, batch["sentence_labels"], weight=sentences, ignore_index=UNKNOWN)
            loss = loss + self.settings.sentence_loss * own
        return loss


class Distillation(nn.Module):
    """A student beside the encoder that it copies; what is trained is the student."""

    token_spread: Tensor
    sentence_spread: Tensor

    def __init__(self, teacher: Encoder, student: Encoder, samples: Sequence[Batch]) -> None:
        """`samples` are texts that tell how far the teacher's states spread, each number by itself."""
        super().__init__()
        self.teacher = teacher.requires_grad_(False)
        self.student = student
        tokens, sentences = [], []
        with torch.inference_mode():
            for batch in samples:
                states = [teacher.eval()(window["ids"], window["mask"]) for window in batch["windows"]]
                tokens += [
                    rows[window["sentence_of"] >= 0] for rows, window in zip(states, batch["windows"], strict=True)
                ]
                sentences.append(_means(states, batch, "sentence_of"))
        for name, rows in (("token_spread", tokens), ("sentence_spread", sentences)):
            self.register_buffer(name, torch.cat(rows).std(dim=0).clamp(min=_SMALLEST))

    def train(self, mode: bool = True) -> Distillation:  # noqa: ARG002 - as nn.Module has it
        """Never drops out: what is copied is exact."""
        super().train(mode=False)
        return self

    def forward(self, batch: Batch) -> dict[str, Tensor]:
        """The loss: squared distance of the tokens' states, and of their means over each sentence."""
        apart = [self._apart(window) for window in batch["windows"]]
        inside = [rows[window["sentence_of"] >= 0] for rows, window in zip(apart, batch["windows"], strict=True)]
        tokens = torch.cat(inside) / self.token_spread
        sentences = _means(apart, batch, "sentence_of") / self.sentence_spread
        return {"loss": tokens.square().mean() + sentences.square().mean()}

    def _apart(self, window: Mapping[str, Tensor]) -> Tensor:
        with torch.no_grad():
            wanted = self.teacher(window["ids"], window["mask"])
        apart: Tensor = self.student(window["ids"], window["mask"]) - wanted
        return apart


def text_means(encoder: Encoder, batch: Batch) -> tuple[Tensor, Tensor]:
    """The vectors of the texts of a batch, and those of their sentences."""
    states = [encoder(window["ids"], window["mask"]) for window in batch["windows"]]
    return _means(states, batch, "text_of"), _means(states, batch, "sentence_of")


def sample_sentences(encoder: Encoder, batches: Sequence[Batch]) -> Vectors:
    """The vectors of the sentences of these batches before any training, a row each."""
    encoder.eval()
    with torch.inference_mode():
        found = [text_means(encoder, batch)[1][batch["sentences"]].numpy() for batch in batches]
    return np.concatenate(found)


def _means(states: Sequence[Tensor], batch: Batch, of: str) -> Tensor:
    """The mean state of the tokens of each text, or of each sentence, of a batch; `of` is text_of or sentence_of."""
    count = batch["counts"][of]
    belongs = [window[of] for window in batch["windows"]]
    numbers = torch.cat([own[own >= 0] for own in belongs])
    rows = torch.cat([own[inside >= 0] for own, inside in zip(states, belongs, strict=True)]).float()
    sums = torch.zeros((count, rows.shape[1]), device=rows.device).index_add(0, numbers, rows)
    return sums / torch.bincount(numbers, minlength=count).clamp(min=1)[:, None]

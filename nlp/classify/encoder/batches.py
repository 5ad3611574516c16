"""Rows to the tensors of a training step. Import it where torch is needed only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import numpy as np
import torch
from torch import Tensor

from nlp.classify.encoder.engine import Vectors
from nlp.classify.encoder.rows import Row
from nlp.classify.encoder.windows import OUTSIDE, Cutter, Window, bucketed
from nlp.classify.passages import sentences

_BUCKET_TOKENS = 4096  # padded tokens that are encoded at once: a step's windows differ in length up to thirtyfold


@dataclass(frozen=True, slots=True)
class Known:
    """Looks texts up among vectors that were computed before."""

    vectors: Mapping[str, Vectors]

    def sentences(self, text: str) -> int:
        """How many the text has."""
        return len(self.vectors[text]) - 1

    def __call__(self, texts: Sequence[str]) -> dict[str, Tensor]:
        """The vectors of these texts, and of all their sentences."""
        found = [self.vectors[text] for text in texts]
        return {
            "text_vectors": torch.from_numpy(np.stack([rows[0] for rows in found])),
            "sentence_vectors": torch.from_numpy(np.concatenate([rows[1:] for rows in found])),
        }


@dataclass(frozen=True, slots=True)
class Tokens:
    """Cuts texts into windows, for an encoder that is being trained."""

    cutter: Cutter
    pad: int

    def sentences(self, text: str) -> int:
        """How many the text has."""
        return len(sentences(text))

    def __call__(self, texts: Sequence[str]) -> dict[str, Any]:
        """The windows of these texts, those of like length together, and how many texts and sentences there are."""
        firsts = list(accumulate(map(self.sentences, texts), initial=0))
        windows = [
            (number, firsts[number], window)
            for number, text in enumerate(texts)
            for window in self.cutter.windows(text)
        ]
        buckets = bucketed(windows, lambda item: len(item[2].ids), _BUCKET_TOKENS)
        return {
            "windows": [self._padded(bucket) for bucket in buckets],
            "counts": {"text_of": len(texts), "sentence_of": firsts[-1]},
        }

    def _padded(self, windows: Sequence[tuple[int, int, Window]]) -> dict[str, Tensor]:
        """Window × token: ids, mask, and the numbers of the text and of the sentence of each token.

        A window comes with the number of its text, and that of the text's first sentence.
        """
        shape = (len(windows), max(len(window.ids) for *_, window in windows))
        ids, text_of, sentence_of = (torch.full(shape, fill) for fill in (self.pad, OUTSIDE, OUTSIDE))
        mask = torch.zeros(shape, dtype=torch.long)
        for row, (number, first, window) in enumerate(windows):
            length = len(window.ids)
            belongs = torch.tensor(window.sentences)
            inside = belongs != OUTSIDE
            ids[row, :length] = torch.tensor(window.ids)
            mask[row, :length] = 1
            text_of[row, :length][inside] = number
            sentence_of[row, :length][inside] = belongs[inside] + first
        return {"ids": ids, "mask": mask, "text_of": text_of, "sentence_of": sentence_of}


@dataclass(frozen=True, slots=True)
class Collator:
    """Puts rows together to a batch."""

    source: Known | Tokens

    def __call__(self, rows: Sequence[Row]) -> dict[str, dict[str, Any]]:
        """`batch`, as `nlp.classify.encoder.network.Batch` says."""
        views = [paragraph for row in rows for paragraph in row["views"]]
        texts = list(dict.fromkeys(text for paragraph in views for text in paragraph if text))
        number = {"": OUTSIDE, **{text: place for place, text in enumerate(texts)}}
        firsts = dict(zip(texts, accumulate(map(self.source.sentences, texts), initial=0), strict=False))
        gold = [labels for row in rows for labels in row["sentence_labels"]]
        owned = [
            (firsts[paragraph[0]] + sentence, index, label)
            for index, (paragraph, labels) in enumerate(zip(views, gold, strict=True))
            for sentence, label in enumerate(labels)
        ]
        sentence, paragraph, label = (torch.tensor(column) for column in zip(*owned, strict=True))
        batch = {
            "views": torch.tensor([[number[text] for text in paragraph] for paragraph in views]),
            "places": torch.tensor([place for row in rows for place in row["places"]]),
            "labels": torch.tensor([label for row in rows for label in row["labels"]]),
            "sentences": sentence,
            "paragraphs": paragraph,
            "sentence_labels": label,
            "facts": torch.tensor([facts for row in rows for paragraph in row["facts"] for facts in paragraph]),
            **self.source(texts),
        }
        return {"batch": batch}

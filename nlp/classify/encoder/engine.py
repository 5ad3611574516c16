"""Texts to vectors with onnxruntime and tokenizers: no torch, no transformers."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import numpy.typing as npt

from nlp.classify.encoder.windows import OUTSIDE, Cutter, Window, bucketed
from nlp.classify.passages import sentences

Vectors = npt.NDArray[np.float32]
"""Of a text: the mean of its tokens, then the mean of each sentence's tokens; a row each."""

ENCODER = "encoder.onnx"
TOKENIZER = "tokenizer.json"
"""What the two files of an engine are called in a model folder."""
PAD = "pad_id"
"""Key of the padding token's number in the metadata of the ONNX file."""
_BATCH_TOKENS = 512  # padded; more leaves the cache: 4096 take a third more processor time for the same vectors


class Engine:
    """An encoder that runs on one core. A text's vectors do not depend on what else is encoded."""

    def __init__(self, onnx: bytes, tokenizer: str, *, prefix: str, max_tokens: int) -> None:
        """`onnx` takes input_ids and attention_mask to a state per token; `tokenizer` is a tokenizer.json."""
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(onnx, options, providers=["CPUExecutionProvider"])
        self._pad = int(self._session.get_modelmeta().custom_metadata_map[PAD])
        self._cutter = Cutter(Tokenizer.from_str(tokenizer), prefix=prefix, max_tokens=max_tokens)
        self.onnx = onnx
        self.tokenizer = tokenizer
        self._made_of = (onnx, tokenizer.encode(), prefix.encode(), str(max_tokens).encode())

    @property
    def fingerprint(self) -> str:
        """16 hex digits; engines with the same give the same vectors."""
        digests = [hashlib.sha256(part).digest() for part in self._made_of]
        return hashlib.sha256(b"".join(digests)).hexdigest()[:16]

    def encode(self, texts: Iterable[str], *, progress: bool = False) -> Mapping[str, Vectors]:
        """The vectors of each text that is not blank; `progress` shows a bar on a terminal."""
        from tqdm import tqdm

        unique = [text for text in dict.fromkeys(texts) if text.strip()]
        pieces = [(number, window) for number, text in enumerate(unique) for window in self._cutter.windows(text)]
        sums = [np.zeros((len(sentences(text)), self._width)) for text in unique]
        counts = [np.zeros(len(rows), dtype=np.int64) for rows in sums]
        with tqdm(total=len(pieces), unit="window", disable=None if progress else True, leave=False) as bar:
            for batch in bucketed(pieces, lambda piece: len(piece[1].ids), _BATCH_TOKENS):
                for (number, window), states in zip(batch, self._states([item for _, item in batch]), strict=True):
                    belongs = np.asarray(window.sentences)
                    inside = belongs != OUTSIDE
                    np.add.at(sums[number], belongs[inside], states[: len(belongs)][inside])
                    np.add.at(counts[number], belongs[inside], 1)
                bar.update(len(batch))
        return {text: _means(sums[number], counts[number]) for number, text in enumerate(unique)}

    def lengths(self, text: str) -> list[int]:
        """Tokens in each window of a text, prefix and special tokens included."""
        return [len(window.ids) for window in self._cutter.windows(text)]

    @property
    def _width(self) -> int:
        return int(self._session.get_outputs()[0].shape[-1])

    def _states(self, windows: Sequence[Window]) -> Vectors:
        """Window × token × number."""
        longest = max(len(window.ids) for window in windows)
        ids = np.full((len(windows), longest), self._pad, dtype=np.int64)
        mask = np.zeros_like(ids)
        for row, window in enumerate(windows):
            ids[row, : len(window.ids)] = window.ids
            mask[row, : len(window.ids)] = 1
        states: Vectors = self._session.run(None, {"input_ids": ids, "attention_mask": mask})[0]
        return states


def _means(sums: npt.NDArray[np.float64], counts: npt.NDArray[np.int64]) -> Vectors:
    """The text's mean and its sentences'; a sentence without tokens has the text's."""
    whole = sums.sum(axis=0) / max(1, int(counts.sum()))
    means = np.where(counts[:, None] > 0, sums / np.maximum(counts, 1)[:, None], whole)
    return np.vstack([whole, means]).astype(np.float32)

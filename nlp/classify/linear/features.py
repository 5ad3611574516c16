"""Sentences to numbers: TF-IDF of characters, of words and of headings, and the place in the report."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from nlp.classify.passages import Passage, bare_heading, place, sentences
from nlp.classify.ranges import expect, not_negative, share
from nlp.text import words

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LinearSettings:
    """How the linear kind looks at a paragraph (`configs/classifier/linear.yaml` says why)."""

    character_ngram: int
    """Longest run of characters that is a term; 0 leaves characters out. Likewise the other lengths."""
    word_ngram: int
    """Longest run of words that is a term."""
    heading_ngram: int
    """Longest run of characters of a heading that is a term."""
    min_sentences: int
    """Terms in fewer training sentences are left out."""
    heading_weight: float
    """Length of a sentence's heading vector in training; those of its characters and of its words have length 1."""
    heading_dropout: float
    """Share of the training, from 0 to 1, that hides the headings."""
    position_weight: float
    """Factor on the place of the paragraph in its report."""
    inverse_regularisation: float
    """C of the logistic regression."""

    def __post_init__(self) -> None:
        expect(self, "character_ngram word_ngram heading_ngram", not_negative, "of 0 or more")
        expect(self, "min_sentences", lambda count: count >= 1, "of 1 or more")
        if not (self.character_ngram or self.word_ngram):
            raise ValueError("expected character_ngram or word_ngram above 0, got 0 for both")
        expect(self, "heading_weight position_weight", not_negative, "of 0 or more")
        expect(self, "inverse_regularisation", lambda value: 0 < value < math.inf, "above 0")
        expect(self, "heading_dropout", share, "from 0 to 1")


def variants(settings: LinearSettings) -> Mapping[str, LinearSettings]:
    """The settings without one part each."""
    found = {
        "trained without headings": replace(settings, heading_weight=0.0),
        "without position": replace(settings, position_weight=0.0),
    }
    if settings.character_ngram and settings.word_ngram:  # one of them must stay
        found["without words"] = replace(settings, word_ngram=0)
        found["without characters"] = replace(settings, character_ngram=0)
    return found


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with what is known of its paragraph."""

    text: str
    passage: Passage


@dataclass(frozen=True, slots=True)
class Features:
    """The terms of the training data and their weights: a fixed way from sentences to the rows of a matrix."""

    settings: LinearSettings
    terms: Mapping[str, tuple[str, ...]]
    """By view: characters, words, headings."""
    idf: Mapping[str, Floats]
    """Inverse document frequency of each term, by view."""
    _columns: Mapping[str, Mapping[str, int]] = field(init=False, repr=False, compare=False)
    """Place of each term in its view."""

    def __post_init__(self) -> None:
        columns = {view: {term: column for column, term in enumerate(terms)} for view, terms in self.terms.items()}
        object.__setattr__(self, "_columns", columns)

    @property
    def count(self) -> int:
        """Columns of the matrix."""
        return sum(map(len, self.terms.values())) + len(place(None))

    def matrix(self, sentences: Sequence[Sentence]) -> csr_array:
        """A row per sentence: TF-IDF of each view, of length 1 or `heading_weight`, and the position.

        A term that occurs n times counts 1 + ln(n). A row depends on its sentence alone.
        """
        from scipy.sparse import csr_array, hstack

        blocks = [self._view(sentences, view) for view in filter(self.terms.get, _VIEWS)]
        places = self.settings.position_weight * np.array([place(item.passage.position) for item in sentences])
        return csr_array(hstack([*blocks, csr_array(places)], format="csr"))

    def without_headings(self, matrix: csr_array) -> csr_array:
        """The rows of `matrix` as they are where there are no headings."""
        from scipy.sparse import csr_array, diags_array

        start = sum(len(self.terms[view]) for view in ("characters", "words"))
        kept = np.ones(self.count)
        kept[start : start + len(self.terms["headings"])] = 0
        return csr_array(matrix @ diags_array(kept))

    def _view(self, sentences: Sequence[Sentence], view: str) -> csr_array:
        from scipy.sparse import csr_array

        texts = [_VIEWS[view](sentence) for sentence in sentences]
        column = self._columns[view].get
        # Sentences of a section share its headings: each text is counted once.
        found = {text: Counter(map(column, _terms(text, view, self.settings))) for text in dict.fromkeys(texts)}
        for occurrences in found.values():
            del occurrences[None]
        sizes = np.array([len(found[text]) for text in texts])
        columns = np.fromiter(chain.from_iterable(found[text].keys() for text in texts), np.int64, sizes.sum())
        counts = np.fromiter(chain.from_iterable(found[text].values() for text in texts), np.float64, sizes.sum())
        weights = (1 + np.log(counts)) * self.idf[view][columns]
        rows = np.repeat(np.arange(len(texts)), sizes)
        lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(texts)))
        weights *= (self.settings.heading_weight if view == "headings" else 1.0) / lengths[rows]
        return csr_array((weights, columns, np.cumsum([0, *sizes])), shape=(len(texts), len(self.terms[view])))


def fit_features(sentences: Sequence[Sentence], settings: LinearSettings) -> Features:
    """Take the terms and their weights from these sentences."""
    terms: dict[str, tuple[str, ...]] = {}
    idf: dict[str, Floats] = {}
    for view, text_of in _VIEWS.items():
        frequency = Counter(term for sentence in sentences for term in set(_terms(text_of(sentence), view, settings)))
        kept = sorted(term for term, count in frequency.items() if count >= settings.min_sentences)
        terms[view] = tuple(kept)
        # As scikit-learn's TfidfTransformer: smoothed, so that no term has weight 0.
        idf[view] = np.log((1 + len(sentences)) / (1 + np.array([frequency[term] for term in kept], dtype=float))) + 1
    return Features(settings, terms, idf)


def sentences_of(passage: Passage) -> tuple[Sentence, ...]:
    """The sentences of a paragraph; a paragraph without any is one."""
    return tuple(Sentence(passage.text[start:end], passage) for start, end in sentences(passage.text))


def _characters(sentence: Sentence) -> str:
    return _plain(sentence.text)


def _headings(sentence: Sentence) -> str:
    plain = (_plain(bare_heading(heading)) for heading in sentence.passage.headings)
    return " ".join(filter(None, plain))


def _plain(text: str) -> str:
    """Without blanks, which depend on how a file was typeset, and with 0 for every number."""
    return re.sub(r"\d+", "0", re.sub(r"\s+", "", text))


_VIEWS: Mapping[str, Callable[[Sentence], str]] = {
    "characters": _characters,
    "words": _characters,
    "headings": _headings,
}


def _terms(text: str, view: str, settings: LinearSettings) -> list[str]:
    """The runs of characters, or of words with blanks between them, that occur in a text of this view."""
    longest = {"characters": settings.character_ngram, "words": settings.word_ngram, "headings": settings.heading_ngram}
    if view == "words":
        parts = words(text)
        return [
            " ".join(parts[start : start + length])
            for length in range(1, longest[view] + 1)
            for start in range(len(parts) - length + 1)
        ]
    return [
        text[start : start + length]
        for length in range(1, longest[view] + 1)
        for start in range(len(text) - length + 1)
    ]

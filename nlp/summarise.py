"""Extractive summaries: score the sentences, select some of them, restore their order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from nlp.document import LabelledParagraph, Summary, SummarySentence
from nlp.text import sentence_spans, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Indices = NDArray[np.int64]

DAMPING = 0.85  # share of the walk that follows similarity; the rest jumps
OFF_TOPIC = 0.1  # weight of a jump to a sentence that shares no word with its headings; to one that has them all, 1.1
TOLERANCE = 1e-8
MAX_ITERATIONS = 200
MIN_CHARACTERS = 10  # a shorter sentence says too little on its own
# A run-in heading without its paragraph: a number and one phrase, as in （一）加强领导。
_RUN_IN_HEADING = re.compile(r"([（(]?[一二三四五六七八九十\d]{1,3}[）)、.．]|[①-⑳⒈-⒛㈠-㈩])[^，；]{0,30}")


@dataclass(frozen=True, slots=True)
class SummarySettings:
    """How long the summaries are and how much they may repeat themselves."""

    budget: int
    """Characters (code points) of the overall summary, never exceeded."""
    label_budget: int
    """Characters of each label's summary, never exceeded."""
    diversity: float
    """MMR's lambda: 1 takes the most central sentences, 0 the most different ones."""

    def __post_init__(self) -> None:
        for name, value in (("budget", self.budget), ("label_budget", self.label_budget)):
            if value < 0:
                raise ValueError(f"expected summary.{name} to be 0 characters or more, got {value}")
        if not 0 <= self.diversity <= 1:
            raise ValueError(f"expected summary.diversity to be from 0 to 1, got {self.diversity}")


def summarise(paragraphs: Sequence[LabelledParagraph], labels: Sequence[str], settings: SummarySettings) -> Summary:
    """Summaries of a whole report and of its paragraphs of each label; every one of `labels` gets an entry.

    The same input always gives the same output: ties go to the earlier sentence.
    """
    candidates = [candidate for labelled in paragraphs for candidate in _candidates(labelled)]
    return Summary(
        overall=_extract(candidates, budget=settings.budget, diversity=settings.diversity),
        by_label={
            label: _extract(
                [candidate for candidate in candidates if candidate.label == label],
                budget=settings.label_budget,
                diversity=settings.diversity,
            )
            for label in labels
        },
    )


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A sentence that says something on its own, scored 0."""

    sentence: SummarySentence
    label: str
    """Of its paragraph."""
    terms: Counter[str]
    topic: float
    """Share of the words of the headings above it that it has."""


def _candidates(labelled: LabelledParagraph) -> Iterator[_Candidate]:
    paragraph = labelled.paragraph
    heading_terms = set(_terms("\n".join(paragraph.headings)))
    for start, end in sentence_spans(paragraph.text):
        text = paragraph.text[start:end]
        lead_in = text.endswith(("：", ":"))
        if len(text) < MIN_CHARACTERS or lead_in or _RUN_IN_HEADING.fullmatch(text):
            continue
        terms = Counter(_terms(text))
        yield _Candidate(
            SummarySentence(paragraph.index, paragraph.start + start, paragraph.start + end, text, 0.0),
            labelled.prediction.label,
            terms,
            len(heading_terms & terms.keys()) / max(1, len(heading_terms)),
        )


def _terms(text: str) -> list[str]:
    """Words and numbers, without punctuation."""
    return [word for word in words(text) if any(char.isalnum() for char in word)]


def _extract(candidates: Sequence[_Candidate], *, budget: int, diversity: float) -> tuple[SummarySentence, ...]:
    """Score, select, restore order."""
    if not candidates:
        return ()
    vectors = vectorise([candidate.terms for candidate in candidates])
    scores = scale(centrality(vectors, [candidate.topic for candidate in candidates]))
    sentences = [candidate.sentence for candidate in candidates]
    lengths = [len(sentence.text) for sentence in sentences]
    chosen = select(vectors, scores, lengths, budget=budget, diversity=diversity)
    return tuple(replace(sentences[index], score=round(float(scores[index]), 4)) for index in sorted(chosen))


@dataclass(frozen=True, slots=True)
class Vectors:
    """One TF-IDF vector of length 1 per sentence, as the entries that are not zero.

    Cosines are dot products that are never gathered in a matrix, so memory grows with the text, not with its square.
    """

    rows: Indices
    columns: Indices
    weights: Floats
    shape: tuple[int, int]

    def dot(self, column: Floats) -> Floats:
        """The matrix times a column vector: one number per sentence."""
        import numpy as np

        return np.bincount(self.rows, self.weights * column[self.columns], minlength=self.shape[0]).astype(float)

    def transposed_dot(self, column: Floats) -> Floats:
        """The transposed matrix times a column vector: one number per term."""
        import numpy as np

        return np.bincount(self.columns, self.weights * column[self.rows], minlength=self.shape[1]).astype(float)

    def cosines(self, row: int) -> Floats:
        """Cosine of each sentence with this one."""
        import numpy as np

        one = np.zeros(self.shape[0])
        one[row] = 1.0
        return self.dot(self.transposed_dot(one))


def vectorise(terms: Sequence[Counter[str]]) -> Vectors:
    """TF-IDF vectors; idf = ln((1 + n) / (1 + df)) + 1 over the n sentences given, so no outside corpus is needed."""
    import numpy as np

    vocabulary: dict[str, int] = {}
    entries = [
        (row, vocabulary.setdefault(term, len(vocabulary)), count)
        for row, counts in enumerate(terms)
        for term, count in counts.items()
    ]
    rows, columns, counts = np.array(entries, dtype=np.int64).reshape(-1, 3).T
    frequency = np.bincount(columns, minlength=len(vocabulary))
    weights = counts * (np.log((1 + len(terms)) / (1 + frequency)) + 1)[columns]
    lengths = np.sqrt(np.bincount(rows, weights**2, minlength=len(terms)))
    return Vectors(rows, columns, weights / lengths[rows], (len(terms), len(vocabulary)))


def centrality(vectors: Vectors, topic: Sequence[float]) -> Floats:
    """Continuous LexRank (Erkan & Radev 2004): PageRank over sentences that are linked by their cosines.

    The walk jumps to a sentence the more often the more of its headings' words it has (`topic`, 0 to 1 each), as in
    topic-sensitive LexRank (Otterbacher, Erkan & Radev 2005). Deviations: idf comes from the sentences themselves, a
    sentence has no link to itself, and one that shares no word with any other links to all evenly. The scores sum to 1.
    """
    import numpy as np

    size = vectors.shape[0]
    jump = np.asarray(topic, dtype=float) + OFF_TOPIC
    jump /= jump.sum()
    itself = np.bincount(vectors.rows, vectors.weights**2, minlength=size)
    degree = vectors.dot(vectors.transposed_dot(np.ones(size))) - itself
    lonely = degree < TOLERANCE
    scores = jump
    for _ in range(MAX_ITERATIONS):
        outgoing = np.where(lonely, 0.0, scores / np.where(lonely, 1.0, degree))
        passed = vectors.dot(vectors.transposed_dot(outgoing)) - itself * outgoing + scores[lonely].sum() / size
        updated = (1 - DAMPING) * jump + DAMPING * passed
        change = np.abs(updated - scores).sum()
        scores = updated
        if change < TOLERANCE:
            break
    return scores


def scale(scores: Floats) -> Floats:
    """Scores stretched to 0…1; all 1 when they are equal."""
    import numpy as np

    low, high = float(scores.min()), float(scores.max())
    if high - low < TOLERANCE:
        return np.ones_like(scores)
    return np.clip((scores - low) / (high - low), 0.0, 1.0)


def select(vectors: Vectors, scores: Floats, lengths: Sequence[int], *, budget: int, diversity: float) -> list[int]:
    """Maximal marginal relevance (Carbonell & Goldstein 1998) within a budget of characters, best first.

    The next sentence is the one with the highest diversity * score - (1 - diversity) * (its highest cosine with a
    chosen one) among those that still fit: one that is too long is passed over, not cut.
    """
    import numpy as np

    chosen: list[int] = []
    size = np.asarray(lengths)
    nearest = np.zeros(len(scores))
    left = np.ones(len(scores), dtype=bool)
    while (fitting := left & (size <= budget)).any():
        # Rounded, so that sums in another order on another machine cannot turn a tie.
        value = np.round(diversity * scores - (1 - diversity) * nearest, 9)
        best = int(np.argmax(np.where(fitting, value, -np.inf)))
        chosen.append(best)
        left[best] = False
        budget -= lengths[best]
        nearest = np.maximum(nearest, vectors.cosines(best))
    return chosen

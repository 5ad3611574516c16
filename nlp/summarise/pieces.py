"""Cut a paragraph into what may be read alone: sentences, quotations that stay whole, parts of a very long sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from nlp.text import sentence_spans, squeeze

LONGEST = 250  # characters; a longer sentence is cut at its semicolons, a longer quotation at its full stops
SHORT_HEAD = 28  # characters; a numbered sentence up to this length opens a point of its paragraph
# The point of 61.3%, the sign in 三、四年级, and 第三方 or 最后一公里 number nothing.
FIGURE = r"[（(]?[一二三四五六七八九十\d]{1,3}(?:[）)]|、(?![一二三四五六七八九十])|[.．](?!\d))|[①-⑳⒈-⒛㈠-㈩]"
NUMBER = re.compile(
    rf"{FIGURE}|[一二三四五六七八九十][是要]|第[一二三四五六七八九十](?:[，、是]|[个条点项类种步件])"
    r"|首先|其次|再次|最后(?!一)"
)
_OPENING, _CLOSING = "《“‘（(「『【", "》”’）)」』】"
_PAIRS = ("“", "”"), ("‘", "’"), ("（(", "）)"), ("《", "》"), ("「", "」"), ("『", "』"), ("【", "】")


def pieces(text: str) -> Iterator[tuple[int, int]]:
    """Start and end (code points) of each sentence, in order.

    Sentences that a quotation or a bracket holds together are one, up to LONGEST; a very long one is cut at its
    semicolons. To part 一是…；二是…。 into its points was tried and took quality away: annotators take it whole.
    """
    for start, end in _whole(text):
        for first, last in _parts(text, start, end):
            yield first + len(text[first:last]) - len(text[first:last].lstrip()), last


def _whole(text: str) -> Iterator[tuple[int, int]]:
    """Sentences, joined until what they open is closed; what is never closed joins nothing."""
    spans = list(sentence_spans(text))
    place = 0
    while place < len(spans):
        last = _closing(text, spans, place)
        yield spans[place][0], spans[last][1]
        place = last + 1


def _closing(text: str, spans: Sequence[tuple[int, int]], first: int) -> int:
    """The sentence that closes what the first one opens; the first itself when none near does."""
    start = spans[first][0]
    for last in range(first, len(spans)):
        sentence = text[start : spans[last][1]]
        if last > first and len(squeeze(sentence)) > LONGEST:
            break
        if _is_closed(sentence):
            return last
    return first


def _is_closed(text: str) -> bool:
    """Whether all its quotes and brackets are closed; a bracket too many, as in 1）, opens nothing."""
    return text.count('"') % 2 == 0 and all(
        sum(map(text.count, opening)) <= sum(map(text.count, closing)) for opening, closing in _PAIRS
    )


def _parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence, or when it is very long the runs of its clauses, each as long as may be up to LONGEST."""
    if len(squeeze(text[start:end])) <= LONGEST:
        yield start, end
        return
    for cut, following in pairwise([*_clauses(text, start, end), end]):
        if len(squeeze(text[start:following])) > LONGEST:
            yield start, cut
            start = cut
    yield start, end


def _clauses(text: str, start: int, end: int) -> Iterator[int]:
    """Where the clauses of a sentence end: after each semicolon that stands in no quotes or brackets."""
    depth = 0
    for place in range(start, end):
        char = text[place]
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char in "；;" and depth == 0:
            yield place + 1

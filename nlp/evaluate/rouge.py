"""ROUGE F1 on characters (Lin 2004, ROUGE: A Package for Automatic Evaluation of Summaries).

Chinese is measured by characters, so that no word segmenter decides; counts are clipped; white space does not count.
"""

from __future__ import annotations

from collections import Counter, defaultdict

from nlp.text import squeeze


def rouge_n(system: str, reference: str, n: int) -> float:
    """F1 of the runs of n characters; 0 when one of the texts has none."""
    ours, theirs = ngrams(squeeze(system), n), ngrams(squeeze(reference), n)
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def ngrams(text: str, n: int) -> Counter[str]:
    """The runs of n characters and how often each occurs."""
    return Counter(text[start : start + n] for start in range(len(text) - n + 1))


def rouge_l(system: str, reference: str) -> float:
    """F1 of the longest common subsequence; 0 when both texts are empty."""
    ours, theirs = squeeze(system), squeeze(reference)
    return 2 * lcs_length(ours, theirs) / max(1, len(ours) + len(theirs))


def lcs_length(first: str, second: str) -> int:
    """Length of the longest common subsequence, a bit per character of `first` (Hyyrö 2004, Bit-parallel LCS)."""
    places: defaultdict[str, int] = defaultdict(int)
    for place, char in enumerate(first):
        places[char] |= 1 << place
    full = (1 << len(first)) - 1
    row = full
    for char in second:
        matched = row & places.get(char, 0)
        row = (row + matched | row - matched) & full
    return len(first) - row.bit_count()

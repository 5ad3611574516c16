"""Break a paragraph into printed lines by the rules of Chinese typesetting (GB/T 15834, W3C clreq)."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

OPENING = "“‘（《「『【〈〔["
CLOSING = "”’）》」』】〉〕]，。、；：！？…·％％"
# A cluster is never broken: opening marks stay with what follows, closing marks with what precedes, numbers whole.
_CLUSTER = re.compile(rf"[{re.escape(OPENING)}]*(?:[A-Za-z0-9.%‰+/∶-]+|—+|.)[{re.escape(CLOSING)}]*", re.DOTALL)


def wrap(text: str, *, first: float, width: float, measure: Callable[[str], float]) -> list[str]:
    """The lines of a paragraph: the first at most `first` wide, the others `width`, in the unit of `measure`.

    One closing mark may hang over the edge, as word processors let it. Blanks at a line's ends go.
    """
    lines: list[str] = []
    line, limit = "", first
    for cluster in _CLUSTER.findall(text):
        core = cluster[:-1] if len(cluster) > 1 and cluster[-1] in CLOSING else cluster
        if line and _width(line + core, measure) > limit + 1e-6:
            lines.append(line.rstrip())
            line, limit = "", width
        line = (line + cluster) if line else cluster.lstrip()
    return [*lines, line.rstrip()] if line.strip() else lines


def _width(text: str, measure: Callable[[str], float]) -> float:
    """Width of the text; a mark that follows a mark is set at half its width."""
    marks = set(OPENING + CLOSING)
    pairs = pairwise(text)
    return measure(text) - sum(measure(char) / 2 for before, char in pairs if before in marks and char in marks)

"""What a browser prints at the edges of its pages: date, time and title above, address and number of the page below."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.read.pdf.lines import Line

_HEAD = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{1,4},?\s*(?:[上下]午\s*)?\d{1,2}:\d{2}(?:\s*[AP]M)?(?:\s.*)?")
_FOOT = re.compile(r"(?:https?|file)://.*\s(\d+)/\d+")


def without_print_marks(lines: Sequence[Line], page: int) -> list[Line]:
    """The lines of this page, from 1, without the first and last one if a browser printed them there."""
    if not lines:
        return []
    first, last = max(lines, key=_height), min(lines, key=_height)
    foot = _FOOT.fullmatch(last.text)
    if foot is None or int(foot[1]) != page:
        return list(lines)
    return [line for line in lines if line is not last and not (line is first and _HEAD.fullmatch(line.text))]


def _height(line: Line) -> float:
    return line.baseline

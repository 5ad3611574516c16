"""Which runs of a paragraph of a .docx belong together, where forced breaks part its lines and pages."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nlp.read.docx.runs import PAGE_BREAK, Run
from nlp.read.lines import NUMBERED, line_goes_on, paragraph_ranges

_LINE_OF_TEXT = 60  # characters: no line of a title or heading is as long
_SAME_SIZE = 0.6  # points
_NUMERAL = r"\s*[\d一二三四五六七八九十廿]{1,3}\s*"
_DATE = re.compile(
    rf"[（(]?\s*[\d一二三四五六七八九〇○零]{{4}}\s*(?:年{_NUMERAL}月(?:{_NUMERAL}日)?|(?:[./-]\d{{1,2}}){{1,2}})\s*[）)]?"
)


def split_runs(own: Sequence[Run], mark: str) -> list[list[Run]]:
    """Runs parted where their text has this mark, which is left out."""
    pieces: list[list[Run]] = [[]]
    for run in own:
        for number, text in enumerate(run.text.split(mark)):
            if number:
                pieces.append([])
            if text:
                pieces[-1].append(Run(text, run.properties))
    return pieces


def pages(own: Sequence[Run], *, heading: bool) -> list[list[Run]]:
    """Runs parted at breaks of pages and columns, but for a break in the midst of a sentence of running text."""
    found: list[list[Run]] = []
    for page in split_runs(own, PAGE_BREAK):
        text = _text(page)
        if not text:
            continue
        above = _text(found[-1]) if found else ""
        if above and not heading and line_goes_on(above, text, full=len(above) > _LINE_OF_TEXT):
            found[-1] += page
        else:
            found.append(page)
    return found


def heading_ranges(lines: Sequence[str], sizes: Sequence[float]) -> list[range]:
    """Like `paragraph_ranges`, for the lines of a heading or of a centred paragraph, set in type of these sizes.

    Text that follows the heading in the same paragraph is parted as text. Before it, a line begins a paragraph after a
    blank line, in another size of type, with a number, as a date at the end, and after 报告, with which a title ends.
    """
    start = next((number for number, line in enumerate(lines) if _is_text(line)), len(lines))
    while start and lines[start - 1].rstrip().endswith(("，", "、")):
        start -= 1
    ranges: list[range] = []
    for found in paragraph_ranges(lines[:start], heading=True):
        first = last = found.start
        for number in (number for number in found[1:] if lines[number].strip()):
            if last < number - 1 or _begins_anew(lines[:start], sizes, number):
                ranges.append(range(first, number))
                first = number
            last = number
        ranges.append(range(first, found.stop))
    text = paragraph_ranges(lines[start:], heading=False)
    return ranges + [range(start + found.start, start + found.stop) for found in text]


def _begins_anew(lines: Sequence[str], sizes: Sequence[float], number: int) -> bool:
    """Whether a line of a heading begins a paragraph right below another line."""
    line = lines[number].strip()
    dated = bool(_DATE.fullmatch(line)) and not "".join(lines[number + 1 :]).strip()
    ended = lines[number - 1].rstrip().endswith(("报告", "報告"))
    return dated or ended or bool(NUMBERED.match(line)) or abs(sizes[number] - sizes[number - 1]) > _SAME_SIZE


def _is_text(line: str) -> bool:
    return "。" in line or len(line.strip()) > _LINE_OF_TEXT


def _text(own: Sequence[Run]) -> str:
    return "".join(run.text for run in own).strip()

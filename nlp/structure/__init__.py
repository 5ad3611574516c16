"""Blocks → Reports: drop page furniture, join wrapped lines, split a book, tell titles, headings and paragraphs apart.

One pass, deterministic, memory in proportion to the source.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from nlp.document import Paragraph, Report, Source, report_id
from nlp.structure.book import split_book
from nlp.structure.front import editorial_length, front_length, title_of
from nlp.structure.furniture import drop_furniture
from nlp.structure.headings import decide_kinds
from nlp.structure.joining import join_lines
from nlp.structure.nesting import heading_paths
from nlp.structure.unit import Unit

__all__ = ["structure"]


def structure(source: Source) -> tuple[Report, ...]:
    """The reports of a source: one as a rule, several when it is a book.

    A report's text holds every title, heading, paragraph, caption and signature in order, a line each; its paragraphs
    are the body paragraphs, with the headings above each.
    """
    units = _join_rows(join_lines(drop_furniture(source.blocks)))
    return tuple(_report(part, source) for part in split_book(units) if part)


def _report(units: Sequence[Unit], source: Source) -> Report:
    start = editorial_length(units)
    notes, units = units[:start], units[start:]
    front = front_length(units)
    title = title_of(units, front) or PurePosixPath(source.name).stem
    decided = [unit.as_kind("paragraph") for unit in notes]
    decided += [unit.as_kind("title") for unit in units[:front]]
    decided += decide_kinds(units[front:])
    paragraphs: list[Paragraph] = []
    texts: list[str] = []
    start = 0
    for unit, headings in heading_paths(decided):
        end = start + len(unit.text)
        if unit.kind == "paragraph":
            paragraphs.append(Paragraph(len(paragraphs), start, end, unit.text, headings, unit.look.page))
        texts.append(unit.text)
        start = end + 1
    text = "\n".join(texts)
    return Report(report_id(text), title, source.name, text, tuple(paragraphs), source.warnings)


def _join_rows(units: Sequence[Unit]) -> list[Unit]:
    """The rows of a table as one unit, a line each."""
    joined: list[Unit] = []
    for unit in units:
        if unit.look.role == "row" and joined and joined[-1].look.role == "row":
            joined[-1] = Unit(f"{joined[-1].text}\n{unit.text}", joined[-1].look, lines=0)
        else:
            joined.append(unit)
    return joined

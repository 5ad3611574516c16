"""The rows of a gold report, and what each of them looks like on paper."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a corpus's paragraphs.jsonl."""

    kind: str
    """title, heading, paragraph, caption or signature."""
    text: str
    level: int | None = None
    """Of a heading, from 1; its number is part of the text."""


def read_rows(path: Path) -> dict[str, tuple[Row, ...]]:
    """The rows of each report of a paragraphs.jsonl, by the report's name, in the file's order."""
    reports: dict[str, list[Row]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        reports.setdefault(row["report"], []).append(Row(row["kind"], row["text"], row["level"]))
    return {name: tuple(rows) for name, rows in reports.items()}


def gold_paragraphs(rows: Sequence[Row]) -> list[tuple[tuple[str, ...], str]]:
    """Heading path (outermost first) and text of each body paragraph, without blanks, as the referee compares them."""
    path: list[Row] = []
    paragraphs = []
    for row in rows:
        if row.kind == "heading":
            path = [above for above in path if (above.level or 0) < (row.level or 0)] + [row]
        elif row.kind == "paragraph":
            paragraphs.append((tuple(squeeze(heading.text) for heading in path), squeeze(row.text)))
    return paragraphs


def squeeze(text: str) -> str:
    """The text without any blanks: line wraps and formats change those."""
    return "".join(text.split())


def looks(rows: Sequence[Row]) -> list[tuple[str, Row]]:
    """Each row with its look: its kind, but for title rows title (once), subtitle (——…) or byline (the others)."""
    result = []
    titled = False
    for row in rows:
        look = row.kind
        if look == "title" and row.text.startswith("——"):
            look = "subtitle"
        elif look == "title" and (titled or row.text.endswith("：")):
            look = "byline"
        titled = titled or look == "title"
        result.append((look, row))
    return result

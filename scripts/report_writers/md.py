"""A report as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.report_writers.rows import Row, looks


def markdown(rows: Sequence[Row]) -> str:
    """The title as #, headings as ##, ###, …; the other lines as they are; a blank line between."""
    lines = []
    for look, row in looks(rows):
        depth = {"title": 1, "heading": 1 + (row.level or 1)}.get(look, 0)
        lines.append(f"{'#' * depth} {row.text}" if depth else row.text)
    return "\n\n".join(lines) + "\n"

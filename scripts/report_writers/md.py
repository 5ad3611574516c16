"""A report as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

from scripts.report_writers.rows import Row, looks


def markdown(rows: Sequence[Row], *, marked: bool) -> str:
    """A blank line between lines; the title as # and headings as ##, ###, … (`marked`), or all of them bold."""
    lines = []
    for look, row in looks(rows):
        depth = {"title": 1, "heading": 1 + (row.level or 1)}.get(look, 0)
        heading = f"{'#' * depth} {row.text}" if marked else f"**{row.text}**"
        lines.append(heading if depth else row.text)
    return "\n\n".join(lines) + "\n"

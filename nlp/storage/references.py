"""Reference summaries as JSONL."""

from __future__ import annotations

import json
from pathlib import Path

from nlp.document import ReferenceSummary


def read_references(path: Path) -> tuple[ReferenceSummary, ...]:
    """A row per report and annotator: report, annotator, overall (a list of sentences), facets (such a list per label).

    Raises OSError, and ValueError that names file and line when a row is not of that form.
    """
    found: list[ReferenceSummary] = []
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            by_label = {str(label): _texts(texts) for label, texts in row.get("facets", {}).items()}
            found.append(ReferenceSummary(str(row["report"]), str(row["annotator"]), _texts(row["overall"]), by_label))
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ValueError(
                f"{path.name}, line {number}: expected report, annotator, overall and facets "
                f"({type(error).__name__}: {error})"
            ) from error
    return tuple(found)


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise ValueError(f"expected a list of sentences, got {value!r}")
    return tuple(value)

"""Reference summaries on disk."""

from __future__ import annotations

from pathlib import Path

import pytest

from nlp.document import ReferenceSummary
from nlp.storage.references import read_references


def test_a_row_is_a_reference(tmp_path: Path) -> None:
    path = tmp_path / "summaries.jsonl"
    path.write_text(
        '{"report": "R1", "annotator": "A", "overall": ["甲。"], "facets": {"problem": ["乙。"]}}\n\n', "utf-8"
    )
    assert read_references(path) == (ReferenceSummary("R1", "A", ("甲。",), {"problem": ("乙。",)}),)


def test_a_line_separator_in_a_sentence_ends_no_row(tmp_path: Path) -> None:
    path = tmp_path / "summaries.jsonl"
    path.write_text('{"report": "R1", "annotator": "A", "overall": ["甲\u2028乙。"]}\n', "utf-8")
    assert read_references(path)[0].overall == ("甲\u2028乙。",)


@pytest.mark.parametrize(
    "row", ['{"report": "R1"}', "[]", '{"report": "R1", "annotator": "A", "overall": "甲。"}', "{"]
)
def test_a_row_of_another_form_is_named(tmp_path: Path, row: str) -> None:
    path = tmp_path / "summaries.jsonl"
    path.write_text(f"\n{row}\n", "utf-8")
    with pytest.raises(ValueError, match=r"summaries\.jsonl, line 2"):
        read_references(path)

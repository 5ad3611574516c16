from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from nlp.document import Report
from nlp.read import read_source
from nlp.structure import structure
from scripts.make_examples import Example, examples
from scripts.report_writers.rows import gold_paragraphs, read_rows, squeeze
from tests.convert import READ_SETTINGS

EXAMPLES = Path(__file__).parents[1] / "examples"
GOLD = read_rows(EXAMPLES / "gold" / "paragraphs.jsonl")
LABELS = {"practice", "achievement", "problem", "recommendation", "other"}

each_example = pytest.mark.parametrize(
    "example", examples(), ids=lambda example: "-".join(example.reports) + Path(example.name).suffix
)


def _reports(name: str) -> tuple[Report, ...]:
    return structure(read_source(EXAMPLES / "reports" / name, name=name, settings=READ_SETTINGS))


def _lines(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (EXAMPLES / "gold" / name).read_text(encoding="utf-8").splitlines()]


@each_example
def test_an_example_gives_exactly_its_gold_paragraphs_and_heading_paths(example: Example) -> None:
    found = [
        [(tuple(map(squeeze, paragraph.headings)), squeeze(paragraph.text)) for paragraph in report.paragraphs]
        for report in _reports(example.name)
    ]
    assert found == [gold_paragraphs(GOLD[name]) for name in example.outputs()]


@each_example
def test_an_example_gives_its_gold_title(example: Example) -> None:
    titles = [squeeze(report.title) for report in _reports(example.name)]
    assert titles == [squeeze(GOLD[name][0].text) for name in example.outputs()]


@each_example
def test_the_script_writes_the_example_that_is_committed(example: Example) -> None:
    written = example.write([GOLD[name] for name in example.outputs()])
    committed = (EXAMPLES / "reports" / example.name).read_bytes()
    assert _content(written) == _content(committed)


def _content(data: bytes) -> object:
    """What stays the same under another version of zlib or reportlab: the parts of a docx, the text of a PDF."""
    if data.startswith(b"PK"):
        archive = zipfile.ZipFile(io.BytesIO(data))
        return {name: archive.read(name) for name in archive.namelist()}
    if data.startswith(b"%PDF"):
        import pypdfium2

        return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)]
    return data


def test_there_is_no_file_without_gold() -> None:
    assert {path.name for path in (EXAMPLES / "reports").iterdir()} == {example.name for example in examples()}


def test_gold_has_a_reference_summary_for_every_report() -> None:
    assert {row["report"] for row in _lines("summaries.jsonl")} == set(GOLD)


def test_gold_headings_are_the_path_of_the_rows_above() -> None:
    for name, rows in GOLD.items():
        paths = [
            tuple(map(squeeze, row["headings"]))
            for row in _lines("paragraphs.jsonl")
            if row["report"] == name and row["kind"] == "paragraph"
        ]
        assert paths == [path for path, _ in gold_paragraphs(rows)]


def test_gold_sentences_make_up_their_paragraph_and_carry_known_labels() -> None:
    for row in _lines("paragraphs.jsonl"):
        if row["kind"] == "paragraph":
            sentences = row["sentences"]
            assert squeeze("".join(sentence["text"] for sentence in sentences)) == squeeze(row["text"])
            assert {row["label"], *(sentence["label"] for sentence in sentences)} <= LABELS


def test_gold_summaries_are_sentences_of_their_report() -> None:
    for row in _lines("summaries.jsonl"):
        text = squeeze("".join(line.text for line in GOLD[row["report"]]))
        chosen = [*row["overall"], *(sentence for sentences in row["facets"].values() for sentence in sentences)]
        assert [sentence for sentence in chosen if squeeze(sentence) not in text] == []

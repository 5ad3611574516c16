"""The paragraphs of a batch in every kind of table: the same rows, whole files, no formulas."""

from __future__ import annotations

import csv
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path

import pytest

from nlp.document import LabelledReport, ModelStamp, Summary
from nlp.storage.labelled import paragraph_rows
from nlp.storage.tables import TABLES, check_tables, write_tables
from tests.fakes import IDS, labelled, report_of

LINES = [
    ("practice", "村集体出房，“甲,乙”两村\t合用。"),
    ("other", '=HYPERLINK("http://a")'),
    ("problem", "没有来源。"),
]
INSTALLED = [name for name in TABLES if name != "parquet" or find_spec("pyarrow")]


def rows(count: int = 1) -> Iterator[dict[str, object]]:
    report = report_of([text for _, text in LINES])
    stamp = ModelStamp("words", "0" * 64, IDS, "nothing")
    made = LabelledReport(report, labelled(LINES), Summary((), {}), stamp)
    for _ in range(count):
        yield from paragraph_rows(made)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """All tables of three rows, Parquet where it is installed."""
    write_tables(tmp_path, INSTALLED, rows())
    return tmp_path


def test_json_lines_hold_the_rows_as_they_are(folder: Path) -> None:
    lines = (folder / "paragraphs.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == list(rows())


def test_excel_knows_the_encoding_of_the_csv_and_finds_no_formula_in_it(folder: Path) -> None:
    assert (folder / "paragraphs.csv").read_bytes().startswith(b"\xef\xbb\xbfreport,")
    with (folder / "paragraphs.csv").open(encoding="utf-8-sig", newline="") as file:
        cells = list(csv.DictReader(file))
    assert [row["text"] for row in cells] == [LINES[0][1], f"'{LINES[1][1]}", LINES[2][1]]
    assert cells[0]["headings"] == "一、情况"


def test_sqlite_holds_the_rows_and_the_headings_as_json(folder: Path) -> None:
    with closing(sqlite3.connect(folder / "paragraphs.sqlite")) as database:
        found = database.execute('SELECT "text", label, confidence, headings, needs_review FROM paragraphs').fetchall()
    assert found == [
        (row["text"], row["label"], row["confidence"], '["一、情况"]', int(bool(row["needs_review"]))) for row in rows()
    ]


def test_parquet_holds_the_rows_with_their_types(folder: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert parquet.read_table(folder / "paragraphs.parquet").to_pylist() == list(rows())


def test_more_rows_than_are_held_in_memory_are_all_written(tmp_path: Path) -> None:
    write_tables(tmp_path, ["jsonl", "sqlite"], rows(700))
    assert len((tmp_path / "paragraphs.jsonl").read_bytes().splitlines()) == 2100
    with closing(sqlite3.connect(tmp_path / "paragraphs.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM paragraphs").fetchone() == (2100,)


def test_a_row_that_fails_leaves_the_earlier_tables_as_they_were(tmp_path: Path) -> None:
    def failing() -> Iterator[dict[str, object]]:
        yield from rows()
        raise OSError(28, "No space left on device")

    write_tables(tmp_path, ["jsonl", "csv", "sqlite"], rows())
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with pytest.raises(OSError, match="No space left"):
        write_tables(tmp_path, ["jsonl", "csv", "sqlite"], failing())
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_a_disk_that_is_full_is_an_error_of_the_system_for_sqlite_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def on_a_full_disk(path: Path) -> sqlite3.Connection:
        database = connect(path)
        database.execute("PRAGMA max_page_count = 2")
        return database

    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", on_a_full_disk)
    with pytest.raises(OSError, match=r"disk is full: .*paragraphs\.sqlite"):
        write_tables(tmp_path, ["sqlite"], rows(700))
    assert list(tmp_path.iterdir()) == []


def test_equal_rows_give_equal_files(folder: Path, tmp_path: Path) -> None:
    write_tables(tmp_path / "again", INSTALLED, rows())
    for name in INSTALLED:
        file = f"paragraphs.{name}"
        assert (folder / file).read_bytes() == (tmp_path / "again" / file).read_bytes(), file


def test_a_table_that_is_not_wanted_any_more_goes(folder: Path) -> None:
    write_tables(folder, ["jsonl"], rows())
    assert [path.name for path in folder.iterdir()] == ["paragraphs.jsonl"]


def test_a_missing_package_is_named_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nlp.storage.tables.find_spec", lambda _: None)
    with pytest.raises(ValueError, match=r"pip install -e '.\[parquet\]'"):
        check_tables(["parquet"])

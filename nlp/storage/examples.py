"""Labelled paragraphs for training and evaluation: JSONL, CSV or XLSX, told apart by content."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from nlp.document import Example, LabelledSentence
from nlp.text import fold

SHOWN = 20
HEADING_SEPARATOR = "|"
"""Between the headings in a cell of CSV or XLSX, outermost first."""
_ENCODINGS = ("utf-8-sig", "gb18030")  # Excel in China writes CSV in the latter

Row: TypeAlias = Mapping[str, object]


class DataError(ValueError):
    """Labelled data that cannot be used: every fault with its file and line."""

    def __init__(self, faults: Sequence[str]) -> None:
        more = [f"... and {len(faults) - SHOWN} more"] if len(faults) > SHOWN else []
        super().__init__("\n  ".join(["the data cannot be used:", *faults[:SHOWN], *more]))


@dataclass(frozen=True, slots=True)
class Columns:
    """What the fields or columns are called."""

    text: str
    label: str
    report: str
    """May be missing from the data: then every paragraph is a report of its own."""
    headings: str
    """May be missing from the data."""


def read_examples(paths: Sequence[Path], columns: Columns, labels: Sequence[str]) -> tuple[Example, ...]:
    """The labelled paragraphs of these files, in order, their text folded.

    JSONL may also have `sentences`, a list of {text, label}; its rows of another `kind` than paragraph are left out.
    Raises DataError with all the faults there are, OSError when a file cannot be read.
    """
    examples: list[Example] = []
    faults: list[str] = []
    for path in paths:
        try:
            for line, row in _rows(path):
                where = f"{path.name}, line {line}"
                if isinstance(row, str):
                    faults.append(f"{where}: {row}")
                elif row.get("kind", "paragraph") == "paragraph":
                    found = _faults(row, columns, labels)
                    faults += [f"{where}: {fault}" for fault in found]
                    if not found:
                        examples.append(_example(row, columns, alone=f"{path.name}:{line}"))
        except DataError as error:
            faults.append(str(error))
    if not faults and not examples:
        faults.append(f"{', '.join(path.name for path in paths)}: no labelled paragraph")
    if faults:
        raise DataError(faults)
    return tuple(examples)


def read_folds(path: Path) -> tuple[tuple[str, ...], ...]:
    """The report ids of each fold, from a JSON file {"folds": [[report, ...], ...]}. Raises DataError."""
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        return tuple(tuple(str(report) for report in fold) for fold in content["folds"])
    except (ValueError, KeyError, TypeError) as error:
        raise DataError([f'{path}: expected JSON like {{"folds": [["R01", "R02"], ["R03"]]}} ({error})']) from error


def _faults(row: Row, columns: Columns, labels: Sequence[str]) -> list[str]:
    missing = [name for name in (columns.text, columns.label) if name not in row]
    if missing:
        return [f"expected a column {name}, got {', '.join(map(str, row)) or 'none'}" for name in missing]
    faults = [] if _text(row[columns.text]) else [f"the column {columns.text} is empty"]
    used = [row[columns.label]]
    sentences = row.get("sentences") or []
    if isinstance(sentences, list) and all(isinstance(item, dict) for item in sentences):
        used += [item.get("label") for item in sentences]
    else:
        faults.append(f"expected sentences as a list of text and label, got {str(sentences)[:40]!r}")
    unknown = sorted({_text(label) for label in used} - set(labels))
    return faults + [f"expected one of the labels {', '.join(labels)}; got {label!r}" for label in unknown]


def _example(row: Row, columns: Columns, *, alone: str) -> Example:
    headings = row.get(columns.headings) or ()
    if isinstance(headings, str):
        headings = headings.split(HEADING_SEPARATOR)
    sentences = row.get("sentences") or ()
    return Example(
        report=_text(row.get(columns.report)) or alone,
        text=_text(row[columns.text]),
        label=_text(row[columns.label]),
        headings=tuple(filter(None, map(_text, headings if isinstance(headings, list | tuple) else [headings]))),
        sentences=tuple(
            LabelledSentence(_text(item.get("text")), _text(item["label"]))
            for item in (sentences if isinstance(sentences, list) else ())
        ),
    )


def _text(value: object) -> str:
    return "" if value is None else fold(str(value)).strip()


def _rows(path: Path) -> Iterator[tuple[int, Row | str]]:
    """Line number, from 1, and the row there, or what is wrong with it."""
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04"):
        yield from _xlsx_rows(data, path)
        return
    text = _decoded(data, path)
    yield from _json_rows(text) if text.lstrip().startswith("{") else _csv_rows(text)


def _decoded(data: bytes, path: Path) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise DataError([f"{path.name}: neither UTF-8 nor GB18030 text; save it as UTF-8"])


def _json_rows(text: str) -> Iterator[tuple[int, Row | str]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            yield number, f"not JSON ({error})"
            continue
        yield number, row if isinstance(row, dict) else f"expected an object, got {line[:40]!r}"


def _csv_rows(text: str) -> Iterator[tuple[int, Row | str]]:
    first = text.split("\n", 1)[0]
    delimiter = "\t" if "\t" in first and "," not in first else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    # A cell may hold line breaks: the line of a row is where it starts.
    starts, cells = [1], []
    for row in reader:
        cells.append(row)
        starts.append(reader.line_num + 1)
    yield from _table(zip(starts, cells, strict=False))


def _xlsx_rows(data: bytes, path: Path) -> Iterator[tuple[int, Row | str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = list(workbook.worksheets[0].iter_rows(values_only=True))
        workbook.close()
    except (BadZipFile, KeyError, IndexError, ValueError) as error:
        raise DataError([f"{path.name}: not an XLSX table; save it as XLSX or as CSV ({error})"]) from error
    yield from _table(enumerate(rows, start=1))


def _table(rows: Iterable[tuple[int, Sequence[object]]]) -> Iterator[tuple[int, Row | str]]:
    """Rows under the names in the first row; empty rows are left out."""
    names: list[str] | None = None
    for number, cells in rows:
        if not any(cell not in (None, "") for cell in cells):
            continue
        if names is None:
            names = [_text(cell) for cell in cells]
        elif len(cells) > len(names):
            yield number, f"expected {len(names)} columns, got {len(cells)}"
        else:
            yield number, dict(zip(names, cells, strict=False))

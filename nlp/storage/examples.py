"""Labelled paragraphs for training and evaluation: JSONL, CSV or XLSX, told apart by content."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from nlp.document import Example, Label, LabelledSentence
from nlp.text import fold

SHOWN = 20
"""Kinds of faults that are listed; the rest is a number."""
LINES_SHOWN = 8
"""Lines that are listed for a fault that many have."""
HEADING_SEPARATOR = "|"
"""Between the headings in a cell of CSV or XLSX, outermost first."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCODINGS = ("utf-8-sig", "gb18030")  # Excel in China writes CSV in the latter
_DELIMITERS = ",\t;"  # Excel writes the last where a comma is the decimal sign
_JSON_LIST = re.compile(r"\s*\[\s*[{\]]")

Row: TypeAlias = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a file, or with a line of it."""

    file: str
    what: str
    line: int | None = None
    """From 1; None: the file as a whole."""


class DataError(ValueError):
    """Labelled data that cannot be used: every fault with its file and lines, equal ones together."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        lines: dict[tuple[str, str], list[int]] = {}
        for fault in faults:
            lines.setdefault((fault.file, fault.what), []).extend([fault.line] if fault.line else [])
        told = [f"{file}{_lines(numbers)}: {what}" for (file, what), numbers in lines.items()]
        more = [f"... and {len(told) - SHOWN} more"] if len(told) > SHOWN else []
        super().__init__("\n  ".join(["the data cannot be used:", *told[:SHOWN], *more]))


def _lines(numbers: Sequence[int]) -> str:
    if not numbers:
        return ""
    shown = ", ".join(map(str, numbers[:LINES_SHOWN]))
    more = f" and {len(numbers) - LINES_SHOWN} more" if len(numbers) > LINES_SHOWN else ""
    return f", line{'s' if len(numbers) > 1 else ''} {shown}{more}"


@dataclass(frozen=True, slots=True)
class Columns:
    """What the fields or columns are called."""

    text: str
    label: str
    report: str
    """May be missing from the data: then every paragraph is a report of its own."""
    headings: str
    """May be missing from the data."""


def read_examples(
    paths: Sequence[Path], columns: Columns, labels: Sequence[Label], *, expected: Collection[str] = ()
) -> tuple[Example, ...]:
    """The labelled paragraphs of these files, in order, their text folded; labels by their id or by their name.

    JSONL may also have `sentences`, a list of {text, label}; its rows of another `kind` than paragraph are left out.
    `expected`: columns that some row must have. Raises DataError with all the faults there are, OSError when a file
    cannot be read.
    """
    ids = {label.name: label.id for label in labels} | {label.id: label.id for label in labels}
    faults: list[Fault] = []
    rows = list(_paragraph_rows(paths, lambda row: _faults(row, columns, ids), faults))
    examples = tuple(_example(row, columns, ids, alone=f"{path.name}:{line}") for path, line, row in rows)
    if not faults and not examples:
        faults = [Fault(path.name, "no labelled paragraph") for path in paths]
    there = dict.fromkeys(name for _, _, row in rows for name in row)
    if not faults and (missing := [name for name in expected if name not in there]):
        faults = [Fault(path.name, _missing(name, there)) for path in paths for name in missing]
    if faults:
        raise DataError(faults)
    return examples


def read_texts(paths: Sequence[Path], column: str) -> tuple[str, ...]:
    """The paragraphs of these files, labelled or not, in order, folded; `column` holds the text.

    Rows of JSONL of another `kind` than paragraph are left out, as are empty ones. Raises DataError, OSError.
    """
    faults: list[Fault] = []
    rows = _paragraph_rows(paths, lambda row: [] if column in row else [_missing(column, row)], faults)
    texts = tuple(filter(None, [_text(row[column]) for _, _, row in rows]))
    if faults:
        raise DataError(faults)
    return texts


def read_folds(path: Path) -> tuple[tuple[str, ...], ...]:
    """The report ids of each fold, from a JSON file {"folds": [[report, ...], ...]}. Raises DataError."""
    if path.is_dir():
        raise DataError([Fault(path.name, "a folder; expected a JSON file")])
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
        return tuple(tuple(str(report) for report in fold) for fold in content["folds"])
    except (ValueError, KeyError, TypeError) as error:
        what = f'expected JSON like {{"folds": [["R01", "R02"], ["R03"]]}} ({error})'
        raise DataError([Fault(path.name, what)]) from error


class _UnreadableError(ValueError):
    """A file that is no table of any known format."""


def _paragraph_rows(
    paths: Sequence[Path], check: Callable[[Row], list[str]], faults: list[Fault]
) -> Iterator[tuple[Path, int, Row]]:
    """File, line and row of each paragraph in which `check` finds nothing wrong; what is wrong is added to `faults`."""
    for path in paths:
        try:
            for line, row in _rows(path):
                if isinstance(row, str):
                    faults.append(Fault(path.name, row, line))
                elif row.get("kind", "paragraph") == "paragraph":
                    found = check(row)
                    faults += [Fault(path.name, what, line) for what in found]
                    if not found:
                        yield path, line, row
        except _UnreadableError as error:
            faults.append(Fault(path.name, str(error)))


def _faults(row: Row, columns: Columns, ids: Mapping[str, str]) -> list[str]:
    missing = [name for name in (columns.text, columns.label) if name not in row]
    if missing:
        return [_missing(name, row) for name in missing]
    faults = [f"the column {name} is empty" for name in (columns.text, columns.label) if not _text(row[name])]
    used = {_text(row[columns.label])}
    sentences = row.get("sentences") or []
    if isinstance(sentences, list) and all(isinstance(item, dict) for item in sentences):
        parts = [(_text(item.get("text")), _text(item.get("label"))) for item in sentences]
        used |= {label for _, label in parts}
        if not all(text and label for text, label in parts):
            faults.append("a sentence has no text or no label")
    else:
        faults.append(f"expected sentences as a list of text and label, got {str(sentences)[:40]!r}")
    unknown = sorted(used - set(ids) - {""})
    known = ", ".join(dict.fromkeys(ids.values()))
    return faults + [f"expected one of the labels {known}; got {label!r}" for label in unknown]


def _missing(column: str, row: Iterable[object]) -> str:
    return f"expected a column {column}, got {', '.join(map(str, row)) or 'none'}"


def _example(row: Row, columns: Columns, ids: Mapping[str, str], *, alone: str) -> Example:
    headings = row.get(columns.headings) or ()
    if isinstance(headings, str):
        headings = headings.split(HEADING_SEPARATOR)
    sentences = row.get("sentences") or ()
    return Example(
        report=_text(row.get(columns.report)) or alone,
        text=_text(row[columns.text]),
        label=ids[_text(row[columns.label])],
        headings=tuple(filter(None, map(_text, headings if isinstance(headings, list | tuple) else [headings]))),
        sentences=tuple(
            LabelledSentence(_text(item.get("text")), ids[_text(item.get("label"))])
            for item in (sentences if isinstance(sentences, list) else ())
        ),
    )


def _text(value: object) -> str:
    return "" if value is None else fold(str(value)).strip()


def _rows(path: Path) -> Iterator[tuple[int, Row | str]]:
    """Line number, from 1, and the row there, or what is wrong with it."""
    if path.is_dir():
        raise _UnreadableError("a folder; expected a JSONL, CSV or XLSX file")
    data = path.read_bytes()
    if data.startswith(b"PK\x03\x04"):
        yield from _xlsx_rows(data)
        return
    if data.startswith(_OLE):
        raise _UnreadableError("an old Excel file (.xls), or one with a password; save it as XLSX or as CSV")
    if path.suffix.lower() == ".xlsx" and data.strip():
        raise _UnreadableError("not an XLSX table; copy it again, or save it as XLSX or as CSV")
    text = _decoded(data)
    if _JSON_LIST.match(text):
        raise _UnreadableError("a JSON list; expected JSONL, an object {...} on each line")
    yield from _json_rows(text) if text.lstrip().startswith("{") else _csv_rows(text)


def _decoded(data: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise _UnreadableError("neither UTF-8 nor GB18030 text; save it as UTF-8")


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
    delimiter = next((sign for sign in _DELIMITERS if sign in first), ",")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    # A cell may hold line breaks: the line of a row is where it starts.
    starts, cells = [1], []
    try:
        for row in reader:
            cells.append(row)
            starts.append(reader.line_num + 1)
    except csv.Error as error:
        raise _UnreadableError(f"not CSV from line {starts[-1]} on; is a quote left open? ({error})") from error
    yield from _table(zip(starts, cells, strict=False))


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, Row | str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook

    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        rows = list(workbook.worksheets[0].iter_rows(values_only=True))
        workbook.close()
    except (BadZipFile, OSError, KeyError, IndexError, ValueError) as error:
        raise _UnreadableError(f"not an XLSX table; save it as XLSX or as CSV ({error})") from error
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

"""The paragraphs of a batch as tables: JSON lines, CSV for Excel, Parquet, SQLite; written row by row."""

from __future__ import annotations

import csv
import errno
import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import TypeAlias

from nlp.storage.files import json_line, whole_file, whole_path

Row: TypeAlias = Mapping[str, object]
Write: TypeAlias = Callable[[Sequence[Row]], object]

_BATCH = 1000  # rows that are held in memory, and rows of a Parquet row group
_FORMULA = (*"=+-@＝＋－＠", "\t", "\r")  # also full-width: spreadsheets fold them
_COLUMNS = {
    "report": "TEXT",
    "source": "TEXT",
    "title": "TEXT",
    "index": "INTEGER",
    "start": "INTEGER",
    "end": "INTEGER",
    "page": "INTEGER",
    "headings": "TEXT",
    "text": "TEXT",
    "label": "TEXT",
    "confidence": "REAL",
    "needs_review": "INTEGER",
    "truncated": "INTEGER",
}
"""Of `nlp.storage.labelled.paragraph_rows`, with their types in SQLite."""


def check_tables(names: Sequence[str]) -> None:
    """Raise ValueError when a name is none of TABLES, or the package that a table needs is not installed."""
    for name in names:
        if name not in TABLES:
            raise ValueError(f"expected tables among {', '.join(TABLES)}; got {name!r}")
    if "parquet" in names and find_spec("pyarrow") is None:
        raise ValueError("the table parquet needs pyarrow: pip install -e '.[parquet]'")


def write_tables(folder: Path, names: Sequence[str], rows: Iterable[Row]) -> None:
    """Write paragraphs.<suffix> for each of the named TABLES in one pass over the rows; each file is whole or absent.

    Tables that are not named are removed: they would be of an earlier run. Raises OSError when the disk is full.
    """
    with ExitStack() as stack:
        writers = [stack.enter_context(TABLES[name](folder / table_file(name))) for name in names]
        waiting = iter(rows)
        while batch := list(islice(waiting, _BATCH)):
            for write in writers:
                write(batch)
    for name in TABLES.keys() - set(names):
        (folder / table_file(name)).unlink(missing_ok=True)


def table_file(name: str) -> str:
    """What a table is called in the folder of the results."""
    return f"paragraphs.{name}"


@contextmanager
def _jsonl(path: Path) -> Iterator[Write]:
    with whole_file(path) as file:
        yield lambda rows: file.writelines(map(json_line, rows))


@contextmanager
def csv_table(path: Path, columns: Sequence[str] = tuple(_COLUMNS), *, separator: str = " > ") -> Iterator[Write]:
    """A CSV file with a byte order mark, by which Excel knows UTF-8; `separator` stands between the items of a list."""
    with whole_file(path) as file:
        file.write("\ufeff")
        table = csv.writer(file)
        table.writerow(columns)
        yield lambda rows: table.writerows([_cell(row[column], separator) for column in columns] for row in rows)


def _cell(value: object, separator: str) -> object:
    """A text that a spreadsheet would take for a formula gets an apostrophe, as OWASP advises."""
    text = separator.join(map(str, value)) if isinstance(value, list) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(_FORMULA) else text


@contextmanager
def _parquet(path: Path) -> Iterator[Write]:
    import pyarrow as pa
    from pyarrow import parquet

    types = {"TEXT": pa.string(), "INTEGER": pa.int64(), "REAL": pa.float64()}
    special = {"headings": pa.list_(pa.string()), "needs_review": pa.bool_(), "truncated": pa.bool_()}
    schema = pa.schema({column: types[kind] for column, kind in _COLUMNS.items()} | special)
    with whole_path(path) as part, parquet.ParquetWriter(part, schema) as writer:
        yield lambda rows: writer.write_table(pa.Table.from_pylist(list(rows), schema=schema))


@contextmanager
def _sqlite(path: Path) -> Iterator[Write]:
    """One table, paragraphs; headings as a JSON list."""
    columns = ", ".join(f'"{column}" {kind}' for column, kind in _COLUMNS.items())
    insert = f"INSERT INTO paragraphs VALUES ({', '.join('?' * len(_COLUMNS))})"  # noqa: S608 - question marks only
    with whole_path(path) as part, _system_errors(path), closing(sqlite3.connect(part)) as database:
        database.execute("PRAGMA journal_mode = OFF")  # the file is whole or absent as it is
        database.execute(f"CREATE TABLE paragraphs ({columns})")
        yield lambda rows: database.executemany(insert, ([_field(row[column]) for column in _COLUMNS] for row in rows))
        database.commit()


@contextmanager
def _system_errors(path: Path) -> Iterator[None]:
    """A full disk, or one that is gone, as the OSError that it is with every other file."""
    try:
        yield
    except sqlite3.OperationalError as error:
        raise OSError(errno.EIO, str(error), str(path)) from error


def _field(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list) else value


TABLES: Mapping[str, Callable[[Path], AbstractContextManager[Write]]] = {
    "jsonl": _jsonl,
    "csv": csv_table,
    "parquet": _parquet,
    "sqlite": _sqlite,
}

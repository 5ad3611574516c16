"""Files that are whole or absent: written beside their place, flushed to the disk, renamed."""

from __future__ import annotations

import json
import os
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TextIO

PART = ".part"


@contextmanager
def whole_path(path: Path) -> Iterator[Path]:
    """A path to write a file to, which takes the name `path` only when the block ends without an error.

    A reader never sees half of it, even after a crash or a power cut. The folder is made when it is missing.
    Raises OSError when the disk is full or the folder cannot be written; then nothing new is left behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # A short name, for that of `path` may already be as long as the file system allows; and one that no process on
    # another machine chooses, for process numbers are the same everywhere.
    part = path.parent / f".{uuid.uuid4().hex}{PART}"
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(part, path)  # noqa: PTH105 - the tests make this very call fail
    except OSError as error:
        if error.filename in (None, str(part)):  # a full disk does not say for which file
            error.filename = str(path)
        raise
    finally:
        with suppress(OSError):  # which would hide the error that is told
            part.unlink()
    sync_folder(path.parent)


@contextmanager
def whole_file(path: Path) -> Iterator[TextIO]:
    """A UTF-8 text file that takes the name `path` only when the block ends without an error; see `whole_path`."""
    with whole_path(path) as part, part.open("w", encoding="utf-8", newline="\n") as file:
        yield file


def write_text(path: Path, text: str) -> None:
    """Write a whole UTF-8 file; see `whole_file`."""
    with whole_file(path) as file:
        file.write(text)


def write_lines(path: Path, rows: Iterable[Mapping[str, object]]) -> None:
    """Write a whole JSONL file, a row at a time, Chinese unescaped."""
    with whole_file(path) as file:
        file.writelines(map(json_line, rows))


def json_line(row: Mapping[str, object]) -> str:
    """A row as one line of JSON. Raises ValueError on NaN and infinities, which JSON does not have."""
    return json.dumps(row, ensure_ascii=False, allow_nan=False) + "\n"


def remove_parts(folder: Path) -> None:
    """Remove what a killed process left of files it was writing anywhere under `folder`."""
    for part in folder.rglob(f".*{PART}"):
        part.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut; Windows cannot and need not."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

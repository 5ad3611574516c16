"""What is done: a line per finished file, with hashes of all that its results depend on and of the results."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from nlp.storage.files import json_line, sync_folder, write_lines

MANIFEST = "manifest.jsonl"


@dataclass(frozen=True, slots=True)
class Done:
    """A file that was labelled: its SHA-256, that of the model and of the settings, and those of its results."""

    source: str
    input: str
    model: str
    settings: str
    outputs: Mapping[str, str]
    """SHA-256 of each result by its path relative to the output folder, with /."""


class Manifest:
    """The lines of manifest.jsonl in an output folder; the last line for a source counts.

    A line that cannot be read (the last one, after a power cut) or that points out of the folder is dropped: its file
    is done again.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.done: dict[str, Done] = {}
        path = folder / MANIFEST
        for line in path.read_bytes().splitlines() if path.exists() else []:
            if record := _parse(line):
                self.done[record.source] = record

    def holds(self, record: Done) -> bool:
        """Whether this very work is done and its results are still there, unaltered."""
        known = self.done.get(record.source)
        if known is None or (known.input, known.model, known.settings) != (record.input, record.model, record.settings):
            return False
        return all(sha256_of(self.folder / output) == digest for output, digest in known.outputs.items())

    def remove(self, source: str, keep: Mapping[str, str] | None = None) -> None:
        """Delete what a source's earlier run wrote, but for `keep`, and forget it."""
        earlier = self.done.pop(source, None)
        for output in earlier.outputs if earlier else ():
            if output not in (keep or {}):
                (self.folder / output).unlink(missing_ok=True)

    def add(self, record: Done) -> None:
        """Note a finished file, on the disk before this returns; earlier owners of its results are forgotten."""
        for source, other in list(self.done.items()):
            if source != record.source and other.outputs.keys() & record.outputs.keys():
                del self.done[source]
        self.done[record.source] = record
        with (self.folder / MANIFEST).open("a", encoding="utf-8", newline="\n") as file:
            file.write(json_line(asdict(record)))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.folder)

    def rewrite(self) -> None:
        """One line per source, sorted: equal work gives an equal file, however often it was interrupted."""
        write_lines(self.folder / MANIFEST, (asdict(self.done[source]) for source in sorted(self.done)))


def sha256_of(path: Path) -> str | None:
    """SHA-256 of a file's bytes in hex; None when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _parse(line: bytes) -> Done | None:
    try:
        record = Done(**json.loads(line))
    except (ValueError, TypeError):
        return None
    return record if all(_inside(output) for output in record.outputs) else None


def _inside(output: str) -> bool:
    path = PurePosixPath(output)
    return not path.is_absolute() and ".." not in path.parts and path.suffix == ".json"

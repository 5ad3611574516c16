"""What is done: a line per file, with hashes of all that its results depend on and of the results."""

from __future__ import annotations

import hashlib
import json
import math
import os
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path, PurePosixPath

from nlp.batch.shard import Shard
from nlp.pipeline import Failure
from nlp.storage.files import json_line, sync_folder, write_lines

_MANIFEST = re.compile(r"manifest(-\d+-of-\d+)?\.jsonl")


@dataclass(frozen=True, slots=True)
class Done:
    """A file that was labelled, or could not be: SHA-256 of it, the model and the settings, and what came of it."""

    source: str
    input: str
    """Empty when the file cannot be read, or is too large to be."""
    model: str
    settings: str
    outputs: Mapping[str, str]
    """SHA-256 of each result by its path relative to the output folder, with /."""
    failure: Failure | None = None

    def is_work_of(self, other: Done) -> bool:
        """Whether both are about the same bytes, model and settings."""
        return bool(self.input) and (self.input, self.model, self.settings) == (
            other.input,
            other.model,
            other.settings,
        )


class Manifest:
    """The lines of manifest.jsonl in an output folder, and of the manifests that shards keep for themselves.

    The last line for a source counts. A line that cannot be read (the last one, after a power cut) or that points out
    of the folder is dropped: its file is done again. A shard adds to its own manifest only; a run of the whole batch
    gathers all of them in manifest.jsonl.
    """

    def __init__(self, folder: Path, shard: Shard) -> None:
        self.folder = folder
        self.done: dict[str, Done] = {}
        self._path = folder / f"manifest{shard.suffix}.jsonl"
        self._owners: dict[str, str] = {}
        """Which source has made a result."""
        self._own: set[str] = set()
        """Sources whose lines this run keeps."""
        others = sorted(
            path for path in folder.glob("manifest*.jsonl") if _MANIFEST.fullmatch(path.name) and path != self._path
        )
        self._gathered = others if shard.count == 1 else []
        for path in [self._path, *others] if shard.count == 1 else [*others, self._path]:
            for line in path.read_bytes().splitlines() if path.exists() else []:
                if record := _parse(line):
                    self._remember(record)
                    if shard.count == 1 or path == self._path:
                        self._own.add(record.source)

    def find(self, wanted: Done) -> Done | None:
        """What is known of this very work, when its results are still there, unaltered."""
        known = self.done.get(wanted.source)
        if known is None or not known.is_work_of(wanted):
            return None
        same = all(sha256_of(self.folder / output) == digest for output, digest in known.outputs.items())
        return known if same else None

    def remove(self, source: str, keep: Mapping[str, str]) -> None:
        """Delete what a source's earlier run wrote, but for `keep`, and forget it."""
        earlier = self.done.pop(source, None)
        for output in earlier.outputs if earlier else ():
            if self._owners.get(output) == source and output not in keep:
                del self._owners[output]
                (self.folder / output).unlink(missing_ok=True)

    def add(self, record: Done) -> None:
        """Note a finished file, on the disk before this returns; earlier owners of its results are forgotten."""
        self._remember(record)
        self._own.add(record.source)
        with self._path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(json_line(asdict(record)))
            file.flush()
            os.fsync(file.fileno())
        sync_folder(self.folder)

    def rewrite(self) -> None:
        """One line per source, sorted: equal work gives an equal file, however often it was interrupted."""
        own = sorted(self.done.keys() & self._own)
        write_lines(self._path, (asdict(self.done[source]) for source in own))
        for path in self._gathered:
            path.unlink(missing_ok=True)

    def _remember(self, record: Done) -> None:
        for output in record.outputs:
            earlier = self._owners.get(output, record.source)
            if earlier != record.source:
                self.done.pop(earlier, None)
            self._owners[output] = record.source
        self.done[record.source] = record


def sha256_of(path: Path, *, max_bytes: float = math.inf) -> str | None:
    """SHA-256 of a file's bytes in hex; None when it cannot be read, or has more than `max_bytes`."""
    try:
        with path.open("rb") as file:
            if os.fstat(file.fileno()).st_size > max_bytes:
                return None
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return None


def _parse(line: bytes) -> Done | None:
    try:
        content = json.loads(line)
        failure = content.pop("failure")
        record = Done(**content, failure=Failure(**failure) if failure else None)
    except (ValueError, TypeError, AttributeError, KeyError):
        return None
    return record if all(_inside(output) for output in record.outputs) else None


def _inside(output: str) -> bool:
    path = PurePosixPath(output)
    return not path.is_absolute() and ".." not in path.parts and path.suffix == ".json"

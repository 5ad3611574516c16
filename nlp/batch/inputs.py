"""The work list: which files a path, folder or pattern means, and what their results are called."""

from __future__ import annotations

import glob
import hashlib
import itertools
import os
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from nlp.storage.tables import TABLES, table_file

# What lies beside reports and is none. All else is tried: its content decides, and an error line that says what a file
# is and what to do is better than silence.
NOT_REPORTS = frozenset({".json", ".jsonl", ".css", ".js", ".ini", ".lnk", ".db", ".tmp", ".part"})
RUN_RECORD = "run.json"  # the batch's own; that of a shard is run-2-of-5.json
_RUN_RECORD = re.compile(r"run(-\d+-of-\d+)?\.json")
_TABLES = frozenset(map(table_file, TABLES))
_LIKE_A_RESULT = re.compile(rf"\.(json|{'|'.join(TABLES)})_*\Z", re.IGNORECASE)
_LIKE_AN_ESCAPE = re.compile(rb"\\x[0-9a-f]{2}")
MAX_NAME_BYTES = 240  # file systems take 255; "-01.json" comes on top


@dataclass(frozen=True, slots=True)
class Input:
    """A file to label."""

    path: Path
    name: str
    """Relative to the folder that was searched, with / between folders: what the results call the file."""
    output: str
    """Relative path of its result without .json, with /; no other input of the batch has it."""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file or folder that was found and not taken, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was found, sorted by name."""

    files: tuple[Input, ...]
    skipped: tuple[Skipped, ...]


def find_inputs(
    patterns: Sequence[str], *, output: Path | None = None, not_reports: frozenset[str] = NOT_REPORTS
) -> Inputs:
    """The files that paths, folders (searched recursively) and glob patterns mean, each once.

    A path to a file is always taken; in folders and patterns hidden files, lock files, tables of a batch and the
    suffixes `not_reports` are skipped, and whatever leads to a folder that is searched already. `output`, a file or a
    folder inside an input folder, is left out. Raises ValueError when a pattern matches nothing.
    """
    search = _Search(output.resolve() if output else None, not_reports)
    roots = [search.add(pattern) for pattern in sorted(patterns)]
    search.follow_links()
    base = Path(os.path.commonpath(roots)) if roots else Path()
    paths = {_name(path, base): path for path in search.files}
    outputs = _outputs(sorted(paths))
    return Inputs(
        tuple(Input(paths[name], name, outputs[name]) for name in sorted(paths)),
        tuple(Skipped(_name(path, base), reason) for path, reason in sorted(search.skipped.items())),
    )


class _Search:
    """Collects files and what was skipped; every path is absolute, symbolic links are kept as named."""

    def __init__(self, output: Path | None, not_reports: frozenset[str]) -> None:
        self.output = output
        self.not_reports = not_reports
        self.files: dict[Path, None] = {}
        self.skipped: dict[Path, str] = {}
        self._searched: dict[Path, Path] = {}
        """By what a folder really is, the path on which it was searched."""
        self._links: list[Path] = []
        """Links to folders that nobody named."""

    def add(self, pattern: str) -> Path:
        """Search one path, folder or pattern; returns the folder that names are relative to."""
        path = _absolute(pattern)
        if path.is_dir():
            self._folder(path)
            return path
        if path.exists():  # before the pattern: 报告[1].docx is a name, too
            self._explicit(path)
            return path.parent
        if not glob.has_magic(pattern):
            raise ValueError(f"no such file or folder: {pattern}")
        root = Path(*itertools.takewhile(lambda part: not glob.has_magic(part), path.parts))
        matches = sorted(root.glob(str(path.relative_to(root))))
        if not matches:
            raise ValueError(f"no file matches {pattern}")
        for match in matches:
            self._entry(match)
        return root

    def follow_links(self) -> None:
        """To be called after all else, so that a folder that is found keeps its own name and not that of a link."""
        for link in self._links:  # which grows meanwhile
            with self._or_skip(link):
                self._folder(link)

    def _explicit(self, path: Path) -> None:
        if not path.is_file():
            self.skipped[path] = "not a regular file"
        elif path.resolve() == self.output:
            self.skipped[path] = "the output file"
        else:
            self.files[path] = None

    def _folder(self, folder: Path) -> None:
        resolved = folder.resolve()
        if self._searched.setdefault(resolved, folder) != folder:
            back = folder.parent.resolve().is_relative_to(resolved)
            self.skipped[folder] = (
                "a link back to a folder above it" if back else "another name of a folder that is searched"
            )
            return
        try:
            entries = sorted(folder.iterdir())
        except OSError as error:
            self.skipped[folder] = f"cannot be listed: {error.strerror}"
            return
        for entry in entries:
            self._entry(entry)

    def _entry(self, path: Path) -> None:
        """A file or folder that nobody named: taken, or skipped with the reason."""
        with self._or_skip(path):
            if reason := self._reason_against(path):
                self.skipped[path] = reason
            elif not path.is_dir():
                self.files[path] = None
            elif path.is_symlink():
                self._links.append(path)
            else:
                self._folder(path)

    @contextmanager
    def _or_skip(self, path: Path) -> Iterator[None]:
        """What nobody named and nobody may look into is no reason to stop."""
        try:
            yield
        except OSError as error:
            self.skipped[path] = f"cannot be looked into: {error.strerror}"

    def _reason_against(self, path: Path) -> str | None:
        if path.name.startswith("."):
            return "hidden"
        if path.name.startswith("~$"):
            return "lock file of an office program"
        folder = path.is_dir()
        if not folder and not path.is_file():
            return "not a regular file"
        if path.resolve() == self.output:
            return f"the output {'folder' if folder else 'file'}"
        if not folder and path.name in _TABLES and (path.parent / RUN_RECORD).is_file():
            return "a table of a batch"
        if not folder and (_RUN_RECORD.fullmatch(path.name) or path.suffix.lower() in self.not_reports):
            return "not a report by its name; name the file itself to try it"
        return None


def _absolute(pattern: str) -> Path:
    # abspath and not resolve: .. goes, but a symbolic link keeps its name. Not Path.expanduser, which raises on what
    # begins like ~somebody and is a name, such as a lock file's ~$报告.docx.
    return Path(os.path.abspath(os.path.expanduser(pattern)))  # noqa: PTH100, PTH111


def _name(path: Path, base: Path) -> str:
    """Relative and writable as UTF-8, whatever bytes the file system gave; other bytes, another name."""
    encoded = os.fsencode(path.relative_to(base).as_posix())
    name = encoded.decode("utf-8", "backslashreplace")
    if name.encode() == encoded and not _LIKE_AN_ESCAPE.search(encoded):
        return name
    # Backslashes are doubled where there are escapes, or what looks like one: \\xff is four characters, \xff a byte.
    return encoded.replace(b"\\", b"\\\\").decode("utf-8", "backslashreplace")


def _outputs(names: Sequence[str]) -> dict[str, str]:
    """Where each file's results go: its path without the suffix, or with it where two results could meet.

    They could when two files of a folder differ in nothing but suffix or case (R01.txt, R01.docx), when one is called
    as another's book would number its reports (R01.txt, R01-02.txt), and when the name belongs to the batch itself.
    """
    files = [PurePosixPath(name) for name in names]
    stems = Counter(_key(file.with_suffix("")) for file in files)
    whole = {_key(file) for file in files}

    def unclear(file: PurePosixPath) -> bool:
        stem = _key(file.with_suffix(""))
        numbered = re.sub(r"-\d+$", "", stem)
        return bool(
            stems[stem] > 1
            or stem in whole
            or _RUN_RECORD.fullmatch(f"{stem}.json")
            or (numbered != stem and (numbered in stems or numbered in whole))
        )

    return {str(file): str(_apart(_shortened(file if unclear(file) else file.with_suffix("")))) for file in files}


def _apart(file: PurePosixPath) -> PurePosixPath:
    """In folders that no file of a batch can be called as: those whose names end as files of a batch get a _ more."""
    folders = (f"{part}_" if _LIKE_A_RESULT.search(part) else part for part in file.parts[:-1])
    return PurePosixPath(*folders, file.name)


def _key(file: PurePosixPath) -> str:
    return str(file).casefold()


def _shortened(file: PurePosixPath) -> PurePosixPath:
    encoded = file.name.encode()
    if len(encoded) <= MAX_NAME_BYTES:
        return file
    digest = hashlib.sha256(encoded).hexdigest()[:8]
    start = encoded[: MAX_NAME_BYTES - len(digest) - 1].decode(errors="ignore")
    return file.with_name(f"{start}-{digest}")

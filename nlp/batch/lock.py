"""One run at a time in an output folder: a lock of the operating system, which goes when its process goes."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from nlp.batch.shard import Shard


class FolderInUse(ValueError):  # noqa: N818 - it says what is the case
    """Another run writes into the folder."""


@contextmanager
def locked(folder: Path, shard: Shard) -> Iterator[None]:
    """Keep other runs out of `folder`, but for the other shards of the same batch.

    The lock files stay and say which process has, or had, the lock; what counts is the lock on them, so that one left
    by a killed process is no obstacle. Raises FolderInUse that names the other run.
    """
    own = folder / f".lock{shard.suffix}"
    with own.open("a+", encoding="utf-8") as file:
        if not _try_lock(file.fileno()):
            raise _in_use(own)
        # Own lock first, then a look at the others: of two runs that start at once, none overlooks the other.
        for other in folder.glob(".lock*"):
            if other != own and not shard.runs_beside(other.name.removeprefix(".lock")) and _is_locked(other):
                raise _in_use(other)
        file.truncate(0)
        file.write(f"process {os.getpid()} on {socket.gethostname()} since {datetime.now(UTC):%Y-%m-%d %H:%M:%S} UTC")
        file.flush()
        yield


def _in_use(path: Path) -> FolderInUse:
    owner = ""
    with suppress(OSError):  # Windows does not let others read a locked file
        owner = path.read_text(encoding="utf-8")
    return FolderInUse(
        f"{path.parent} is in use by another run ({owner or 'which does not say its name'}): "
        "wait for it, stop it, or choose another output"
    )


def _is_locked(path: Path) -> bool:
    with path.open("a+", encoding="utf-8") as file:
        return not _try_lock(file.fileno())


def _try_lock(descriptor: int) -> bool:
    """Take the lock if it is free; it goes when the file is closed."""
    try:
        if os.name == "nt":
            import msvcrt

            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        else:
            import fcntl

            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True

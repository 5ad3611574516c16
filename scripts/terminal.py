"""What the commands show in a terminal: progress, aligned tables, what failed."""

from __future__ import annotations

import io
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

    from nlp.batch import Input, Inputs
    from nlp.pipeline import Failure

SHOWN = 10  # skipped files that are listed; the rest is a number


class _Lasting(io.FileIO):
    """A stream whose reader may be gone, as with `| head`: what nobody reads is no reason to stop."""

    def write(self, data: ReadableBuffer, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            return memoryview(data).nbytes


def open_streams() -> None:
    """Make stdout and stderr UTF-8, whatever the locale, and let them outlast who reads them."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
            raw = getattr(stream.buffer, "raw", stream.buffer)
            # Not what stands in for them in tests, and not a console of Windows, which is no file.
            if stream is getattr(sys, f"__{name}__") and isinstance(raw, io.FileIO):
                setattr(sys, name, _lasting(stream))


def _lasting(stream: io.TextIOWrapper) -> io.TextIOWrapper:
    file = io.BufferedWriter(_Lasting(stream.fileno(), "w", closefd=False))
    return io.TextIOWrapper(file, stream.encoding, stream.errors, line_buffering=True)


class Advance(Protocol):
    """To be called after each file."""

    def __call__(self, item: Input, *, paragraphs: int = 0, failed: bool = False) -> None: ...


@contextmanager
def progress(total: int) -> Iterator[Advance]:
    """Files, paragraphs per second, failures: a bar in a terminal, a plain line per tenth of the work in a log."""
    from tqdm import tqdm

    step = max(1, total // 10)
    started = time.monotonic()
    with tqdm(total=total, unit="file", disable=None, file=sys.stderr, leave=False) as bar:
        done = read = failures = 0

        def advance(item: Input, *, paragraphs: int = 0, failed: bool = False) -> None:
            nonlocal done, read, failures
            done, read, failures = done + 1, read + paragraphs, failures + failed
            counts = [f"{read / (time.monotonic() - started):.0f} paragraphs/s"] if read else []
            counts += [f"{failures} failed"] if failures else []
            counts += [printable(item.name[-30:])]
            bar.set_postfix_str(", ".join(counts), refresh=False)
            bar.update()
            if bar.disable and (done % step == 0 or done == total):
                print(", ".join([f"{done} of {total} files", *counts]), file=sys.stderr)

        yield advance


def aligned(rows: Sequence[tuple[str, str]]) -> str:
    """Two columns, the first padded by the width it has in a terminal, where a Chinese character takes two cells."""
    from nlp.text import em_width

    cells = [round(2 * em_width(left)) for left, _ in rows]
    width = max(cells) + 2
    return "\n".join(f"{left}{' ' * (width - cell)}{right}" for cell, (left, right) in zip(cells, rows, strict=True))


def printable(text: str) -> str:
    """File names may hold what moves a terminal's cursor or changes its colours: such characters are shown as ?."""
    return "".join(char if char.isprintable() else "?" for char in text)


def closing(inputs: Inputs, failures: Sequence[Failure]) -> int:
    """Say which files failed and which were skipped; returns the exit status: 1 when some failed, else 0."""
    for failure in failures:
        print(f"failed: {printable(failure.message)}", file=sys.stderr)
    for skipped in inputs.skipped[:SHOWN]:
        print(f"skipped: {printable(skipped.name)}: {skipped.reason}", file=sys.stderr)
    if len(inputs.skipped) > SHOWN:
        print(f"skipped: {len(inputs.skipped) - SHOWN} more", file=sys.stderr)
    return 1 if failures else 0


def found(inputs: Inputs, named: object) -> Inputs:
    """The inputs, when there are any. Raises ValueError that says why there are none."""
    if inputs.files:
        return inputs
    reasons = "".join(f"\n  {skipped.name}: {skipped.reason}" for skipped in inputs.skipped[:SHOWN])
    raise ValueError(f"no report in {named}{reasons}")

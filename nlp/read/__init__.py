"""A file to Blocks: one module per format, chosen by what the file is and not by what it is called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from nlp.document import Block, Source
from nlp.read.detect import detect
from nlp.read.errors import EmptyFile, FileTooLarge, NotAFile, ReadError
from nlp.read.settings import ReadSettings

__all__ = ["ReadError", "ReadSettings", "read_source"]

# What a file with this ending should be; another content is read all the same, with a warning.
_ENDINGS = {
    ".txt": {"txt", "md"},
    ".md": {"md"},
    ".markdown": {"md"},
    ".docx": {"docx"},
    ".docm": {"docx"},
    ".doc": set(),
    ".wps": set(),
    ".pdf": {"pdf"},
    ".html": {"html"},
    ".htm": {"html"},
}


def read_source(path: Path, *, name: str, settings: ReadSettings) -> Source:
    """What a txt, md, docx, pdf or html file says, block by block.

    `name` stands for the file in the result and in messages. Raises a `ReadError`, whose message is one sentence.
    """
    data = _bytes(path, name=name, settings=settings)
    kind = detect(data, name)
    blocks, warnings = _read(data, kind, name=name, settings=settings)
    if not blocks:
        raise EmptyFile(f"{name} holds no text: nothing in it can be labelled")
    _check_size(blocks, name=name, settings=settings)
    format_ = "html" if kind == "mhtml" else kind
    expected = _ENDINGS.get(path.suffix.lower())
    if expected is not None and format_ not in expected:
        warnings = (f"named {path.suffix} but is {format_}; read as {format_}", *warnings)
    return Source(name, format_, tuple(blocks), warnings)


def _bytes(path: Path, *, name: str, settings: ReadSettings) -> bytes:
    if path.is_dir():
        raise NotAFile(f"{name} is a folder: name the files in it, or the folder as input")
    try:
        size = path.stat().st_size
        if size > settings.max_bytes:
            raise FileTooLarge(
                f"{name} has {size:,} bytes, more than the limit of {settings.max_bytes:,}: "
                "split it, or raise read.max_bytes"
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise NotAFile(f"{name} is not there: check its name") from error
    except OSError as error:
        raise NotAFile(f"{name} can't be opened ({error.strerror}): check its permissions") from error


def _check_size(blocks: Sequence[Block], *, name: str, settings: ReadSettings) -> None:
    characters = sum(len(block.text) for block in blocks)
    for what, got, limit in (
        ("paragraphs", len(blocks), settings.max_paragraphs),
        ("characters", characters, settings.max_characters),
    ):
        if got > limit:
            raise FileTooLarge(
                f"{name} has {got:,} {what}, more than the limit of {limit:,}: split it, or raise read.max_{what}"
            )


def _read(data: bytes, kind: str, *, name: str, settings: ReadSettings) -> tuple[list[Block], tuple[str, ...]]:
    """Readers are imported when a file needs them: lxml and pdfium take longer to load than a text to read."""
    if kind == "txt":
        from nlp.read.txt import read_txt

        return read_txt(data)
    if kind == "md":
        from nlp.read.md import read_md

        return read_md(data)
    if kind == "docx":
        from nlp.read.docx import read_docx

        return read_docx(data, name=name, settings=settings)
    if kind == "pdf":
        from nlp.read.pdf import read_pdf

        return read_pdf(data, name=name, settings=settings)
    from nlp.read.html import read_html

    return read_html(data, name=name, mhtml=kind == "mhtml")

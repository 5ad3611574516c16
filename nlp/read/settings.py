"""Limits for reading; their values stand in configs/read/."""

from __future__ import annotations

from dataclasses import dataclass, fields


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """What is refused before it can fill the memory."""

    max_bytes: int
    """Of the file."""
    max_inflated_bytes: int
    """Of the parts of a docx that hold its text, unpacked: a few kilobytes can declare gigabytes."""
    max_ratio: int
    """Of these parts unpacked to packed, once they have 10 MB: no text is that repetitive."""
    max_pages: int
    """Of a PDF."""
    max_paragraphs: int
    """Of any file; in a docx, empty ones count, too."""
    max_characters: int
    """Of any file."""

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if value < 1:
                raise ValueError(f"read.{field.name}: expected at least 1, got {value}")

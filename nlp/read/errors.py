"""Why a file could not be read, each reason a type whose ``kind`` goes into errors.jsonl."""

# ruff: noqa: N818  (the names say what is wrong with the file; "Error" would add nothing)

from __future__ import annotations


class ReadError(ValueError):
    """A file could not be read. The message is one plain sentence: the file, what it is, what to do."""

    kind = "read_error"


class NotAFile(ReadError):
    """There is no such file, or it is a folder, or reading it is not permitted."""

    kind = "not_a_file"


class EmptyFile(ReadError):
    """The file holds no text."""

    kind = "empty_file"


class FileTooLarge(ReadError):
    """The file passes a limit of `ReadSettings`."""

    kind = "file_too_large"


class UnsupportedFormat(ReadError):
    """A known format that is not read."""

    kind = "unsupported_format"


class BinaryFile(ReadError):
    """Not text, and no known format."""

    kind = "binary_file"


class EncryptedFile(ReadError):
    """The file needs a password."""

    kind = "encrypted_file"


class DamagedFile(ReadError):
    """The file is of a format that is read, but broken or unsafe."""

    kind = "damaged_file"


class ScannedFile(ReadError):
    """A PDF of pictures without a text layer, or with one whose characters are unknown."""

    kind = "scanned_file"

"""Settings out of range, told one by one: which, what was expected, and what was given."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any


def expect(settings: object, names: str, holds: Callable[[Any], bool], expected: str) -> None:
    """Raise ValueError at the first of these settings, named with blanks between, whose value is not as expected."""
    for name in names.split():
        value = getattr(settings, name)
        if not holds(value):
            raise ValueError(f"expected {name} {expected}, got {value!r}")


def share(value: float) -> bool:
    """From 0 to 1."""
    return 0 <= value <= 1


def positive(value: float) -> bool:
    """Above 0."""
    return value > 0


def not_negative(value: float) -> bool:
    """0 or more."""
    return value >= 0


def layer_numbers(value: object) -> bool:
    """A list of numbers from 1 on."""
    return isinstance(value, list | tuple) and bool(value) and all(type(item) is int and item > 0 for item in value)

"""Every n-th file of a work list, for several runs side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Shard:
    """The `index`-th of `count` runs that share a batch, from 1."""

    index: int
    count: int

    def __post_init__(self) -> None:
        if not 1 <= self.index <= self.count:
            raise ValueError(f"expected shard to be like 2/5, the second of five; got {self}")

    def __str__(self) -> str:
        return f"{self.index}/{self.count}"

    @property
    def suffix(self) -> str:
        """What sets its files apart from those of the others; nothing when it is the only one."""
        return "" if self.count == 1 else f"-{self.index}-of-{self.count}"

    def runs_beside(self, suffix: str) -> bool:
        """Whether the shard with this suffix is another one of the same batch."""
        return self.count > 1 and suffix != self.suffix and suffix.endswith(f"-of-{self.count}")

    def of(self, values: Sequence[Value]) -> Sequence[Value]:
        """Its share of the values."""
        return values[self.index - 1 :: self.count]


def parse_shard(text: str) -> Shard:
    """`2/5`, the second of five. Raises ValueError for anything else."""
    match = re.fullmatch(r"(\d+)/(\d+)", text)
    if match is None:
        raise ValueError(f"expected shard to be like 2/5, the second of five; got {text!r}")
    return Shard(int(match[1]), int(match[2]))

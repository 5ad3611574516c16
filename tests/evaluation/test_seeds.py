from __future__ import annotations

from dataclasses import dataclass

from scripts.evaluation.measuring import reseeded


@dataclass(frozen=True)
class Member:
    seed: int
    size: int


@dataclass(frozen=True)
class Unseeded:
    size: int


@dataclass(frozen=True)
class Pair:
    member: Member
    share: float


def test_another_seed_reaches_the_settings_within_settings() -> None:
    assert reseeded(Pair(Member(seed=3, size=8), 0.5), 2) == Pair(Member(seed=5, size=8), 0.5)


def test_settings_without_a_seed_stay() -> None:
    assert reseeded(Unseeded(8), 2) == Unseeded(8)

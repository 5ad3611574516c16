"""What the scorer knows of a sentence: numbers in named groups, so that a score can be explained by them."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from nlp.summarise.pieces import NUMBER, SHORT_HEAD
from nlp.summarise.similarity import Floats, Indices, centrality
from nlp.summarise.units import Candidates, overlap, terms_of
from nlp.text import squeeze

Columns: TypeAlias = Mapping[str, Floats]
"""A number per sentence under each name."""

_SIGNS = {
    "digits": r"\d+",
    "percents": r"[%％]",
    "enumeration": "、",
    "clauses": "[，；]",
    "semicolons": "；",
    "quotes": "“",
    "titles": "《",
    "colons": "：",
    "results": "提高|提升|增强|促进|推动|改善|实现|形成|达到|解决|突破|打通|确保|落实",
    "faults": "不足|不够|不强|不高|薄弱|欠缺|缺乏|困难|滞后|不到位|有待|难以|弱化|淡化|不力|不完善|不健全",
    "norms": "要|应当|必须|需要|建议|加强|完善|健全|建立|强化",
    "emphasis": "总的看|总体上?看|总体而言|综上|主要|明显|显著|有效|核心|关键|根本|重点|突出",
    "examples": "例如|比如|如[，：]|以.{1,12}为例|说[，：]",
    "authorities": "总书记|中央|党的十",
}
_PATTERNS = {name: re.compile(pattern) for name, pattern in _SIGNS.items()}


@dataclass(frozen=True, slots=True)
class Features:
    """A row per sentence."""

    names: tuple[str, ...]
    groups: tuple[str, ...]
    """The group of each name."""
    values: Floats


def features_of(candidates: Candidates, labels: Sequence[str], shares: Floats) -> Features:
    """All the features. `labels` are those that the scorer knows, in its order; `shares` their `label_shares`."""
    made = {group: make(candidates) for group, make in _GROUPS.items()}
    made["label"] = _label(candidates, labels, shares)
    return Features(
        names=tuple(name for columns in made.values() for name in columns),
        groups=tuple(group for group, columns in made.items() for _ in columns),
        values=np.column_stack([column for columns in made.values() for column in columns.values()]),
    )


def _length(candidates: Candidates) -> Columns:
    """How long it is, by itself and among its neighbours."""
    sizes = candidates.sizes
    return {
        "length": sizes,
        "longer in paragraph": _better(sizes, candidates.rows),
        "longer in section": _better(sizes, _sections(candidates)),
    }


def _place(candidates: Candidates) -> Columns:
    """Where it stands in its paragraph, section and report."""
    units, rows, sections = candidates.units, candidates.rows, _sections(candidates)
    sizes = [len(squeeze(item.paragraph.text)) for item in candidates.paragraphs]
    starts = np.cumsum([0, *sizes])
    offsets = _numbers(unit.before for unit in units)
    lengths = _numbers(sizes[unit.paragraph] for unit in units)
    first, last = _extremes(rows, sections)
    counts = np.bincount(rows)[rows]
    depth = [len(candidates.paragraphs[unit.paragraph].paragraph.headings) for unit in units]
    return {
        "number": _numbers(unit.number for unit in units),
        "number from the end": counts - 1 - _numbers(unit.number for unit in units),
        "share of the paragraph before it": offsets / lengths,
        "length of the paragraph": lengths,
        "share of the report before it": (starts[rows] + offsets) / starts[-1],
        "opens its section": (rows == first).astype(float),
        "closes its section": (rows == last).astype(float),
        "paragraphs of its section": last - first + 1.0,
        "sentences of its section": np.bincount(sections)[sections].astype(float),
        "depth of headings": _numbers(depth),
        "sentences of the report": np.full(len(units), float(len(units))),
        "sections of the report": np.full(len(units), sections.max() + 1.0),
    }


def _points(candidates: Candidates) -> Columns:
    """How it stands to run-in headings such as 一是…。"""
    units = candidates.units
    numbered = [NUMBER.match(squeeze(unit.text)) is not None for unit in units]
    return {
        "under a run-in heading": _numbers(bool(unit.run_in) for unit in units),
        "sentences since the run-in heading": _numbers(unit.since_run_in for unit in units),
        "before a run-in heading": _numbers(unit.before_run_in for unit in units),
        "numbered": _numbers(numbered),
        "short and numbered": _numbers(
            number and unit.size <= SHORT_HEAD for number, unit in zip(numbered, units, strict=True)
        ),
    }


def _label(candidates: Candidates, labels: Sequence[str], shares: Floats) -> Columns:
    """What it is about, by the classifier, and how much of the report and its paragraph is about the same."""
    own = shares.argmax(axis=0)
    same = np.bincount(own)[own]
    _, in_paragraph, alike = np.unique(candidates.rows * len(labels) + own, return_inverse=True, return_counts=True)
    return {
        **dict(zip(labels, shares, strict=True)),
        "confidence": shares.max(axis=0),
        "sentences of its label": same.astype(float),
        "share of the report with its label": same / len(own),
        "share of its label before it": _earlier(own) / same,
        "share of its paragraph with its label": alike[in_paragraph] / np.bincount(candidates.rows)[candidates.rows],
    }


def _centrality(candidates: Candidates) -> Columns:
    """How much of the report, section and paragraph it shares words with."""
    vectors, rows = candidates.vectors, candidates.rows
    size = len(candidates.units)
    on_topic = centrality(vectors, candidates.topic) * size
    return {
        "on topic": on_topic,
        "plain": centrality(vectors, np.ones(size)) * size,
        "to the report": vectors.to_centroids(np.zeros(size, dtype=np.int64)),
        "to its section": vectors.to_centroids(_sections(candidates)),
        "to its paragraph": vectors.to_centroids(rows),
        "more central in paragraph": _better(on_topic, rows),
        "more central in section": _better(on_topic, _sections(candidates)),
    }


def _headings(candidates: Candidates) -> Columns:
    """Words that it shares with the headings above it."""
    nearest = [frozenset(terms_of("".join(item.paragraph.headings[-1:]))) for item in candidates.paragraphs]
    pairs = list(zip(candidates.units, candidates.terms, strict=True))
    return {
        "all headings": candidates.topic,
        "nearest heading": _numbers(overlap(terms, nearest[unit.paragraph]) for unit, terms in pairs),
        "run-in heading": _numbers(overlap(terms, frozenset(terms_of(unit.run_in))) for unit, terms in pairs),
    }


def _wording(candidates: Candidates) -> Columns:
    """Signs and phrases, counted; those that grow with the length, per 30 characters."""
    texts = [squeeze(unit.text) for unit in candidates.units]
    counts = {name: _numbers(len(pattern.findall(text)) for text in texts) for name, pattern in _PATTERNS.items()}
    for name in ("enumeration", "clauses"):
        counts[name] = counts[name] / candidates.sizes * 30
    return {**counts, "dangling opener": candidates.dangling.astype(float)}


_GROUPS: Mapping[str, Callable[[Candidates], Columns]] = {
    "length": _length,
    "place": _place,
    "points": _points,
    "centrality": _centrality,
    "headings": _headings,
    "wording": _wording,
}
GROUPS = (*_GROUPS, "label")


def _sections(candidates: Candidates) -> Indices:
    """A number per unit, equal for those with the same headings above."""
    return _numbered(candidates.paragraphs[unit.paragraph].paragraph.headings for unit in candidates.units)


def _numbered(keys: Iterable[Hashable]) -> Indices:
    seen: dict[Hashable, int] = {}
    return np.array([seen.setdefault(key, len(seen)) for key in keys], dtype=np.int64)


def _numbers(values: Iterable[float]) -> Floats:
    return np.fromiter(values, dtype=float)


def _earlier(groups: Indices) -> Indices:
    """How many of its group stand before it."""
    order = np.argsort(groups, kind="stable")
    starts = np.searchsorted(groups[order], groups)
    places = np.empty_like(order)
    places[order] = np.arange(len(order))
    return np.asarray(places - starts)


def _better(values: Floats, groups: Indices) -> Floats:
    """How many of its group have a higher value, at most 5: beyond that the rank says no more."""
    higher = np.zeros(len(values))
    for group in np.unique(groups):
        members = groups == group
        ascending = np.sort(values[members])
        higher[members] = len(ascending) - np.searchsorted(ascending, values[members], side="right")
    return np.minimum(higher, 5)


def _extremes(values: Indices, groups: Indices) -> tuple[Floats, Floats]:
    """The lowest and the highest value of each one's group."""
    low, high = np.full(groups.max() + 1, values.max()), np.zeros(groups.max() + 1, dtype=np.int64)
    np.minimum.at(low, groups, values)
    np.maximum.at(high, groups, values)
    return low[groups].astype(float), high[groups].astype(float)

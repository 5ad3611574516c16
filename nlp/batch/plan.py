"""What is to be done: the files of a work list without those that an earlier run is through with."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import nlp
from nlp.batch.inputs import Input, Inputs
from nlp.batch.manifest import Done, Manifest, sha256_of
from nlp.batch.shard import Shard
from nlp.batch.workers import EngineSettings, Job


@dataclass(frozen=True, slots=True)
class BatchSettings:
    """Which files of a batch are labelled, and what is written beside the JSON of each report."""

    resume: bool
    """Skip a file whose results are there, made from the same bytes by the same model and settings."""
    retry_failed: bool
    """Try files again that failed before with the same bytes, model and settings; without it, only those whose failure
    nobody foresaw."""
    max_failures: int | None
    """Stop when more files than this fail; None: never."""
    shard: Shard
    """This run's share of the work list."""
    tables: tuple[str, ...]
    """Names of `nlp.storage.tables.TABLES`."""
    engine: EngineSettings

    def __post_init__(self) -> None:
        for name, value in (("resume", self.resume), ("retry_failed", self.retry_failed)):
            if not isinstance(value, bool):
                raise ValueError(f"expected {name} to be true or false, got {value!r}")
        if self.max_failures is not None and (not isinstance(self.max_failures, int) or self.max_failures < 0):
            raise ValueError(f"expected max_failures to be null or at least 0, got {self.max_failures!r}")


@dataclass(frozen=True, slots=True)
class Plan:
    """The files of this run, in the order of the work list."""

    todo: tuple[Input, ...]
    """Files to label."""
    wanted: dict[str, Done]
    """By the name of each, the line it will get in the manifest, still without an outcome. Whoever adds the outcome
    takes it out, so that a long batch does not hold both."""
    known: tuple[tuple[Input, Done], ...]
    """Files that an earlier run is through with."""
    names: frozenset[str]
    """Of every file of the work list, those of other shards, too."""


def plan_batch(inputs: Inputs, manifest: Manifest, job: Job, settings: BatchSettings) -> Plan:
    """Look at every file and at what the manifest knows of it; nothing is written."""
    todo: list[Input] = []
    lines: dict[str, Done] = {}
    known: list[tuple[Input, Done]] = []
    for item in settings.shard.of(inputs.files):
        digest = sha256_of(item.path, max_bytes=job.max_bytes) or ""
        wanted = Done(item.name, digest, job.stamp.sha256, _fingerprint(item, job), {})
        earlier = manifest.find(wanted) if settings.resume else None
        failure = earlier.failure if earlier else None
        if earlier is None or (failure and (settings.retry_failed or failure.unforeseen)):
            todo.append(item)
            lines[item.name] = wanted
        else:
            known.append((item, earlier))
    return Plan(tuple(todo), lines, tuple(known), frozenset(item.name for item in inputs.files))


def read_plan(inputs: Inputs, output: Path, job: Job, settings: BatchSettings) -> Plan:
    """What `label_batch` would do."""
    return plan_batch(inputs, Manifest(output, settings.shard), job, settings)


def _fingerprint(item: Input, job: Job) -> str:
    """SHA-256 of all but the file and the model's content that the results depend on."""
    parts = (nlp.__version__, item.output, job.results_depend_on)
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

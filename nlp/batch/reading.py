"""The reports of a work list one by one, for the commands that need no folder of results."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from typing import TypeVar

from nlp.batch.inputs import Input, Inputs
from nlp.pipeline import Failure, StageError

log = logging.getLogger(__name__)
Value = TypeVar("Value")


def each(
    inputs: Inputs,
    work: Callable[[Input], Iterator[Value]],
    failures: list[Failure],
    *,
    progress: Callable[[Input], object] = lambda _: None,
) -> Iterator[Value]:
    """What `work` makes of every file; one that raises StageError gives nothing but an entry in `failures`."""
    for item in inputs.files:
        try:
            made = list(work(item))
        except StageError as error:
            log.debug("%s", error, exc_info=True)
            failures.append(error.failure)
        else:
            yield from made
        progress(item)

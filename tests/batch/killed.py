"""A batch that kills itself, as a power cut would, the n-th time it comes to a named step.

python -m tests.batch.killed INPUT OUTPUT STEP N
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from nlp.batch import find_inputs, label_batch, run
from nlp.batch.manifest import Manifest
from tests.batch import mock

STEPS = ("after write", "before rename", "after rename", "before manifest", "after manifest")


def main(source: str, output: str, step: str, count: str) -> None:
    """Label, and die."""
    left = int(count)

    def die() -> None:
        nonlocal left
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)

    def killing(function: Callable[..., Any], *, before: bool) -> Callable[..., Any]:
        def wrapped(*arguments: Any) -> Any:
            if before:
                die()
            result = function(*arguments)
            if not before:
                die()
            return result

        return wrapped

    if step == "after write":
        os.fsync = killing(os.fsync, before=True)
    elif step.endswith("rename"):
        os.replace = killing(os.replace, before=step.startswith("before"))
    else:
        Manifest.add = killing(Manifest.add, before=step.startswith("before"))  # type: ignore[method-assign]
    setattr(run, "label_files", mock.in_this_process)  # noqa: B010 - mypy would have it imported from elsewhere
    label_batch(find_inputs([source]), Path(output), mock.JOB, settings=mock.SETTINGS)


if __name__ == "__main__":
    main(*sys.argv[1:])

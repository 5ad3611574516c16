"""A process that labels one file after another: a request per line in, a reply per line out, as JSON.

`nlp.batch.workers` runs `main` in a Python of its own. Nothing is pickled, nothing is shared with the process that
started it, and nothing is written: whatever a file does to it, the results on the disk are out of its reach.
"""

from __future__ import annotations

import json
import logging
import os
import pkgutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO, TypeAlias

from nlp.pipeline import StageError

OUT_OF_MEMORY = 77  # exit status, one that nothing else uses
_GRACE = 10  # seconds after which a worker that should have been stopped ends itself, when nobody is left to stop it

JsonValue: TypeAlias = "str | int | float | bool | list[JsonValue] | dict[str, JsonValue] | None"
LabelFile: TypeAlias = Callable[[Path, str], "dict[str, JsonValue]"]
"""From a file and what the results call it to the reply. Raises StageError."""


def main() -> None:
    """Answer requests until there are no more."""
    requests, replies = _streams()
    job = json.loads(requests.readline())
    if job["debug"]:
        logging.basicConfig(level=logging.DEBUG, format="%(message)s", stream=sys.stderr)
        logging.getLogger().setLevel(logging.WARNING)
        logging.getLogger("nlp").setLevel(logging.DEBUG)
    try:
        _limit_memory(job["memory_bytes"])
        label: LabelFile = pkgutil.resolve_name(job["make"])(**job["arguments"])
    except (ValueError, OSError) as error:
        _reply(replies, {"refusal": str(error)})
        return
    except (ImportError, SyntaxError) as error:
        _reply(replies, {"refusal": _not_whole(error)})
        return
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    _reply(replies, {"ready": True})
    for line in requests:
        request = json.loads(line)
        _alarm(request["seconds"] + _GRACE)
        try:
            reply = label(Path(request["path"]), request["name"])
        except StageError as error:
            logging.getLogger(__name__).debug("%s", error, exc_info=True)
            failure = error.failure
            reply = {"failure": [failure.source, failure.stage, failure.error, failure.message]}
        except (ImportError, SyntaxError) as error:
            reply = {"refusal": _not_whole(error)}
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # at once: a process without memory may fail in any way
        _alarm(0)
        _reply(replies, reply)


def _not_whole(error: Exception) -> str:
    logging.getLogger(__name__).debug("%s", error, exc_info=True)
    return f"the program is not whole ({type(error).__name__}: {error}): install it anew; no file is to blame"


def _streams() -> tuple[TextIO, TextIO]:
    """Requests and replies on descriptors of their own: what a library prints goes to the terminal instead."""
    requests = os.fdopen(os.dup(0), encoding="utf-8", newline="\n")
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    return requests, replies


def _reply(replies: TextIO, reply: dict[str, JsonValue]) -> None:
    """Escaped to ASCII, so that no character of a file can break the line."""
    try:
        replies.write(json.dumps(reply) + "\n")
        replies.flush()
    except BrokenPipeError:  # nobody is left to tell
        os._exit(0)


def _limit_memory(limit: int) -> None:
    """Make the system refuse more memory than this; where it cannot (Windows, macOS), nothing does."""
    if sys.platform == "linux":
        import resource

        # Data, not address space: libraries reserve addresses by the gigabyte and use few of them.
        resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))


def _alarm(seconds: float) -> None:
    if hasattr(signal, "SIGALRM"):
        signal.setitimer(
            signal.ITIMER_REAL, seconds
        )  # whose default is to end the process, even one that is stuck in C

"""What the figures were measured on, and how much memory it took."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path


def machine() -> str:
    """Processor, how many of them this process may use, system and Python, as one phrase."""
    name = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        lines = info.read_text(encoding="utf-8").splitlines()
        name = next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), name)
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return f"{name}, {count} processors, {platform.system()}, Python {platform.python_version()}"


def peak_mb() -> float:
    """Memory of this process at its highest, in MB; 0 where the system does not tell, as Windows."""
    try:
        import resource
    except ImportError:
        return 0.0
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # kilobytes, but on macOS bytes
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)

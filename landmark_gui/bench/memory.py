"""How much memory this process holds."""

import sys
from pathlib import Path

_STATM = Path("/proc/self/statm")


def memory_mb() -> float | None:
    """Return what is resident now, or None where the system does not say."""
    if not _STATM.exists():
        return None
    import resource  # noqa: PLC0415 - not on Windows

    return int(_STATM.read_text("ascii").split()[1]) * resource.getpagesize() / 2**20


def peak_memory_mb() -> float | None:
    """Return the most that was ever resident, or None where the system does not say."""
    try:
        import resource  # noqa: PLC0415 - not on Windows
    except ImportError:
        return None
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit

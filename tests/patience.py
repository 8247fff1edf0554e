"""How long a test waits: what takes two seconds on an idle machine takes more on one that is busy with other things."""

import os

_CORES = os.cpu_count() or 1


def patience(seconds: float) -> float:
    """Give the time that a promise of so many seconds has on this machine at this moment."""
    return seconds * max(1.0, os.getloadavg()[0] / _CORES)

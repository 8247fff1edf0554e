"""Samples to lines of a report."""

import math
import statistics
from collections.abc import Sequence


def percentile(ordered: Sequence[float], share: float) -> float:
    """Give the least value that this share of the ordered values does not exceed."""
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def show(label: str, samples: Sequence[float]) -> None:
    """Print one line of times in seconds: median, 99th percentile, and the range."""
    ordered = sorted(samples)
    figures = (statistics.median(ordered), percentile(ordered, 0.99), ordered[0], ordered[-1])
    values = "  ".join(f"{one * 1000:8.0f}" for one in figures)
    print(f"  {label:45} {values} ms (median, p99, least, most)", flush=True)

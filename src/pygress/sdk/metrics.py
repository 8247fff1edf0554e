"""Counters, gauges and histograms; they appear among the gateway's own statistics.

A metric with labels is one statistic per combination of values, named `NAME.LABEL.VALUE...` with `_` for what
is not a letter, digit, `_` or `-` in a value. Make metrics at the top of the module: the host is asked at the
first use.
"""

from pygress.sdk import abi


class Metric:
    """What the three kinds share."""

    def __init__(self, kind: int, name: str, labels: list[str]) -> None:
        self._kind = kind
        self._name = name
        self._labels = labels
        self._ids: dict[str, int] = {}

    def _id(self, values: tuple[str, ...]) -> int:
        if len(values) != len(self._labels):
            raise ValueError(
                f"metric `{self._name}` has {len(self._labels)} labels, got {len(values)} values"
            )
        name = self._name
        for label, value in zip(self._labels, values, strict=True):
            name = name + "." + label + "." + _safe(value)
        found = self._ids.get(name)
        if found is None:
            found = abi.define_metric(self._kind, name)
            if found < 0:
                raise RuntimeError(f"metric `{name}` cannot be created (status {-found})")
            self._ids[name] = found
        return found


class Counter(Metric):
    """A number that only grows."""

    def __init__(self, name: str, *labels: str) -> None:
        super().__init__(abi.COUNTER, name, list(labels))

    def add(self, amount: int = 1, *values: str) -> None:
        """Add to it; `values` are those of the labels. Raises `ValueError` below 0."""
        if amount < 0:
            raise ValueError(f"a counter cannot be lowered, got {amount}")
        if amount > 0:
            abi.increment_metric(self._id(values), amount)

    def value(self, *values: str) -> int:
        """Read it."""
        return abi.get_metric(self._id(values))


class Gauge(Metric):
    """A number that goes up and down."""

    def __init__(self, name: str, *labels: str) -> None:
        super().__init__(abi.GAUGE, name, list(labels))

    def set(self, number: int, *values: str) -> None:
        """Set it."""
        abi.record_metric(self._id(values), number)

    def add(self, amount: int, *values: str) -> None:
        """Move it."""
        abi.increment_metric(self._id(values), amount)

    def value(self, *values: str) -> int:
        """Read it."""
        return abi.get_metric(self._id(values))


class Histogram(Metric):
    """A distribution of whole numbers, for example of milliseconds."""

    def __init__(self, name: str, *labels: str) -> None:
        super().__init__(abi.HISTOGRAM, name, list(labels))

    def record(self, sample: int, *values: str) -> None:
        """Add a sample."""
        abi.record_metric(self._id(values), sample)


def _safe(value: str) -> str:
    return "".join([char if char.isalnum() or char in "_-" else "_" for char in value])

"""What all VMs of a host share: data with compare-and-swap, queues, metrics, the clock."""

from pygress.host.model import Pairs

COUNTER, GAUGE, HISTOGRAM = 0, 1, 2
OK, NOT_FOUND, BAD_ARGUMENT, EMPTY, CAS_MISMATCH = 0, 1, 2, 7, 8


class Clock:
    """Time as the plugin sees it, in nanoseconds; it moves only when the test says so."""

    def __init__(self) -> None:
        self.now_ns = 1_704_067_200_000_000_000
        """The wall clock; begins at 2024-01-01 00:00:00 UTC."""
        self.monotonic_ns = 1_000_000_000

    def advance(self, seconds: float) -> None:
        """Move both clocks."""
        step = round(seconds * 1e9)
        self.now_ns += step
        self.monotonic_ns += step


class SharedData:
    """Keys with values and compare-and-swap numbers."""

    def __init__(self) -> None:
        self._values: dict[str, tuple[bytes, int]] = {}
        self._next_cas = 1

    def get(self, key: str) -> tuple[bytes, int] | None:
        """Give value and number."""
        return self._values.get(key)

    def set(self, key: str, value: bytes, cas: int) -> int:
        """Write; a number other than 0 must be the current one."""
        current = self._values.get(key)
        if cas and current is not None and current[1] != cas:
            return CAS_MISMATCH
        self._values[key] = (value, self._next_cas)
        self._next_cas += 1
        return OK

    def __getitem__(self, key: str) -> bytes:
        return self._values[key][0]

    def __contains__(self, key: object) -> bool:
        return key in self._values

    def __iter__(self) -> object:
        return iter(self._values)


class Queues:
    """Named queues; ids begin at 1."""

    def __init__(self) -> None:
        self._ids: dict[tuple[str, str], int] = {}
        self._owner: dict[int, tuple[object, int]] = {}
        self._values: dict[int, list[bytes]] = {}

    def register(self, vm: str, name: str, owner: object, root: int) -> int:
        """Create or find a queue; its owner is told of new values."""
        queue = self._ids.setdefault((vm, name), len(self._ids) + 1)
        self._owner[queue] = (owner, root)
        self._values.setdefault(queue, [])
        return queue

    def resolve(self, vm: str, name: str) -> int | None:
        """Find a queue."""
        return self._ids.get((vm, name))

    def owner(self, queue: int) -> tuple[object, int]:
        """Give who registered it last."""
        return self._owner[queue]

    def enqueue(self, queue: int, value: bytes) -> int:
        """Append."""
        if queue not in self._values:
            return NOT_FOUND
        self._values[queue].append(value)
        return OK

    def dequeue(self, queue: int) -> tuple[int, bytes]:
        """Take the oldest."""
        values = self._values.get(queue)
        if values is None:
            return NOT_FOUND, b""
        if not values:
            return EMPTY, b""
        return OK, values.pop(0)


class Metrics:
    """Counters, gauges and histograms; the id carries the kind, as in Envoy."""

    def __init__(self) -> None:
        self._ids: dict[tuple[int, str], int] = {}
        self._values: dict[int, int] = {}
        self._samples: dict[int, list[int]] = {}

    def define(self, kind: int, name: str) -> tuple[int, int]:
        """Create or find a metric."""
        if kind not in (COUNTER, GAUGE, HISTOGRAM):
            return BAD_ARGUMENT, 0
        metric = self._ids.setdefault((kind, name), (len(self._ids) + 1) * 4 + kind)
        self._values.setdefault(metric, 0)
        self._samples.setdefault(metric, [])
        return OK, metric

    def record(self, metric: int, value: int) -> int:
        """Add to a counter, set a gauge, or add a sample."""
        if metric not in self._values:
            return NOT_FOUND
        if metric % 4 == COUNTER:
            self._values[metric] += value
        elif metric % 4 == GAUGE:
            self._values[metric] = value
        else:
            self._samples[metric].append(value)
        return OK

    def increment(self, metric: int, offset: int) -> int:
        """Move a counter (only up) or a gauge."""
        if metric % 4 == HISTOGRAM or (metric % 4 == COUNTER and offset <= 0):
            return BAD_ARGUMENT
        if metric not in self._values:
            return NOT_FOUND
        self._values[metric] += offset
        return OK

    def get(self, metric: int) -> tuple[int, int]:
        """Read a counter or gauge."""
        if metric % 4 == HISTOGRAM:
            return BAD_ARGUMENT, 0
        if metric not in self._values:
            return NOT_FOUND, 0
        return OK, self._values[metric]

    def __getitem__(self, name: str) -> int:
        """Give a counter or gauge by name: `site.metrics["hits.route.users"]`; raises `KeyError`."""
        return self.value(name)

    def __contains__(self, name: str) -> bool:
        """Say whether a metric was made."""
        return any(known == name for _, known in self._ids)

    def value(self, name: str) -> int:
        """Give a counter or gauge by name, for assertions; raises `KeyError`."""
        for (kind, known), metric in self._ids.items():
            if known == name and kind != HISTOGRAM:
                return self._values[metric]
        raise KeyError(f"no counter or gauge `{name}`, there are {', '.join(self.names()) or 'none'}")

    def samples(self, name: str) -> list[int]:
        """Give the samples of a histogram by name."""
        return list(self._samples[self._ids[HISTOGRAM, name]])

    def names(self) -> list[str]:
        """Give the names in the order of their definition."""
        return [name for _, name in self._ids]


class Shared:
    """Everything that several gateways of one test may share."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.data = SharedData()
        self.queues = Queues()
        self.metrics = Metrics()


def encode_property(value: object) -> bytes:
    """Give the bytes of a property value: text raw, numbers 8 bytes little endian, booleans one byte."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, bool):
        return b"\x01" if value else b"\x00"
    if isinstance(value, int):
        return value.to_bytes(8, "little", signed=True)
    return str(value).encode("utf-8", "surrogateescape")


def has_pseudo_headers(headers: Pairs) -> bool:
    """Say whether an HTTP call names path, method and authority, without which the host refuses it."""
    names = {name for name, _ in headers}
    return {":path", ":method"} <= names and (":authority" in names or "host" in names)

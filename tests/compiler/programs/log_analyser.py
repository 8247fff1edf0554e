"""An access-log analyser: regular expressions, grouping, percentiles, sessions, a report in columns."""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

LINE = re.compile(
    r"""
    (?P<host>\S+)\s\S+\s(?P<user>\S+)\s
    \[(?P<time>\d{2}/\w{3}/\d{4}(?::\d{2}){3})\s[+-]\d{4}\]\s
    "(?P<method>[A-Z]+)\s(?P<path>[^\s?]*)(?:\?(?P<query>\S*))?\sHTTP/(?P<version>[\d.]+)"\s
    (?P<status>\d{3})\s(?P<size>\d+|-)
    (?:\s"(?P<referer>[^"]*)"\s"(?P<agent>[^"]*)")?
    (?:\s(?P<ms>\d+(?:\.\d+)?)ms)?$
    """,
    re.VERBOSE,
)
IDENTIFIER = re.compile(r"/(\d+|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=/|$)")
BOT = re.compile(r"\b(?:bot|crawler|spider)\b|(?<=Google)bot", re.IGNORECASE)
MONTHS = {
    name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)
}  # noqa: SIM905


@dataclass(frozen=True)
class Hit:
    host: str
    user: str | None
    time: datetime
    method: str
    path: str
    status: int
    size: int
    agent: str
    ms: float | None

    @property
    def route(self) -> str:
        return IDENTIFIER.sub("/{id}", self.path)

    @property
    def is_bot(self) -> bool:
        return BOT.search(self.agent) is not None


def parse_time(text: str) -> datetime:
    day, month, rest = text.split("/")
    year, hour, minute, second = rest.split(":")
    return datetime(int(year), MONTHS[month], int(day), int(hour), int(minute), int(second))


def parse(lines: Iterable[str]) -> Iterator[Hit | str]:
    for line in lines:
        line = line.strip()
        if not line:
            continue
        match = LINE.match(line)
        if match is None:
            yield line
            continue
        fields = match.groupdict()
        yield Hit(
            host=fields["host"],
            user=None if fields["user"] == "-" else fields["user"],
            time=parse_time(fields["time"]),
            method=fields["method"],
            path=fields["path"],
            status=int(fields["status"]),
            size=0 if fields["size"] == "-" else int(fields["size"]),
            agent=fields["agent"] or "",
            ms=float(fields["ms"]) if fields["ms"] else None,
        )


def percentile(values: list[float], q: float) -> float:
    ordered = sorted(values)
    position = (len(ordered) - 1) * q
    low = int(position)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (position - low)


def sessions(hits: Iterable[Hit], gap: int = 600) -> dict[str, int]:
    last: dict[str, datetime] = {}
    counts: Counter[str] = Counter()
    for hit in sorted(hits, key=lambda h: h.time):
        before = last.get(hit.host)
        if before is None or (hit.time - before).total_seconds() > gap:
            counts[hit.host] += 1
        last[hit.host] = hit.time
    return dict(counts)


def report(hits: list[Hit]) -> Iterator[str]:
    by_route: defaultdict[tuple[str, str], list[Hit]] = defaultdict(list)
    for hit in hits:
        by_route[hit.method, hit.route].append(hit)
    yield f"{'method':<7}{'route':<24}{'hits':>5}{'errors':>8}{'p50 ms':>9}{'p95 ms':>9}{'bytes':>10}"
    for (method, route), group in sorted(by_route.items(), key=lambda item: (-len(item[1]), item[0])):
        times = [hit.ms for hit in group if hit.ms is not None]
        errors = sum(hit.status >= 500 for hit in group)
        p50, p95 = (f"{percentile(times, q):.1f}" if times else "-" for q in (0.5, 0.95))
        yield f"{method:<7}{route:<24}{len(group):>5}{errors / len(group):>8.1%}{p50:>9}{p95:>9}{sum(h.size for h in group):>10,}"


def main() -> int:
    parsed = list(parse(sys.stdin))
    hits = [one for one in parsed if isinstance(one, Hit)]
    bad = [one for one in parsed if isinstance(one, str)]
    for line in report(hits):
        print(line)
    print("statuses", sorted(Counter(hit.status // 100 for hit in hits).items()))
    print("hours", sorted(Counter(f"{hit.time:%d %H}h" for hit in hits).items()))
    print("users", sorted({hit.user for hit in hits if hit.user}), "bots", sum(hit.is_bot for hit in hits))
    print("sessions", sessions(hits))
    if hits:
        slowest = max((hit for hit in hits if hit.ms is not None), key=lambda hit: hit.ms or 0.0)
        span = max(h.time for h in hits) - min(h.time for h in hits)
        print("slowest", slowest.path, slowest.ms, "span", span)
    for line in bad:
        print("bad:", line[:40])
    masked = [re.sub(r"(\d+)\.(\d+)\.\d+\.\d+", lambda m: f"{m[1]}.{m[2]}.x.x", hit.host) for hit in hits]
    print(sorted(set(masked)))
    return 2 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

"""Modules of the library as programs use them together."""

import re
import json
import logging
import hashlib
import time
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta, timezone
from typing import Any
from urllib.parse import parse_qs, urlsplit

log = logging.getLogger(__name__)
TOKEN: re.Pattern[str] = re.compile(r"(?P<name>[a-z]+)=(?P<value>\d+)")


@dataclass
class Entry:
    name: str
    when: datetime
    tags: list[str] = field(default_factory=list)


def parts(text: str) -> Iterable[re.Match[str]]:
    return TOKEN.finditer(text)


def count(words: Iterable[str]) -> Counter[str]:
    return Counter(words)


for m in parts("a=1 b=22 c=x d=4"):
    name, value = m.group("name"), int(m["value"])
    print(name, value * 2, m.span())
c = count("the cat the dog the end".split())
print(c.most_common(1), c["the"], sum(c.values()))
e = Entry("x", datetime(2024, 1, 2, tzinfo=timezone.utc), ["a"])
print(e, replace(e, name="y").name, e.when + timedelta(days=1))
groups: dict[str, list[int]] = defaultdict(list)
groups["a"].append(1)
print(groups["a"], dict(groups))
q = deque([1, 2, 3], maxlen=2)
q.append(9)
print(list(q), q)


def run(f: Callable[[int], int], xs: Mapping[str, int]) -> dict[str, int]:
    return {k: f(v) for k, v in xs.items()}


print(run(lambda v: v + 1, {"a": 1}))
data: Any = json.loads('{"user": {"roles": ["admin"], "age": 5, "score": 1.5}}')
print(
    data["user"]["roles"][0].upper(),
    data["user"]["age"] + 1,
    data.get("nope"),
    "user" in data,
    len(data["user"]),
)
for key, val in data["user"].items():
    print(key, val, type(val).__name__, isinstance(val, list))
print(json.dumps(data, sort_keys=True), hashlib.sha256(b"x").hexdigest()[:8])
url = urlsplit("https://h:8443/a/b?x=1&y=2#f")
print(url.hostname, url.port, parse_qs(url.query)["x"], url.path.split("/"))
start = time.monotonic()
print(time.monotonic() - start >= 0, isinstance(time.time(), float))
if (found := TOKEN.match("zz=5")) and found.group("value") == "5":
    print("yes", found.groupdict())
print(TOKEN.sub(lambda m: m.group("value") + "=" + m.group("name"), "a=1 b=2"), re.sub(r"\s+", " ", " a  b "))


class Cache(MutableMapping[str, int]):
    """A mapping of one's own beside those of the library."""

    def __init__(self) -> None:
        self._data: OrderedDict[str, int] = OrderedDict()

    def __getitem__(self, key: str) -> int:
        return self._data[key]

    def __setitem__(self, key: str, value: int) -> None:
        self._data[key] = value

    def __delitem__(self, key: str) -> None:
        del self._data[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._data)

    def __len__(self) -> int:
        return len(self._data)


class Table(dict[str, int]):
    pass


cache = Cache()
cache.update(a=1, b=2)
print(cache.pop("a"), sorted(cache.items()), Counter("aab"), Table(a=1).get("a"), isinstance(Counter("a"), dict))

"""Classes of a program that extend classes of the library."""

import json
import logging
import string
from collections import Counter, OrderedDict, deque
from datetime import datetime, timedelta, timezone, tzinfo
from typing import Any


class Enc(json.JSONEncoder):
    def default(self, o: Any) -> Any:
        if isinstance(o, set):
            return sorted(o)
        return super().default(o)


print(Enc(sort_keys=True).encode({"b": {3, 1}, "a": 1}))
try:
    Enc().encode(object)
except TypeError as e:
    print("TypeError")


class Zone(tzinfo):
    def utcoffset(self, dt: datetime | None) -> timedelta:
        return timedelta(hours=2)

    def dst(self, dt: datetime | None) -> timedelta:
        return timedelta(0)

    def tzname(self, dt: datetime | None) -> str:
        return "Z2"


print(datetime(2024, 1, 1, 12, tzinfo=timezone.utc).astimezone(Zone()).strftime("%H %Z %z"))


class Bag(Counter[str]):
    def top(self) -> str:
        return self.most_common(1)[0][0]


b = Bag("hello")
print(b.top(), b)


class BadInput(ValueError):
    pass


class Dec(json.JSONDecodeError):
    pass


try:
    json.loads("[")
except ValueError as e:
    print(type(e).__name__, isinstance(e, json.JSONDecodeError))


class Ring(deque[int]):
    def mean(self) -> float:
        return sum(self) / len(self)


r = Ring([1, 2, 3], maxlen=3)
r.append(10)
print(r.mean(), r)


class LRU(OrderedDict[str, int]):
    def __init__(self, size: int) -> None:
        super().__init__()
        self.size = size

    def put(self, key: str, value: int) -> None:
        if key in self:
            self.move_to_end(key)
        self[key] = value
        while len(self) > self.size:
            self.popitem(last=False)


lru = LRU(2)
for i, k in enumerate("abca"):
    lru.put(k, i)
print(lru, list(lru))

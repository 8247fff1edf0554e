"""Everyday operations, each timed inside: microseconds, the best of argv[1] rounds; with what it computed."""

import heapq
import json
import sys
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass
class P:
    x: int
    y: int

    def dist(self) -> int:
        return abs(self.x) + abs(self.y)


def run_sort_str() -> int:
    words = [str(i * 7919 % 100003) for i in range(6000)]
    words.sort()
    return len(words[0])


def run_sort_int() -> int:
    a = [i * 7919 % 100003 for i in range(12000)]
    a.sort()
    return a[5]


def run_sorted_key() -> int:
    a = [P(i * 7919 % 10007, i) for i in range(4000)]
    return sorted(a, key=lambda p: p.x)[3].y


def run_tuples_sort() -> int:
    a = [(i * 7919 % 1007, str(i)) for i in range(4000)]
    a.sort()
    return a[3][0]


def run_listcomp() -> int:
    n = 0
    for _ in range(20):
        n += len([x * 2 for x in range(10000) if x % 3 == 0])
    return n


def run_set() -> int:
    s: set[int] = set()
    for i in range(8000):
        s.add(i * 31 % 5003)
    return len(s & set(range(1000)))


def run_set_str() -> int:
    s: set[str] = set()
    for i in range(12000):
        s.add(str(i % 3001))
    return len(s)


def run_dict_int() -> int:
    d: dict[int, int] = {}
    for i in range(8000):
        k = i * 31 % 5003
        d[k] = d.get(k, 0) + 1
    return len(d)


def run_dict_tuple() -> int:
    d: dict[tuple[int, int], int] = {}
    for i in range(12000):
        k = (i % 101, i % 53)
        d[k] = d.get(k, 0) + 1
    return len(d)


def run_defaultdict() -> int:
    d: defaultdict[str, list[int]] = defaultdict(list)
    for i in range(12000):
        d[str(i % 500)].append(i)
    return len(d)


def run_counter() -> int:
    return Counter("the quick brown fox jumps over the lazy dog " * 300).most_common(1)[0][1]


def run_deque() -> int:
    d: deque[int] = deque()
    n = 0
    for i in range(6000):
        d.append(i)
        if len(d) > 100:
            n += d.popleft()
    return n


def run_heapq() -> int:
    h: list[int] = []
    for i in range(6000):
        heapq.heappush(h, i * 7919 % 10007)
    n = 0
    while h:
        n ^= heapq.heappop(h)
    return n


def run_chars() -> int:
    n = 0
    for c in "hello world, this is a text" * 1000:
        if c == "o" or c.isdigit():
            n += 1
    return n


def run_ord() -> int:
    h = 0
    text = "hello world, this is a text" * 1000
    for c in text:
        h = (h * 31 + ord(c)) & 0xFFFFFFFF
    return h


def run_index_str() -> int:
    text = "hello world, this is a text" * 1000
    n = 0
    for i in range(len(text)):
        if text[i] == " ":
            n += 1
    return n


COOKIE = " a=1; b = 2 ;c=3; dd=44 "


def run_strip_split() -> int:
    n = 0
    for _ in range(3000):
        for part in COOKIE.split(";"):
            k, _, v = part.strip().partition("=")
            n += len(k) + len(v)
    return n


def run_fstring() -> int:
    n = 0
    for i in range(8000):
        n += len(f"{i}: {i * 2} of {i:>8} and {i:04x}")
    return n


def run_fstring_float() -> int:
    n = 0
    for i in range(6000):
        n += len(f"{i / 3:.2f} {i / 7}")
    return n


def run_parse_int() -> int:
    n = 0
    for i in range(12000):
        n += int(str(i)) + int("12345")
    return n


def run_parse_float() -> float:
    n = 0.0
    for i in range(8000):
        n += float(f"{i}.5")
    return n


def run_join() -> int:
    n = 0
    for _ in range(200):
        n += len(",".join([str(i) for i in range(300)]))
    return n


def run_startswith() -> int:
    n = 0
    paths = ["/api/users", "/static/x.css", "/health", "/api/items/4"]
    for i in range(6000):
        if paths[i % 4].startswith("/api/") or paths[i % 4].endswith(".css"):
            n += 1
    return n


def run_lower() -> int:
    n = 0
    for _ in range(12000):
        n += len("Content-Type".lower())
    return n


def run_title() -> int:
    n = 0
    for _ in range(12000):
        n += len("x-forwarded-for".title())
    return n


def run_bytes() -> int:
    data = bytes(range(256)) * 200
    n = 0
    for byte in data:
        n += byte
    return n + data.count(b"\x05") + len(data.hex())


def run_bytearray() -> int:
    out = bytearray()
    for i in range(6000):
        out.append(i & 255)
    return len(bytes(out))


def run_objects() -> int:
    n = 0
    for i in range(6000):
        p = P(i, -i)
        n += p.dist()
    return n


class Shape:
    def area(self) -> int:
        return 0


class Sq(Shape):
    def __init__(self, a: int) -> None:
        self.a = a

    def area(self) -> int:
        return self.a * self.a


class Re(Shape):
    def __init__(self, a: int, b: int) -> None:
        self.a = a
        self.b = b

    def area(self) -> int:
        return self.a * self.b


def run_dispatch() -> int:
    shapes: list[Shape] = [Sq(2), Re(2, 3), Sq(4)]
    n = 0
    for i in range(12000):
        n += shapes[i % 3].area()
    return n


def gen(n: int) -> Iterator[int]:
    for i in range(n):
        yield i * 2


def run_generator() -> int:
    n = 0
    for x in gen(8000):
        n += x
    return n


def run_closure() -> int:
    def make(k: int) -> Callable[[int], int]:
        return lambda x: x + k

    f = make(3)
    n = 0
    for i in range(12000):
        n += f(i)
    return n


def run_exceptions() -> int:
    n = 0
    for i in range(8000):
        try:
            if i % 3 == 0:
                raise ValueError("bad")
            n += 1
        except ValueError as e:
            n += len(str(e))
    return n


def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def run_fib() -> int:
    return fib(20)


def run_sieve() -> int:
    n = 40000
    flags = [True] * n
    for i in range(2, 200):
        if flags[i]:
            for j in range(i * i, n, i):
                flags[j] = False
    return sum(1 for f in flags if f)


def run_matrix() -> float:
    n = 60
    a = [[float(i * j % 7) for j in range(n)] for i in range(n)]
    c = [[0.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(n):
            t = 0.0
            for k in range(n):
                t += a[i][k] * a[k][j]
            c[i][j] = t
    return c[3][4]


def run_any() -> int:
    data: Any = json.loads('{"a": [1, 2, {"b": "x"}], "n": 5}')
    n = 0
    for _ in range(12000):
        n += data["n"] + len(data["a"][2]["b"])
    return n


def run_slices() -> int:
    a = list(range(1000))
    n = 0
    for i in range(4000):
        n += len(a[i % 100 : i % 100 + 20]) + a[-1]
    return n


def run_in_list() -> int:
    names = ["alice", "bob", "carol", "dave", "eve"]
    n = 0
    for i in range(6000):
        if ("eve" if i % 2 else "zed") in names:
            n += 1
    return n


def run_minmax() -> int:
    a = [i * 7919 % 1007 for i in range(1000)]
    n = 0
    for _ in range(200):
        n += min(a) + max(a) + sum(a)
    return n


def run_zip_enum() -> int:
    a = list(range(2000))
    n = 0
    for _ in range(50):
        for i, (x, y) in enumerate(zip(a, a, strict=True)):
            n += i * x - y
    return n


KINDS: list[tuple[str, Callable[[], object]]] = [
    ("sort_str", run_sort_str),
    ("sort_int", run_sort_int),
    ("sorted_key", run_sorted_key),
    ("tuples_sort", run_tuples_sort),
    ("listcomp", run_listcomp),
    ("set", run_set),
    ("set_str", run_set_str),
    ("dict_int", run_dict_int),
    ("dict_tuple", run_dict_tuple),
    ("defaultdict", run_defaultdict),
    ("counter", run_counter),
    ("deque", run_deque),
    ("heapq", run_heapq),
    ("chars", run_chars),
    ("ord", run_ord),
    ("index_str", run_index_str),
    ("strip_split", run_strip_split),
    ("fstring", run_fstring),
    ("fstring_float", run_fstring_float),
    ("parse_int", run_parse_int),
    ("parse_float", run_parse_float),
    ("join", run_join),
    ("startswith", run_startswith),
    ("lower", run_lower),
    ("title", run_title),
    ("bytes", run_bytes),
    ("bytearray", run_bytearray),
    ("objects", run_objects),
    ("dispatch", run_dispatch),
    ("generator", run_generator),
    ("closure", run_closure),
    ("exceptions", run_exceptions),
    ("fib", run_fib),
    ("sieve", run_sieve),
    ("matrix", run_matrix),
    ("any", run_any),
    ("slices", run_slices),
    ("in_list", run_in_list),
    ("minmax", run_minmax),
    ("zip_enum", run_zip_enum),
]


def main() -> None:
    rounds = int(sys.argv[1])
    for name, kind in KINDS:
        best = 1e9
        result: object = None
        for _ in range(rounds):
            began = time.perf_counter()
            result = kind()
            best = min(best, time.perf_counter() - began)
        print(name, result, f"{best * 1e6:.0f}")


main()

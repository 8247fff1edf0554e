"""Jumps out of code that the type checker holds to be unreachable."""

import json
from typing import Any
class Node:
    def __init__(self, v: int, nxt: "Node | None" = None) -> None:
        self.v = v
        self.nxt = nxt
def g(rows: list[dict[str, int]], strict: bool) -> list[int]:
    out: list[int] = []
    for row in rows:
        if row is None:
            continue
        for k, v in row.items():
            if not isinstance(k, str):
                if strict:
                    raise TypeError(k)
                else:
                    break
            if isinstance(v, (int,)):
                out.append(v)
                continue
            try:
                out.append(int(v))
            except ValueError:
                continue
            finally:
                pass
        else:
            out.append(-1)
    return out
def h(n: Node) -> int:
    total = 0
    cur: Node | None = n
    while cur:
        total += cur.v
        if cur.nxt is None:
            break
        cur = cur.nxt
        if cur is None:
            continue
    else:
        return -1
    return total
async def co(xs: list[int]) -> int:
    for x in xs:
        if not isinstance(x, int):
            continue
        return x
    return 0
def gen(xs: list[str]):  # type: ignore[no-untyped-def]
    for x in xs:
        if x is None:
            continue
        yield x
def cls(xs: list[int]) -> None:
    for x in xs:
        match x:
            case int():
                continue
            case _:
                break
    print("done")
print(g([{"a": 1, "b": 2}], True), h(Node(1, Node(2))), list(gen(["a"])))
cls([1, 2])
try:
    co([1]).send(None)
except StopIteration as s:
    print(s.value)


def odd(items: list[int]) -> int:
    total = 0
    for x in items:
        if not isinstance(x, int):
            print("odd", x)
            continue
        total += x
    while True:
        if isinstance(total, str):
            break
        total += 1
        if total > 10:
            return total
    return -1


numbers: Any = json.loads("[1, 2]")
print(odd(numbers), odd([5]))

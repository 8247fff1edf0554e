"""Numbers in containers that came as `Any`: they are held as they are declared."""

import json
from typing import Any, NotRequired, TypedDict
x: list[int] = json.loads("[1, 2]")
print(x[0], sum(x), x)
for v in x:
    print(v + 1)
y: dict[str, int] = json.loads('{"a": 5}')
print(y["a"] + 1, [v * 2 for v in y.values()], y.get("a"), y)
z: list[float] = json.loads("[1.5, 2]")
print(z[0] * 2, z[1] * 1.5)
t: Any = (1, 2.5, True)
u: tuple[int, float, bool] = t
print(u[0] + 1, u[1] * 2, u[2])
def f(a: list[int]) -> int:
    total = 0
    for one in a:
        total += one
    a.append(7)
    return total
n: Any = json.loads("[1, 2]")
print(f(n), n)
s: Any = json.loads("[3, 4]")
k: set[int] = set(s)
print(k, max(k))
w: list[list[int]] = json.loads("[[1, 2], [3]]")
print(w[0][1] + w[1][0], sum(w[0]))
b: list[bool] = json.loads("[true, false]")
print(b[0], all(b), b.count(True))
for bad in ('["a"]', "[null]"):
    try:
        e: list[int] = json.loads(bad)
        print(e[0] + 1)
    except TypeError as err:
        print("TypeError")
class Body(TypedDict):
    names: list[str]
    n: int
    opt: NotRequired[list[int]]
    who: str | None
def read(text: str) -> None:
    body: Body = json.loads(text)
    try:
        print(body["names"][0].upper(), body["n"] + 1, sum(body.get("opt", [])), body["who"])
    except Exception as e:
        print("refused")
read('{"names": ["a"], "n": 1, "opt": [4, 5], "who": null}')
read('{"names": [1], "n": 1, "who": "x"}')
read('{"names": ["a"], "n": "x", "who": "x"}')
r: tuple[int, ...] = tuple(json.loads("[1,2]"))
for v in r:
    print(v + 1)
pair: Any = (3, 4)
r = pair
print(r[0] + 1, sum(r), [v * 2 for v in r])

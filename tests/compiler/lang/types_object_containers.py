"""Containers whose items are known only as object."""

from typing import Any, Mapping, Sequence
x: object = {1: 2, 3: 4}
if isinstance(x, dict):
    print(x[1])
    print(x.get(1))
    print(1 in x)
    print(x.get(9, 0) == 0, x.get(3, 0) == 4)
    x[5] = 6
    print(x, list(x.items()), [k for k in x], x.pop(1), len(x))
y: object = [1, 2]
if isinstance(y, list):
    print(y[0], 1 in y, y.index(2), [a for a in y])
    y.append(3)
    print(y)
z: object = {1, 2}
if isinstance(z, set):
    print(1 in z, 5 in z)
    z.add(9)
    print(len(z))
def total(m: Mapping[int, float]) -> float:
    return m[1] + sum(m.values()) + m.get(7, 0.5)
print(total({1: 2.5}), total({1: 2}))
def first(s: Sequence[object]) -> object:
    return s[0]
print(first([1, 2]), first((3, 4)), first("xy"))

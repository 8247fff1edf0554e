"""Spectral norm of an infinite matrix, by the power method."""

from math import sqrt


def a(i: int, j: int) -> float:
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(v: list[float]) -> list[float]:
    return [sum(a(i, j) * x for j, x in enumerate(v)) for i in range(len(v))]


def transposed_times(v: list[float]) -> list[float]:
    return [sum(a(j, i) * x for j, x in enumerate(v)) for i in range(len(v))]


def spectral_norm(n: int) -> float:
    u = [1.0] * n
    v = u
    for _ in range(10):
        v = transposed_times(times(u))
        u = transposed_times(times(v))
    vbv = sum(x * y for x, y in zip(u, v, strict=True))
    vv = sum(y * y for y in v)
    return sqrt(vbv / vv)


print(f"{spectral_norm(30):.9f}")
print(f"{spectral_norm(3):.6e}")

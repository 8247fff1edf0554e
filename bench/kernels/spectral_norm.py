"""The spectral norm kernel: float arithmetic over lists. argv[1]: the size of the matrix."""

import math
import sys


def cell(i: int, j: int) -> float:
    return 1.0 / ((i + j) * (i + j + 1) // 2 + i + 1)


def times(vector: list[float]) -> list[float]:
    result: list[float] = []
    for i in range(len(vector)):
        total = 0.0
        for j in range(len(vector)):
            total += cell(i, j) * vector[j]
        result.append(total)
    return result


def transposed_times(vector: list[float]) -> list[float]:
    result: list[float] = []
    for i in range(len(vector)):
        total = 0.0
        for j in range(len(vector)):
            total += cell(j, i) * vector[j]
        result.append(total)
    return result


def main() -> None:
    n = int(sys.argv[1])
    u = [1.0] * n
    v: list[float] = []
    for _ in range(10):
        v = transposed_times(times(u))
        u = transposed_times(times(v))
    top = 0.0
    bottom = 0.0
    for a, b in zip(u, v, strict=True):
        top += a * b
        bottom += b * b
    print(f"{math.sqrt(top / bottom):.9f}")


main()

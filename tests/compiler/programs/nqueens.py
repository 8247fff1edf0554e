"""N queens three ways: backtracking generator, bit masks, and permutations."""

from collections.abc import Iterator
from itertools import permutations


def solve(n: int, row: int = 0, columns: tuple[int, ...] = ()) -> Iterator[tuple[int, ...]]:
    if row == n:
        yield columns
        return
    for column in range(n):
        if all(column != c and abs(column - c) != row - r for r, c in enumerate(columns)):
            yield from solve(n, row + 1, (*columns, column))


def count_bits(n: int) -> int:
    full = (1 << n) - 1

    def place(columns: int, left: int, right: int) -> int:
        if columns == full:
            return 1
        total = 0
        free = full & ~(columns | left | right)
        while free:
            bit = free & -free
            free ^= bit
            total += place(columns | bit, (left | bit) << 1, (right | bit) >> 1)
        return total

    return place(0, 0, 0)


def by_permutations(n: int) -> int:
    return sum(
        len({row + column for row, column in enumerate(p)})
        == n
        == len({row - column for row, column in enumerate(p)})
        for p in permutations(range(n))
    )


def draw(columns: tuple[int, ...]) -> str:
    return "\n".join(" ".join("Q" if c == column else "." for c in range(len(columns))) for column in columns)


first, *others = solve(6)
print(draw(first))
print(
    len(others) + 1,
    next(solve(8)),
    [count_bits(n) for n in range(1, 10)],
    [by_permutations(n) for n in range(1, 7)],
)

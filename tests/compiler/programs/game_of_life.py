"""Conway's game of life on an unbounded set of cells; pattern detection; run-length encoded patterns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import product

Cell = tuple[int, int]
World = frozenset[Cell]

PATTERNS = {
    "blinker": "3o!",
    "glider": "bob$2bo$3o!",
    "r-pentomino": "b2o$2o$bo!",
    "block": "2o$2o!",
    "lwss": "bo2bo$o$o3bo$4o!",
}


def decode(text: str) -> World:
    cells: set[Cell] = set()
    x = y = 0
    for number, tag in re.findall(r"(\d*)([bo$!])", text):
        n = int(number or 1)
        if tag == "o":
            cells.update((x + i, y) for i in range(n))
        if tag == "$":
            y += n
            x = 0
        else:
            x += n
    return frozenset(cells)


def neighbours(cell: Cell) -> Iterator[Cell]:
    x, y = cell
    for dx, dy in product((-1, 0, 1), repeat=2):
        if dx or dy:
            yield x + dx, y + dy


def step(world: World) -> World:
    counts = Counter(n for cell in world for n in neighbours(cell))
    return frozenset(cell for cell, n in counts.items() if n == 3 or (n == 2 and cell in world))


def bounds(world: World) -> tuple[int, int, int, int]:
    xs, ys = zip(*world, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def normalise(world: World) -> World:
    if not world:
        return world
    left, top, *_ = bounds(world)
    return frozenset((x - left, y - top) for x, y in world)


def draw(world: World) -> str:
    if not world:
        return "(empty)"
    left, top, right, bottom = bounds(world)
    return "\n".join(
        "".join("#" if (x, y) in world else "." for x in range(left, right + 1))
        for y in range(top, bottom + 1)
    )


def fate(world: World, limit: int = 200) -> str:
    seen: dict[World, tuple[int, World]] = {}
    for generation in range(limit):
        if not world:
            return f"died at {generation}"
        key = normalise(world)
        if key in seen:
            since, before = seen[key]
            period = generation - since
            left, top, _, _ = bounds(world)
            old_left, old_top, _, _ = bounds(before)
            moved = (left - old_left, top - old_top)
            if moved == (0, 0):
                return "still life" if period == 1 else f"oscillator of period {period}"
            return f"spaceship of period {period} moving {moved}"
        seen[key] = (generation, world)
        world = step(world)
    return f"{len(world)} cells after {limit}"


def main() -> None:
    for name, pattern in PATTERNS.items():
        world = decode(pattern)
        print(f"{name}: {len(world)} cells, {fate(world, 60)}")
        print(draw(step(world)))
    world = decode(PATTERNS["r-pentomino"])
    populations: list[int] = []
    for _ in range(50):
        populations.append(len(world))
        world = step(world)
    print(populations, fate(frozenset({(0, 0)})), draw(frozenset()))


if __name__ == "__main__":
    main()

"""Dijkstra, A* and breadth-first search on a grid and a weighted graph."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from math import inf
from typing import Generic, TypeVar

N = TypeVar("N")


@dataclass
class Graph(Generic[N]):
    edges: dict[N, dict[N, float]] = field(default_factory=dict)

    def connect(self, a: N, b: N, weight: float = 1.0) -> None:
        self.edges.setdefault(a, {})[b] = weight
        self.edges.setdefault(b, {})[a] = weight

    def neighbours(self, node: N) -> Iterable[tuple[N, float]]:
        return self.edges.get(node, {}).items()


@dataclass(order=True)
class Entry(Generic[N]):
    priority: float
    sequence: int
    node: N = field(compare=False)


def shortest(
    graph: Graph[N], start: N, goal: N, heuristic: Callable[[N], float] = lambda _: 0.0
) -> tuple[float, list[N], int]:
    distance: dict[N, float] = {start: 0.0}
    previous: dict[N, N] = {}
    queue = [Entry(heuristic(start), 0, start)]
    done: set[N] = set()
    pushed = 0
    while queue:
        node = heapq.heappop(queue).node
        if node == goal:
            path = [node]
            while path[-1] in previous:
                path.append(previous[path[-1]])
            return distance[goal], path[::-1], len(done)
        if node in done:
            continue
        done.add(node)
        for other, weight in graph.neighbours(node):
            candidate = distance[node] + weight
            if candidate < distance.get(other, inf):
                distance[other] = candidate
                previous[other] = node
                pushed += 1
                heapq.heappush(queue, Entry(candidate + heuristic(other), pushed, other))
    return inf, [], len(done)


def breadth_first(graph: Graph[N], start: N) -> dict[N, int]:
    levels = {start: 0}
    todo = deque([start])
    while todo:
        node = todo.popleft()
        for other, _ in graph.neighbours(node):
            if other not in levels:
                levels[other] = levels[node] + 1
                todo.append(other)
    return levels


Cell = tuple[int, int]

MAZE = """
S...#......
.##.#.###.#
.#..#...#..
.#.###.#.#.
...#...#..G
.#...#...#.
""".strip().splitlines()


def read_maze(lines: list[str]) -> tuple[Graph[Cell], Cell, Cell]:
    graph: Graph[Cell] = Graph()
    start = goal = (0, 0)
    for y, line in enumerate(lines):
        for x, char in enumerate(line):
            if char == "#":
                continue
            if char == "S":
                start = (x, y)
            elif char == "G":
                goal = (x, y)
            for other in ((x - 1, y), (x, y - 1)):
                ox, oy = other
                if ox >= 0 and oy >= 0 and lines[oy][ox] != "#":
                    graph.connect((x, y), other)
    return graph, start, goal


def draw(lines: list[str], path: list[Cell]) -> str:
    cells = [list(line) for line in lines]
    for x, y in path[1:-1]:
        cells[y][x] = "*"
    return "\n".join("".join(row) for row in cells)


def main() -> None:
    maze, start, goal = read_maze(MAZE)
    for name, heuristic in (
        ("dijkstra", lambda _: 0.0),
        ("a*", lambda cell: float(abs(cell[0] - goal[0]) + abs(cell[1] - goal[1]))),
    ):
        cost, path, explored = shortest(maze, start, goal, heuristic)
        print(name, cost, len(path), explored)
    print(draw(MAZE, path))
    levels = breadth_first(maze, start)
    print(len(levels), max(levels.values()), levels[goal], (0, 1) in levels)
    roads: Graph[str] = Graph()
    for line in "A-B 7,A-C 9,A-F 14,B-C 10,B-D 15,C-D 11,C-F 2,D-E 6,E-F 9,X-Y 1.5".split(","):
        ends, weight = line.split()
        a, b = ends.split("-")
        roads.connect(a, b, float(weight))
    for end in "EDXA":
        cost, route, _ = shortest(roads, "A", end)
        print(end, cost, "->".join(route) or "unreachable")
    print(sorted(breadth_first(roads, "A").items()), dict(roads.neighbours("X")))


if __name__ == "__main__":
    main()

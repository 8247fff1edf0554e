"""Graphs: shortest paths, topological order, components, spanning trees; generic over the node type."""

from __future__ import annotations

import heapq
import math
from collections import defaultdict, deque
from collections.abc import Hashable, Iterable, Iterator
from typing import Generic, NamedTuple, Protocol, TypeVar

N = TypeVar("N", bound=Hashable)


class CycleError(Exception):
    def __init__(self, cycle: list[str]) -> None:
        super().__init__(" -> ".join(cycle))
        self.cycle = cycle


class Edge(NamedTuple, Generic[N]):
    source: N
    target: N
    weight: float = 1.0

    def reversed(self) -> Edge[N]:
        return Edge(self.target, self.source, self.weight)


class SupportsLessThan(Protocol):
    def __lt__(self, other: object, /) -> bool: ...


class Graph(Generic[N]):
    def __init__(self, edges: Iterable[Edge[N]] = (), *, directed: bool = True) -> None:
        self.directed = directed
        self._out: dict[N, dict[N, float]] = {}
        for edge in edges:
            self.add(*edge)

    def add(self, source: N, target: N, weight: float = 1.0) -> Graph[N]:
        self._out.setdefault(source, {})[target] = weight
        self._out.setdefault(target, {})
        if not self.directed:
            self._out[target][source] = weight
        return self

    @property
    def nodes(self) -> list[N]:
        return list(self._out)

    def edges(self) -> Iterator[Edge[N]]:
        for source, targets in self._out.items():
            for target, weight in targets.items():
                yield Edge(source, target, weight)

    def __getitem__(self, node: N) -> dict[N, float]:
        return self._out[node]

    def __len__(self) -> int:
        return len(self._out)

    def shortest(self, start: N, goal: N) -> tuple[float, list[N]]:
        best: dict[N, float] = {start: 0.0}
        came: dict[N, N] = {}
        order = 0
        queue: list[tuple[float, int, N]] = [(0.0, order, start)]
        while queue:
            cost, _, node = heapq.heappop(queue)
            if node == goal:
                break
            if cost > best.get(node, math.inf):
                continue
            for target, weight in self._out[node].items():
                total = cost + weight
                if total < best.get(target, math.inf):
                    best[target], came[target] = total, node
                    order += 1
                    heapq.heappush(queue, (total, order, target))
        else:
            return math.inf, []
        path = [goal]
        while path[-1] != start:
            path.append(came[path[-1]])
        return best[goal], path[::-1]

    def topological(self) -> list[N]:
        WHITE, GREY, BLACK = range(3)
        color: defaultdict[N, int] = defaultdict(lambda: WHITE)
        out: list[N] = []
        trail: list[N] = []

        def visit(node: N) -> None:
            if color[node] == BLACK:
                return
            trail.append(node)
            if color[node] == GREY:
                raise CycleError([str(one) for one in trail[trail.index(node) :]])
            color[node] = GREY
            for target in self._out[node]:
                visit(target)
            color[node] = BLACK
            trail.pop()
            out.append(node)

        for node in self._out:
            visit(node)
        out.reverse()
        return out

    def components(self) -> list[set[N]]:
        seen: set[N] = set()
        found = []
        for start in self._out:
            if start in seen:
                continue
            group: set[N] = set()
            todo = deque([start])
            while todo:
                node = todo.popleft()
                if node in group:
                    continue
                group.add(node)
                todo.extend(self._out[node].keys() - group)
            seen |= group
            found.append(group)
        return found

    def spanning(self) -> list[Edge[N]]:
        parent: dict[N, N] = {node: node for node in self._out}

        def root(node: N) -> N:
            while parent[node] != node:
                parent[node] = parent[parent[node]]
                node = parent[node]
            return node

        tree = []
        for edge in sorted(self.edges(), key=lambda e: e.weight):
            a, b = root(edge.source), root(edge.target)
            if a != b:
                parent[a] = b
                tree.append(edge)
        return tree

    def distances(self) -> dict[tuple[N, N], float]:
        dist = {
            (a, b): 0.0 if a == b else self._out[a].get(b, math.inf) for a in self._out for b in self._out
        }
        for k in self._out:
            for i in self._out:
                for j in self._out:
                    dist[i, j] = min(dist[i, j], dist[i, k] + dist[k, j])
        return dist


def grid(rows: list[str]) -> Graph[tuple[int, int]]:
    graph: Graph[tuple[int, int]] = Graph(directed=False)
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            if cell == "#":
                continue
            for dx, dy in ((1, 0), (0, 1)):
                nx, ny = x + dx, y + dy
                if ny < len(rows) and nx < len(row) and rows[ny][nx] != "#":
                    graph.add((x, y), (nx, ny))
    return graph


def main() -> None:
    roads = Graph(
        [Edge("A", "B", 4.0), Edge("A", "C", 2.0), Edge("C", "B"), Edge("B", "D", 5.0), Edge("C", "D", 8.5)]
    )
    print(roads.shortest("A", "D"), roads.shortest("D", "A"), len(roads))
    print(roads.topological(), sorted(roads.edges())[0], Edge("x", "y").reversed())
    try:
        Graph([Edge(1, 2), Edge(2, 3), Edge(3, 1)]).topological()
    except CycleError as error:
        print("cycle", error, len(error.cycle))
    two = Graph([Edge(1, 2), Edge(3, 4), Edge(4, 5)], directed=False)
    print([sorted(one) for one in two.components()])
    cities = Graph(
        [Edge("a", "b", 7.0), Edge("b", "c"), Edge("a", "c", 3.0), Edge("c", "d", 2.0)], directed=False
    )
    tree = cities.spanning()
    print([(e.source, e.target) for e in tree], math.fsum(e.weight for e in tree))
    print({f"{a}{b}": d for (a, b), d in cities.distances().items() if a < b})
    maze = ["..#.", "#...", "..#.", ".#.."]
    cost, path = grid(maze).shortest((0, 0), (3, 3))
    print(cost, path)
    for y, row in enumerate(maze):
        print("".join("*" if (x, y) in path else cell for x, cell in enumerate(row)))


main()

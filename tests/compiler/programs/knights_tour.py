"""A knight's tour with Warnsdorff's rule, checked and drawn; reachability by breadth-first search."""

from __future__ import annotations

from collections import deque
from itertools import pairwise

MOVES = [(1, 2), (2, 1), (2, -1), (1, -2), (-1, -2), (-2, -1), (-2, 1), (-1, 2)]

Square = tuple[int, int]


class Board:
    def __init__(self, size: int) -> None:
        self.size = size

    def moves(self, square: Square) -> list[Square]:
        x, y = square
        return [(x + dx, y + dy) for dx, dy in MOVES if 0 <= x + dx < self.size and 0 <= y + dy < self.size]

    def tour(self, start: Square = (0, 0)) -> list[Square] | None:
        path = [start]
        visited = {start}

        def extend() -> bool:
            if len(path) == self.size**2:
                return True
            options = [move for move in self.moves(path[-1]) if move not in visited]
            for move in sorted(options, key=lambda m: (sum(n not in visited for n in self.moves(m)), m)):
                path.append(move)
                visited.add(move)
                if extend():
                    return True
                path.pop()
                visited.remove(move)
            return False

        return path if extend() else None

    def distances(self, start: Square) -> dict[Square, int]:
        seen = {start: 0}
        queue = deque([start])
        while queue:
            square = queue.popleft()
            for move in self.moves(square):
                if move not in seen:
                    seen[move] = seen[square] + 1
                    queue.append(move)
        return seen

    def draw(self, values: dict[Square, int]) -> str:
        width = len(str(max(values.values())))
        return "\n".join(
            " ".join(f"{values.get((x, y), -1):>{width}}" for x in range(self.size)) for y in range(self.size)
        )


def name(square: Square) -> str:
    return f"{chr(ord('a') + square[0])}{square[1] + 1}"


def main() -> None:
    for size in (3, 5, 6, 8):
        board = Board(size)
        tour = board.tour()
        if tour is None:
            print(size, "no tour")
            continue
        legal = all(b in board.moves(a) for a, b in pairwise(tour)) and len(set(tour)) == size * size
        closed = tour[0] in board.moves(tour[-1])
        print(size, legal, closed, " ".join(map(name, tour[:8])))
        print(board.draw({square: step for step, square in enumerate(tour, 1)}))
    print(Board(8).draw(Board(8).distances((0, 0))))
    print(len(Board(3).distances((0, 0))), max(Board(8).distances((3, 3)).values()))


if __name__ == "__main__":
    main()

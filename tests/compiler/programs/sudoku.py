"""A sudoku solver: constraint propagation and search, after Peter Norvig."""

from __future__ import annotations

DIGITS = "123456789"
ROWS = "ABCDEFGHI"

Grid = dict[str, str]


def cross(left: str, right: str) -> list[str]:
    return [a + b for a in left for b in right]


SQUARES = cross(ROWS, DIGITS)
UNIT_LIST = (
    [cross(ROWS, column) for column in DIGITS]
    + [cross(row, DIGITS) for row in ROWS]
    + [cross(rows, columns) for rows in ("ABC", "DEF", "GHI") for columns in ("123", "456", "789")]
)
UNITS: dict[str, list[list[str]]] = {s: [u for u in UNIT_LIST if s in u] for s in SQUARES}
PEERS: dict[str, set[str]] = {s: set(sum(UNITS[s], [])) - {s} for s in SQUARES}


class Contradiction(Exception):
    """No value is left for a square, or no square for a value."""


def parse(text: str) -> Grid:
    values = dict.fromkeys(SQUARES, DIGITS)
    chars = [c for c in text if c in DIGITS or c in "0."]
    if len(chars) != 81:
        raise ValueError(f"expected 81 squares, got {len(chars)}")
    for square, digit in zip(SQUARES, chars, strict=True):
        if digit in DIGITS:
            assign(values, square, digit)
    return values


def assign(values: Grid, square: str, digit: str) -> None:
    for other in values[square].replace(digit, ""):
        eliminate(values, square, other)


def eliminate(values: Grid, square: str, digit: str) -> None:
    if digit not in values[square]:
        return
    values[square] = values[square].replace(digit, "")
    if not values[square]:
        raise Contradiction(f"{square}: no value left")
    if len(values[square]) == 1:
        last = values[square]
        for peer in sorted(PEERS[square]):
            eliminate(values, peer, last)
    for unit in UNITS[square]:
        places = [s for s in unit if digit in values[s]]
        if not places:
            raise Contradiction(f"{digit}: no place left")
        if len(places) == 1:
            assign(values, places[0], digit)


def search(values: Grid, depth: int = 0) -> tuple[Grid, int] | None:
    if all(len(values[s]) == 1 for s in SQUARES):
        return values, depth
    _, square = min((len(values[s]), s) for s in SQUARES if len(values[s]) > 1)
    for digit in values[square]:
        attempt = values.copy()
        try:
            assign(attempt, square, digit)
        except Contradiction:
            continue
        if (found := search(attempt, depth + 1)) is not None:
            return found
    return None


def show(values: Grid) -> str:
    lines: list[str] = []
    for index, row in enumerate(ROWS):
        cells = "".join(values[row + column] + (" | " if column in "36" else " ") for column in DIGITS)
        lines.append(cells.rstrip())
        if index in (2, 5):
            lines.append("------+-------+------")
    return "\n".join(lines)


def main() -> None:
    easy = "003020600900305001001806400008102900700000008006708200002609500800203009005010300"
    hard = "4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......"
    for puzzle in (easy, hard):
        solved = search(parse(puzzle))
        if solved is None:
            print("no solution")
            continue
        grid, depth = solved
        print(show(grid))
        print("guesses:", depth)
        assert all(sorted(grid[s] for s in unit) == list(DIGITS) for unit in UNIT_LIST)
    for bad in ("12", "11" + "." * 79):
        try:
            parse(bad)
        except (ValueError, Contradiction) as error:
            print(f"{type(error).__name__}: {error}")


if __name__ == "__main__":
    main()

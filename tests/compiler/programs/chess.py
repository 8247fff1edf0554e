"""A chess move generator with perft counts and FEN: boards, pieces by inheritance, bit of search."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, Dict, Iterator, List, Optional, Tuple, Type

Square = Tuple[int, int]


@dataclass(frozen=True)
class Move:
    start: Square
    end: Square
    promotion: Optional[str] = None

    def __str__(self) -> str:
        def name(square: Square) -> str:
            return "abcdefgh"[square[0]] + str(square[1] + 1)

        return name(self.start) + name(self.end) + (self.promotion or "")

    @staticmethod
    def parse(text: str) -> Move:
        def at(part: str) -> Square:
            return "abcdefgh".index(part[0]), int(part[1]) - 1

        return Move(at(text[:2]), at(text[2:4]), text[4:] or None)


class Piece(ABC):
    letter: ClassVar[str] = "?"
    value: ClassVar[int] = 0
    kinds: ClassVar[Dict[str, Type[Piece]]] = {}

    def __init_subclass__(cls) -> None:
        if cls.letter != "?":
            Piece.kinds[cls.letter] = cls

    def __init__(self, white: bool) -> None:
        self.white = white

    @abstractmethod
    def targets(self, board: Board, at: Square) -> Iterator[Square]: ...

    def moves(self, board: Board, at: Square) -> Iterator[Move]:
        for end in self.targets(board, at):
            yield Move(at, end)

    def __str__(self) -> str:
        return self.letter.upper() if self.white else self.letter

    def free(self, board: Board, square: Square) -> bool:
        other = board.get(square)
        return other is None or other.white != self.white


class Slider(Piece):
    steps: ClassVar[List[Square]] = []
    far = True

    def targets(self, board: Board, at: Square) -> Iterator[Square]:
        for dx, dy in self.steps:
            x, y = at
            while True:
                x, y = x + dx, y + dy
                if not (0 <= x < 8 and 0 <= y < 8):
                    break
                if self.free(board, (x, y)):
                    yield x, y
                if board.get((x, y)) is not None or not self.far:
                    break


STRAIGHT = [(0, 1), (1, 0), (0, -1), (-1, 0)]
DIAGONAL = [(1, 1), (1, -1), (-1, -1), (-1, 1)]


class Rook(Slider):
    letter, value, steps = "r", 5, STRAIGHT


class Bishop(Slider):
    letter = "b"
    value = 3
    steps = DIAGONAL


class Queen(Slider):
    letter = "q"
    value = 9
    steps = STRAIGHT + DIAGONAL


class Knight(Slider):
    letter = "n"
    value = 3
    steps = [(a, b) for a in (-2, -1, 1, 2) for b in (-2, -1, 1, 2) if abs(a) != abs(b)]
    far = False


class King(Slider):
    letter = "k"
    value = 100
    steps = STRAIGHT + DIAGONAL
    far = False


class Pawn(Piece):
    letter = "p"
    value = 1

    def targets(self, board: Board, at: Square) -> Iterator[Square]:
        (x, y), step = at, 1 if self.white else -1
        if board.get((x, y + step)) is None:
            yield x, y + step
            if y == (1 if self.white else 6) and board.get((x, y + 2 * step)) is None:
                yield x, y + 2 * step
        for dx in (-1, 1):
            end = x + dx, y + step
            hit = board.get(end)
            if (hit is not None and hit.white != self.white) or (end == board.passant and board.passant):
                yield end

    def moves(self, board: Board, at: Square) -> Iterator[Move]:
        for move in super().moves(board, at):
            if not (0 <= move.end[0] < 8):
                continue
            if move.end[1] in (0, 7):
                yield from (Move(at, move.end, one) for one in "qrbn")
            else:
                yield move


class Board:
    START = "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w - - 0 1"

    def __init__(self, fen: str = START) -> None:
        rows, turn, _, passant, *_ = fen.split()
        self.squares: Dict[Square, Piece] = {}
        for y, row in enumerate(reversed(rows.split("/"))):
            x = 0
            for ch in row:
                if ch.isdigit():
                    x += int(ch)
                else:
                    self.squares[x, y] = Piece.kinds[ch.lower()](ch.isupper())
                    x += 1
        self.white = turn == "w"
        self.passant: Optional[Square] = None if passant == "-" else Move.parse(passant * 2).start

    def get(self, square: Square) -> Optional[Piece]:
        return self.squares.get(square)

    def play(self, move: Move) -> Board:
        board = Board.__new__(Board)
        board.squares = dict(self.squares)
        board.white = not self.white
        board.passant = None
        piece = board.squares.pop(move.start)
        if isinstance(piece, Pawn):
            if move.end == self.passant:
                del board.squares[move.end[0], move.start[1]]
            if abs(move.end[1] - move.start[1]) == 2:
                board.passant = move.start[0], (move.start[1] + move.end[1]) // 2
        if move.promotion:
            piece = Piece.kinds[move.promotion](piece.white)
        board.squares[move.end] = piece
        return board

    def attacked(self, white: bool) -> bool:
        king = next(
            (at for at, piece in self.squares.items() if isinstance(piece, King) and piece.white == white),
            None,
        )
        return king is None or any(
            king == move.end
            for at, piece in self.squares.items()
            if piece.white != white
            for move in piece.moves(self, at)
        )

    def legal(self) -> Iterator[Move]:
        for at, piece in list(self.squares.items()):
            if piece.white == self.white:
                for move in piece.moves(self, at):
                    if not self.play(move).attacked(self.white):
                        yield move

    def perft(self, depth: int) -> int:
        return 1 if depth == 0 else sum(self.play(move).perft(depth - 1) for move in self.legal())

    def score(self) -> int:
        return sum(
            piece.value if piece.white == self.white else -piece.value for piece in self.squares.values()
        )

    def best(
        self, depth: int, alpha: float = float("-inf"), beta: float = float("inf")
    ) -> Tuple[float, Optional[Move]]:
        if depth == 0:
            return float(self.score()), None
        best: Optional[Move] = None
        for move in sorted(self.legal(), key=lambda m: (m.end not in self.squares, str(m))):
            value = -self.play(move).best(depth - 1, -beta, -alpha)[0]
            if value > alpha:
                alpha, best = value, move
            if alpha >= beta:
                break
        if best is None and alpha == float("-inf"):
            return (-1000.0 if self.attacked(self.white) else 0.0), None
        return alpha, best

    def __str__(self) -> str:
        return "\n".join(" ".join(str(self.get((x, y)) or ".") for x in range(8)) for y in reversed(range(8)))


if __name__ == "__main__":
    board = Board()
    print(board)
    print([board.perft(n) for n in range(3)], sorted(Piece.kinds), Queen(True), Queen.steps == King.steps)
    game = "e2e4 d7d5 e4d5 g8f6 f1b5".split()
    for text in game:
        move = Move.parse(text)
        assert move in set(board.legal()), text
        board = board.play(move)
    print(board, board.attacked(board.white), sorted(map(str, board.legal())), sep="\n")
    mate = Board("6k1/5ppp/8/8/8/8/8/R6K w - - 0 1")
    value, move_found = mate.best(2)
    print(value, move_found, Board("8/P7/8/8/8/8/8/k6K w - - 0 1").best(1))
    passant = Board("8/8/8/8/pP6/8/8/k6K b - b3 0 1")
    print(sorted(str(m) for m in passant.legal()), Move.parse("a7a8q").promotion)

"""Binary trees: allocate and walk many short-lived and one long-lived tree."""

from __future__ import annotations


class Node:
    __slots__ = ("left", "right")

    def __init__(self, left: Node | None, right: Node | None) -> None:
        self.left = left
        self.right = right

    def check(self) -> int:
        total = 1
        if self.left is not None:
            total += self.left.check()
        if self.right is not None:
            total += self.right.check()
        return total


def make(depth: int) -> Node:
    if depth == 0:
        return Node(None, None)
    return Node(make(depth - 1), make(depth - 1))


Pair = tuple["Pair", "Pair"] | None


def make_tuple(depth: int) -> Pair:
    return (make_tuple(depth - 1), make_tuple(depth - 1)) if depth else None


def count(tree: Pair) -> int:
    if tree is None:
        return 1
    left, right = tree
    return 1 + count(left) + count(right)


def main() -> None:
    low, high = 4, 10
    print(f"stretch tree of depth {high + 1}\t check: {make(high + 1).check()}")
    long_lived = make(high)
    for depth in range(low, high + 1, 2):
        iterations = 1 << (high - depth + low)
        check = sum(make(depth).check() for _ in range(iterations))
        print(f"{iterations}\t trees of depth {depth}\t check: {check}")
    print(f"long lived tree of depth {high}\t check: {long_lived.check()}")
    print(count(make_tuple(9)))


if __name__ == "__main__":
    main()

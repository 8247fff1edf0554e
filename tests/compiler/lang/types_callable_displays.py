"""Overloaded functions of the library inside displays: the signature is the one of the place."""
from collections.abc import Callable
OPS: list[tuple[str, Callable[[int, int], int]]] = [("max", max), ("min", min), ("add", lambda a, b: a + b)]
def main() -> None:
    for name, f in OPS:
        print(name, f(3, 4))
    table: dict[str, Callable[[int, int], int]] = {"max": max, "pow": pow}
    print(table["max"](1, 2))
    pair: tuple[Callable[[int, int], int], Callable[[list[int]], int]] = (max, sum)
    print(pair[0](5, 6), pair[1]([1, 2]))
    nested: dict[str, list[tuple[Callable[[int, int], int], int]]] = {"a": [(max, 1), (min, 2)]}
    for g, n in nested["a"]:
        print(g(n, 7))
main()

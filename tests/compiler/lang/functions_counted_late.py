"""Arguments that only the running program counts."""
from typing import Any


def f(a: int, b: int = 2, *args: int, c: int = 4, **kw: int) -> str:
    return f"{a} {b} {args} {c} {sorted(kw.items())}"


def g(x: str, y: str = "y", *, z: str = "z") -> str:
    return x + y + z


class K:
    def m(self, a: int, **kw: object) -> str:
        return f"{a} {kw}"

    def __init__(self, a: int = 1, b: int = 2) -> None:
        self.s = (a, b)


def attempt(*args: Any, **kwargs: Any) -> None:
    try:
        print(g(*args, **kwargs))
    except TypeError as e:
        print(e)


def main() -> None:
    opts = {"c": 9, "z": 0}
    print(f(*[1, 2, 3], **opts), f(1, **opts), f(**{"a": 5, "b": 6}), f(1, *[2], *[3, 4], c=0), f(*[1], *[2, 3]))
    print(f(*[1], **{"b": 7, "q": 8}), f(1, *(), **{}), opts)
    print(g(*["p"], **{"z": "!"}), g(**{"x": "1", "y": "2", "z": "3"}))
    print(K().m(1, **{"p": 1}), K().m(**{"a": 3}), K(**{"b": 5}).s, K(*[7]).s, K(*[7], **{"b": 8}).s)
    attempt()
    attempt("a", "b", "c")
    attempt("a", w="b")
    attempt("a", x="b")
    attempt(y="b")
    attempt("a", z="b")
    print(max(*[3, 1, 2]), min(5, *[4, 6]), max(*[1.5], 2.5, key=lambda v: -v))
    try:
        print(max(*[1]))
    except TypeError as e:
        print(e)
    rows = [[1, 2, 3], [4, 5, 6]]
    print(list(map(lambda p, q: p * q, *rows)), [*map(max, *rows)], list(map(str.upper, *[["a", "b"]])))


main()

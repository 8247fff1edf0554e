"""`super().__str__()` and `super().__repr__()` reach the text of the builtin class."""

class E(Exception):
    def __str__(self) -> str:
        return "E:" + super().__str__()
    def __repr__(self) -> str:
        return "R" + super().__repr__()
class K(KeyError):
    def __str__(self) -> str:
        return "K:" + super().__str__()
class L(list[int]):
    def __repr__(self) -> str:
        return "L" + super().__repr__()
class D(dict[str, int]):
    def __str__(self) -> str:
        return "D" + super().__str__()
class S(str):
    def __repr__(self) -> str:
        return "S" + super().__repr__()
    def __str__(self) -> str:
        return "s" + super().__str__()
class O:
    def __str__(self) -> str:
        return "O" + super().__str__()
    def __repr__(self) -> str:
        return "<O>"
class P(E):
    def __str__(self) -> str:
        return "P:" + super().__str__()
print(str(E("x")), repr(E("y")), E(), E(1, "a"), str(K("k")), repr(K("k")), repr(L([1])), str(L([2])), str(D(a=1)), repr(D(b=2)), repr(S("q")), str(S("q")), str(O()), P("z"), repr(P("z")))
try:
    raise P("uncaught") from K("c")
except E as e:
    print(e, e.__cause__, f"{e!r} {e}")

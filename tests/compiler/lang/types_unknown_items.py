"""Looking for values of unknown type in containers whose items are known."""

from typing import Any, Union
def f(x: object) -> None:
    l = ["a", "b"]; s = {1, 2}; d = {"a": 1}; t = (1, "a"); u: tuple[int, ...] = (1, 2); fl = [1.5, 2.0]; b = [True]
    print(x in l, x in s, x in d, x in t, x in u, x in fl, x in b, x not in l, x in d.values(), x in d.keys(), x in range(3), x in frozenset("a"))
    print(("a", x) in d.items())
for v in ("a", 1, 9.5, None, True, b"a", (1,)):
    f(v)
def g(x: int | str | None) -> None:
    l = [1, 2]; d = {1: "x"}; s = {"a"}
    print(x in l, x in d, x in s, x in (1, "a"), x in [None, "a"])
g(1); g("a"); g(None)
def h(x: Any) -> None:
    l = [1, 2]; d = {1: "x"}
    print(x in l, x in d, d.get(x), d.get(x, "q"))
    try:
        print(d[x])
    except Exception as e:
        print(type(e).__name__, e)
    s = {1, 2}
    print(s, x in "abc" if isinstance(x, str) else "-", d.pop(x, "z"))
h(1); h("a"); h(2.0); h(None)
def k(x: Any, y: object, z: int | str | None) -> None:
    d = {"a": 1}
    e: dict[int, list[str]] = {1: ["x"]}
    print(d.get(x), d.get(x, 5), x in d, y in d, z in d, e.get(x, []), x in e, z in e)
    for f in (lambda: d[x], lambda: e[x], lambda: d.pop(x), lambda: e.pop(x, ["none"])):
        try:
            print(f())
        except KeyError as err:
            print("KeyError", err)
for w in ("a", 1, None, 2.5):
    k(w, w, None if isinstance(w, float) else w)

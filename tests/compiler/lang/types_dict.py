"""dict: order, every method, views, merging, errors."""


def main() -> None:
    d = {"b": 1, "a": 2}
    d["c"] = 3
    d["b"] = 10
    print(d, len(d), d["a"], "a" in d, "z" in d, list(d), list(d.keys()), list(d.values()), list(d.items()))
    for case in range(4):
        try:
            if case == 0:
                print(d["zz"])
            elif case == 1:
                del d["zz"]
            elif case == 2:
                d.pop("zz")
            else:
                dict[str, int]().popitem()
        except KeyError as error:
            print(type(error).__name__, error, error.args)
    print(
        d.get("a"),
        d.get("q"),
        d.get("q", 5),
        d.setdefault("a", 9),
        d.setdefault("n", 9),
        d.pop("n"),
        d.pop("zz", -1),
    )
    del d["b"]
    d["b"] = 4
    print(d, d.popitem(), d)
    d.update({"x": 1, "a": 100})
    d.update(y=7)
    d.update([("p", 8), ("q", 9)])
    print(d)
    print({"a": 1} | {"b": 2, "a": 3}, {"a": 1, "b": 2} == {"b": 2, "a": 1}, {"a": 1} != {"a": 2})
    e = d.copy()
    e |= {"new": 0}
    e.clear()
    print(e, len(d), bool(e), e == {})
    print(
        dict(a=1, b=2),
        dict([("x", 1), ("y", 2)]),
        dict(zip("abc", range(3))),
        dict.fromkeys("ab"),
        dict.fromkeys([1, 2], 0),
        dict({"k": 1}, z=2),
    )
    print({k: v * 2 for k, v in d.items() if v > 5}, {**d, "a": 0, **{"w": 1}})
    for k in d:
        print(k, end=" ")
    for name, amount in sorted(d.items(), key=lambda kv: (-kv[1], kv[0])):
        print(f"{name}={amount}", end=";")
    print()
    print(
        list(reversed(d)),
        list(reversed(d.items()))[:2],
        max(d, key=lambda k: d[k]),
        sorted(d),
        sum(d.values()),
    )
    ints = {1: "one", 2: "two", -1: "minus"}
    print(ints, ints[1], ints.get(3, "none"), 2 in ints)
    mixed: dict[int | str | float | tuple[int, str] | None, str] = {
        1: "int",
        "1": "str",
        1.5: "float",
        (1, "a"): "tuple",
        None: "none",
    }
    mixed[1.0] = "same as int"
    mixed[True] = "same again"
    print(mixed, mixed[(1, "a")], mixed[None])
    try:
        print({1: 2}[3])
    except KeyError as error:
        print(error, repr(error))
    try:
        bad: dict[object, int] = {}
        bad[[1]] = 1
    except TypeError as error:
        print(type(error).__name__, error)
    big: dict[int, int] = {}
    for i in range(1000):
        big[i * 7919 % 10007] = i
    for i in range(0, 1000, 2):
        del big[i * 7919 % 10007]
    print(len(big), sum(big), sum(big.values()), next(iter(big)), list(big)[-1])
    try:
        for key in big:
            big[key + 100000] = 1
    except RuntimeError as error:
        print(type(error).__name__, error)
    print(
        d.keys() & {"a", "zz"},
        sorted(d.keys() | {"zz"}),
        sorted(d.keys() - {"a", "x"}),
        "a" in d.keys(),
        ("a", 100) in d.items(),
        100 in d.values(),
    )
    print(d.keys(), d.values(), d.items())
    counts: dict[str, list[int]] = {}
    for at, word in enumerate("the cat and the dog and the bird".split()):
        counts.setdefault(word, []).append(at)
    print(counts)
    nested: dict[str, dict[str, int]] = {"a": {"x": 1}}
    nested["a"]["y"] = 2
    nested.setdefault("b", {})["z"] = 3
    print(nested, repr({}), {"quote'": 'dq"'})
    head, amount = next(iter(d.items()))
    print(head, amount)
    if (found := d.get("p")) is not None:
        print("found", found)


def views() -> None:
    table = {"a": 1, "b": 2}
    other = {"b": 2, "c": 3}
    print(
        table.keys() <= {"a", "b", "c"},
        table.keys() < {"a", "b"},
        table.keys() >= other.keys(),
        {"a"} < table.keys(),
    )
    print(
        table.keys() == {"b", "a"},
        table.items() >= {("a", 1)},
        table.items() == other.items(),
        table.keys() > set("a"),
    )
    print(
        table.keys().isdisjoint(other),
        table.keys().isdisjoint(["x"]),
        table.items().isdisjoint(other.items()),
    )
    left: object = table.keys()
    right: object = table.values()
    print(left == right, left == {"a", "b"}, left != frozenset("ab"))


class Moody:
    """A key that changes while it is one."""

    def __init__(self, mood: int) -> None:
        self.mood = mood

    def __hash__(self) -> int:
        return self.mood

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Moody) and other.mood == self.mood


def tuple_keys() -> None:
    counts: dict[tuple[str, int], int] = {}
    for i in range(40):
        key = ("ab"[i % 2], i % 3)
        counts[key] = counts.get(key, 0) + 1
        if i == 20:
            del counts[key]
        if i == 25:
            counts.clear()
            counts[key] = 100
    print(counts)
    moody = Moody(1)
    moods: dict[tuple[Moody, int], str] = {(moody, 1): "one"}
    pair = (moody, 1)
    print(moods.get(pair))
    moody.mood = 2
    print(moods.get(pair))
    moods[pair] = "two"
    print(list(moods.values()))


views()
tuple_keys()
main()

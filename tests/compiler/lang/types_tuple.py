"""tuple: literals, unpacking, comparison, hashing, variable length, repr."""


def min_max(values: list[int]) -> tuple[int, int]:
    return min(values), max(values)


def total(*numbers: int) -> tuple[int, ...]:
    return numbers + (sum(numbers),)


def main() -> None:
    empty = ()
    one = (1,)
    pair = (1, "two")
    print(empty, one, pair, len(pair), pair[0], pair[-1], pair[::-1], (1, 2, 3)[1:])
    low, high = min_max([3, 1, 2])
    print(low, high, min_max([5]))
    print(total(), total(1, 2), total(*[4, 5]))
    a, (b, c), *rest = 1, (2, 3), 4, 5
    print(a, b, c, rest)
    first, *middle, last = (1, 2, 3, 4)
    print(first, middle, last)
    x, y = 1, 2
    x, y = y, x
    print(x, y)
    print((1, 2) < (1, 3), (1, 2) < (1, 2, 0), (2,) > (1, 9), (1, "a") == (1, "a"), (1,) != (2,), () < (0,))
    print((1, 2) + (3,), (0,) * 3, 2 in (1, 2), (1, 2, 1).count(1), (5, 6).index(6))
    try:
        (1, 2).index(9)
    except ValueError as error:
        print(type(error).__name__, error)
    many: tuple[int, ...] = tuple(range(4))
    print(many, many[2], many[1:3], sum(many), max(many), list(many), tuple("ab"), tuple([1]))
    try:
        print(many[10])
    except IndexError as error:
        print(type(error).__name__, error)
    print(hash((1, "a")) == hash((1, "a")), {(0, 1): "x"}[(0, 1)], sorted([(2, "b"), (1, "z"), (2, "a")]))
    print(isinstance(pair, tuple), bool(empty), bool((0,)))
    nested = ((1, 2), ("a", (None, 1.5)), [1], {"k": (1,)})
    print(nested, nested[1][1][1])
    for i, (k, v) in enumerate([("a", 1), ("b", 2)]):
        print(i, k, v)
    for case in range(2):
        try:
            if case == 0:
                p, q = many  # too many
            else:
                p, q = many[:1]
            print(p, q)
        except ValueError as error:
            print(type(error).__name__, error)
    try:
        f, g, *h = many[:1]
        print(f, g, h)
    except ValueError as error:
        print(type(error).__name__, error)
    (m, n), o = [1, 2], "o"
    [s, t] = "st"
    print(m, n, o, s, t)
    zipped = list(zip((1, 2), ("a", "b"), (True, False)))
    print(zipped, list(zip(*zipped)), tuple(x * 2 for x in many))
    big = (1, 2.5, "s", b"b", None, True, [1], {2: 3}, (4,))
    print(big, len(big))
    n1: tuple[int, str] | None = None
    print(n1)
    n1 = (1, "z")
    print(n1[1])


main()

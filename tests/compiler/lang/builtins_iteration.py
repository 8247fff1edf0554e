"""range, enumerate, zip, map, filter, reversed, iter, next, any, all, sum, slices of ranges."""

from collections.abc import Iterator


class Evens:
    def __init__(self, stop: int) -> None:
        self.stop = stop

    def __iter__(self) -> Iterator[int]:
        return iter(range(0, self.stop, 2))


def main() -> None:
    print(list(range(5)), list(range(2, 8, 3)), list(range(5, 0, -2)), list(range(3, 3)), list(range(0, -3, -1)))
    r = range(10, 30, 5)
    print(r, len(r), r[0], r[-1], 15 in r, 16 in r, r[1:3], r.start, r.stop, r.step, list(reversed(r)), r.index(20), r.count(15), r == range(10, 30, 5), bool(range(0)), range(3), sum(r), max(r), r[::-1])
    for case in range(4):
        try:
            if case == 0:
                range(1, 2, 0)
            elif case == 1:
                print(r[10])
            elif case == 2:
                r.index(16)
            else:
                next(iter(range(0)))
        except (ValueError, IndexError, StopIteration) as error:
            print(type(error).__name__, error)
    print(list(enumerate("ab")), list(enumerate(["x"], start=5)), [i * v for i, v in enumerate([3, 4], 1)])
    print(list(zip([1, 2, 3], "ab")), list(zip()), list(zip([1])), list(zip("ab", [1, 2], (True, False))))
    try:
        print(list(zip([1, 2], "a", strict=True)))
    except ValueError as error:
        print(type(error).__name__, error)
    print(list(map(str, [1, 2])), list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), list(map(len, ["a", "bb"])), list(map(int, "123")), sum(map(float, ["1.5", "2"])))
    print(list(filter(None, [0, 1, "", "a", None, []])), list(filter(str.isdigit, "a1b2")), list(filter(lambda x: x > 1, [1, 2, 3])))
    print(list(reversed([1, 2])), "".join(reversed("abc")), list(reversed((1, 2))), list(reversed(range(3))), list(reversed({"a": 1, "b": 2})))
    it = iter([1, 2, 3])
    print(next(it), list(it), next(it, None), next(iter("a")), next(iter({}), "none"))
    items = iter(["a", "b", "stop", "c"])
    print(list(iter(lambda: next(items), "stop")), list(items))
    print(any([]), all([]), any([0, "", 5]), all([1, "a"]), all(x > 0 for x in (1, 2)), any(x > 5 for x in (1, 2)))
    print(sum([1, 2]), sum([0.5, 1]), sum((i for i in range(4)), 10), sum([[1], [2]], []), sum(x > 2 for x in range(5)), sum([0.1] * 10), sum({1: 2, 3: 4}))
    print(list(Evens(7)), sum(Evens(5)), sorted(Evens(6), reverse=True), 4 in Evens(5), dict(enumerate(Evens(3))), set(Evens(2)), tuple(Evens(4)), max(Evens(9)))
    pairs = list(zip(range(3), map(lambda c: c * 2, "xyz")))
    print(pairs, dict(pairs), [a for a, _ in pairs])
    numbers = [5, 3, 8]
    iterator = iter(numbers)
    first = next(iterator)
    for n in iterator:
        print(first, n, end=" ")
    print()
    nested = zip(enumerate("ab"), reversed([1, 2]))
    for (i, c), n in nested:
        print(i, c, n, end=" ")
    print()
    total = 0
    for i in range(10**5):
        total += i & 3
    print(total, list(range(2**40, 2**40 + 2)), len(range(0, 10**12, 7)))


def note(text: str, value: int) -> int:
    print(text, end=" ")
    return value


def rows(text: str) -> list[int]:
    print(text, end=" ")
    return [3, 4]


def order_of_arguments() -> None:
    print(next((k for k in rows("rows") if k > 3), note("default", 9)))
    print(next(iter(rows("rows")), note("default", 9)))
    print(max(rows("rows"), default=note("default", 9)), min((k for k in rows("rows")), default=note("default", 9)))
    print(sum(rows("rows"), note("start", 5)), sum((k for k in rows("rows")), note("start", 5)))
    zero = 0
    for at in range(3):
        try:
            if at == 0:
                print(next((k for k in [1]), 1 // zero))
            elif at == 1:
                print(max([1], default=1 // zero))
            else:
                print(abs(round(1.25, 1)), abs(abs(-2)), abs(max(-1, -2)), divmod(abs(abs(-7)), 2))
        except ZeroDivisionError as error:
            print(error)


order_of_arguments()
main()

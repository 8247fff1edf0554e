"""global, nonlocal, module variables, shadowing, unbound locals, class scope, star unpacking in calls and displays."""

counter = 0
names: list[str] = []
_cache: dict[str, int] = {}
LATE = "set at import"


def increment() -> int:
    global counter
    counter += 1
    return counter


def make_counter(start: int = 0) -> tuple[object, object]:
    count = start

    def up() -> int:
        nonlocal count
        count += 1
        return count

    def get() -> int:
        return count

    up()
    return up(), get()


def shadow(counter: int) -> int:
    counter += 10
    return counter


def local_shadow() -> list[int]:
    names = [1, 2]
    names.append(3)
    return names


def unbound(flag: bool) -> None:
    if flag:
        value = 1
    try:
        print(value)
    except UnboundLocalError as error:
        print(type(error).__name__, error)


def uses_later() -> str:
    return defined_later() + LATE


def defined_later() -> str:
    return "later "


def show(*args: object, sep: str = ",", **kwargs: object) -> None:
    print(sep.join(map(str, args)), kwargs)


def nested() -> str:
    x = "outer"

    def middle() -> str:
        x = "middle"

        def inner() -> str:
            nonlocal x
            x += "+inner"
            return x

        inner()
        return x

    return middle() + " " + x


class Scope:
    x = 1
    y = [x + 1]

    def method(self) -> int:
        return self.x + len(self.y)


for loop_variable in range(3):
    names.append(f"n{loop_variable}")


def main() -> None:
    print(increment(), increment(), counter, shadow(5), counter, local_shadow(), names)
    print(make_counter(10), nested(), uses_later())
    unbound(True)
    unbound(False)
    print(loop_variable, Scope().method(), Scope.y)
    a = [1, 2]
    b = (3, 4)
    d = {"k": 1}
    print([*a, *b], (*a, 9), [*range(2), *"xy"], {**d, "z": 2}, sorted({*a, *b}))
    show(*a, *b, sep="-", **d, other=2)
    show()
    show(0, *[], **{})
    first, *_, last = [*a, *b]
    print(first, last)
    (x, y), [z, *w] = a, "zw"
    print(x, y, z, w)
    for i, (p, *q) in enumerate([[1, 2, 3], [4]]):
        print(i, p, q)
    i, a[i - 1] = 1, 50
    print(i, a)
    _cache["k"] = _cache.get("k", 0) + 1
    _cache["k"] += 1
    print(_cache, __name__)
    items = [x for x in range(3)]
    print(x, items)
    print([(x, y) for x in range(3) for y in range(x) if x + y > 1], {x: y for x, y in zip("ab", (1, 2))}, sum(x * x for x in range(4)))
    matrix = [[1, 2, 3], [4, 5, 6]]
    print([[row[i] for row in matrix] for i in range(3)], [v for row in matrix for v in row if v % 2])


if __name__ == "__main__":
    main()

"""if, while, for, break, continue, else clauses, pass, nested loops, conditional expressions, del."""


def classify(n: int) -> str:
    if n < 0:
        return "negative"
    elif n == 0:
        return "zero"
    elif n < 10:
        return "small"
    else:
        return "big"


def find_factor(n: int) -> int | None:
    for candidate in range(2, n):
        if candidate * candidate > n:
            break
        if n % candidate == 0:
            return candidate
    else:
        return None
    return -1


def search(grid: list[list[int]], wanted: int) -> tuple[int, int] | None:
    for r, row in enumerate(grid):
        for c, value in enumerate(row):
            if value == wanted:
                return r, c
            if value < 0:
                break
        else:
            continue
        break
    return None


def collatz(n: int) -> int:
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    else:
        print("reached one", end=" ")
    return steps


def trace(tag: str, value: int) -> int:
    print(tag, end=" ")
    return value


def main() -> None:
    print([classify(n) for n in (-5, 0, 3, 12)])
    print([find_factor(n) for n in (7, 9, 2, 15, 3)])
    print(search([[1, 2], [3, 4]], 4), search([[1, -1], [3, 4]], 4), search([], 1))
    print(collatz(27), collatz(1))
    i = 0
    while True:
        i += 1
        if i == 2:
            continue
        if i > 4:
            break
        print(i, end=" ")
    print()
    while i > 0:
        i -= 2
        if i == 1:
            break
    else:
        print("no break")
    for ch in "abc":
        pass
    print(ch)
    for i in range(3):
        for j in range(3):
            if j == i:
                continue
            if j + i == 3:
                break
            print(i, j, end="; ")
    print()
    for i in range(0):
        print("never")
    else:
        print("empty for else")
    for i in range(10, 0, -3):
        print(i, end=" ")
    print(i)
    total = 0
    for i in range(5):
        total += i
        i = 100
    print(total, i)
    items = [trace("a", 1), trace("b", 2)]
    result = trace("c", 5) + trace("d", 6) * trace("e", 7)
    print(result, items)
    d = {trace("k1", 1): trace("v1", 2), trace("k2", 3): trace("v2", 4)}
    print(d)
    print(1 < trace("m", 2) < trace("n", 2) < trace("never", 9))
    items[trace("index", 0)] = trace("value", 9)
    items[trace("i", 1)] += trace("j", 1)
    print(items)
    x = y = z = trace("once", 3)
    print(x, y, z)
    a = b = [1]
    a.append(2)
    print(b, a is b)
    values = [1, 2, 3]
    del values[0], values[-1]
    print(values)
    temp = 5
    del temp
    try:
        print(temp)  # type: ignore[misc]  # noqa: F821
    except NameError as error:
        print(type(error).__name__, error)
    if (n := len(values)) > 0 and (m := n * 2) > 1:
        print(n, m)
    while (chunk := values[:1]) and len(values) < 4:
        values.append(chunk[0] + 1)
    print(values, chunk)
    print("x" if values else "y", [n for n in range(10) if n % 2 if n % 3])
    assert values, "must have values"
    try:
        assert not values, f"values: {values}"
    except AssertionError as error:
        print(type(error).__name__, error)
    try:
        assert len(values) == 0
    except AssertionError as error:
        print(repr(error), str(error) == "")


main()

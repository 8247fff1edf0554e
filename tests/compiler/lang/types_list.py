"""list: every method, slices, slice assignment, comparison, repr, errors."""


def get(items: list[int], index: int) -> None:
    try:
        print(items[index])
    except IndexError as error:
        print(type(error).__name__, error)


def main() -> None:
    a = [3, 1, 2]
    a.append(5)
    a.extend([7, 6])
    a.extend(range(2))
    a.insert(0, 9)
    a.insert(-1, 8)
    a.insert(100, 4)
    print(a, len(a), a[0], a[-1], a[2:5], a[::-1], a[::3], a[-3:], a[5:1:-2])
    get(a, 50)
    get(a, -50)
    print(a.index(2), a.count(1), 9 in a, 99 in a, a.index(1, 3))
    for case in range(7):
        try:
            if case == 0:
                a.index(99)
            elif case == 1:
                a.remove(99)
            elif case == 2:
                list[int]().pop()
            elif case == 3:
                a.pop(99)
            elif case == 4:
                a[99] = 1
            elif case == 5:
                del a[99]
            else:
                a[0:4:2] = [1, 2, 3]
        except (ValueError, IndexError) as error:
            print(type(error).__name__, error)
    print(a.pop(), a.pop(0), a.pop(-2), a)
    a.remove(7)
    a.reverse()
    print(a, sorted(a), a.copy() == a, a.copy() is a)
    a.sort()
    print(a)
    a.sort(reverse=True)
    print(a)
    words = ["pear", "fig", "apple", "Kiwi", "date"]
    words.sort(key=len)
    print(words)
    words.sort(key=str.lower, reverse=True)
    print(words)
    a[1:3] = [10, 20, 30]
    print(a)
    a[::2] = [0] * len(a[::2])
    print(a)
    a[2:2] = [77]
    a[len(a):] = [88, 99]
    a[:1] = []
    print(a)
    del a[0]
    del a[-1]
    del a[1:3]
    del a[::2]
    print(a)
    a.clear()
    print(a, bool(a))
    print([1] + [2], [0] * 3, 2 * ["x"], [1, 2] == [1, 2], [1, 2] < [1, 3], [1] < [1, 0], [] < [0], [2] > [1, 9], [1] != [1])
    grid = [[0] * 3 for _ in range(2)]
    grid[0][1] = 5
    grid[1][2] += 7
    print(grid)
    shared = [[0]] * 3
    shared[0].append(1)
    print(shared, shared[0] is shared[2])
    b = [1, 2]
    c = b
    c += [3]
    c *= 2
    print(b, c is b)
    mixed: list[int | str | None | float] = [1, "a", None, 2.5]
    print(mixed, mixed[1], len(mixed), None in mixed, "a" in mixed, 1.0 in mixed)
    nested: list[list[str]] = [["a"], [], ["b", "c"]]
    print(nested, [x for row in nested for x in row], sum(nested, []))
    print(list(range(5)), list("ab"), list({"k": 1}), list((1, 2)), list({1: "a"}.items()))
    floats = [1.5, -0.0, 2.0]
    print(floats, sum(floats), max(floats), [1.0, 2.0] == [1, 2])
    it = iter([1, 2])
    print(next(it), next(it), next(it, "end"))
    try:
        next(it)
    except StopIteration:
        print("StopIteration")
    loop: list[object] = [1]
    loop.append(loop)
    print(loop)
    grow = [1, 2, 3]
    for x in grow:
        if len(grow) < 6:
            grow.append(x * 10)
    print(grow)
    try:
        gap: list[str | None] = ["b", None]
        print(["b", "a"] < gap)  # type: ignore[operator]
    except TypeError as error:
        print(type(error).__name__, error)


main()

"""bool and None: truth, short circuit, identity, arithmetic with bool."""


def yes(tag: str) -> bool:
    print("yes", tag)
    return True


def no(tag: str) -> bool:
    print("no", tag)
    return False


def first(a: str, b: str) -> str:
    return a or b


def both(a: str, b: str) -> str:
    return a and b


def find(items: list[int], wanted: int) -> int | None:
    for position, item in enumerate(items):
        if item == wanted:
            return position
    return None


def nothing() -> None:
    pass


def main() -> None:
    print(True, False, None, not True, not 0, not "", not [1])
    print(yes("a") and no("b") and yes("c"))
    print(no("a") or yes("b") or no("c"))
    print(True + True, True * 3, -True, ~True, True & False, True | False, True ^ True)
    print(True == 1, False == 0, True < 2, sum([True, False, True]))
    print(first("", "x"), first("y", "x"), repr(both("", "x")), both("y", "x"))
    print(find([1, 2, 3], 2), find([1, 2, 3], 9))
    position = find([5], 5)
    print(position is None, position is not None, position == 0)
    print(bool(""), bool("a"), bool([]), bool([0]), bool({}), bool(()), bool((0,)), bool(None), bool(0.0))
    print(str(True), repr(None), f"{True} {None}", int(True), float(False))
    print(True if [] else False, 1 if "a" else 2)
    nothing()
    silent: object = nothing  # a function is an object, and true
    print(bool(silent))
    print(isinstance(True, int), isinstance(1, bool), type(True).__name__, type(None).__name__)
    print([True, None, False], {True: 1, None: 2})
    print(None or "default", 0 or None, "" or [] or {} or "end")
    x: int | None = None
    y = x or 5
    x = 0
    print(y, x or 7, x if x is not None else 8)
    print(f"{True:d} {True:>6} {False!s:<6}|", "%s %d" % (True, True))


main()

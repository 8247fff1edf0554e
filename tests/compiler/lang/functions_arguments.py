"""Arguments: defaults, keywords, keyword-only, positional-only, *args, **kwargs, evaluation order, recursion, docstrings."""


def greet(name: str, greeting: str = "Hello", *, punctuation: str = "!", times: int = 1) -> str:
    """Greet somebody."""
    return " ".join([f"{greeting} {name}{punctuation}"] * times)


def positional(a: int, b: int = 2, /, c: int = 3, *, d: int = 4) -> tuple[int, int, int, int]:
    return a, b, c, d


def collect(*args: int, **kwargs: str) -> str:
    return f"{args} {kwargs} {len(args)} {sorted(kwargs)}"


def mixed(first: int, *rest: int, scale: int = 1, **options: int) -> int:
    return (first + sum(rest)) * scale + sum(options.values())


def shared(item: int, bucket: list[int] = []) -> list[int]:  # noqa: B006
    bucket.append(item)
    return bucket


def fresh(item: int, bucket: list[int] | None = None) -> list[int]:
    bucket = [] if bucket is None else bucket
    bucket.append(item)
    return bucket


def note(tag: str) -> int:
    print(tag, end=" ")
    return len(tag)


def three(a: int, b: int, c: int) -> int:
    return a * 100 + b * 10 + c


def factorial(n: int) -> int:
    return 1 if n < 2 else n * factorial(n - 1)


def is_even(n: int) -> bool:
    return n == 0 or is_odd(n - 1)


def is_odd(n: int) -> bool:
    return n != 0 and is_even(n - 1)


def ackermann(m: int, n: int) -> int:
    if m == 0:
        return n + 1
    return ackermann(m - 1, 1 if n == 0 else ackermann(m, n - 1))


base = 10


def captured_default(value: int = base * 2) -> int:
    return value


def many(a: int = 1, b: float = 2.5, c: str = "c", d: bool = False, e: None = None, f: tuple[int, ...] = (), g: bytes = b"g") -> str:
    return f"{a} {b} {c} {d} {e} {f} {g!r}"


def main() -> None:
    print(greet("Ann"), greet("Bob", "Hi"), greet("Cy", punctuation="?"), greet(greeting="Yo", name="D", times=2))
    print(positional(1), positional(1, 5), positional(1, 5, d=9), positional(1, c=7))
    print(collect(), collect(1, 2), collect(x="y"), collect(*range(3), **{"k": "v", "a": "b"}))
    print(mixed(1), mixed(1, 2, 3, scale=2), mixed(1, *[4, 5], extra=100, more=10))
    print(shared(1), shared(2), fresh(1), fresh(2), fresh(3, [0]))
    print(three(note("a"), c=note("bbb"), b=note("cc")))
    print(factorial(15), is_even(10), is_odd(7), ackermann(2, 3))
    global base
    base = 99
    print(captured_default(), greet.__doc__, greet.__name__)
    print(many(), many(5, d=True, g=b"\x00", f=(1,)))
    settings = {"times": 2}
    words = ["X", "Hey"]
    print(greet(*words, **settings))  # type: ignore[arg-type]
    print(max(3, 9, 2), max([1, 5], key=lambda v: -v), min("b", "a"), print("inner"))


main()

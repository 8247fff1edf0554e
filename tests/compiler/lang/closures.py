"""Closures: captured variables, cells shared, factories, recursion, mutation, comprehension captures, methods."""

from collections.abc import Callable


def adder(n: int) -> Callable[[int], int]:
    return lambda x: x + n


def counter() -> tuple[Callable[[], int], Callable[[], None]]:
    value = 0

    def up() -> int:
        nonlocal value
        value += 1
        return value

    def reset() -> None:
        nonlocal value
        value = 0

    return up, reset


def memoize(function: Callable[[int], int]) -> Callable[[int], int]:
    cache: dict[int, int] = {}

    def wrapper(n: int) -> int:
        if n not in cache:
            cache[n] = function(n)
        return cache[n]

    return wrapper


@memoize
def fib(n: int) -> int:
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def make_account(balance: float) -> dict[str, Callable[[float], float]]:
    def deposit(amount: float) -> float:
        nonlocal balance
        balance += amount
        return balance

    def withdraw(amount: float) -> float:
        nonlocal balance
        if amount > balance:
            raise ValueError(f"insufficient: {balance} < {amount}")
        balance -= amount
        return balance

    return {"deposit": deposit, "withdraw": withdraw}


def recursive(n: int) -> int:
    def inner(k: int) -> int:
        return 1 if k <= 1 else k * inner(k - 1)

    return inner(n)


def mutual(n: int) -> str:
    def even(k: int) -> str:
        return "even" if k == 0 else odd(k - 1)

    def odd(k: int) -> str:
        return "odd" if k == 0 else even(k - 1)

    return even(n)


def parameter_captured(x: int) -> list[int]:
    def bump() -> None:
        nonlocal x
        x += 1

    out = [x]
    bump()
    out.append(x)
    x *= 10
    bump()
    out.append(x)
    return out


def deep(a: int) -> Callable[[int], Callable[[int], int]]:
    def one(b: int) -> Callable[[int], int]:
        def two(c: int) -> int:
            return a * 100 + b * 10 + c

        return two

    return one


def free_before_assignment() -> None:
    def use() -> int:
        return later

    try:
        print(use())
    except NameError as error:
        print(type(error).__name__, error)
    later = 5
    print(use())


class Button:
    def __init__(self, label: str) -> None:
        self.label = label
        self.handlers: list[Callable[[str], None]] = []

    def on(self, handler: Callable[[str], None]) -> None:
        self.handlers.append(handler)

    def click(self) -> None:
        for handler in self.handlers:
            handler(self.label)

    def wire(self, log: list[str]) -> None:
        self.on(lambda label: log.append(f"{self.label}/{label}"))


def main() -> None:
    add5, add9 = adder(5), adder(9)
    print(add5(1), add9(1), [f(10) for f in (add5, add9)])
    up, reset = counter()
    up2, _ = counter()
    print(up(), up(), up2())
    reset()
    print(up(), up2())
    print(fib(60), recursive(10), mutual(7), mutual(8), parameter_captured(1), deep(1)(2)(3))
    account = make_account(10.0)
    print(account["deposit"](5.25), account["withdraw"](3.5))
    try:
        account["withdraw"](100.5)
    except ValueError as error:
        print(error)
    free_before_assignment()
    log: list[str] = []
    button = Button("ok")
    button.on(log.append)
    button.wire(log)
    button.on(lambda label: print("clicked", label))
    button.label = "renamed"
    button.click()
    print(log)
    functions: list[Callable[[], int]] = []
    for i in range(3):

        def keep(i: int = i) -> int:
            return i * 10

        functions.append(keep)
    print([f() for f in functions])
    late: list[Callable[[], int]] = []
    for j in range(3):
        late.append(lambda: j)
    print([f() for f in late])
    base = 2
    print([(lambda v: v**base)(n) for n in range(4)], list(map(lambda v: v + base, [1, 2])), sorted([3, 1, 2], key=lambda v: (v - base) ** 2))
    base = 3
    compose: Callable[[Callable[[int], int], Callable[[int], int]], Callable[[int], int]] = lambda f, g: lambda x: f(g(x))
    print(compose(add5, lambda x: x * base)(4))


main()

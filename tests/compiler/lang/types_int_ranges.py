"""Integers whose bounds the compiler can see, at the edges of what it sees."""

import sys
from collections.abc import Iterator

BIG = 9223372036854775807


class Base:
    def at(self, items: list[int], index: int) -> int:
        return items[index]


class Second(Base):
    def at(self, items: list[int], index: int) -> int:
        return items[index - 1] + items[-index]


def backwards(items: list[int]) -> list[int]:
    out: list[int] = []
    i = len(items) - 1
    while i >= 0:
        out.append(items[i])
        i -= 1
    return out


def wraps(items: list[int]) -> int:
    total = 0
    for i in range(-len(items), len(items)):
        total = total * 3 % 1000003 + items[i]
    return total


def steps(start: int, stop: int, step: int) -> list[int]:
    return [i * step - start for i in range(start, stop, step)]


def to_the_end(first: int) -> list[int]:
    found = []
    i = first
    while i < BIG:
        i += 1
        found.append(i - first)
    return found


def digits(number: int) -> str:
    out = ""
    while True:
        out = chr(48 + number % 10) + out
        number //= 10
        if number == 0:
            return out


def floors(values: list[int]) -> list[tuple[int, int, int, int]]:
    return [(a // 8, a % 8, a // 7, a % 7) for a in values]


def signs(a: int, b: int) -> str:
    if a < 0:
        if b < 0:
            return f"{a // b} {a % b}"
        return f"{a // (b + 1)} {a % (b + 1)}"
    if b != 0:
        return f"{a // b} {a % b}"
    return "zero"


def caught(items: list[int], limit: int) -> list[str]:
    out = []
    index = 0
    while index < limit:
        try:
            index += 2
            value = items[index]
            index -= 1
            out.append(f"{index}:{value}")
        except IndexError as error:
            out.append(f"{index} {error}")
            index = index * 2
    return out


def shifted(count: int) -> list[int]:
    out = []
    for n in range(count):
        out.append((BIG >> n) + (-1 << (n & 15)) - (1 << n % 40))
    return out


def generated(count: int) -> Iterator[int]:
    index = 0
    while index < count:
        sent = index * index
        yield sent
        index += 1


def mixed(flags: list[bool]) -> int:
    total = 0
    for flag in flags:
        total = total * 2 + flag
    return total


def crossed(rows: list[list[int]]) -> int:
    best = -1
    for i in range(len(rows)):
        for j in range(i, len(rows[i])):
            k = i + j - 2
            best = max(best, rows[i][k] + (i - j) * k)
    return best


def reciprocal(i: int, j: int) -> float:
    return 1.0 / (i * j + 1)


def shadow(n: int) -> int:
    for i in range(n):
        i = i - 5
        if i > 0:
            n = i
    return n


def main() -> None:
    items = [3, 1, 4, 1, 5, 9, 2, 6]
    print(backwards(items), wraps(items))
    print(steps(0, 10, 3), steps(10, 0, -4), steps(5, 5, 1))
    print(to_the_end(BIG - 3), digits(907), digits(BIG))
    print(floors([-9, -8, -7, -1, 0, 1, 7, 8, 9, BIG, -BIG - 1]))
    print([signs(a, b) for a in (-7, 0, 7) for b in (-2, 0, 2)])
    print(caught(items, 9), shifted(45))
    print(list(generated(5)), mixed([True, False, True]), crossed([items, items[::-1], items]))
    print(reciprocal(2, 3), reciprocal(len(items), len(sys.argv)), shadow(12))
    print([one.at(items, 3) for one in (Base(), Second())], list(map(digits, items)))
    try:
        print(reciprocal(-1, 1))
    except ZeroDivisionError as error:
        print(error)
    for index in (7, 8, -8, -9):
        try:
            print(Base().at(items, index))
        except IndexError as error:
            print(index, error)


main()

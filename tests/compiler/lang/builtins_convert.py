"""Conversions and inspection: int float str bytes bool list tuple set dict repr ascii hex ord chr isinstance type id hash print."""

import sys


class Temperature:
    def __init__(self, degrees: float) -> None:
        self.degrees = degrees

    def __int__(self) -> int:
        return int(self.degrees)

    def __float__(self) -> float:
        return self.degrees

    def __str__(self) -> str:
        return f"{self.degrees}°"

    def __repr__(self) -> str:
        return f"Temperature({self.degrees})"

    def __bool__(self) -> bool:
        return self.degrees != 0

    def __bytes__(self) -> bytes:
        return b"T"

    def __len__(self) -> int:
        return 99

    def __hash__(self) -> int:
        return 7


def main() -> None:
    t = Temperature(36.6)
    print(int(t), float(t), str(t), repr(t), bool(t), bytes(t), len(t), hash(t), [t], (t,), {"t": t}, f"{t} {t!r} {t!s:>8}", "%s %r" % (t, t))
    print(int("10", 2), int("-0x1F", 16), int(b"12"), int(" 5\n"), float("1e-3"), float("2.5"), str(b"abc", "utf-8"), str(), int(), float(), bool(), bytes(), list(), dict(), tuple(), set())
    print(list("ab"), tuple([1, 2]), dict([("a", 1)]), sorted(set("aab")), list({"x": 1}), bytes([65, 66]), list(b"AB"), str([1.0, "x", None]), list((1, "a")))
    for case in range(8):
        try:
            if case == 0:
                print(int("12.5"))
            elif case == 1:
                print(int("٣"))
            elif case == 2:
                print(float("1,5"))
            elif case == 3:
                print(ord("ab"))
            elif case == 4:
                print(chr(-5))
            elif case == 5:
                print(int("9" * 5))
            elif case == 6:
                print(ord(""))
            else:
                print(dict([("a", 1)]))
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)
    print(ord("a"), chr(97), chr(0x1F600), ord("€"), hex(255), oct(8), bin(5), ascii("é"), repr("é\n"), ord(b"x"))
    print(isinstance(1, int), isinstance("a", (int, str)), isinstance([], list), isinstance({}, dict), isinstance(1.0, int), isinstance(None, type(None)), isinstance(t, Temperature), isinstance(ValueError(), Exception), isinstance(1, object))
    print(type(1).__name__, type("a").__name__, type([]).__name__, type({}).__name__, type(t).__name__, type(None).__name__, type(1) is int, type(True) is int, type(t) == Temperature, type(ValueError("x")).__name__)
    print(type(1), type("x"), type(t), int, str, list, ValueError)
    print(callable(len), callable(t), callable(Temperature), id(t) == id(t), abs(-5), abs(-2.5), divmod(17, 5), divmod(-17, 5), divmod(7.5, 2), pow(2, 10), pow(2, 0.5), pow(3, 5, 7), pow(3, -1, 7))
    print(round(3.7), round(-3.5), round(2.5), round(3.14159, 2), round(12345, -2), round(1e10), round(5, 2), round(2.675, 2))
    print(hash("a") == hash("a"), hash((1, 2)) == hash((1, 2)), hash(1) == hash(1.0) == hash(True), hash(None) == hash(None))
    print("a", 1, None, sep="|", end="<\n")
    print("no newline", end="")
    print()
    print(*[1, 2, 3], sep="")
    print("to stderr", file=sys.stderr)
    print(sep="x")
    print("a\tb\\n", "ünïcödé", flush=True)
    sys.stdout.write("written\n")
    print(format(255, "x"), format(1.5), format("a", ">3"), format(True, "d"), repr(1e16), repr(True))
    v = {"degrees": t.degrees}
    print(v, getattr(t, "degrees"), hasattr(t, "nope"), getattr(t, "nope", None))
    print(slice(1, 2), slice(None))
    try:
        hash([1])
    except TypeError as error:
        print(error)
    try:
        print(len(5))  # type: ignore[arg-type]
    except TypeError as error:
        print(error)


def chosen(x: float, i: int, c: bool) -> None:
    print(abs(x if c else x - 1), abs(i if c else -9), abs((x if i > 0 else x / 2) if c else -1.5), abs(x or -2.5))


chosen(-1.5, -3, True)
chosen(0.0, -3, False)
main()


head, _, rest = b"12.5\nrest".partition(b"\n")
print(float(head), float(b" 1e3 "), float(head or 0), rest)
for wrong in (b"x", b"\xff1", b""):
    try:
        print(float(wrong))
    except ValueError as error:
        print(error)

"""int: arithmetic, floor rules, shifts, bases, methods, errors."""


def divide(a: int, b: int) -> None:
    try:
        print(a // b, a % b, divmod(a, b))
    except ZeroDivisionError as error:
        print(type(error).__name__, error)


def parse(text: str, base: int) -> None:
    try:
        print(int(text, base))
    except ValueError as error:
        print(type(error).__name__, error)


def shift(a: int, b: int) -> None:
    try:
        print(a << b, a >> b)
    except ValueError as error:
        print(type(error).__name__, error)


def main() -> None:
    for a in (7, -7, 0, 1):
        for b in (2, -2, 3, 0):
            divide(a, b)
    print(2 + 3 * 4 - 5, -(-3), +4, ~5, 6 & 3, 6 | 3, 6 ^ 3)
    print(-1 >> 1, -8 >> 2, 1 << 40, -1 << 3)
    shift(1, 10)
    shift(1, -1)
    shift(-1, 62)
    print(2**10, (-2) ** 3, 0**0, 2**62)
    print(7 / 2, -7 / 2, 1 / 3)
    try:
        print(1 / 0)
    except ZeroDivisionError as error:
        print(error)
    try:
        print(5 % 0)
    except ZeroDivisionError as error:
        print(error)
    print(3 < 4, 3 <= 3, 4 == 4, 4 != 4, 5 > 6, 1 < 2 < 3, 1 < 3 < 2)
    print(hex(255), oct(8), bin(5), hex(-255), bin(-5), oct(0))
    print(abs(-5), abs(5), pow(3, 4), pow(3, 4, 5))
    print(int("42"), int("  -7 "), int("1_000"), int("+5"), int(3.9), int(-3.9), int(True))
    parse("ff", 16)
    parse("0xff", 16)
    parse("0b101", 0)
    parse("0o17", 0)
    parse("zz", 36)
    parse("12", 2)
    parse("", 10)
    parse("1__0", 10)
    parse("x", 10)
    print((5).bit_length(), (-5).bit_length(), (0).bit_length(), (255).bit_count())
    print((1024).to_bytes(4, "big"), (1024).to_bytes(4, "little"))
    print((-2).to_bytes(2, "big", signed=True))
    print(int.from_bytes(b"\x01\x00", "big"), int.from_bytes(b"\xff\xfe", "big", signed=True))
    try:
        print((300).to_bytes(1, "big"))
    except OverflowError as error:
        print(type(error).__name__, error)
    print(round(1234, -2), round(1250, -2), round(1350, -2), round(5))
    print(bool(0), bool(-1), str(-12), repr(12))
    print(hash(5), hash(-1), hash(-2), hash(0))
    x = 10
    x += 5
    x -= 3
    x *= 2
    x //= 5
    x **= 3
    x %= 50
    x <<= 2
    x >>= 1
    x |= 1
    x &= 0xFF
    x ^= 0xF
    print(x)
    print((-7).as_integer_ratio(), (5).real, (5).imag, (5).numerator, (5).denominator, True.real)
    for raw in (b" 12\t", b"ff", b"\xd9\xa3", b""):
        try:
            print(int(raw), int(raw, 16))
        except ValueError as error:
            print(type(error).__name__, error)
    print(0xFF, 0o17, 0b11, 1_000_000)
    print(9223372036854775807, -9223372036854775808)
    print(max(1, 2), min(3, -1), sum([1, 2, 3]), sum([], 5))


main()

"""float: shortest repr, arithmetic, rounding, parsing, special values, methods."""

import math


def parse(text: str) -> None:
    try:
        print(repr(float(text)))
    except ValueError as error:
        print(type(error).__name__, error)


def main() -> None:
    for x in (0.0, -0.0, 1.0, 0.1, 1 / 3, 1e16, 1e15, 123456789012345680.0, 1e-4, 1e-5, 5e-324, 1.7976931348623157e308, 2.5, 1e22, 1e23):
        print(x, repr(x), str(-x))
    for text in ("1", "1.5", " 2.5 ", "1e3", ".5", "5.", "inf", "-Infinity", "nan", "1_0.5", "", "abc", "1e", "0x10", "1__0"):
        parse(text)
    print(7.5 // 2, -7.5 // 2, 7.5 % 2, -7.5 % 2, 7.5 % -2, divmod(7.5, 2), divmod(-7.5, 2.0))
    print(0.1 + 0.2, 1e308 * 10, -1e308 * 10, 2.0**0.5, 2.0**-1, (-8.0) ** 3)
    for op in range(4):
        try:
            if op == 0:
                print(1.0 / 0.0)
            elif op == 1:
                print(1.0 // 0.0)
            elif op == 2:
                print(1.0 % 0.0)
            else:
                print(0.0**-1)
        except ZeroDivisionError as error:
            print(type(error).__name__, error)
    print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.567, -2), round(0.5), round(1e20 / 1e10))
    print(round(1.005, 2), round(5.015, 2), round(-0.0), round(0.15, 1), round(2.25, 1))
    for bad in ("nan", "inf"):
        try:
            print(int(float(bad)))
        except (ValueError, OverflowError) as error:
            print(type(error).__name__, error)
        try:
            print(round(float(bad)))
        except (ValueError, OverflowError) as error:
            print(type(error).__name__, error)
    nan = float("nan")
    inf = float("inf")
    print(nan == nan, nan != nan, nan < 1, inf > 1e308, inf == inf, -inf < inf, inf - inf)
    print((2.0).is_integer(), (2.5).is_integer(), inf.is_integer())
    print(hash(1.0) == hash(1), hash(0.5), hash(2.0**40), hash(inf))
    print(1.0 == 1, 1.5 < 2, 2 >= 2.0, 3 == 3.5, True == 1.0)
    print(int(1e10), int(-0.9), float(7), float(True), bool(0.0), bool(0.1), bool(nan))
    print(math.floor(-1.5), math.ceil(-1.5), math.trunc(-1.5), abs(-1.5), abs(-0.0))
    print(max(1.5, 2.0), min(1.0, 0.5), sum([0.1] * 3), sum([1, 2.5]))
    x = 1.0
    x += 1
    x *= 3
    x /= 4
    x -= 0.25
    x **= 2
    x //= 0.5
    x %= 1.5
    print(x)
    try:
        print(divmod(1.5, 0.0))
    except ZeroDivisionError as error:
        print(type(error).__name__, error)
    print(divmod(-7.5, 0.5), divmod(7, -2.5), (1.5).real, (1.5).imag, (0.75).as_integer_ratio(), (-0.0).as_integer_ratio())
    print(-0.00052547454833984375, 0.00052547454833984375, 2.0**-11 + 2.0**-24, 5e-5 + 2.0**-40, 1.00000762939453125)
    for text in ("0x1.8p+1", "-0x.1p4", "inf", "-nan", "1.8p-1074", "0x1p1024", "0x1.fffffffffffff8p1023", "", "0x", "1p", " 0x1 "):
        try:
            print(float.fromhex(text), float.fromhex(text).hex())
        except (ValueError, OverflowError) as error:
            print(type(error).__name__, error)
    for wrong in (nan, inf):
        try:
            print(wrong.as_integer_ratio())
        except (ValueError, OverflowError) as error:
            print(type(error).__name__, error)
    print(1e3, 1.5e-7, 1_000.5, 10.0**20, 1e100)


main()

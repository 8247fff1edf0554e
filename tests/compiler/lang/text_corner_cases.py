"""Formatting corner cases and conversions between int, float, str, bytes."""
from __future__ import annotations


class Fmt:
    def __init__(self, v: int) -> None:
        self.v = v

    def __format__(self, spec: str) -> str:
        return f"<{self.v}|{spec}>"

    def __str__(self) -> str:
        return "S"

    def __repr__(self) -> str:
        return "R"

    def __index__(self) -> int:
        return self.v


def numbers() -> None:
    for spec in ("", "d", "5d", "<5d", "^7d", "+d", " d", "05d", "x", "#x", "#010x", "b", "#b", "o", ",", "_", "_b", "c", "e", ".2f", "10.3e", "%", "n", "*^9", "=+6d"):
        print(spec, "|", format(97, spec), "|", format(-1234567, spec) if spec != "c" else "-")
    for spec in ("", ".0f", ".3", "10.2f", "+.1e", "g", ".3g", "G", "%", ".1%", ",.2f", "_.1f", "010.2f", "<8", "^12.4f", "#.0f", "z.1f", "r".replace("r", "")):
        print(spec, "|", format(1234.5678, spec), "|", format(-0.04, spec), "|", format(1e22, spec), "|", format(float("inf"), spec))
    print(f"{3.0} {1e16} {1e15} {123456789.123456789} {0.1 + 0.2} {1e-5} {5e-324} {-0.0} {float('nan')}")
    print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234.5, -2), round(1234, -2), round(1.5e300) > 0 if False else "")
    width, prec = 12, 3
    print(f"[{3.14159:{width}.{prec}f}] [{'x':{'>'}{width}}] [{42:{'0'}>{prec + 2}}] [{Fmt(3):a b}] [{Fmt(4)!r:>4}] [{Fmt(5)!s:*<4}] {Fmt(6)}")
    x, name = 7, "n"
    print(f"{x=} {x = } {name=} {name=!s} {x=:>4} {x + 1=} {'nested ' + f'{x!r:>{3}}'} {{literal}} {x!a} {[1, 'a']!r:>12}")


def texts() -> None:
    print("{0} {1!r} {0:>4} {name} {obj[k]} {lst[1]} {{}}".format("a", "b", name="c", obj={"k": "v"}, lst=[1, 2]))
    print("{} {:>{}} {:{}^{}}".format(1, 2, 5, "m", "*", 7))
    print("%s %r %d %5.2f %x %o %c %% %-5s| %+d %05d %e %g %i %s" % ("a", "b", 42, 3.14159, 255, 8, "c", "l", 5, 42, 12345.678, 0.0001, 7, [1]))
    print("%(a)s %(b)05d" % {"a": 1, "b": 2}, "%*d" % (5, 42), "%.*f" % (2, 3.14159), "%s" % (("t", 1),), "%5s|%-5s|" % ("é", "é"))
    print("abc".center(10, "*"), "abc".ljust(5) + "|", "abc".rjust(5), "-42".zfill(6), "+1".zfill(4), "x".expandtabs(), "a\tb".expandtabs(4))
    print("Hello World".swapcase(), "they're bill's".title(), "ß".upper(), "ǆ".title(), "İ".lower(), "ﬃ".upper(), "ΑΣ".lower())
    print("a,b,,c".split(","), "  a  b ".split(), "a b c".split(maxsplit=1), "a-b-c".rsplit("-", 1), "x".partition("="), "a=b=c".rpartition("="))
    print("line1\nline2\r\nline3\x0bline4\x1cline5\u2028end".splitlines(), "a\n\nb\n".splitlines(True))
    print("mississippi".replace("ss", "SS", 1), "aaa".replace("", "-"), "abcabc".count("bc"), "abc".find(""), "abc".rfind("", 1), "abc".index("c"))
    print("tr".translate(str.maketrans("tr", "TR")), "abc".translate(str.maketrans("ab", "xy", "c")))
    print("123".isdigit(), "²".isdigit(), "²".isdecimal(), "½".isnumeric(), "abc1".isalnum(), "a_1".isidentifier(), "1a".isidentifier(), "A b".istitle(), " \t".isspace(), "".isalpha())
    print("prefix-body".removeprefix("prefix-"), "body.py".removesuffix(".py"), "abc" * 0 == "", "a" < "B", "Z" < "a", "abc"[::-1], "abcdef"[-4:-1:2])


def conversions() -> None:
    for text in ("42", " -7 ", "+0", "1_000", "0x1f", "0b11", "0o17", "1e3", "", "12a", "٣", "--1", "1__0"):
        for base in (10, 0, 16):
            try:
                print(repr(text), base, int(text, base))
            except ValueError as e:
                print(e)
    for text in ("1.5", " 1e3 ", "inf", "-Infinity", "nan", "1_0.5", "0x1p3", ".5", "5.", "1e", "--1.0"):
        try:
            print(repr(text), float(text))
        except ValueError as e:
            print(e)
    print(int(3.99), int(-3.99), int(True), float(3), bool("False"), str(1.0), int("z", 36), hex(Fmt(255)), bin(-5), oct(8))  # type: ignore[arg-type]
    for bad in (float("inf"), float("nan")):
        try:
            int(bad)
        except (OverflowError, ValueError) as e:
            print(type(e).__name__, e)
    print((255).to_bytes(2, "big"), int.from_bytes(b"\x01\x00", "little"), (-1).to_bytes(2, "big", signed=True), (1.5).hex(), float.fromhex("0x1.8p0"), (0.5).as_integer_ratio(), (10).bit_length(), (7).bit_count())
    print(bytes([65, 66]), bytes(3), bytes("é", "utf-8"), b"ab".hex(":"), bytes.fromhex("61 62"), b"%d-%s" % (5, b"x"), bytearray(b"abc")[1:], b"a" in b"cat", b"abc"[1], b"a,b".split(b","))
    print(7 // -2, 7 % -2, -7 // 2, -7 % 2, divmod(-7, 2), divmod(7.5, -2), 2**-1, (-8) ** (1 / 3) if False else "", 5 % 3.5, -1 % 5.5, pow(3, 4, 5), pow(3, -1, 7), 1 << 10, -5 >> 1, ~5, 6 & 3 | 8 ^ 1)
    print(ord("€"), chr(8364), ascii("é€😀"), repr("a'b"), repr('a"b\''), repr("\x00\n\t\x7f\xa0\u200b"), "\N{BULLET}")


numbers()
texts()
conversions()

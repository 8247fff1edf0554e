"""f-strings and format: every format specification for str, int, float, plus conversions, nesting and errors."""

from datetime import date


def spec(value: int | float | str, text: str) -> None:
    try:
        print(f"{text!r:>12} |{format(value, text)}|")
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


def main() -> None:
    for text in ("", "d", "5", "<5", ">5", "^5", "05", "+", "+d", " d", "-d", ",", "_", ",d", "x", "X", "o", "b", "#x", "#X", "#o", "#b", "#010x", "c", "*^9", "=+6", "0=6", "+08d", "08,d", "e", ".2f", "%", "g", "n", "_x", "_b", "s", ".2", "5.2d", ">>6", "q"):
        spec(65, text)
    spec(-1234567, ",")
    spec(-1234567, "_")
    spec(-255, "#x")
    spec(-255, "08b")
    spec(-42, "=6")
    spec(-42, "<6")
    spec(1234567, "015,")
    for value in (3.14159265, -0.5, 1e20, 1234567.891, 0.0, 1e-7, 100.0):
        for text in ("", ".2f", ".0f", "10.3f", "<10.1f", "+.1f", " .1f", "e", ".3e", "E", "g", ".3g", "G", ".10g", "%", ".1%", ",", ",.2f", "_.3f", "010.2f", "#.0f", ".3", "5", "f", "*^12.2f", "#g", "F"):
            spec(value, text)
    for value in (float("inf"), float("-inf"), float("nan")):
        for text in ("", "f", "e", "g", "8", "08", "+", "%", "F"):
            spec(value, text)
    spec(2.5, "z.0f")
    spec(-0.001, "z.1f")
    spec(1.5, "d")
    spec(1.5, "x")
    spec(1.5, "s")
    for text in ("", "s", "5", "<5", ">5", "^5", "*^7", ".2", "5.1", "05", "d", "=5", "+", ","):
        spec("abc", text)
    spec("é€😀", "*^9")
    name, width, precision, n = "x", 10, 3, 42
    print(f"{name!r:>{width}} {3.14159:.{precision}f} {n:0{width}d} {n=} {n = } {name=!s} {n + 1=:>5}")
    print(f"{{literal}} {n}{name} {'nested ' + f'{n:>{width // 2}}'} {[1, 'a']} { {'k': 1}['k']} {(lambda v: v * 2)(4)}")
    print(f"{True} {None} {b'x'!r} {1.0} {True:d} {True:5}| {None!s:>6}|{[1]!s:>5}")
    print(f"{'a' if n else 'b'} {n!r} {name!a} {'é'!a} {date(2024, 1, 5):%d/%m/%y} {date(2024, 1, 5)}")
    print(f"""multi
line {n}""" f" joined {name}")
    print("%s|%5s|%-5s|%d|%05d|%+d|%x|%X|%o|%c|%r|%%|%.2f|%8.3f|%e|%g|%i" % ("s", "ab", "cd", 5, 42, 7, 255, 255, 8, "z", "q", 3.14159, 2.5, 12345.678, 0.0001, 9))
    print("%(a)s-%(b)03d" % {"a": 1, "b": 2}, "%s" % 5, "%s %s" % ("x", [1]), "%5.1f|%-8s|" % (2.25, "ab"), "%#x %*d" % (255, 5, 3))
    print("{0:>{w}} {1!r:^8} {2:,} {3:.1%} {4:b}".format("a", "b", 1234567, 0.256, 5, w=4))
    for broken in ("{", "}", "{0", "{}{1}"):
        try:
            print(broken.format(1, 2))
        except (ValueError, IndexError, KeyError) as error:
            print(type(error).__name__, error)
    try:
        print("{missing}".format(a=1))  # type: ignore[str-format]
    except KeyError as error:
        print(type(error).__name__, error)
    try:
        print("{2}".format(1))  # type: ignore[str-format]
    except IndexError as error:
        print(type(error).__name__, error)
    for template, values in (("%d", ("x",)), ("%s %s", (1,)), ("%s", (1, 2)), ("%q", (1,))):
        try:
            print(template % values)
        except (TypeError, ValueError) as error:
            print(type(error).__name__, error)


def attempt(value: object, spec: str) -> None:
    try:
        print(repr(format(value, spec)))
    except (ValueError, TypeError, OverflowError) as error:
        print(type(error).__name__, error)


def template(text: str) -> None:
    try:
        print(text.format(5, "b", c=2.5, d={"k": "v"}, l=["x", ["y"]]))
    except (ValueError, IndexError, KeyError, AttributeError) as error:
        print(type(error).__name__, error)


def percent(text: str, values: object) -> None:
    try:
        print(text % values)
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)


def odd_specs() -> None:
    for spec in ("#_s", "_s", ",", "+s", " ", "z", "#", "=5", "05", "٣", "é", "_é", "dd", ".", ",_", "_,", "d", "c", ".3", "z.1", "zd", "+c", "#c", "n", ",n"):
        for value in ("text", 5, True, 2.5):
            attempt(value, spec)
    attempt([1], ">5")
    attempt(None, "5")
    for text in (
        "{0.real}{0.imag}", "{c.real}", "{d[k]}", "{l[1][0]}", "{0.nope}", "{d[zz]}", "{l[9]}", "{0[", "{0]}", "{l[0]x}", "{l[]}", "{0.}",
        "{!x}", "{0!}", "{0!r", "{:{}}", "{:{}{}}", "{0:{1}{c}}", "{0!r:{", "{a b}", "{ 0}", "{-1}", "{1[0]}", "{:{:{}}}", "{٠}", "{0!é}",
    ):
        template(text)
    for pattern in ("%5.1d|", "%#X", "%+ d", "% 05d", "%-05d|", "%.0f", "%lld", "%ld", "%*d", "%.*f", "%(k)s", "%(k", "%", "%5%", "%é", "%é%", "%u", "%c", "%o", "%#o", "%a", "%05s", "%G"):
        percent(pattern, 42)
        percent(pattern, (3, 1.5))
        percent(pattern, {"k": 1})
        percent(pattern, "é")
    percent("%s", [1, 2])
    percent("x", [1])
    percent("%d %i", (2.9, True))
    percent("%x", 1.5)
    percent("%.*f", (2**40, 1.5))
    percent("%f", "1")


odd_specs()
main()

"""str: every method, with its edge cases."""


def main() -> None:
    print("hello World".capitalize(), "ǆ straße ÉCOLE".title(), "ß".upper(), "İ".lower(), "Straße".casefold(), "aBc".swapcase())
    print("abc".upper(), "ABC".lower(), "éà".upper(), "ÉÀ".lower(), "ΑΣ".lower())
    print("|" + "ab".center(7) + "|" + "ab".center(6, "*") + "|" + "ab".ljust(5, ".") + "|" + "ab".rjust(5) + "|")
    print("abc".center(2), "abc".center(8, "-"), "abcd".center(7, "-"))
    print("42".zfill(5), "-42".zfill(5), "+1".zfill(4), "abc".zfill(2), "".zfill(2))
    print("banana".count("an"), "banana".count("a", 2), "aaaa".count("aa"), "abc".count(""), "abc".count("", 1, 2))
    print("banana".find("an"), "banana".find("an", 2), "banana".find("x"), "banana".rfind("an"), "banana".rfind("an", 0, 4), "".find(""), "a".find("", 5))
    print("banana".index("na"), "banana".rindex("na"))
    for method in range(2):
        try:
            print("abc".index("z") if method == 0 else "abc".rindex("z"))
        except ValueError as error:
            print(type(error).__name__, error)
    print("abc".startswith("ab"), "abc".startswith("b", 1), "abc".startswith(("x", "a")), "abc".endswith("bc"), "abc".endswith(("z", "c")), "abc".endswith("b", 0, 2), "abc".startswith(""))
    print("  x y ".strip(), "|" + "  x ".lstrip() + "|", "|" + " x  ".rstrip() + "|", "xxaxx".strip("x"), "abcba".strip("ab"), "abc".lstrip("a"), "\t\n x\u3000".strip(), "mississippi".rstrip("ip"))
    print("a,b,,c".split(","), "a b  c ".split(), " a  b ".split(" "), "a,b,c".split(",", 1), "".split(), "".split(","), "a--b".split("--"), "a b c d".split(None, 2), " a b ".split(None, 1))
    print("a,b,c".rsplit(",", 1), "a b c".rsplit(None, 1), "a,b".rsplit(","), "a\nb\r\nc\x0bd\u2028e".splitlines(), "a\n\nb\n".splitlines(True), "".splitlines())
    try:
        print("abc".split(""))
    except ValueError as error:
        print(type(error).__name__, error)
    print("k=v=w".partition("="), "kv".partition("="), "k=v=w".rpartition("="), "kv".rpartition("="))
    print("-".join(["a", "b", "c"]), "".join([]), ", ".join(str(n) for n in range(3)), "-".join("abc"), ",".join({"x": 1, "y": 2}))
    print("banana".replace("a", "o"), "banana".replace("a", "o", 2), "abc".replace("", "-"), "aaa".replace("aa", "b"), "abc".replace("x", "y"), "éé".replace("é", "ee"))
    print("prefix-x".removeprefix("prefix-"), "x.py".removesuffix(".py"), "abc".removeprefix("z"), "abc".removesuffix(""))
    print("abc".isalpha(), "abc1".isalnum(), "123".isdigit(), "²".isdigit(), "²".isdecimal(), "½".isnumeric(), "".isalpha(), "é".isalpha(), "٣".isdecimal())
    print("abc".islower(), "ABC".isupper(), "Abc Def".istitle(), " \t".isspace(), "".isspace(), "a1".islower(), "1".isupper(), "abc".isidentifier(), "1a".isidentifier(), "a\n".isprintable(), "é ".isprintable(), "aé".isascii(), "".isascii())
    table = str.maketrans("abc", "xyz")
    mapping: dict[str, str | int | None] = {"a": "1", "b": None, "c": 0x20AC}
    removal = str.maketrans(mapping)
    print("aabbcc!".translate(table), "abc".translate(removal), "hello".translate(str.maketrans("lo", "01", "h")))
    print("01\t012\t0123\t01234".expandtabs(), "a\tb".expandtabs(1), "a\tb\nc\td".expandtabs(4))
    print("{} and {}".format(1, "two"), "{1}{0}{1}".format("a", "b"), "{name}!{{}}".format(name="x"), "{:>5}|{:<5}|{:^5}".format("a", "b", "c"), "{!r}".format("q"))
    print("{0[1]} {0[0]}".format([1, 2]), "{x:{w}.{p}f}".format(x=3.14159, w=8, p=2))
    print("{a[k]}".format(a={"k": 7}))
    print("ab\ncd".encode(), "é".encode("utf-8"), "é".encode("latin-1"), "a€".encode("ascii", "ignore"), "a€".encode("ascii", "replace"), "€".encode("ascii", "xmlcharrefreplace"), "€".encode("ascii", "backslashreplace"))
    for encoding in ("ascii", "latin-1"):
        try:
            print("a€b".encode(encoding))
        except UnicodeEncodeError as error:
            print(type(error).__name__, error)
    print("x".join(["1"]), "a".__eq__("a"), "abc".__getitem__(1), str.upper("abc"), str.join(",", ["p", "q"]))
    print("Hello, World".swapcase(), "they're bill's".title(), "x" "y".upper())


main()

"""str: indexing by code point, slices, comparison, concatenation, escapes, repr."""


def at(text: str, index: int) -> None:
    try:
        print(repr(text[index]))
    except IndexError as error:
        print(type(error).__name__, error)


def main() -> None:
    s = "héllo wörld €uro 😀!"
    print(s, len(s), s[1], s[-1], s[-2], s[17])
    at(s, 100)
    at(s, -100)
    at("", 0)
    print(s[0:5], s[5:], s[:-1], s[::-1], s[::2], s[1:10:3], s[-5:-1], s[10:5], repr(s[100:]))
    print("abc"[::-2], "abcdef"[4:1:-1], "abcdef"[-2:], "abcdef"[:-10], "abc"[5:1:-1])
    print("a" + "b" * 3 + "-" * 0, 3 * "xy", "ab" * -1)
    print("a" < "b", "abc" < "abd", "Z" < "a", "" < "a", "é" > "z", "abc" == s[:3], "hé" == s[:2])
    print("ell" in s, "ö" in s, "" in s, "xyz" not in s, "" in "")
    print(repr("it's"), repr('say "hi"'), repr("both ' and \""), repr("tab\tnew\nback\\slash\r"))
    print(repr("\x00\x1f\x7f\x80\xa0\xad"), repr("é€😀"), repr("\u200b\ufeff" + chr(0xD800)), repr("\U0001f600"))
    print("\u00e9\N{BULLET}\x41\101\a\b"[:4], "multi" "part", r"raw\n")
    print("""triple
quoted""")
    for ch in "aé😀":
        print(ch, ord(ch), chr(ord(ch) + 1))
    print(list("abc"), tuple("xy"), sorted("hello"), "".join(reversed("abc")))
    print(min("hello"), max("hello"), len("e\u0301"), "".join(sorted(set("banana"))))
    t = ""
    for i in range(5):
        t += str(i)
    print(t, t == "01234", hash(t) == hash("01234"))
    for i, (a, b) in enumerate(zip("abc", "xyz")):
        print(i, a, b)
    head, *tail = list("abc")
    print(head, tail)
    p, q, r = list("xyz")
    print(r, q, p)
    print(str(5), str(1.5), str(None), str([1, "a"]), str(("x",)), str({"k": 'v"'}), str(b"x"))
    for bad in (-1, 0x110000):
        try:
            chr(bad)
        except ValueError as error:
            print(type(error).__name__, error)
    print(ascii("é€😀a\n"), "a\0b".encode(), "\t|".expandtabs(4))
    print("abc".__len__(), "abc".__contains__("b"), "a".__add__("b"))
    big = "0123456789" * 50 + "é" + "abc" * 50
    print(big[500], big[499], big[501], big[-1], len(big), big[498:503], big.index("é"))


main()

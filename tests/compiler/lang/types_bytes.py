"""bytes: literals, methods, indexing, slices, conversions, repr."""


def main() -> None:
    b = b"hello\x00\xff'\"\n"
    print(b, len(b), b[0], b[-1], b[1:3], b[::-1], b[5:7])
    try:
        print(b[100])
    except IndexError as error:
        print(type(error).__name__, error)
    print(bytes(3), bytes([1, 2, 255]), bytes("é", "utf-8"), bytes(), bytes(range(3)), bytes(b"x"))
    for bad in (256, -1):
        try:
            print(bytes([bad]))
        except ValueError as error:
            print(type(error).__name__, error)
    try:
        print(bytes(-1))
    except ValueError as error:
        print(type(error).__name__, error)
    print(b"a" + b"b", b"ab" * 2, b"a" in b"cat", 97 in b"cat", b"a" < b"b", b"a" == b"a", b"" == b"")
    print(b"x" != b[:1], b"abc".upper(), b"ABC".lower())
    print(b"a,b,c".split(b","), b" a b ".split(), b"a,b,c".rsplit(b",", 1), b"a\nb\r\n".splitlines(), b"k=v".partition(b"="), b"a=b=c".rpartition(b"="))
    print(b"banana".find(b"an"), b"banana".find(97, 2), b"banana".rfind(b"an"), b"banana".count(b"a"), b"banana".index(b"n"), b"banana".replace(b"an", b"X"))
    try:
        b"abc".index(b"z")
    except ValueError as error:
        print(type(error).__name__, error)
    print(b"abc".startswith(b"ab"), b"abc".endswith((b"x", b"c")), b"  x ".strip(), b"xxaxx".strip(b"x"), b"x ".rstrip(), b" x".lstrip())
    print(b"-".join([b"a", b"b"]), b"ab".center(6, b"*"), b"7".zfill(3), b"a".ljust(3), b"a".rjust(3, b"."))
    print(b"\xde\xad".hex(), b"\xde\xad\xbe".hex(":"), bytes.fromhex("DE ad"), b"abc".removeprefix(b"a"), b"abc".removesuffix(b"c"))
    try:
        print(bytes.fromhex("zz"))
    except ValueError as error:
        print(type(error).__name__, error)
    print("é€".encode().decode(), b"\xe9".decode("latin-1"), b"a\xffb".decode("utf-8", "replace"), b"a\xffb".decode("utf-8", "ignore"), b"a\xff".decode("utf-8", "backslashreplace"))
    print(repr(b"a\xffb".decode("utf-8", "surrogateescape")), b"a\xffb".decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"))
    for data in (b"ab\xff", b"\xe2\x82", b"\xc0\x80", b"\xed\xa0\x80"):
        try:
            print(data.decode())
        except UnicodeDecodeError as error:
            print(type(error).__name__, error)
    try:
        print(b"\x80".decode("ascii"))
    except UnicodeDecodeError as error:
        print(error)
    print(list(b"abc"), sum(b"abc"), max(b"abc"), [chr(c) for c in b"hi"], sorted(b"cab"))
    print(b"abc".isalpha(), b"12".isdigit(), b"a1".isalnum(), b" ".isspace(), b"AB".isupper(), b"ab".islower())
    print(hash(b"abc") == hash(b"abc"), {b"k": 1}[b"k"], repr(b"'"), repr(b'"'), repr(b"'\""), str(b"x"))
    first, *rest = b"abc"
    print(first, rest)


def attempt(pattern: bytes, values: object) -> None:
    try:
        print(pattern % values)
    except (TypeError, ValueError, OverflowError) as error:
        print(type(error).__name__, error)


def more() -> None:
    s = b"they're Bill's\t\xc3\xa9 x1y"
    print(s.title(), s.capitalize(), s.swapcase(), s.istitle(), b"Ab Cd".istitle(), s.expandtabs(4), b"a\tb\n\tc".expandtabs())
    print(s.translate(bytes.maketrans(b"abc", b"xyz")), s.hex(":", 2), s.hex("-", -3), b"\x01\x02\x03".hex(b"_"))
    print(b"a" + bytearray(b"b"), b"abc".find(bytearray(b"c")), b"a,b".split(bytearray(b",")), bytearray(b"b") in b"abc")
    print(b"-".join([b"a", bytearray(b"b")]), b"x".join(bytearray([n]) for n in range(65, 68)), b"abc".startswith((b"x", bytearray(b"a"))))
    for pattern in (b"%s", b"%b|", b"%5.1s|", b"%-5s|", b"%a", b"%r", b"%c", b"%d", b"%05d", b"%#x", b"%.2f", b"%q", b"%(k)s", b"%"):
        for values in (b"data", bytearray(b"y"), 65, 300, "text", (1, 2), {b"k": b"v"}):
            attempt(pattern, values)
    for text in ("0", "0g", "00 0", "1 2", "00 \u00e9"):
        try:
            print(bytes.fromhex(text))
        except ValueError as error:
            print(error)
    try:
        print(b"a".ljust(3, b"xy"))
    except TypeError as error:
        print(error)
    try:
        print(bytes.maketrans(b"a", b""))
    except ValueError as error:
        print(error)


more()
main()

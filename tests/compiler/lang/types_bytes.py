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


main()

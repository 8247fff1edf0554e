"""html, string, struct, fnmatch, textwrap and zlib."""

import fnmatch
import gzip
import html
import string
import struct
import textwrap
import zlib

print(
    html.escape("<a href='x'>&\"</a>"),
    html.escape("'", quote=False),
    html.unescape("&lt;&amp;&eacute;&#65;&#x1F600;&notit;&bogus; &copy"),
)
print(
    string.ascii_letters,
    string.digits,
    string.hexdigits,
    string.capwords("hello  world"),
    len(string.punctuation),
)
print(
    string.Template("$a and ${b} $$ $c").safe_substitute({"a": 1, "b": "two"}),
    string.Template("$x!").substitute(x=5),
)
try:
    string.Template("$missing").substitute({})
except KeyError as error:
    print("KeyError:", error)
print(
    struct.pack(">IHB", 1, 2, 3),
    struct.unpack("<hI", b"\xff\xff\x01\x00\x00\x00"),
    struct.calcsize("iq4s"),
    struct.pack("<d", 1.5),
)
print(
    struct.unpack(">4sf?", b"abcd\x3f\x80\x00\x00\x01"),
    struct.pack("<3sb", b"ab", -1),
    struct.unpack_from("<H", b"\x00\x01\x02", 1),
)
try:
    struct.pack("B", 256)
except struct.error as error:
    print("struct.error:", error)
for a, b in struct.iter_unpack("<BB", b"\x01\x02\x03\x04"):
    print(a, b)
print(
    fnmatch.fnmatch("file.py", "*.py"),
    fnmatch.fnmatchcase("a1", "a[0-9]"),
    fnmatch.filter(["a.c", "b.h"], "*.c"),
)
print(
    textwrap.dedent("  a\n    b\n"),
    textwrap.fill("the quick brown fox jumps", 10),
    textwrap.shorten("a long line of words", 12),
)
packed = bytes.fromhex("789ccb48cdc9c95728cf2fca490100 1a0b045d".replace(" ", ""))
print(zlib.decompress(packed), zlib.crc32(b"abc"), zlib.adler32(b"abc"))
stream = zlib.decompressobj()
print(stream.decompress(packed[:5]) + stream.decompress(packed[5:]), stream.eof)
try:
    zlib.decompress(b"nonsense")
except zlib.error as error:
    print("zlib.error:", error)
member = bytes.fromhex("1f8b08000000000002ff4b4c4a0600c241243503000000")
print(gzip.decompress(member))
for broken in ("1f8b08000000000002033d0000000000000000", "1f8b083d00000000000353000045cf6ce901000000", "1f8b09000000000002ff4b", "1f8b"):
    try:
        print(gzip.decompress(bytes.fromhex(broken)))
    except (EOFError, OSError, zlib.error) as problem:
        print(type(problem).__name__, problem)

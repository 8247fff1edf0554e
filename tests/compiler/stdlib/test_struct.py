# ruff: noqa: B023
import html
import string
import struct
import uuid
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pygress.compiler.stdlib import html as our_html
from pygress.compiler.stdlib import string as our_string
from pygress.compiler.stdlib import struct as ours
from pygress.compiler.stdlib import uuid as our_uuid


def outcome(call: Any) -> Any:
    try:
        return call()
    except (struct.error, ours.error) as error:
        return "error", str(error)
    except (OverflowError, ValueError, KeyError, TypeError) as error:
        return type(error).__name__, str(error)


CODES = "bBhHiIlLqQnNfde?cspx"


@given(
    st.sampled_from(["", "@", "=", "<", ">", "!"]),
    st.lists(st.tuples(st.sampled_from(["", "0", "1", "2", "3", " "]), st.sampled_from(CODES)), max_size=5),
    st.binary(min_size=200, max_size=200),
)
def test_layout_and_round_trip(mark: str, parts: list[tuple[str, str]], data: bytes) -> None:
    format = mark + "".join(count + code for count, code in parts)
    if "0p" in format:
        return  # CPython itself fails
    size = outcome(lambda: struct.calcsize(format))
    if isinstance(size, tuple):
        assert outcome(lambda: ours.calcsize(format)) == size
        return
    assert ours.calcsize(format) == size
    chunk = data[:size]
    theirs = struct.unpack(format, chunk)
    mine = outcome(lambda: ours.unpack(format, chunk))
    if mine == ("OverflowError", "integer overflow"):
        assert any(isinstance(v, int) and v >= 1 << 63 for v in theirs)
        return
    assert repr(mine) == repr(theirs)
    assert ours.pack(format, *theirs) == struct.pack(format, *theirs)
    theirs = struct.unpack_from(format, data, 3)
    if not any(isinstance(v, int) and v >= 1 << 63 for v in theirs):
        assert repr(ours.unpack_from(format, data, 3)) == repr(theirs)


@given(st.floats(), st.sampled_from("<>"))
@example(65504.0, "<")
@example(65520.0, "<")
@example(2.0**-25, "<")
@example(2.0**-24 * 1.5, "<")
@example(6.1e-05, "<")
def test_floats(value: float, mark: str) -> None:
    for code in "dfe":
        assert outcome(lambda: ours.pack(mark + code, value)) == outcome(
            lambda: struct.pack(mark + code, value)
        )


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize(
    "value",
    [-1, 0, 1, 127, 128, 255, 256, -129, 65535, 65536, 2**31, 2**32, 2**63 - 1, "x", b"x", b"xyz", 1.5, None],
)
def test_values(code: str, value: Any) -> None:
    mine, theirs = (
        outcome(lambda: ours.pack("<" + code, value)),
        outcome(lambda: struct.pack("<" + code, value)),
    )
    if isinstance(theirs, tuple):
        assert isinstance(mine, tuple)
        if "format requires" in theirs[1] and "number" in theirs[1]:
            assert "format requires" in mine[1]
    else:
        assert mine == theirs


def test_the_rest() -> None:
    for call in (
        lambda m: m.unpack("<I", b"abc"),
        lambda m: m.unpack_from("<I", b"abcd", 1),
        lambda m: m.pack("<I"),
        lambda m: m.pack("z", 1),
        lambda m: list(m.iter_unpack("<H", b"abc")),
        lambda m: list(m.iter_unpack("<H", b"abcd")),
        lambda m: m.pack("3", 1),
        lambda m: m.unpack_from("<H", b"abcd", -2),
        lambda m: m.unpack_from("<H", b"abcd", -9),
        lambda m: m.Struct(">BH").size,
    ):
        assert outcome(lambda: call(ours)) == outcome(lambda: call(struct))
    mine, theirs = bytearray(8), bytearray(8)
    ours.pack_into(">H", mine, 3, 513)
    struct.pack_into(">H", theirs, 3, 513)
    assert mine == theirs
    assert outcome(lambda: ours.pack_into(">H", mine, 7, 1)) == outcome(
        lambda: struct.pack_into(">H", theirs, 7, 1)
    )


@given(
    st.text(alphabet="&#x;abAltgn0159 <\t" + "é", max_size=14)
    | st.sampled_from(["&notit;", "&notin;", "&CounterClockwiseContourIntegral;"])
)
def test_unescape(text: str) -> None:
    assert our_html.unescape(text) == html.unescape(text)


def test_every_entity() -> None:
    for name in html.entities.html5:
        assert our_html.unescape("&" + name) == html.unescape("&" + name)
    for code in [*range(0x300), 0xD800, 0xFDD0, 0xFFFE, 0x1FFFF, 0x10FFFF, 0x110000, 10**12]:
        assert our_html.unescape(f"&#{code};") == html.unescape(f"&#{code};")
        assert our_html.unescape(f"&#x{code:x}z") == html.unescape(f"&#x{code:x}z")


@given(st.text(alphabet="<>&\"'a", max_size=8), st.booleans())
def test_escape(text: str, quote: bool) -> None:
    assert our_html.escape(text, quote) == html.escape(text, quote)


@given(st.text(alphabet="${}ab_1 \né", max_size=12))
def test_template(text: str) -> None:
    values = {"a": 1, "b": "$a", "a_": "", "_": "under"}
    for name in ("substitute", "safe_substitute"):
        mine = outcome(lambda: getattr(our_string.Template(text), name)(values, ab=2))
        assert mine == outcome(lambda: getattr(string.Template(text), name)(values, ab=2))


def test_constants_and_words() -> None:
    for name in (
        "whitespace",
        "ascii_letters",
        "digits",
        "hexdigits",
        "octdigits",
        "punctuation",
        "printable",
    ):
        assert getattr(our_string, name) == getattr(string, name)
    assert our_string.capwords(" hello  wORLD ") == string.capwords(" hello  wORLD ")
    assert our_string.capwords("a-b c", "-") == string.capwords("a-b c", "-")


@given(st.binary(min_size=16, max_size=16))
def test_uuid(data: bytes) -> None:
    mine, theirs = our_uuid.UUID(bytes=data), uuid.UUID(bytes=data)
    for name in (
        "hex",
        "urn",
        "bytes",
        "bytes_le",
        "time_low",
        "time_mid",
        "time_hi_version",
        "clock_seq_hi_variant",
        "clock_seq_low",
        "clock_seq",
        "time",
        "node",
        "fields",
        "variant",
        "version",
    ):
        assert getattr(mine, name) == getattr(theirs, name), name
    assert (str(mine), repr(mine)) == (str(theirs), repr(theirs))
    for again in (
        our_uuid.UUID(str(theirs)),
        our_uuid.UUID("{" + theirs.hex + "}"),
        our_uuid.UUID(theirs.urn),
        our_uuid.UUID(fields=theirs.fields),
        our_uuid.UUID(bytes_le=theirs.bytes_le),
    ):
        assert again == mine
        assert hash(again) == hash(mine)
    assert str(our_uuid.UUID(bytes=data, version=4)) == str(uuid.UUID(bytes=data, version=4))


@given(st.text(max_size=8))
def test_uuid_of_names(name: str) -> None:
    if any(0xD800 <= ord(c) < 0xE000 for c in name):
        return
    for space in ("NAMESPACE_DNS", "NAMESPACE_URL", "NAMESPACE_OID", "NAMESPACE_X500"):
        assert str(our_uuid.uuid5(getattr(our_uuid, space), name)) == str(
            uuid.uuid5(getattr(uuid, space), name)
        )
        assert str(our_uuid.uuid3(getattr(our_uuid, space), name)) == str(
            uuid.uuid3(getattr(uuid, space), name)
        )


def test_new_uuids() -> None:
    assert our_uuid.uuid4() != our_uuid.uuid4()
    assert our_uuid.uuid4().version == 4
    one = our_uuid.uuid1(5, 7)
    assert (one.version, one.node, one.clock_seq, one.variant) == (1, 5, 7, uuid.RFC_4122)
    assert abs(one.time - uuid.uuid1().time) < 10**9
    for wrong in ({"hex": "12"}, {"bytes": b"1"}, {}, {"int": -1}, {"hex": "0" * 32, "version": 9}):
        assert outcome(lambda: our_uuid.UUID(**wrong)) == outcome(lambda: uuid.UUID(**wrong))
    assert our_uuid.UUID(int=5).int == 5
    with pytest.raises(OverflowError):
        _ = our_uuid.UUID("f" * 32).int

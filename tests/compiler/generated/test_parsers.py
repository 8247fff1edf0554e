"""The parsers of the library, fed with valid, damaged and random input."""

import base64
import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from .batches import KERNELS, batches, texts

raw = st.one_of(
    st.binary(max_size=24),
    st.lists(st.sampled_from([b"abc", b"a", b"\x00", b"zz" * 9]), max_size=12).map(b"".join),
)
small = st.text(st.sampled_from("0123456789abcdefABCDEF=+/-_ \n,;%&é"), max_size=12).map(str.encode)


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[bytes]) -> bytes:
    """Draw input as it is meant to be, then maybe cut, change or add a byte."""
    data = draw(whole)
    if draw(st.booleans()):
        return data
    at = draw(st.integers(0, len(data)))
    return (
        data[:at]
        + draw(st.one_of(st.binary(max_size=2), st.sampled_from([b"=", b" ", b":", b"-", b"%"])))
        + data[at + draw(st.integers(0, 2)) :]
    )


def written(alphabet: list[str], most: int) -> st.SearchStrategy[bytes]:
    return st.lists(st.sampled_from(alphabet), max_size=most).map("".join).map(str.encode)


def text_like(pattern: str) -> st.SearchStrategy[bytes]:
    return st.from_regex(pattern, fullmatch=True).map(str.encode)


def deflate(data: bytes, level: int, wbits: int) -> bytes:
    packer = zlib.compressobj(level, wbits=wbits)
    return packer.compress(data) + packer.flush()


levels = st.sampled_from([0, 1, 6, 9])
urls = written(
    [
        "http",
        "https",
        ":",
        "//",
        "a",
        "b.c",
        "@",
        "user",
        "[::1]",
        "[",
        "]",
        "8080",
        "/",
        "..",
        "?",
        "q=1",
        "#",
        ";",
        "é",
        "%41",
        "%zz",
        "\\",
        " ",
        "\t",
    ],
    9,
)
clock = r"[0-2]\d(:?[0-6]\d(:?[0-6]\d([.,]\d{0,7})?)?)?(Z|[+-][01]\d(:?[0-5]\d(:?[0-5]\d)?)?)?"
day = r"(\d{4}-?[01]\d-?[0-3]\d|\d{4}-?W[0-5]\d(-?[0-8])?)"
shapes: dict[str, st.SearchStrategy[bytes]] = {
    "b64": st.one_of(raw.map(base64.b64encode), small),
    "b64strict": st.one_of(raw.map(base64.b64encode), small),
    "b32": st.one_of(raw.map(base64.b32encode), small),
    "b16": st.one_of(raw.map(base64.b16encode), small),
    "hex": st.one_of(raw.map(bytes.hex).map(str.encode), small),
    "inflate": st.one_of(st.builds(deflate, raw, levels, st.just(-15)), raw),
    "zlib": st.one_of(st.builds(deflate, raw, levels, st.just(15)), raw),
    "gzip": st.builds(lambda data, level: gzip.compress(data, level, mtime=0), raw, levels),
    "struct": st.binary(min_size=6, max_size=8),
    "floats": st.binary(min_size=14, max_size=14),
    "sums": raw,
    "unquote": written(["%", "%4", "%41", "%C3%A9", "%ff", "+", "a", "é", "%%", "%e6%97"], 7),
    "quote": texts.map(str.encode),
    "split": urls,
    "parse": urls,
    "join": st.one_of(urls, written(["..", ".", "/", "x", "?y", "#s", ";z", "//", "g:"], 7)),
    "query": written(["a", "=", "&", "b", "%26", "+", ";", "é", "%"], 9),
    "unescape": written(
        [
            "&",
            "amp",
            "lt",
            ";",
            "#",
            "x",
            "41",
            "1114112",
            "55296",
            "notin",
            "not",
            "é",
            " ",
            "128",
            "0",
            "AMP",
        ],
        9,
    ),
    "datetime": text_like(f"{day}([T ]{clock})?"),
    "date": text_like(day),
    "time": text_like(f"T?{clock}"),
    "address": st.one_of(
        written(["1", "255", "256", ".", "01", "0", "::", ":", "ffff", "12345", "%", "eth0"], 9),
        st.ip_addresses().map(str).map(str.encode),
    ),
    "network": st.builds(
        lambda address, n: f"{address}/{n}".encode(),
        st.ip_addresses(),
        st.one_of(st.integers(-1, 130), st.just("255.255.0.0")),
    ),
    "uuid": st.one_of(
        st.uuids().map(str).map(str.encode), st.uuids().map(lambda one: "{" + one.hex + "}").map(str.encode)
    ),
}
BYTES = ("b64", "b64strict", "b32", "b16", "hex", "inflate", "zlib", "gzip", "struct", "floats", "sums")
line = st.sampled_from(sorted(shapes)).flatmap(
    lambda name: damaged(shapes[name]).map(
        lambda data: f"{name},{(data if name in BYTES else data.decode('utf-8', 'replace').encode()).hex()}"
    )
)


@batches
@given(rows=st.lists(line, min_size=25, max_size=50))
def test_parsers(agree: Callable[[Path, bytes], None], rows: list[str]) -> None:
    agree(KERNELS / "parsers.py", "\n".join(rows).encode() + b"\n")

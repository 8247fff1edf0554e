"""The parsers of the SDK, fed with valid, damaged and random input: no exception but the documented ones, what is written is read
back, and a module gives the same answers."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pygress.sdk import cookies, media, multipart, sse

from .batches import KERNELS, batches, texts
from .test_parsers import damaged, written

SECRET = b"a secret of enough bytes for this"


def b64(data: bytes) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def token(claims: bytes, algorithm: str) -> bytes:
    message = b64(json.dumps({"alg": algorithm}).encode()) + b"." + b64(claims)
    return message + b"." + b64(hmac.new(SECRET, message, hashlib.sha256).digest())


small_ints = st.integers(-(2**40), 2**40)
json_values = st.recursive(
    st.one_of(st.none(), st.booleans(), small_ints, texts, st.sampled_from([0.5, -2.0, 1e9])),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["a", "b", "é", "aud", "exp", "", "kty"]), inner),
    ),
    max_leaves=6,
)
json_texts = json_values.map(lambda one: json.dumps(one, ensure_ascii=False).encode("utf-8", "replace"))
claims = st.fixed_dictionaries(
    {},
    optional={
        "aud": json_values,
        "exp": st.one_of(small_ints, json_values),
        "nbf": json_values,
        "sub": texts,
    },
).map(lambda one: json.dumps(one).encode())
keys = st.lists(
    st.fixed_dictionaries(
        {"kty": st.sampled_from(["oct", "RSA", "EC", "OKP"])},
        optional={
            "kid": texts, "crv": st.sampled_from(["P-256", "P-384"]), "k": st.just("YQ"),
            "n": st.binary(max_size=40).map(lambda one: b64(one).decode()),
            "e": st.sampled_from(["AQAB", "Aw", "", "AA"]),
            "x": st.binary(max_size=33).map(lambda one: b64(one).decode()),
            "y": st.binary(max_size=33).map(lambda one: b64(one).decode()),
        },
    ),
    max_size=2,
).map(lambda one: json.dumps({"keys": one}).encode())  # fmt: skip
forms = written(
    [
        "--B", "\r\n", "\r\n--B\r\n", "\r\n--B--", "Content-Disposition: form-data; name=", '"a"', "a", '; filename="x\\"y"', "\r\n\r\n",
        "one", "Content-Type: image/png", " ", "--", "\n", ";", "=", '"', "%22", "é", "--B\r\nContent-Disposition: form-data; name=a\r\n\r\n",
    ],
    12,
)  # fmt: skip
media_types = written(
    [
        "text",
        "/",
        "html",
        ";",
        "q=",
        "0.5",
        "charset",
        "=",
        '"',
        "\\",
        "UTF-8",
        "*",
        ",",
        " ",
        "application/json",
        "+json",
        "é",
        "nan",
        "1e9",
    ],
    12,
)
cases: dict[str, tuple[st.SearchStrategy[bytes], st.SearchStrategy[bytes]]] = {
    "sse": (
        written(["data", ":", " ", "\n", "\r", "\r\n", "event", "id", "retry", "5", "\ufeff", "\0", "é", "x"], 24),
        st.binary(max_size=12),
    ),
    "sse_encode": (texts.map(str.encode), texts.map(str.encode)),
    "multipart": (
        forms,
        st.one_of(
            st.just(b"multipart/form-data; boundary=B"),
            st.just(b'Multipart/Form-Data; x=1; boundary="B"'),
            media_types,
        ),
    ),
    "cookies": (
        written(["a", "=", ";", " ", '"', "b", ",", "é", "\t", "\\", "~"], 12),
        written(["a", "b-", "_", " ", "=", "é"], 3),
    ),
    "media": (media_types, media_types),
    "document": (json_texts, st.just(b"")),
    "jwt": (
        st.one_of(
            st.builds(token, claims, st.sampled_from(["HS256", "HS256", "HS512", "RS256", "none"])),
            st.builds(token, json_texts, st.just("HS256")),
            written([".", "e30", "W10", "bnVsbA", "=", "+", "é", "A"], 8),
        ),
        st.just(b""),
    ),
    "jwks": (keys, st.builds(token, claims, st.sampled_from(["HS256", "RS256", "ES256"]))),
    "url": (
        written(["http", "https", "://", "a.b", ":", "80", "65536", "²", "0", "/", "?", "x", "é", ".svc", "@", "[::1]"], 9),
        st.just(b""),
    ),
}  # fmt: skip


def line(name: str) -> st.SearchStrategy[str]:
    first, second = cases[name]
    return st.tuples(damaged(first), damaged(second)).map(
        lambda both: f"{name},{both[0].hex()},{both[1].hex()}"
    )


lines = st.sampled_from(sorted(cases)).flatmap(line)


@batches
@given(rows=st.lists(lines, min_size=30, max_size=60))
def test_the_parsers_of_the_sdk(agree: Callable[[Path, bytes], None], rows: list[str]) -> None:
    agree(KERNELS / "sdk_parsers.py", "\n".join(rows).encode() + b"\n")


@batches
@given(
    fields=st.lists(
        st.tuples(st.from_regex(r"[a-zé_0-9.]{1,8}", fullmatch=True), st.binary(max_size=30)), max_size=5
    )
)
def test_a_form_is_read_as_it_was_written(fields: list[tuple[str, bytes]]) -> None:
    body = b"".join(
        b'--mark\r\nContent-Disposition: form-data; name="' + name.encode() + b'"\r\n\r\n' + data + b"\r\n"
        for name, data in fields
        if b"--mark" not in data
    )
    found = multipart.parse("multipart/form-data; boundary=mark", body + b"--mark--\r\n")
    assert [(one.name, one.data) for one in found] == [one for one in fields if b"--mark" not in one[1]]


def seconds(work: Callable[[], object]) -> float:
    """The shortest of three runs."""
    times = []
    for _ in range(3):
        start = time.process_time()
        work()
        times.append(time.process_time() - start)
    return min(times)


def feed(text: bytes, piece: int) -> None:
    stream = sse.EventStream()
    for at in range(0, len(text), piece):
        stream.feed(text[at : at + piece])


def quiet(work: Callable[[], object]) -> None:
    try:
        work()
    except ValueError:
        pass


WORST: dict[str, Callable[[int], object]] = {
    "one line in single bytes": lambda n: feed(b"x" * n, 1),
    "carriage returns in single bytes": lambda n: feed(b"\r" * n, 1),
    "boundaries that are none": lambda n: quiet(
        lambda: multipart.parse("multipart/form-data; boundary=B", b"--B\r\n\r\n" + b"\r\n--Bx" * n)
    ),
    "boundaries without a line end": lambda n: quiet(
        lambda: multipart.parse("multipart/form-data; boundary=B", b"--B\r\n\r\n\r\n" + b"--B" * n)
    ),
    "parts without headers": lambda n: quiet(
        lambda: multipart.parse("multipart/form-data; boundary=B", b"--B\r\n" * n, limit=n)
    ),
    "parameters": lambda n: media.parse("a/b" + ';c="\\' * n),
    "ranges": lambda n: media.best("a/b;q=0.1," * n, ["text/html"]),
    "cookies": lambda n: cookies.parse("a=;" * n),
}
"""Input that would take quadratic time if anything of it was read again and again."""


def test_the_time_of_the_parsers_is_linear() -> None:
    slow = {
        name: (one, many)
        for name, work in WORST.items()
        if (many := seconds(lambda work=work: work(32_000)))
        > 12 * (one := seconds(lambda work=work: work(8_000))) + 0.02
    }
    assert not slow, "4 times the input took more than 12 times as long"

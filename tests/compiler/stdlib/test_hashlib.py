import hashlib
import hmac

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import hashlib as ours
from pygress.compiler.stdlib import hmac as our_hmac
from pygress.compiler.stdlib import secrets as our_secrets

NAMES = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512"]


@pytest.mark.parametrize("name", NAMES)
@given(parts=st.lists(st.binary(max_size=150), max_size=4))
def test_digests_in_pieces(name: str, parts: list[bytes]) -> None:
    mine, theirs = ours.new(name.upper()), hashlib.new(name)
    for part in parts:
        mine.update(part)
        theirs.update(part)
        copy = mine.copy()
        copy.update(b"more")
    assert mine.hexdigest() == theirs.hexdigest()
    assert (mine.name, mine.digest_size, mine.block_size) == (name, theirs.digest_size, theirs.block_size)
    assert getattr(ours, name)(b"abc").digest() == getattr(hashlib, name)(b"abc").digest()


def test_unknown_name() -> None:
    with pytest.raises(ValueError, match="unsupported hash type rot13"):
        ours.new("rot13")


@given(st.binary(max_size=200), st.binary(max_size=200), st.sampled_from(NAMES))
def test_hmac(key: bytes, message: bytes, name: str) -> None:
    assert our_hmac.new(key, message, name).hexdigest() == hmac.new(key, message, name).hexdigest()
    assert our_hmac.digest(key, message, ours.sha256) == hmac.digest(key, message, "sha256")


def test_hmac_in_pieces() -> None:
    mine = our_hmac.new(b"key", digestmod=ours.sha1)
    mine.update(b"one")
    copy = mine.copy()
    copy.update(b"two")
    assert mine.digest() == hmac.new(b"key", b"one", "sha1").digest()
    assert copy.digest() == hmac.new(b"key", b"onetwo", "sha1").digest()
    assert mine.name == "hmac-sha1"


@given(st.binary(max_size=4), st.binary(max_size=4))
def test_compare_digest(a: bytes, b: bytes) -> None:
    assert our_hmac.compare_digest(a, b) == (a == b)
    assert our_hmac.compare_digest(a, bytes(a))


def test_compare_digest_of_text() -> None:
    assert our_hmac.compare_digest("abc", "abc")
    with pytest.raises(TypeError, match="comparing strings with non-ASCII characters is not supported"):
        our_hmac.compare_digest("é", "é")


@pytest.mark.parametrize(
    ("password", "salt", "rounds", "size"), [(b"p", b"s", 1, 20), (b"x" * 100, b"salt", 3, 70)]
)
def test_pbkdf2(password: bytes, salt: bytes, rounds: int, size: int) -> None:
    for name in NAMES:
        expected = hashlib.pbkdf2_hmac(name, password, salt, rounds, size)
        assert ours.pbkdf2_hmac(name, password, salt, rounds, size) == expected
    assert ours.pbkdf2_hmac("sha256", b"p", b"s", 2) == hashlib.pbkdf2_hmac("sha256", b"p", b"s", 2)


def test_secrets() -> None:
    assert len(our_secrets.token_bytes()) == 32
    assert len(our_secrets.token_hex(5)) == 10
    assert our_secrets.token_urlsafe(10) != our_secrets.token_urlsafe(10)
    assert {our_secrets.randbelow(3) for _ in range(200)} == {0, 1, 2}
    assert {our_secrets.choice("ab") for _ in range(100)} == {"a", "b"}
    assert 0 <= our_secrets.randbits(63) < 1 << 63

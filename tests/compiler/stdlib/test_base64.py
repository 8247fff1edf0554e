import base64
import binascii

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import base64 as ours
from pygress.compiler.stdlib import binascii as our_binascii

NAMES = ["b64", "standard_b64", "urlsafe_b64", "b32", "b32hex", "b16"]


@pytest.mark.parametrize("name", NAMES)
@given(data=st.binary(max_size=80))
def test_encodings_round_trip_like_cpython(name: str, data: bytes) -> None:
    encoded = getattr(base64, name + "encode")(data)
    assert getattr(ours, name + "encode")(data) == encoded
    assert getattr(ours, name + "decode")(encoded) == data
    assert getattr(ours, name + "decode")(encoded.decode()) == data


@given(st.binary(max_size=200))
def test_lines(data: bytes) -> None:
    assert ours.encodebytes(data) == base64.encodebytes(data)
    assert ours.decodebytes(base64.encodebytes(data)) == data


def outcome(call, *args, **kwargs):
    try:
        return call(*args, **kwargs)
    except ValueError as error:
        return type(error).__name__, str(error)


@given(st.text(alphabet="AQg/+-_= \n9zé", max_size=14), st.booleans())
def test_wrong_base64_is_told_like_cpython(text: str, validate: bool) -> None:
    assert outcome(ours.b64decode, text, validate=validate) == outcome(
        base64.b64decode, text, validate=validate
    )
    assert outcome(ours.urlsafe_b64decode, text) == outcome(base64.urlsafe_b64decode, text)


@given(st.text(alphabet="AZa27=1O0", max_size=17), st.booleans())
def test_wrong_base32_and_16_are_told_like_cpython(text: str, fold: bool) -> None:
    assert outcome(ours.b32decode, text, fold) == outcome(base64.b32decode, text, fold)
    assert outcome(ours.b16decode, text, fold) == outcome(base64.b16decode, text, fold)
    assert outcome(ours.b32decode, text, fold, "L") == outcome(base64.b32decode, text, fold, "L")


@given(st.binary(max_size=30), st.integers(-5, 5), st.sampled_from(["", ":", "-"]))
def test_hexadecimal(data: bytes, group: int, mark: str) -> None:
    if mark:
        assert our_binascii.hexlify(data, mark, group) == binascii.hexlify(data, mark, group)
    assert our_binascii.unhexlify(data.hex()) == data


@given(st.text(alphabet="0aFg", max_size=5))
def test_wrong_hexadecimal(text: str) -> None:
    assert outcome(our_binascii.unhexlify, text) == outcome(binascii.unhexlify, text)


@given(st.binary(max_size=60), st.integers(0, 0xFFFF))
def test_checksums(data: bytes, start: int) -> None:
    assert our_binascii.crc32(data, start) == binascii.crc32(data, start)
    assert our_binascii.crc_hqx(data, start) == binascii.crc_hqx(data, start)

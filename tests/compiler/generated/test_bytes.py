"""Methods of `bytes` and `bytearray`."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from .batches import KERNELS, batches, lines, small

operations = (
    "slice at find byte index split spaces strip case is pad replace starts join cmp repr decode translate hex fromhex "
    "percent change assign grow convert"
).split()
chunks = st.one_of(
    st.binary(max_size=8),
    st.lists(
        st.sampled_from(
            [
                b"a",
                b"b",
                b" ",
                b"\t",
                b"\n",
                b"\r",
                b"A",
                b"1",
                b"'",
                b"\x00",
                b"\xff",
                b"\xc3\xa9",
                b"ab",
                b"%",
                b"_",
            ]
        ),
        max_size=8,
    ).map(b"".join),
).map(bytes.hex)


inputs = lines(st.sampled_from(operations), chunks, chunks, small, small)
KERNEL = KERNELS / "bytes_text.py"
Agree = Callable[[Path, bytes], None]


@pytest.fixture(scope="session")
def over_bytearrays(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("kernel") / "bytearray_text.py"
    path.write_text(KERNEL.read_text().replace("Data = bytes\n", "Data = bytearray\n"))
    return path


@batches
@given(stdin=inputs)
def test_bytes(agree: Agree, stdin: bytes) -> None:
    agree(KERNEL, stdin)


@batches
@given(stdin=inputs)
def test_bytearray(agree: Agree, over_bytearrays: Path, stdin: bytes) -> None:
    agree(over_bytearrays, stdin)

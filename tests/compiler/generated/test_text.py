"""Methods of `str`."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from .batches import KERNELS, batches, coded, lines, small, texts

Agree = Callable[[Path, bytes], None]
operations = (
    "slice at find index split spaces strip case is pad replace starts join cmp repr codec translate maketrans "
    "lines iterate order tabs errors"
).split()
cased = st.text(st.sampled_from("aAßİıǆǅǄÿŸΣσςﬁ'1 _²Ⅷⓐᾳᾼ\u0345\u0301ʼnŉ𐐨𐐀"), max_size=8)
spaced = st.text(st.sampled_from("ab\t\n\r\v\f\x1c\x1d\x1e\x1f\x85\xa0\u2028\u2029\u3000 "), max_size=10)


@batches
@given(
    stdin=lines(
        st.sampled_from(operations),
        coded(st.one_of(texts, cased, spaced)),
        coded(st.one_of(texts, st.text(st.sampled_from("aé b\tx"), max_size=2), cased)),
        small,
        small,
    )
)
def test_text(agree: Agree, stdin: bytes) -> None:
    agree(KERNELS / "text.py", stdin)

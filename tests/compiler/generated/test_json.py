"""JSON: what it reads, refuses and writes."""

import json
from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from .batches import KERNELS, batches

Agree = Callable[[Path, bytes], None]


values = st.recursive(
    st.one_of(
        st.none(),
        st.booleans(),
        st.integers(-(2**63), 2**63 - 1),
        st.floats(allow_nan=False, allow_infinity=False),
        st.text(max_size=6),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=3), inner, max_size=4)
    ),
    max_leaves=8,
)
encoded = st.builds(
    lambda value, ascii_only, indent: json.dumps(value, ensure_ascii=ascii_only, indent=indent),
    values,
    st.booleans(),
    st.sampled_from([None, 2]),
)


@st.composite
def damaged(draw: st.DrawFn) -> str:
    text = draw(encoded)
    at = draw(st.integers(0, len(text)))
    return (
        text[:at]
        + draw(
            st.sampled_from(["", ",", "}", "]", '"', "\\", "\x01", "1", "-", "e", "\\ud83d", " ", "nul", ":"])
        )
        + text[at + draw(st.integers(0, 2)) :]
    )


@batches
@given(texts=st.lists(st.one_of(encoded, damaged()), min_size=10, max_size=30))
def test_json(agree: Agree, texts: list[str]) -> None:
    rows = [text.encode("utf-8", "replace").hex() for text in texts if not _has_big_number(text)]
    agree(KERNELS / "json_text.py", "\n".join(rows).encode() + b"\n")


def _has_big_number(text: str) -> bool:
    """Integers beyond 64 bits are a documented difference."""
    found: list[int] = []

    def keep(digits: str) -> int:
        found.append(int(digits))
        return found[-1]

    try:
        json.loads(text, parse_int=keep)
    except ValueError:
        pass
    return any(not -(2**63) <= number < 2**63 for number in found)

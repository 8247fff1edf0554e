"""What the generated suites share: how much is generated, and batches of lines for the kernels.

Every run tries the same examples; `PYGRESS_FUZZ=N` tries N times as many, of fresh random seeds.
"""

import os
from collections.abc import Callable
from pathlib import Path

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

FUZZ = int(os.environ.get("PYGRESS_FUZZ", "0"))
KERNELS = Path(__file__).parent / "kernels"

batches = settings(
    max_examples=8 * (FUZZ or 1),
    deadline=None,
    database=None,
    derandomize=not FUZZ,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


def lines(*fields: st.SearchStrategy[str], separator: str = ",", size: int = 60) -> st.SearchStrategy[bytes]:
    """Draw the input of a kernel: fields of each line, and how many lines."""
    line = st.tuples(*fields).map(separator.join)
    return st.lists(line, min_size=size // 2, max_size=size).map(
        lambda rows: "\n".join(rows).encode() + b"\n"
    )


def coded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Write text as hex, so that it may hold anything."""
    return texts.map(lambda text: text.encode().hex())


def only(stdin: bytes, wanted: Callable[[str], bool]) -> bytes:
    """Keep the lines that are meant to agree."""
    return b"".join(line + b"\n" for line in stdin.splitlines() if wanted(line.decode()))


ints = st.one_of(
    st.integers(-(2**31), 2**31),
    st.integers(-20, 20),
    st.sampled_from([0, 1, -1, 2**31 - 1, -(2**31), 999_999, 10, 100]),
)
floats = st.one_of(
    st.floats(),
    st.integers(-(10**6), 10**6).map(lambda n: n / 100),
    st.sampled_from([0.0, -0.0, 0.5, 1.5, 2.5, -2.5, 1e16, 1e22, 5e-324, 0.1]),
).map(repr)
letters = st.sampled_from("aabbcdeé ßİ\t\n\r,.-+1092_xyzAZ日😀\x00\u2028\u0301ǆ")
texts = st.one_of(
    st.text(letters, max_size=12),
    st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=8),
)
small = st.integers(-9, 9).map(str)

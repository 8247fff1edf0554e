"""Lists, dicts, sets and tuples driven by random operations, and their orders."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from .batches import KERNELS, batches, lines, small

operations = (
    "append insert pop remove setslice delslice setstep delstep step sort index extend reverse tuple compare "
    "put get drop popitem default merge views add discard sets frozen update keyed extremes lists setpop fromkeys"
).split()


@batches
@given(stdin=lines(st.sampled_from(operations), small, small, small, separator=" ", size=100))
def test_containers(agree: Callable[[Path, bytes], None], stdin: bytes) -> None:
    agree(KERNELS / "containers.py", stdin)

"""The format mini language, `%` and `str.format`."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from .batches import KERNELS, batches, coded, floats, ints, lines, only, small, texts

fill = st.sampled_from(["", "", "<", ">", "^", "=", "*<", "é>", "0^", "x=", "{<"])
kinds = ["", "", "d", "x", "X", "o", "b", "f", "F", "e", "E", "g", "G", "%", "s", "c", "n", "q", "é", "dd"]
spec = st.builds(
    "".join,
    st.tuples(
        fill,
        st.sampled_from(["", "", "+", "-", " "]),
        st.sampled_from(["", "", "", "z"]),
        st.sampled_from(["", "", "", "#"]),
        st.sampled_from(["", "", "0"]),
        st.sampled_from(["", "", "1", "8", "13", "٣"]),
        st.sampled_from(["", "", ",", "_", ",_"]),
        st.sampled_from(["", "", ".0", ".3", ".10", "."]),
        st.sampled_from(kinds),
    ),
)
percent = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "-", "+", "0", "#", " ", "-0", "+ #"]),
        st.sampled_from(["", "3", "12", "*"]),
        st.sampled_from(["", ".", ".0", ".2", ".7", ".*"]),
        st.sampled_from(["", "", "", "l"]),
        st.sampled_from(
            [
                "d",
                "i",
                "u",
                "x",
                "X",
                "o",
                "s",
                "r",
                "a",
                "c",
                "f",
                "F",
                "e",
                "E",
                "g",
                "G",
                "%",
                "q",
                "é",
                "",
            ]
        ),
    ),
)
percents = st.lists(
    st.one_of(
        percent.map("%{}".format), st.sampled_from(["%%", "text", "%(k)s", "%(size)05d", "%(k", "é", "%"])
    ),
    max_size=3,
).map("".join)
field = st.builds(
    "{{{}{}{}}}".format,
    st.sampled_from(
        [
            "",
            "0",
            "1",
            "c",
            "9",
            "zz",
            "0.real",
            "0.imag",
            "d[k]",
            "l[1]",
            "l[9]",
            "d[zz]",
            "0.nope",
            "l[0][1]",
            "-1",
            "1[0]",
            " 0",
        ]
    ),
    st.sampled_from(["", "", "", "!r", "!s", "!a", "!x", "!"]),
    st.sampled_from(
        ["", "", "", ":", ":>6", ":{0}", ":{1}", ":>{0}", ":{c}", ":.{0}", ":*^12", ":x", ":{", ":{}}"]
    ),
)
template = st.lists(
    st.one_of(
        field,
        field,
        st.sampled_from(["{}", "{0}", "{c:.2f}", "{0:>{1}}", "{{", "}}", "x", "{", "}", "{0[", "{0]}"]),
    ),
    max_size=4,
).map("".join)
wide = st.one_of(ints, st.integers(-(2**63) + 1, 2**63 - 1))


@batches
@given(
    stdin=st.one_of(
        lines(st.just("i"), coded(spec), st.one_of(st.integers(32, 2000), wide).map(str)),
        lines(st.just("b"), coded(spec), st.sampled_from(["0", "1"])),
        lines(st.just("f"), coded(spec), floats),
        lines(st.just("s"), coded(spec), coded(texts)),
        lines(st.just("o"), coded(spec), small),
        lines(st.just("%i"), coded(percent), wide.map(str)),
        lines(st.just("%f"), coded(percent), st.floats(width=16).map(repr)),
        lines(st.just("%s"), coded(percent), coded(texts)),
        lines(st.just("%t"), coded(percents), small),
        lines(st.just("%d"), coded(percents), small),
        lines(st.just("{}"), coded(template), small),
        lines(st.just("n"), coded(fill), small),
    )
)
def test_formatting(agree: Callable[[Path, bytes], None], stdin: bytes) -> None:
    agree(KERNELS / "formatting.py", only(stdin, _in_64_bits))


def _in_64_bits(line: str) -> bool:
    """Integers of floats beyond 64 bits, and `%c` of numbers that no C long holds, are documented differences."""
    kind, coded_spec, value = line.split(",")
    wanted = bytes.fromhex(coded_spec).decode()[-1:]
    if kind == "%f" and wanted in ("d", "i", "u"):
        return not 2.0**63 <= abs(float(value)) < float("inf")
    return True

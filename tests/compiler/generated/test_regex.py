"""Regular expressions against `re`."""

from collections.abc import Callable
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from .batches import KERNELS, batches, coded, lines

Agree = Callable[[Path, bytes], None]


atoms = st.sampled_from(
    [
        "a",
        "b",
        "é",
        ".",
        r"\d",
        r"\w",
        r"\s",
        r"\W",
        r"\b",
        r"\B",
        "^",
        "$",
        "[ab]",
        "[^a]",
        "[a-c1]",
        r"[\w-]",
        "ab",
        r"\.",
        r"\A",
        r"\Z",
    ]
)


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    quantifier = st.sampled_from(["*", "+", "?", "*?", "+?", "??", "{2}", "{1,3}", "{0,2}?", "{,2}"])
    wrap = st.sampled_from(["({})", "(?:{})", "(?={})", "(?!{})", "(?<=a)(?:{})", "(?<!b)(?:{})", "(?i:{})"])
    return st.one_of(
        st.tuples(inner, inner).map("".join),
        st.tuples(inner, inner).map("|".join).map("(?:{})".format),
        st.tuples(wrap, inner).map(lambda pair: pair[0].format(pair[1].replace("{", "{").replace("}", "}"))),
        st.tuples(inner, quantifier).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        st.tuples(atoms, quantifier).map(
            lambda pair: (
                pair[0] + pair[1] if pair[0] not in ("^", "$", r"\b", r"\B", r"\A", r"\Z", "ab") else pair[0]
            )
        ),
    )


patterns = st.one_of(
    st.recursive(atoms, _grown, max_leaves=5),
    st.text(st.sampled_from(r"ab()[]{}*+?|^$.\1d-,:<=!P"), max_size=7).filter(
        lambda p: "\\1" not in p and "(?P" not in p
    ),
)
subjects = st.text(st.sampled_from("aaabbcéA1 2_\n.-"), max_size=10)


@batches
@given(
    stdin=lines(
        coded(patterns),
        coded(subjects),
        coded(st.sampled_from(["", "x", r"<\g<0>>", r"\\", r"\n"])),
        st.sampled_from(["0", "2", "8", "16", "10"]),
    )
)
def test_regex(agree: Agree, stdin: bytes) -> None:
    agree(KERNELS / "regex.py", stdin)

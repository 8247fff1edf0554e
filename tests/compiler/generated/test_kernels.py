"""Fixed programs fed with generated operations: CPython and the compiled module must print the same.

Each kernel is compiled once; an example is a batch of a few dozen lines of its input.
`PYGRESS_FUZZ=N` runs N times as many examples, with fresh random seeds.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

FUZZ = int(os.environ.get("PYGRESS_FUZZ", "0"))
pytestmark = pytest.mark.skipif(not FUZZ, reason="set PYGRESS_FUZZ=N to run N times the examples")
KERNELS = Path(__file__).parent / "kernels"

batches = settings(
    max_examples=8 * FUZZ or 3,
    deadline=None,
    database=None,
    derandomize=not FUZZ,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)

Agree = Callable[[Path, bytes], None]


def lines(*fields: st.SearchStrategy[str], separator: str = ",", size: int = 60) -> st.SearchStrategy[bytes]:
    line = st.tuples(*fields).map(separator.join)
    return st.lists(line, min_size=size // 2, max_size=size).map(
        lambda rows: "\n".join(rows).encode() + b"\n"
    )


def coded(texts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return texts.map(lambda text: text.encode().hex())


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
alphabet = st.sampled_from("aabbcdeé ßİ\t\n\r,.-+1092_xyzAZ日😀\x00\u2028\u0301ǆ")
texts = st.one_of(
    st.text(alphabet, max_size=12), st.text(st.characters(exclude_categories=["Cs", "Cn", "Co"]), max_size=8)
)
small = st.integers(-9, 9).map(str)


@batches
@given(
    stdin=st.one_of(
        lines(
            st.just("i"),
            st.sampled_from("+ - // % / divmod & | ^ cmp misc text pow3 round".split()),
            ints.map(str),
            ints.map(str),
            separator=" ",
        ),
        lines(
            st.just("i"),
            st.sampled_from(["<<", ">>", "pow", "*"]),
            st.integers(-99, 99).map(str),
            st.integers(0, 9).map(str),
            separator=" ",
        ),
        lines(
            st.just("f"),
            st.sampled_from("+ - * / // % divmod cmp mixed misc round digits pow".split()),
            floats,
            floats,
            separator=" ",
        ),
        lines(st.just("f"), st.just("int"), st.floats(-(2.0**62), 2.0**62).map(repr), floats, separator=" "),
    )
)
def test_arithmetic(agree: Agree, stdin: bytes) -> None:
    if b"inf" in stdin or b"e+1" in stdin or b"e+2" in stdin:
        stdin = (
            b"\n".join(line for line in stdin.splitlines() if not _rounds_beyond_64_bits(line.decode()))
            + b"\n"
        )
    agree(KERNELS / "arithmetic.py", stdin)


def _rounds_beyond_64_bits(line: str) -> bool:
    kind, op, value, _ = line.split()
    return kind == "f" and op == "round" and 2.0**63 <= abs(float(value)) < float("inf")


@batches
@given(
    stdin=lines(
        st.sampled_from(
            "slice at find index split spaces strip case is pad replace starts join cmp repr codec translate number float".split()
        ),
        coded(
            st.one_of(texts, st.sampled_from(["12", " -7 ", "1_0", "1e3", ".5", "inf", "nan", "0x1", "--1"]))
        ),
        coded(st.one_of(texts, st.text(st.sampled_from("aé b"), max_size=2))),
        small,
        small,
    )
)
def test_text(agree: Agree, stdin: bytes) -> None:
    agree(KERNELS / "text.py", stdin)


fill = st.sampled_from(["", "", "<", ">", "^", "=", "*<", "é>", "0^", "x="])
spec = st.builds(
    "".join,
    st.tuples(
        fill,
        st.sampled_from(["", "", "+", "-", " "]),
        st.sampled_from(["", "", "", "#", "z"]),
        st.sampled_from(["", "", "0"]),
        st.sampled_from(["", "", "1", "8", "13"]),
        st.sampled_from(["", "", ",", "_"]),
        st.sampled_from(["", "", ".0", ".3", ".10"]),
        st.sampled_from(
            ["", "", "d", "x", "X", "o", "b", "f", "F", "e", "E", "g", "G", "%", "s", "c", "n", "q"]
        ),
    ),
)
percent = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(["", "-", "+", "0", "#", " ", "-0"]),
        st.sampled_from(["", "3", "12"]),
        st.sampled_from(["", ".0", ".2", ".7"]),
        st.sampled_from(["d", "i", "x", "X", "o", "s", "r", "f", "e", "g", "G", "%", "q"]),
    ),
)
template = st.lists(
    st.sampled_from(
        [
            "{}",
            "{0}",
            "{1!r}",
            "{c:.2f}",
            "{0:>{1}}",
            "{{",
            "}}",
            "x",
            "{",
            "}",
            "{9}",
            "{zz}",
            "{0:x}",
            "{c!s:>8}",
        ]
    ),
    max_size=4,
).map("".join)


@batches
@given(
    stdin=st.one_of(
        lines(st.just("i"), coded(spec), st.one_of(st.integers(32, 2000), ints).map(str)),
        lines(st.just("f"), coded(spec), floats),
        lines(st.just("s"), coded(spec), coded(texts)),
        lines(st.just("%i"), coded(percent), ints.map(str)),
        lines(
            st.just("%f"),
            coded(percent),
            st.floats(allow_nan=False, allow_infinity=False, width=16).map(repr),
        ),
        lines(st.just("{}"), coded(template), small),
    )
)
def test_formatting(agree: Agree, stdin: bytes) -> None:
    kept = [line for line in stdin.splitlines() if not _needs_wide_integer(line.decode())]
    agree(KERNELS / "formatting.py", b"\n".join(kept) + b"\n")


def _needs_wide_integer(line: str) -> bool:
    """`%c` of a number beyond Unicode raises different errors for different widths of integer."""
    kind, coded_spec, _ = line.split(",")
    return kind == "i" and bytes.fromhex(coded_spec).decode().endswith("c")


operations = (
    "append insert pop remove setslice delslice step sort index extend reverse "
    "put get drop popitem default merge add discard sets"
).split()


@batches
@given(stdin=lines(st.sampled_from(operations), small, small, separator=" ", size=120))
def test_containers(agree: Agree, stdin: bytes) -> None:
    agree(KERNELS / "containers.py", stdin)


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
@given(texts=st.lists(st.one_of(encoded, damaged()), min_size=1, max_size=40))
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


@pytest.mark.parametrize("kernel", sorted(KERNELS.glob("*.py")), ids=lambda path: path.stem)
def test_empty_input(kernel: Path, agree: Agree) -> None:
    agree(kernel, b"")

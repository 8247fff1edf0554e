"""Lists, dicts, sets, tuples, JSON and hashes against CPython."""

# ruff: noqa: E501 (tables of cases)

import ctypes as c
import hashlib
import json
import zlib
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from .bridge import I64, REF, Raised, runtime, same

call = runtime()
INT, BOOL = c.c_int64, c.c_bool
many = settings(max_examples=80, deadline=None, derandomize=True)

scalar = st.one_of(
    st.integers(-(2**63), 2**63 - 1), st.integers(-4, 4), st.text(max_size=4), st.floats(allow_nan=False), st.booleans(), st.none(), st.binary(max_size=3)
)  # fmt: skip
hashable = st.one_of(scalar, st.tuples(scalar, scalar))
anything = st.recursive(hashable, lambda inner: st.one_of(
    st.lists(inner, max_size=4), st.dictionaries(hashable, inner, max_size=4), st.tuples(inner), st.frozensets(st.integers(0, 7), max_size=4),
    st.sets(st.integers(0, 7), max_size=4)), max_leaves=12)  # fmt: skip


@many
@given(value=anything)
def test_repr_and_round_trip(value: Any) -> None:
    assert call.repr(value) == repr(value)
    assert call("pg_obj_eq", call.box(value), call.box(value), result=BOOL)
    if value == value and not isinstance(value, list | dict | set):
        try:
            expected = hash(value)
        except TypeError:
            return
        if all(isinstance(part, int | float) for part in (value if isinstance(value, tuple) else [value])):
            assert call("pg_obj_hash", call.box(value), result=INT) == expected


@many
@given(a=anything, b=anything)
def test_compare(a: Any, b: Any) -> None:
    assert call("pg_obj_eq", call.box(a), call.box(b), result=BOOL) == (a == b)
    for op, less in ((0, lambda: a < b), (1, lambda: a <= b), (4, lambda: a > b), (5, lambda: a >= b)):
        same(lambda op=op: call("pg_obj_compare", call.box(a), call.box(b), c.c_int(op), result=BOOL), less)


@many
@given(values=st.lists(st.integers(-50, 50), max_size=200), reverse=st.booleans())
def test_sort(values: list[int], reverse: bool) -> None:
    for kind in (I64, REF):
        ours = call.list_of(values, kind)
        call.raw("pg_list_sort", None, c.c_void_p(ours), c.c_bool(reverse))
        assert call.back(ours) == sorted(values, reverse=reverse)
    ours = call.list_of([str(v) for v in values], REF)
    keys = call.list_of([v // 7 for v in values], I64)
    call.raw("pg_list_sort_keys", None, c.c_void_p(ours), c.c_void_p(keys), c.c_bool(reverse))
    assert call.back(ours) == sorted((str(v) for v in values), key=lambda s: int(s) // 7, reverse=reverse)


def test_sort_of_mixed_values() -> None:
    same(lambda: call("pg_list_sort", [1, "a"], False, result=None), lambda: [1, "a"].sort())


steps = st.lists(
    st.tuples(st.sampled_from("aaadxpc"), st.one_of(st.integers(-40, 40), st.integers(-(2**62), 2**62))),
    max_size=150,
)


@many
@given(steps=steps, kind=st.sampled_from([I64, REF]))
def test_set_order(steps: list[tuple[str, int]], kind: int) -> None:
    ours = call.raw("pg_set_new", c.c_void_p, c.c_int(kind))
    theirs: set[int] = set()
    this = c.c_void_p(ours)
    for step, value in steps:
        word = INT(call.word(value, kind))
        if step == "a":
            call.raw("pg_set_add", None, this, word)
            theirs.add(value)
        elif step in "dx":
            call.raw("pg_set_discard", None, this, word)
            theirs.discard(value)
        elif step == "p" and theirs:
            popped = call.raw("pg_set_pop", INT, this)
            assert (popped if kind == I64 else call.back(popped)) == theirs.pop()
        assert call.raw("pg_set_contains", BOOL, this, word) == (value in theirs)
    assert call.back(call.raw("pg_set_to_list", c.c_void_p, this)) == list(theirs)


@many
@given(a=st.sets(st.integers(-30, 60), max_size=60), b=st.sets(st.integers(-30, 60), max_size=60))
def test_set_operations(a: set[int], b: set[int]) -> None:
    for name, op in (
        ("union", a | b),
        ("intersection", a & b),
        ("difference", a - b),
        ("symmetric_difference", a ^ b),
    ):
        assert call(f"pg_set_{name}", a, b) == op
    for name, op in (
        ("issubset", a <= b),
        ("issuperset", a >= b),
        ("isdisjoint", a.isdisjoint(b)),
        ("eq", a == b),
    ):
        assert call(f"pg_set_{name}", a, b, result=BOOL) == op
    x, y = {*list(a)}, {*list(b)}
    ours_x, ours_y = call.to(list(a)), call.to(list(b))
    kind = c.c_int(I64)
    address = c.c_void_p(call.address("pg_type_set"))
    made_x = call.raw("pg_set_from_obj", c.c_void_p, address, c.c_void_p(ours_x), kind)
    made_y = call.raw("pg_set_from_obj", c.c_void_p, address, c.c_void_p(ours_y), kind)
    for name, op in (("union", x | y), ("intersection", x & y), ("difference", x - y)):
        made = call.raw(f"pg_set_{name}", c.c_void_p, c.c_void_p(made_x), c.c_void_p(made_y))
        assert call.back(call.raw("pg_set_to_list", c.c_void_p, c.c_void_p(made))) == list(op), name


@many
@given(
    steps=st.lists(st.tuples(st.sampled_from("ssssdpcg"), st.integers(0, 60), st.integers()), max_size=300),
    kind=st.sampled_from(["int", "str"]),
)
def test_dict(steps: list[tuple[str, int, int]], kind: str) -> None:
    kk = I64 if kind == "int" else REF
    ours = c.c_void_p(call.raw("pg_dict_new", c.c_void_p, c.c_int(kk), c.c_int(I64), INT(0)))
    theirs: dict[Any, int] = {}
    for step, number, value in steps:
        key: Any = number if kind == "int" else f"key{number}"
        value %= 1000
        word = INT(call.word(key, kk))
        if step == "s":
            call.raw("pg_dict_setitem", None, ours, word, INT(value))
            theirs[key] = value
        elif step == "d":
            same(lambda word=word: call.raw("pg_dict_pop", INT, ours, word), lambda key=key: theirs.pop(key))
        elif step == "p":
            same(lambda: call.back(call.raw("pg_dict_popitem", c.c_void_p, ours)), lambda: theirs.popitem())
        elif step == "c" and value == 3:
            call.raw("pg_dict_clear", None, ours)
            theirs.clear()
        else:
            assert call.raw("pg_dict_get", INT, ours, word, INT(-1)) == theirs.get(key, -1)
    assert list(call.back(ours.value).items()) == list(theirs.items())


json_value = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**63), 2**63 - 1), st.floats(), st.text(max_size=6)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=4), inner, max_size=4)
    ),
    max_leaves=15,
)


@many
@given(
    value=json_value, ascii=st.booleans(), sort=st.booleans(), indent=st.sampled_from([None, "", "  ", "\t"])
)
def test_json(value: Any, ascii: bool, sort: bool, indent: str | None) -> None:
    text = json.dumps(value, ensure_ascii=ascii, sort_keys=sort, indent=indent)
    assert call("pg_json_dumps", call.box(value), sort, ascii, indent, None, None) == text
    if "NaN" not in text:
        same(lambda: call("pg_json_loads", text), lambda: json.loads(text))


broken = st.one_of(
    st.text(st.sampled_from(list('{}[]",:0123456789eE+-. \n\\/utrfalsn"\u00e9')), max_size=14),
    st.builds(lambda s, i, x: s[:i] + x + s[i + 1 :], json_value.map(json.dumps), st.integers(0, 30), st.sampled_from(["", "x", '"', "}", ",", "\\", "\x01"])),
)  # fmt: skip


@settings(max_examples=100, deadline=None, derandomize=True)
@given(text=broken)
@example(text='{"a":1,}')
@example(text="[1,]")
@example(text='"\\ud83d\\ude00"')
@example(text='"\\ud83d"')
@example(text="\ufeff1")
@example(text="-")
@example(text="[" * 100)
def test_json_errors(text: str) -> None:
    def theirs() -> Any:
        value = json.loads(text)
        if any(isinstance(part, int) and abs(part) >= 2**63 for part in _parts(value)):
            raise OverflowError
        return value

    try:
        theirs()
    except OverflowError:
        return
    except json.JSONDecodeError:
        pass
    same(lambda: call("pg_json_loads", text), theirs)


def _parts(value: Any) -> list[Any]:
    if isinstance(value, list):
        return [part for one in value for part in _parts(one)]
    return [part for one in value.values() for part in _parts(one)] if isinstance(value, dict) else [value]


def test_json_is_bounded() -> None:
    with pytest.raises(Raised, match="RecursionError"):
        call("pg_json_loads", "[" * 100_000)
    with pytest.raises(Raised, match="OverflowError"):
        call("pg_json_loads", "9223372036854775808")


@many
@given(parts=st.lists(st.binary(max_size=200), max_size=5))
def test_digests(parts: list[bytes]) -> None:
    data = b"".join(parts)
    for name, size, theirs in (
        ("md5", None, hashlib.md5), ("sha1", None, hashlib.sha1), ("sha256", 32, hashlib.sha256), ("sha256", 28, hashlib.sha224),
        ("sha512", 64, hashlib.sha512), ("sha512", 48, hashlib.sha384),
    ):  # fmt: skip
        state = c.c_void_p(
            call.raw(f"pg_native_{name}_init", c.c_void_p, *([] if size is None else [INT(size)]))
        )
        for part in parts:
            call.raw(f"pg_native_{name}_update", None, state, c.c_void_p(call.to(part)))
        assert call.back(call.raw(f"pg_native_{name}_digest", c.c_void_p, state)) == theirs(data).digest()
        assert call.back(call.raw(f"pg_native_{name}_digest", c.c_void_p, state)) == theirs(data).digest()
    assert call("pg_native_crc32", data, 0, result=INT) == zlib.crc32(data)
    assert call("pg_native_adler32", data, 1, result=INT) == zlib.adler32(data)


def test_collection_keeps_what_roots_reach() -> None:
    value = {
        "list": [1, 2.5, "x" * 50, None],
        "tuple": (1, ("a", b"bytes")),
        "set": {"p", "q"},
        "text": "é" * 5000,
        "deep": {"k": [[["v"]]]},
    }
    table = call.to(value)
    slot = c.c_void_p(table)
    roots = (c.c_void_p * 1)(c.addressof(slot))
    keep.extend([slot, roots])
    call.raw("pg_register_roots", None, roots, c.c_uint32(1))
    for turn in range(20):
        for _ in range(200):
            call.to(["garbage" * 10, {"a": turn}] * 20)
        call.collect()
        assert call.back(slot.value) == value
    used = call.raw("pg_memory_used", c.c_size_t)
    for _ in range(50):
        for _ in range(200):
            call.to(["garbage" * 10, {"a": 1}] * 20)
        call.collect()
    assert call.raw("pg_memory_used", c.c_size_t) <= used + 65536 * 2
    slot.value = None


keep: list[Any] = []

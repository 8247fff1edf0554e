import collections
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pygress.compiler.stdlib import collections as ours

STEPS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                "append",
                "appendleft",
                "pop",
                "popleft",
                "extend",
                "extendleft",
                "insert",
                "remove",
                "rotate",
                "reverse",
                "del",
                "set",
                "get",
                "index",
                "count",
                "clear",
                "iadd",
            ]
        ),
        st.integers(-4, 6),
    ),
    max_size=40,
)


def step(d: Any, name: str, n: int) -> Any:
    try:
        if name in ("append", "appendleft", "remove", "rotate", "count", "index"):
            return getattr(d, name)(n)
        if name in ("extend", "extendleft"):
            return getattr(d, name)([n, n + 1, n])
        if name == "insert":
            return d.insert(n, 100)
        if name == "del":
            del d[n]
        elif name == "set":
            d[n] = 7
        elif name == "get":
            return d[n]
        elif name == "iadd":
            d += [1]
        else:
            return getattr(d, name)()
    except (IndexError, ValueError) as error:
        text = str(error)
        return type(error).__name__, text
    return None


@given(STEPS, st.sampled_from([None, 0, 1, 3]), st.lists(st.integers(0, 5), max_size=20))
def test_deque(steps: list[tuple[str, int]], limit: int | None, begin: list[int]) -> None:
    mine, theirs = ours.deque(begin, limit), collections.deque(begin, limit)
    for name, n in steps:
        if name == "clear" and n > 0:
            continue
        assert step(mine, name, n) == step(theirs, name, n)
        assert list(mine) == list(theirs)
        assert list(reversed(mine)) == list(reversed(theirs))
        assert (len(mine), mine.maxlen, repr(mine), bool(mine)) == (
            len(theirs),
            limit,
            repr(theirs),
            bool(theirs),
        )
    assert list(mine + mine) == list(theirs + theirs)
    assert list(mine.copy() * 2) == list(theirs.copy() * 2)
    assert mine == mine.copy()
    assert (3 in mine) == (3 in theirs)


def test_deque_as_a_queue_is_linear() -> None:
    queue = ours.deque(range(50))
    for i in range(5000):
        queue.append(queue.popleft() + i)
        queue.appendleft(queue.pop())
    assert len(queue) == 50
    assert len(queue._front) + len(queue._back) < 200


def test_deque_changed_while_read() -> None:
    queue = ours.deque([1, 2])
    with pytest.raises(RuntimeError, match="deque mutated during iteration"):
        for _ in queue:
            queue.append(1)


def test_defaultdict() -> None:
    groups: ours.defaultdict[str, list[int]] = ours.defaultdict(list)
    groups["a"].append(1)
    groups["a"].append(2)
    assert groups == {"a": [1, 2]}
    assert "b" not in groups
    assert repr(groups) == "defaultdict(<class 'list'>, {'a': [1, 2]})"
    assert groups.copy()["z"] == []
    counts = ours.defaultdict(int, {"x": 1})
    counts["x"] += 1
    counts["y"] += 1
    assert dict(counts) == {"x": 2, "y": 1}
    with pytest.raises(KeyError, match="'k'"):
        ours.defaultdict(None, {})["k"]


WORDS = st.lists(st.sampled_from("abcd"), max_size=12)


@given(WORDS, WORDS, st.integers(-1, 5))
def test_counter(left: list[str], right: list[str], n: int) -> None:
    mine, theirs = ours.Counter(left), collections.Counter(left)
    other, their_other = ours.Counter(right), collections.Counter(right)
    assert (repr(mine), mine.total(), mine.most_common(), list(mine.elements())) == (
        repr(theirs),
        theirs.total(),
        theirs.most_common(),
        list(theirs.elements()),
    )
    if n > 0:
        assert mine.most_common(n) == theirs.most_common(n)
    for name in ("__add__", "__sub__", "__or__", "__and__"):
        assert list(getattr(mine, name)(other).items()) == list(getattr(theirs, name)(their_other).items())
    mine.subtract(right)
    theirs.subtract(right)
    assert mine == theirs
    assert dict(+mine) == dict(+theirs)
    assert dict(-mine) == dict(-theirs)
    mine += other
    theirs += their_other
    assert dict(mine) == dict(theirs)
    mine.update({"z": 2})
    assert mine["z"] == 2
    assert mine["nope"] == 0
    del mine["nope"]
    assert (ours.Counter("ab") == ours.Counter("ba")) is True


def test_ordered_dict() -> None:
    mine: ours.OrderedDict[str, int] = ours.OrderedDict({"a": 1, "b": 2, "c": 3})
    mine.move_to_end("a")
    assert list(mine) == ["b", "c", "a"]
    mine.move_to_end("a", last=False)
    assert repr(mine) == repr(collections.OrderedDict({"a": 1, "b": 2, "c": 3}))
    assert mine != ours.OrderedDict({"b": 2, "a": 1, "c": 3})
    assert mine == {"b": 2, "a": 1, "c": 3}
    assert mine.popitem(last=False) == ("a", 1)
    assert mine.popitem() == ("c", 3)
    assert mine.copy() == ours.OrderedDict({"b": 2})
    mine.clear()
    with pytest.raises(KeyError, match="dictionary is empty"):
        mine.popitem()
    assert repr(mine) == "OrderedDict()"


def test_chain_map() -> None:
    low, high = {"a": 1, "b": 2}, {"b": 3, "c": 4}
    mine, theirs = ours.ChainMap(high, low), collections.ChainMap(high, low)
    for name in ("keys", "values", "items"):
        assert list(getattr(mine, name)()) == list(getattr(theirs, name)())
    assert (mine["b"], mine.get("z", 0), len(mine), "a" in mine, repr(mine)) == (3, 0, 3, True, repr(theirs))
    child = mine.new_child({"a": 9})
    child["n"] = 1
    assert (child["a"], child.parents["a"], child.pop("n")) == (9, 1, 1)
    with pytest.raises(KeyError, match="zz"):
        mine["zz"]
    with pytest.raises(KeyError, match="Key not found in the first mapping: 'a'"):
        del mine["a"]

"""Field ownership and merges, for any objects."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pygress.apiserver import ownership
from pygress.apiserver.patches import json_patch, merge_patch
from pygress.client.apply import three_way
from pygress.resources import kinds

KIND = kinds.WASM_PLUGIN
NOW = "2026-01-01T00:00:00Z"

keys = st.sampled_from(["a", "b", "c"])
leaves = st.integers(0, 3) | st.sampled_from(["x", "y"]) | st.lists(st.integers(0, 2), max_size=2)
specs = st.dictionaries(
    keys,
    st.recursive(leaves, lambda inner: st.dictionaries(keys, inner, min_size=1, max_size=2), max_leaves=4),
)


def obj(spec: dict[str, Any]) -> dict[str, Any]:
    return {"metadata": {"name": "p"}, "spec": copy.deepcopy(spec)}


def covers(whole: Any, part: Any) -> bool:
    """Tell whether everything that `part` says is in `whole`."""
    if isinstance(part, dict):
        return isinstance(whole, dict) and all(key in whole and covers(whole[key], part[key]) for key in part)
    return bool(whole == part)


@given(specs, specs)
def test_who_applies_alone_gets_exactly_what_is_applied(
    first: dict[str, Any], second: dict[str, Any]
) -> None:
    live = ownership.apply(KIND, obj({}), obj(first), "one", False, "", NOW)
    assert covers(live["spec"], first)
    live = ownership.apply(KIND, live, obj(second), "one", False, "", NOW)
    # Objects that became empty are gone, those that are applied empty are kept: nothing else may differ.
    assert covers(live["spec"], second)
    assert set(ownership._values(KIND, live)) <= set(ownership._values(KIND, obj(second))) | {("f:spec",)}


@given(specs, specs)
def test_apply_again_changes_nothing(first: dict[str, Any], second: dict[str, Any]) -> None:
    live = ownership.apply(KIND, obj(second), obj(first), "one", True, "", NOW)
    assert ownership.apply(KIND, live, obj(first), "one", False, "", NOW) == live


@given(specs, specs)
def test_a_forced_apply_leaves_the_rest_of_another(first: dict[str, Any], second: dict[str, Any]) -> None:
    live = ownership.apply(KIND, obj({}), obj(first), "one", False, "", NOW)
    forced = ownership.apply(KIND, live, obj(second), "two", True, "", NOW)
    assert covers(forced["spec"], second)
    wanted = ownership._values(KIND, obj(second))
    for path, value in ownership._values(KIND, obj(first)).items():
        replaced = any(path[: len(other)] == other or other[: len(path)] == path for other in wanted)
        assert replaced or ownership._values(KIND, forced).get(path) == value


@given(specs, specs)
def test_every_field_has_an_owner_after_an_update(first: dict[str, Any], second: dict[str, Any]) -> None:
    old = obj(first)
    ownership.record_update(KIND, {"metadata": {}}, old, "one", "", NOW)
    new = obj(second)
    new["metadata"]["managedFields"] = old["metadata"].get("managedFields", [])
    ownership.record_update(KIND, old, new, "two", "", NOW)
    owned = [owner.fields for owner in ownership.read_owners(new)]
    assert frozenset().union(*owned) == frozenset(ownership._values(KIND, new))
    assert sum(map(len, owned)) == len(frozenset().union(*owned)), "an update leaves one owner to each field"


@given(specs, specs, specs)
def test_a_three_way_merge_says_what_is_wanted_and_drops_what_was(
    last: dict[str, Any], wanted: dict[str, Any], live: dict[str, Any]
) -> None:
    after = merge_patch(live, three_way(last, wanted, live))
    assert covers(after, wanted)
    assert not [key for key in last if key not in wanted and key in after]
    assert three_way(wanted, wanted, after) == {}


@given(specs)
def test_a_json_patch_can_put_any_value_and_take_it_back(spec: dict[str, Any]) -> None:
    document = {"held": 1}
    added = json_patch(document, [{"op": "add", "path": "/new~1key", "value": spec}])
    assert added == {"held": 1, "new/key": spec}
    assert json_patch(added, [{"op": "remove", "path": "/new~1key"}]) == document

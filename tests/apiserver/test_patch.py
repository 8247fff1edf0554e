"""PATCH: the three formats, and server-side apply."""

import json
from typing import Any

import pytest

from pygress.apiserver.patches import json_patch, merge_patch, strategic_patch
from pygress.apiserver.status import StatusError
from pygress.resources import kinds
from tests.apiserver.conftest import (
    APPLY,
    JSON_PATCH,
    MAPS,
    MERGE,
    PLUGINS,
    STRATEGIC,
    Api,
    config_map,
    plugin,
)


def test_merge_patch_of_rfc_7386() -> None:
    # The appendix of the RFC.
    cases: list[tuple[Any, Any, Any]] = [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({"e": None}, {"a": 1}, {"e": None, "a": 1}),
        ([1, 2], {"a": "b", "c": None}, {"a": "b"}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ]
    for target, patch, result in cases:
        assert merge_patch(target, patch) == result


def test_json_patch_of_rfc_6902() -> None:
    document = {"a": [1, 2], "b": {"c/d": 1, "~": 2}}
    operations = [
        {"op": "test", "path": "/b/c~1d", "value": 1},
        {"op": "add", "path": "/a/1", "value": 9},
        {"op": "add", "path": "/a/-", "value": 3},
        {"op": "remove", "path": "/a/0"},
        {"op": "replace", "path": "/b/~0", "value": {"x": 1}},
        {"op": "copy", "from": "/b/~0", "path": "/e"},
        {"op": "move", "from": "/e/x", "path": "/f"},
    ]
    assert json_patch(document, operations) == {
        "a": [9, 2, 3],
        "b": {"c/d": 1, "~": {"x": 1}},
        "e": {},
        "f": 1,
    }
    assert document == {"a": [1, 2], "b": {"c/d": 1, "~": 2}}


@pytest.mark.parametrize(
    ("operation", "message"),
    [
        ({"op": "test", "path": "/a", "value": 2}, "operation 0: testing value /a failed"),
        ({"op": "remove", "path": "/x"}, "operation 0: path `/x` does not exist"),
        ({"op": "replace", "path": "/x", "value": 1}, "operation 0: path `/x` does not exist"),
        ({"op": "add", "path": "/l/5", "value": 1}, "operation 0: index '5' is outside of the list"),
        ({"op": "add", "path": "/l/-1", "value": 1}, "operation 0: index '-1' is outside of the list"),
        (
            {"op": "add", "path": "a", "value": 1},
            "operation 0: 'a' is no JSON pointer: it must start with '/'",
        ),
        ({"op": "add", "path": "/a"}, "operation 0: `value` is missing"),
        ({"op": "jump", "path": "/a"}, "operation 0: unknown operation 'jump'"),
        ({"path": 5}, "operation 0: `path` is missing"),
        (5, "operation 0: an operation must be an object"),
    ],
)
def test_json_patches_that_fail(operation: Any, message: str) -> None:
    with pytest.raises(StatusError) as error:
        json_patch({"a": 1, "l": [1]}, [operation])
    assert str(error.value).endswith(message)
    assert error.value.code == 422


def test_strategic_patch_merges_ports_by_number() -> None:
    held = {
        "spec": {"ports": [{"port": 80, "name": "a"}, {"port": 443, "name": "b"}], "selector": {"a": "1"}}
    }
    patch = {
        "spec": {
            "$setElementOrder/ports": [{"port": 8080}, {"port": 80}],
            "ports": [
                {"port": 8080, "name": "c"},
                {"port": 80, "name": "x"},
                {"port": 443, "$patch": "delete"},
            ],
            "selector": {"a": None, "b": "2"},
        }
    }
    assert strategic_patch(kinds.SERVICE, held, patch) == {
        "spec": {"ports": [{"port": 8080, "name": "c"}, {"port": 80, "name": "x"}], "selector": {"b": "2"}}
    }
    replaced = {
        "spec": {"ports": [{"$patch": "replace"}, {"port": 1}], "selector": {"$patch": "replace", "c": "3"}}
    }
    assert strategic_patch(kinds.SERVICE, held, replaced) == {
        "spec": {"ports": [{"port": 1}], "selector": {"c": "3"}}
    }
    lists = {"metadata": {"finalizers": ["a", "b"]}}
    assert strategic_patch(kinds.SERVICE, lists, {"metadata": {"finalizers": ["b", "c"]}}) == {
        "metadata": {"finalizers": ["a", "b", "c"]}
    }
    dropped = {"metadata": {"$deleteFromPrimitiveList/finalizers": ["a"]}}
    assert strategic_patch(kinds.SERVICE, lists, dropped) == {"metadata": {"finalizers": ["b"]}}


def test_formats_by_content_type(api: Api) -> None:
    api.ok("POST", PLUGINS, json=plugin())
    obj = api.ok("PATCH", f"{PLUGINS}/p", json={"spec": {"priority": 5}}, type=MERGE)
    assert (obj["spec"], obj["metadata"]["generation"]) == ({"url": "oci://r/n:1", "priority": 5}, 2)
    operations = [{"op": "replace", "path": "/spec/priority", "value": 6}]
    assert api.ok("PATCH", f"{PLUGINS}/p", json=operations, type=JSON_PATCH)["spec"]["priority"] == 6
    assert "application/strategic-merge-patch+json" in api.refused(
        415, "PATCH", f"{PLUGINS}/p", json={}, type=STRATEGIC
    )
    assert "`application/json`" in api.refused(415, "PATCH", f"{PLUGINS}/p", json={}, type="application/json")
    assert "spec.phase: Unsupported" in api.refused(
        422, "PATCH", f"{PLUGINS}/p", json={"spec": {"phase": "X"}}, type=MERGE
    )
    stale = {"metadata": {"resourceVersion": "1"}, "spec": {"priority": 7}}
    assert api.refused(409, "PATCH", f"{PLUGINS}/p", json=stale, type=MERGE).startswith("Conflict")
    assert api.refused(404, "PATCH", f"{PLUGINS}/x", json={}, type=MERGE).startswith("NotFound")


def test_a_patch_of_the_status_leaves_the_rest(api: Api) -> None:
    api.ok("POST", PLUGINS, json=plugin())
    patch = {"status": {"conditions": [{"type": "Ready", "status": "True"}]}, "spec": {"priority": 5}}
    obj = api.ok("PATCH", f"{PLUGINS}/p/status", json=patch, type=MERGE)
    assert obj["status"] == patch["status"]
    assert "priority" not in obj["spec"]
    assert obj["metadata"]["generation"] == 1


def test_nulls_inside_a_plugin_config_are_values(api: Api) -> None:
    obj = api.ok("POST", PLUGINS, json=plugin(defaultConfig={"a": None}, priority=None))
    assert obj["spec"] == {"url": "oci://r/n:1", "defaultConfig": {"a": None}}


def apply(api: Api, manager: str, obj: dict[str, Any], *, force: bool = False, path: str = PLUGINS) -> Any:
    query = f"fieldManager={manager}&force={str(force).lower()}"
    content = json.dumps(obj)
    return api.call("PATCH", f"{path}/{obj['metadata']['name']}?{query}", content=content, type=APPLY)


def test_apply_creates_changes_and_removes(api: Api) -> None:
    answer = apply(api, "one", plugin(priority=5, defaultConfig={"a": 1, "b": 2}))
    assert answer.status_code == 201
    answer = apply(api, "one", plugin(defaultConfig={"a": 1}))
    assert answer.status_code == 200
    obj = answer.json()
    assert obj["spec"] == {"url": "oci://r/n:1", "defaultConfig": {"a": 1}}
    again = apply(api, "one", plugin(defaultConfig={"a": 1})).json()
    assert again["metadata"]["resourceVersion"] == obj["metadata"]["resourceVersion"]
    assert obj["metadata"]["managedFields"][0]["fieldsV1"] == {
        "f:spec": {"f:defaultConfig": {"f:a": {}}, "f:url": {}}
    }


def test_apply_conflicts_name_the_owner(api: Api) -> None:
    apply(api, "one", plugin(priority=5))
    answer = apply(api, "two", plugin(priority=6))
    assert answer.status_code == 409
    body = answer.json()
    assert body["message"] == (
        'Apply failed with 1 conflict: conflict with "one" using extensions.higress.io/v1alpha1: .spec.priority'
    )
    assert body["details"]["causes"] == [
        {
            "reason": "FieldManagerConflict",
            "message": 'conflict with "one" using extensions.higress.io/v1alpha1',
            "field": ".spec.priority",
        }
    ]
    assert apply(api, "two", plugin(priority=6), force=True).json()["spec"]["priority"] == 6
    # The field now belongs to the second: dropping it, the first removes nothing.
    assert apply(api, "one", plugin()).json()["spec"]["priority"] == 6
    assert "priority" not in apply(api, "two", plugin()).json()["spec"]


def test_apply_shares_equal_values_and_meets_updates(api: Api) -> None:
    apply(api, "one", plugin(priority=5))
    assert apply(api, "two", plugin(priority=5)).status_code == 200
    assert apply(api, "one", plugin()).json()["spec"]["priority"] == 5, "the other still wants it"
    api.ok("PATCH", f"{PLUGINS}/p?fieldManager=hand", json={"spec": {"priority": 8}}, type=MERGE)
    answer = apply(api, "two", plugin(priority=5))
    assert answer.status_code == 409
    assert 'conflict with "hand"' in answer.json()["message"]


def test_apply_merges_the_ports_of_a_service(api: Api) -> None:
    path = MAPS.replace("configmaps", "services")

    def service(*ports: dict[str, Any]) -> dict[str, Any]:
        return {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": {"name": "s"},
            "spec": {"ports": list(ports)},
        }

    one, two = {"port": 80, "name": "a"}, {"port": 443, "name": "b"}
    apply(api, "one", service(one), path=path)
    obj = apply(api, "two", service(two), path=path).json()
    assert [port["port"] for port in obj["spec"]["ports"]] == [80, 443]
    obj = apply(api, "two", service(two | {"name": "c"}), path=path).json()
    assert [port["name"] for port in obj["spec"]["ports"]] == ["a", "c"]


def test_apply_needs_a_manager_and_refuses_a_stale_version(api: Api) -> None:
    body = json.dumps(plugin())
    assert "`fieldManager`: Required" in api.refused(400, "PATCH", f"{PLUGINS}/p", content=body, type=APPLY)
    obj = apply(api, "one", plugin()).json()
    apply(api, "one", plugin(priority=1))
    stale = plugin(priority=2)
    stale["metadata"]["resourceVersion"] = obj["metadata"]["resourceVersion"]
    assert apply(api, "one", stale).status_code == 409


def test_apply_takes_yaml(api: Api) -> None:
    text = b"apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: 'b'}\n"
    obj = api.ok("PATCH", f"{MAPS}/c?fieldManager=x", content=text, type=APPLY)
    assert obj["data"] == {"a": "b"}


def test_an_update_takes_ownership(api: Api) -> None:
    api.ok("POST", f"{MAPS}?fieldManager=one", json=config_map())
    obj = api.ok("PATCH", f"{MAPS}/c?fieldManager=two", json={"data": {"a": "x", "n": "y"}}, type=MERGE)
    owners = {one["manager"]: one["fieldsV1"] for one in obj["metadata"]["managedFields"]}
    assert owners == {"two": {"f:data": {"f:a": {}, "f:n": {}}}}


def test_patches_cannot_grow_an_object_without_end(api: Api) -> None:
    api.ok("POST", MAPS, json=config_map())
    for n in range(2):
        api.ok("PATCH", f"{MAPS}/c", json={"data": {f"k{n}": "x" * 3_000_000}}, type=MERGE)
    assert api.refused(413, "PATCH", f"{MAPS}/c", json={"data": {"k3": "x" * 3_000_000}}, type=MERGE) == (
        "RequestEntityTooLarge: Request entity too large: limit is 8388608 bytes"
    )

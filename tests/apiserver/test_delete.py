"""DELETE: one, many, namespaces with their contents, dependents, preconditions."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.apiserver.conftest import MAPS, PLUGINS, Api, config_map, plugin


async def gone(api: Api, path: str) -> None:
    while (await api.send("GET", path)).status_code != 404:
        await asyncio.sleep(0.01)


def test_a_deleted_object_is_gone(api: Api) -> None:
    obj = api.ok("POST", PLUGINS, json=plugin())
    answer = api.ok("DELETE", f"{PLUGINS}/p")
    assert (answer["status"], answer["details"]["uid"]) == ("Success", obj["metadata"]["uid"])
    assert api.refused(404, "DELETE", f"{PLUGINS}/p") == (
        'NotFound: wasmplugins.extensions.higress.io "p" not found'
    )


def test_preconditions(api: Api) -> None:
    obj = api.ok("POST", MAPS, json=config_map())
    for wrong in ({"uid": "x"}, {"resourceVersion": "1"}):
        body = {"preconditions": wrong}
        assert "Precondition failed" in api.refused(409, "DELETE", f"{MAPS}/c", json=body)
    right = {"uid": obj["metadata"]["uid"], "resourceVersion": obj["metadata"]["resourceVersion"]}
    api.ok("DELETE", f"{MAPS}/c", json={"preconditions": right})


@pytest.mark.parametrize("how", [{"json": {"dryRun": ["All"]}}, {"params": {"dryRun": "All"}}])
def test_a_dry_run_deletes_nothing(api: Api, how: dict[str, Any]) -> None:
    api.ok("POST", MAPS, json=config_map())
    api.ok("DELETE", f"{MAPS}/c", **how)
    api.ok("GET", f"{MAPS}/c")


def test_a_collection_by_label(api: Api) -> None:
    for name, app in (("a", "x"), ("b", "x"), ("c", "y")):
        api.ok("POST", MAPS, json=config_map(name, labels={"app": app}))
    answer = api.ok("DELETE", MAPS, params={"labelSelector": "app=x"})
    assert [one["metadata"]["name"] for one in answer["items"]] == ["a", "b"]
    assert [one["metadata"]["name"] for one in api.ok("GET", MAPS)["items"]] == ["c"]


def test_a_namespace_takes_its_contents_along(api: Api) -> None:
    api.ok("POST", "/api/v1/namespaces", json={"metadata": {"name": "shop"}})
    path = MAPS.replace("default", "shop")
    api.ok("POST", path, json=config_map())
    api.ok("POST", path, json=config_map("held", finalizers=["a.example.com/x"]))
    answer = api.ok("DELETE", "/api/v1/namespaces/shop")
    assert answer["status"]["phase"] == "Terminating"
    api.run(gone(api, f"{path}/c"))
    assert "because it is being terminated" in api.refused(403, "POST", path, json=config_map("new"))
    held = api.ok("GET", f"{path}/held")
    assert held["metadata"]["deletionTimestamp"]
    held["metadata"]["finalizers"] = []
    api.ok("PUT", f"{path}/held", json=held)
    api.run(gone(api, "/api/v1/namespaces/shop"))


def test_namespaces_that_stay(api: Api) -> None:
    assert api.refused(403, "DELETE", "/api/v1/namespaces/default") == (
        'Forbidden: namespaces "default" is forbidden: this namespace may not be deleted'
    )


def test_dependents_follow_their_owner(api: Api) -> None:
    owner = api.ok("POST", MAPS, json=config_map("owner"))
    reference = {"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": owner["metadata"]["uid"]}
    other = reference | {"name": "other", "uid": "u"}
    child = api.ok("POST", MAPS, json=config_map("child", ownerReferences=[reference]))
    inner = reference | {"name": "child", "uid": child["metadata"]["uid"]}
    api.ok("POST", MAPS, json=config_map("grandchild", ownerReferences=[inner]))
    api.ok("POST", MAPS, json=config_map("shared", ownerReferences=[reference, other]))
    api.ok("DELETE", f"{MAPS}/owner")
    api.run(gone(api, f"{MAPS}/grandchild"))
    api.run(gone(api, f"{MAPS}/child"))
    assert api.ok("GET", f"{MAPS}/shared")["metadata"]["ownerReferences"] == [other]


def test_orphans_stay(api: Api) -> None:
    owner = api.ok("POST", MAPS, json=config_map("owner"))
    reference = {"apiVersion": "v1", "kind": "ConfigMap", "name": "owner", "uid": owner["metadata"]["uid"]}
    api.ok("POST", MAPS, json=config_map("child", ownerReferences=[reference]))
    api.ok("DELETE", f"{MAPS}/owner", json={"propagationPolicy": "Orphan"})
    assert not [task for task in api.garbage._tasks if "dependents" in str(task)]
    api.ok("GET", f"{MAPS}/child")
    assert "propagationPolicy: Unsupported value" in api.refused(
        400, "DELETE", f"{MAPS}/child", json={"propagationPolicy": "Never"}
    )


def test_old_events_and_old_revisions_go(api: Api) -> None:
    path = MAPS.replace("configmaps", "events")
    about = {"kind": "ConfigMap", "name": "c"}
    for name, age in (("old", 2), ("new", 0)):
        time = (datetime.now(UTC) - timedelta(hours=age)).strftime("%Y-%m-%dT%H:%M:%SZ")
        event = {"metadata": {"name": name}, "involvedObject": about, "lastTimestamp": time, "reason": "R"}
        api.ok("POST", path, json=event)
    api.run(api.garbage.collect_old(datetime.now(UTC)))
    assert [one["metadata"]["name"] for one in api.ok("GET", path)["items"]] == ["new"]

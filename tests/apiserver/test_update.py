"""PUT: optimistic concurrency, generations, the status subresource, finalizers."""

import asyncio

from tests.apiserver.conftest import MAPS, PLUGINS, Api, config_map, plugin


def test_a_stale_version_is_refused(api: Api) -> None:
    first = api.ok("POST", PLUGINS, json=plugin())
    second = api.ok("PUT", f"{PLUGINS}/p", json=first | {"spec": {"url": "oci://r/n:2"}})
    assert second["metadata"]["generation"] == 2
    assert api.refused(409, "PUT", f"{PLUGINS}/p", json=first) == (
        'Conflict: Operation cannot be fulfilled on wasmplugins.extensions.higress.io "p": the object has been '
        "modified; please apply your changes to the latest version and try again"
    )


def test_of_two_writers_one_wins(api: Api) -> None:
    first = api.ok("POST", MAPS, json=config_map())

    async def race() -> list[int]:
        writes = (api.send("PUT", f"{MAPS}/c", json=first | {"data": {"a": str(n)}}) for n in range(8))
        return sorted(answer.status_code for answer in await asyncio.gather(*writes))

    assert api.run(race()) == [200] + [409] * 7


def test_patches_of_many_writers_all_land(api: Api) -> None:
    api.ok("POST", MAPS, json=config_map())

    async def race() -> list[int]:
        kind = "application/merge-patch+json"
        writes = (api.send("PATCH", f"{MAPS}/c", json={"data": {f"k{n}": "v"}}, type=kind) for n in range(8))
        return [answer.status_code for answer in await asyncio.gather(*writes)]

    assert api.run(race()) == [200] * 8
    assert len(api.ok("GET", f"{MAPS}/c")["data"]) == 9


def test_the_generation_counts_changes_of_the_spec_only(api: Api) -> None:
    obj = api.ok("POST", PLUGINS, json=plugin())
    obj["metadata"]["labels"] = {"a": "b"}
    obj = api.ok("PUT", f"{PLUGINS}/p", json=obj)
    assert obj["metadata"]["generation"] == 1
    obj["status"] = {"digest": "sha256:1"}
    obj = api.ok("PUT", f"{PLUGINS}/p/status", json=obj)
    assert obj["metadata"]["generation"] == 1
    obj["spec"]["priority"] = 1
    assert api.ok("PUT", f"{PLUGINS}/p", json=obj)["metadata"]["generation"] == 2


def test_spec_and_status_are_written_apart(api: Api) -> None:
    obj = api.ok("POST", PLUGINS, json=plugin())
    changed = obj | {"spec": {"url": "oci://r/n:9"}, "status": {"digest": "sha256:1"}}
    after = api.ok("PUT", f"{PLUGINS}/p/status", json=changed)
    assert after["spec"] == obj["spec"]
    assert after["status"] == {"digest": "sha256:1"}
    changed["metadata"] = after["metadata"]
    changed["status"] = {"digest": "sha256:2"}
    after = api.ok("PUT", f"{PLUGINS}/p", json=changed)
    assert after["spec"] == {"url": "oci://r/n:9"}
    assert after["status"] == {"digest": "sha256:1"}
    assert api.ok("GET", f"{PLUGINS}/p/status") == after


def test_a_write_without_a_change_is_none(api: Api) -> None:
    obj = api.ok("POST", MAPS, json=config_map())
    assert api.ok("PUT", f"{MAPS}/c", json=obj) == obj


def test_what_the_server_owns_cannot_be_changed(api: Api) -> None:
    obj = api.ok("POST", PLUGINS, json=plugin())
    meta = obj["metadata"] | {"creationTimestamp": "2000-01-01T00:00:00Z", "generation": 99}
    after = api.ok("PUT", f"{PLUGINS}/p", json=obj | {"metadata": meta})
    assert after["metadata"] == obj["metadata"]
    other = obj | {"metadata": obj["metadata"] | {"uid": "x"}}
    assert "Precondition failed: UID" in api.refused(409, "PUT", f"{PLUGINS}/p", json=other)
    other = obj | {"metadata": obj["metadata"] | {"name": "q"}}
    assert "does not match the name on the URL" in api.refused(400, "PUT", f"{PLUGINS}/p", json=other)
    assert api.refused(404, "PUT", f"{PLUGINS}/q", json=plugin("q")).startswith("NotFound")


def test_an_immutable_map(api: Api) -> None:
    obj = api.ok("POST", MAPS, json=config_map() | {"immutable": True})
    assert "data: Forbidden" in api.refused(422, "PUT", f"{MAPS}/c", json=obj | {"data": {}})


def test_a_finalizer_holds_a_deleted_object(api: Api) -> None:
    obj = api.ok("POST", MAPS, json=config_map(finalizers=["a.example.com/x"]))
    held = api.ok("DELETE", f"{MAPS}/c")
    assert held["kind"] == "ConfigMap"
    assert held["metadata"]["deletionTimestamp"]
    obj = api.ok("GET", f"{MAPS}/c")
    obj["metadata"]["finalizers"] = []
    api.ok("PUT", f"{MAPS}/c", json=obj)
    assert api.refused(404, "GET", f"{MAPS}/c").startswith("NotFound")

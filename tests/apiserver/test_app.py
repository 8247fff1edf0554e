"""Who is let in, what is found, and what discovery and OpenAPI say."""

import re
from pathlib import Path

import pytest

from pygress.apiserver.openapi import document_v2
from pygress.resources.kinds import KINDS
from tests.apiserver.conftest import MAPS, Api


def test_the_token_is_needed(api: Api) -> None:
    for header in ("Bearer wrong", "Basic secret", "Bearer", ""):
        answer = api.call("GET", MAPS, headers={"Authorization": header})
        assert answer.status_code == 401
        assert answer.json()["reason"] == "Unauthorized"
    assert api.call("GET", "/readyz", headers={"Authorization": ""}).text == "ok"


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/x",
        "/apis/nope.io",
        "/apis/nope.io/v1",
        "/api/v2",
        "/api/v1/pods",
        "/api/v1/namespaces/default/pods/x",
        "/api/v1/namespaces/default/configmaps/x/status",
        "/api/v1/configmaps/x",
        "/openapi/v3/apis/nope/v1",
    ],
)
def test_paths_that_are_not_there(api: Api, path: str) -> None:
    assert api.refused(404, "GET", path) == "NotFound: the server could not find the requested resource"


def test_verbs_that_are_not_there(api: Api) -> None:
    for method, path in (("POST", f"{MAPS}/c"), ("PUT", MAPS), ("PATCH", MAPS)):
        assert api.refused(405, method, path).startswith("MethodNotAllowed")


def test_a_mistake_of_ours_is_a_status(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(*_: object) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr("pygress.apiserver.app.list_", broken)
    assert (
        api.refused(500, "GET", MAPS) == "InternalError: internal error, please report it: RuntimeError: oops"
    )


def test_discovery_lists_every_kind_in_both_forms(api: Api) -> None:
    found = set()
    groups = [("/api/v1", "")] + [(f"/apis/{kind.api_version}", kind.group) for kind in KINDS if kind.group]
    for path, group in dict(groups).items():
        for one in api.ok("GET", path)["resources"]:
            found.add((group, one["name"]))
    assert {(kind.group, kind.plural) for kind in KINDS} <= found
    listed = {group["name"] for group in api.ok("GET", "/apis")["groups"]}
    assert {kind.group for kind in KINDS if kind.group} <= listed
    aggregated = set()
    accept = "application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json"
    for path in ("/api", "/apis"):
        answer = api.call("GET", path, headers={"Accept": accept})
        assert "as=APIGroupDiscoveryList" in answer.headers["content-type"]
        for group in answer.json()["items"]:
            for version in group["versions"]:
                names = (one["resource"] for one in version["resources"])
                aggregated |= {(group["metadata"].get("name", ""), name) for name in names}
    assert aggregated == {(kind.group, kind.plural) for kind in KINDS}


def test_openapi_refers_only_to_what_it_defines(api: Api) -> None:
    def references(value: object) -> set[str]:
        if isinstance(value, dict):
            here = {value["$ref"]} if isinstance(value.get("$ref"), str) else set()
            return here.union(*(references(one) for one in value.values()), set())
        return set().union(*(references(one) for one in value)) if isinstance(value, list) else set()

    document = api.ok("GET", "/openapi/v2")
    assert references(document) <= {f"#/definitions/{name}" for name in document["definitions"]}
    for path, one in api.ok("GET", "/openapi/v3")["paths"].items():
        document = api.ok("GET", one["serverRelativeURL"])
        schemas = document["components"]["schemas"]
        assert references(document) <= {f"#/components/schemas/{name}" for name in schemas}, path


def test_openapi_in_protobuf_names_every_definition(api: Api) -> None:
    accept = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"
    answer = api.call("GET", "/openapi/v2", headers={"Accept": accept})
    assert answer.headers["content-type"] == "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
    assert answer.content.startswith(b"\x0a\x032.0")
    for name in document_v2()["definitions"]:
        assert name.encode() in answer.content


def test_access_reviews_say_yes(api: Api) -> None:
    path = "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews"
    assert api.ok("POST", path, json={"spec": {}})["status"]["allowed"] is True


def test_the_first_namespaces(api: Api) -> None:
    names = [one["metadata"]["name"] for one in api.ok("GET", "/api/v1/namespaces")["items"]]
    assert names == ["default", "higress-system", "kube-system"]


def test_state_survives_a_restart(api: Api, tmp_path: Path) -> None:
    api.ok("POST", MAPS, json={"metadata": {"name": "c"}})
    api.run(api.garbage.stop())
    api.run(api.store.close())
    api.run(api._start(tmp_path))
    assert api.ok("GET", f"{MAPS}/c")["metadata"]["name"] == "c"


def test_a_full_disk_is_a_status(api: Api) -> None:
    limit = "PRAGMA max_page_count = 20"
    api.run(api.store._write(lambda connection: connection.execute(limit).fetchone()))
    body = {"metadata": {"name": "c"}, "data": {"a": "x" * 200_000}}
    refusal = api.refused(507, "POST", MAPS, json=body)
    assert re.fullmatch(
        r"InsufficientStorage: no space left on the disk of `.*`: nothing was changed", refusal
    )
    assert len(api.ok("GET", "/api/v1/namespaces")["items"]) == 3

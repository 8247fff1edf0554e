"""GET: one object, collections, selectors, pages, tables."""

from datetime import UTC, datetime, timedelta

import pytest

from pygress.resources.table import age
from tests.apiserver.conftest import MAPS, PLUGINS, Api, config_map, plugin

TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"


def names(body: dict) -> list[str]:
    return [one["metadata"]["name"] for one in body["items"]]


@pytest.fixture
def maps(api: Api) -> Api:
    for name, labels in (("a", {"app": "web", "tier": "1"}), ("b", {"app": "db", "tier": "2"}), ("c", {})):
        api.ok("POST", MAPS, json=config_map(name, labels=labels))
    return api


@pytest.mark.parametrize(
    ("selector", "found"),
    [
        ("app=web", "a"),
        ("app==web", "a"),
        ("app!=web", "bc"),
        ("app", "ab"),
        ("!app", "c"),
        ("app in (web, db)", "ab"),
        ("app notin (web)", "bc"),
        ("app,tier=2", "b"),
        ("tier>1", "b"),
        ("tier<2,app=web", "a"),
        ("", "abc"),
        ("app in (web),!x,tier!=5", "a"),
    ],
)
def test_label_selectors(maps: Api, selector: str, found: str) -> None:
    assert names(maps.ok("GET", MAPS, params={"labelSelector": selector})) == list(found)


@pytest.mark.parametrize("selector", ["a in b", "=x", "a=(", "a=b,,", "/=x"])
def test_selectors_that_cannot_be_read(maps: Api, selector: str) -> None:
    assert "unable to parse requirement" in maps.refused(400, "GET", MAPS, params={"labelSelector": selector})


def test_field_selectors(maps: Api) -> None:
    assert names(maps.ok("GET", MAPS, params={"fieldSelector": "metadata.name=b"})) == ["b"]
    assert names(maps.ok("GET", MAPS, params={"fieldSelector": "metadata.name!=b,data.a=b"})) == ["a", "c"]
    assert "invalid field selector" in maps.refused(400, "GET", MAPS, params={"fieldSelector": "a"})


def test_pages_show_one_moment(maps: Api) -> None:
    first = maps.ok("GET", MAPS, params={"limit": "2"})
    assert names(first) == ["a", "b"]
    assert first["metadata"]["remainingItemCount"] == 1
    maps.ok("DELETE", f"{MAPS}/c")
    maps.ok("POST", MAPS, json=config_map("d"))
    second = maps.ok("GET", MAPS, params={"limit": "2", "continue": first["metadata"]["continue"]})
    assert names(second) == ["c"]
    assert "continue" not in second["metadata"]
    assert second["metadata"]["resourceVersion"] == first["metadata"]["resourceVersion"]
    assert "continue key is not valid" in maps.refused(400, "GET", MAPS, params={"continue": "x"})
    assert "`limit`" in maps.refused(400, "GET", MAPS, params={"limit": "x"})


def test_pages_with_a_selector(maps: Api) -> None:
    query = {"limit": "1", "labelSelector": "app"}
    first = maps.ok("GET", MAPS, params=query)
    second = maps.ok("GET", MAPS, params=query | {"continue": first["metadata"]["continue"]})
    assert names(first) + names(second) == ["a", "b"]


def test_a_page_of_a_compacted_moment_is_expired(maps: Api) -> None:
    first = maps.ok("GET", MAPS, params={"limit": "1"})
    maps.ok("POST", MAPS, json=config_map("d"))
    maps.run(maps.store.compact(maps.store.revision))
    query = {"continue": first["metadata"]["continue"]}
    assert maps.refused(410, "GET", MAPS, params=query).startswith("Expired: The provided continue parameter")


def test_all_namespaces(maps: Api) -> None:
    maps.ok("POST", MAPS.replace("default", "kube-system"), json=config_map("z"))
    assert names(maps.ok("GET", "/api/v1/configmaps")) == ["a", "b", "c", "z"]


def test_tables(api: Api) -> None:
    api.ok("POST", PLUGINS, json=plugin(phase="AUTHN", priority=7))
    body = api.ok("GET", PLUGINS, headers={"Accept": TABLE})
    assert body["kind"] == "Table"
    columns = [(one["name"], one["type"], one["priority"]) for one in body["columnDefinitions"]]
    assert columns == [
        ("Name", "string", 0),
        ("Ready", "string", 0),
        ("Phase", "string", 0),
        ("Priority", "integer", 0),
        ("Image", "string", 0),
        ("Digest", "string", 0),
        ("Age", "string", 0),
        ("Reason", "string", 1),
        ("Message", "string", 1),
    ]
    row = body["rows"][0]
    assert row["cells"][:5] == ["p", None, "AUTHN", 7, "oci://r/n:1"]
    assert row["object"]["kind"] == "PartialObjectMetadata"
    one = api.ok("GET", f"{PLUGINS}/p?includeObject=Object", headers={"Accept": TABLE})
    assert one["rows"][0]["object"]["spec"]["phase"] == "AUTHN"
    none = api.ok("GET", f"{PLUGINS}?includeObject=None", headers={"Accept": TABLE})
    assert "object" not in none["rows"][0]


def test_metadata_only(maps: Api) -> None:
    accept = "application/json;as=PartialObjectMetadataList;v=v1;g=meta.k8s.io"
    body = maps.ok("GET", MAPS, headers={"Accept": accept})
    assert body["kind"] == "PartialObjectMetadataList"
    assert set(body["items"][0]) == {"kind", "apiVersion", "metadata"}


def test_what_is_not_spoken(maps: Api) -> None:
    accept = {"Accept": "application/vnd.kubernetes.protobuf"}
    assert maps.refused(406, "GET", MAPS, headers=accept).startswith("NotAcceptable")
    both = {"Accept": "application/vnd.kubernetes.protobuf,application/json"}
    assert maps.ok("GET", MAPS, headers=both)["kind"] == "ConfigMapList"


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0s"),
        (119, "119s"),
        (120, "2m"),
        (330, "5m30s"),
        (600, "10m"),
        (10_799, "179m"),
        (3 * 3600 + 60, "3h1m"),
        (10 * 3600, "10h"),
        (49 * 3600, "2d1h"),
        (10 * 86400, "10d"),
        (800 * 86400, "2y70d"),
        (3000 * 86400, "8y"),
    ],
)
def test_ages(seconds: int, text: str) -> None:
    start = datetime(2020, 1, 1, tzinfo=UTC)
    assert age("2020-01-01T00:00:00Z", start + timedelta(seconds=seconds)) == text

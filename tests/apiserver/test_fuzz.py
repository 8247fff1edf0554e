"""Whatever a client sends, the answer is an object or a Status, never a mistake of ours."""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pygress.resources.kinds import KINDS, Kind
from tests.apiserver.conftest import APPLY, JSON_PATCH, MERGE, STRATEGIC, Api

SPECS: dict[str, dict[str, Any]] = {
    "WasmPlugin": {
        "spec": {"url": "r/n", "matchRules": [{"domain": ["a"], "config": {}}], "vmConfig": {"env": []}}
    },
    "McpBridge": {"spec": {"registries": [{"type": "dns", "name": "a", "domain": "a.com", "port": 80}]}},
    "Ingress": {
        "spec": {
            "rules": [
                {
                    "host": "a.com",
                    "http": {
                        "paths": [
                            {
                                "path": "/",
                                "pathType": "Exact",
                                "backend": {"service": {"name": "a", "port": {"number": 80}}},
                            }
                        ]
                    },
                }
            ],
            "tls": [{"hosts": ["a.com"]}],
        }
    },
    "Service": {"spec": {"ports": [{"port": 80, "targetPort": "x"}], "selector": {"a": "b"}}},
    "Endpoints": {"subsets": [{"addresses": [{"ip": "1.1.1.1"}], "ports": [{"port": 1}]}]},
    "EndpointSlice": {
        "addressType": "IPv4",
        "endpoints": [{"addresses": ["1.1.1.1"]}],
        "ports": [{"port": 1}],
    },
    "Secret": {"data": {"a": "Yg=="}, "stringData": {"a": "b"}, "type": "Opaque"},
    "ConfigMap": {"data": {"a": "b"}, "binaryData": {"c": "ZA=="}},
    "Event": {"involvedObject": {"name": "a"}, "lastTimestamp": "2020-01-01T00:00:00Z"},
    "Lease": {"spec": {"holderIdentity": "a"}},
    "IngressClass": {"spec": {"controller": "a/b"}},
    "Namespace": {"spec": {"finalizers": ["kubernetes"]}},
}
META = {
    "labels": {"a": "b"},
    "annotations": {"a": "b"},
    "finalizers": ["a/b"],
    "ownerReferences": [{"apiVersion": "v1", "kind": "X", "name": "x", "uid": "u"}],
    "managedFields": [{"manager": "m", "operation": "Apply", "fieldsV1": {"f:spec": {}}}],
}

scalars = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5)
values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path, *(place for key, one in inner for place in places(one, (*path, key)))]


def mutated(data: st.DataObject, obj: dict[str, Any]) -> Any:
    obj = copy.deepcopy(obj)
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(places(obj)))
        value = data.draw(values)
        if not path:
            return value
        at: Any = obj
        for step in path[:-1]:
            at = at[step]
        if isinstance(at, dict) and data.draw(st.booleans()):
            at[data.draw(st.text(max_size=5))] = value
        else:
            at[path[-1]] = value
    return obj


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.resource)
def test_no_body_makes_the_server_fail(api: Api, kind: Kind) -> None:
    base = {
        "apiVersion": kind.api_version,
        "kind": kind.kind,
        "metadata": {"name": "x"} | copy.deepcopy(META),
        **copy.deepcopy(SPECS[kind.kind]),
    }
    collection = kind.path("default" if kind.namespaced else "")
    first = {**base, "metadata": {"name": "x"}}
    api.ok("POST", collection, json=first)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(st.data())
    def play(data: st.DataObject) -> None:
        body = json.dumps(mutated(data, base)).encode()
        path = f"{collection}/x"
        method, target, content_type = data.draw(
            st.sampled_from(
                [
                    ("POST", collection, "application/json"),
                    ("PUT", path, "application/json"),
                    ("PATCH", path, MERGE),
                    ("PATCH", path, STRATEGIC),
                    ("PATCH", path, JSON_PATCH),
                    ("PATCH", f"{path}?fieldManager=f&force=true", APPLY),
                    ("PATCH", f"{path}/status", MERGE),
                    ("DELETE", f"{path}?dryRun=All", "application/json"),
                ]
            )
        )
        answer = api.call(method, target, content=body, type=content_type)
        assert answer.status_code != 500, (method, target, body, answer.text)
        listed = api.call(
            "GET", collection, headers={"Accept": "application/json;as=Table;v=v1;g=meta.k8s.io"}
        )
        assert listed.status_code == 200, (method, target, body, listed.text)

    play()


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(query=st.dictionaries(
    st.sampled_from(["limit", "continue", "labelSelector", "fieldSelector", "resourceVersion", "resourceVersionMatch"]),
    st.text(max_size=8) | st.integers().map(str) | st.just("eyJydiI6IDk5OTk5OTk5OTk5OTk5OTk5OTk5LCAic3RhcnQiOiAiIn0"),
    max_size=3,
))  # fmt: skip
def test_no_query_makes_the_server_fail(api: Api, query: dict[str, str]) -> None:
    answer = api.call("GET", "/api/v1/namespaces", params=query)
    assert answer.status_code != 500, (query, answer.text)

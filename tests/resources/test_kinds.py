"""The table of kinds, its columns and its schemas."""

import pytest

from pygress.resources import kinds, schemas
from pygress.resources.columns import json_path
from pygress.resources.kinds import KINDS, Kind


def test_names_as_people_write_them() -> None:
    for name in ("svc", "service", "services", "Service"):
        assert kinds.by_name(name) is kinds.SERVICE
    assert kinds.by_name("wasmplugin") is kinds.WASM_PLUGIN
    assert kinds.by_name("wasmplugins.extensions.istio.io") is kinds.ISTIO_WASM_PLUGIN
    assert kinds.by_name("wasmplugins.v1alpha1.extensions.higress.io") is kinds.WASM_PLUGIN
    assert kinds.by_name("pods") is None


def test_paths() -> None:
    assert kinds.SERVICE.path("a", "b") == "/api/v1/namespaces/a/services/b"
    assert kinds.INGRESS.path() == "/apis/networking.k8s.io/v1/ingresses"
    assert kinds.NAMESPACE.path("", "a", "status") == "/api/v1/namespaces/a/status"


def test_column_paths() -> None:
    obj = {"a": {"b.c": 1, "l": [{"type": "X", "v": 1}, {"type": "Ready", "v": 2}]}}
    assert json_path(obj, r".a.b\.c") == 1
    assert json_path(obj, '.a.l[?(@.type=="Ready")].v') == 2
    assert json_path(obj, ".a.l[0].v") == 1
    assert json_path(obj, ".a.l[*].v") == "1 2"
    assert json_path(obj, ".a.l[5].v") is None
    assert json_path(obj, ".x.y[*].z") is None
    with pytest.raises(ValueError, match="not a column path"):
        json_path(obj, "a")


def test_columns_of_a_plugin() -> None:
    obj = {
        "metadata": {"name": "a"},
        "spec": {"url": "oci://r/n:1", "phase": "AUTHN", "priority": 7},
        "status": {
            "conditions": [{"type": "Ready", "status": "False", "reason": "PullFailed"}],
            "digest": "d",
        },
    }
    cells = {column.name: column.cell(obj) for column in kinds.WASM_PLUGIN.columns}
    assert cells == {
        "Ready": "False",
        "Phase": "AUTHN",
        "Priority": 7,
        "Image": "oci://r/n:1",
        "Digest": "d",
        "Age": None,
        "Reason": "PullFailed",
        "Message": None,
    }


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.resource)
def test_columns_take_an_empty_object(kind: Kind) -> None:
    for column in kind.columns:
        column.cell({"metadata": {"name": "a"}})


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.resource)
def test_every_field_of_a_model_is_in_the_schema(kind: Kind) -> None:
    schema = schemas.definitions()[schemas.definition_name(kind)]
    known = set(schema["properties"])
    assert {field.alias or name for name, field in kind.model.model_fields.items()} <= known


def test_unknown_fields_of_kubernetes_own_kinds() -> None:
    obj = {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {"name": "a"},
        "spec": {"ports": [{"port": 80, "prot": "TCP"}], "selectr": {}},
        "x": 1,
    }
    assert schemas.unknown_fields(kinds.SERVICE, obj) == ["spec.ports[0].prot", "spec.selectr", "x"]

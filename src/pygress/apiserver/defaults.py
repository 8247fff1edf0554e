"""Defaults: what the server fills in, by kind, so that readers need not."""

import base64
from typing import Any

from pygress.apiserver.status import Object
from pygress.resources import kinds
from pygress.resources.kinds import Kind

# Configuration of plugins belongs to the plugin: a null in it is a value.
_FREE = {"config", "defaultConfig", "pluginConfig"}


def set_defaults(kind: Kind, obj: Object) -> None:
    """Complete an object in place."""
    obj["metadata"] = _without_nulls(obj["metadata"])
    for name, value in list(obj.items()):
        if value is None:
            del obj[name]
        elif name not in ("metadata", "status"):
            obj[name] = _without_nulls(value)
    if kind is kinds.SERVICE:
        _service(obj)
    elif kind is kinds.SECRET:
        _secret(obj)
    elif kind is kinds.NAMESPACE:
        _namespace(obj)


def _namespace(obj: Object) -> None:
    # What is not an object is left for the rules to refuse.
    for parent, name, value in (
        (obj.setdefault("spec", {}), "finalizers", ["kubernetes"]),
        (obj.setdefault("status", {}), "phase", "Active"),
    ):
        if isinstance(parent, dict):
            parent.setdefault(name, value)
    labels = obj["metadata"].setdefault("labels", {})
    if isinstance(labels, dict):
        labels["kubernetes.io/metadata.name"] = obj["metadata"].get("name", "")


def _without_nulls(value: Any) -> Any:
    """Drop nulls, which Kubernetes reads as "not set"."""
    if isinstance(value, dict):
        return {
            name: one if name in _FREE else _without_nulls(one)
            for name, one in value.items()
            if one is not None
        }
    if isinstance(value, list):
        return [_without_nulls(one) for one in value]
    return value


def _service(obj: Object) -> None:
    spec = obj.get("spec")
    if not isinstance(spec, dict):
        return
    spec.setdefault("type", "ClusterIP")
    spec.setdefault("sessionAffinity", "None")
    ports = spec.get("ports")
    for port in ports if isinstance(ports, list) else ():
        if isinstance(port, dict):
            port.setdefault("protocol", "TCP")
            if "port" in port:
                port.setdefault("targetPort", port["port"])


def _secret(obj: Object) -> None:
    obj.setdefault("type", "Opaque")
    plain = obj.get("stringData")
    if isinstance(plain, dict) and all(isinstance(value, str) for value in plain.values()):
        data = obj.get("data")
        encoded = {name: base64.b64encode(value.encode()).decode() for name, value in plain.items()}
        obj["data"] = {**(data if isinstance(data, dict) else {}), **encoded}
        del obj["stringData"]

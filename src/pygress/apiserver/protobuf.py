"""Bodies in Kubernetes' protobuf, as the typed commands of newer kubectl send them (`kubectl create namespace`).

Only decoding, and only of the kinds that such commands make; answers are always JSON, which every client reads.
Numbers are those of Kubernetes' `generated.proto` files; a field that is not listed here is refused by number, so
that nothing is lost in silence.
"""

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from pygress.apiserver import status
from pygress.apiserver.status import Object

MEDIA_TYPE = "application/vnd.kubernetes.protobuf"

_MAGIC = b"k8s\x00"

Scalar = Literal["string", "bytes", "int", "bool", "time", "int-or-string"]


@dataclass(frozen=True)
class _Field:
    name: str
    type: "Scalar | _Message"
    repeated: bool = False
    map: bool = False


_Message = dict[int, _Field]


def _strings(name: str) -> _Field:
    return _Field(name, "string", repeated=True)


def _texts(name: str) -> _Field:
    return _Field(name, "string", map=True)


_OWNER: _Message = {
    1: _Field("kind", "string"),
    3: _Field("name", "string"),
    4: _Field("uid", "string"),
    5: _Field("apiVersion", "string"),
    6: _Field("controller", "bool"),
    7: _Field("blockOwnerDeletion", "bool"),
}
_META: _Message = {
    1: _Field("name", "string"),
    2: _Field("generateName", "string"),
    3: _Field("namespace", "string"),
    4: _Field("selfLink", "string"),
    5: _Field("uid", "string"),
    6: _Field("resourceVersion", "string"),
    7: _Field("generation", "int"),
    8: _Field("creationTimestamp", "time"),
    9: _Field("deletionTimestamp", "time"),
    10: _Field("deletionGracePeriodSeconds", "int"),
    11: _texts("labels"),
    12: _texts("annotations"),
    13: _Field("ownerReferences", _OWNER, repeated=True),
    14: _strings("finalizers"),
}
_SERVICE_PORT: _Message = {
    1: _Field("name", "string"),
    2: _Field("protocol", "string"),
    3: _Field("port", "int"),
    4: _Field("targetPort", "int-or-string"),
    5: _Field("nodePort", "int"),
    6: _Field("appProtocol", "string"),
}
_SERVICE_SPEC: _Message = {
    1: _Field("ports", _SERVICE_PORT, repeated=True),
    2: _texts("selector"),
    3: _Field("clusterIP", "string"),
    4: _Field("type", "string"),
    5: _strings("externalIPs"),
    7: _Field("sessionAffinity", "string"),
    8: _Field("loadBalancerIP", "string"),
    9: _strings("loadBalancerSourceRanges"),
    10: _Field("externalName", "string"),
    11: _Field("externalTrafficPolicy", "string"),
    12: _Field("healthCheckNodePort", "int"),
    13: _Field("publishNotReadyAddresses", "bool"),
    16: _Field("topologyKeys", "string", repeated=True),
    17: _Field("ipFamilyPolicy", "string"),
    18: _strings("clusterIPs"),
    19: _strings("ipFamilies"),
    22: _Field("internalTrafficPolicy", "string"),
}
_BACKEND: _Message = {
    3: _Field(
        "resource",
        {1: _Field("apiGroup", "string"), 2: _Field("kind", "string"), 3: _Field("name", "string")},
    ),
    4: _Field(
        "service",
        {
            1: _Field("name", "string"),
            2: _Field("port", {1: _Field("name", "string"), 2: _Field("number", "int")}),
        },
    ),
}
_PATH: _Message = {
    1: _Field("path", "string"),
    2: _Field("backend", _BACKEND),
    3: _Field("pathType", "string"),
}
_RULE: _Message = {
    1: _Field("host", "string"),
    # `ingressRuleValue` is inline in JSON.
    2: _Field("", {1: _Field("http", {1: _Field("paths", _PATH, repeated=True)})}),
}
_INGRESS_SPEC: _Message = {
    1: _Field("defaultBackend", _BACKEND),
    2: _Field("tls", {1: _strings("hosts"), 2: _Field("secretName", "string")}, repeated=True),
    3: _Field("rules", _RULE, repeated=True),
    4: _Field("ingressClassName", "string"),
}
_LOAD_BALANCER: _Message = {1: _Field("loadBalancer", {})}

_KINDS: dict[tuple[str, str], _Message] = {
    ("v1", "Namespace"): {
        1: _Field("metadata", _META),
        2: _Field("spec", {1: _strings("finalizers")}),
        3: _Field("status", {1: _Field("phase", "string")}),
    },
    ("v1", "ConfigMap"): {
        1: _Field("metadata", _META),
        2: _texts("data"),
        3: _Field("binaryData", "bytes", map=True),
        4: _Field("immutable", "bool"),
    },
    ("v1", "Secret"): {
        1: _Field("metadata", _META),
        2: _Field("data", "bytes", map=True),
        3: _Field("type", "string"),
        4: _texts("stringData"),
        5: _Field("immutable", "bool"),
    },
    ("v1", "Service"): {
        1: _Field("metadata", _META),
        2: _Field("spec", _SERVICE_SPEC),
        3: _Field("status", _LOAD_BALANCER),
    },
    ("networking.k8s.io/v1", "Ingress"): {
        1: _Field("metadata", _META),
        2: _Field("spec", _INGRESS_SPEC),
        3: _Field("status", _LOAD_BALANCER),
    },
}
_DELETE_OPTIONS: _Message = {
    1: _Field("gracePeriodSeconds", "int"),
    2: _Field("preconditions", {1: _Field("uid", "string"), 2: _Field("resourceVersion", "string")}),
    3: _Field("orphanDependents", "bool"),
    4: _Field("propagationPolicy", "string"),
    5: _strings("dryRun"),
    6: _Field("ignoreStoreReadErrorWithClusterBreakingPotential", "bool"),
}


def decode(body: bytes) -> Object:
    """Decode an enveloped object; raises 415 for a kind that is not spoken and a BadRequest for garbage."""
    if not body.startswith(_MAGIC):
        raise status.bad_request("the body of the request is not Kubernetes protobuf")
    try:
        parts = dict(_fields(body[len(_MAGIC) :]))
        of_type = dict(_fields(_bytes(parts.get(1, b""))))
        api_version = _bytes(of_type.get(1, b"")).decode()
        kind = _bytes(of_type.get(2, b"")).decode()
        message = _DELETE_OPTIONS if kind == "DeleteOptions" else _KINDS.get((api_version, kind))
        if message is None:
            raise status.unsupported_media_type(
                f"{MEDIA_TYPE}; kind={kind}", ("application/json", "application/yaml")
            )
        return {"apiVersion": api_version, "kind": kind, **_read(message, _bytes(parts.get(2, b"")))}
    except (ValueError, IndexError) as error:
        raise status.bad_request(f"the body of the request cannot be read: {error}") from None


def _read(message: _Message, body: bytes) -> Object:
    found: Object = {}
    for number, value in _fields(body):
        field = message.get(number)
        if field is None:
            # Load balancer states and the like, which are never read from a request.
            if not message:
                continue
            raise ValueError(f"field {number} is not known; send JSON instead")
        if field.map:
            pair = dict(_fields(_bytes(value)))
            key = _bytes(pair.get(1, b"")).decode()
            found.setdefault(field.name, {})[key] = _value(field.type, pair.get(2, b""))
            continue
        one = _value(field.type, value)
        if field.repeated:
            found.setdefault(field.name, []).append(one)
        elif not field.name:
            found |= one
        elif one not in ("", 0, None, False, {}) or field.name == "immutable":
            # Go's encoder writes fields that are not set as zero.
            found[field.name] = one
    return found


def _value(kind: "Scalar | _Message", value: int | bytes) -> Any:
    if isinstance(kind, dict):
        return _read(kind, _bytes(value))
    match kind:
        case "string":
            return _bytes(value).decode()
        case "bytes":
            return base64.b64encode(_bytes(value)).decode()
        case "int":
            return _int(value)
        case "bool":
            return bool(_int(value))
        case "time":
            seconds = _int(dict(_fields(_bytes(value))).get(1, 0))
            return (
                datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if seconds > 0 else None
            )
        case "int-or-string":
            parts = dict(_fields(_bytes(value)))
            return _bytes(parts.get(3, b"")).decode() if _int(parts.get(1, 0)) else _int(parts.get(2, 0))


def _fields(body: bytes) -> Iterator[tuple[int, int | bytes]]:
    at = 0
    while at < len(body):
        tag, at = _varint(body, at)
        match tag & 7:
            case 0:
                number, at = _varint(body, at)
                yield tag >> 3, number
            case 2:
                size, at = _varint(body, at)
                if at + size > len(body):
                    raise ValueError("a field ends after its message")
                yield tag >> 3, body[at : at + size]
                at += size
            case wire_type:
                raise ValueError(f"wire type {wire_type} does not occur in Kubernetes")


def _varint(body: bytes, at: int) -> tuple[int, int]:
    result = shift = 0
    while True:
        byte = body[at]
        at += 1
        result |= (byte & 0x7F) << shift
        shift += 7
        if byte < 0x80:
            return result, at
        if shift > 63:
            raise ValueError("a number has more than 64 bits")


def _int(value: int | bytes) -> int:
    if not isinstance(value, int):
        raise ValueError("a number was expected")
    return value - (1 << 64) if value >> 63 else value


def _bytes(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise ValueError("text was expected")
    return value

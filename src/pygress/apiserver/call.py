"""One request, understood: which kind, which object, which options, what body.

PATCH /apis/networking.k8s.io/v1/namespaces/shop/ingresses/web/status?dryRun=All
-> Call(kind=INGRESS, namespace="shop", name="web", subresource="status", dry_run=True)
"""

import contextlib
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.requests import Request

from pygress.apiserver import protobuf, status
from pygress.apiserver.status import Object
from pygress.base.diagnostics import DiagnosticError
from pygress.resources import kinds
from pygress.resources.kinds import Kind
from pygress.resources.manifest import load_document

BODY_LIMIT = 3 * 1024 * 1024
"""Bytes of a request body, as in Kubernetes."""

_BODY_TYPES = ("application/json", "application/yaml", protobuf.MEDIA_TYPE)


@dataclass(frozen=True)
class Target:
    """What a URL names; empty texts for what it leaves out."""

    kind: Kind
    namespace: str = ""
    name: str = ""
    subresource: str = ""


def parse_target(path: str) -> Target | None:
    """Read a URL path; None when it names nothing that is served."""
    parts = path.strip("/").split("/")
    match parts:
        case ["api", version, *rest]:
            group = ""
        case ["apis", group, version, *rest]:
            pass
        case _:
            return None
    namespace = ""
    # `/namespaces/NAME` and its subresources are the kind itself; anything longer is a scope.
    if len(rest) >= 3 and rest[0] == "namespaces" and rest[2] not in ("status", "finalize"):
        namespace, rest = rest[1], rest[2:]
    if not 1 <= len(rest) <= 3:
        return None
    kind = kinds.by_resource(group, version, rest[0])
    if kind is None or (namespace and not kind.namespaced):
        return None
    name = rest[1] if len(rest) > 1 else ""
    subresource = rest[2] if len(rest) > 2 else ""
    if kind.namespaced and name and not namespace:
        return None
    if subresource == "finalize" and kind is kinds.NAMESPACE:
        return Target(kind, namespace, name, subresource)
    if subresource and not (subresource == "status" and kind.status):
        return None
    return Target(kind, namespace, name, subresource)


class Call:
    """A request with its target and the query options that all verbs share."""

    def __init__(self, request: Request, target: Target) -> None:
        self.request = request
        self.kind = target.kind
        self.namespace = target.namespace
        self.name = target.name
        self.subresource = target.subresource
        self.query = request.query_params
        self.dry_run = self._dry_run()
        self.field_validation = self._one_of("fieldValidation", ("Ignore", "Warn", "Strict"), "Warn")
        self.warnings: list[str] = []

    @property
    def manager(self) -> str:
        """Who writes: the field manager, or else the program's name from its User-Agent."""
        agent = self.request.headers.get("user-agent", "")
        return self.query.get("fieldManager") or agent.split("/")[0][:128] or "unknown"

    @property
    def content_type(self) -> str:
        """The media type of the body without its parameters."""
        return self.request.headers.get("content-type", "application/json").split(";")[0].strip().lower()

    def flag(self, name: str) -> bool:
        """Read a boolean option; Go's spellings of true count."""
        return self.query.get(name, "") in ("1", "t", "T", "true", "TRUE", "True")

    def number(self, name: str) -> int:
        """Read an integer option; 0 when it is absent. Raises a BadRequest for anything else."""
        text = self.query.get(name, "")
        if text == "":
            return 0
        # 18 digits is what the store can count to.
        if not text.isascii() or not text.isdigit() or len(text) > 18:
            raise status.bad_request(f"`{name}`: invalid value {text!r}: must be a number of at least 0")
        return int(text)

    async def object_body(self) -> Object:
        """Read an object in JSON, YAML or Kubernetes protobuf."""
        if self.content_type not in _BODY_TYPES:
            raise status.unsupported_media_type(self.content_type, _BODY_TYPES)
        return as_object(decode(await self.raw_body(), self.content_type))

    async def raw_body(self) -> bytes:
        """Read the body up to the limit; raises 413 beyond it."""
        return await read_body(self.request)

    def _dry_run(self) -> bool:
        values = self.query.getlist("dryRun")
        if any(value != "All" for value in values):
            raise status.bad_request(f"`dryRun`: unsupported value {values[0]!r}: supported values: 'All'")
        return bool(values)

    def _one_of(self, name: str, allowed: tuple[str, ...], default: str) -> str:
        value = self.query.get(name) or default
        if value not in allowed:
            listed = ", ".join(repr(one) for one in allowed)
            raise status.bad_request(f"`{name}`: unsupported value {value!r}: supported values: {listed}")
        return value


async def read_body(request: Request) -> bytes:
    """Read a body up to the limit; raises 413 before it is in memory."""
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > BODY_LIMIT:
        raise status.too_large(BODY_LIMIT)
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > BODY_LIMIT:
            raise status.too_large(BODY_LIMIT)
        chunks.append(chunk)
    return b"".join(chunks)


def decode(body: bytes, content_type: str) -> Any:
    """Decode JSON, YAML or Kubernetes protobuf; raises a BadRequest that says where it is wrong."""
    if content_type == protobuf.MEDIA_TYPE:
        return protobuf.decode(body)
    try:
        if content_type.endswith("yaml"):
            # Clients send JSON as YAML too, which is much quicker to read as what it is.
            with contextlib.suppress(msgspec.DecodeError):
                return msgspec.json.decode(body)
            return load_document(body, "<body>")
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, DiagnosticError, ValueError, RecursionError) as error:
        raise status.bad_request(f"the body of the request cannot be read: {error}") from None


def as_object(value: Any) -> Object:
    """Require a JSON object."""
    if not isinstance(value, dict):
        raise status.bad_request("the body of the request must be an object")
    return value

"""Wire objects -> typed models; objects that cannot be read become problems."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from pygress.gateway.build.status import Problem
from pygress.resources.config_map import ConfigMap
from pygress.resources.endpoints import Endpoints, EndpointSlice
from pygress.resources.ingress import Ingress
from pygress.resources.mcp_bridge import McpBridge
from pygress.resources.meta import Resource
from pygress.resources.secret import Secret
from pygress.resources.service import Service
from pygress.resources.wasm_plugin import ISTIO_API_VERSION, IstioWasmPlugin, WasmPlugin

R = TypeVar("R", bound=Resource)

MODELS: tuple[type[Resource], ...] = (
    WasmPlugin,
    IstioWasmPlugin,
    Ingress,
    Service,
    Endpoints,
    EndpointSlice,
    Secret,
    ConfigMap,
    McpBridge,
)


@dataclass(frozen=True)
class Inputs:
    """Every object that the build looks at, by `namespace/name`, and those that could not be read."""

    plugins: Mapping[str, WasmPlugin] = field(default_factory=dict)
    ingresses: Mapping[str, Ingress] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    endpoints: Mapping[str, Endpoints] = field(default_factory=dict)
    slices: Mapping[str, EndpointSlice] = field(default_factory=dict)
    secrets: Mapping[str, Secret] = field(default_factory=dict)
    bridges: Mapping[str, McpBridge] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class Reader:
    """Reads objects, each version of each object once: most of them have not changed since the last build."""

    def __init__(self) -> None:
        self._cache: dict[tuple[str, str], tuple[Any, Resource | Problem]] = {}

    def read(self, objects: Iterable[dict[str, Any]]) -> Inputs:
        """Read wire objects of any of our kinds; other kinds are left out."""
        seen: dict[tuple[str, str], tuple[Any, Resource | Problem]] = {}
        by_model: dict[type[Resource], dict[str, Any]] = {model: {} for model in MODELS}
        problems: list[Problem] = []
        for obj in objects:
            model = _model(obj)
            if model is None:
                continue
            meta = obj.get("metadata") or {}
            key = f"{meta.get('namespace', '')}/{meta.get('name', '')}"
            place = (model.__name__, key)
            cached = self._cache.get(place)
            if cached is None or cached[0] is not obj:
                cached = (obj, _read(model, key, obj))
            seen[place] = cached
            if isinstance(cached[1], Problem):
                problems.append(cached[1])
            else:
                by_model[model][key] = cached[1]
        self._cache = seen
        plugins = dict(by_model[WasmPlugin])
        for key, plugin in by_model[IstioWasmPlugin].items():
            # One name in both groups is one plugin: Higress' own object wins.
            plugins.setdefault(key, plugin)
        return Inputs(
            plugins,
            by_model[Ingress],
            by_model[Service],
            by_model[Endpoints],
            by_model[EndpointSlice],
            by_model[Secret],
            by_model[McpBridge],
            tuple(problems),
        )


def _model(obj: dict[str, Any]) -> type[Resource] | None:
    kind = obj.get("kind")
    if kind == "WasmPlugin" and obj.get("apiVersion") == ISTIO_API_VERSION:
        return IstioWasmPlugin
    return next((model for model in MODELS if model.__name__ == kind), None)


def _read(model: type[Resource], key: str, obj: dict[str, Any]) -> Resource | Problem:
    try:
        return model.read(obj)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return Problem(str(obj.get("kind")), key, "Unreadable", f"`{place}`: {first['msg'].lower()}")

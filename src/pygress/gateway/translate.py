"""Every stage of the pure pipeline for a set of objects, without a server: `pygress translate` and golden tests."""

import dataclasses
import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pygress.gateway import ir, xds
from pygress.gateway.build import Built, Facts, Reader, Settings, build
from pygress.modules.model import Module, ModuleRequest, ModuleState


@dataclass(frozen=True)
class Stages:
    """The stages as plain data. `built` is the outcome of the build itself."""

    built: Built
    ir: dict[str, Any]
    xds: dict[str, list[dict[str, Any]]]
    status: dict[str, Any]


def assumed(request: ModuleRequest) -> Module:
    """Take a module for fetched and valid: nothing is looked at."""
    digest = hashlib.sha256(request.url.encode()).hexdigest()
    return Module(Path(f"/modules/{digest[:12]}.wasm"), digest, f"sha256:{digest}", 1000, "0.2.1")


def translate(
    objects: Iterable[dict[str, Any]],
    modules: Callable[[ModuleRequest], ModuleState] = assumed,
    facts: Facts | None = None,
    settings: Settings | None = None,
) -> Stages:
    """Run every stage; unless `facts` says otherwise each configuration counts as valid."""
    inputs = Reader().read(objects)
    facts = facts or Facts(preflight=False)
    settings = settings or Settings()
    wanted = build(inputs, {}, facts, settings).requests
    built = build(inputs, {request: modules(request) for request in wanted}, facts, settings)
    return Stages(built, ir.to_plain(built.gateway), xds.to_plain(xds.to_xds(built.gateway)), _status(built))


def _status(built: Built) -> dict[str, Any]:
    return {
        "plugins": [ir.to_plain(one) for one in built.plugins],
        "problems": [dataclasses.asdict(one) for one in built.problems],
    }

"""From fetched bytes to a module an Envoy may read: parse, adapt, check, store."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from pygress.modules.adapt import adapt_module
from pygress.modules.cache import Cache
from pygress.modules.check import LARGEST_MODULE, check_module
from pygress.modules.errors import invalid, unfetched
from pygress.modules.facts import capabilities_of, read_facts
from pygress.modules.model import Module
from pygress.modules.wasm import WasmError, parse_wasm


@dataclass(frozen=True)
class Companions:
    """What an image says of its module beside it; used for modules that say nothing themselves."""

    metadata: dict[str, Any] = field(default_factory=dict)
    readme: str = ""


def prepare_module(data: bytes, digest: str, cache: Cache, companions: Companions | None = None) -> Module:
    """Give the finished module; an empty `digest` stands for the hash of `data`. Blocks for a large module."""
    if len(data) > LARGEST_MODULE:
        raise unfetched("TooLarge", f"the module has {len(data)} bytes, at most {LARGEST_MODULE}")
    try:
        wasm = parse_wasm(data)
        facts = read_facts(wasm)
        adapted = adapt_module(wasm)
    except WasmError as error:
        raise invalid(error.reason, error.message) from error
    check_module(adapted.wasm)
    path = cache.add(adapted.wasm.data)
    beside = companions or Companions()
    return Module(
        path=path,
        sha256=path.stem,
        digest=digest or "sha256:" + hashlib.sha256(data).hexdigest(),
        size=len(adapted.wasm.data),
        abi=facts.abi,
        sdk=facts.sdk,
        language=facts.language,
        metadata=facts.metadata or beside.metadata,
        readme=facts.readme or beside.readme,
        changes=adapted.changes,
        capabilities=capabilities_of(adapted.wasm),
    )

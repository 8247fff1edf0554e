"""Make modules of other dialects run on Envoy.

Input: a parsed module. Output: the bytes of a module that imports only what Envoy has, and what was changed. Function
indices keep their meaning: an import that Envoy lacks stays in its place as an import that nobody calls any more, the
function that replaces it stands at the end, and only the instructions that called the old one are changed.

    (import "env" "proxy_redis_init" (func $f3 ...))     (import "env" "proxy_done" (func $f3 (result i32)))
    ... call $f3 ...                                     ... call $f900 ...    (func $f900 ... i32.const 12)
    (export "proxy_abi_version_0_2_100" ...)             (export "proxy_abi_version_0_2_1" ...)
"""

from dataclasses import dataclass

from pygress.modules.adapt.marker import adapt_marker
from pygress.modules.adapt.redis import adapt_redis
from pygress.modules.adapt.stubs import adapt_imports
from pygress.modules.wasm import Wasm, parse_wasm

ADAPTER = 2
"""The version of what the adapter does: a module adapted by another one is adapted again."""


@dataclass(frozen=True)
class Adapted:
    """A module for Envoy; `changes` says what was done to it, in words, and is empty if nothing was."""

    wasm: Wasm
    changes: tuple[str, ...] = ()


def adapt_module(wasm: Wasm) -> Adapted:
    """Adapt one module; what can't be adapted is left for the check to name."""
    changes: list[str] = []
    data, words = adapt_marker(wasm)
    changes += words
    if words:
        wasm = parse_wasm(data)
    for step in (adapt_redis, adapt_imports):
        data, words = step(wasm)
        changes += words
        if words:
            wasm = parse_wasm(data)
    return Adapted(wasm, tuple(changes))

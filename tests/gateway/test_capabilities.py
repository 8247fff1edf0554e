"""A plugin may use what its module imports and exports, and nothing else."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pygress.gateway.build import wasmplugin
from pygress.gateway.envoy.preflight import preflight
from pygress.gateway.envoy.validator import Validators
from pygress.gateway.options import GatewayOptions
from pygress.gateway.xds import wasm_filter_json
from pygress.modules.model import Module

from .site import plugin, running
from .test_preflight import fill
from .world import Shelf, World, module_of


def test_they_are_the_imports_and_exports_of_the_module(compiled: Callable[..., Path]) -> None:
    found = module_of(compiled("probe")).capabilities
    assert {"proxy_log", "proxy_send_local_response", "proxy_on_request_headers", "malloc"} <= set(found)
    assert "proxy_http_call" not in found


def test_envoy_takes_and_enforces_them_in_routes(
    options: GatewayOptions,
    compiled: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build_wasm = wasmplugin._wasm

    def without(plugin: object, module: Module, config: object) -> object:
        left = tuple(one for one in module.capabilities if one != "proxy_add_header_map_value")
        return build_wasm(plugin, replace(module, capabilities=left), config)  # type: ignore[arg-type]

    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(404, "v1:one")
            monkeypatch.setattr(wasmplugin, "_wasm", without)
            # Its answers lose their mark: what was taken away cannot be called.
            world.put(plugin(config="{mark: two}"))
            await site.says("Ready", "True", "Ready")
            await site.sees(404, "")

    asyncio.run(story())


def test_the_preflight_enforces_them(compiled: Callable[..., Path]) -> None:
    module = compiled("probe")

    async def judge(*capabilities: str) -> bool:
        validators = Validators()
        try:
            one = replace(fill(module, '{"x": "false"}'), capabilities=capabilities)
            return (await preflight(wasm_filter_json(one), 15.0, 768 << 20, validators)).ok
        finally:
            await validators.stop()

    everything = module_of(module).capabilities
    assert asyncio.run(judge(*everything)) is False
    # Without its configuration it does not know that it shall refuse.
    assert asyncio.run(judge(*(one for one in everything if one != "proxy_get_buffer_bytes")))

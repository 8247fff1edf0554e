"""What a foreign module calls and the host lacks is named on the resource."""

from dataclasses import replace

import yaml

from pygress.gateway.report import Rollout, plugin_status
from pygress.gateway.translate import assumed, translate
from pygress.modules.adapt import adapt_module
from pygress.modules.wasm import parse_wasm

from ..modules.wat import plugin as module
from .site import plugin


def test_calls_that_are_not_implemented_are_named() -> None:
    calls = [
        ("env", "proxy_inject_encoded_data_to_filter_chain", ("i32",) * 3, ("i32",)),
        ("env", "proxy_get_upstream_hosts", ("i32",) * 2, ("i32",)),
    ]
    adapted = adapt_module(parse_wasm(module(calls, "proxy_abi_version_0_2_100")))
    obj = yaml.safe_load(plugin())
    obj["metadata"] |= {"namespace": "default", "generation": 1}
    built = translate([obj], lambda request: replace(assumed(request), changes=adapted.changes)).built
    status = plugin_status(built.plugins[0], Rollout(1, 1), "pygress", {})
    said = {one["type"]: one for one in status["conditions"]}
    for condition in ("Validated", "Ready"):
        assert said[condition]["status"] == "True"
        for name in ("proxy_inject_encoded_data_to_filter_chain", "proxy_get_upstream_hosts"):
            assert f"`env.{name}` answers as not implemented" in said[condition]["message"]

"""`spec.canary` of a WasmPlugin -> a plugin of its own that stands in for the other on some requests."""

from dataclasses import replace

from pygress.gateway.build.plan import Canary, Plan
from pygress.gateway.build.wasmplugin import scope
from pygress.resources.wasm_plugin import CanarySpec, WasmPlugin

# No name of Kubernetes has this character.
_SUFFIX = "~canary"


def canary_key(plugin: str) -> str:
    """Give the name of the plan that is the canary of a plugin."""
    return plugin + _SUFFIX


def as_plugin(plugin: WasmPlugin, canary: CanarySpec) -> WasmPlugin:
    """Give the plugin that the canary would be by itself."""
    spec = plugin.spec
    changes: dict[str, object] = {"canary": None}
    if canary.url:
        changes |= {"url": canary.url, "sha256": ""}
    if canary.config is not None:
        if spec.plugin_config is not None:
            changes["plugin_config"] = canary.config
        elif scope(plugin)[0] is not None:
            changes["default_config"] = canary.config
        changes["match_rules"] = [
            one.model_copy(update={"config": canary.config}) for one in spec.match_rules
        ]
    meta = plugin.metadata.model_copy(update={"name": f"{plugin.metadata.name}{_SUFFIX}"})
    return plugin.model_copy(update={"metadata": meta, "spec": spec.model_copy(update=changes)})


def as_canary(plan: Plan, plugin: WasmPlugin, canary: CanarySpec) -> Plan:
    """Make the plan of `as_plugin` the canary of the plugin, at the plugin's place in the chain."""
    rank, priority, _ = plan.order
    headers = tuple(sorted((name.lower(), value) for name, value in canary.match.items()))
    return replace(
        plan,
        order=(rank, priority, plugin.key),
        canary=Canary(plugin.key, canary.percent, headers, canary.error_percent),
    )

"""WasmPlugin -> the module it asks for, and its plan once the module is there."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pygress.gateway import ir
from pygress.gateway.build import hosts
from pygress.gateway.build.plan import Plan, PlannedRule
from pygress.gateway.build.secret import substitute
from pygress.gateway.build.settings import Settings
from pygress.modules.model import Module, ModuleRequest, PullPolicy
from pygress.resources.secret import DOCKER_CONFIG_KEY, Secret
from pygress.resources.wasm_plugin import MatchRule, WasmPlugin, WasmPluginSpec

_PHASES = ("AUTHN", "AUTHZ", "STATS", "UNSPECIFIED_PHASE")
_NO_PRIORITY = 2**31


class PluginError(Exception):
    """The resource cannot be followed; `reason` is CamelCase, the message says what is wrong."""

    def __init__(self, reason: str, message: str) -> None:
        self.reason = reason
        super().__init__(message)


def module_request(plugin: WasmPlugin, secrets: Mapping[str, Secret]) -> ModuleRequest:
    """Say which module the resource asks for; raises PluginError."""
    spec = plugin.spec
    url = spec.url if "://" in spec.url else f"oci://{spec.url}"
    policy = _pull_policy(spec, url)
    pull_secret = ""
    if spec.image_pull_secret:
        name = f"{plugin.metadata.namespace}/{spec.image_pull_secret}"
        secret = secrets.get(name)
        if secret is None:
            raise PluginError("SecretNotFound", f"`spec.imagePullSecret`: secret `{name}` does not exist")
        value = secret.value(DOCKER_CONFIG_KEY)
        if value is None:
            raise PluginError(
                "BadSecret", f"`spec.imagePullSecret`: secret `{name}` lacks `{DOCKER_CONFIG_KEY}`"
            )
        pull_secret = value.decode(errors="replace")
    return ModuleRequest(
        url=url,
        sha256=spec.sha256.removeprefix("sha256:").lower(),
        pull_policy=policy,
        pull_secret=pull_secret,
        verification_key=spec.verification_key,
        generation=plugin.metadata.generation if policy == "Always" else 0,
    )


def _pull_policy(spec: WasmPluginSpec, url: str) -> PullPolicy:
    if spec.image_pull_policy != "UNSPECIFIED_POLICY":
        return spec.image_pull_policy
    scheme, _, rest = url.partition("://")
    if scheme != "oci" or "@" in rest:
        return "IfNotPresent"
    tag = rest.rpartition("/")[2].partition(":")[2]
    return "Always" if tag in ("", "latest") else "IfNotPresent"


def scope(plugin: WasmPlugin) -> tuple[dict[str, Any] | None, list[tuple[MatchRule, dict[str, Any]]]]:
    """Give the base configuration (None: off) and the live rules with theirs.

    `pluginConfig` stands alone. Without any configuration the plugin is on everywhere with `{}`; as soon as
    there are live rules, no `defaultConfig` means off outside of them.
    """
    spec = plugin.spec
    if spec.plugin_config is not None:
        return spec.plugin_config, []
    rules = [(rule, rule.config or {}) for rule in spec.match_rules if not rule.config_disable]
    if spec.default_config_disable:
        return None, rules
    if spec.default_config is not None:
        return spec.default_config, rules
    return (None if rules else {}), rules


def build_plan(
    plugin: WasmPlugin, module: Module | None, secrets: Mapping[str, Secret], settings: Settings
) -> Plan:
    """Resolve a plugin; without a module every fill is the stand-in. Raises SecretError."""
    spec = plugin.spec
    namespace = plugin.metadata.namespace

    def fill(config: dict[str, Any]) -> ir.Fill:
        if module is None:
            return ir.Deny(plugin.key)
        return _wasm(plugin, module, substitute(config, namespace, secrets))

    base, rules = scope(plugin)
    priority = -spec.priority if spec.priority is not None else _NO_PRIORITY
    return Plan(
        plugin.key,
        (_PHASES.index(spec.phase), priority, plugin.key),
        spec.fail_strategy == "FAIL_OPEN",
        fill(base) if base is not None else None,
        tuple(_rule(rule, fill(config), settings) for rule, config in rules if _can_match(rule)),
    )


def _can_match(rule: MatchRule) -> bool:
    # Routes of the GRPC kind come from GRPCRoute objects, which are not served.
    return not (rule.ingress and rule.route_type == "GRPC")


def _rule(rule: MatchRule, fill: ir.Fill, settings: Settings) -> PlannedRule:
    services = tuple(one.lower() for one in rule.service)
    if rule.ingress:
        names = tuple(one if "/" in one else f"{settings.namespace}/{one}" for one in rule.ingress)
        return PlannedRule(fill, ingresses=names, services=services)
    if rule.domain:
        return PlannedRule(fill, domains=tuple(hosts.normal(one) for one in rule.domain))
    return PlannedRule(fill, services=services)


def _wasm(plugin: WasmPlugin, module: Module, config: dict[str, Any]) -> ir.Wasm:
    text = json.dumps(config, ensure_ascii=False, separators=(",", ":"))
    spec = plugin.spec
    env = tuple((one.name, one.value) for one in spec.vm_config.env if one.value_from == "INLINE")
    if module.sdk.startswith("pygress/"):
        # Our modules survive an exception and answer for it themselves, by the strategy of the plugin.
        env = (*env, ("PYGRESS_FAIL_STRATEGY", spec.fail_strategy))
    host_env = tuple(one.name for one in spec.vm_config.env if one.value_from == "HOST")
    # Envoy does not start a new VM when only its environment changes, so the environment is part of the id.
    # Modules of other SDKs keep state in globals: they get a VM per configuration. Ours share one.
    parts = [module.sha256, env, host_env, "" if module.metadata else text]
    digest = hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:12]
    return ir.Wasm(
        plugin.key,
        str(module.path),
        module.sha256,
        text,
        f"{plugin.metadata.namespace}.{plugin.metadata.name}.{digest}",
        spec.plugin_name,
        env,
        host_env,
        spec.fail_strategy == "FAIL_OPEN",
        module.capabilities,
    )


def reloaded(plan: Plan, count: int) -> Plan:
    """Give a plan whose modules run in VMs of their own for this count: Envoy starts them anew."""
    if not count:
        return plan

    def change(fill: ir.Fill) -> ir.Fill:
        if not isinstance(fill, ir.Wasm):
            return fill
        name, _, digest = fill.vm_id.rpartition(".")
        return replace(fill, vm_id=f"{name}.{hashlib.sha256(f'{digest}.{count}'.encode()).hexdigest()[:12]}")

    return plan.mapped(change)

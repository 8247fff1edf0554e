"""The switches of a plugin: from one scope and a WasmPlugin's spec to the fields that change.

Input: the spec as it is, a scope (everywhere, or one route, domain or service), a configuration. Output: a merge
patch of the spec. Fields that a switch does not speak of stay as they are.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pygress.cli.errors import CommandError

Spec = dict[str, Any]
SELECTORS = ("ingress", "domain", "service")


@dataclass(frozen=True)
class Scope:
    """Where a switch applies: everywhere when `selector` is empty."""

    selector: str = ""
    value: str = ""

    def __str__(self) -> str:
        return f"{self.selector} `{self.value}`" if self.selector else "all traffic"


def read_scope(ingress: str, domain: str, service: str) -> Scope:
    """Take at most one scope from the options; raises `CommandError` when there are several."""
    given = [
        (name, value) for name, value in zip(SELECTORS, (ingress, domain, service), strict=True) if value
    ]
    if len(given) > 1:
        names = " and ".join(f"`--{name}`" for name, _ in given)
        raise CommandError(f"{names} exclude each other", "run the command once for each scope")
    return Scope(*given[0]) if given else Scope()


def read_config(text: str) -> dict[str, Any] | None:
    """Read `--config`: JSON, or `@FILE` with JSON; None when it is empty. Raises `CommandError`."""
    if not text:
        return None
    source = "--config"
    if text.startswith("@"):
        source = text[1:]
        try:
            text = Path(source).read_text()
        except OSError as error:
            raise CommandError(f"cannot read `{source}`: {error.strerror or error}") from None
    try:
        config = json.loads(text)
    except ValueError as error:
        raise CommandError(f"`{source}` is not JSON: {error}") from None
    if not isinstance(config, dict):
        raise CommandError(f"`{source}` must be a JSON object, got {json.dumps(config)[:80]}")
    return config


def enabled(spec: Spec, scope: Scope, config: dict[str, Any] | None) -> Spec:
    """Give the changes that switch a plugin on in a scope; without `config` the one that is there stays."""
    _check_switchable(spec)
    if not scope.selector:
        changes: Spec = {"defaultConfigDisable": False}
        if config is not None:
            # A merge patch would keep the keys that the new configuration does not have.
            changes["defaultConfig"] = _replacing(spec.get("defaultConfig"), config)
        elif spec.get("defaultConfig") is None:
            # Beside live rules no default configuration means off outside of them.
            changes["defaultConfig"] = {}
        return changes
    rules = [dict(rule) for rule in spec.get("matchRules", [])]
    for rule in rules:
        if _is_for(rule, scope):
            rule.pop("configDisable", None)
            if config is not None:
                rule["config"] = config
            return {"matchRules": rules}
    new = {
        scope.selector: [scope.value],
        "config": config if config is not None else spec.get("defaultConfig") or {},
    }
    # The first rule that matches wins: a narrower one must stand before those for more.
    return {"matchRules": [new, *rules]}


def disabled(spec: Spec, scope: Scope) -> Spec:
    """Give the changes that switch a plugin off in a scope; raises `CommandError` when it has no such rule."""
    _check_switchable(spec)
    if not scope.selector:
        return {"defaultConfigDisable": True}
    rules = [dict(rule) for rule in spec.get("matchRules", [])]
    for rule in rules:
        if _is_for(rule, scope):
            rule["configDisable"] = True
            changes: Spec = {"matchRules": rules}
            if Scope() not in scopes(spec):
                # Without the last live rule, no default configuration would mean on everywhere.
                changes["defaultConfigDisable"] = True
            return changes
    known = ", ".join(str(one) for one in scopes(spec)) or "none"
    raise CommandError(f"the plugin has no rule for {scope} alone; its rules: {known}")


def scopes(spec: Spec) -> list[Scope]:
    """Give the scopes in which a plugin is on, in the order of its rules."""
    if spec.get("pluginConfig") is not None:
        return [Scope()]
    rules = [rule for rule in spec.get("matchRules", []) if not rule.get("configDisable")]
    found = [Scope(name, value) for rule in rules for name in SELECTORS for value in rule.get(name, [])]
    if spec.get("defaultConfigDisable") or (rules and spec.get("defaultConfig") is None):
        return found
    return [Scope(), *found]


def _is_for(rule: dict[str, Any], scope: Scope) -> bool:
    return {name: rule.get(name, []) for name in SELECTORS} == {
        name: [scope.value] if name == scope.selector else [] for name in SELECTORS
    }


def _check_switchable(spec: Spec) -> None:
    if spec.get("pluginConfig") is not None:
        raise CommandError(
            "`pluginConfig` is set: the plugin is on everywhere with it, and switches have no effect",
            "remove `pluginConfig`, or move it to `defaultConfig`",
        )


def _replacing(old: Any, new: dict[str, Any]) -> dict[str, Any]:
    if not isinstance(old, dict):
        return new
    merged: dict[str, Any] = dict.fromkeys(old)
    for name, value in new.items():
        merged[name] = _replacing(old.get(name), value) if isinstance(value, dict) else value
    return merged

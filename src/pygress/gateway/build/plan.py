"""A plan: one plugin with everything resolved but the routes; what is accepted or refused as a whole."""

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Self

from pygress.gateway import ir


@dataclass(frozen=True)
class PlannedRule:
    """One live match rule. `ingresses` are `namespace/name`, `domains` host patterns, `services` hosts with port."""

    fill: ir.Fill
    ingresses: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    services: tuple[str, ...] = ()


@dataclass(frozen=True)
class Canary:
    """Makes a plan the canary of another: `percent` of its requests, and those with all of `headers`."""

    of: str
    percent: int
    headers: tuple[tuple[str, str], ...]
    error_percent: int


@dataclass(frozen=True)
class Plan:
    """One generation of a plugin; `order` is its place in the chain, `base` runs where no rule matches.

    A canary is a plan of its own, named `NAMESPACE/NAME~canary`, that stands in for the other on some requests.
    """

    plugin: str
    order: tuple[int, int, str]
    fail_open: bool
    base: ir.Fill | None
    rules: tuple[PlannedRule, ...] = ()
    canary: Canary | None = None

    @cached_property
    def fills(self) -> tuple[ir.Fill, ...]:
        """All distinct fills, in order of use."""
        listed = ([self.base] if self.base else []) + [rule.fill for rule in self.rules]
        return tuple(dict.fromkeys(listed))

    @property
    def modules(self) -> tuple[ir.Wasm, ...]:
        """The fills that run a module."""
        return tuple(fill for fill in self.fills if isinstance(fill, ir.Wasm))

    def mapped(self, change: Callable[[ir.Fill], ir.Fill | None]) -> "Plan":
        """Replace every fill; None takes the plugin off where that fill was."""
        base = change(self.base) if self.base else None
        rules = []
        for rule in self.rules:
            fill = change(rule.fill)
            # An off rule must still win over the base, so it cannot be dropped.
            rules.append(replace(rule, fill=fill if fill is not None else ir.OFF))
        return replace(self, base=base, rules=tuple(rules))

    def stand_in(self) -> "Plan":
        """Give the plan that runs in place of this one: refuse or pass, by the fail strategy."""
        return self.mapped(lambda fill: None if self.fail_open else ir.Deny(self.plugin))

    def to_json(self) -> dict[str, Any]:
        """Give plain data that `of_json` reads; only plans without stand-ins are kept."""
        data: dict[str, Any] = json.loads(json.dumps(dataclasses.asdict(self)))
        return data

    @classmethod
    def of_json(cls, data: dict[str, Any]) -> Self:
        """Read what `to_json` wrote; raises KeyError, TypeError or ValueError when it is damaged."""
        rank, priority, name = data["order"]
        return cls(
            data["plugin"],
            (int(rank), int(priority), str(name)),
            bool(data["fail_open"]),
            _fill(data["base"]) if data["base"] else None,
            tuple(
                PlannedRule(
                    _fill(rule["fill"]),
                    tuple(rule["ingresses"]),
                    tuple(rule["domains"]),
                    tuple(rule["services"]),
                )
                for rule in data["rules"]
            ),
            _canary(data["canary"]) if data.get("canary") else None,
        )


def _canary(data: dict[str, Any]) -> Canary:
    headers = tuple((str(name), str(value)) for name, value in data["headers"])
    return Canary(str(data["of"]), int(data["percent"]), headers, int(data["error_percent"]))


def _fill(data: dict[str, Any]) -> ir.Wasm:
    fields = dict(data)
    fields["env"] = tuple((key, value) for key, value in data["env"])
    fields["host_env"] = tuple(data["host_env"])
    fields["capabilities"] = tuple(data["capabilities"])
    return ir.Wasm(**fields)

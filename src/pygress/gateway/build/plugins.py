"""All WasmPlugins -> the plans that are served now, a report for each, and what has to be worked on.

What is served of a plugin, in this order: its current generation, if the module is there and every
configuration of it has passed the preflight; else the generation that was accepted last; else its stand-in,
exactly where the plugin would have run.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pygress.gateway import ir
from pygress.gateway.build.canary import as_canary, as_plugin
from pygress.gateway.build.facts import Facts, Verdict
from pygress.gateway.build.inputs import Inputs
from pygress.gateway.build.plan import Plan
from pygress.gateway.build.secret import SecretError
from pygress.gateway.build.settings import Settings
from pygress.gateway.build.status import Check, PluginReport
from pygress.gateway.build.wasmplugin import PluginError, build_plan, module_request, reloaded
from pygress.modules.adapt.stubs import NOT_IMPLEMENTED
from pygress.modules.model import Module, ModuleFailed, ModulePending, ModuleRequest, ModuleState
from pygress.resources.wasm_plugin import WasmPlugin

_UNKNOWN = Check("Unknown", "NotChecked", "waits for the module")


@dataclass(frozen=True)
class Plugins:
    """`plans` are served now, in chain order; `current` are the plans to accept once Envoy has taken them."""

    plans: tuple[Plan, ...]
    current: tuple[Plan, ...]
    reports: tuple[PluginReport, ...]
    requests: frozenset[ModuleRequest]
    preflights: tuple[ir.Wasm, ...]
    candidates: frozenset[str]


def build_plugins(
    inputs: Inputs, modules: Mapping[ModuleRequest, ModuleState], facts: Facts, settings: Settings
) -> Plugins:
    """Decide for each plugin what is served."""
    plans: list[Plan] = []
    current: list[Plan] = []
    reports: list[PluginReport] = []
    requests: set[ModuleRequest] = set()
    preflights: dict[str, ir.Wasm] = {}
    candidates: set[str] = set()
    for key in sorted(inputs.plugins):
        plugin = inputs.plugins[key]
        outcome = _Outcome(plugin)
        try:
            request = module_request(plugin, inputs.secrets)
            requests.add(request)
            outcome.resolve(modules.get(request, ModulePending()), inputs, settings, facts)
        except PluginError as error:
            outcome.fetched = Check("False", error.reason, str(error))
        except SecretError as error:
            outcome.validated = Check("False", "SecretNotFound", str(error))
        preflights.update({fill.id: fill for fill in outcome.preflights})
        plan, report = outcome.choose(inputs, facts, settings)
        if outcome.plan is not None:
            candidates |= {held_name("WasmPlugin", key, fill.id) for fill in outcome.plan.modules}
        canary = plugin.spec.canary
        if canary is not None:
            trial = _Outcome(as_plugin(plugin, canary))
            check = trial.as_canary(inputs, modules, facts, settings)
            if trial.request is not None:
                requests.add(trial.request)
            preflights.update({fill.id: fill for fill in trial.preflights})
            if check.state == "True" and trial.plan is not None and report.serving == "current":
                served = as_canary(trial.plan, plugin, canary)
                plans.append(served)
                current.append(served)
                candidates |= {held_name("WasmPlugin", served.plugin, fill.id) for fill in served.modules}
            report = replace(report, canary=check)
        plans.append(plan)
        reports.append(report)
        if report.serving in ("current", "off") and outcome.plan is not None and outcome.valid:
            current.append(outcome.plan)
    plans.sort(key=lambda one: (one.order, one.plugin))
    return Plugins(
        tuple(plans),
        tuple(current),
        tuple(reports),
        frozenset(requests),
        tuple(preflights.values()),
        frozenset(candidates),
    )


class _Outcome:
    """What one resource comes to, gathered step by step."""

    def __init__(self, plugin: WasmPlugin) -> None:
        self.plugin = plugin
        self.request: ModuleRequest | None = None
        self.plan: Plan | None = None
        self.valid = False
        self.module: Module | None = None
        self.preflights: list[ir.Wasm] = []
        self.fetched = Check("Unknown", "Fetching", "")
        self.validated = _UNKNOWN

    def resolve(self, state: ModuleState, inputs: Inputs, settings: Settings, facts: Facts) -> None:
        if isinstance(state, ModulePending):
            self.fetched = Check("Unknown", "Fetching", state.message)
            return
        if isinstance(state, ModuleFailed):
            failed = Check("False", state.reason, state.message)
            if state.stage == "Fetched":
                self.fetched = failed
            else:
                self.fetched, self.validated = Check("True", "Fetched"), failed
            self.module = state.last_good
        else:
            self.fetched = Check("True", "Fetched", f"{state.size} bytes, sha256 {state.sha256}")
            self.module = state
        if self.module is None:
            return
        self.plan = build_plan(self.plugin, self.module, inputs.secrets, settings)
        checked = self._judge(self.plan, facts)
        if self.validated is _UNKNOWN:
            self.validated = checked

    def _judge(self, plan: Plan, facts: Facts) -> Check:
        waiting = False
        for fill in plan.modules:
            refused = facts.held.get(held_name("WasmPlugin", plan.plugin, fill.id))
            if refused is not None:
                return Check("False", "RefusedByEnvoy", refused)
            verdict = facts.verdicts.get(fill.check_id) if facts.preflight else Verdict(True)
            if verdict is None:
                waiting = True
                self.preflights.append(fill)
            elif not verdict.ok:
                return Check("False", verdict.reason, f"{verdict.message}{_place(plan, fill)}")
        if waiting:
            return Check("Unknown", "Checking", "the module is being started with its configuration")
        self.valid = True
        return Check("True", "Valid")

    def as_canary(
        self,
        inputs: Inputs,
        modules: Mapping[ModuleRequest, ModuleState],
        facts: Facts,
        settings: Settings,
    ) -> Check:
        """Resolve a canary: it is served if everything about it is well, and never stands in the way."""
        try:
            self.request = module_request(self.plugin, inputs.secrets)
            self.resolve(modules.get(self.request, ModulePending()), inputs, settings, facts)
        except PluginError as error:
            return Check("False", error.reason, str(error))
        except SecretError as error:
            return Check("False", "SecretNotFound", str(error))
        for check in (self.fetched, self.validated):
            if check.state != "True":
                return check
        for fill in self.plan.modules if self.plan else ():
            if fill.id in facts.quarantined:
                return Check("False", "TakenBack", facts.quarantined[fill.id])
        return Check("True", "Serving")

    def choose(self, inputs: Inputs, facts: Facts, settings: Settings) -> tuple[Plan, PluginReport]:
        accepted = facts.accepted.get(self.plugin.key)
        if self.plan is not None and self.valid:
            chosen, serving = self.plan, "current"
        elif accepted is not None:
            chosen, serving = accepted, "last-good"
        else:
            chosen, serving = build_plan(self.plugin, None, inputs.secrets, settings).stand_in(), "deny"
            pending = "Unknown" in (self.fetched.state, self.validated.state)
            if (
                pending
                and "False" not in (self.fetched.state, self.validated.state)
                and self.plugin.key in facts.fresh
            ):
                # Whoever creates a plugin under load expects no outage, and nobody to get past it either.
                chosen = chosen.mapped(
                    lambda fill: ir.Hold(self.plugin.key) if isinstance(fill, ir.Deny) else fill
                )
        stopped = {
            fill.id: facts.quarantined[fill.id] for fill in chosen.modules if fill.id in facts.quarantined
        }
        if stopped:
            stand_in: ir.Fill | None = None if chosen.fail_open else ir.Deny(self.plugin.key)
            chosen = chosen.mapped(lambda fill: stand_in if fill.id in stopped else fill)
            self.validated = Check("False", "Quarantined", next(iter(stopped.values())))
        if not any(isinstance(fill, ir.Wasm) for fill in chosen.fills):
            kinds = {type(fill) for fill in chosen.fills}
            serving = "deny" if ir.Deny in kinds else "hold" if ir.Hold in kinds else "off"
        module = self.module
        missing = _missing(module)
        if missing and self.validated.state == "True":
            self.validated = replace(self.validated, message="; ".join(missing))
        report = PluginReport(
            self.plugin.key,
            self.plugin.api_version,
            self.plugin.metadata.generation,
            self.fetched,
            self.validated,
            serving,  # type: ignore[arg-type]
            module.digest if module else "",
            module.size if module else 0,
            module.abi if module else "",
            module.sdk if module else "",
            (*_warnings(self.plugin), *missing),
        )
        return reloaded(chosen, facts.reloads.get(self.plugin.key, 0)), report


def _place(plan: Plan, fill: ir.Wasm) -> str:
    """Say whose configuration it is; the configuration itself may hold secrets and is not shown."""
    if fill == plan.base:
        return ""
    rule = next(rule for rule in plan.rules if rule.fill == fill)
    names = ", ".join(f"`{name}`" for name in (*rule.ingresses, *rule.domains, *rule.services)[:3])
    return f" (in the rule for {names})"


def _missing(module: Module | None) -> tuple[str, ...]:
    """Say what a module calls that the host lacks: it runs, but whoever relies on it should know."""
    return tuple(one for one in module.changes if one.endswith(NOT_IMPLEMENTED)) if module else ()


def held_name(kind: str, key: str, content: str) -> str:
    """Name one version of an object, as in `Facts.held`."""
    return f"{kind} {key}@{content}"


def _warnings(plugin: WasmPlugin) -> tuple[str, ...]:
    return tuple(
        f"`spec.matchRules[{index}]` has no effect: routes of type GRPC are not served"
        for index, rule in enumerate(plugin.spec.match_rules)
        if rule.route_type == "GRPC" and rule.ingress
    )

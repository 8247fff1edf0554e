"""The explicit list of steps from resources to the IR."""

from collections.abc import Mapping
from dataclasses import dataclass

from pygress.gateway import ir
from pygress.gateway.build.facts import Facts
from pygress.gateway.build.ingress import build_ingresses, in_class, unit_of
from pygress.gateway.build.inputs import Inputs
from pygress.gateway.build.listener import build_listeners
from pygress.gateway.build.mcpbridge import build_bridges
from pygress.gateway.build.place import Placer
from pygress.gateway.build.plan import Plan
from pygress.gateway.build.plugins import build_plugins
from pygress.gateway.build.service import Backends, build_services
from pygress.gateway.build.settings import Settings
from pygress.gateway.build.status import PluginReport, Problem
from pygress.gateway.build.tls import build_tls
from pygress.gateway.build.virtual_host import build_hosts
from pygress.modules.model import ModuleRequest, ModuleState


@dataclass(frozen=True)
class Built:
    """The outcome of a build.

    `requests` are the modules that are wanted, `preflights` the fills that have no verdict yet. `plans` are the
    current generations inside `gateway`: they become last good ones once Envoy has taken them. `units` names every
    object in `gateway` with its content, to find the culprit when Envoy refuses; `candidates` the present form of
    each object, served or not. Requests of the plugins in `holding` wait for their first outcome.
    """

    gateway: ir.Gateway
    plugins: tuple[PluginReport, ...]
    problems: tuple[Problem, ...]
    requests: frozenset[ModuleRequest]
    preflights: tuple[ir.Wasm, ...]
    plans: tuple[Plan, ...]
    units: frozenset[str]
    candidates: frozenset[str]
    ingresses: tuple[str, ...] = ()
    holding: frozenset[str] = frozenset()


def build(
    inputs: Inputs,
    modules: Mapping[ModuleRequest, ModuleState],
    facts: Facts | None = None,
    settings: Settings | None = None,
) -> Built:
    """Build everything anew; equal input gives equal output."""
    facts = facts or Facts()
    settings = settings or Settings()
    sources, problems = build_bridges(inputs.bridges)
    backends = Backends({**sources, **build_services(inputs)}, inputs.services)
    plugins = build_plugins(inputs, modules, facts, settings)
    ingresses = [one for one in inputs.ingresses.values() if in_class(one, settings)]
    # Age decides ties, for whoever was there first keeps what he has.
    ingresses.sort(key=lambda one: (one.metadata.creation_timestamp, one.key))
    drafts, units, route_problems = build_ingresses(ingresses, backends, inputs, facts, settings)
    hosts, host_problems = build_hosts(drafts, Placer(plugins.plans))
    tls, certificates, tls_problems = build_tls(ingresses, inputs.secrets)
    gateway = ir.Gateway(
        build_listeners(settings, tls),
        hosts,
        backends.clusters(),
        certificates,
        tuple(
            ir.Plugin(
                plan.plugin,
                tuple(fill for fill in plan.fills if not isinstance(fill, ir.Off | ir.Hold)),
                watched=plan.canary is not None,
            )
            for plan in plugins.plans
            if any(not isinstance(fill, ir.Off | ir.Hold) for fill in plan.fills)
        ),
    )
    return Built(
        gateway,
        plugins.reports,
        tuple(sorted({*inputs.problems, *problems, *route_problems, *host_problems, *tls_problems})),
        plugins.requests,
        plugins.preflights,
        plugins.current,
        frozenset(
            units | {f"WasmPlugin {plan.plugin}@{fill.id}" for plan in plugins.plans for fill in plan.modules}
        ),
        plugins.candidates | {unit_of(one) for one in ingresses},
        tuple(one.key for one in ingresses),
        frozenset(
            plan.plugin for plan in plugins.plans if any(isinstance(fill, ir.Hold) for fill in plan.fills)
        ),
    )

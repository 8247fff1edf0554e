"""Metrics in the text format of Prometheus: what is known of each plugin, then Envoy's own statistics.

    GET /metrics            pygress_* and envoy_*
    GET /stats/prometheus   envoy_* alone

Every value is computed when it is asked for, from what the Envoys have acknowledged, so a metric is never older
than the status of the resource. Requests per plugin are counted by a filter of ours in front of it
(`xds.request_count`); those counters are left out of Envoy's part. What plugins count themselves
(`define_metric`) is among Envoy's statistics, by its bare name.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from pygress import __version__
from pygress.gateway.build import PluginReport
from pygress.gateway.envoy.admin import AdminError
from pygress.gateway.pipeline import Gateway
from pygress.gateway.report import Rollout, plugin_status
from pygress.resources import kinds
from pygress.resources.wasm_plugin import ISTIO_API_VERSION

_COUNTERS = "envoy_filter_chain_rbac_"
CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@dataclass
class Family:
    """One metric with its samples: (labels, value)."""

    name: str
    kind: str
    help: str
    samples: list[tuple[dict[str, str], int]] = field(default_factory=list)

    def add(self, value: int, **labels: str) -> None:
        """Add one sample."""
        self.samples.append((labels, value))

    def text(self) -> str:
        """Give the lines of this metric; none without samples."""
        if not self.samples:
            return ""
        lines = [f"# HELP {self.name} {self.help}", f"# TYPE {self.name} {self.kind}"]
        for labels, value in self.samples:
            pairs = ",".join(f'{name}="{_escaped(text)}"' for name, text in labels.items())
            lines.append(f"{self.name}{{{pairs}}} {value}" if pairs else f"{self.name} {value}")
        return "\n".join(lines) + "\n"


def create_app(gateway: Gateway) -> Starlette:
    """Give the ASGI application that answers for one gateway."""

    async def metrics(request: Request) -> PlainTextResponse:
        envoy = await _envoy(gateway)
        await gateway.refresh_traffic()
        text = exposition(gateway, envoy_up=envoy is not None) + (envoy or "")
        return PlainTextResponse(text, media_type=CONTENT_TYPE)

    async def stats(request: Request) -> PlainTextResponse:
        envoy = await _envoy(gateway)
        if envoy is None:
            return PlainTextResponse("envoy does not answer\n", status_code=503)
        return PlainTextResponse(envoy, media_type=CONTENT_TYPE)

    return Starlette(routes=[Route("/metrics", metrics), Route("/stats/prometheus", stats)])


def exposition(gateway: Gateway, *, envoy_up: bool) -> str:
    """Write the metrics of the gateway and of each of its plugins."""
    own = [
        Family("pygress_build_info", "gauge", "The version that runs.", [({"version": __version__}, 1)]),
        Family("pygress_envoy_up", "gauge", "1 while Envoy answers.", [({}, int(envoy_up))]),
        Family("pygress_envoys_connected", "gauge", "Envoys that take their configuration from here."),
        Family("pygress_envoy_restarts_total", "counter", "Envoy processes that died or were replaced."),
        Family("pygress_requests_waiting", "gauge", "Requests that wait for a plugin that was just created."),
    ]
    own[2].add(len(gateway.envoys()))
    own[3].add(gateway.supervisor.restarts)
    own[4].add(gateway.waiting)
    reports = gateway.built.plugins if gateway.built is not None else ()
    desired = _generations(gateway)
    rows = [
        _Row(report, gateway.rollout(report.key), desired[report.key], gateway.preflight_failures)
        for report in reports
        # One that was deleted a moment ago has nothing to tell any more.
        if report.key in desired
    ]
    return "".join(family.text() for family in [*own, *_families(rows, gateway.options.name)])


@dataclass(frozen=True)
class _Row:
    report: PluginReport
    rollout: Rollout
    desired: int
    failures: Mapping[str, int]


def _families(rows: Iterable[_Row], gateway: str) -> list[Family]:
    info = Family("pygress_plugin_info", "gauge", "What a plugin is, and what of it serves.")
    desired = Family("pygress_plugin_desired_generation", "gauge", "Generation of the resource.")
    observed = Family("pygress_plugin_observed_generation", "gauge", "Generation that was looked at last.")
    serving = Family(
        "pygress_plugin_serving_generation",
        "gauge",
        "Generation that Envoy runs; 0: none, or from before a restart.",
    )
    condition = Family("pygress_plugin_condition", "gauge", "1 while the condition is true.")
    programmed = Family("pygress_plugin_envoys_programmed", "gauge", "Envoys that run what is wanted.")
    size = Family("pygress_plugin_module_bytes", "gauge", "Size of the module.")
    traps = Family("pygress_plugin_traps_total", "counter", "Callbacks that trapped.")
    reloads = Family(
        "pygress_plugin_reloads_total", "counter", "Times that a trapped module was started anew."
    )
    requests = Family("pygress_plugin_requests_total", "counter", "Requests that ran through the module.")
    refused = Family("pygress_plugin_refused_total", "counter", "Requests refused in place of the module.")
    failures = Family("pygress_plugin_preflight_failures_total", "counter", "Preflights that failed.")
    for row in rows:
        report, rollout = row.report, row.rollout
        namespace, _, name = report.key.partition("/")
        who = {"namespace": namespace, "name": name}
        info.add(
            1,
            **who,
            digest=report.digest,
            serving=report.serving,
            serving_module=rollout.serving_module,
            abi=report.abi,
            sdk=report.sdk,
        )
        desired.add(row.desired, **who)
        observed.add(report.generation, **who)
        serving.add(rollout.serving_generation, **who)
        for one in plugin_status(report, rollout, gateway, {})["conditions"]:
            # What was said of an earlier generation says nothing of this one.
            true = one["status"] == "True" and report.generation == row.desired
            condition.add(int(true), **who, type=one["type"])
        programmed.add(rollout.programmed, **who)
        if report.size:
            size.add(report.size, **who)
        traps.add(rollout.traps, **who)
        reloads.add(rollout.reloads, **who)
        requests.add(rollout.counts.requests, **who, version="stable")
        if report.canary is not None:
            requests.add(rollout.canary_counts.requests, **who, version="canary")
        refused.add(rollout.counts.refused, **who)
        failures.add(row.failures.get(report.key, 0), **who)
    states = [info, desired, observed, serving, condition, programmed, size]
    return [*states, requests, refused, traps, reloads, failures]


def _generations(gateway: Gateway) -> dict[str, int]:
    """Give the generation of each resource as it is now, by the key of the report."""
    found = {}
    listed = gateway.listed()
    api_versions = {
        report.key: report.api_version
        for report in (gateway.built.plugins if gateway.built is not None else ())
    }
    for kind in (kinds.WASM_PLUGIN, kinds.ISTIO_WASM_PLUGIN):
        istio = kind is kinds.ISTIO_WASM_PLUGIN
        for obj in listed.get(kind, ()):
            meta = obj["metadata"]
            key = f"{meta.get('namespace', '')}/{meta['name']}"
            if (api_versions.get(key) == ISTIO_API_VERSION) == istio:
                found[key] = int(meta.get("generation") or 0)
    return found


async def _envoy(gateway: Gateway) -> str | None:
    try:
        text = await gateway.admin.get("/stats/prometheus")
    except (AdminError, RuntimeError):
        return None
    return _without_ours(text)


def _without_ours(text: str) -> str:
    """Leave out what is told as ours, and what a plugin counts under such a name: told twice it spoils the answer."""
    return "".join(
        line
        for line in text.splitlines(keepends=True)
        if not line.removeprefix("# TYPE ").startswith(("pygress_", _COUNTERS))
    )


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")

"""What the build says and what the Envoys say -> the status of each object."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from pygress.gateway.build import Check, PluginReport
from pygress.gateway.traffic import Counts

_COUNTS = ("requests", "refused", "canaryRequests")


@dataclass(frozen=True)
class Rollout:
    """How many Envoys run the present generation of a plugin, of how many; and its accidents.

    `serving_generation` and `serving_module` (`sha256:` of the code) are what Envoy has acknowledged; 0 and empty
    when nothing of the plugin runs, the generation also when it was accepted before this process began. `counts` are
    requests, `canary_counts` those of its canary.
    """

    programmed: int
    total: int
    last_error: str = ""
    traps: int = 0
    reloads: int = 0
    serving_generation: int = 0
    serving_module: str = ""
    counts: Counts = field(default_factory=Counts)
    canary_counts: Counts = field(default_factory=Counts)


def plugin_status(
    report: PluginReport, rollout: Rollout, gateway: str, old: Mapping[str, Any]
) -> dict[str, Any]:
    """Give the status of a WasmPlugin; unchanged conditions keep the time of their last transition.

    Other gateways may write the same object. Each has its entry in `gateways`, and the conditions are true where they
    are true of all: whoever writes them comes to the same result, so that nobody writes against another.
    """
    programmed = _programmed(report, rollout)
    checks = {"Fetched": report.fetched, "Validated": report.validated, "Programmed": programmed}
    checks["Ready"] = _ready(checks, report)
    if report.canary is not None:
        checks["Canary"] = report.canary
    entry = {
        "name": gateway,
        "observedGeneration": report.generation,
        "states": {name: check.state for name, check in checks.items()},
        "reason": checks["Ready"].reason,
        "message": checks["Ready"].message,
        "programmed": rollout.programmed,
        "total": rollout.total,
        "lastError": rollout.last_error,
        "traps": rollout.traps,
        "reloads": rollout.reloads,
        "servingGeneration": rollout.serving_generation,
        "servingModule": rollout.serving_module,
        "requests": rollout.counts.requests,
        "refused": rollout.counts.refused,
        "canaryRequests": rollout.canary_counts.requests,
    }
    entries = {str(one.get("name")): one for one in old.get("gateways") or ()} | {gateway: entry}
    listed = [entries[name] for name in sorted(entries)]
    if len(listed) > 1:
        checks = {name: _common(name, listed, report.generation) for name in checks}
    module = {"digest": report.digest, "moduleSize": report.size, "abi": report.abi, "sdk": report.sdk}
    if listed[0]["name"] != gateway:
        # A tag can have moved between their looks at it: one speaks for all.
        module = {name: old.get(name, value) for name, value in module.items()}
    return {
        "observedGeneration": report.generation,
        "conditions": conditions(checks, report.generation, old.get("conditions") or ()),
        **module,
        "gateways": listed,
    }


def _common(condition: str, entries: Sequence[Mapping[str, Any]], generation: int) -> Check:
    """Give what is true of a condition on all gateways: the first that lacks it tells why."""
    for entry in entries:
        name = entry.get("name")
        if entry.get("observedGeneration") != generation:
            return Check("Unknown", "Updating", f"gateway `{name}` has not looked at this generation yet")
        state = (entry.get("states") or {}).get(condition, "Unknown")
        if state != "True":
            why = str(entry.get("message") or "")
            return Check(
                state, str(entry.get("reason") or "Unknown"), f"gateway `{name}`: {why}".rstrip(": ")
            )
    return Check("True", condition)


def is_step(status: Mapping[str, Any]) -> bool:
    """Tell whether a status is one on the way: another follows without any change of the object."""
    # What comes behind a fault is unknown as well: the first that is not true decides.
    listed: Sequence[Mapping[str, Any]] = status.get("conditions") or ()
    first = next((one for one in listed if one.get("status") != "True"), {})
    return first.get("status") == "Unknown" or first.get("reason") == "Updating"


def without_counts(status: Mapping[str, Any]) -> dict[str, Any]:
    """Give what of a status does not change with every request."""
    return {
        field: [
            {name: held for name, held in one.items() if name not in _COUNTS}
            if isinstance(one, dict)
            else one
            for one in value
        ]
        if isinstance(value, list)
        else value
        for field, value in status.items()
    }


def _programmed(report: PluginReport, rollout: Rollout) -> Check:
    if report.serving == "last-good":
        return Check("False", "LastGood", "an earlier generation is still serving")
    if report.serving == "deny":
        return Check("False", "Refusing", "requests that it covers are answered with 503 (FAIL_CLOSE)")
    if report.serving == "hold":
        return Check("False", "Holding", "requests that it covers wait for it, a few seconds at most")
    settled = report.fetched.state == "True" and report.validated.state == "True"
    if report.serving == "off" and not settled:
        return Check("False", "Passing", "requests pass without it")
    if rollout.total == 0:
        return Check("False", "NoGateway", "no Envoy is connected")
    if rollout.programmed < rollout.total:
        return Check("False", "Updating", f"{rollout.programmed} of {rollout.total} Envoys")
    if report.serving == "off":
        return Check("True", "NotUsed", "switched off everywhere")
    return Check("True", "Programmed", f"{rollout.programmed} of {rollout.total} Envoys")


def _ready(checks: Mapping[str, Check], report: PluginReport) -> Check:
    for name in ("Fetched", "Validated", "Programmed"):
        check = checks[name]
        if check.state != "True":
            message = check.message
            if name != "Programmed" and report.serving == "last-good":
                message = f"{message}; the last good generation is serving"
            return Check("False", check.reason, message)
    return Check("True", "Ready", "; ".join(report.warnings))


def conditions(
    checks: Mapping[str, Check], generation: int, old: Sequence[Mapping[str, Any]]
) -> list[dict[str, Any]]:
    """Give conditions in wire form."""
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    before = {str(one.get("type")): one for one in old}
    listed = []
    for name, check in checks.items():
        last = before.get(name, {})
        since = last.get("lastTransitionTime") if last.get("status") == check.state else None
        listed.append(
            {
                "type": name,
                "status": check.state,
                "reason": check.reason,
                "message": check.message,
                "lastTransitionTime": since or now,
                "observedGeneration": generation,
            }
        )
    return listed

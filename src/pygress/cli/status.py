"""`pygress status`: everything that is wrong, first; then one line about the rest."""

import json
from dataclasses import asdict, dataclass
from typing import Annotated, Any

import typer

from pygress.cli.connect import DataDir, Kubeconfig, run
from pygress.cli.errors import CommandError
from pygress.client import Client
from pygress.resources import kinds
from pygress.resources.kinds import Kind

Object = dict[str, Any]


@dataclass(frozen=True)
class Trouble:
    """One thing that is wrong: which object, the CamelCase reason, and the cause."""

    kind: str
    name: str
    reason: str
    message: str


def status(
    output: Annotated[str, typer.Option("--output", "-o", help="text or json")] = "text",
    kubeconfig: Kubeconfig = None,
    data_dir: DataDir = None,
) -> None:
    """Print what is wrong; the exit code is 1 if anything is."""

    async def work(client: Client) -> int:
        if output not in ("text", "json"):
            raise CommandError(f"`--output`: `{output}` is neither text nor json")
        watched = (kinds.WASM_PLUGIN, kinds.ISTIO_WASM_PLUGIN, kinds.INGRESS, kinds.MCP_BRIDGE)
        objects = {kind: (await client.list(kind))[0] for kind in watched}
        events, _ = await client.list(kinds.EVENT)
        troubles = find_troubles(objects, events)
        if output == "json":
            print(json.dumps([asdict(one) for one in troubles], indent=2))
        else:
            for one in troubles:
                print(f"{one.kind} {one.name}: {one.reason}: {one.message}")
            print(_summary(objects, troubles))
        return 1 if troubles else 0

    run(work, kubeconfig, data_dir)


def find_troubles(objects: dict[Kind, list[Object]], events: list[Object]) -> list[Trouble]:
    """List everything that is wrong, ordered by kind and name."""
    troubles = []
    for kind, listed in objects.items():
        for obj in listed:
            if kind is kinds.INGRESS:
                troubles += _ingress_troubles(kind, obj, events)
            else:
                troubles += _condition_troubles(kind, obj)
    return troubles


def _condition_troubles(kind: Kind, obj: Object) -> list[Trouble]:
    state = obj.get("status") or {}
    ready = next((one for one in state.get("conditions") or [] if one["type"] == "Ready"), None)
    if ready is None:
        return [_trouble(kind, obj, "NotSeen", "the gateway has said nothing about it; is it running?")]
    if state.get("observedGeneration") != obj["metadata"].get("generation"):
        return [_trouble(kind, obj, "NotSeen", "the gateway has not seen the latest change; is it running?")]
    if ready["status"] == "True":
        return []
    return [_trouble(kind, obj, ready.get("reason", ""), ready.get("message", ""))]


def _ingress_troubles(kind: Kind, obj: Object, events: list[Object]) -> list[Trouble]:
    places = ((obj.get("status") or {}).get("loadBalancer") or {}).get("ingress") or []
    reasons = {
        port["error"].rpartition("/")[2]
        for place in places
        for port in place.get("ports") or []
        if port.get("error")
    }
    troubles = []
    for reason in sorted(reasons):
        # The status can only hold a reason; the newest event of that reason has the message.
        told = [one for one in events if _is_about(one, kind, obj) and one.get("reason") == reason]
        told.sort(key=lambda one: one.get("lastTimestamp") or "")
        newest = (told[-1].get("lastTimestamp") or "") if told else ""
        messages = [one["message"] for one in told if (one.get("lastTimestamp") or "") == newest]
        troubles.append(
            _trouble(kind, obj, reason, "; ".join(dict.fromkeys(messages)) or "see `kubectl describe`")
        )
    return troubles


def _is_about(event: Object, kind: Kind, obj: Object) -> bool:
    about, meta = event.get("involvedObject") or {}, obj["metadata"]
    return (about.get("kind"), about.get("namespace"), about.get("name")) == (
        kind.kind,
        meta.get("namespace"),
        meta["name"],
    )


def _trouble(kind: Kind, obj: Object, reason: str, message: str) -> Trouble:
    meta = obj["metadata"]
    return Trouble(kind.singular, f"{meta.get('namespace', '')}/{meta['name']}", reason, message)


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"


def _summary(objects: dict[Kind, list[Object]], troubles: list[Trouble]) -> str:
    plugins = [one for kind in (kinds.WASM_PLUGIN, kinds.ISTIO_WASM_PLUGIN) for one in objects[kind]]
    gateways = [one for plugin in plugins for one in (plugin.get("status") or {}).get("gateways") or []]
    envoys = max((one.get("total", 0) for one in gateways), default=0)
    parts = [
        f"{_count(len(plugins), 'plugin')} on {_count(envoys, 'Envoy')}" if plugins else "no plugins",
        _count(len(objects[kinds.INGRESS]), "ingress", "ingresses"),
        _count(len(troubles), "trouble") if troubles else "nothing is wrong",
    ]
    return ", ".join(parts)

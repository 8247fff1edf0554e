"""What became of a change of a WasmPlugin: waits until the gateway has judged that generation of it."""

import asyncio
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any

import typer

from pygress.cli.errors import CommandError, print_error
from pygress.client import ApiError, Client, UnreachableError
from pygress.resources import kinds

_UNITS = {"": 1.0, "s": 1.0, "ms": 0.001, "m": 60.0, "h": 3600.0}
_RETRY_SECONDS = 0.2


def seconds(text: str | float) -> float:
    """Read a duration as kubectl writes it (`30s`, `1m30s`), or plain seconds."""
    parts = re.findall(r"(\d+(?:\.\d+)?)(ms|s|m|h|)", str(text))
    if not parts or "".join(number + unit for number, unit in parts) != str(text):
        raise typer.BadParameter(f"`{text}` is not a duration: 30s, 1m30s, 500ms")
    return sum(float(number) * _UNITS[unit] for number, unit in parts)


class Wait(StrEnum):
    """`--wait=false` as kubectl has it."""

    true = "true"
    false = "false"


WaitOption = Annotated[Wait, typer.Option("--wait", help="wait until the gateway runs it")]
Timeout = Annotated[
    float,
    typer.Option(
        "--timeout", parser=seconds, metavar="DURATION", help="how long to wait: 30s, 2m", show_default="60s"
    ),
]
PATIENCE = 60.0


@dataclass(frozen=True)
class Outcome:
    """The word of the gateway on one generation; `settled` is false when there was none in time."""

    ready: bool
    settled: bool
    message: str


def judge(plugin: dict[str, Any], generation: int) -> Outcome:
    """Read the outcome out of the status of a WasmPlugin, if it speaks of this generation or a later one."""
    status = plugin.get("status") or {}
    if int(status.get("observedGeneration") or 0) < generation:
        return Outcome(
            False, False, f"no gateway has looked at generation {generation} of it; is one running?"
        )
    checks = {one["type"]: one for one in status.get("conditions") or ()}
    ready = checks.get("Ready", {})
    told = f"{ready.get('reason', 'Unknown')}: {ready.get('message', '')}".removesuffix(": ")
    if ready.get("status") == "True":
        return Outcome(True, True, str(ready.get("message", "")))
    # Programmed is false, too, while Envoy is being told; these two are verdicts.
    failed = any(checks.get(name, {}).get("status") == "False" for name in ("Fetched", "Validated"))
    return Outcome(False, failed, told)


async def wait_outcome(
    client: Client, name: str, namespace: str, generation: int, patience: float
) -> Outcome:
    """Follow a WasmPlugin until this generation is ready or refused, for at most `patience` seconds.

    Raises CommandError when the object is deleted meanwhile.
    """
    outcome = Outcome(
        False, False, f"no gateway has looked at generation {generation} of it; is one running?"
    )
    try:
        async with asyncio.timeout(patience):
            while True:
                try:
                    found = await client.get(kinds.WASM_PLUGIN, name, namespace)
                    if (outcome := judge(found, generation)).settled:
                        return outcome
                    version = found["metadata"]["resourceVersion"]
                    async for event in client.watch(
                        kinds.WASM_PLUGIN,
                        namespace,
                        resource_version=version,
                        field_selector=f"metadata.name={name}",
                    ):
                        if event.type == "DELETED":
                            break
                        if event.type != "BOOKMARK" and (outcome := judge(event.object, generation)).settled:
                            return outcome
                except ApiError as error:
                    if error.code == 404:
                        raise CommandError(f"the plugin `{namespace}/{name}` was deleted meanwhile") from None
                    if error.code != 410:
                        raise
                except UnreachableError:
                    # A gateway that is restarted comes back; the timeout ends it otherwise.
                    await asyncio.sleep(_RETRY_SECONDS)
    except TimeoutError:
        return outcome


async def tell_outcome(
    client: Client, plugin: dict[str, Any], success: str, *, wait: Wait, patience: float
) -> int:
    """Print `success` once the plugin that was just written is ready, else why it is not; gives the exit code."""
    meta = plugin["metadata"]
    name, namespace = meta["name"], meta["namespace"]
    if wait is Wait.false:
        print(success)
        return 0
    outcome = await wait_outcome(client, name, namespace, int(meta["generation"]), patience)
    if outcome.ready:
        print(success + (f" ({outcome.message})" if outcome.message else ""))
        return 0
    when = "" if outcome.settled else f" after {patience:g} s"
    print_error(
        f"{name} is switched on, but not ready{when}: {outcome.message}",
        f"the gateway goes on trying; see `pygress get wasmplugin {name} -n {namespace} -o wide`",
    )
    return 1

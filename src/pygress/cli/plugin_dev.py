"""`pygress plugin dev`: build at every save, and run the result in a gateway that is up."""

import asyncio
import hashlib
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from watchfiles import awatch

from pygress.base.diagnostics import DiagnosticError
from pygress.cli.connect import DataDir, Kubeconfig, run
from pygress.cli.errors import CommandError
from pygress.cli.plugin_build import MODULE, compile_file, find_source, report, write_whole
from pygress.cli.plugin_scope import read_config
from pygress.client import ApiError, Client
from pygress.resources import kinds

SHOWN_WITHIN = 15.0
"""Seconds to wait for the gateway's word on a new module."""


def dev(
    source: Annotated[Path, typer.Argument(metavar="[DIR]", help="the plugin's folder")] = Path(),
    config: Annotated[
        str, typer.Option(help="configuration for all traffic: JSON, or @FILE (default: as it is)")
    ] = "",
    namespace: Annotated[
        str, typer.Option("--namespace", "-n", help="namespace of the WasmPlugin")
    ] = "higress-system",
    once: Annotated[
        bool, typer.Option("--once", help="build and enable once, watch nothing, leave it on")
    ] = False,
    kubeconfig: Kubeconfig = None,
    data_dir: DataDir = None,
) -> None:
    """Build a plugin and run it in a gateway on this machine, again at every save, until Ctrl-C.

    A WasmPlugin of the plugin's name keeps its rules and configuration and gets this module for the time being;
    one that is not there is created, and deleted at the end.
    """

    async def work(client: Client) -> int:
        file = find_source(source)
        built = await asyncio.to_thread(_build, file)
        if built is None:
            return 1
        name, module = built
        if once:
            await _point(client, name, namespace, module, config)
            return 0 if await _show(client, name, namespace, module) else 1
        async with _lent(client, name, namespace, module, config):
            await _show(client, name, namespace, module)
            print(f"watching {file.parent}; Ctrl-C ends", file=sys.stderr)
            stop = asyncio.Event()
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
            async for _ in awatch(file.parent, watch_filter=_is_source, stop_event=stop):
                built = await asyncio.to_thread(_build, file)
                if built is not None:
                    await _show(client, name, namespace, module)
        return 0

    run(work, kubeconfig, data_dir)


def _is_source(change: object, path: str) -> bool:
    one = Path(path)
    return one.suffix == ".py" and not one.name.startswith(("test_", "conftest"))


def _build(file: Path) -> tuple[str, Path] | None:
    """Build; shows what is wrong and gives None if it does not compile: the last good module stays."""
    start = time.monotonic()
    try:
        made = compile_file(file)
    except DiagnosticError as error:
        report(error.diagnostics, as_json=False)
        return None
    module = file.parent / MODULE
    write_whole(module, bytes(made.wasm))
    spent = time.monotonic() - start
    print(f"built {module.name}: {len(made.wasm) / 1024:.1f} KB in {spent:.1f} s", file=sys.stderr)
    return str(made.metadata["name"]), module


def _url(module: Path) -> str:
    return f"file://{module.resolve()}"


async def _find(client: Client, name: str, namespace: str) -> dict[str, Any] | None:
    try:
        return await client.get(kinds.WASM_PLUGIN, name, namespace)
    except ApiError as error:
        if error.code == 404:
            return None
        raise


async def _point(
    client: Client, name: str, namespace: str, module: Path, config: str
) -> dict[str, Any] | None:
    """Let the WasmPlugin run this module; gives what it was before, None if it was not there."""
    before = await _find(client, name, namespace)
    spec: dict[str, Any] = {"url": _url(module)}
    if config:
        spec["defaultConfig"] = read_config(config)
        spec["defaultConfigDisable"] = False
    if before is None:
        spec.setdefault("defaultConfig", {})
        obj = {
            "apiVersion": "extensions.higress.io/v1alpha1",
            "kind": "WasmPlugin",
            "metadata": {"name": name, "namespace": namespace},
            "spec": spec,
        }
        await client.create(kinds.WASM_PLUGIN, obj, namespace)
    else:
        spec["sha256"] = None
        await client.patch(kinds.WASM_PLUGIN, name, {"spec": spec}, namespace)
    return before


@asynccontextmanager
async def _lent(client: Client, name: str, namespace: str, module: Path, config: str) -> AsyncIterator[None]:
    """Put everything back at the end, also after Ctrl-C and SIGTERM."""
    before = await _point(client, name, namespace, module, config)
    try:
        yield
    finally:
        if before is None:
            await client.delete(kinds.WASM_PLUGIN, name, namespace)
            print(f"{name} is off again", file=sys.stderr)
        else:
            old = before["spec"]
            keys = ("url", "sha256", "defaultConfig", "defaultConfigDisable")
            spec = {key: old.get(key) for key in keys}
            await client.patch(kinds.WASM_PLUGIN, name, {"spec": spec}, namespace)
            print(f"{name} runs {old.get('url')} again", file=sys.stderr)


async def _show(client: Client, name: str, namespace: str, module: Path) -> bool:
    """Wait until the gateway runs this very module, or says why not."""
    wanted = hashlib.sha256(module.read_bytes()).hexdigest()
    start = time.monotonic()
    reason = ""
    while time.monotonic() - start < SHOWN_WITHIN:
        found = await _find(client, name, namespace)
        if found is None:
            raise CommandError(f"the WasmPlugin `{namespace}/{name}` was deleted meanwhile")
        status = found.get("status") or {}
        conditions = {one["type"]: one for one in status.get("conditions", [])}
        ready = conditions.get("Ready", {}).get("status") == "True"
        if ready and str(status.get("digest", "")).endswith(wanted):
            print(
                f"{name} runs in the gateway, {time.monotonic() - start:.1f} s after the build",
                file=sys.stderr,
            )
            return True
        # Not Programmed: it is false, too, while Envoy is being told.
        checks = [conditions.get(name, {}) for name in ("Fetched", "Validated")]
        bad = [one for one in checks if one.get("status") == "False"]
        reason = "; ".join(f"{one.get('reason')}: {one.get('message')}" for one in bad)
        seen = status.get("observedGeneration") == found["metadata"].get("generation")
        if reason and seen and time.monotonic() - start > 2.0:
            print(f"error: the gateway does not take it: {reason}", file=sys.stderr)
            return False
        await asyncio.sleep(0.05)
    print(
        f"error: no word from the gateway within {SHOWN_WITHIN:.0f} s: {reason or 'is it up?'}",
        file=sys.stderr,
    )
    return False

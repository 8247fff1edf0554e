"""Preflight: starts a plugin in an Envoy of its own before any gateway sees it.

`envoy --mode validate` starts V8, loads the module and runs `proxy_on_configure`; it finds what a gateway would
refuse, and what would hang it. The process gets a time and a memory limit: a module can loop and grow.
"""

import asyncio
import contextlib
import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pygress.gateway.envoy.validator import Validator, Validators

_POLL_SECONDS = 0.02
_PATIENCE = 3
_LONGEST = 12
_SHOWN_LINES = 8
_KEPT_BYTES = 1024 * 1024
_RESERVED = 1 << 30
"""What V8 counts as writable memory before it runs anything (1,074 MiB seen)."""
_STANDING_SECONDS = 1.0
_CONFIGURED = b"\ninfo|config|loading stats configuration"
"""Envoy says so once all listeners, and so all plugins, are set up. No plugin can: its newlines are escaped."""


@dataclass(frozen=True)
class Outcome:
    """What came out: a CamelCase reason and the log lines that tell why. `final`: trying again changes nothing."""

    ok: bool
    reason: str = ""
    message: str = ""
    final: bool = True


async def preflight(
    wasm_filter: dict[str, Any], seconds: float, memory: int, validators: Validators
) -> Outcome:
    """Start one Wasm filter (as JSON); `seconds` of CPU time and `memory` in bytes are its limits.

    Envoy's own needs are not counted. CPU time tells a loop from a busy machine; a module that waits is stopped after
    three times as long, one that gets hardly any CPU time after twelve times. Raises OSError when no Envoy can be
    started.
    """
    validator = await validators.take()
    feeding = asyncio.create_task(validator.feed(json.dumps(_config(wasm_filter)).encode()))
    judging = asyncio.create_task(_judge(validator, seconds, memory))
    try:
        await asyncio.wait((feeding, judging), return_when=asyncio.FIRST_EXCEPTION)
        if feeding.done():
            feeding.result()
        return await judging
    finally:
        judging.cancel()
        # Nobody waits for its end: a process with so much memory takes its time. The feeding ends with it.
        validators.end(validator, feeding, judging)


async def _judge(validator: Validator, seconds: float, memory: int) -> Outcome:
    process = validator.process
    assert process.stderr is not None
    configured = asyncio.Event()
    reader = asyncio.create_task(_read(process.stderr, configured))
    told = asyncio.create_task(configured.wait())
    clock = asyncio.get_running_loop().time
    deadline = clock() + seconds * _LONGEST
    grown, spent, moved = False, 0.0, clock()
    while not reader.done() and not grown and spent < seconds:
        if clock() > deadline or clock() - moved > seconds * _PATIENCE:
            break
        await asyncio.wait({reader, told}, timeout=_POLL_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        was_configured = configured.is_set()
        grown = _memory(process.pid) - _RESERVED > memory
        before, spent = spent, _cpu_seconds(process.pid)
        if spent != before:
            moved = clock()
        if was_configured and not grown and not reader.done():
            # It stands still with all its memory in place, and has just been looked at: only its end is left.
            told.cancel()
            reader.cancel()
            return Outcome(True)
        if clock() - moved > _STANDING_SECONDS:
            validator.release()
    told.cancel()
    if not reader.done():
        process.kill()
        lines = _lines(await reader)
        if grown:
            return Outcome(
                False, "TooMuchMemory", _tell(f"needs more than {memory >> 20} MiB to start", lines)
            )
        message = f"did not finish its configuration within {seconds:g} s of CPU time"
        if spent < seconds:
            message = f"did not finish its configuration: it has used {spent:.1f} s of CPU time and waits"
        return Outcome(False, "Timeout", _tell(message, lines), final=False)
    lines = _lines(reader.result())
    code = await process.wait()
    if code == 0:
        return Outcome(True)
    return Outcome(False, _reason(lines), _tell("", lines) or f"envoy ended with code {code}", final=code > 0)


async def _read(stream: asyncio.StreamReader, configured: asyncio.Event) -> bytes:
    # Reads to the end, but keeps only the beginning: a module can log without end.
    kept = bytearray()
    tail = b""
    while chunk := await stream.read(64 * 1024):
        if len(kept) < _KEPT_BYTES:
            kept += chunk
        tail = tail[-len(_CONFIGURED) :] + chunk
        if _CONFIGURED in tail:
            configured.set()
    return bytes(kept)


def _memory(pid: int) -> int:
    """Give the private writable memory in bytes; 0 where the system does not tell.

    Not the resident part: memory that a module has grown counts before it is touched.
    """
    with contextlib.suppress(OSError, ValueError, IndexError):
        text = Path(f"/proc/{pid}/status").read_text()
        return int(text.split("VmData:", 1)[1].split(None, 1)[0]) * 1024
    return 0


def _cpu_seconds(pid: int) -> float:
    """Give the CPU time of a process; 0 where the system does not tell."""
    with contextlib.suppress(OSError, ValueError, IndexError):
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _lines(output: bytes) -> list[str]:
    lines = []
    for line in output.decode(errors="replace").splitlines():
        level, _, rest = line.partition("|")
        component, _, text = rest.partition("|")
        if level in ("error", "critical") and component in ("wasm", "config", "main"):
            lines.append(clean(text))
    return lines


def clean(text: str) -> str:
    """Take the marks of escaping and of the log out of a line."""
    text = text.replace("\\'", "'").replace('\\"', '"').replace("\\n", "; ").replace("\\t", " ")
    return re.sub(r"^wasm log(?: [^\s:]+)*: ", "", text)


def _tell(message: str, lines: list[str]) -> str:
    noise = (
        "configured to fail closed",
        "error initializing config",
        "failed to load",
        "Unable to create",
        "Wasm VM failed",
    )
    useful = [line for line in dict.fromkeys(lines) if not any(one in line for one in noise)] or lines
    return "; ".join(filter(None, [message, *useful[:_SHOWN_LINES]]))


_REASONS = (
    ("Failed to load Wasm bytecode", "BadModule"),
    ("corrupted Wasm module", "BadModule"),
    ("Invalid path", "FileMissing"),
    ("Missing or unknown Proxy-Wasm ABI version", "UnknownABI"),
    ("Missing import", "MissingImport"),
    ("Failed to load Wasm module due to a missing import", "MissingImport"),
    ("Uncaught RuntimeError", "Trapped"),
    ("Failed to configure base Wasm plugin", "ConfigRefused"),
    ("configure", "ConfigRefused"),
)


def _reason(lines: list[str]) -> str:
    text = " ".join(lines)
    return next((reason for mark, reason in _REASONS if mark in text), "Refused")


def _config(wasm_filter: dict[str, Any]) -> dict[str, Any]:
    prefix = "type.googleapis.com/envoy.extensions.filters"
    manager = {
        "@type": f"{prefix}.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "preflight",
        "route_config": {},
        "http_filters": [
            wasm_filter,
            {"name": "router", "typed_config": {"@type": f"{prefix}.http.router.v3.Router"}},
        ],
    }
    listener = {
        "name": "preflight",
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}},
        "filter_chains": [{"filters": [{"name": "hcm", "typed_config": manager}]}],
    }
    return {"static_resources": {"listeners": [listener]}}

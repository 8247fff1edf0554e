"""CPU time that one request costs in Envoy: no plugin, C by hand, Lua, and the compiled Python plugin.

Method: one stock Envoy per variant, `--concurrency 1`, pinned to core 0, answering directly; `wrk -t1 -c32` on the
last core; the CPU time of the Envoy process divided by the requests it answered. Variants alternate within a
round and the order turns from round to round, so a drift of the machine hits all alike. Medians over the rounds.
"""

import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BLOCK_URLS = ["swagger.html", "/admin/secret", "foo=bar"]
PATH = "/api/users/12345?page=2&sort=name"
REQUEST_HEADERS = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36",
    "accept": "text/html,application/xhtml+xml",
    "accept-language": "en-GB,en;q=0.9",
    "cookie": "session=0123456789abcdef0123456789abcdef",
    "authorization": "Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc",
}


@dataclass
class Variant:
    """One Envoy under test."""

    name: str
    filters: list[dict[str, Any]]
    process: subprocess.Popen[bytes] | None = None
    port: int = 0
    admin: int = 0


def main(*, quick: bool = False) -> int:
    """Run the benchmark; 1 with a message when `wrk` or a module is missing."""
    if shutil.which("wrk") is None:
        print("bench needs wrk: sudo apt-get install wrk", file=sys.stderr)
        return 1
    rounds, seconds = (3, 1) if quick else (11, 3)
    with tempfile.TemporaryDirectory(prefix="pygress-bench-") as scratch:
        work = Path(scratch)
        variants = [
            Variant("no plugin", []),
            Variant("C by hand", [wasm_filter(compile_c(work), "c")]),
            Variant("Lua", [lua_filter()]),
            Variant("pygress", [wasm_filter(compile_python(work), "pygress")]),
        ]
        try:
            for variant in variants:
                start(variant, work)
            samples = measure(variants, rounds, seconds)
        finally:
            for variant in variants:
                if variant.process is not None:
                    variant.process.terminate()
                    variant.process.wait(10)
    report(samples, rounds, seconds)
    return 0


def measure(variants: list[Variant], rounds: int, seconds: int) -> dict[str, list[float]]:
    """Give microseconds of CPU a request, one sample a round, for each variant."""
    samples: dict[str, list[float]] = {variant.name: [] for variant in variants}
    for variant in variants:
        load(variant, 1)
    for number in range(rounds):
        turn = number % len(variants)
        for variant in variants[turn:] + variants[:turn]:
            assert variant.process is not None
            before = cpu_seconds(variant.process.pid)
            requests = load(variant, seconds)
            samples[variant.name].append((cpu_seconds(variant.process.pid) - before) * 1e6 / requests)
    return samples


def report(samples: dict[str, list[float]], rounds: int, seconds: int) -> None:
    """Print medians, what each adds to no plugin, and the added cost as a ratio to C."""
    base = samples["no plugin"]
    added = {
        name: [one - zero for one, zero in zip(values, base, strict=True)] for name, values in samples.items()
    }
    c_added = statistics.median(added["C by hand"])
    print(f"CPU per request, us; {rounds} rounds of {seconds} s, medians (min to max)")
    for name, values in samples.items():
        line = f"  {name:10} {statistics.median(values):6.2f} ({min(values):.2f} to {max(values):.2f})"
        if name != "no plugin":
            plus = statistics.median(added[name])
            line += f"  adds {plus:5.2f}  = {plus / c_added:4.2f} x C"
        print(line)


def load(variant: Variant, seconds: int) -> int:
    """Send requests for `seconds` and give their number; any answer but 200 is an error."""
    headers = [part for name, value in REQUEST_HEADERS.items() for part in ("-H", f"{name}: {value}")]
    url = f"http://127.0.0.1:{variant.port}{PATH}"
    command = [
        "taskset",
        "-c",
        str((os.cpu_count() or 1) - 1),
        "wrk",
        "-t1",
        "-c32",
        f"-d{seconds}s",
        *headers,
        url,
    ]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        raise RuntimeError(f"{variant.name}: the load saw errors\n{output}")
    match = re.search(r"(\d+) requests in", output)
    if match is None:
        raise RuntimeError(f"cannot read the output of wrk:\n{output}")
    return int(match[1])


def cpu_seconds(pid: int) -> float:
    """Give user plus system time of all threads of a process (resolution: one clock tick, 10 ms)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def start(variant: Variant, work: Path) -> None:
    """Start the Envoy of a variant and wait until a blocked request is refused, an ordinary one answered."""
    from pygress.gateway.envoy.binary import envoy_binary

    variant.port, variant.admin = free_port(), free_port()
    config = work / f"{variant.name.replace(' ', '-')}.json"
    config.write_text(json.dumps(bootstrap(variant)))
    log = (work / f"{variant.name}.log").open("wb")
    command = [
        "taskset",
        "-c",
        "0",
        str(envoy_binary()),
        "-c",
        str(config),
        "--concurrency",
        "1",
        "-l",
        "error",
    ]
    command += ["--disable-hot-restart"]
    variant.process = subprocess.Popen(command, stdout=log, stderr=log)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        if variant.process.poll() is not None:
            raise RuntimeError(
                f"{variant.name}: Envoy ended:\n{(work / f'{variant.name}.log').read_text()[-2000:]}"
            )
        try:
            expected = 403 if variant.filters else 200
            if (
                status_of(variant.port, "/x/swagger.html") == expected
                and status_of(variant.port, PATH) == 200
            ):
                return
        except OSError:
            pass
        time.sleep(0.05)
    raise RuntimeError(
        f"{variant.name}: did not answer as it should:\n{(work / f'{variant.name}.log').read_text()[-2000:]}"
    )


def status_of(port: int, path: str) -> int:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def compile_c(work: Path) -> Path:
    """Compile the peer with the same zig that compiles ours."""
    source = ROOT / "bench/peers/request_block.c"
    target, module = work / "peer.o", work / "peer.wasm"
    zig = [sys.executable, "-m", "ziglang"]
    subprocess.run(
        [*zig, "cc", "-c", "-target", "wasm32-wasi", "-O2", str(source), "-o", str(target)], check=True
    )
    link = [
        *zig,
        "wasm-ld",
        "--no-entry",
        "--export-memory",
        "--allow-undefined",
        str(target),
        "-o",
        str(module),
    ]
    subprocess.run(link, check=True)
    return module


def compile_python(work: Path) -> Path:
    from pygress.compiler.pipeline import compile_plugin

    module = work / "pygress.wasm"
    module.write_bytes(compile_plugin(ROOT / "examples/plugins/request-block/plugin.py").wasm)
    return module


def wasm_filter(module: Path, name: str) -> dict[str, Any]:
    config = {"block_urls": BLOCK_URLS}
    return {
        "name": "plugin",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm",
            "config": {
                "name": name,
                "allow_on_headers_stop_iteration": True,
                "configuration": {
                    "@type": "type.googleapis.com/google.protobuf.StringValue",
                    "value": json.dumps(config),
                },
                "vm_config": {
                    "vm_id": name,
                    "runtime": "envoy.wasm.runtime.v8",
                    "code": {"local": {"filename": str(module)}},
                },
            },
        },
    }


def lua_filter() -> dict[str, Any]:
    return {
        "name": "lua",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua",
            "default_source_code": {"filename": str(ROOT / "bench/peers/request_block.lua")},
        },
    }


def bootstrap(variant: Variant) -> dict[str, Any]:
    router = {
        "name": "envoy.filters.http.router",
        "typed_config": {"@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"},
    }
    manager = {
        "@type": "type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "bench",
        "http_filters": [*variant.filters, router],
        "route_config": {
            "virtual_hosts": [
                {
                    "name": "all",
                    "domains": ["*"],
                    "routes": [
                        {
                            "match": {"prefix": "/"},
                            "direct_response": {"status": 200, "body": {"inline_string": "ok"}},
                        }
                    ],
                }
            ]
        },
    }
    listener = {
        "name": "bench",
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": variant.port}},
        "filter_chains": [
            {"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}
        ],
    }
    return {
        "admin": {"address": {"socket_address": {"address": "127.0.0.1", "port_value": variant.admin}}},
        "static_resources": {"listeners": [listener]},
    }

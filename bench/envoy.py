"""A stock Envoy for one benchmark variant, and the load on it."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pygress.gateway.envoy.binary import envoy_binary

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

    def start(self, work: Path) -> None:
        """Start it, pinned to core 0, and wait until it answers, and refuses when it has a filter."""
        self.port = free_port()
        stem = self.name.replace(" ", "-")
        config, log = work / f"{stem}.json", work / f"{stem}.log"
        config.write_text(json.dumps(bootstrap(self.port, self.filters)))
        command = ["taskset", "-c", "0", str(envoy_binary()), "-c", str(config)]
        command += ["--concurrency", "1", "-l", "error", "--disable-hot-restart"]
        with log.open("wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output)
        expected = (403 if self.filters else 200, 200)
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                if (status_of(self.port, "/x/swagger.html"), status_of(self.port, PATH)) == expected:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise RuntimeError(f"{self.name}: Envoy does not answer as it should:\n{log.read_text()[-2000:]}")

    def stop(self) -> None:
        """End it, if it was started."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)

    def load(self, seconds: int) -> int:
        """Send requests for `seconds` from the last core and give their number; any answer but 200 is an error."""
        headers = [part for name, value in REQUEST_HEADERS.items() for part in ("-H", f"{name}: {value}")]
        wrk = [
            "taskset",
            "-c",
            str((os.cpu_count() or 1) - 1),
            "wrk",
            "-t1",
            "-c32",
            f"-d{seconds}s",
            "--timeout",
            "60s",
            *headers,
        ]
        command = [*wrk, f"http://127.0.0.1:{self.port}{PATH}"]
        output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        match = re.search(r"(\d+) requests in", output)
        if "Non-2xx" in output or "Socket errors" in output or match is None:
            raise RuntimeError(f"{self.name}: the load saw errors\n{output}")
        return int(match[1])

    def cpu_seconds(self) -> float:
        """Give user plus system time of all its threads (resolution: one clock tick, 10 ms)."""
        assert self.process is not None
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def resident_bytes(self) -> int:
        """Give its resident memory."""
        assert self.process is not None
        pages = int(Path(f"/proc/{self.process.pid}/statm").read_text().split()[1])
        return pages * os.sysconf("SC_PAGE_SIZE")


def status_of(port: int, path: str) -> int:
    """Give the status of one request."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=2) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return error.code


def free_port() -> int:
    """Give a port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def compile_c(work: Path, *defines: str) -> Path:
    """Compile the peer with the same zig that compiles ours; `BLOCKED_CODE=451` makes that its default."""
    stem = "-".join(["peer", *defines]).replace("=", "-")
    target, module = work / f"{stem}.o", work / f"{stem}.wasm"
    source = str(ROOT / "bench/peers/request_block.c")
    zig = [sys.executable, "-m", "ziglang"]
    flags = ["-target", "wasm32-wasi", "-O2", "-w", *(f"-D{one}" for one in defines)]
    subprocess.run([*zig, "cc", "-c", *flags, source, "-o", str(target)], check=True)
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


def compile_python(work: Path, source: str = "examples/plugins/request-block/plugin.py") -> Path:
    """Compile a plugin, the complete request-block unless told otherwise."""
    from pygress.compiler.pipeline import compile_plugin

    module = work / f"{source.replace('/', '-')}.wasm"
    module.write_bytes(compile_plugin(ROOT / source).wasm)
    return module


def wasm_filter(module: Path, name: str) -> dict[str, Any]:
    """Give the Wasm filter for a request-block module."""
    configuration = json.dumps({"block_urls": BLOCK_URLS})
    return {
        "name": "plugin",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.wasm.v3.Wasm",
            "config": {
                "name": name,
                "allow_on_headers_stop_iteration": True,
                "configuration": {
                    "@type": "type.googleapis.com/google.protobuf.StringValue",
                    "value": configuration,
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
    """Give the Lua filter with the peer's script."""
    return {
        "name": "lua",
        "typed_config": {
            "@type": "type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua",
            "default_source_code": {"filename": str(ROOT / "bench/peers/request_block.lua")},
        },
    }


def bootstrap(port: int, filters: list[dict[str, Any]]) -> dict[str, Any]:
    """Give a static configuration: one listener that answers 200 itself, behind the filters."""
    api = "type.googleapis.com/envoy.extensions.filters"
    router = {
        "name": "envoy.filters.http.router",
        "typed_config": {"@type": f"{api}.http.router.v3.Router"},
    }
    answer = {"status": 200, "body": {"inline_string": "ok"}}
    route = {"match": {"prefix": "/"}, "direct_response": answer}
    manager = {
        "@type": f"{api}.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "bench",
        "http_filters": [*filters, router],
        "route_config": {"virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}]},
    }
    chain = {"filters": [{"name": "envoy.filters.network.http_connection_manager", "typed_config": manager}]}
    address = {"socket_address": {"address": "127.0.0.1", "port_value": port}}
    return {
        "static_resources": {"listeners": [{"name": "bench", "address": address, "filter_chains": [chain]}]}
    }

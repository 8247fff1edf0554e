"""Everything that can happen to a plugin, under load: no unexpected answer and no closed connection."""

import asyncio
import json
import os
import re
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pygress.gateway.envoy import shim
from pygress.gateway.envoy.binary import envoy_binary
from pygress.gateway.envoy.ports import HeldPort
from pygress.gateway.options import GatewayOptions
from pygress.resources import kinds

from ..gateway.conftest import compiled as compiled
from ..gateway.conftest import options as options
from ..gateway.site import Site, plugin, running
from ..gateway.world import Shelf, World

pytestmark = pytest.mark.e2e

_SECONDS = 8
_CONNECTIONS = 16

_WORLD = """
apiVersion: networking.higress.io/v1
kind: McpBridge
metadata: {{name: default}}
spec: {{registries: [{{type: static, name: one, domain: "127.0.0.1:{port}", port: 80}}]}}
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: all, annotations: {{higress.io/destination: one.static}}}}
spec: {{defaultBackend: {{resource: {{kind: McpBridge, name: default}}}}}}
"""

_RULE = """
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: probe}
spec:
  url: oci://x/probe:2
  defaultConfig: {mark: two}
  matchRules: [{domain: [ruled.example.com], config: {mark: ruled}}]
"""

_FIRST = """
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: first}
spec: {url: "oci://x/other:1", phase: AUTHN, defaultConfig: {}}
"""


@asynccontextmanager
async def upstream(folder: Path) -> AsyncIterator[int]:
    """A second Envoy that answers 200: the backend must not be what limits the load."""
    held = HeldPort("127.0.0.1", 0)
    manager = {
        "@type": "type.googleapis.com/envoy.extensions.filters.network"
        ".http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "upstream",
        "route_config": {
            "virtual_hosts": [
                {
                    "name": "all",
                    "domains": ["*"],
                    "routes": [{"match": {"prefix": "/"}, "direct_response": {"status": 200}}],
                }
            ]
        },
        "http_filters": [
            {
                "name": "router",
                "typed_config": {
                    "@type": "type.googleapis.com/envoy.extensions.filters.http.router.v3.Router"
                },
            }
        ],
    }
    address = {"socket_address": {"address": "127.0.0.1", "port_value": held.port}}
    chains = [{"filters": [{"name": "hcm", "typed_config": manager}]}]
    config = {
        "static_resources": {"listeners": [{"name": "upstream", "address": address, "filter_chains": chains}]}
    }
    path = folder / "upstream.json"
    path.write_text(json.dumps(config))
    command = [sys.executable, shim.__file__, str(os.getpid()), str(envoy_binary()), "-c", str(path)]
    command += ["--disable-hot-restart", "--concurrency", "1", "--log-level", "error"]
    process = await asyncio.create_subprocess_exec(*command)
    try:
        yield held.port
    finally:
        process.kill()
        await process.wait()
        held.release()


async def load(command: Sequence[str]) -> str:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT
    )
    output, _ = await process.communicate()
    return output.decode()


async def everything(site: Site) -> None:
    """Create, reconfigure, upgrade, add a rule, insert another plugin before it, and delete both."""
    world = site.world
    world.put(plugin())
    await site.sees(200, "v1:one")
    world.put(plugin(config="{mark: two}"))
    await site.sees(200, "v1:two")
    world.put(plugin(url="oci://x/probe:2", config="{mark: two}"))
    await site.sees(200, "v2:two")
    world.put(_RULE)
    await site.sees(200, "v2:ruled", host="ruled.example.com")
    await site.sees(200, "v2:two")
    world.put(_FIRST)
    await site.says("Ready", "True", "Ready", name="first")
    await site.sees(200, "v2:two")
    world.put(plugin(url="oci://x/probe:2", config='{x: "false"}'))
    await site.says("Validated", "False", "ConfigRefused")
    await site.sees(200, "v2:two")
    world.drop(kinds.WASM_PLUGIN, "first")
    world.drop(kinds.WASM_PLUGIN, "probe")
    await site.sees(200, "")
    assert site.connects == 1


@pytest.mark.parametrize("protocol", ["http1", "http2"])
def test_no_answer_fails_and_no_connection_closes(
    protocol: str, options: GatewayOptions, compiled: Callable[..., Path], tmp_path: Path
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        shelf.put("oci://x/probe:2", compiled("probe", 'VERSION="v2"'))
        shelf.put("oci://x/other:1", compiled("probe", 'HEADER="x-other"'))
        async with upstream(tmp_path) as port, running(options, world, shelf) as site:
            world.put(_WORLD.format(port=port))
            await site.sees(200, "")
            url = f"http://127.0.0.1:{site.gateway.http_port}/"
            if protocol == "http1":
                command = ["wrk", "-t1", f"-c{_CONNECTIONS}", f"-d{_SECONDS}s", url]
            else:
                command = ["h2load", "-t1", f"-c{_CONNECTIONS}", "-m4", f"-D{_SECONDS}", url]
            before = await site.gateway.admin.stats(r"^http\.http\.")
            running_load = asyncio.create_task(load(command))
            while (opened := await connections(site, "active")) != _CONNECTIONS + 1:
                assert not running_load.done(), (
                    f"{opened} of {_CONNECTIONS} connections\n{running_load.result()}"
                )
                await asyncio.sleep(0.01)
            began = await connections(site, "total")
            opened, rounds = began, 0
            while not running_load.done():
                await everything(site)
                rounds += 1
                if not running_load.done():
                    opened = await connections(site, "total")
            output = await running_load
            after = await site.gateway.admin.stats(r"^http\.http\.")
            # One round needs a second or two: at least two full ones must have happened under load.
            assert rounds >= 2, output
            # A closed connection would have been replaced by the client.
            assert opened == began, f"{opened - began} connections were closed\n{output}"
            check(protocol, output)
            wrong = {
                name: value - before.get(name, 0)
                for name, value in after.items()
                if re.search(r"rq_[1345]xx", name)
            }
            assert not any(wrong.values()), wrong

    asyncio.run(story())


async def connections(site: Site, kind: str) -> int:
    name = f"http.http.downstream_cx_{kind}"
    return (await site.gateway.admin.stats(f"^{name}$"))[name]


def check(protocol: str, output: str) -> None:
    if protocol == "http1":
        assert "Non-2xx" not in output and "Socket errors" not in output, output
        total = re.search(r"(\d+) requests in", output)
    else:
        assert re.search(r" 0 failed, 0 errored, 0 timeout", output), output
        codes = re.search(r"status codes: (\d+) 2xx, 0 3xx, 0 4xx, 0 5xx", output)
        assert codes, output
        total = codes
    assert total and int(total[1]) > 1000, output

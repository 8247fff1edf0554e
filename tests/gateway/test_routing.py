"""Routes as a client sees them, through a real Envoy to a backend that says what it got."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import yaml

from pygress.gateway.options import GatewayOptions

from .site import Site, running
from .world import Shelf, World

TESTDATA = Path(__file__).parent / "testdata"

_BRIDGE = """
apiVersion: networking.higress.io/v1
kind: McpBridge
metadata: {{name: default}}
spec:
  registries:
  - {{type: static, name: one, domain: "127.0.0.1:{one}", port: 80}}
  - {{type: static, name: two, domain: "127.0.0.1:{two}", port: 80}}
"""


def ingress(name: str, host: str, path: str, kind: str = "Prefix", **annotations: str) -> str:
    named = {f"higress.io/{key.replace('_', '-')}": value for key, value in annotations.items()}
    named.setdefault("higress.io/destination", "one.static")
    backend = {"resource": {"kind": "McpBridge", "name": "default"}}
    rule: dict[str, Any] = {"http": {"paths": [{"path": path, "pathType": kind, "backend": backend}]}}
    if host:
        rule["host"] = host
    return yaml.safe_dump(
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "Ingress",
            "metadata": {"name": name, "annotations": named},
            "spec": {"rules": [rule]},
        }
    )


@asynccontextmanager
async def backend(name: str) -> AsyncIterator[int]:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                headers = dict(line.lower().split(": ", 1) for line in head[1:] if line)
                body = json.dumps({"name": name, "path": head[0].split(" ")[1], "headers": headers}).encode()
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(body), body))
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


class Client:
    def __init__(self, site: Site, http: httpx.AsyncClient) -> None:
        self.site = site
        self.http = http

    async def get(self, host: str, path: str, method: str = "GET", **headers: str) -> httpx.Response:
        named = {"host": host} | {key.replace("_", "-"): value for key, value in headers.items()}
        url = f"http://127.0.0.1:{self.site.gateway.http_port}{path}"
        return await self.http.request(method, url, headers=named)

    async def settled(self, *objects: str) -> None:
        """Put objects and wait until Envoy has acknowledged them."""
        gateway = self.site.gateway
        for text in objects:
            self.site.world.put(text)
        names = {yaml.safe_load(text)["metadata"]["name"] for text in objects}
        deadline = asyncio.get_running_loop().time() + 20
        while True:
            built = gateway.built
            known = {key.partition("/")[2] for key in built.ingresses} if built else set()
            if names <= known and all(one.current for one in gateway.envoys()):
                return
            assert asyncio.get_running_loop().time() < deadline, f"{names - known} is not served"
            await asyncio.sleep(0.01)


@asynccontextmanager
async def client(options: GatewayOptions) -> AsyncIterator[Client]:
    world = World()
    async with backend("one") as one, backend("two") as two, running(options, world, Shelf()) as site:
        world.put(_BRIDGE.format(one=one, two=two))
        async with httpx.AsyncClient(timeout=20) as http:
            yield Client(site, http)


def test_hosts_and_paths(options: GatewayOptions) -> None:
    async def story() -> None:
        async with client(options) as web:
            await web.settled(
                ingress("exact", "a.example.com", "/a"),
                ingress("wild", "*.example.com", "/", destination="two.static"),
                ingress("only", "exact.test", "/only", "Exact"),
            )
            one = await web.get("a.example.com", "/a/b")
            assert (one.json()["name"], one.json()["path"]) == ("one", "/a/b")
            assert one.headers["server"] == "istio-envoy"
            assert one.json()["headers"]["x-request-id"]
            assert (await web.get("A.Example.com:80", "/a")).json()["name"] == "one"
            # Segments, not characters; and what the exact host does not serve falls back to the wildcard.
            assert (await web.get("a.example.com", "/ab")).json()["name"] == "two"
            assert (await web.get("x.y.example.com", "/a")).json()["name"] == "two"
            assert (await web.get("example.com", "/a")).status_code == 404
            assert (await web.get("exact.test", "/only")).status_code == 200
            assert (await web.get("exact.test", "/only/more")).status_code == 404

    asyncio.run(story())


def test_annotations(options: GatewayOptions) -> None:
    async def story() -> None:
        async with client(options) as web:
            await web.settled(
                ingress("strip", "strip.test", "/api", rewrite_target="/", upstream_vhost="inner.test"),
                ingress(
                    "regex",
                    "regex.test",
                    "/(v1)/(.*)",
                    "ImplementationSpecific",
                    use_regex="true",
                    rewrite_target="/$2",
                ),
                ingress(
                    "headers",
                    "headers.test",
                    "/",
                    request_header_control_add="x-a 100%",
                    response_header_control_update="x-b c",
                ),
                ingress("secure", "secure.test", "/", ssl_redirect="true"),
                ingress("away", "away.test", "/", permanent_redirect="https://new.test/x"),
                ingress("closed", "closed.test", "/", whitelist_source_range="10.0.0.0/8"),
                ingress(
                    "limited", "limited.test", "/", route_limit_rps="1", route_limit_burst_multiplier="2"
                ),
                ingress("main", "canary.test", "/"),
                ingress(
                    "new",
                    "canary.test",
                    "/",
                    destination="two.static",
                    canary="true",
                    canary_by_header="x-new",
                ),
                ingress("half", "half.test", "/"),
                ingress(
                    "other", "half.test", "/", destination="two.static", canary="true", canary_weight="50"
                ),
                ingress("cors", "cors.test", "/", enable_cors="true", cors_allow_origin="https://*.app.test"),
                ingress("post", "post.test", "/", match_method="POST"),
            )
            got = (await web.get("strip.test", "/api/users?x=1")).json()
            assert (got["path"], got["headers"]["host"]) == ("/users?x=1", "inner.test")
            assert (await web.get("strip.test", "/api")).json()["path"] == "/"
            assert (await web.get("regex.test", "/v1/a/b")).json()["path"] == "/a/b"
            got = await web.get("headers.test", "/")
            assert (got.json()["headers"]["x-a"], got.headers["x-b"]) == ("100%", "c")
            got = await web.get("secure.test", "/x?y=1")
            assert got.status_code == 308
            assert got.headers["location"] == f"https://secure.test:{web.site.gateway.https_port}/x?y=1"
            assert (await web.get("secure.test", "/", x_forwarded_proto="https")).status_code == 308
            got = await web.get("away.test", "/")
            assert (got.status_code, got.headers["location"]) == (301, "https://new.test/x")
            assert (await web.get("closed.test", "/")).status_code == 403
            assert [(await web.get("limited.test", "/")).status_code for _ in range(3)] == [200, 200, 429]
            assert (await web.get("canary.test", "/", x_new="always")).json()["name"] == "two"
            assert (await web.get("canary.test", "/")).json()["name"] == "one"
            names = {(await web.get("half.test", "/")).json()["name"] for _ in range(40)}
            assert names == {"one", "two"}
            preflight = await web.get(
                "cors.test", "/", "OPTIONS", origin="https://a.app.test", access_control_request_method="GET"
            )
            assert preflight.headers["access-control-allow-origin"] == "https://a.app.test"
            assert (await web.get("post.test", "/")).status_code == 404
            assert (await web.get("post.test", "/", "POST")).status_code == 200

    asyncio.run(story())


def test_tls_by_sni_and_http2(options: GatewayOptions) -> None:
    async def story() -> None:
        async with client(options) as web:
            for text in (TESTDATA / "tls" / "in.yaml").read_text().split("---\n"):
                if "McpBridge\nmetadata" not in text:
                    web.site.world.put(text)
            await web.settled(ingress("any", "", "/"))
            trust = ssl.create_default_context()
            trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE
            async with httpx.AsyncClient(http2=True, verify=trust, timeout=20) as https:
                url = f"https://127.0.0.1:{web.site.gateway.https_port}/"
                sni = {"sni_hostname": "secure.example.com"}
                got = await https.get(url, headers={"host": "secure.example.com"}, extensions=sni)
                assert (got.status_code, got.http_version) == (200, "HTTP/2")
                assert got.json()["headers"]["x-forwarded-proto"] == "https"

    asyncio.run(story())

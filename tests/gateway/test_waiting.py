"""A FAIL_CLOSE plugin that was just created: no request passes without it, and none is refused without need."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from pygress.gateway import pipeline
from pygress.gateway.options import GatewayOptions
from pygress.modules.model import ModuleFailed
from pygress.resources import kinds

from ..patience import patience
from .site import Site, plugin, running
from .world import Shelf, World

ECHO = """
apiVersion: v1
kind: Service
metadata: {{name: echo}}
spec: {{ports: [{{port: 80}}]}}
---
apiVersion: v1
kind: Endpoints
metadata: {{name: echo}}
subsets: [{{addresses: [{{ip: 127.0.0.1}}], ports: [{{port: {port}}}]}}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {{name: echo}}
spec:
  rules:
  - http:
      paths:
      - {{path: /echo, pathType: Prefix, backend: {{service: {{name: echo, port: {{number: 80}}}}}}}}
"""


def play(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


@contextlib.asynccontextmanager
async def echo() -> Any:
    """A backend that answers with method, target and body."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode()
                line = head.split("\r\n")[0].rpartition(" ")[0]
                sizes = [one for one in head.lower().split("\r\n") if one.startswith("content-length:")]
                body = await reader.readexactly(int(sizes[0].split(":")[1])) if sizes else b""
                answer = line.encode() + b"|" + body
                writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%b" % (len(answer), answer))
                await writer.drain()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def holding(site: Site) -> None:
    """Wait until Envoy makes requests wait."""
    await site.says("Programmed", "False", "Holding")
    deadline = asyncio.get_running_loop().time() + patience(10)
    while not site.gateway._room._holding:
        assert asyncio.get_running_loop().time() < deadline
        await asyncio.sleep(0.01)


def test_requests_wait_for_a_new_plugin_and_then_go_through_it(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        async with echo() as port, running(options, world, shelf) as site, httpx.AsyncClient() as client:
            world.put(ECHO.format(port=port))
            at = f"http://127.0.0.1:{site.gateway.http_port}"
            deadline = asyncio.get_running_loop().time() + patience(10)
            while (await client.get(f"{at}/echo")).status_code != 200:
                assert asyncio.get_running_loop().time() < deadline
            world.put(plugin())
            await holding(site)
            targets = [f"/echo/{n}?a=%2F&b={n}" for n in range(20)]
            asked = [asyncio.create_task(client.get(f"{at}{one}")) for one in targets]
            posted = [asyncio.create_task(client.post(f"{at}/echo", content=b"x" * 70_000)) for _ in range(3)]
            lost = asyncio.create_task(client.get(f"{at}/no/route", headers={"host": "b.example"}))
            while site.gateway.waiting < 24:
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.01)
            shelf.put("oci://x/probe:1", compiled("probe"))
            answers = [await one for one in asked]
            assert {one.headers.get("x-mark") for one in answers} == {"v1:one"}
            assert [one.text for one in answers] == [f"GET {one}|" for one in targets]
            for task in posted:
                assert (await task).text == "POST /echo|" + "x" * 70_000
            answer = await lost
            assert (answer.status_code, answer.headers.get("x-mark")) == (404, "v1:one")
            await site.says("Ready", "True", "Ready")

    play(story())


WEBSOCKET = """\
GET /echo HTTP/1.1\r
host: a.example\r
connection: upgrade\r
upgrade: websocket\r
sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r
sec-websocket-version: 13\r
\r
"""
ENDLESS = "POST /echo HTTP/1.1\r\nhost: a.example\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n"
LARGE = f"POST /echo HTTP/1.1\r\nhost: a.example\r\ncontent-length: 200000\r\n\r\n{'x' * 200_000}"
ASKS_FIRST = "POST /echo HTTP/1.1\r\nhost: a.example\r\nexpect: 100-continue\r\ncontent-length: 3\r\n\r\n"


async def head_of(port: int, request: str, body: str = "") -> str:
    """Send a request as it stands, the body after a `100 Continue`; gives the head of the answer."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request.encode())
    if body:
        assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 100")
        writer.write(body.encode())
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    writer.close()
    return head


def test_what_cannot_be_routed_anew_is_told_to_come_again(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        small = replace(options, body_limit=100_000)
        async with echo() as port, running(small, world, shelf) as site:
            world.put(ECHO.format(port=port))
            await site.sees(200, "", "/echo")
            world.put(plugin())
            await holding(site)
            hopeless = [
                asyncio.create_task(head_of(site.gateway.http_port, one))
                for one in (WEBSOCKET, ENDLESS, LARGE)
            ]
            polite = asyncio.create_task(head_of(site.gateway.http_port, ASKS_FIRST, "abc"))
            deadline = asyncio.get_running_loop().time() + patience(10)
            while site.gateway.waiting < 4:
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.01)
            assert not any(one.done() for one in hopeless), "the next try would wait as well"
            shelf.put("oci://x/probe:1", compiled("probe"))
            for task in hopeless:
                head = await task
                assert head.startswith("HTTP/1.1 503 ") and "\r\nretry-after: 1\r\n" in head, head
            head = await polite
            assert head.startswith("HTTP/1.1 200 ") and "x-mark: v1:one" in head, head
            # The second try of each goes through the plugin.
            assert "x-mark: v1:one" in await head_of(site.gateway.http_port, LARGE)

    play(story())


def test_requests_that_wait_are_refused_when_the_plugin_cannot_run(options: GatewayOptions) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await holding(site)
            waiting = asyncio.create_task(site.get())
            while not site.gateway.waiting:
                await asyncio.sleep(0.01)
            shelf.put("oci://x/probe:1", ModuleFailed("Fetched", "NotFound", "no such image"))
            assert await waiting == (503, "")
            await site.says("Programmed", "False", "Refusing")
            # With FAIL_OPEN nobody waits.
            world.put(plugin(name="open", url="oci://x/late:1", fail="FAIL_OPEN"))
            world.drop(kinds.WASM_PLUGIN, "probe")
            await site.sees(404, "")
            await site.says("Programmed", "False", "Passing", name="open")

    play(story())


def test_nobody_waits_for_ever(options: GatewayOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "_FRESH_SECONDS", 0.5)

    async def story() -> None:
        world, shelf = World(), Shelf()
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.says("Programmed", "False", "Refusing")
            await site.sees(503, "")

    play(story())


def test_two_new_plugins_at_once(options: GatewayOptions, compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        world, shelf = World(), Shelf()
        async with running(options, world, shelf) as site:
            world.put(plugin())
            world.put(plugin(name="other", url="oci://x/other:1"))
            await holding(site)
            waiting = asyncio.create_task(site.get())
            while not site.gateway.waiting:
                await asyncio.sleep(0.01)
            shelf.put("oci://x/other:1", compiled("probe", 'HEADER="x-other"'))
            await site.says("Ready", "True", "Ready", name="other")
            assert not waiting.done()
            shelf.put("oci://x/probe:1", compiled("probe"))
            assert await waiting == (404, "v1:one")
            assert site.connects == 1

    play(story())


def test_a_restart_lets_nobody_past(options: GatewayOptions, monkeypatch: pytest.MonkeyPatch) -> None:
    async def story() -> None:
        world = World()
        saved = options.data_dir / "gateway" / "snapshot.json"
        async with running(options, world, Shelf()) as site:
            world.put(plugin())
            await holding(site)
            deadline = asyncio.get_running_loop().time() + patience(15)
            while not (saved.exists() and b"pygress_waiting_room".hex() in saved.read_text()):
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.02)
        # Nothing can be reached: what was saved serves, and that is to wait, not to pass.
        monkeypatch.setattr(pipeline, "_FRESH_SECONDS", -1.0)
        dark = World()
        dark.synced.clear()
        async with running(options, dark, Shelf()) as site:
            assert await site.get() == (503, "")

    play(story())

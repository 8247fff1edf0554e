"""Log lines of Envoy: which go to the file of a plugin, and how they read there."""

import asyncio
import json
from pathlib import Path
from uuid import UUID

from pygress.compiler.pipeline import compile_plugin
from pygress.gateway.logs import LogRouter
from pygress.gateway.options import GatewayOptions

from .site import plugin, running
from .world import Shelf, World

CHATTY = """
import logging

from pygress.sdk import HttpFilter, Request, Response, plugin

log = logging.getLogger("chatty")


@plugin(name="chatty")
class Chatty(HttpFilter[None]):
    def on_request_headers(self, request: Request) -> None:
        log.warning("asked for %s", request.path)

    def on_response_headers(self, response: Response) -> None:
        log.warning("answered %d", response.status)

    def on_log(self) -> None:
        log.warning("done")
"""


def entries(folder: Path, plugin: str) -> list[tuple[str, str]]:
    lines = (folder / f"{plugin}.jsonl").read_text().splitlines()
    return [(one["level"], one["message"]) for one in map(json.loads, lines)]


def test_lines_of_a_plugin_go_to_its_file(tmp_path: Path) -> None:
    router = LogRouter(tmp_path)
    router.take("info|wasm|wasm log ns.plugin.0123456789ab: first: line")
    router.take('error|wasm|wasm log root ns.plugin.0123456789ab: Traceback:\\n  File \\"plugin.py\\"\\nboom')
    router.take("error|wasm|Function: proxy_on_request_headers failed: Uncaught RuntimeError: unreachable")
    router.take("something else entirely")
    assert entries(tmp_path, "ns.plugin") == [
        ("info", "first: line"),
        ("error", 'Traceback:\n  File "plugin.py"\nboom'),
    ]
    assert [one.name for one in tmp_path.iterdir()] == ["ns.plugin.jsonl"]


def test_a_name_with_dots_stays_whole(tmp_path: Path) -> None:
    LogRouter(tmp_path).take("warning|wasm|wasm log ns.my.plugin-1.0.0123456789ab: hello")
    assert entries(tmp_path, "ns.my.plugin-1.0") == [("warning", "hello")]


def test_every_line_is_seen(tmp_path: Path) -> None:
    seen = []
    router = LogRouter(tmp_path, lambda *line: seen.append(line))
    router.take("error|wasm|Function: x failed: y")
    assert seen == [("error", "wasm", "Function: x failed: y")]


def test_the_request_of_a_line_is_named(tmp_path: Path) -> None:
    router = LogRouter(tmp_path)
    router.take("info|wasm|wasm log ns.plugin.0123456789ab: [request-id 2d017fca-65d6] two\\nlines")
    router.take("info|wasm|wasm log ns.plugin.0123456789ab: [request-id not one] text")
    first, second = map(json.loads, (tmp_path / "ns.plugin.jsonl").read_text().splitlines())
    assert (first["request_id"], first["message"]) == ("2d017fca-65d6", "two\nlines")
    assert "request_id" not in second and second["message"] == "[request-id not one] text"


def test_a_compiled_plugin_names_its_requests(options: GatewayOptions, tmp_path: Path) -> None:
    source, module = tmp_path / "plugin.py", tmp_path / "plugin.wasm"
    source.write_text(CHATTY)
    module.write_bytes(compile_plugin(source).wasm)
    file = tmp_path / "gateway" / "logs" / "default.probe.jsonl"

    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", module)
        async with running(options, world, shelf) as site:
            world.put(plugin(config="{}"))
            await site.says("Ready", "True", "Ready")
            # Envoy gives each request an id of its own, whatever the client says.
            await site.get("/first", x_request_id="[forged] ")
            await site.get("/second")
            deadline = asyncio.get_running_loop().time() + 10
            while not file.exists() or file.read_text().count("done") < 2:
                assert asyncio.get_running_loop().time() < deadline, "lines are missing"
                await asyncio.sleep(0.02)

    asyncio.run(story())
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    told = [(line["message"], line.get("request_id", "")) for line in lines]
    first, second = told[0][1], told[3][1]
    assert told == [
        *(("asked for /first", first), ("answered 404", first), ("done", first)),
        *(("asked for /second", second), ("answered 404", second), ("done", second)),
    ]
    assert first != second and str(UUID(first)) == first and str(UUID(second)) == second

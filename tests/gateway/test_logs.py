"""Log lines of Envoy: which go to the file of a plugin, and how they read there."""

import json
from pathlib import Path

from pygress.gateway.logs import LogRouter


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

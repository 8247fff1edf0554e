"""How big modules are. A limit here is what was reached, rounded up: a change that makes modules bigger is seen."""

from pathlib import Path

import pytest

from pygress.compiler.pipeline import compile_plugin

EMPTY = '''\
"""Does nothing."""

from pygress.sdk import HttpFilter, Request, plugin


@plugin(name="empty", version="1.0.0")
class Empty(HttpFilter[None]):
    def on_request_headers(self, request: Request) -> None:
        return None
'''
ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(("name", "limit"), [("empty", 19_600), ("request-block", 99_200)])
def test_a_module_is_not_bigger_than_this(name: str, limit: int, tmp_path: Path) -> None:
    source = ROOT / "examples" / "plugins" / name
    if name == "empty":
        source = tmp_path
        (tmp_path / "plugin.py").write_text(EMPTY)
    assert len(compile_plugin(source).wasm) <= limit


def test_names_are_those_of_the_program(tmp_path: Path) -> None:
    (tmp_path / "plugin.py").write_text(EMPTY)
    wasm = compile_plugin(tmp_path).wasm
    assert b"proxy_on_request_headers" in wasm
    assert b"pg_gc_collect" not in wasm

"""Hooks that nothing reads are not linked; `prune` knows every function that reads one."""

import re
from pathlib import Path

import pytest

from pygress.compiler.pipeline import compile_plugin
from pygress.compiler.runtime import build
from pygress.compiler.runtime.linked import function_names
from pygress.compiler.runtime.prune import HOOKS, READERS

PLUGIN = """\
from pygress.sdk import HttpFilter, Request, plugin


@plugin(name="lists", version="1.0.0")
class Lists(HttpFilter[None]):
    def on_request_headers(self, request: Request) -> None:
        items = [1, 2]
        anything: object = items
        if len(items) > 99:
            request.skip_body()
"""
OTHERS = {
    ("exception.c", "str"),  # kept for exceptions: `ALWAYS_READ`
    ("bytes.c", "iter"),  # these only ask whether there is one, before they call a reader
    ("dict.c", "iter"),
    ("str_join.c", "iter"),
}
HELPERS = {"apply"}
"""Functions that only readers of the same hook call."""


def functions(text: str) -> list[tuple[str, str]]:
    """Give name and body of each function of a C file in our style."""
    out: list[tuple[str, list[str]]] = []
    for line in text.splitlines():
        found = re.match(r"[A-Za-z_][^;={}]*?\b(\w+)\([^;{]*\) \{", line)
        if found:
            out.append((found[1], []))
        if out:
            out[-1][1].append(line)
    return [(name, "\n".join(lines)) for name, lines in out]


def test_the_members_are_those_of_the_header() -> None:
    header = (build.include_dir() / "pg.h").read_text()
    struct = header[header.index("typedef struct pg_hooks {") : header.index("} pg_hooks;")]
    assert tuple(re.findall(r"\(\*(\w+)\)", struct)) == HOOKS


def test_every_reader_of_a_hook_is_known() -> None:
    header = (build.include_dir() / "pg.h").read_text()
    seen = set()
    for path in sorted(build.include_dir().glob("*.c")):
        for name, body in functions(path.read_text()):
            if "hooks" not in body:
                continue
            for hook in re.findall(r"\b(?:hooks|ha|hb|h)->(\w+)", body):
                if hook not in READERS or (path.name, hook) in OTHERS:
                    continue
                if name in HELPERS:
                    continue
                assert name in READERS[hook], f"{path.name}: `{name}` reads `{hook}`"
                assert re.search(rf"^PG_READER .*\b{name}\(", header, re.M), (
                    f"`{name}` must be PG_READER in pg.h"
                )
                seen.add(hook)
    assert seen == set(READERS)


def test_what_nothing_reads_is_not_linked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(build, "trim_sections", lambda module, hidden: module)
    (tmp_path / "plugin.py").write_text(PLUGIN)
    names = set(function_names(compile_plugin(tmp_path).wasm).values())
    assert "pg_list_new" in names
    assert not names & {"pg_obj_repr", "pg_list_repr", "pg_obj_eq", "pg_list_eq"}
    (tmp_path / "plugin.py").write_text(PLUGIN.replace("len(items)", "len(repr(anything))"))
    names = set(function_names(compile_plugin(tmp_path).wasm).values())
    assert {"pg_obj_repr", "pg_list_repr"} <= names
    assert not names & {"pg_obj_eq", "pg_list_eq"}

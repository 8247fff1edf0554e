"""What the compiler reads in a plugin file, without running it."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from pygress.base.diagnostics import DiagnosticError
from pygress.compiler.frontend.plugin import read_plugin
from pygress.host.cpython import _load, shape_of
from pygress.sdk.entry import entry_source

from ...sdk.config_cases import CASES, Everything

ROOT = Path(__file__).parents[3]
PLUGINS = sorted([*ROOT.glob("examples/plugins/*/plugin.py"), *ROOT.glob("tests/sdk/plugins/*.py")])
SDK = "from pygress.sdk import HttpFilter, Length, Range, Request, plugin\n"
HEAD = (
    f"from dataclasses import dataclass, field\nfrom typing import Annotated, Any, Literal, TypeVar\n{SDK}\n"
)
FILTER = '\n\n@plugin(name="p")\nclass P(HttpFilter[Config]):\n    pass\n'


def write(folder: Path, text: str) -> Path:
    path = folder / "plugin.py"
    path.write_text(text)
    return path


def exports(source: str) -> set[str]:
    return {
        node.name
        for node in ast.parse(source).body
        if isinstance(node, ast.FunctionDef) and "proxy_" in node.name
    }


@pytest.mark.parametrize("path", PLUGINS, ids=[f"{one.parent.name}/{one.stem}" for one in PLUGINS])
def test_reads_what_reflection_sees(path: Path) -> None:
    seen = shape_of(_load(path))
    read = read_plugin(path).entry
    assert exports(read) <= exports(entry_source(seen))
    calls = {
        node.name
        for node in ast.walk(ast.parse(read))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for method in seen.methods:
        assert {f"call_{method.name[3:]}", f"run_{method.name[3:]}"} & calls


def test_entry_modules_type_check(tmp_path: Path) -> None:
    folders = []
    for path in PLUGINS:
        folder = tmp_path / f"{path.parent.name}_{path.stem}".replace("-", "_")
        folder.mkdir()
        shutil.copy(path, folder / "plugin.py")
        (folder / "entry.py").write_text(read_plugin(folder / "plugin.py").entry)
        folders.append(folder)
    # One after another in one process: every folder has a module `plugin`.
    script = (
        "import sys\nfrom mypy import api\n"
        "for folder in sys.argv[1:]:\n"
        "    out, err, code = api.run(['--strict', '--cache-dir', folder + '/../cache', folder + '/entry.py'])\n"
        "    if code: print(folder, out, err)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, folders[:3])], capture_output=True, text=True, check=True
    )
    assert done.stdout == ""


def test_decoders_agree_with_reflection() -> None:
    path = ROOT / "tests/sdk/plugins/everything.py"
    module = _load(path)
    source = read_plugin(path).entry.replace("import everything as", f"import {module.__name__} as")
    entry: dict[str, Any] = {}
    exec(source, entry)
    decode = entry["_plugin"].read
    for document, expected in CASES:
        if isinstance(expected, str):
            with pytest.raises(ValueError) as caught:
                decode(document)
            assert str(caught.value) == expected, document
        else:
            assert repr(decode(document)) == repr(Everything(**expected)), document  # type: ignore[arg-type]


def test_schema(tmp_path: Path) -> None:
    text = '''
@dataclass
class Rule:
    """One rule."""

    host: str
    """Whom it is for."""
    codes: Annotated[list[int], Length(1, 3)] = field(default_factory=lambda: [200])


@dataclass
class Config:
    rules: list[Rule]
    mode: Literal["a", "b"] = "a"
    port: Annotated[int, Range(minimum=1, maximum=1 << 16)] = 8 * 10
    note: str | None = None
    labels: dict[str, float] = field(default_factory=dict)
    either: str | int = 0
    more: Any = None
'''
    metadata = read_plugin(write(tmp_path, HEAD + text + FILTER)).metadata
    rule = {
        "type": "object",
        "description": "One rule.",
        "properties": {
            "host": {"type": "string", "description": "Whom it is for."},
            "codes": {
                "type": "array",
                "items": {"type": "integer", "format": "int64"},
                "minItems": 1,
                "maxItems": 3,
                "default": [200],
            },
        },
        "required": ["host"],
        "additionalProperties": False,
    }
    assert metadata["config_schema"] == {
        "type": "object",
        "properties": {
            "rules": {"type": "array", "items": rule},
            "mode": {"type": "string", "enum": ["a", "b"], "default": "a"},
            "port": {"type": "integer", "format": "int64", "minimum": 1, "maximum": 65536, "default": 80},
            "note": {"type": "string", "nullable": True, "default": None},
            "labels": {
                "type": "object",
                "additionalProperties": {"type": "number", "format": "double"},
                "default": {},
            },
            "either": {
                "anyOf": [{"type": "string"}, {"type": "integer", "format": "int64"}],
                "default": 0,
            },
            "more": {"x-kubernetes-preserve-unknown-fields": True, "default": None},
        },
        "required": ["rules"],
        "additionalProperties": False,
    }


def test_classes_from_other_files(tmp_path: Path) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts/__init__.py").write_text("from .shape import Config as Config, Base as Base\n")
    (tmp_path / "parts/shape.py").write_text(
        HEAD + 'C = TypeVar("C")\nNames = list[str]\nDEFAULT = ["x"]\n\n@dataclass\nclass Config:\n'
        "    names: Names = field(default_factory=lambda: [one for one in DEFAULT])\n\n"
        "class Base(HttpFilter[C]):\n    def on_log(self) -> None: ...\n"
    )
    path = write(
        tmp_path,
        "from parts import Config\nimport parts\nfrom pygress import sdk\n\n"
        '@sdk.plugin(name="p", version="2")\nclass P(parts.Base[Config]):\n'
        "    def on_request_headers(self, request: sdk.Request) -> None: ...\n",
    )
    found = read_plugin(path)
    assert found.metadata["version"] == "2"
    assert exports(found.entry) >= {"proxy_on_log", "proxy_on_request_headers"}
    assert "[one for one in _module_1.DEFAULT]" in found.entry
    assert "import parts.shape as _module_1" in found.entry


@pytest.mark.parametrize(
    ("text", "code", "message", "marked"),
    [
        ("x = 1\n", "no-plugin", "the file has no class decorated with `@plugin(...)`", "f"),
        ("x = \n", "syntax-error", "invalid syntax", None),
        (
            '@plugin(name="a")\nclass A(HttpFilter[None]): ...\n@plugin(name="b")\nclass B(HttpFilter[None]): ...\n',
            "no-plugin",
            "a file has one plugin: `B` is a second one beside `A`",
            'plugin(name="b")',
        ),
        ("@plugin\nclass A(HttpFilter[None]): ...\n", "bad-plugin", "`@plugin` needs arguments", "plugin"),
        (
            'N = "a"\n@plugin(name=N)\nclass A(HttpFilter[None]): ...\n',
            "bad-plugin",
            "`name` of `@plugin` must be a literal",
            "N",
        ),
        (
            '@plugin(version="1")\nclass A(HttpFilter[None]): ...\n',
            "bad-plugin",
            "`@plugin` needs a `name`",
            'plugin(version="1")',
        ),
        (
            '@plugin(name="a", priority="1")\nclass A(HttpFilter[None]): ...\n',
            "bad-plugin",
            "`priority` of `@plugin` must be an integer",
            '"1"',
        ),
        (
            '@plugin(name="a")\nclass A: ...\n',
            "bad-plugin",
            "`A` must derive from `HttpFilter`",
            'plugin(name="a")',
        ),
        (
            '@plugin(name="a")\nclass A(HttpFilter): ...\n',
            "bad-plugin",
            "`HttpFilter` needs the type of its configuration",
            "HttpFilter",
        ),
        (
            '@plugin(name="a")\nclass A(HttpFilter[None]):\n    def on_request_header(self) -> None: ...\n',
            "bad-plugin",
            "there is no phase `on_request_header`",
            "on_request_header",
        ),
        (
            '@plugin(name="a")\nclass A(HttpFilter[None]):\n'
            "    def on_request_body(self, r: Request) -> None: ...\n"
            "    def on_request_chunk(self, r: Request, c: bytes, l: bool) -> None: ...\n",
            "bad-plugin",
            "`on_request_body` and `on_request_chunk` exclude each other",
            "on_request_chunk",
        ),
        (
            "@dataclass\nclass Config:\n    a: set[bytes]\n" + FILTER,
            "bad-config",
            "`bytes` cannot come from a JSON configuration",
            "bytes",
        ),
        (
            "@dataclass\nclass Config:\n    a: dict[int, str]\n" + FILTER,
            "bad-config",
            "`dict[int, str]` cannot come from",
            "dict[int, str]",
        ),
        ("class Config:\n    a: int\n" + FILTER, "bad-config", "`Config` is not a dataclass", "Config"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, code: str, message: str, marked: str | None) -> None:
    path = write(tmp_path, HEAD + text)
    with pytest.raises(DiagnosticError) as caught:
        read_plugin(path)
    one = caught.value.diagnostics[0]
    assert (one.code, one.message[: len(message)]) == (code, message)
    if marked is not None:
        assert one.span is not None
        line = path.read_text().splitlines()[one.span.line - 1]
        assert line[one.span.column - 1 : one.span.end_column - 1] == marked


def test_all_bad_fields_at_once(tmp_path: Path) -> None:
    text = "@dataclass\nclass Config:\n    a: complex\n    b: int\n    c: bytes\n" + FILTER
    with pytest.raises(DiagnosticError) as caught:
        read_plugin(write(tmp_path, HEAD + text))
    assert [one.message.split("`")[1] for one in caught.value.diagnostics] == ["complex", "bytes"]

"""What an author sees: every mistake of a plugin at once, each at the exact text, with a way out."""

from pathlib import Path

import pytest

from pygress.base.diagnostics import Diagnostic, DiagnosticError, Span, render
from pygress.compiler.frontend.plugin.program import load_plugin

HEAD = """\
from dataclasses import dataclass, field
from typing import Annotated, Literal
from pygress.sdk import HttpFilter, Length, Range, Reply, Request, Response, plugin

"""
CONFIG = "@dataclass\nclass Config:\n    names: list[str] = field(default_factory=list)\n\n"
DEMO = '@plugin(name="demo")\nclass Demo(HttpFilter[Config]):\n'
PHASE = "    def on_request_headers(self, request: Request) -> Reply | None:\n        return None\n"


def seen(tmp_path: Path, text: str, more: dict[str, str] | None = None) -> list[Diagnostic]:
    """Give all errors, or all warnings of a plugin that can be built."""
    path = tmp_path / "plugin.py"
    path.write_text(text)
    for name, content in (more or {}).items():
        other = tmp_path / name
        other.parent.mkdir(exist_ok=True)
        other.write_text(content)
    try:
        return list(load_plugin(path)[0].warnings)
    except DiagnosticError as error:
        return list(error.diagnostics)


def marked(one: Diagnostic) -> str:
    assert one.span is not None
    line = Path(one.span.path).read_text().split("\n")[one.span.line - 1]
    return line[one.span.column - 1 : one.span.end_column - 1]


def test_mistakes_of_every_kind_at_once(tmp_path: Path) -> None:
    text = (
        HEAD
        + CONFIG
        + '@plugin(name=7, phase="EARLY", priority=5000, nope=1)\nclass Demo(HttpFilter[Config]):\n'
        + "    def on_request_header(self, request: Request) -> Reply | None:\n"
        + '        x: int = "a"\n        return None\n'
        + "    async def on_log(self) -> None: ...\n"
    )
    assert [(one.code, marked(one)) for one in seen(tmp_path, text)] == [
        ("bad-plugin", "7"),
        ("bad-plugin", '"EARLY"'),
        ("bad-plugin", "5000"),
        ("bad-plugin", "nope=1"),
        ("bad-plugin", "on_request_header"),
        ("type-error", '"a"'),
        ("bad-plugin", "on_log"),
    ]


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("on_request_header", "on_request_headers"),
        ("onRequestBody", "on_request_body"),
        ("on_logs", "on_log"),
        ("request_headers", "on_request_headers"),
        ("on_response_trailer", "on_response_trailers"),
        ("on_http_request_headers", "on_request_headers"),
    ],
)
def test_a_method_that_looks_like_a_phase(tmp_path: Path, name: str, meant: str) -> None:
    text = HEAD + CONFIG + DEMO + f"    def {name}(self) -> None: ...\n"
    (one,) = seen(tmp_path, text)
    assert (one.message, one.help) == (f"there is no phase `{name}`", f"did you mean `{meant}`?")
    assert marked(one) == name


def test_a_method_that_the_plugin_calls_itself_is_no_mistake(tmp_path: Path) -> None:
    text = (
        HEAD
        + CONFIG
        + DEMO
        + "    def on_request_headers(self, request: Request) -> Reply | None:\n"
        + "        return self.on_request_denied()\n"
        + "    def on_request_denied(self) -> Reply:\n        return Reply(403)\n"
    )
    assert seen(tmp_path, text) == []


@pytest.mark.parametrize(
    ("method", "message", "help_text"),
    [
        (
            "def on_request_headers(self) -> Reply | None: ...",
            "`on_request_headers` is called with `(self, request)`, it takes `(self)`",
            "write `def on_request_headers(self, request: Request) -> Reply | None:`",
        ),
        (
            "def on_response_chunk(self, response: Response) -> bytes | None: ...",
            "`on_response_chunk` is called with `(self, response, chunk, last)`, it takes `(self, response)`",
            "write `def on_response_chunk(self, response: Response, chunk: bytes, last: bool) -> bytes | None:`",
        ),
        (
            "async def on_request_body(self, request: Request, *, more: int) -> Reply | None: ...",
            "`on_request_body` is called with `(self, request)`, it takes `(self, request, *, more)`",
            "write `async def on_request_body(self, request: Request) -> Reply | None:`",
        ),
        (
            "def __init__(self) -> None: ...",
            "`__init__` is called with `(self, config)`, it takes `(self)`",
            "write `def __init__(self, config: Config) -> None:` and call `super().__init__(config)`",
        ),
        (
            "@staticmethod\n    def on_log() -> None: ...",
            "`on_log` must be a plain method: the host calls it on the filter of a stream",
            "remove the decorator",
        ),
    ],
)
def test_a_phase_with_other_parameters(tmp_path: Path, method: str, message: str, help_text: str) -> None:
    found = seen(tmp_path, HEAD + CONFIG + DEMO + f"    {method}\n")
    assert (found[0].message, found[0].help) == (message, help_text)
    assert all(one.span is not None and one.span.path != "__plugin__" for one in found)


def test_more_parameters_with_defaults_are_no_mistake(tmp_path: Path) -> None:
    method = "def on_request_headers(self, request: Request, depth: int = 0) -> Reply | None:\n        return None\n"
    assert seen(tmp_path, HEAD + CONFIG + DEMO + f"    {method}") == []


@pytest.mark.parametrize(
    ("field", "message", "at"),
    [
        ("a: list[str] = []", "`[]` as a default would be shared: dataclasses refuse it", "[]"),
        ("a: Annotated[int, Range(1, 5)] = 9", "the default is 9, the limit is at most 5", "9"),
        ("a: Annotated[str, Length(3)] = 'ab'", "the default has length 2, the limit is at least 3", "'ab'"),
        ("a: Annotated[int | None, Range(1)] = None", "", ""),
        (
            "a: Annotated[str, Length(3, 1)]",
            "no value fits: the minimum 3 is above the maximum 1",
            "Length(3, 1)",
        ),
        ("a: Annotated[str, Range(1, 2)]", "`Range` limits numbers", "Annotated[str, Range(1, 2)]"),
        (
            "a: Annotated[int, Length(1)]",
            "`Length` limits strings, lists and objects",
            "Annotated[int, Length(1)]",
        ),
        (
            "a: Annotated[str, Length(0.5)]",
            "a limit of `Length` must be a whole number from 0 on, got `0.5`",
            "0.5",
        ),
        ("a: Annotated[int, Range('a')]", "the limits of `Range` must be literal numbers", "'a'"),
        ("a: Annotated[int, Range(low=1)]", "`Range` has no argument `low`", "1"),
        ("a: Annotated[int, Range()]", "`Range` without limits says nothing", "Range()"),
        ("a: 'list['", "`list[` is not a type", "'list['"),
        ("a: Confg", "`Confg` is not defined", "Confg"),
    ],
)
def test_a_field_of_the_configuration(tmp_path: Path, field: str, message: str, at: str) -> None:
    found = seen(tmp_path, HEAD + f"@dataclass\nclass Config:\n    {field}\n\n" + DEMO + PHASE)
    assert [(one.message, marked(one)) for one in found[:1]] == ([(message, at)] if message else [])
    assert all(one.code == "bad-config" for one in found[:1])


def test_imports_that_cannot_be_compiled(tmp_path: Path) -> None:
    text = "import numpy\nimport socket, json\nfrom reqests import get\n" + HEAD + CONFIG + DEMO + PHASE
    found = seen(tmp_path, text)
    assert {one.code for one in found} == {"unsupported-import"}
    assert [one.message for one in found] == [
        "no module `numpy` was found",
        "the module `socket` cannot be compiled",
        "no module `reqests` was found",
    ]
    assert [marked(one) for one in found] == ["numpy", "socket", "from reqests import get"]
    assert found[1].help == "call other services with `pygress.sdk.http`"


def test_a_file_that_hides_a_standard_module(tmp_path: Path) -> None:
    text = "import json\n" + HEAD + CONFIG + DEMO + PHASE
    (one,) = seen(tmp_path, text, {"json.py": "def loads(text: str) -> int:\n    return 1\n"})
    assert one.code == "name-clash"
    assert one.message.endswith("json.py` hides the module `json` of Python's library")
    assert marked(one) == "json"


def test_a_mistake_in_another_file_of_the_plugin(tmp_path: Path) -> None:
    text = "from shop import total\n" + HEAD + CONFIG + DEMO + PHASE
    prices = 'from . import taxes\n\n\ndef total() -> int:\n    return "x"\n'
    init = "from .prices import total\n"
    more = {"shop/__init__.py": init, "shop/prices.py": prices, "shop/taxes.py": ""}
    found = seen(tmp_path, text, more)
    assert [(one.code, marked(one)) for one in found] == [("type-error", '"x"')]


def test_files_that_import_each_other(tmp_path: Path) -> None:
    text = "from first import f\n" + HEAD + CONFIG + DEMO + PHASE
    first = "import second\n\n\ndef f() -> int:\n    return second.g()\n"
    second = "import first\n\n\ndef g() -> int:\n    return 1\n\n\ndef h() -> int:\n    return first.f()\n"
    assert seen(tmp_path, text, {"first.py": first, "second.py": second}) == []
    cycle = {"first.py": first + "X = second.Y\n", "second.py": second + "Y = first.X\n"}
    (one,) = seen(tmp_path, text, cycle)
    assert (one.code, marked(one)) == ("type-error", "first.X")


def test_a_syntax_error_in_another_file(tmp_path: Path) -> None:
    text = "import other\n" + HEAD + CONFIG + DEMO + PHASE
    (one,) = seen(tmp_path, text, {"other.py": "def f() -> int\n    return 1\n"})
    assert one.code == "syntax-error"
    assert one.span is not None
    assert one.span.path.endswith("other.py")


def test_a_plugin_without_phases_is_a_warning(tmp_path: Path) -> None:
    (one,) = seen(tmp_path, HEAD + CONFIG + DEMO + "    pass\n")
    assert (one.code, one.severity, marked(one)) == ("no-phase", "warning", "Demo")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (bytes(range(256)), "is not UTF-8: byte 0x80"),
        (b'name = "caf\xe9"\n', "is not UTF-8: byte 0xe9"),
        (b"a = 1\nb = '\0'\n", "contains a null character"),
        (b"x = 1\n" * 200_000, "is too large: 1,200,000 bytes"),
    ],
)
def test_a_file_that_is_no_source(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "plugin.py"
    path.write_bytes(data)
    with pytest.raises(DiagnosticError) as caught:
        load_plugin(path)
    (one,) = caught.value.diagnostics
    assert one.code == "bad-file"
    assert message in one.message


def test_a_folder_and_a_missing_file(tmp_path: Path) -> None:
    (tmp_path / "plugin.py").mkdir()
    for path, message in (
        (tmp_path / "plugin.py", "is a folder"),
        (tmp_path / "none.py", "cannot be read: no such"),
    ):
        with pytest.raises(DiagnosticError) as caught:
            load_plugin(path)
        assert message in caught.value.diagnostics[0].message


@pytest.mark.parametrize("change", ["bom", "crlf", "cr", "name"])
def test_other_ways_to_write_a_file(tmp_path: Path, change: str) -> None:
    text = HEAD + CONFIG + DEMO + PHASE
    name = {"name": "my-plugin 2.py"}.get(change, "plugin.py")
    data = {"bom": "\ufeff" + text, "crlf": text.replace("\n", "\r\n"), "cr": text.replace("\n", "\r")}
    (tmp_path / name).write_bytes(data.get(change, text).encode())
    load_plugin(tmp_path / name)


def test_places_count_characters(tmp_path: Path) -> None:
    text = HEAD + "@dataclass\nclass Config:\n    ключ: complex; b: int = 1\n\n" + DEMO + PHASE
    (one,) = seen(tmp_path, text)
    assert marked(one) == "complex"


def test_a_long_line_is_shown_around_the_mark(tmp_path: Path) -> None:
    text = "x = [" + "1, " * 500 + "1j]\n"
    (tmp_path / "plugin.py").write_text(text)
    span = Span("p", 1, text.index("1j") + 1, 1, text.index("1j") + 3)
    lines = render(Diagnostic("unsupported-type", "no", span), {"p": text}).split("\n")
    assert max(map(len, lines)) < 180
    at = lines[3].index("^")
    assert lines[2][at : at + 2] == "1j"

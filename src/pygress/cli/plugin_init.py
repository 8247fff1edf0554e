"""`pygress plugin init`: the three files that a new plugin begins with."""

import re
from pathlib import Path
from typing import Annotated

import typer

from pygress.cli.reported import fail, reported

_NAME = re.compile(r"[a-z]([a-z0-9-]{0,61}[a-z0-9])?")

_PLUGIN = '''"""Say hello at one path, and mark every other response."""

from dataclasses import dataclass

from pygress.sdk import HttpFilter, Reply, Request, Response, plugin


@dataclass
class Config:
    """How to greet."""

    path: str = "/hello"
    """The path that is answered here."""
    greeting: str = "Hello!"
    """The answer."""

    def __post_init__(self) -> None:
        if not self.path.startswith("/"):
            raise ValueError("`path` must begin with `/`")


@plugin(name="{name}", version="0.1.0")
class {cls}(HttpFilter[Config]):
    """One instance lives as long as one request and its response."""

    def on_request_headers(self, request: Request) -> Reply | None:
        if request.path == self.config.path:
            return Reply(200, self.config.greeting + "\\n")
        return None

    def on_response_headers(self, response: Response) -> None:
        response.headers["x-{name}"] = "seen"
'''

_TEST = """import pytest

from pygress.host import Refused


def test_greets(gateway):
    site = gateway(config={{"greeting": "Good morning!"}})
    assert site.get("/hello").text == "Good morning!\\n"


def test_marks_what_the_backend_answers(gateway):
    result = gateway().get("/other")
    assert result.forwarded
    assert result.headers["x-{name}"] == "seen"


def test_refuses_a_wrong_path(gateway):
    with pytest.raises(Refused, match="must begin with `/`"):
        gateway(config={{"path": "hello"}})
"""

_README = """# {name}

Answers one path with a greeting, and marks every other response with the header `x-{name}`.

| option | default | meaning |
|---|---|---|
| `path` | `/hello` | the path that is answered here |
| `greeting` | `Hello!` | the answer |

```
pygress plugin test     # the tests, on CPython and as compiled wasm
pygress plugin build    # writes plugin.wasm
pygress plugin push . localhost:8003/plugins/{name}:0.1.0
```
"""


def init(
    name: Annotated[str, typer.Argument(help="the plugin's name, lower case with dashes; also the folder's")],
) -> None:
    """Begin a plugin: a folder with `plugin.py`, `test_plugin.py` and `README.md`."""
    with reported():
        folder = Path(name)
        if not _NAME.fullmatch(folder.name):
            raise fail(
                f"`{folder.name}` cannot be a plugin's name",
                "use at most 63 lower-case letters, digits and dashes; begin with a letter",
            )
        cls = "".join(part.capitalize() for part in folder.name.split("-"))
        texts = {"plugin.py": _PLUGIN, "test_plugin.py": _TEST, "README.md": _README}
        for file in texts:
            if (folder / file).exists():
                raise fail(f"`{folder / file}` exists", "nothing was written; choose another name or folder")
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for file, text in texts.items():
                (folder / file).write_text(text.format(name=folder.name, cls=cls))
        except OSError as error:
            raise fail(f"`{folder}` cannot be written: {error.strerror}") from None
    for file in texts:
        print(folder / file)

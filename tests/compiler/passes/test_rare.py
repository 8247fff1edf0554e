"""What runs only when a plugin starts is compiled for size; what a request may reach is not."""

import re
from pathlib import Path

from pygress.compiler.pipeline import compile_plugin

PLUGIN = """\
from dataclasses import dataclass, field

from pygress.sdk import HttpFilter, Request, plugin


def folded(text: str) -> str:
    return text.lower()


def prepared(text: str) -> str:
    return folded(text.strip())


@dataclass
class Config:
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.words = [prepared(word) for word in self.words]


@plugin(name="words", version="1.0.0")
class Words(HttpFilter[Config]):
    def on_request_headers(self, request: Request) -> None:
        if folded(request.path) in self.config.words:
            request.skip_body()
"""


def test_rare_functions(tmp_path: Path) -> None:
    (tmp_path / "plugin.py").write_text(PLUGIN)
    text = compile_plugin(tmp_path).c
    rare = set(re.findall(r"^static PG_RARE [^(;]*?(\w+)\([^;]*\) \{", text, re.M))
    names = " ".join(sorted(rare))
    assert "prepared" in names and "Config___post_init" in names
    assert "folded" not in names and "on_request_headers" not in names

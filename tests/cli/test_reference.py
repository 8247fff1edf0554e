"""`docs/reference/cli.md` is what the commands say of themselves."""

import os
from pathlib import Path

import pytest
import typer.main

from pygress.cli import main
from pygress.cli import plugin as plugin_commands

PAGE = Path(__file__).resolve().parents[2] / "docs/reference/cli.md"
HEAD = """\
# The `pygress` command

Results go to stdout, progress and notes to stderr. Exit code 1 is the user's mistake, 2 ours, 130 after Ctrl-C.
This page is written by `pytest tests/cli/test_reference.py --update`.
"""


def test_the_page_is_up_to_date(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setenv("TERMINAL_WIDTH", "100")
    sections = [HEAD]
    for name, _, _ in main.COMMANDS:
        words = [name]
        if name == "plugin":
            sections += [section(["plugin", one[0]], monkeypatch) for one in plugin_commands.COMMANDS]
        else:
            sections.append(section(words, monkeypatch))
    page = "\n".join(sections)
    if request.config.getoption("--update"):
        PAGE.write_text(page)
    assert PAGE.read_text() == page, "run `pytest tests/cli/test_reference.py --update`"


def section(words: list[str], monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr("sys.argv", ["pygress", *words])
    command = typer.main.get_command(main.build(words))
    for word in words[:-1]:
        command = command.commands[word]  # type: ignore[attr-defined]
    found = command.commands[words[-1]] if hasattr(command, "commands") else command
    name = " ".join(["pygress", *words])
    with found.make_context(
        name, [], resilient_parsing=True, terminal_width=100, max_content_width=100
    ) as context:
        text = found.get_help(context)
    lines = "\n".join(line.rstrip() for line in text.splitlines())
    return f"## {name}{os.linesep}```{os.linesep}{lines.strip()}{os.linesep}```{os.linesep}"

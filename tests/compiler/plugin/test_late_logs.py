"""Which plugins keep the id of each request for their log."""

import ast
from pathlib import Path

import pytest

from pygress.compiler.frontend.plugin import read_plugin
from pygress.compiler.frontend.plugin.late_logs import logs_late

HEAD = """\
import logging
from pygress.sdk import HttpFilter, Request, Response, plugin, spawn

log = logging.getLogger(__name__)


@plugin(name="p")
class P(HttpFilter[None]):
    def on_request_headers(self, request: Request) -> None:
        log.info("asked for %s", request.path)
"""
QUIET = (
    HEAD
    + """
    def on_response_headers(self, response: Response) -> None:
        response.headers["x-seen"] = self.mark()

    def mark(self) -> str:
        return "1"

    def on_log(self) -> None:
        log.info("done")
"""
)


def late(text: str) -> bool:
    return logs_late([ast.parse(text)])


def test_lines_of_the_request_phases_need_nothing() -> None:
    assert not late(HEAD)
    assert not late(QUIET)


@pytest.mark.parametrize(
    ("mark", "rest"),
    [
        ('log.info("seen")', ""),
        ("return note()", 'def note() -> str:\n    log.warning("seen")\n    return "1"'),
        ("return str(Marker())", 'class Marker:\n    def __str__(self) -> str:\n        log.error("")\n'),
        ('write("seen")', "write = log.info"),
        ('getattr(log, "info")("seen")', ""),
        ('tell("seen")', "from logging import warning as tell"),
        ("return [one() for one in NOTES][0]", 'def note() -> None:\n    log.info("")\n\nNOTES = [note]'),
    ],
)
def test_what_a_late_phase_may_reach(mark: str, rest: str) -> None:
    assert late(QUIET.replace('return "1"', mark) + rest)


def test_a_task_outlives_the_phase_that_began_it() -> None:
    text = HEAD.replace("log.info", "spawn(self.later())  # log.info")
    assert not late(text)
    assert late(text + "\n    async def later(self) -> None:\n        log.info('later')\n")


def test_other_files_of_the_plugin_count(tmp_path: Path) -> None:
    plugin = tmp_path / "plugin.py"
    silent = QUIET.replace("import logging\n", "import notes\n").replace(
        "log = logging.getLogger(__name__)\n", ""
    )
    silent = silent.replace('log.info("asked for %s", request.path)', "pass").replace(
        'log.info("done")', "pass"
    )
    plugin.write_text(silent.replace('return "1"', "return notes.mark()"))
    notes = tmp_path / "notes.py"
    notes.write_text('def mark() -> str:\n    return "1"\n')
    assert "set_log_request" not in read_plugin(plugin).entry
    assert "names_requests" not in read_plugin(plugin).entry
    notes.write_text('import logging\n\ndef mark() -> str:\n    logging.warning("seen")\n    return "1"\n')
    assert "names_requests" in read_plugin(plugin).entry

"""Envoy's log lines: those of plugins go to a file per plugin, the rest to our own log.

A line is `level|component|text` (see `envoy.process`). What a plugin logs carries its VM id, which starts with
`namespace.name.`, so that it can be told whose it is.
"""

import json
import logging
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from pygress.base import request_id
from pygress.gateway.envoy.preflight import clean

log = logging.getLogger("pygress.envoy")

_LEVELS = {
    "trace": logging.DEBUG,
    "debug": logging.DEBUG,
    "info": logging.DEBUG,
    "warning": logging.WARNING,
    "error": logging.ERROR,
    "critical": logging.CRITICAL,
}
_PLUGIN = re.compile(r"^wasm log (?:[^\s:]+ )*([^\s:]+)\.[0-9a-f]{12}: ")
_ESCAPES = {"n": "\n", "t": "\t", "\\": "\\", "'": "'", '"': '"', "r": "\r"}
_FILE_BYTES = 4 * 1024 * 1024
_QUIET = ("There is no configured limit to the number of allowed active downstream connections",)


class LogRouter:
    """Takes the lines of Envoy; `on_line(level, component, text)` sees each one as well.

    A plugin's file holds one JSON object a line: `time`, `level`, `message`, and `request_id` where the line names
    its request. At 4 MiB it is renamed to `.1`.
    """

    def __init__(self, folder: Path, on_line: Callable[[str, str, str], None] | None = None) -> None:
        self._folder = folder
        self._on_line = on_line

    def take(self, line: str) -> None:
        """Digest one line."""
        level, bar, rest = line.partition("|")
        component, second, text = rest.partition("|")
        if not bar or not second or level not in _LEVELS:
            log.warning("%s", line)
            return
        if self._on_line is not None:
            self._on_line(level, component, text)
        found = _PLUGIN.match(text) if component == "wasm" else None
        if found is not None:
            self._write(found[1], level, _message(text))
        elif not any(one in text for one in _QUIET):
            log.log(_LEVELS[level], "%s: %s", component, clean(text))

    def _write(self, plugin: str, level: str, message: str) -> None:
        path = self._folder / f"{plugin}.jsonl"
        request, message = request_id.split(message)
        entry = {
            "time": datetime.now(UTC).isoformat(timespec="milliseconds"),
            "level": level,
            "message": message,
        }
        if request:
            entry["request_id"] = request
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if path.exists() and path.stat().st_size > _FILE_BYTES:
                path.replace(path.with_suffix(".jsonl.1"))
            with path.open("a") as file:
                file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        except OSError as error:
            log.warning("cannot write the log of plugin %s: %s", plugin, error)


def _message(text: str) -> str:
    """Give what the plugin wrote: without the prefix of Envoy, and with its own line breaks."""
    text = re.sub(r"^wasm log(?: [^\s:]+)*: ", "", text)
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), text)

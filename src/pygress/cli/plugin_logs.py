"""`pygress plugin logs`: what a plugin has written to the log, on the gateway of a data directory."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from pygress.cli.errors import print_error

_POLL_SECONDS = 0.2
_LEVELS = ("trace", "debug", "info", "warning", "error", "critical")


def logs(
    name: Annotated[str, typer.Argument(metavar="[NAMESPACE/]NAME", help="the plugin")],
    follow: Annotated[bool, typer.Option("--follow", "-f", help="go on with new lines")] = False,
    tail: Annotated[int, typer.Option(min=0, help="lines to begin with; 0: all that are kept")] = 100,
    level: Annotated[str, typer.Option(help=f"least level: {', '.join(_LEVELS)}")] = "trace",
    output: Annotated[str, typer.Option("--output", "-o", help="text or json")] = "text",
    data_dir: Annotated[Path, typer.Option(help="data directory of the gateway")] = Path(".pygress"),
) -> None:
    """Print the log lines of a plugin: time, level, request id where it is known, message."""
    if level not in _LEVELS:
        raise typer.BadParameter(f"`{level}` is none of {', '.join(_LEVELS)}", param_hint="--level")
    if output not in ("text", "json"):
        raise typer.BadParameter(f"`{output}` is neither text nor json", param_hint="--output")
    namespace, slash, rest = name.rpartition("/")
    folder = data_dir / "gateway" / "logs"
    path = folder / f"{namespace if slash else 'higress-system'}.{rest}.jsonl"
    if not path.exists() and not follow:
        known = sorted(one.stem.replace(".", "/", 1) for one in folder.glob("*.jsonl"))
        print_error(
            f"no plugin `{name}` has written to the log of `{data_dir}`",
            f"plugins with a log: {', '.join(known)}" if known else "",
        )
        raise typer.Exit(1)
    older = path.with_suffix(".jsonl.1")
    lines = [
        line for one in (older, path) if one.exists() for line in one.read_text(errors="replace").splitlines()
    ]
    shown = [line for line in lines if _at_least(line, level)]
    for line in shown[-tail:] if tail else shown:
        _print(line, output)
    if follow:
        _follow(path, level, output)


def _follow(path: Path, level: str, output: str) -> None:
    position = path.stat().st_size if path.exists() else 0
    rest = ""
    while True:
        time.sleep(_POLL_SECONDS)
        if not path.exists():
            continue
        size = path.stat().st_size
        if size < position:
            # It was begun anew.
            position = 0
        with path.open(errors="replace") as file:
            file.seek(position)
            text = rest + file.read()
            position = file.tell()
        *lines, rest = text.split("\n")
        for line in lines:
            if _at_least(line, level):
                _print(line, output)
        sys.stdout.flush()


def _at_least(line: str, level: str) -> bool:
    try:
        return _LEVELS.index(json.loads(line)["level"]) >= _LEVELS.index(level)
    except (ValueError, KeyError, TypeError):
        return False


def _print(line: str, output: str) -> None:
    if output == "json":
        print(line)
        return
    entry = json.loads(line)
    request = f"[{entry['request_id']}] " if "request_id" in entry else ""
    print(f"{entry['time']} {entry['level']:<8} {request}{entry['message']}")

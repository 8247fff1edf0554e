"""Find and run the programs of other languages."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from pygress.cli.reported import fail


def find_program(name: str, *places: str) -> str:
    """Give the path of a program from `PATH` or from one of its usual places; empty if it isn't there."""
    found = shutil.which(name)
    if found:
        return found
    for place in places:
        candidate = Path(place).expanduser() / name
        if os.access(candidate, os.X_OK):
            return str(candidate)
    return ""


def ask(command: Sequence[str], folder: Path) -> str:
    """Run a program and give its output; empty if it fails."""
    try:
        answer = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return answer.stdout if answer.returncode == 0 else ""


def version_of(text: str) -> tuple[int, int]:
    """Give major and minor of the first version number in a text; zeros without one."""
    match = re.search(r"(\d+)\.(\d+)", text)
    return (int(match[1]), int(match[2])) if match is not None else (0, 0)


def run(command: Sequence[str], folder: Path, environment: Mapping[str, str] | None = None) -> str:
    """Run a build with its messages on our stderr; gives its stdout. A failure ends with one line of ours."""
    shown = " ".join(command)
    print(f"$ {shown}", file=sys.stderr, flush=True)
    try:
        answer = subprocess.run(
            command,
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            text=True,
            check=False,
        )
    except OSError as error:
        raise fail(f"`{command[0]}` cannot be run: {error.strerror}") from error
    if answer.returncode != 0:
        print(answer.stdout, end="", file=sys.stderr)
        raise fail(f"`{shown}` failed with exit code {answer.returncode}, see above")
    return answer.stdout

"""`pygress down`: stop the gateway of a data directory."""

import os
import signal
import time
from pathlib import Path
from typing import Annotated

import typer

from pygress.cli import datadir


def down(
    data_dir: Annotated[Path, typer.Option(help="the data directory of `pygress up`")] = Path(".pygress"),
    timeout: Annotated[float, typer.Option(min=0, help="seconds to wait for connections to drain")] = 30.0,
) -> None:
    """Stop the gateway that runs on a data directory; open requests are finished first."""
    pid = datadir.running_pid(data_dir)
    if pid is None:
        typer.echo(f"nothing runs on `{data_dir}`", err=True)
        return
    os.kill(pid, signal.SIGTERM)
    deadline = time.monotonic() + timeout
    while datadir.running_pid(data_dir) == pid:
        if time.monotonic() > deadline:
            typer.echo(f"error: process {pid} still runs after {timeout:g} s", err=True)
            raise typer.Exit(1)
        time.sleep(0.05)
    typer.echo(f"stopped process {pid}", err=True)

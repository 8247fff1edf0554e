"""How a command reaches the API: which server, and what is printed when that fails."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from pygress.base.diagnostics import DiagnosticError, render
from pygress.cli.errors import CommandError, print_error
from pygress.client import ApiError, Client, ConfigError, UnreachableError, find_config
from pygress.resources import KINDS, Kind, kinds

Kubeconfig = Annotated[
    Path | None, typer.Option("--kubeconfig", help="kubeconfig of the server to talk to", metavar="FILE")
]
DataDir = Annotated[
    Path | None, typer.Option("--data-dir", help="data directory of a running `pygress up`", metavar="DIR")
]


def run(
    work: Callable[[Client], Awaitable[int]], kubeconfig: Path | None = None, data_dir: Path | None = None
) -> None:
    """Connect, do the work and exit with the code it gives; every expected error is one message and code 1."""
    try:
        code = asyncio.run(_connected(work, kubeconfig, data_dir))
    except (ConfigError, CommandError) as error:
        print_error(str(error), getattr(error, "help", ""))
        code = 1
    except UnreachableError as error:
        print_error(str(error), "is the gateway running? start it with `pygress up`")
        code = 1
    except ApiError as error:
        print_api_error("", error)
        code = 1
    except DiagnosticError as error:
        for one in error.diagnostics:
            print(render(one, {}), file=sys.stderr)
        code = 1
    if code:
        raise typer.Exit(code)


async def _connected(
    work: Callable[[Client], Awaitable[int]], kubeconfig: Path | None, data_dir: Path | None
) -> int:
    async with Client(find_config(kubeconfig, data_dir)) as client:
        return await work(client)


def print_api_error(subject: str, error: ApiError) -> None:
    """Print a refusal of the server: every mistake on its own line, after what it is about."""
    for line in api_error_lines(error):
        print_error(f"{subject}: {line}" if subject else line)


def api_error_lines(error: ApiError) -> list[str]:
    """Give the mistakes that a refusal names, or its message when it names none."""
    if error.reason == "Invalid" and error.causes:
        return [f"{cause.get('field', '')}: {cause.get('message', '')}" for cause in error.causes]
    return [error.message]


def kind_named(name: str) -> Kind:
    """Find a kind as a person writes it; raises `CommandError` with the known ones."""
    kind = kinds.by_name(name)
    if kind is None:
        known = ", ".join(dict.fromkeys(one.plural for one in KINDS))
        raise CommandError(f"`{name}` is not a known kind; known kinds: {known}")
    return kind


def shown(kind: Kind, name: str) -> str:
    """Name an object as kubectl does: `wasmplugin.extensions.higress.io/request-block`."""
    return f"{kind.singular}.{kind.group}/{name}" if kind.group else f"{kind.singular}/{name}"

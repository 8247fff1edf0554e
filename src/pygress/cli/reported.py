"""Errors of images and registries on the command line: one line, a way out, exit code 1."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer

from pygress.oci.errors import OciError

_HELP = {
    "RegistryUnauthorized": "log in with `docker login`, or give --username and --password-stdin",
    "TLSFailed": "give the registry's CA with --ca-file, or list it with --insecure if it speaks plain HTTP",
    "RegistryUnreachable": "is the registry running? the embedded one is part of `pygress up`",
}


class Failure(Exception):
    """The user's mistake, with a way out in `help`."""

    def __init__(self, message: str, help_text: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.help = help_text


def fail(message: str, help_text: str = "") -> Failure:
    """Give an error to raise."""
    return Failure(message, help_text)


@contextmanager
def reported() -> Iterator[None]:
    """Print what went wrong inside to stderr and exit with 1."""
    try:
        yield
    except OciError as error:
        _print(error.message, _HELP.get(error.reason, ""))
        raise typer.Exit(1) from error
    except Failure as error:
        _print(error.message, error.help)
        raise typer.Exit(1) from error
    except OSError as error:
        _print(f"`{error.filename}`: {error.strerror}" if error.filename else str(error), "")
        raise typer.Exit(1) from error


def _print(message: str, help_text: str) -> None:
    print(f"error: {message}", file=sys.stderr)
    if help_text:
        print(f"  help: {help_text}", file=sys.stderr)

"""Errors of images and registries on the command line: one line, a way out, exit code 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from pygress.cli.errors import CommandError, print_error
from pygress.oci.errors import OciError

_HELP = {
    "RegistryUnauthorized": "log in with `docker login`, or give --username and --password-stdin",
    "TLSFailed": "give the registry's CA with --ca-file, or list it with --insecure if it speaks plain HTTP",
    "RegistryUnreachable": "is the registry running? the embedded one is part of `pygress up`",
}


def fail(message: str, help_text: str = "") -> CommandError:
    """Give an error to raise."""
    return CommandError(message, help_text)


@contextmanager
def reported() -> Iterator[None]:
    """Print what went wrong inside to stderr and exit with 1."""
    try:
        yield
    except OciError as error:
        print_error(error.message, _HELP.get(error.reason, ""))
        raise typer.Exit(1) from error
    except CommandError as error:
        print_error(error.message, error.help)
        raise typer.Exit(1) from error
    except OSError as error:
        print_error(f"`{error.filename}`: {error.strerror}" if error.filename else str(error), "")
        raise typer.Exit(1) from error

"""The `pygress` command: an explicit list of the commands, one file each."""

import atexit
import contextlib
import importlib
import os
import sys
from typing import Annotated, NoReturn

import typer

from pygress import __version__

# Name, module, and the function or sub-application in it, in the order of the help page. Only the module of the
# command that runs is imported: the compiler, the gateway and their libraries take longer to load than most commands.
COMMANDS = [
    ("up", "pygress.cli.up", "up"),
    ("down", "pygress.cli.down", "down"),
    ("apply", "pygress.cli.apply", "apply"),
    ("get", "pygress.cli.get", "get"),
    ("delete", "pygress.cli.delete", "delete"),
    ("plugin", "pygress.cli.plugin", "app"),
    ("compile", "pygress.cli.compile", "compile_"),
    ("run", "pygress.cli.run", "run"),
    ("explain", "pygress.cli.explain", "explain"),
    ("status", "pygress.cli.status", "status"),
    ("translate", "pygress.cli.translate", "translate"),
]

# `typer` has no public name for the class of all mistakes on the command line: BadParameter, UsageError, then it.
_ClickException: type[Exception] = typer.BadParameter.__mro__[2]


def main() -> None:
    """Run the command line; exit code 1 for the user's mistake, 2 for ours, 130 after Ctrl-C."""
    status = run(sys.argv[1:])
    if "mypy.build" in sys.modules:
        _leave(status)
    sys.exit(status)


def _leave(status: int) -> NoReturn:
    """End without taking the trees of a compiled program apart, which takes a fifth of a build."""
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(BrokenPipeError):  # the reader has gone
            stream.flush()
    os._exit(status)


def run(args: list[str]) -> int:
    """Run one command and give its exit code."""
    try:
        status = build(args)(args, prog_name="pygress", standalone_mode=False)
    except _ClickException as error:
        error.show()  # type: ignore[attr-defined]
        return 1
    except (typer.Abort, KeyboardInterrupt):
        print("stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        # The reader has gone (`| head`): not a mistake. Python would complain at exit without this.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception:
        import traceback

        traceback.print_exc()
        print("this is an error in pygress, not yours; please report it with the text above", file=sys.stderr)
        return 2
    return status if isinstance(status, int) else 0


def build(args: list[str]) -> typer.Typer:
    """Give an application with the command that `args` name, or with all of them when they name none."""
    app = typer.Typer(
        name="pygress",
        no_args_is_help=True,
        pretty_exceptions_enable=False,
        rich_markup_mode=None,
        add_completion=False,
    )
    app.callback(invoke_without_command=True)(_pygress)
    first = args[0] if args else ""
    named = [command for command in COMMANDS if command[0] == first]
    for name, module, attribute in named if named or first == "--version" else COMMANDS:
        command = getattr(importlib.import_module(module), attribute)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def _pygress(
    version: Annotated[bool, typer.Option("--version", help="print the version and exit")] = False,
) -> None:
    """An API gateway that people extend in Python."""
    if version:
        typer.echo(f"pygress {__version__}")
        raise typer.Exit


if __name__ == "__main__":
    main()

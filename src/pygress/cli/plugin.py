"""`pygress plugin ...`: an explicit list of its commands, one file each.

Only the module of the command that runs is imported, as in `cli.main`.
"""

import importlib
import sys

import typer

# Name, module and function, in the order of the help page.
COMMANDS = [
    ("init", "pygress.cli.plugin_init", "init"),
    ("build", "pygress.cli.plugin_build", "build"),
    ("test", "pygress.cli.plugin_test", "test"),
    ("dev", "pygress.cli.plugin_dev", "dev"),
    ("push", "pygress.cli.plugin_push", "push"),
    ("install", "pygress.cli.plugin_install", "install"),
    ("ls", "pygress.cli.plugin_ls", "ls"),
    ("enable", "pygress.cli.plugin_enable", "enable"),
    ("disable", "pygress.cli.plugin_enable", "disable"),
    ("inspect", "pygress.cli.plugin_inspect", "inspect"),
    ("logs", "pygress.cli.plugin_logs", "logs"),
]

# `test` hands what it does not know to pytest.
_PASS_ON = {"allow_extra_args": True, "ignore_unknown_options": True}


def build_app(words: list[str]) -> typer.Typer:
    """Give the sub-application with the command that `words` name, or with all of them for the help page."""
    app = typer.Typer(help="Write, test, build and publish plugins.", no_args_is_help=True)
    named = [
        command for command in COMMANDS if len(words) > 1 and words[0] == "plugin" and command[0] == words[1]
    ]
    for name, module, attribute in named or COMMANDS:
        command = getattr(importlib.import_module(module), attribute)
        app.command(name, context_settings=_PASS_ON if name == "test" else None)(command)
    return app


def __getattr__(name: str) -> typer.Typer:
    """Build `app` when `cli.main` asks for it: then it is known which command runs."""
    if name == "app":
        return build_app(sys.argv[1:])
    raise AttributeError(name)

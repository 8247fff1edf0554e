"""The user's mistake on the command line: one `error:` line, a way out, exit code 1."""

import sys


class CommandError(Exception):
    """The user's mistake; `help` is a way out."""

    def __init__(self, message: str, help_text: str = "") -> None:
        self.message = message
        self.help = help_text
        super().__init__(message)


def print_error(message: str, help_text: str = "") -> None:
    """Print one error to stderr."""
    print(f"error: {message}", file=sys.stderr)
    if help_text:
        print(f"  help: {help_text}", file=sys.stderr)

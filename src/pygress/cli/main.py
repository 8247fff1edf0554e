"""The `pygress` command: an explicit list of the commands, one file each."""

import sys

import typer

app = typer.Typer(
    name="pygress",
    help="An API gateway that people extend in Python.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)


def main() -> None:
    """Run the command line; exit code 1 for the user's mistake, 2 for ours."""
    sys.exit(app())


if __name__ == "__main__":
    main()

"""What the commands that compile share: mistakes are printed with their source, all at once."""

import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import typer

from pygress.base.diagnostics import Diagnostic, DiagnosticError, render_all


def keep_garbage() -> None:
    """Have Python not look for cycles while the compiler is loaded: nothing of it is garbage; mypy has its own way."""
    gc.disable()


@contextmanager
def compiled() -> Iterator[None]:
    """Turn the mistakes of a program into text on stderr and exit code 1, a bug of ours into exit code 2."""
    from pygress.compiler.frontend.errors import InternalError

    try:
        yield
    except DiagnosticError as error:
        show(error.diagnostics)
        raise typer.Exit(1) from None
    except OSError as error:
        print(f"error: `{error.filename}`: {error.strerror}", file=sys.stderr)
        raise typer.Exit(1) from None
    except InternalError as error:
        raise ours(error) from None


def ours(error: Exception) -> typer.Exit:
    """Show a bug of the compiler, whose text names the line of the program; gives the exit to raise."""
    print(f"error[internal-error]: {error}", file=sys.stderr)
    print(
        "  help: this is a bug in pygress, not in your program; please report it with the line",
        file=sys.stderr,
    )
    return typer.Exit(2)


def show(diagnostics: Sequence[Diagnostic]) -> None:
    """Print mistakes and warnings with the lines that they are about to stderr."""
    if diagnostics:
        paths = {one.span.path for one in diagnostics if one.span is not None}
        sources = {path: Path(path).read_text(errors="replace") for path in paths if Path(path).is_file()}
        print(render_all(diagnostics, sources), file=sys.stderr)

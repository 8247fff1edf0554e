"""`pygress explain`: any diagnostic, with a fixed example."""

import difflib
import sys
import textwrap
from typing import Annotated

import typer


def explain(
    code: Annotated[str | None, typer.Argument(metavar="CODE", help="the code in `error[CODE]`")] = None,
) -> None:
    """Explain a diagnostic; without a code, list them all."""
    from pygress.compiler.frontend.codes import PAGES

    if code is None:
        for name, page in PAGES.items():
            print(f"{name:24} {page.summary.split('. ')[0].rstrip('.')}")
        return
    found = PAGES.get(code)
    if found is None:
        plain = (
            code.strip().removeprefix("error").removeprefix("warning").strip("[]: ").lower().replace("_", "-")
        )
        close = [plain] if plain in PAGES else difflib.get_close_matches(plain, PAGES, 1, 0.5)
        print(f"error: there is no diagnostic `{code}`", file=sys.stderr)
        found_text = f"did you mean `{close[0]}`? " if close else ""
        print(f"  help: {found_text}`pygress explain` lists all", file=sys.stderr)
        raise typer.Exit(1)
    print(found.summary)
    for title, text in (("This does not compile", found.wrong), ("This does", found.right)):
        if text:
            print(f"\n{title}:\n")
            print("\n".join(f"    {line}" if line else "" for line in text.splitlines()))
    if code == "unsupported-import":
        from pygress.compiler.frontend.missing_imports import library_modules

        print("\nThese modules of Python's library can be used:\n")
        print(
            textwrap.fill(", ".join(library_modules()), 88, initial_indent="    ", subsequent_indent="    ")
        )
        print(
            "\nand files beside the program, `pygress.sdk`, and installed packages of typed Python (`py.typed`)."
        )

"""`pygress explain`: any diagnostic, with a fixed example."""

import sys
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
        print(f"error: there is no diagnostic `{code}`", file=sys.stderr)
        print("  help: `pygress explain` lists all", file=sys.stderr)
        raise typer.Exit(1)
    print(found.summary)
    for title, text in (("This does not compile", found.wrong), ("This does", found.right)):
        if text:
            print(f"\n{title}:\n")
            print("\n".join(f"    {line}" if line else "" for line in text.splitlines()))

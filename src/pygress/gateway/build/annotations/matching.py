"""Conditions: `use-regex`, `full-path-regex`, `ignore-path-case`, `match-method`, header and query matches."""

import re
from dataclasses import replace
from typing import Literal

from pygress.gateway import ir
from pygress.gateway.build.annotations.notes import AnnotationError, Context, Notes
from pygress.gateway.build.draft import Draft

_KINDS: tuple[Literal["exact", "prefix", "regex"], ...] = ("exact", "prefix", "regex")
_METHOD = re.compile(r"[A-Za-z][A-Za-z-]*")
_PSEUDO = ("authority", "method", "path", "scheme")


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Add the conditions to every route."""
    regex, full, ignore_case = (
        notes.flag("use-regex"),
        notes.flag("full-path-regex"),
        notes.flag("ignore-path-case"),
    )
    methods = tuple(one.upper() for one in notes.text("match-method").replace(",", " ").split())
    for method in methods:
        if not _METHOD.fullmatch(method):
            raise AnnotationError("match-method", method, "must be a method such as `GET`")
    conditions = _headers(notes)
    queries = [
        ir.TextMatch(name, kind, _checked(f"{kind}-match-query-{name}", kind, value))
        for kind in _KINDS
        for name, value in notes.starting(f"{kind}-match-query-").items()
    ]
    for draft in drafts:
        path = draft.match.path
        if (regex or full) and path.kind != "exact":
            # nginx anchors at the start only, Envoy at both ends.
            pattern = path.value if full else f"{path.value}.*"
            path = ir.PathMatch("regex", _checked("use-regex", "regex", pattern))
        draft.match = replace(
            draft.match,
            path=replace(path, ignore_case=ignore_case or path.ignore_case),
            methods=methods or draft.match.methods,
            headers=(*draft.match.headers, *conditions),
            queries=(*draft.match.queries, *queries),
        )
    return drafts


def _headers(notes: Notes) -> list[ir.TextMatch]:
    found = []
    for kind in _KINDS:
        for name, value in notes.starting(f"{kind}-match-pseudo-header-").items():
            if name not in _PSEUDO:
                raise AnnotationError(
                    f"{kind}-match-pseudo-header-{name}", value, f"known are {', '.join(_PSEUDO)}"
                )
            found.append(
                ir.TextMatch(f":{name}", kind, _checked(f"{kind}-match-pseudo-header-{name}", kind, value))
            )
        for name, value in notes.starting(f"{kind}-match-header-").items():
            found.append(
                ir.TextMatch(name.lower(), kind, _checked(f"{kind}-match-header-{name}", kind, value))
            )
    return found


def _checked(name: str, kind: str, value: str) -> str:
    if kind == "regex":
        try:
            re.compile(value)
        except re.error as error:
            raise AnnotationError(name, value, f"is no regular expression: {error}") from error
    return value

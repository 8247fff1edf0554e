"""`canary` and `canary-{by-header,by-header-value,by-header-pattern,by-cookie,weight,weight-total}`.

A canary Ingress takes a share of the requests of another one with the same host and path: those with a
header or a cookie, and a percentage of the rest. What it says is joined with the other in `join_canaries`.
"""

import re
from dataclasses import replace

from pygress.gateway import ir
from pygress.gateway.build.annotations.notes import AnnotationError, Context, Notes
from pygress.gateway.build.draft import Canary, Draft
from pygress.gateway.build.status import Problem


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Mark the routes of a canary Ingress."""
    enabled = notes.flag("canary")
    total = notes.number("canary-weight-total", 100, least=1)
    pattern = notes.text("canary-by-header-pattern")
    try:
        re.compile(pattern)
    except re.error as error:
        raise AnnotationError(
            "canary-by-header-pattern", pattern, f"is no regular expression: {error}"
        ) from error
    canary = Canary(
        notes.text("canary-by-header").lower(),
        notes.text("canary-by-header-value"),
        pattern,
        notes.text("canary-by-cookie"),
        notes.number("canary-weight", 0, most=total),
        total,
    )
    for draft in drafts:
        draft.canary = canary if enabled else None
    return drafts


def join_canaries(drafts: list[Draft]) -> tuple[list[Draft], list[Problem]]:
    """Join each canary with the route that it belongs to."""
    joined = [draft for draft in drafts if draft.canary is None]
    # Redirects that annotations have added stand beside the route that is meant.
    mains = {
        (draft.host, draft.match.path): draft
        for draft in reversed(joined)
        if isinstance(draft.action, ir.Forward) or not draft.match.headers
    }
    problems = []
    for draft in drafts:
        if draft.canary is None:
            continue
        main = mains.get((draft.host, draft.match.path))
        if main is None:
            place = f"{draft.host}{draft.match.path.value}"
            problems.append(
                Problem("Ingress", draft.ingress, "CanaryAlone", f"no other Ingress serves `{place}`")
            )
            continue
        joined += _by_condition(draft, main, draft.canary)
        _by_weight(draft, main, draft.canary)
    return joined, problems


def _by_condition(draft: Draft, main: Draft, canary: Canary) -> list[Draft]:
    def when(base: Draft, name: str, kind: str, value: str) -> Draft:
        condition = ir.TextMatch(name, kind, value)  # type: ignore[arg-type]
        match = replace(base.match, headers=(*base.match.headers, condition))
        return replace(base, match=match, canary=None, age=draft.age)

    routes = []
    if canary.header and canary.value:
        routes.append(when(draft, canary.header, "exact", canary.value))
    elif canary.header and canary.pattern:
        routes.append(when(draft, canary.header, "regex", canary.pattern))
    elif canary.header:
        routes += [when(draft, canary.header, "exact", "always"), when(main, canary.header, "exact", "never")]
    if canary.cookie:
        for base, value in ((draft, "always"), (main, "never")):
            routes.append(
                when(base, "cookie", "regex", rf"(.*;\s*)?{re.escape(canary.cookie)}={value}(;.*)?")
            )
    return routes


def _by_weight(draft: Draft, main: Draft, canary: Canary) -> None:
    if (
        not canary.weight
        or not isinstance(draft.action, ir.Forward)
        or not isinstance(main.action, ir.Forward)
    ):
        return
    have = sum(one.weight for one in main.action.targets)
    new = sum(one.weight for one in draft.action.targets)
    kept = [
        replace(one, weight=one.weight * new * (canary.total - canary.weight)) for one in main.action.targets
    ]
    added = [replace(one, weight=one.weight * have * canary.weight) for one in draft.action.targets]
    main.action = replace(main.action, targets=tuple(one for one in (*kept, *added) if one.weight))

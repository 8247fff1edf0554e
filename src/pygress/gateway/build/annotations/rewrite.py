"""What the upstream sees: `rewrite-target` (with groups of the path), `upstream-vhost`."""

import re
from dataclasses import replace

from pygress.gateway import ir
from pygress.gateway.build.annotations.notes import Context, Notes
from pygress.gateway.build.draft import Draft

_GROUP = re.compile(r"\$(\d)")


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Rewrite path and host of every route that forwards."""
    target, host = notes.text("rewrite-target"), notes.text("upstream-vhost")
    for draft in drafts:
        if not isinstance(draft.action, ir.Forward):
            continue
        if target:
            draft.action = _path(draft.action, draft.match.path, target)
        if host:
            draft.action = replace(draft.action, host_rewrite=host)
    return drafts


def _path(action: ir.Forward, path: ir.PathMatch, target: str) -> ir.Forward:
    substitution = _GROUP.sub(r"\\\1", target.replace("\\", "\\\\"))
    if path.kind == "regex":
        flags = "(?i)" if path.ignore_case else ""
        return replace(action, regex_rewrite=(f"{flags}^{path.value}$", substitution))
    if path.kind == "exact":
        return replace(action, path_rewrite=target)
    # `/api` to `/` turns `/api/x` into `/x`, not into `//x`.
    slash = "/?" if target.endswith("/") else ""
    flags = "(?i)" if path.ignore_case else ""
    return replace(
        action, regex_rewrite=(f"{flags}^{re.escape(path.value.rstrip('/'))}{slash}", substitution)
    )

"""Redirects: `permanent-redirect(-code)`, `temporal-redirect`, `ssl-redirect`, `force-ssl-redirect`, `app-root`."""

from dataclasses import replace
from urllib.parse import urlsplit

from pygress.gateway import ir
from pygress.gateway.build.annotations.notes import AnnotationError, Context, Notes
from pygress.gateway.build.draft import Draft

_CODES = (301, 302, 303, 307, 308)


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Replace actions, and add the routes that send clients elsewhere."""
    permanent, temporal = notes.text("permanent-redirect"), notes.text("temporal-redirect")
    code = notes.number("permanent-redirect-code", 301)
    if code not in _CODES:
        raise AnnotationError(
            "permanent-redirect-code", str(code), f"must be one of {', '.join(map(str, _CODES))}"
        )
    root = notes.text("app-root")
    if root and not root.startswith("/"):
        raise AnnotationError("app-root", root, "must start with `/`")
    secure = notes.flag("ssl-redirect") | notes.flag("force-ssl-redirect")
    if temporal:
        action = _to("temporal-redirect", temporal, 302)
    elif permanent:
        action = _to("permanent-redirect", permanent, code)
    else:
        action = None
    added = []
    for draft in drafts:
        if action is not None:
            draft.action = action
        if secure:
            plain = ir.TextMatch("x-forwarded-proto", "exact", "http")
            match = replace(draft.match, headers=(*draft.match.headers, plain))
            to_https = ir.Redirect(308, scheme="https", port=context.settings.redirect_port)
            added.append(replace(draft, match=match, action=to_https))
    if root:
        for host in sorted({draft.host for draft in drafts}):
            sample = next(draft for draft in drafts if draft.host == host)
            match = ir.Match(ir.PathMatch("exact", "/"))
            added.append(replace(sample, match=match, action=ir.Redirect(302, path=root)))
    return [*added, *drafts]


def _to(name: str, text: str, code: int) -> ir.Redirect:
    try:
        parts = urlsplit(text)
        port = parts.port or 0
    except ValueError as error:
        raise AnnotationError(name, text, str(error)) from error
    if parts.scheme not in ("", "http", "https") or (parts.scheme and not parts.hostname):
        raise AnnotationError(name, text, "must be a URL or a path")
    path = parts.path + (f"?{parts.query}" if parts.query else "")
    return ir.Redirect(code, parts.scheme, parts.hostname or "", port, path)

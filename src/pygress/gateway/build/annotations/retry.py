"""Time and retries: `timeout` (seconds), `proxy-next-upstream`, `proxy-next-upstream-tries`."""

from dataclasses import replace

from pygress.gateway import ir
from pygress.gateway.build.annotations.notes import AnnotationError, Context, Notes
from pygress.gateway.build.draft import Draft

_CONDITIONS = {
    "error": ("connect-failure", "refused-stream", "reset-before-request"),
    "timeout": ("reset", "gateway-error"),
    "http_500": ("5xx",),
    "http_502": ("gateway-error",),
    "http_503": ("gateway-error",),
    "http_504": ("gateway-error",),
    "non_idempotent": (),
}


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Set the timeout and the retries of every route that forwards."""
    timeout = notes.number("timeout", 0, most=86400)
    tries = notes.number("proxy-next-upstream-tries", 3, most=100)
    conditions: dict[str, None] = {}
    asked = notes.text("proxy-next-upstream").replace(",", " ").split()
    for one in asked:
        if one != "off" and one not in _CONDITIONS:
            raise AnnotationError("proxy-next-upstream", one, f"known are off, {', '.join(_CONDITIONS)}")
        conditions.update(dict.fromkeys(_CONDITIONS.get(one, ())))
    for draft in drafts:
        if isinstance(draft.action, ir.Forward):
            action = replace(draft.action, timeout=float(timeout), retries=max(0, tries - 1) if tries else 10)
            if "off" in asked:
                action = replace(action, retries=0)
            elif conditions:
                action = replace(action, retry_on=",".join(conditions))
            draft.action = action
    return drafts

"""Choice of an endpoint: `load-balance`, and `affinity: cookie` with `session-cookie-{name,max-age}`."""

from dataclasses import replace

from pygress.gateway import ir
from pygress.gateway.build.annotations.notes import AnnotationError, Context, Notes
from pygress.gateway.build.draft import Draft

_BALANCE = {
    "round_robin": ("round_robin", ""),
    "least_conn": ("least_request", ""),
    "random": ("random", ""),
    "ip_hash": ("ring_hash", "source-ip"),
}


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Send every route to clusters with the wanted balancing."""
    name, affinity = notes.text("load-balance"), notes.text("affinity")
    cookie = notes.text("session-cookie-name") or "INGRESSCOOKIE"
    seconds = notes.number("session-cookie-max-age", 0)
    if affinity not in ("", "cookie"):
        raise AnnotationError("affinity", affinity, "only `cookie` is known")
    if name and name not in _BALANCE:
        raise AnnotationError("load-balance", name, f"known are {', '.join(_BALANCE)}")
    if affinity:
        balance, hash_on = "ring_hash", f"cookie:{cookie}:{seconds}"
    elif name:
        balance, hash_on = _BALANCE[name]
    else:
        return drafts
    for draft in drafts:
        if isinstance(draft.action, ir.Forward):
            targets = tuple(
                replace(one, cluster=context.backends.variant(one.cluster, balance, balance=balance))
                for one in draft.action.targets
            )
            draft.action = replace(draft.action, targets=targets, hash_on=hash_on)
    return drafts

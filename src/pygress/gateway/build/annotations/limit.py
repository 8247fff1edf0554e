"""`route-limit-rps`, `route-limit-rpm` and `route-limit-burst-multiplier`: requests per Envoy and route."""

from pygress.gateway.build.annotations.notes import Context, Notes
from pygress.gateway.build.draft import Draft


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Limit every route; a limit per second stands above one per minute."""
    per_second, per_minute = notes.number("route-limit-rps", 0), notes.number("route-limit-rpm", 0)
    burst = notes.number("route-limit-burst-multiplier", 5, least=1, most=1000)
    for draft in drafts:
        if per_second:
            draft.limit = (per_second, 1, burst)
        elif per_minute:
            draft.limit = (per_minute, 60, burst)
    return drafts

"""`whitelist-source-range` and `blacklist-source-range`: addresses of clients."""

import ipaddress

from pygress.gateway.build.annotations.notes import AnnotationError, Context, Notes
from pygress.gateway.build.draft import Draft


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Limit every route to some clients; a list of allowed ones stands above a list of refused ones."""
    allow, deny = _ranges(notes, "whitelist-source-range"), _ranges(notes, "blacklist-source-range")
    for draft in drafts:
        draft.allow, draft.deny = allow, () if allow else deny
    return drafts


def _ranges(notes: Notes, name: str) -> tuple[str, ...]:
    ranges = notes.listed(name)
    for one in ranges:
        try:
            ipaddress.ip_network(one, strict=False)
        except ValueError as error:
            raise AnnotationError(name, one, "must be an address or a range such as `10.0.0.0/8`") from error
    return ranges

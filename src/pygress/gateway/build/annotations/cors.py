"""`enable-cors` and `cors-{allow-origin,allow-methods,allow-headers,expose-headers,allow-credentials,max-age}`."""

from pygress.gateway import ir
from pygress.gateway.build.annotations.notes import Context, Notes
from pygress.gateway.build.draft import Draft

_METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS")
_HEADERS = (
    "DNT",
    "X-CustomHeader",
    "Keep-Alive",
    "User-Agent",
    "X-Requested-With",
    "If-Modified-Since",
    "Cache-Control",
    "Content-Type",
    "Authorization",
)


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Switch CORS on for every route; defaults are those of the nginx controller."""
    enabled = notes.flag("enable-cors")
    rules = ir.Cors(
        notes.listed("cors-allow-origin") or ("*",),
        notes.listed("cors-allow-methods") or _METHODS,
        notes.listed("cors-allow-headers") or _HEADERS,
        notes.listed("cors-expose-headers"),
        notes.text("cors-allow-credentials").lower() != "false",
        notes.number("cors-max-age", 1728000),
    )
    for draft in drafts:
        draft.cors = rules if enabled else None
    return drafts

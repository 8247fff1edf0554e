"""Header control: `request-header-control-{add,update,remove}` and the same for the response.

`add` and `update` hold one `NAME VALUE` a line, `remove` names separated by commas.
"""

from pygress.gateway import ir
from pygress.gateway.build.annotations.notes import AnnotationError, Context, Notes
from pygress.gateway.build.draft import Draft


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Edit the headers of every route."""
    request, response = _edit(notes, "request"), _edit(notes, "response")
    for draft in drafts:
        draft.request_headers, draft.response_headers = request, response
    return drafts


def _edit(notes: Notes, side: str) -> ir.HeaderEdit:
    prefix = f"{side}-header-control"
    return ir.HeaderEdit(
        add=_pairs(notes, f"{prefix}-add"),
        set=_pairs(notes, f"{prefix}-update"),
        remove=tuple(one.lower() for one in notes.listed(f"{prefix}-remove")),
    )


def _pairs(notes: Notes, name: str) -> tuple[tuple[str, str], ...]:
    pairs = []
    for line in filter(None, (one.strip() for one in notes.text(name).splitlines())):
        header, _, value = line.partition(" ")
        if not value.strip() or header.startswith(":"):
            raise AnnotationError(name, line, "must be a header name, a space and a value")
        pairs.append((header.lower(), value.strip().strip('"')))
    return tuple(pairs)

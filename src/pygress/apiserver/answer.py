"""Answers: objects in the form that the client wants."""

import msgspec
from starlette.responses import Response

from pygress.apiserver.call import Call
from pygress.apiserver.negotiate import wanted_form
from pygress.apiserver.status import Object
from pygress.resources import table


def json_response(body: Object, code: int = 200, warnings: list[str] | None = None) -> Response:
    """Answer with JSON; each warning is a header that kubectl prints."""
    response = Response(msgspec.json.encode(body), code, media_type="application/json")
    for warning in warnings or ():
        plain = warning.encode("ascii", "backslashreplace").decode()
        text = plain.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ").replace("\r", " ")
        response.headers.append("Warning", f'299 - "{text}"')
    return response


def object_response(call: Call, obj: Object, code: int = 200) -> Response:
    """Answer with one object, whole, as a table of one row, or as its metadata."""
    form = wanted_form(call.request)
    if form == "table":
        meta = {"resourceVersion": obj["metadata"]["resourceVersion"]}
        body = table.table(call.kind, [obj], meta, included(call))
    elif form == "metadata":
        body = table.only_metadata(obj)
    else:
        body = obj
    return json_response(body, code, call.warnings)


def included(call: Call) -> str:
    """Say what travels with the rows of a table."""
    value = call.query.get("includeObject", "Metadata")
    return value if value in ("None", "Metadata", "Object") else "Metadata"

"""Content negotiation: which form of an answer the client wants."""

from typing import Literal

from starlette.requests import Request

from pygress.apiserver import status

Form = Literal["object", "table", "metadata"]

_FORMS: dict[str, Form] = {
    "Table": "table",
    "PartialObjectMetadata": "metadata",
    "PartialObjectMetadataList": "metadata",
}


def wanted_form(request: Request) -> Form:
    """Choose the first form of the Accept header that is spoken here; raises 406 when none is."""
    header = request.headers.get("accept", "") or "*/*"
    for media_range in header.split(","):
        media_type, *parameters = (part.strip() for part in media_range.split(";"))
        if media_type.lower() not in ("application/json", "application/*", "*/*"):
            continue
        named = dict(part.split("=", 1) for part in parameters if "=" in part)
        if "as" not in named:
            return "object"
        if named["as"] in _FORMS and named.get("g") == "meta.k8s.io" and named.get("v") in ("v1", "v1beta1"):
            return _FORMS[named["as"]]
    raise status.not_acceptable(["application/json"])

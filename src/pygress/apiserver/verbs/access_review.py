"""POST a SelfSubjectAccessReview: may I? Whoever holds the token may."""

from starlette.requests import Request
from starlette.responses import Response

from pygress.apiserver.answer import json_response
from pygress.apiserver.call import as_object, decode, read_body


async def review(request: Request) -> Response:
    """Answer yes to every question; `kubectl auth can-i` and `kubectl delete` ask."""
    content_type = request.headers.get("content-type", "application/json").split(";")[0]
    body = as_object(decode(await read_body(request), content_type))
    answer = {
        "kind": "SelfSubjectAccessReview",
        "apiVersion": "authorization.k8s.io/v1",
        "metadata": {},
        "spec": body.get("spec") or {},
        "status": {"allowed": True, "reason": "the token of this server allows everything"},
    }
    return json_response(answer, 201)

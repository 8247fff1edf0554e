"""POST a SelfSubjectAccessReview: may I? Whoever holds the token may."""

from starlette.requests import Request
from starlette.responses import Response

from pygress.apiserver import protobuf
from pygress.apiserver.answer import json_response
from pygress.apiserver.call import as_object, decode, read_body


async def review(request: Request) -> Response:
    """Answer yes to every question; `kubectl auth can-i` and `kubectl delete` ask."""
    content_type = request.headers.get("content-type", "application/json").split(";")[0]
    body = await read_body(request)
    # The answer is the same for every question, so one in protobuf need not be read.
    question = {} if content_type == protobuf.MEDIA_TYPE else as_object(decode(body, content_type))
    answer = {
        "kind": "SelfSubjectAccessReview",
        "apiVersion": "authorization.k8s.io/v1",
        "metadata": {},
        "spec": question.get("spec") or {},
        "status": {"allowed": True, "reason": "the token of this server allows everything"},
    }
    return json_response(answer, 201)

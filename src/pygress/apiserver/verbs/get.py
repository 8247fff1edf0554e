"""GET one object."""

from starlette.responses import Response

from pygress.apiserver.answer import object_response
from pygress.apiserver.call import Call
from pygress.apiserver.objects import Objects


async def get(call: Call, objects: Objects) -> Response:
    """Answer with the object, or NotFound."""
    return object_response(call, await objects.get(call.kind, call.name, call.namespace))

"""The application: a bearer token, then the URL and the method choose the verb."""

import asyncio
import hmac
import logging

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route, Router
from starlette.types import ASGIApp, Receive, Scope, Send

from pygress.apiserver import discovery, openapi, status
from pygress.apiserver.answer import json_response
from pygress.apiserver.call import Call, parse_target
from pygress.apiserver.garbage import Garbage
from pygress.apiserver.objects import Objects
from pygress.apiserver.status import StatusError
from pygress.apiserver.verbs.access_review import review
from pygress.apiserver.verbs.create import create
from pygress.apiserver.verbs.delete import delete, delete_collection
from pygress.apiserver.verbs.get import get
from pygress.apiserver.verbs.list import list_
from pygress.apiserver.verbs.patch import patch
from pygress.apiserver.verbs.update import update
from pygress.apiserver.verbs.watch import watch
from pygress.store import NoRoomError, StoreError

log = logging.getLogger(__name__)

_OPEN_PATHS = ("/healthz", "/livez", "/readyz")


class App:
    """The ASGI application over a set of objects; `stopping` ends all watches."""

    def __init__(self, objects: Objects, garbage: Garbage, token: str) -> None:
        self.stopping = asyncio.Event()
        self._objects = objects
        self._garbage = garbage
        self._token = token
        self._router: ASGIApp = Router(
            [
                *(Route(path, _healthy, methods=["GET"]) for path in _OPEN_PATHS),
                Route("/version", discovery.serve_version, methods=["GET"]),
                Route("/openapi/v2", openapi.serve_v2, methods=["GET"]),
                Route("/openapi/v3", openapi.serve_v3_index, methods=["GET"]),
                Route("/openapi/v3/{name:path}", openapi.serve_v3, methods=["GET"]),
                Route("/api", discovery.serve_core, methods=["GET"]),
                Route("/apis", discovery.serve_groups, methods=["GET"]),
                Route("/api/{version}", discovery.serve_resources, methods=["GET"]),
                Route("/apis/{group}", discovery.serve_group, methods=["GET"]),
                Route("/apis/{group}/{version}", discovery.serve_resources, methods=["GET"]),
                Route("/apis/authorization.k8s.io/v1/selfsubjectaccessreviews", review, methods=["POST"]),
                Route(
                    "/{path:path}", self._objects_endpoint, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]
                ),
            ],
            redirect_slashes=False,
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; every refusal is a Status object."""
        if scope["type"] != "http":
            await self._router(scope, receive, send)
            return
        started = False

        async def sending(message: dict[str, object]) -> None:
            nonlocal started
            started = True
            await send(message)

        request = Request(scope, receive)
        try:
            self._authorize(request)
            await self._router(scope, receive, sending)  # type: ignore[arg-type]
        except StatusError as error:
            await json_response(error.status, error.code)(scope, receive, send)
        except NoRoomError as error:
            # Whoever keeps trying would fill the log, on the same disk perhaps; the answer says it all.
            refusal = status.insufficient_storage(str(error))
            await json_response(refusal.status, refusal.code)(scope, receive, send)
        except StoreError as error:
            log.error("%s %s: %s", request.method, request.url.path, error)
            refusal = status.StatusError(500, "InternalError", str(error))
            await json_response(refusal.status, refusal.code)(scope, receive, send)
        except Exception as error:
            if started:
                raise
            log.exception("%s %s failed", request.method, request.url.path)
            refusal = status.internal(error)
            await json_response(refusal.status, refusal.code)(scope, receive, send)

    def _authorize(self, request: Request) -> None:
        if request.url.path in _OPEN_PATHS:
            return
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not hmac.compare_digest(
            given.strip().encode(), self._token.encode()
        ):
            raise status.unauthorized()

    async def _objects_endpoint(self, request: Request) -> Response:
        target = parse_target(request.url.path)
        if target is None:
            raise status.no_such_path()
        call = Call(request, target)
        match request.method, bool(call.name):
            case "GET", True if call.flag("watch"):
                return await watch(call, self._objects, self.stopping)
            case (("GET" | "HEAD"), True):
                return await get(call, self._objects)
            case (("GET" | "HEAD"), False):
                if call.flag("watch"):
                    return await watch(call, self._objects, self.stopping)
                return await list_(call, self._objects)
            case "POST", False:
                return await create(call, self._objects)
            case "PUT", True:
                return await update(call, self._objects)
            case "PATCH", True:
                return await patch(call, self._objects)
            case "DELETE", True if not call.subresource:
                return await delete(call, self._objects, self._garbage)
            case "DELETE", False:
                return await delete_collection(call, self._objects, self._garbage)
        raise status.method_not_allowed()


async def _healthy(request: Request) -> Response:
    return PlainTextResponse("ok")

"""The HTTP face of the registry: which path and method is which function.

Repository names hold slashes, so the paths are matched here, from the right, and not by a router.
"""

import asyncio
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from pygress.oci.reference import valid_repository
from pygress.oci.registry import blobs, listings, manifests
from pygress.oci.registry.fault import Fault, of_disk
from pygress.oci.registry.storage import Storage
from pygress.oci.registry.uploads import Uploads

LARGEST_BLOB = 4 << 30
_VERSION = {"Docker-Distribution-API-Version": "registry/2.0"}
_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]

OnPush = Callable[[str, str], None]


class Registry:
    """What the request functions share."""

    def __init__(self, root: Path, largest_blob: int = LARGEST_BLOB, on_push: OnPush | None = None) -> None:
        self.on_push = on_push
        self.storage = Storage(root)
        self.uploads = Uploads(self.storage, largest_blob)


Handler = Callable[[Registry, Request, str, str], Awaitable[Response]]

# Path below /v2/NAME/, then the function of each method. The second argument of a function is the last group.
_PATHS: tuple[tuple[re.Pattern[str], dict[str, Handler]], ...] = (
    (re.compile(r"(.+)/blobs/uploads/()"), {"POST": blobs.start_upload}),
    (
        re.compile(r"(.+)/blobs/uploads/([^/]+)"),
        {
            "GET": blobs.upload_status,
            "HEAD": blobs.upload_status,
            "PATCH": blobs.append_upload,
            "PUT": blobs.finish_upload,
            "DELETE": blobs.cancel_upload,
        },
    ),
    (re.compile(r"(.+)/blobs/([^/]+)"), {"GET": blobs.get, "HEAD": blobs.get, "DELETE": blobs.delete}),
    (
        re.compile(r"(.+)/manifests/([^/]+)"),
        {"GET": manifests.get, "HEAD": manifests.get, "PUT": manifests.put, "DELETE": manifests.delete},
    ),
    (re.compile(r"(.+)/tags/list()"), {"GET": listings.tags}),
    (re.compile(r"(.+)/referrers/([^/]+)"), {"GET": listings.referrers}),
)


def create_app(root: Path, *, largest_blob: int = LARGEST_BLOB, on_push: OnPush | None = None) -> Starlette:
    """Give the registry as an ASGI application with its content below `root`; blobs up to `largest_blob` bytes.

    `on_push` is called in the event loop with repository and tag (or digest) after each manifest. Content that
    nothing needs any more is removed when the application starts.
    """
    registry = Registry(root, largest_blob, on_push)

    async def serve(request: Request) -> Response:
        try:
            response = await _dispatch(registry, request)
        except Fault as fault:
            response = fault.response()
        except OSError as error:
            response = of_disk(error).response()
        except ClientDisconnect:
            response = Response(status_code=400)
        response.headers.update(_VERSION)
        return response

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        sweeping = asyncio.create_task(asyncio.to_thread(registry.storage.sweep))
        yield
        await asyncio.gather(sweeping, return_exceptions=True)

    app = Starlette(routes=[Route("/{path:path}", serve, methods=_METHODS)], lifespan=lifespan)
    app.state.registry = registry
    return app


async def _dispatch(registry: Registry, request: Request) -> Response:
    path = request.url.path
    if path in ("/v2", "/v2/"):
        return JSONResponse({})
    if path == "/":
        return JSONResponse({"registry": "pygress", "api": "/v2/"})
    if path == "/v2/_catalog" and request.method == "GET":
        return await listings.catalog(registry, request)
    if path.startswith("/v2/"):
        for pattern, methods in _PATHS:
            match = pattern.fullmatch(path, 4)
            if match is None:
                continue
            if not valid_repository(match[1]):
                raise Fault(400, "NAME_INVALID", f"`{match[1][:200]}` is not a repository name")
            handler = methods.get(request.method)
            if handler is None:
                allowed = ", ".join(methods)
                raise Fault(405, "UNSUPPORTED", f"{request.method} is not for this path", {"allow": allowed})
            return await handler(registry, request, match[1], match[2])
    raise Fault(404, "UNSUPPORTED", f"no such endpoint `{path[:200]}`")

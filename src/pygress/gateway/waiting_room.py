"""Where requests wait for a plugin that has just been created.

A FAIL_CLOSE plugin that was never looked at must not be skipped, and whoever creates one expects no outage. So, until
its first outcome, the requests that it will cover are forwarded here (`ir.Wait`). Once Envoy has acknowledged other
routes, each is answered with a redirect to itself, which Envoy follows inside (`internal_redirect_policy`): the
request is routed anew, through the plugin, or through the stand-in that refuses it. The client sees one slow answer.

    client -> Envoy -> Wait route -> this room ... the plugin is ready ... 307 -> Envoy -> plugin -> backend -> client

Envoy follows a redirect only with a request that it has whole. Where that cannot be (a websocket, a body beyond the
buffer limit, a stream without end) the redirect would reach the client, which must not take it for an answer: such a
request gets 503 with `retry-after` once the plugin is ready, when another try will pass through it.
"""

import asyncio

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_SENT_BACK = "x-envoy-original-url"
_PAUSE_SECONDS = 0.05
_LULL_SECONDS = 1.0
"""How long a body may stand still, once the plugin is ready, before it counts as one without end."""
_RETRY_SECONDS = 1


class WaitingRoom:
    """Holds requests until `update` says that the routes have changed; after `patience` seconds they get 503.

    `largest` is the number of bytes that Envoy buffers of a body.
    """

    def __init__(self, patience: float, largest: int) -> None:
        self.waiting = 0
        self._patience = patience
        self._largest = largest
        self._holding: frozenset[str] | None = None
        self._changed = asyncio.Event()

    def update(self, holding: frozenset[str]) -> None:
        """Say for which plugins the routes that Envoy has acknowledged make requests wait."""
        if self._holding is None or holding != self._holding:
            self._holding = holding
            self._changed.set()
            self._changed = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep one request, of any method: the ASGI interface."""
        if scope["type"] == "http":
            request = Request(scope, receive)
            try:
                response = await self._answer(request)
            except ClientDisconnect:
                return
            await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        body = _Body(request, self._largest)
        try:
            if self._holding is None or self._holding:
                self.waiting += 1
                try:
                    async with asyncio.timeout(self._patience):
                        await self._changed.wait()
                except TimeoutError:
                    return _come_again()
                finally:
                    self.waiting -= 1
            elif _SENT_BACK in request.headers:
                # Its Envoy has not taken the new routes yet; it follows a limited number of redirects.
                await asyncio.sleep(_PAUSE_SECONDS)
            if "upgrade" in request.headers or not await body.is_whole():
                return _come_again()
            return _back(request)
        finally:
            await body.close()


class _Body:
    """The body of a request, read and forgotten while the request waits."""

    def __init__(self, request: Request, largest: int) -> None:
        self._request = request
        self._largest = largest
        self._size = 0
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for piece in self._request.stream():
            self._size += len(piece)

    async def is_whole(self) -> bool:
        """Wait for the end as long as more comes; False if Envoy can not have kept it all, or it has no end."""
        while True:
            before = self._size
            done, _ = await asyncio.wait({self._reading}, timeout=_LULL_SECONDS)
            if done:
                self._reading.result()
                return self._size <= self._largest
            if self._size in (before, 0) or self._size > self._largest:
                return False

    async def close(self) -> None:
        """Read no further."""
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)


def _back(request: Request) -> Response:
    """Send a request to where it came from."""
    scheme = request.headers.get("x-forwarded-proto", "http")
    path = request.scope["raw_path"].decode("latin-1")
    query = request.scope["query_string"].decode("latin-1")
    place = f"{scheme}://{request.headers.get('host', '')}{path}{'?' + query if query else ''}"
    return Response(status_code=307, headers={"location": place})


def _come_again() -> Response:
    return Response(
        "a plugin for this request is being prepared, try again\n",
        status_code=503,
        headers={"retry-after": str(_RETRY_SECONDS)},
        media_type="text/plain",
    )

"""Where requests wait for a plugin that has just been created.

A FAIL_CLOSE plugin that was never looked at must not be skipped, and whoever creates one expects no outage. So, until
its first outcome, the requests that it will cover are forwarded here (`ir.Wait`). Once Envoy has acknowledged other
routes, each is answered with a redirect to itself, which Envoy follows inside (`internal_redirect_policy`): the
request is routed anew, through the plugin, or through the stand-in that refuses it. The client sees one slow answer.

    client -> Envoy -> Wait route -> this room ... the plugin is ready ... 307 -> Envoy -> plugin -> backend -> client
"""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

_SENT_BACK = "x-envoy-original-url"
_PAUSE_SECONDS = 0.05


class WaitingRoom:
    """Holds requests until `update` says that the routes have changed; after `patience` seconds they get 503."""

    def __init__(self, patience: float) -> None:
        self.waiting = 0
        self._patience = patience
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
            response = await self._answer(Request(scope, receive))
            await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        # Envoy follows a redirect only once it has read the whole request.
        async for _ in request.stream():
            pass
        if self._holding is None or self._holding:
            self.waiting += 1
            try:
                async with asyncio.timeout(self._patience):
                    await self._changed.wait()
            except TimeoutError:
                return Response(status_code=503)
            finally:
                self.waiting -= 1
        elif _SENT_BACK in request.headers:
            # Its Envoy has not taken the new routes yet; it follows a limited number of redirects.
            await asyncio.sleep(_PAUSE_SECONDS)
        scheme = request.headers.get("x-forwarded-proto", "http")
        path = request.scope["raw_path"].decode("latin-1")
        query = request.scope["query_string"].decode("latin-1")
        place = f"{scheme}://{request.headers.get('host', '')}{path}{'?' + query if query else ''}"
        return Response(status_code=307, headers={"location": place})

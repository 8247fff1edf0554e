"""The HTTP side of the bridge, on a unix socket that only this user can open.

Input: a request as `modules/adapt/redis.py` describes it. Output: 200 with what Redis answered, or a status without
body when Redis could not be asked; the module then gets its SDK's error.
"""

import logging
import struct
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pygress.gateway.redis.connections import Connections, RedisRefused, Target
from pygress.gateway.redis.resp import LARGEST, RespError, count_commands
from pygress.gateway.unix_server import UnixServer

log = logging.getLogger(__name__)

Resolve = Callable[[str], tuple[str, int] | None]
_HEAD = struct.Struct("<III")


class RedisBridge:
    """Serves the bridge; `resolve` gives host and port of a cluster by its name."""

    def __init__(self, socket: Path, resolve: Resolve) -> None:
        app = Starlette(routes=[Route("/", self._serve, methods=["POST"])])
        self._server = UnixServer(socket, app)
        self._resolve = resolve
        self._connections = Connections()
        self._complained: set[str] = set()

    async def start(self) -> None:
        """Listen; raises OSError if the socket can't be made."""
        await self._server.start()

    async def stop(self) -> None:
        """Stop listening and close all connections."""
        await self._server.stop()
        self._connections.close()

    async def _serve(self, request: Request) -> Response:
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > LARGEST:
                return Response(status_code=413)
        try:
            name, user, password, query = read_request(bytes(body))
            commands = count_commands(query)
        except RespError as error:
            log.warning("a module sends a bad redis query: %s", error)
            return Response(status_code=400)
        cluster, _, options = name.partition("?")
        found = self._resolve(cluster)
        if found is None:
            self._complain(cluster, "no such service")
            return Response(status_code=404)
        database = parse_qs(options).get("db", ["0"])[0]
        target = Target(*found, user, password, int(database) if database.isdigit() else 0)
        try:
            answer = await self._connections.run(target, query, commands)
        except RedisRefused as error:
            answer = error.answer
        except (OSError, TimeoutError, RespError) as error:
            self._complain(cluster, str(error) or type(error).__name__)
            return Response(status_code=502)
        self._complained.discard(cluster)
        return Response(answer, media_type="application/octet-stream")

    def _complain(self, cluster: str, why: str) -> None:
        """Say once that a server can't be reached, until it can again."""
        if cluster not in self._complained:
            self._complained.add(cluster)
            log.warning("redis `%s`: %s", cluster, why)


def read_request(body: bytes) -> tuple[str, str, str, bytes]:
    """Give cluster, user, password and query."""
    if len(body) < _HEAD.size:
        raise RespError("the request is cut off")
    sizes = _HEAD.unpack_from(body)
    at = _HEAD.size
    texts = []
    for size in sizes:
        if size > len(body) - at:
            raise RespError("the request is cut off")
        texts.append(body[at : at + size].decode("utf-8", "replace"))
        at += size
    return texts[0], texts[1], texts[2], body[at:]

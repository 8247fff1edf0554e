"""A registry that misbehaves as it is told: the embedded one behind a layer of faults."""

import asyncio
import base64
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]


@dataclass
class Faults:
    """What goes wrong. Counters say how often; 0 is never. `drip`: seconds between two bytes of a body."""

    status: int = 0
    count: int = 0
    retry_after: str = ""
    only: str = ""
    flip: str = ""
    cut: int = 0
    stall: str = ""
    drip: float = 0
    login: str = ""
    bearer: str = ""
    realm: str = ""
    redirect: str = ""
    requests: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)


class Faulty:
    """ASGI: applies the faults to requests whose path holds `only`."""

    def __init__(self, app: Any, faults: Faults) -> None:
        self.app = app
        self.faults = faults

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        faults = self.faults
        path = scope["path"]
        headers = {key.decode(): value.decode() for key, value in scope["headers"]}
        faults.requests.append((scope["method"], path, headers))
        if path == "/token":
            await self._token(headers, send)
            return
        authorization = headers.get("authorization", "")
        if faults.login and authorization != "Basic " + base64.b64encode(faults.login.encode()).decode():
            await _answer(send, 401, {"www-authenticate": 'Basic realm="x"'})
            return
        if faults.bearer and authorization != f"Bearer {faults.bearer}":
            challenge = f'Bearer realm="{faults.realm}",service="s, with comma",scope="repository:a:pull"'
            await _answer(send, 401, {"www-authenticate": challenge})
            return
        if faults.only in path:
            if faults.status and faults.count:
                faults.count -= 1
                await _answer(
                    send, faults.status, {"retry-after": faults.retry_after} if faults.retry_after else {}
                )
                return
            if faults.redirect and scope["method"] in ("GET", "HEAD"):
                await _answer(send, 307, {"location": faults.redirect})
                return
            if faults.stall and faults.stall in path:
                await asyncio.sleep(60)
            send = self._damaging(send)
        await self.app(scope, receive, send)

    def _damaging(self, send: Send) -> Send:
        faults = self.faults
        sent = 0

        async def damaged(message: dict[str, Any]) -> None:
            nonlocal sent
            body = message.get("body", b"")
            if message["type"] == "http.response.body" and body:
                if faults.drip:
                    for at in range(len(body)):
                        await send({**message, "body": body[at : at + 1], "more_body": True})
                        await asyncio.sleep(faults.drip)
                    message = {**message, "body": b""}
                if faults.flip:
                    message = {**message, "body": bytes([body[0] ^ 1]) + body[1:]}
                if faults.cut and faults.count:
                    faults.count -= 1
                    await send({**message, "body": body[: faults.cut], "more_body": True})
                    raise ConnectionResetError("cut off by the test")
            sent += len(body)
            await send(message)

        return damaged

    async def _token(self, headers: dict[str, str], send: Send) -> None:
        faults = self.faults
        wanted = "Basic " + base64.b64encode(b"user:pass").decode()
        if headers.get("authorization") not in (wanted, None):
            await _answer(send, 401, {})
            return
        body = json.dumps({"token": faults.bearer, "expires_in": 300}).encode()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": body})


async def _answer(send: Send, status: int, headers: dict[str, str]) -> None:
    pairs = [(key.encode(), value.encode()) for key, value in headers.items()]
    pairs.append((b"content-length", b"0"))
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": b""})

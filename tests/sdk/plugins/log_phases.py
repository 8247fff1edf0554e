"""Logs in every phase, before and after it waits, in tasks and timers; fails where the request says so."""

import logging

from pygress.sdk import HttpFilter, Plugin, Request, Response, every, http, plugin, spawn

log = logging.getLogger(__name__)


class State(Plugin[None]):
    @every(seconds=60)
    def tick(self) -> None:
        log.warning("tick")


@plugin(name="log-phases")
class LogPhases(HttpFilter[None]):
    state: State

    async def wait(self, place: str) -> None:
        log.warning("%s: waits", place)
        await http.get("http://auth.default:8080/", timeout=5)
        log.warning("%s: waited", place)

    async def on_request_headers(self, request: Request) -> None:
        log.warning("request headers")
        if "x-task" in request.headers:
            spawn(self.wait("task"))
        await self.wait("request headers")

    async def on_request_body(self, request: Request) -> None:
        await self.wait("request body")

    async def on_response_headers(self, response: Response) -> None:
        await self.wait("response headers")
        if response.headers.get("x-fail"):
            raise ValueError("told to")

    async def on_response_body(self, response: Response) -> None:
        await self.wait("response body")

    def on_log(self) -> None:
        log.warning("log")

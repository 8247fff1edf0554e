"""Asks a service in the phases that the configuration names."""

from dataclasses import dataclass, field

from pygress.sdk import HttpFilter, Reply, Request, Response, gather, http, plugin, spawn


@dataclass
class Config:
    phases: list[str] = field(default_factory=list)
    ask: int = 1
    timeout: float = 1.0
    url: str = "http://auth.default:8080/check?a=b"
    skip: bool = False


@plugin(name="waiting")
class Waiting(HttpFilter[Config]):
    async def ask(self, phase: str) -> Reply | None:
        if phase not in self.config.phases:
            return None
        calls = [
            http.get(self.config.url, {"X-Phase": phase, "x-number": str(number)}, self.config.timeout)
            for number in range(self.config.ask)
        ]
        replies = await gather(*calls)
        for reply in replies:
            if reply.status == 599:
                raise RuntimeError(f"failed in {phase}")
            if not reply.ok:
                return Reply(reply.status, reply.text, {"x-why": reply.headers.get("x-why") or ""})
        self.note(phase, ",".join(reply.text for reply in replies))
        return None

    def note(self, phase: str, text: str) -> None:
        if phase.startswith("request"):
            self.request.headers["x-" + phase.replace("_", "-")] = text
        else:
            self.response.headers["x-" + phase.replace("_", "-")] = text

    async def on_request_headers(self, request: Request) -> Reply | None:
        if self.config.skip:
            request.skip_body()
        return await self.ask("request_headers")

    async def on_request_body(self, request: Request) -> Reply | None:
        reply = await self.ask("request_body")
        request.body = b"<" + request.body + b">"
        return reply

    async def on_request_trailers(self, request: Request) -> Reply | None:
        return await self.ask("request_trailers")

    async def on_response_headers(self, response: Response) -> Reply | None:
        return await spawn(self.ask("response_headers"))

    async def on_response_body(self, response: Response) -> Reply | None:
        return await self.ask("response_body")

    def on_response_trailers(self, response: Response) -> None:
        response.trailers["x-last"] = "sync"

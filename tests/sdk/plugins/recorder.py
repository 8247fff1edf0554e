"""Runs every phase and says so; the configuration says where to answer, fail or change."""

from dataclasses import dataclass

from pygress.sdk import HttpFilter, Reply, Request, Response, plugin


@dataclass
class Config:
    reply: str = ""
    fail: str = ""
    change: str = ""


@plugin(name="recorder")
class Recorder(HttpFilter[Config]):
    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.seen: list[str] = []

    def step(self, phase: str) -> Reply | None:
        self.seen.append(phase)
        if phase == self.config.fail:
            raise RuntimeError(f"failed in {phase}")
        if phase == self.config.reply:
            return Reply(202, f"replied in {phase}", {"x-reply": phase})
        return None

    def on_request_headers(self, request: Request) -> Reply | None:
        return self.step("request_headers")

    def on_request_body(self, request: Request) -> Reply | None:
        if self.config.change == "request":
            request.headers["x-body"] = request.text
            request.body = request.body + b"!"
        return self.step("request_body")

    def on_request_trailers(self, request: Request) -> Reply | None:
        if self.config.change == "request":
            request.trailers["x-size"] = str(len(request.body))
        return self.step("request_trailers")

    def on_response_headers(self, response: Response) -> Reply | None:
        return self.step("response_headers")

    def on_response_body(self, response: Response) -> Reply | None:
        if self.config.change == "response":
            response.status = 203
            response.headers["x-path"] = self.request.path
            response.body = b"[" + response.body + b"]"
        return self.step("response_body")

    def on_response_trailers(self, response: Response) -> Reply | None:
        return self.step("response_trailers")

    def on_log(self) -> None:
        self.step("log")
        raise LookupError(f"{self.request.path} {self.response.status}: {' '.join(self.seen)}")

"""The common case: one call in the headers phase, no body phase, errors told apart."""

from dataclasses import dataclass

from pygress.sdk import HttpFilter, Reply, Request, http, plugin


@dataclass
class Config:
    url: str = "http://auth.default:8080/check"
    timeout: float = 0.5


@plugin(name="guard")
class Guard(HttpFilter[Config]):
    async def on_request_headers(self, request: Request) -> Reply | None:
        try:
            reply = await http.post(self.config.url, request.path, timeout=self.config.timeout)
        except http.UnknownServiceError as error:
            return Reply(500, f"unknown: {error}")
        except http.CallTimeoutError as error:
            return Reply(504, f"timeout: {error}")
        except http.CallFailedError as error:
            return Reply(502, f"failed: {error}")
        finally:
            request.headers["x-tried"] = "yes"
        if reply.status == 200:
            request.headers["x-user"] = reply.headers["x-user"]
            return None
        return Reply(reply.status)

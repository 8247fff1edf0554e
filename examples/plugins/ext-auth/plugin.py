"""Ask a service whether a request may pass."""

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pygress.sdk import HttpFilter, Length, Range, Reply, Request, http, plugin


@dataclass
class Config:
    """Whom to ask, and what to make of the answer."""

    url: Annotated[str, Length(minimum=1)]
    """The service, `http://NAME.NAMESPACE:PORT`, perhaps with a path to put before the request's own."""
    timeout: Annotated[float, Range(0.001, 60.0)] = 1.0
    """Seconds."""
    send_headers: list[str] = field(default_factory=lambda: ["authorization", "cookie"])
    """Headers of the request that the service gets."""
    take_headers: list[str] = field(default_factory=list)
    """Headers of an allowing answer that the backend gets."""
    on_error: Literal["refuse", "pass"] = "refuse"
    """What happens if the service cannot be asked."""
    error_code: Annotated[int, Range(400, 599)] = 503


@plugin(name="ext-auth", version="1.0.0", phase="AUTHN", priority=360)
class ExtAuth(HttpFilter[Config]):
    async def on_request_headers(self, request: Request) -> Reply | None:
        config = self.config
        headers = {"x-forwarded-method": request.method, "x-forwarded-host": request.host}
        for name in config.send_headers:
            value = request.headers.get(name)
            if value is not None:
                headers[name] = value
        try:
            url = config.url.rstrip("/") + request.path
            answer = await http.get(url, headers=headers, timeout=config.timeout)
        except http.HttpError as error:
            if config.on_error == "pass":
                return None
            return Reply(config.error_code, "the request could not be checked", details=f"ext-auth: {error}")
        if not answer.ok:
            reply = Reply(answer.status, answer.body, details="ext-auth.denied")
            for name, value in answer.headers.items():
                if name in ("www-authenticate", "location", "set-cookie", "content-type"):
                    reply.add_header(name, value)
            return reply
        for name in config.take_headers:
            value = answer.headers.get(name)
            if value is None:
                request.headers.remove(name)
            else:
                request.headers[name] = value
        return None

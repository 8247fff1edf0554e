"""Reads and changes headers in every way there is, and answers with what it saw."""

from pygress.sdk import HttpFilter, Reply, Request, plugin


@plugin(name="headers")
class HeadersInEveryWay(HttpFilter[None]):
    def on_request_headers(self, request: Request) -> Reply | None:
        headers = request.headers
        default: str = headers.get("x-none", "default")
        none = headers.get("x-none", None)
        own = [name for name in headers if name in ("x-a", "x-b")]
        values = [
            value for name, value in zip(headers.keys(), headers.values(), strict=True) if name == "x-a"
        ]
        before = len(headers)
        popped = (headers.pop("X-A"), headers.pop("x-a"), headers.pop("x-a", "gone"))
        there = (headers.setdefault("x-b", "new"), headers.setdefault("x-new", "new"))
        headers.update({"x-b": "3", "x-c": "4"})
        seen = [
            default,
            none,
            own,
            values,
            popped,
            there,
            before - len(headers),
            headers["x-b"],
            headers["x-c"],
        ]
        return Reply(200, repr(seen))

"""Counts the pieces of a request and puts brackets around those of a response."""

from pygress.sdk import HttpFilter, Request, Response, plugin


@plugin(name="chunks")
class Chunks(HttpFilter[None]):
    def on_request_chunk(self, request: Request, chunk: bytes, last: bool) -> None:
        if chunk == b"boom":
            raise ValueError("boom")

    def on_response_headers(self, response: Response) -> None:
        if "x-skip" in response.headers:
            response.skip_body()

    def on_response_chunk(self, response: Response, chunk: bytes, last: bool) -> bytes | None:
        if not chunk:
            return b"end" if response.headers.get("x-late") else None
        return b"[" + chunk + (b"].") if last else b"[" + chunk + b"]"

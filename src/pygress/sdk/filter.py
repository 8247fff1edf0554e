"""The class that a plugin derives from: one instance lives as long as one HTTP stream."""

from collections.abc import Awaitable
from typing import Generic, TypeVar

from pygress.sdk.message import Request, Response
from pygress.sdk.reply import Reply

ConfigT = TypeVar("ConfigT")

Outcome = Reply | None | Awaitable[Reply | None]
"""What a phase gives: nothing to go on, a `Reply` to answer; the method may be `async def`."""

Chunk = bytes | None | Awaitable[bytes | None]
"""What a streaming phase gives: nothing to leave the piece as it is, or bytes in its place."""


class HttpFilter(Generic[ConfigT]):
    """One HTTP stream; its attributes are the stream's state.

    Only the phases that a plugin defines exist for the host: a body is buffered only for `on_request_body` or
    `on_response_body`, and each then sees it whole. `on_request_chunk` and `on_response_chunk` see the pieces
    as they pass; the last call has `last` set (an empty piece, if trailers ended the body). A message without
    body skips both. A `__init__` of your own takes the configuration and hands it to `super().__init__`.
    """

    config: ConfigT
    request: Request
    response: Response

    def __init__(self, config: ConfigT) -> None:
        self.config = config

    def on_request_headers(self, request: Request) -> Outcome:
        """Look at the head of the request; the headers can be changed."""
        return None

    def on_request_body(self, request: Request) -> Outcome:
        """Look at the whole request; headers and body can be changed."""
        return None

    def on_request_chunk(self, request: Request, chunk: bytes, last: bool) -> Chunk:
        """Look at one piece of the request body, or put another in its place."""
        return None

    def on_request_trailers(self, request: Request) -> Outcome:
        """Look at the trailers of the request."""
        return None

    def on_response_headers(self, response: Response) -> Outcome:
        """Look at the head of the response; the headers can be changed."""
        return None

    def on_response_body(self, response: Response) -> Outcome:
        """Look at the whole response; headers and body can be changed."""
        return None

    def on_response_chunk(self, response: Response, chunk: bytes, last: bool) -> Chunk:
        """Look at one piece of the response body, or put another in its place."""
        return None

    def on_response_trailers(self, response: Response) -> Outcome:
        """Look at the trailers of the response."""
        return None

    def on_log(self) -> None:
        """Look back at a finished stream: all headers can be read, nothing can be changed."""

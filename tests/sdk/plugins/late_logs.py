"""Waits for nothing, and logs where the host has forgotten the request."""

import logging

from pygress.sdk import HttpFilter, Response, plugin

log = logging.getLogger(__name__)


@plugin(name="late-logs")
class LateLogs(HttpFilter[None]):
    def on_response_headers(self, response: Response) -> None:
        log.warning("response headers")

    def on_response_chunk(self, response: Response, chunk: bytes, last: bool) -> None:
        if b"fail" in chunk:
            raise ValueError("told to")
        log.warning("response chunk")

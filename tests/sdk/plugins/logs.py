"""Writes to the log in every way there is."""

import logging

from pygress.sdk import HttpFilter, Request, plugin

log = logging.getLogger("logs")


@plugin(name="logs")
class Logs(HttpFilter[None]):
    def on_request_headers(self, request: Request) -> None:
        log.debug("debug %d", 1)
        log.info("info %s %r", request.path, "q")
        log.warning("warning")
        log.error("error")
        log.critical("critical")
        try:
            raise ValueError("inner")
        except ValueError:
            log.exception("caught")

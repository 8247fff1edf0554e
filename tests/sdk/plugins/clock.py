"""Tells the time in every way."""

import time
from datetime import UTC, datetime, timedelta

from pygress.sdk import HttpFilter, Reply, Request, plugin


@plugin(name="clock")
class Clock(HttpFilter[None]):
    def on_request_headers(self, request: Request) -> Reply | None:
        now = datetime.now(UTC)
        later = now + timedelta(hours=1, seconds=0.5)
        parts = [
            now.isoformat(),
            later.isoformat(),
            str(time.time()),
            str(time.time_ns()),
            now.strftime("%a, %d %b %Y"),
        ]
        return Reply(200, "\n".join(parts))

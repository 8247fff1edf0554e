"""A plugin of several files."""

from parts import Greeting
from parts.count import COUNTS
from words import polite

from pygress.sdk import HttpFilter, Reply, Request, plugin


@plugin(name="packaged")
class Packaged(HttpFilter[Greeting]):
    def on_request_headers(self, request: Request) -> Reply | None:
        COUNTS.append(request.path)
        return Reply(200, f"{polite(self.config.greeting)} {len(COUNTS)}")

"""A plugin that leaves its mark on each answer, and never comes back from a callback when a request tells it so.

The request header `x-loop` holds a mark and the kind of the loop: `compute`, `call`, `pattern`, `tick`.
"""

import re
from dataclasses import dataclass

from pygress.sdk import HttpFilter, Plugin, Request, Response, every, plugin


@dataclass
class Config:
    mark: str = ""
    turn: int = 0
    """Makes another version of the configuration."""


class State(Plugin[Config]):
    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.loops = False
        self.turns = 0

    @every(seconds=0.1)
    def tick(self) -> None:
        while self.loops:
            self.turns += 1


@plugin(name="looper")
class Looper(HttpFilter[Config]):
    state: State

    def on_request_headers(self, request: Request) -> None:
        mark, _, kind = request.headers.get("x-loop", "").partition(" ")
        if mark != self.config.mark:
            return
        if kind == "tick":
            self.state.loops = True
        elif kind == "call":
            while request.headers.get("x-loop", "") == f"{mark} call":
                self.state.turns += 1
        elif kind == "pattern":
            text = "ab" * 50_000
            while re.search("(a|b)*c", text) is None:
                self.state.turns += 1
        elif kind == "compute":
            turns = 1
            while turns >= 0:
                turns = turns * 31 % 1_000_003

    def on_response_headers(self, response: Response) -> None:
        response.headers.add("x-mark", self.config.mark)

"""Set, add, rename and remove headers of requests and responses."""

from dataclasses import dataclass, field

from pygress.sdk import Headers, HttpFilter, Request, Response, plugin


@dataclass
class Changes:
    """What happens to the headers of one side, in this order."""

    remove: list[str] = field(default_factory=list)
    rename: dict[str, str] = field(default_factory=dict)
    """Old name to new name; all values move."""
    replace: dict[str, str] = field(default_factory=dict)
    """Put in place of the values that are there; nothing happens if there are none."""
    set: dict[str, str] = field(default_factory=dict)
    """Put in place of all values, or added."""
    add: dict[str, str] = field(default_factory=dict)
    """Added to the values that are there."""

    def apply(self, headers: Headers) -> None:
        for name in self.remove:
            headers.remove(name)
        for old, new in self.rename.items():
            values = headers.get_all(old)
            headers.remove(old)
            for value in values:
                headers.add(new, value)
        for name, value in self.replace.items():
            if name in headers:
                headers[name] = value
        for name, value in self.set.items():
            headers[name] = value
        for name, value in self.add.items():
            headers.add(name, value)


@dataclass
class Config:
    """Changes for each side."""

    request: Changes = field(default_factory=Changes)
    response: Changes = field(default_factory=Changes)


@plugin(name="headers", version="1.0.0", priority=100)
class HeaderChanges(HttpFilter[Config]):
    def on_request_headers(self, request: Request) -> None:
        self.config.request.apply(request.headers)

    def on_response_headers(self, response: Response) -> None:
        self.config.response.apply(response.headers)

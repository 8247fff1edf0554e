"""Server-sent events (https://html.spec.whatwg.org/multipage/server-sent-events.html), read from pieces of a body."""

from dataclasses import dataclass


@dataclass
class Event:
    """One event; `id` is the last one that the stream has named."""

    event: str
    data: str
    id: str


class EventStream:
    """A stream in pieces of any size: `feed` gives the events that are complete."""

    def __init__(self) -> None:
        self.retry: int | None = None
        """Milliseconds after which the stream wants to be connected again."""
        self._rest = b""
        self._begun = False
        self._event = ""
        self._data: list[str] = []
        self._id = ""

    def feed(self, chunk: bytes) -> list[Event]:
        """Take a piece of the body."""
        data = self._rest + chunk
        if not self._begun:
            if len(data) < 3 and b"\xef\xbb\xbf".startswith(data):
                self._rest = data
                return []
            data = data.removeprefix(b"\xef\xbb\xbf")
            self._begun = True
        out: list[Event] = []
        start = 0
        at = 0
        size = len(data)
        while at < size:
            byte = data[at]
            if byte == 13:
                if at + 1 == size:
                    # The line feed of this line end may be in the next piece.
                    break
                self._line(data[start:at], out)
                at += 2 if data[at + 1] == 10 else 1
                start = at
            elif byte == 10:
                self._line(data[start:at], out)
                at += 1
                start = at
            else:
                at += 1
        self._rest = data[start:]
        return out

    def _line(self, raw: bytes, out: list[Event]) -> None:
        line = raw.decode("utf-8", "replace")
        if not line:
            if self._data:
                out.append(Event(self._event if self._event else "message", "\n".join(self._data), self._id))
            self._event = ""
            self._data = []
            return
        if line[0] == ":":
            return
        colon = line.find(":")
        name = line if colon < 0 else line[:colon]
        value = "" if colon < 0 else line[colon + 1 :].removeprefix(" ")
        if name == "data":
            self._data.append(value)
        elif name == "event":
            self._event = value
        elif name == "id":
            if "\0" not in value:
                self._id = value
        elif name == "retry" and value.isascii() and value.isdigit() and len(value) < 16:
            self.retry = int(value)


def encode(data: str, event: str = "", id: str = "") -> bytes:
    """Write one event."""
    lines: list[str] = []
    if event:
        lines.append("event: " + event)
    if id:
        lines.append("id: " + id)
    for line in data.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        lines.append("data: " + line)
    return ("\n".join(lines) + "\n\n").encode("utf-8")

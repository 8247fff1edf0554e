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
        self._head = b""
        self._begun = False
        self._parts: list[bytes] = []
        self._returned = False
        self._event = ""
        self._data: list[str] = []
        self._id = ""

    def feed(self, chunk: bytes) -> list[Event]:
        """Take a piece of the body."""
        if not self._begun:
            chunk = self._head + chunk
            if len(chunk) < 3 and b"\xef\xbb\xbf".startswith(chunk):
                self._head = chunk
                return []
            chunk = chunk.removeprefix(b"\xef\xbb\xbf")
            self._begun = True
        out: list[Event] = []
        start = 0
        # Each byte is looked at once, however long a line is and however small the pieces are.
        for at, byte in enumerate(chunk):
            if byte == 10 and self._returned:
                # The line has ended with the carriage return, perhaps of the piece before.
                self._returned = False
                start = at + 1
                continue
            self._returned = byte == 13
            if byte == 10 or byte == 13:
                self._parts.append(chunk[start:at])
                self._line(b"".join(self._parts), out)
                self._parts = []
                start = at + 1
        if start < len(chunk):
            self._parts.append(chunk[start:])
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

"""Server-sent events: an incremental parser over arbitrary chunks, after the HTML standard, and a serialiser."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    data: str
    event: str = "message"
    id: str = ""

    def encode(self) -> str:
        lines = [f"id: {self.id}"] if self.id else []
        if self.event != "message":
            lines.append(f"event: {self.event}")
        lines += [f"data: {line}" for line in self.data.split("\n")]
        return "\n".join(lines) + "\n\n"


class Decoder:
    """UTF-8 over chunks: an incomplete sequence at the end waits for the next chunk."""

    def __init__(self) -> None:
        self.pending = b""

    def feed(self, chunk: bytes) -> str:
        data = self.pending + chunk
        keep = 0
        for back in range(1, min(4, len(data)) + 1):
            byte = data[-back]
            if byte & 0xC0 == 0x80:
                continue
            need = 4 if byte >= 0xF0 else 3 if byte >= 0xE0 else 2 if byte >= 0xC0 else 1
            keep = back if need > back else 0
            break
        cut = len(data) - keep
        self.pending = data[cut:]
        return data[:cut].decode("utf-8", "replace")


class Parser:
    def __init__(self) -> None:
        self.decoder = Decoder()
        self.buffer = ""
        self.started = False
        self.skip_lf = False
        self.data: list[str] = []
        self.event = ""
        self.last_id = ""
        self.retry: int | None = None

    def feed(self, chunk: bytes) -> Iterator[Event]:
        text = self.decoder.feed(chunk)
        if not self.started and text:
            text = text.removeprefix("\ufeff")
            self.started = True
        for char in text:
            if char == "\n" and self.skip_lf:
                self.skip_lf = False
                continue
            self.skip_lf = char == "\r"
            if char in "\r\n":
                line, self.buffer = self.buffer, ""
                if (event := self._line(line)) is not None:
                    yield event
            else:
                self.buffer += char

    def _line(self, line: str) -> Event | None:
        if not line:
            return self._dispatch()
        if line.startswith(":"):
            return None
        name, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if name == "data":
            self.data.append(value)
        elif name == "event":
            self.event = value
        elif name == "id" and "\0" not in value:
            self.last_id = value
        elif name == "retry" and value.isdecimal():
            self.retry = int(value)
        return None

    def _dispatch(self) -> Event | None:
        data, kind = self.data, self.event or "message"
        self.data, self.event = [], ""
        return Event("\n".join(data), kind, self.last_id) if data else None


def chunks(data: bytes, size: int) -> Iterator[bytes]:
    for start in range(0, len(data), size):
        yield data[start : start + size]


def parse(parts: Iterable[bytes]) -> tuple[list[Event], int | None]:
    parser = Parser()
    return [event for part in parts for event in parser.feed(part)], parser.retry


STREAM = (
    '\ufeff: comment\n\ndata: first\n\nid: 1\nevent: add\ndata: {"a": 1}\ndata:two\r\n\r\n'
    "data\n\ndata:  two spaces\rretry: 1500\rretry: soon\r\rid\ndata: reset € 😀\n\nevent: lost\n\nignored: x\ndata: unfinished"
).encode()


def main() -> None:
    whole, retry = parse([STREAM])
    for event in whole:
        print(event)
    print("retry", retry)
    for size in (1, 2, 3, 7, 64):
        again, _ = parse(chunks(STREAM, size))
        print(size, again == whole, len(again))
    joined = "".join(event.encode() for event in whole)
    print(repr(joined))
    back, _ = parse([joined.encode()])
    print(
        back == [Event(e.data, e.event, e.id) for e in whole], {e.event for e in back} == {"message", "add"}
    )
    print(parse([b"data: \xff\xfe\n", b"\n"]))


if __name__ == "__main__":
    main()

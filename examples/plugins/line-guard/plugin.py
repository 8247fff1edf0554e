"""Guard a line protocol on TCP: refuse commands and endless lines, mask what the backend says."""

import logging
from dataclasses import dataclass, field
from typing import Annotated

from pygress.sdk import Connection, Counter, Plugin, Range, TcpFilter, every, http, plugin, properties

CLOSED = Counter("lines_closed", "by")


@dataclass
class Config:
    """What may pass."""

    forbidden: set[str] = field(default_factory=lambda: {"SHUTDOWN", "FLUSHALL"})
    """Commands (the first word of a line) that close the connection."""
    secrets: list[str] = field(default_factory=list)
    """Texts that are masked in what the backend sends."""
    longest: Annotated[int, Range(1, 1 << 20)] = 4096
    """Bytes of a line."""
    list_url: str = ""
    """Gives more forbidden commands, asked every minute."""


class Commands(Plugin[Config]):
    """The commands that are forbidden."""

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.forbidden = {one.upper() for one in config.forbidden}

    async def on_start(self) -> None:
        await self.refresh()

    @every(seconds=60)
    async def refresh(self) -> None:
        """Ask for the list; without an answer the last one counts."""
        if not self.config.list_url:
            return
        try:
            reply = await http.get(self.config.list_url, timeout=1)
        except http.HttpError as error:
            logging.warning("no list of commands: %s", error)
            return
        if reply.ok:
            self.forbidden = {one.upper() for one in {*self.config.forbidden, *reply.text.split()}}


@plugin(name="line-guard", version="1.0.0")
class LineGuard(TcpFilter[Config]):
    """One connection; a line that is not whole waits for its end."""

    commands: Commands

    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.rest = b""
        self.lines = 0
        self.secrets = [one.encode() for one in config.secrets]

    def on_connect(self, connection: Connection) -> None:
        logging.debug("connection from %s", properties.client_address())

    def on_downstream_data(self, connection: Connection, data: bytes, end: bool) -> bytes | None:
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.lines += 1
            word = line.split(b" ", 1)[0].strip().decode("ascii", "replace").upper()
            if word in self.commands.forbidden:
                logging.warning("%s is forbidden", word)
                connection.close()
                return None
        if len(self.rest) > self.config.longest:
            raise ValueError(f"line {self.lines + 1} has more than {self.config.longest} bytes")
        whole = b"".join(line + b"\n" for line in lines)
        return whole + self.rest if end else whole

    def on_upstream_data(self, connection: Connection, data: bytes, end: bool) -> bytes | None:
        for secret in self.secrets:
            data = data.replace(secret, b"*" * len(secret))
        return data

    def on_downstream_close(self, connection: Connection, by_peer: bool) -> None:
        CLOSED.add(1, "client" if by_peer else "gateway")
        logging.info("closed after %d lines", self.lines)

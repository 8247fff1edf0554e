"""Connections to Redis servers, kept and used again, one command sequence at a time on each."""

import asyncio
from dataclasses import dataclass, field

from pygress.gateway.redis.resp import command, value_end

_MOST = 64
_CONNECT_SECONDS = 5.0
_ANSWER_SECONDS = 60.0


@dataclass(frozen=True)
class Target:
    """A server and who we are there; `database` is the number of `SELECT`."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    database: int = 0


class RedisRefused(Exception):
    """Redis answers the login with an error; `answer` is that error as RESP."""

    def __init__(self, answer: bytes) -> None:
        super().__init__("redis refuses the login")
        self.answer = answer


class Connections:
    """All connections; at most 64 to one target are in use at a time, further calls wait."""

    def __init__(self) -> None:
        self._idle: dict[Target, list[_Connection]] = {}
        self._gates: dict[Target, asyncio.Semaphore] = {}

    async def run(self, target: Target, query: bytes, answers: int) -> bytes:
        """Send a query and give its `answers` answers. Raises OSError, TimeoutError, RedisRefused or RespError."""
        gate = self._gates.setdefault(target, asyncio.Semaphore(_MOST))
        async with gate:
            connection = self._take(target) or await _Connection.open(target)
            try:
                async with asyncio.timeout(_ANSWER_SECONDS):
                    answer = await connection.run(query, answers)
            except BaseException:
                # Half an answer may still be under way: nobody may read it as his own.
                connection.close()
                raise
            self._idle.setdefault(target, []).append(connection)
            return answer

    def close(self) -> None:
        """Close the connections that nobody uses."""
        for connections in self._idle.values():
            for connection in connections:
                connection.close()
        self._idle.clear()

    def _take(self, target: Target) -> "_Connection | None":
        idle = self._idle.get(target, [])
        while idle:
            connection = idle.pop()
            if connection.alive:
                return connection
            connection.close()
        return None


class _Connection:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._buffer = bytearray()

    @classmethod
    async def open(cls, target: Target) -> "_Connection":
        async with asyncio.timeout(_CONNECT_SECONDS):
            connection = cls(*await asyncio.open_connection(target.host, target.port))
        login = b""
        if target.password:
            words = (target.user, target.password) if target.user else (target.password,)
            login = command("AUTH", *words)
        if target.database:
            login += command("SELECT", str(target.database))
        if login:
            try:
                async with asyncio.timeout(_CONNECT_SECONDS):
                    for _ in range(bool(target.password) + bool(target.database)):
                        answer = await connection.run(login, 1)
                        login = b""
                        if answer.startswith(b"-"):
                            raise RedisRefused(answer)
            except BaseException:
                connection.close()
                raise
        return connection

    @property
    def alive(self) -> bool:
        return not (self._reader.at_eof() or self._writer.is_closing() or self._buffer)

    async def run(self, query: bytes, answers: int) -> bytes:
        if query:
            self._writer.write(query)
            await self._writer.drain()
        end = 0
        for _ in range(answers):
            while (following := value_end(self._buffer, end)) < 0:
                data = await self._reader.read(1 << 16)
                if not data:
                    raise ConnectionResetError("redis closed the connection")
                self._buffer += data
            end = following
        answer = bytes(self._buffer[:end])
        del self._buffer[:end]
        return answer

    def close(self) -> None:
        self._writer.close()

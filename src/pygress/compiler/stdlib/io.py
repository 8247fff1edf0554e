"""`io`: text and bytes in memory, `StringIO` and `BytesIO`; what is open on files is not here."""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any

SEEK_SET = 0
SEEK_CUR = 1
SEEK_END = 2


class StringIO:
    """Text that is written and read like a file; line ends stay as they are."""

    def __init__(self, initial_value: str | None = "", newline: str | None = "\n") -> None:
        if newline != "\n" and newline != "":
            raise ValueError(f"`newline` of StringIO must be '\\n' or '', got {newline!r}")
        self._text = initial_value or ""
        self._parts: list[str] = []
        """What was written behind the end: joined when somebody looks, so that writing piece by piece is quick."""
        self._at = 0
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._closed

    def _whole(self) -> str:
        if self._closed:
            raise ValueError("I/O operation on closed file")
        if self._parts:
            self._text += "".join(self._parts)
            self._at = len(self._text)
            self._parts = []
        return self._text

    def write(self, s: str, /) -> int:
        """Write at the current place; gives the number of characters."""
        if self._closed:
            raise ValueError("I/O operation on closed file")
        if self._parts or self._at == len(self._text):
            if s:
                self._parts.append(s)
            return len(s)
        text = self._whole()
        if self._at > len(text):
            text += "\0" * (self._at - len(text))
        self._text = text[: self._at] + s + text[self._at + len(s) :]
        self._at += len(s)
        return len(s)

    def writelines(self, lines: Iterable[str], /) -> None:
        """Write several texts."""
        for line in lines:
            self.write(line)

    def getvalue(self) -> str:
        """Give the whole text."""
        return self._whole()

    def read(self, size: int | None = -1, /) -> str:
        """Read so many characters, or all that are left."""
        text = self._whole()
        end = len(text) if size is None or size < 0 else min(len(text), self._at + size)
        out = text[self._at : end]
        self._at = max(self._at, end)
        return out

    def readline(self, size: int = -1, /) -> str:
        """Read to the end of a line; empty at the end of the text."""
        text = self._whole()
        found = text.find("\n", self._at)
        end = len(text) if found < 0 else found + 1
        if size >= 0:
            end = min(end, self._at + size)
        out = text[self._at : end]
        self._at = max(self._at, end)
        return out

    def readlines(self, hint: int = -1, /) -> list[str]:
        """Read the lines that are left, `hint` characters at least if that is positive."""
        out: list[str] = []
        size = 0
        while line := self.readline():
            out.append(line)
            size += len(line)
            if 0 < hint <= size:
                break
        return out

    def __iter__(self) -> StringIO:
        return self

    def __next__(self) -> str:
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def seek(self, pos: int, whence: int = 0, /) -> int:
        """Go to a place."""
        text = self._whole()
        if whence == 0:
            if pos < 0:
                raise ValueError(f"Negative seek position {pos}")
            self._at = pos
        elif pos != 0:
            raise OSError("Can't do nonzero cur-relative seeks")
        elif whence == 2:
            self._at = len(text)
        return self._at

    def tell(self) -> int:
        """Give the current place."""
        self._whole()
        return self._at

    def truncate(self, pos: int | None = None, /) -> int:
        """Cut the text at a place, or at the current one."""
        text = self._whole()
        size = self._at if pos is None else pos
        if size < 0:
            raise ValueError(f"Negative size value {size}")
        self._text = text[:size]
        return size

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def seekable(self) -> bool:
        """Say that places can be sought."""
        return True

    def flush(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Drop the text."""
        self._closed = True

    def __enter__(self) -> StringIO:
        self._whole()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self.close()


class BytesIO:
    """Bytes that are written and read like a file."""

    def __init__(self, initial_bytes: Any = b"") -> None:
        self._data = bytearray(initial_bytes)
        self._at = 0
        self._closed = False

    @property
    def closed(self) -> bool:
        """Whether it is closed."""
        return self._closed

    def _open(self) -> None:
        if self._closed:
            raise ValueError("I/O operation on closed file.")

    def write(self, buffer: Any, /) -> int:
        """Write at the current place; gives the number of bytes."""
        self._open()
        data = bytes(buffer)
        if not data:
            return 0
        if self._at > len(self._data):
            self._data += bytes(self._at - len(self._data))
        self._data[self._at : self._at + len(data)] = data
        self._at += len(data)
        return len(data)

    def writelines(self, lines: Iterable[Any], /) -> None:
        """Write several pieces."""
        for line in lines:
            self.write(line)

    def getvalue(self) -> bytes:
        """Give all bytes."""
        self._open()
        return bytes(self._data)

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes, or all that are left."""
        self._open()
        end = len(self._data) if size is None or size < 0 else min(len(self._data), self._at + size)
        out = bytes(self._data[self._at : end])
        self._at = max(self._at, end)
        return out

    def readline(self, size: int | None = -1, /) -> bytes:
        """Read to the end of a line; empty at the end."""
        self._open()
        found = self._data.find(b"\n", self._at)
        end = len(self._data) if found < 0 else found + 1
        if size is not None and size >= 0:
            end = min(end, self._at + size)
        out = bytes(self._data[self._at : end])
        self._at = max(self._at, end)
        return out

    def readlines(self, size: int | None = None, /) -> list[bytes]:
        """Read the lines that are left."""
        out: list[bytes] = []
        while line := self.readline():
            out.append(line)
        return out

    def __iter__(self) -> BytesIO:
        return self

    def __next__(self) -> bytes:
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def seek(self, pos: int, whence: int = 0, /) -> int:
        """Go to a place, from the start, the current place or the end."""
        self._open()
        if whence == 0 and pos < 0:
            raise ValueError(f"negative seek value {pos}")
        self._at = max(0, pos + (0 if whence == 0 else self._at if whence == 1 else len(self._data)))
        return self._at

    def tell(self) -> int:
        """Give the current place."""
        self._open()
        return self._at

    def truncate(self, size: int | None = None, /) -> int:
        """Cut at a place, or at the current one."""
        self._open()
        end = self._at if size is None else size
        if end < 0:
            raise ValueError(f"negative size value {end}")
        del self._data[end:]
        return end

    def readable(self) -> bool:
        """Say that it can be read."""
        return True

    def writable(self) -> bool:
        """Say that it can be written."""
        return True

    def seekable(self) -> bool:
        """Say that places can be sought."""
        return True

    def flush(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Drop the bytes."""
        self._closed = True

    def __enter__(self) -> BytesIO:
        self._open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None:
        self.close()

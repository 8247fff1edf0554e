"""Headers and trailers: a case-insensitive multi map that lives in the host.

Reading one header is one host call and copies nothing else, so `headers["x"]` costs the same among 3 headers
and among 100. Values are text: UTF-8 with `surrogateescape`, so bytes that are no UTF-8 survive a round trip.
"""

from collections.abc import Iterator, Mapping
from typing import overload

from pygress.sdk import abi


def check_header(name: str, value: str) -> None:
    """Refuse what would let a value grow into further headers; raises `ValueError`."""
    if not name:
        raise ValueError("a header name cannot be empty")
    for char in "\r\n\0":
        if char in name:
            raise ValueError("a header name cannot hold a line break or NUL")
        if char in value:
            raise ValueError(f"header `{name}`: a value cannot hold a line break or NUL")


class Headers:
    """The headers of one message, read from and written to the host as they are used.

    Names ignore case. Pseudo headers (`:path`, `:method`, `:authority`, `:scheme`, `:status`) are among them.
    """

    def __init__(self, kind: int) -> None:
        self._kind = kind
        self._saved: list[tuple[str, str]] | None = None

    @overload
    def get(self, name: str) -> str | None: ...
    @overload
    def get(self, name: str, default: str) -> str: ...
    @overload
    def get(self, name: str, default: None) -> str | None: ...
    def get(self, name: str, default: str | None = None) -> str | None:
        """Give the first value of a header, or the default."""
        value = self._first(name)
        return default if value is None else value

    def get_all(self, name: str) -> list[str]:
        """Give every value of a header, in order."""
        wanted = name.lower()
        return [value for key, value in self.items() if key == wanted]

    def items(self) -> list[tuple[str, str]]:
        """Give every (name, value) pair in order; names are lower case. One host call."""
        if self._saved is None:
            return abi.get_headers(self._kind)
        return self._saved

    def keys(self) -> list[str]:
        """Give the names in order, lower case; one that was sent twice is there twice."""
        return [key for key, _ in self.items()]

    def values(self) -> list[str]:
        """Give the values in order."""
        return [value for _, value in self.items()]

    def __iter__(self) -> Iterator[str]:
        return iter(self.keys())

    def __len__(self) -> int:
        return len(self.items())

    def __getitem__(self, name: str) -> str:
        value = self._first(name)
        if value is None:
            raise KeyError(name)
        return value

    def __contains__(self, name: str) -> bool:
        return self._first(name) is not None

    def __setitem__(self, name: str, value: str) -> None:
        self.set(name, value)

    def __delitem__(self, name: str) -> None:
        self.remove(name)

    def set(self, name: str, value: str) -> None:
        """Put one value in place of all values of a header."""
        check_header(name, value)
        self._written(abi.set_header(self._kind, name, value), name)

    def add(self, name: str, value: str) -> None:
        """Append a value; those that are there stay."""
        check_header(name, value)
        self._written(abi.add_header(self._kind, name, value), name)

    def remove(self, name: str) -> None:
        """Remove all values of a header; it need not be there."""
        self._written(abi.remove_header(self._kind, name), name)

    def pop(self, name: str, default: str | None = None) -> str | None:
        """Remove all values of a header and give the first, or the default."""
        value = self._first(name)
        if value is None:
            return default
        self.remove(name)
        return value

    def setdefault(self, name: str, value: str) -> str:
        """Give the first value of a header; one that is not there is set."""
        there = self._first(name)
        if there is not None:
            return there
        self.set(name, value)
        return value

    def update(self, headers: Mapping[str, str]) -> None:
        """Set each of these, as `headers[name] = value` does."""
        for name, value in headers.items():
            self.set(name, value)

    def save(self) -> None:
        """Keep a copy for later phases: the host forgets a message's headers once they went on."""
        self._saved = abi.get_headers(self._kind)

    def keep(self, pairs: list[tuple[str, str]]) -> None:
        """Read from these pairs from now on, names in lower case."""
        self._saved = pairs

    def forget(self) -> None:
        """Read from the host again (in the log phase it has all headers once more)."""
        self._saved = None

    def _first(self, name: str) -> str | None:
        if self._saved is None:
            return abi.get_header(self._kind, name)
        wanted = name.lower()
        for key, value in self._saved:
            if key == wanted:
                return value
        return None

    def _written(self, status: int, name: str) -> None:
        if status != abi.OK:
            raise RuntimeError(f"header `{name}` cannot be changed in this phase")

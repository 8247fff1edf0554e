"""`string`: constants, `capwords` and `Template`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

whitespace = " \t\n\r\v\f"
ascii_lowercase = "abcdefghijklmnopqrstuvwxyz"
ascii_uppercase = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ascii_letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
digits = "0123456789"
hexdigits = "0123456789abcdefABCDEF"
octdigits = "01234567"
punctuation = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
printable = digits + ascii_letters + punctuation + whitespace


def capwords(s: str, sep: str | None = None) -> str:
    """Capitalise every word."""
    words = s.split(sep)
    return (" " if sep is None else sep).join([word.capitalize() for word in words])


class Template:
    """A text with `$name` and `${name}`."""

    def __init__(self, template: str) -> None:
        self.template = template

    def substitute(self, mapping: Mapping[str, Any] = {}, /, **kwds: Any) -> str:
        """Fill in all names."""
        return self._fill(mapping, kwds, False)

    def safe_substitute(self, mapping: Mapping[str, Any] = {}, /, **kwds: Any) -> str:
        """Fill in the names that are known."""
        return self._fill(mapping, kwds, True)

    def _name_end(self, start: int) -> int:
        text = self.template
        end = start
        while end < len(text) and text[end].isascii() and (text[end].isalnum() or text[end] == "_"):
            if end == start and text[end].isdigit():
                break
            end += 1
        return end

    def _fill(self, mapping: Mapping[str, Any], more: dict[str, Any], safe: bool) -> str:
        text = self.template
        out: list[str] = []
        at = 0
        while True:
            dollar = text.find("$", at)
            if dollar < 0:
                out.append(text[at:])
                return "".join(out)
            out.append(text[at:dollar])
            name = ""
            end = dollar + 1
            if text[end : end + 1] == "$":
                out.append("$")
                at = end + 1
                continue
            if text[end : end + 1] == "{":
                stop = self._name_end(end + 1)
                if stop > end + 1 and text[stop : stop + 1] == "}":
                    name = text[end + 1 : stop]
                    end = stop + 1
            else:
                stop = self._name_end(end)
                name = text[end:stop]
                end = stop
            if not name:
                if not safe:
                    line = text.count("\n", 0, dollar) + 1
                    column = dollar - text.rfind("\n", 0, dollar)
                    raise ValueError(f"Invalid placeholder in string: line {line}, col {column}")
                out.append("$")
                at = dollar + 1
                continue
            if name in more:
                out.append(str(more[name]))
            elif safe and name not in mapping:
                out.append(text[dollar:end])
            else:
                out.append(str(mapping[name]))
            at = end

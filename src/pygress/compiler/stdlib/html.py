"""`html`: character references."""

from __future__ import annotations

from pygress.compiler.stdlib.html_entities import TABLE

# What windows-1252 means by 0x80 to 0x9F.
_CONTROLS = (
    "\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f\x90\u2018"
    "\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178"
)

_names: dict[str, str] = {}


def escape(s: str, quote: bool = True) -> str:
    """Replace `&`, `<`, `>` and, by default, both quotes."""
    s = s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    if quote:
        s = s.replace('"', "&quot;").replace("'", "&#x27;")
    return s


def unescape(s: str) -> str:
    """Replace the character references of HTML5."""
    at = s.find("&")
    if at < 0:
        return s
    out: list[str] = []
    start = 0
    while at >= 0:
        end = _reference_end(s, at + 1)
        if end > at + 1:
            out.append(s[start:at])
            body = s[at + 1 : end]
            out.append(_number(body) if body[0] == "#" else _name(body))
            start = end
        at = s.find("&", max(end, at + 1))
    out.append(s[start:])
    return "".join(out)


def _reference_end(s: str, at: int) -> int:
    """Find the end of what may be a reference; `at` if it is none."""
    size = len(s)
    end = at
    if end < size and s[end] == "#":
        end += 1
        digits = "0123456789"
        if end < size and s[end] in "xX":
            end += 1
            digits = "0123456789abcdefABCDEF"
        first = end
        while end < size and s[end] in digits:
            end += 1
        if end == first:
            return at
    else:
        while end < size and end < at + 32 and s[end] not in "\t\n\f <&#;":
            end += 1
        if end == at:
            return at
    if end < size and s[end] == ";":
        end += 1
    return end


def _number(body: str) -> str:
    base = 16 if body[1] in "xX" else 10
    digits = body[2:] if base == 16 else body[1:]
    digits = digits.rstrip(";").lstrip("0")
    if len(digits) > 8:
        return "\ufffd"
    code = int(digits, base) if digits else 0
    if code == 0 or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
        return "\ufffd"
    if 0x80 <= code <= 0x9F:
        return _CONTROLS[code - 0x80]
    if code == 13:
        return "\r"
    if code < 9 or code == 11 or 14 <= code <= 31 or code == 127:
        return ""
    if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
        return ""
    return chr(code)


def _name(body: str) -> str:
    if not _names:
        _fill()
    found = _names.get(body)
    if found is not None:
        return found
    for size in range(len(body) - 1, 1, -1):
        found = _names.get(body[:size])
        if found is not None:
            return found + body[size:]
    return "&" + body


def _fill() -> None:
    at = 0
    while at < len(TABLE):
        end = TABLE.find("\0", at)
        entry = TABLE[at:end]
        semicolon = entry.find(";")
        value = entry[semicolon + 1 :]
        if entry[0] == "&":
            _names[entry[1:semicolon]] = value
            _names[entry[1 : semicolon + 1]] = value
        else:
            _names[entry[: semicolon + 1]] = value
        at = end + 1

"""Redis' wire protocol, as far as needed to know where a value ends.

See https://redis.io/docs/latest/develop/reference/protocol-spec/.
"""

LARGEST = 64 << 20
_DEEPEST = 32
_LINES = b"+-:_#,("
_SIZED = b"$=!"
_LISTS = {ord("*"): 1, ord("~"): 1, ord(">"): 1, ord("%"): 2, ord("|"): 2}


class RespError(Exception):
    """The bytes are not RESP, or more than this side takes."""


def value_end(data: bytes | bytearray, start: int = 0) -> int:
    """Give the offset behind the value that begins at `start`; -1 if it isn't complete yet."""
    if len(data) - start > LARGEST:
        raise RespError(f"a value has more than {LARGEST} bytes")
    at = start
    # How many values are still to come at each level of nesting.
    left = [1]
    while left:
        if left[-1] == 0:
            left.pop()
            continue
        line_end = data.find(b"\r\n", at)
        if line_end < 0:
            if len(data) - at > LARGEST:
                raise RespError("a line has no end")
            return -1
        kind = data[at] if at < line_end else 0
        left[-1] -= 1
        following = line_end + 2
        if kind in _SIZED:
            size = _number(data[at + 1 : line_end])
            following = following + size + 2 if size >= 0 else following
            if following > len(data):
                return -1
        elif kind in _LISTS:
            count = _number(data[at + 1 : line_end]) * _LISTS[kind]
            if count > 0:
                if len(left) >= _DEEPEST:
                    raise RespError(f"values are nested more than {_DEEPEST} levels deep")
                # An attribute stands before the value it belongs to.
                left.append(count)
                if kind == ord("|"):
                    left[-2] += 1
        elif kind not in _LINES:
            raise RespError(f"unknown kind of value 0x{kind:02x}")
        at = following
    return at


def count_commands(query: bytes) -> int:
    """Give how many commands a query holds; each gets one answer. Raises `RespError` for anything unfinished."""
    at = commands = 0
    while at < len(query):
        if query[at] != ord("*"):
            raise RespError("a command is not an array")
        at = value_end(query, at)
        if at < 0:
            raise RespError("a command is cut off")
        commands += 1
    if not commands:
        raise RespError("there is no command")
    return commands


def command(*words: str) -> bytes:
    """Write one command."""
    parts = [word.encode() for word in words]
    return b"*%d\r\n" % len(parts) + b"".join(b"$%d\r\n%b\r\n" % (len(part), part) for part in parts)


def _number(text: bytes | bytearray) -> int:
    digits = text[1:] if text[:1] == b"-" else text
    if not digits.isdigit() or len(digits) > 10:
        raise RespError("a size is not a number")
    value = int(text)
    if value > LARGEST:
        raise RespError(f"a value claims {value} entries or bytes, at most {LARGEST}")
    return value

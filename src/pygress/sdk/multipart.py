"""Forms sent as `multipart/form-data` (RFC 7578), read from a whole body."""

from dataclasses import dataclass

from pygress.sdk import media


@dataclass
class Part:
    """One field of a form; `filename` is None for what is no file."""

    name: str
    filename: str | None
    content_type: str
    data: bytes

    def text(self) -> str:
        """Give the value as text."""
        return self.data.decode("utf-8", "replace")


def parse(content_type: str, body: bytes, *, limit: int = 1000) -> list[Part]:
    """Read the fields of a form; raises `ValueError` if it is none, is cut, or has more than `limit` fields."""
    kind = media.parse(content_type)
    if kind is None or kind.essence != "multipart/form-data":
        raise ValueError("the body is no multipart/form-data")
    boundary = kind.parameters.get("boundary")
    if boundary is None or not 1 <= len(boundary) <= 70:
        raise ValueError("the content type has no boundary of 1 to 70 characters")
    mark = b"--" + boundary.encode("utf-8", "replace")
    at = body.find(mark)
    if at < 0 or (at > 0 and not body[:at].endswith(b"\n")):
        raise ValueError("the body has no boundary")
    out: list[Part] = []
    at += len(mark)
    while True:
        if body[at : at + 2] == b"--":
            return out
        line_end = body.find(b"\r\n", at)
        if line_end < 0 or body[at:line_end].strip(b" \t"):
            raise ValueError("a boundary does not end")
        head_end = body.find(b"\r\n\r\n", line_end)
        if head_end < 0:
            raise ValueError("the headers of a part do not end")
        close = _next_boundary(body, mark, head_end + 2)
        if close < 0:
            raise ValueError("a part does not end")
        if len(out) == limit:
            raise ValueError(f"the form has more than {limit} fields")
        head = body[line_end + 2 : head_end] if head_end > line_end else b""
        out.append(_read_part(head.decode("utf-8", "replace"), body[head_end + 4 : close]))
        at = close + 2 + len(mark)


def _next_boundary(body: bytes, mark: bytes, at: int) -> int:
    """Find the next line that is a boundary and not only begins like one; -1 if there is none."""
    while True:
        found = body.find(b"\r\n" + mark, at)
        if found < 0:
            return -1
        after = found + 2 + len(mark)
        line_end = body.find(b"\r\n", after)
        if body[after : after + 2] == b"--" or (line_end >= 0 and not body[after:line_end].strip(b" \t")):
            return found
        at = found + 2


def _read_part(head: str, data: bytes) -> Part:
    name: str | None = None
    filename: str | None = None
    content_type = "text/plain"
    for line in head.split("\r\n"):
        colon = line.find(":")
        if colon < 0:
            continue
        header = line[:colon].strip().lower()
        value = line[colon + 1 :].strip()
        if header == "content-disposition":
            parts = media.split_quoted(value, ";")
            if parts[0].strip().lower() != "form-data":
                raise ValueError("a part is no form-data")
            parameters = _disposition(parts[1:])
            name = parameters.get("name")
            filename = parameters.get("filename")
        elif header == "content-type":
            content_type = value
    if name is None:
        raise ValueError("a part has no name")
    return Part(name, filename, content_type, data)


def _disposition(parts: list[str]) -> dict[str, str]:
    """Read parameters as browsers write them: `%22` for a quote, backslashes as they are."""
    out: dict[str, str] = {}
    for part in parts:
        at = part.find("=")
        if at < 0:
            continue
        value = part[at + 1 :].strip()
        if len(value) >= 2 and value[0] == '"' and value[-1] == '"':
            value = value[1:-1].replace('\\"', '"').replace("%22", '"').replace("%0D%0A", "\r\n")
        out[part[:at].strip().lower()] = value
    return out

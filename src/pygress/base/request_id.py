"""The mark by which a log line of a compiled plugin names its request: `[request-id ID] text`.

The runtime writes it (`pg_abi_log`), for the log of Envoy has no place for it; all who read logs take it off.
"""

import re

_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_MARK = re.compile(rf"\[request-id ({_ID.pattern})\] ")


def is_request_id(text: str) -> bool:
    """Tell whether a text can be named in a mark: clients may send what they like as `x-request-id`."""
    return _ID.fullmatch(text) is not None


def mark(request: str, text: str) -> str:
    """Give a line of the request with that id, as the runtime of a compiled plugin writes it."""
    return f"[request-id {request}] {text}" if is_request_id(request) else text


def split(text: str) -> tuple[str, str]:
    """Give the id of the request, empty without a mark, and the text as the plugin wrote it."""
    found = _MARK.match(text)
    return (found[1], text[found.end() :]) if found is not None else ("", text)

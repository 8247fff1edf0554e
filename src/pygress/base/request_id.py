"""The mark by which a log line of a compiled plugin names its request: `[request-id ID] text`.

The runtime writes it (`pg_abi_log`), for the log of Envoy has no place for it; all who read logs take it off.
"""

import re

_MARK = re.compile(r"\[request-id ([A-Za-z0-9._-]{1,64})\] ")


def split(text: str) -> tuple[str, str]:
    """Give the id of the request, empty without a mark, and the text as the plugin wrote it."""
    found = _MARK.match(text)
    return (found[1], text[found.end() :]) if found is not None else ("", text)

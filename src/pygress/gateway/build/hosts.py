"""Host patterns: exact names, `*.suffix`, `prefix.*` and `*`, and how they relate."""

from collections.abc import Container, Iterator


def normal(pattern: str) -> str:
    """Give the pattern in lower case, without a port; an empty one means every host."""
    host, colon, port = pattern.rpartition(":")
    if colon and port.isdigit():
        pattern = host
    return pattern.lower() or "*"


def covers(pattern: str, other: str) -> bool:
    """Tell whether every host that `other` matches is matched by `pattern`.

    `*.example.com` stands for any number of labels and not for `example.com` itself.
    """
    if pattern in ("*", other):
        return True
    if other == "*":
        return False
    if pattern.startswith("*."):
        return other.endswith(pattern[1:]) and len(other) > len(pattern) - 1
    if pattern.endswith(".*"):
        return other.startswith(pattern[:-1]) and len(other) > len(pattern) - 1 and not other.startswith("*")
    return False


def crosses(pattern: str, other: str) -> bool:
    """Tell whether two patterns share some hosts while neither covers the other: `www.*` and `*.example.com`."""
    ends = {pattern[:2] == "*." and pattern != "*", other[:2] == "*." and other != "*"}
    starts = {pattern[-2:] == ".*", other[-2:] == ".*"}
    return (
        ends == {True, False} and starts == {True, False} and (pattern[:2] == "*.") != (pattern[-2:] == ".*")
    )


def precedence(pattern: str) -> tuple[int, int, str]:
    """Order patterns as Envoy tries them: exact, longest suffix, longest prefix, `*`."""
    if pattern == "*":
        return (3, 0, "")
    if pattern.startswith("*."):
        return (1, -len(pattern), pattern)
    if pattern.endswith(".*"):
        return (2, -len(pattern), pattern)
    return (0, 0, pattern)


def fallbacks(host: str, patterns: Container[str]) -> list[str]:
    """List the patterns whose routes serve a host, the host's own first, then ever wider ones."""
    return [one for one in _wider(host) if one in patterns]


def _wider(host: str) -> Iterator[str]:
    """Give every pattern that covers a host, in order of precedence: there are as many as it has labels."""
    yield host
    if host == "*":
        return
    if not host.endswith(".*"):
        labels = host.removeprefix("*.").split(".")
        for cut in range(1, len(labels)):
            yield "*." + ".".join(labels[cut:])
    if not host.startswith("*."):
        labels = host.removesuffix(".*").split(".")
        for cut in range(len(labels) - 1, 0, -1):
            yield ".".join(labels[:cut]) + ".*"
    yield "*"

"""Foreign functions: what a host offers beyond the ABI (Envoy: `verify_signature`, `compress`, `uncompress` ...)."""

from pygress.sdk import abi


class ForeignError(Exception):
    """The host does not have the function, or it failed; `status` is the host's status."""

    def __init__(self, name: str, status: int) -> None:
        if status == abi.NOT_FOUND:
            super().__init__(f"the host has no function `{name}`")
        else:
            super().__init__(f"`{name}` failed (status {status})")
        self.status = status


def call(name: str, argument: bytes = b"") -> bytes:
    """Call a function; what goes in and out is up to it. Raises `ForeignError`."""
    status, result = abi.call_foreign_function(name, argument)
    if status != abi.OK:
        raise ForeignError(name, status)
    return result


def clear_route_cache() -> None:
    """Let Envoy choose the route again, after headers that decide it were changed."""
    call("clear_route_cache")

"""Properties of stream, connection and route: `properties.text("source", "address")`.

What there is: the attributes of Envoy (`request.*`, `response.*`, `source.*`, `destination.*`, `connection.*`,
`upstream.*`, `metadata.*`, `filter_state.*`, `xds.route_name`, `xds.cluster_name`, `xds.route_metadata`, ...).
One that is not there, or not yet, is None.
"""

from pygress.sdk import abi


def raw(*path: str) -> bytes | None:
    """Give the bytes of a property."""
    return abi.get_property("\0".join(path))


def text(*path: str) -> str | None:
    """Give a property that is text."""
    value = abi.get_property("\0".join(path))
    return None if value is None else value.decode("utf-8", "surrogateescape")


def integer(*path: str) -> int | None:
    """Give a property that is a number, a duration or a time (nanoseconds)."""
    value = abi.get_property("\0".join(path))
    if value is None or len(value) != 8:
        return None
    return int.from_bytes(value, "little", signed=True)


def boolean(*path: str) -> bool | None:
    """Give a property that is true or false."""
    value = abi.get_property("\0".join(path))
    return None if value is None or len(value) != 1 else value[0] != 0


def put(name: str, value: str | bytes) -> None:
    """Set a property of the stream, for other plugins and the access log (`filter_state["wasm.NAME"]`)."""
    data = value.encode() if isinstance(value, str) else value
    status = abi.set_property(name, data)
    if status != abi.OK:
        raise RuntimeError(f"property `{name}` cannot be set (status {status})")


def client_address() -> str:
    """Give the address of the connection's other end, without the port."""
    address = text("source", "address") or ""
    host, colon, _ = address.rpartition(":")
    return host.strip("[]") if colon else address


def route_name() -> str:
    """Give the name of the route that was taken, for example of the Ingress rule."""
    return text("xds", "route_name") or ""


def cluster_name() -> str:
    """Give the name of the cluster that the request goes to."""
    return text("xds", "cluster_name") or ""

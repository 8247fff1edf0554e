"""From the host's callbacks to the methods of a TCP filter: connections, data, failures.

Input: `proxy_on_*` calls with context ids. Output: the action for the host. Invariants are those of `dispatch`: a
connection belongs to one configuration, a phase that failed ends the plugin's part in that connection alone. The
host closes a connection at once and tells of it inside that very call: it is asked to when the phase is over.
"""

from typing import Generic, TypeVar

from pygress.sdk import abi
from pygress.sdk.roots import C, Roots
from pygress.sdk.tcp import Connection

F = TypeVar("F")

CONTINUE = 0
STOP = 1
BY_PEER = 2
"""How the host says that the other end has closed a connection."""


class Link(Generic[F]):
    """One connection: the plugin's object, and whether it still takes part."""

    def __init__(self, root: int) -> None:
        self.root = root
        self.connection = Connection()
        self.filter: F | None = None
        self.off = False
        """True once the plugin failed and the connection goes on without it."""

    def closing(self) -> bool:
        """Say whether the connection is to be closed."""
        return self.connection.closing


class TcpDispatcher(Roots[C], Generic[F, C]):
    """Holds the configurations and the connections of one VM."""

    def __init__(self) -> None:
        super().__init__()
        self.links: dict[int, Link[F]] = {}

    # The plugin: the generated class overrides what the plugin defines.

    def create(self, root: int, config: C, connection: Connection) -> F:
        """Make the plugin's object for one connection."""
        raise NotImplementedError

    def call_connect(self, target: F) -> None:
        """Run `on_connect`."""

    def call_downstream_data(self, target: F, data: bytes, end: bool) -> bytes | None:
        """Run `on_downstream_data`."""
        return None

    def call_upstream_data(self, target: F, data: bytes, end: bool) -> bytes | None:
        """Run `on_upstream_data`."""
        return None

    def call_downstream_close(self, target: F, by_peer: bool) -> None:
        """Run `on_downstream_close`."""

    def call_upstream_close(self, target: F) -> None:
        """Run `on_upstream_close`."""

    # The connections of one VM.

    def on_context_create(self, context: int, parent: int) -> None:
        """Begin a connection (or a configuration, if it has no parent)."""
        if parent != 0:
            self.links[context] = Link(parent)

    def on_delete(self, context: int) -> None:
        """Forget a connection or a configuration."""
        if self.links.pop(context, None) is None and self.forget(context):
            self.stopped(context)

    def target(self, link: Link[F]) -> F:
        """Give the plugin's object of a connection; the first phase makes it."""
        found = link.filter
        if found is None:
            found = self.create(link.root, self.config(link.root), link.connection)
            link.filter = found
        return found

    def on_new_connection(self, context: int) -> int:
        """Run the first phase."""
        link = self.links[context]
        try:
            self.call_connect(self.target(link))
        except Exception as error:
            self.fail(link, error)
        return self.action(link)

    def on_downstream_data(self, context: int, size: int, end: bool) -> int:
        """Take a piece from the client."""
        link = self.links[context]
        if not link.off and not link.closing():
            try:
                data = abi.get_buffer(abi.DOWNSTREAM_DATA, 0, size) if size else b""
                changed = self.call_downstream_data(self.target(link), data, end)
                if changed is not None and changed != data:
                    abi.set_buffer(abi.DOWNSTREAM_DATA, 0, size, changed)
            except Exception as error:
                self.fail(link, error)
        return self.action(link)

    def on_upstream_data(self, context: int, size: int, end: bool) -> int:
        """Take a piece from the backend."""
        link = self.links[context]
        if not link.off and not link.closing():
            try:
                data = abi.get_buffer(abi.UPSTREAM_DATA, 0, size) if size else b""
                changed = self.call_upstream_data(self.target(link), data, end)
                if changed is not None and changed != data:
                    abi.set_buffer(abi.UPSTREAM_DATA, 0, size, changed)
            except Exception as error:
                self.fail(link, error)
            if link.closing():
                # The host takes no stop on this way: an empty piece is what holds it back.
                abi.set_buffer(abi.UPSTREAM_DATA, 0, size, b"")
                abi.close_stream(abi.DOWNSTREAM)
        return CONTINUE

    def on_downstream_close(self, context: int, by: int) -> None:
        """Tell of a connection that is closed."""
        link = self.links.get(context)
        if link is not None and not link.off and link.filter is not None:
            link.off = True
            try:
                self.call_downstream_close(self.target(link), by == BY_PEER)
            except Exception as error:
                abi.log(abi.ERROR, abi.format_exception(error))

    def on_upstream_close(self, context: int) -> None:
        """Tell that the backend has closed its connection."""
        link = self.links.get(context)
        if link is not None and not link.off and link.filter is not None:
            try:
                self.call_upstream_close(self.target(link))
            except Exception as error:
                abi.log(abi.ERROR, abi.format_exception(error))

    def fail(self, link: Link[F], error: Exception) -> None:
        """Log an uncaught exception; the fail strategy decides what becomes of the connection."""
        abi.log(abi.ERROR, abi.format_exception(error))
        if self.fail_open:
            link.off = True
        else:
            link.connection.closing = True

    def action(self, link: Link[F]) -> int:
        """Give the action for the host, and close what the plugin wants closed."""
        if not link.closing():
            return CONTINUE
        abi.close_stream(abi.DOWNSTREAM)
        return STOP

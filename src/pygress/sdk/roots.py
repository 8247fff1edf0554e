"""The configurations of one VM: decoded when the host hands them over, kept until it drops them.

What the dispatchers of HTTP and TCP filters share; it keeps to plain classes, as they do.
"""

from typing import Generic, TypeVar

from pygress.sdk import abi

C = TypeVar("C")


class Root(Generic[C]):
    """A configuration that the host has accepted."""

    def __init__(self, context: int, config: C) -> None:
        self.context = context
        self.config = config
        self.next: Root[C] | None = None


class Roots(Generic[C]):
    """Holds the configurations of one VM."""

    def __init__(self) -> None:
        self.roots: Root[C] | None = None
        self.fail_open = False

    def decode(self, size: int) -> C:
        """Read and decode the configuration, which has so many bytes."""
        raise NotImplementedError

    def names_requests(self) -> bool:
        """Whether the plugin may log for a stream whose request headers went on."""
        return False

    def started(self, root: int, config: C) -> None:
        """Make the plugin's state for one configuration, and start its timers."""

    def stopped(self, root: int) -> None:
        """Drop the state of a configuration, and stop its timers."""

    def on_vm_start(self, root: int, size: int) -> int:
        """Start: the gateway tells the fail strategy by environment."""
        self.fail_open = abi.get_env("PYGRESS_FAIL_STRATEGY") == "FAIL_OPEN"
        return 1

    def on_configure(self, root: int, size: int) -> int:
        """Decode a configuration; 0 refuses it, and the log says why."""
        if self.names_requests():
            abi.set_log_request("")
        try:
            config = self.decode(size)
        except ValueError as error:
            abi.log(abi.ERROR, f"invalid configuration: {error}")
            return 0
        except Exception as error:
            abi.log(abi.ERROR, abi.format_exception(error))
            return 0
        try:
            self.configured(root, config)
            self.started(root, config)
        except Exception as error:
            abi.log(abi.ERROR, abi.format_exception(error))
            return 0
        return 1

    def configured(self, context: int, config: C) -> None:
        """Keep a configuration, in place of an earlier one."""
        self.forget(context)
        made = Root(context, config)
        made.next = self.roots
        self.roots = made

    def forget(self, context: int) -> bool:
        """Drop a configuration; tells whether it was there."""
        before: Root[C] | None = None
        found = self.roots
        while found is not None:
            if found.context == context:
                if before is None:
                    self.roots = found.next
                else:
                    before.next = found.next
                return True
            before = found
            found = found.next
        return False

    def config(self, context: int) -> C:
        """Give the configuration of a stream."""
        found = self.roots
        while found is not None:
            if found.context == context:
                return found.config
            found = found.next
        raise RuntimeError("no configuration")

"""Shared queues: values that one VM hands to another, in order."""

from pygress.sdk import abi


class Queue:
    """A queue by name; the VM that creates it here is told of new values (`Plugin.on_queue_ready`)."""

    def __init__(self, name: str) -> None:
        self.id = abi.register_shared_queue(name)
        if self.id < 0:
            raise RuntimeError(f"queue `{name}` cannot be created (status {-self.id})")

    def put(self, value: bytes) -> None:
        """Append a value."""
        _put(self.id, value)

    def take(self) -> bytes | None:
        """Take the oldest value; None if there is none."""
        return abi.dequeue_shared_queue(self.id)


class RemoteQueue:
    """A queue that another VM has created; raises `LookupError` if it has not."""

    def __init__(self, vm: str, name: str) -> None:
        self.id = abi.resolve_shared_queue(vm, name)
        if self.id < 0:
            raise LookupError(f"VM `{vm}` has no queue `{name}`")

    def put(self, value: bytes) -> None:
        """Append a value."""
        _put(self.id, value)


def _put(queue: int, value: bytes) -> None:
    status = abi.enqueue_shared_queue(queue, value)
    if status != abi.OK:
        raise RuntimeError(f"the queue takes no value (status {status})")

"""What all streams of one configuration share in one VM: the `Plugin` class and its timers.

class Keys(Plugin[Config]):
    def __init__(self, config: Config) -> None:
        super().__init__(config)
        self.known: set[str] = set()

    @every(seconds=60)
    async def refresh(self) -> None:
        reply = await http.get(self.config.keys_url)
        self.known = set(reply.text.split())


@plugin(name="key-check")
class KeyCheck(HttpFilter[Config]):
    keys: Keys          # every stream gets the one `Keys` of its configuration
"""

from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from pygress.sdk.filter import ConfigT

TimerT = TypeVar("TimerT", bound=Callable[[Any], Awaitable[None] | None])


class Plugin(Generic[ConfigT]):
    """State of one configuration in one VM; each worker of the gateway has its own (`shared` is for all)."""

    config: ConfigT

    def __init__(self, config: ConfigT) -> None:
        self.config = config

    def on_start(self) -> Awaitable[None] | None:
        """Begin, once the configuration is accepted and before the first stream."""
        return None

    def on_queue_ready(self, queue: int) -> None:
        """Take values from a queue that this VM has created; `queue` is `Queue.id`."""


def every(*, seconds: float) -> Callable[[TimerT], TimerT]:
    """Run a method of a `Plugin` again and again; the first time after `seconds`.

    A run that still waits does not hold up the next one. An error is logged, and the timer goes on.
    """

    def mark(method: TimerT) -> TimerT:
        method.__every__ = seconds  # type: ignore[attr-defined]
        return method

    return mark

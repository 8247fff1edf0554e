"""Timers on the host's tick: one period per configuration, as long as the earliest timer needs."""

from collections.abc import Callable

from pygress.sdk import abi
from pygress.sdk.tasks import Future, current, guarded


class _Timer:
    def __init__(self, due_ns: int, period_ns: int, action: Callable[[], None]) -> None:
        self.due_ns = due_ns
        self.period_ns = period_ns
        self.action = action


_timers: dict[int, list[_Timer]] = {}


def start(root: int, seconds: float, action: Callable[[], None]) -> None:
    """Run an action every so many seconds, from now on, in callbacks of a configuration."""
    period = int(seconds * 1e9)
    _add(root, _Timer(abi.monotonic_ns() + period, period, action))


def sleep(seconds: float) -> Future[None]:
    """Wait so many seconds (to the millisecond): `await sleep(0.5)`."""
    future: Future[None] = Future()
    due = abi.monotonic_ns() + int(seconds * 1e9)
    _add(current().root, _Timer(due, 0, lambda: future.resolve(None)))
    return future


def stop(root: int) -> None:
    """Forget the timers of a configuration."""
    if _timers.pop(root, None) is not None:
        abi.set_tick_period(0)


def run_due(root: int) -> None:
    """Run what is due; the host's tick."""
    now = abi.monotonic_ns()
    due: list[_Timer] = []
    rest: list[_Timer] = []
    for timer in _timers.get(root, []):
        if timer.due_ns > now:
            rest.append(timer)
        else:
            due.append(timer)
            if timer.period_ns:
                timer.due_ns = max(timer.due_ns + timer.period_ns, now + 1)
                rest.append(timer)
    _timers[root] = rest
    for timer in due:
        guarded(timer.action)
    _arrange(root)


def _add(root: int, timer: _Timer) -> None:
    _timers.setdefault(root, []).append(timer)
    _arrange(root)


def _arrange(root: int) -> None:
    timers = _timers.get(root, [])
    if not timers:
        abi.set_tick_period(0)
        return
    earliest = min([timer.due_ns for timer in timers])
    milliseconds = (earliest - abi.monotonic_ns() + 999_999) // 1_000_000
    abi.set_tick_period(max(milliseconds, 1))

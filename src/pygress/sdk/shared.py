"""Data that all workers of the gateway share: keys with values, changed by compare and swap.

Values live as long as the gateway process, whatever becomes of the plugin's VMs. Keys are shared by all VMs of
one plugin; begin them with the plugin's name where that is not enough.
"""

from collections.abc import Callable

from pygress.sdk import abi

ATTEMPTS = 100


class Entry:
    """A value and the number that `compare_and_set` wants back."""

    def __init__(self, value: bytes, cas: int) -> None:
        self.value = value
        self.cas = cas


def read(key: str) -> Entry | None:
    """Give value and number of a key."""
    found = abi.get_shared_data(key)
    if found is None:
        return None
    return Entry(found[0], found[1])


def get(key: str) -> bytes | None:
    """Give the value of a key."""
    found = abi.get_shared_data(key)
    return None if found is None else found[0]


def set(key: str, value: bytes) -> None:
    """Write a key whatever it holds."""
    _done(abi.set_shared_data(key, value, 0), key)


def compare_and_set(key: str, value: bytes, cas: int) -> bool:
    """Write a key if nobody else has since it was read; says whether it was written."""
    status = abi.set_shared_data(key, value, cas)
    if status == abi.CAS_MISMATCH:
        return False
    _done(status, key)
    return True


def update(key: str, change: Callable[[bytes | None], bytes]) -> bytes:
    """Replace a value by what `change` makes of it, as often as others come in between; gives the new value.

    `change` gets None for a key that is not there. Two workers that create a key in the same instant may both
    see None: the host cannot tell them apart. Raises `RuntimeError` after 100 attempts.
    """
    for _ in range(ATTEMPTS):
        found = abi.get_shared_data(key)
        value = change(None if found is None else found[0])
        if compare_and_set(key, value, 0 if found is None else found[1]):
            return value
    raise RuntimeError(f"shared key `{key}` changes too often")


def add(key: str, amount: int = 1) -> int:
    """Add to a number that begins at 0; gives the new one. It is kept as decimal text."""
    return int(update(key, lambda value: str(int(value or b"0") + amount).encode()))


def _done(status: int, key: str) -> None:
    if status != abi.OK:
        raise RuntimeError(f"shared key `{key}` cannot be written (status {status})")


class Leader:
    """One of the workers is the leader, for work that must not be done by all of them.

    The lease ends `seconds` after its holder last asked, so ask more often than that (in a timer).
    """

    def __init__(self, name: str, seconds: float = 10.0) -> None:
        self._key = "leader." + name
        self._lease_ns = int(seconds * 1e9)
        self._me = 0

    def is_me(self) -> bool:
        """Say whether this VM leads now; takes or renews the lease if it can."""
        if self._me == 0:
            self._me = add(self._key + ".next")
        now = abi.now_ns()
        found = abi.get_shared_data(self._key)
        cas = 0
        if found is not None:
            holder, _, until = found[0].decode().partition(" ")
            if int(holder) != self._me and int(until) > now:
                return False
            cas = found[1]
        if not compare_and_set(self._key, f"{self._me} {now + self._lease_ns}".encode(), cas):
            return False
        # The host does not compare when a key is new, so a second look decides who was last.
        found = abi.get_shared_data(self._key)
        return found is not None and found[0].startswith(f"{self._me} ".encode())

"""`bisect`: search in sorted sequences. Those with `_by` are the forms with a key (see `FORMS`)."""

from __future__ import annotations

from collections.abc import Callable, MutableSequence, Sequence
from typing import Any, Protocol, TypeVar


class _Ordered(Protocol):
    def __lt__(self, other: Any, /) -> bool: ...


T = TypeVar("T", bound=_Ordered)
S = TypeVar("S")


def bisect_left(a: Sequence[T], x: T, lo: int = 0, hi: int | None = None) -> int:
    """Find where `x` goes, before equal items."""
    if lo < 0:
        raise ValueError("lo must be non-negative")
    end = len(a) if hi is None else hi
    while lo < end:
        middle = (lo + end) // 2
        if a[middle] < x:
            lo = middle + 1
        else:
            end = middle
    return lo


def bisect_left_by(a: Sequence[S], x: T, lo: int = 0, hi: int | None = None, *, key: Callable[[S], T]) -> int:
    """Find where an item of key `x` goes, before items of equal key."""
    if lo < 0:
        raise ValueError("lo must be non-negative")
    end = len(a) if hi is None else hi
    while lo < end:
        middle = (lo + end) // 2
        if key(a[middle]) < x:
            lo = middle + 1
        else:
            end = middle
    return lo


def bisect_right(a: Sequence[T], x: T, lo: int = 0, hi: int | None = None) -> int:
    """Find where `x` goes, behind equal items."""
    if lo < 0:
        raise ValueError("lo must be non-negative")
    end = len(a) if hi is None else hi
    while lo < end:
        middle = (lo + end) // 2
        if x < a[middle]:
            end = middle
        else:
            lo = middle + 1
    return lo


def bisect_right_by(
    a: Sequence[S], x: T, lo: int = 0, hi: int | None = None, *, key: Callable[[S], T]
) -> int:
    """Find where an item of key `x` goes, behind items of equal key."""
    if lo < 0:
        raise ValueError("lo must be non-negative")
    end = len(a) if hi is None else hi
    while lo < end:
        middle = (lo + end) // 2
        if x < key(a[middle]):
            end = middle
        else:
            lo = middle + 1
    return lo


def insort_left(a: MutableSequence[T], x: T, lo: int = 0, hi: int | None = None) -> None:
    """Insert where `x` goes, before equal items."""
    a.insert(bisect_left(a, x, lo, hi), x)


def insort_left_by(
    a: MutableSequence[S], x: S, lo: int = 0, hi: int | None = None, *, key: Callable[[S], T]
) -> None:
    """Insert where `x` goes, before items of equal key."""
    a.insert(bisect_left_by(a, key(x), lo, hi, key=key), x)


def insort_right(a: MutableSequence[T], x: T, lo: int = 0, hi: int | None = None) -> None:
    """Insert where `x` goes, behind equal items."""
    a.insert(bisect_right(a, x, lo, hi), x)


def insort_right_by(
    a: MutableSequence[S], x: S, lo: int = 0, hi: int | None = None, *, key: Callable[[S], T]
) -> None:
    """Insert where `x` goes, behind items of equal key."""
    a.insert(bisect_right_by(a, key(x), lo, hi, key=key), x)


def bisect(a: Sequence[T], x: T, lo: int = 0, hi: int | None = None) -> int:
    """Find where `x` goes, behind equal items."""
    return bisect_right(a, x, lo, hi)


def insort(a: MutableSequence[T], x: T, lo: int = 0, hi: int | None = None) -> None:
    """Insert where `x` goes, behind equal items."""
    insort_right(a, x, lo, hi)

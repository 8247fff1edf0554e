"""`functools`: what typed Python can express; `total_ordering` and `cached_property` are the compiler's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, Generic, NamedTuple, TypeVar

T = TypeVar("T")
S = TypeVar("S")
F = TypeVar("F")


def reduce(function: Callable[[T, T], T], iterable: Iterable[T], /) -> T:
    """Combine all items from left to right."""
    source = iter(iterable)
    try:
        total = next(source)
    except StopIteration:
        raise TypeError("reduce() of empty iterable with no initial value") from None
    for item in source:
        total = function(total, item)
    return total


def reduce_from(function: Callable[[T, S], T], iterable: Iterable[S], initial: T, /) -> T:
    """Combine all items from left to right, with `initial` before them."""
    total = initial
    for item in iterable:
        total = function(total, item)
    return total


class _Key(Generic[T]):
    def __init__(self, mycmp: Callable[[T, T], int], obj: T) -> None:
        self._compare = mycmp
        self.obj = obj

    def __lt__(self, other: _Key[T]) -> bool:
        return self._compare(self.obj, other.obj) < 0

    def __gt__(self, other: _Key[T]) -> bool:
        return self._compare(self.obj, other.obj) > 0

    def __le__(self, other: _Key[T]) -> bool:
        return self._compare(self.obj, other.obj) <= 0

    def __ge__(self, other: _Key[T]) -> bool:
        return self._compare(self.obj, other.obj) >= 0

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self._compare(self.obj, other.obj) == 0

    def __hash__(self) -> int:
        raise TypeError("unhashable type: 'functools.KeyWrapper'")


def cmp_to_key(mycmp: Callable[[T, T], int]) -> Callable[[T], _Key[T]]:
    """Turn a comparison into a key."""
    return lambda obj: _Key(mycmp, obj)


class _CacheInfo(NamedTuple):
    """What `cache_info` gives."""

    hits: int
    misses: int
    maxsize: int | None
    currsize: int

    def __repr__(self) -> str:
        parts = f"hits={self.hits}, misses={self.misses}, maxsize={self.maxsize}, currsize={self.currsize}"
        return f"CacheInfo({parts})"


class partial(Generic[T]):
    """A function with some arguments given beforehand."""

    def __init__(self, func: Callable[..., T], /, *args: Any, **keywords: Any) -> None:
        self.func = func
        self.args = args
        self.keywords = keywords

    def __call__(self, /, *args: Any, **keywords: Any) -> T:
        """Call with these arguments behind the given ones."""
        return self.func(*self.args, *args, **{**self.keywords, **keywords})


class _lru_cache_wrapper(Generic[T]):
    """A function that remembers; the oldest use is forgotten first."""

    def __init__(self, function: Callable[..., T], maxsize: int | None) -> None:
        self.__wrapped__ = function
        self._limit = -1 if maxsize is None else max(maxsize, 0)
        self._maxsize = None if maxsize is None else max(maxsize, 0)
        self._known: dict[Any, Any] = {}
        self._hits = 0
        self._misses = 0

    def __call__(self, *args: Any, **kwargs: Any) -> T:
        key: Any = args
        if kwargs:
            key = (args, tuple(kwargs.items()))
        known = self._known
        if key in known:
            self._hits += 1
            value: T = known[key]
            if self._limit > 0:
                # The latest use moves to the end.
                del known[key]
                known[key] = value
            return value
        self._misses += 1
        value = self.__wrapped__(*args, **kwargs)
        if self._limit != 0:
            if self._limit > 0 and key not in known and len(known) >= self._limit:
                del known[next(iter(known))]
            known[key] = value
        return value

    def cache_info(self) -> _CacheInfo:
        """Tell how well it works."""
        return _CacheInfo(self._hits, self._misses, self._maxsize, len(self._known))

    def cache_clear(self) -> None:
        """Forget everything."""
        self._known.clear()
        self._hits = 0
        self._misses = 0


def lru_cache(
    maxsize: int | None = 128, typed: bool = False
) -> Callable[[Callable[..., T]], _lru_cache_wrapper[T]]:
    """Remember the results of the last `maxsize` different calls."""
    return lambda function: _lru_cache_wrapper(function, maxsize)


def cache(user_function: Callable[..., T], /) -> _lru_cache_wrapper[T]:
    """Remember all results."""
    return _lru_cache_wrapper(user_function, None)


class _SingleDispatchCallable(Generic[T]):
    """A function that chooses by the class of its first argument; the most exact class counts."""

    def __init__(self, func: Callable[..., T]) -> None:
        self._default = func
        self._classes: list[Any] = []
        self._functions: list[Callable[..., T]] = []

    def add(self, cls: Any, func: Callable[..., T]) -> None:
        """Use `func` for a class; what `@f.register` means to the compiler."""
        self._classes.append(cls)
        self._functions.append(func)

    def __call__(self, /, *args: Any, **kwargs: Any) -> T:
        """Call the function for the first argument."""
        if not args:
            raise TypeError("a singledispatch function requires at least 1 positional argument")
        first = args[0]
        best = -1
        for i in range(len(self._classes)):
            cls = self._classes[i]
            if isinstance(first, cls) and (best < 0 or issubclass(cls, self._classes[best])):
                best = i
        function = self._default if best < 0 else self._functions[best]
        return function(*args, **kwargs)


def singledispatch(func: Callable[..., T]) -> _SingleDispatchCallable[T]:
    """Make a function that others are registered with."""
    return _SingleDispatchCallable(func)


def wraps(wrapped: Any, assigned: Any = None, updated: Any = None) -> Callable[[F], F]:
    """Mark a function as the wrapper of another one; functions have no attributes to copy here."""
    return lambda wrapper: wrapper

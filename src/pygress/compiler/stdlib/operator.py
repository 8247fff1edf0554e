"""`operator`: the operators as functions of dynamic values."""

from __future__ import annotations

from typing import Any

from pygress.compiler.stdlib import native


def add(a: Any, b: Any, /) -> Any:
    """Compute `a + b`."""
    return a + b


def sub(a: Any, b: Any, /) -> Any:
    """Compute `a - b`."""
    return a - b


def mul(a: Any, b: Any, /) -> Any:
    """Compute `a * b`."""
    return a * b


def truediv(a: Any, b: Any, /) -> Any:
    """Compute `a / b`."""
    return a / b


def floordiv(a: Any, b: Any, /) -> Any:
    """Compute `a // b`."""
    return a // b


def mod(a: Any, b: Any, /) -> Any:
    """Compute `a % b`."""
    return a % b


def pow(a: Any, b: Any, /) -> Any:
    """Compute `a ** b`."""
    return a**b


def lshift(a: Any, b: Any, /) -> Any:
    """Compute `a << b`."""
    return a << b


def rshift(a: Any, b: Any, /) -> Any:
    """Compute `a >> b`."""
    return a >> b


def and_(a: Any, b: Any, /) -> Any:
    """Compute `a & b`."""
    return a & b


def or_(a: Any, b: Any, /) -> Any:
    """Compute `a | b`."""
    return a | b


def xor(a: Any, b: Any, /) -> Any:
    """Compute `a ^ b`."""
    return a ^ b


def concat(a: Any, b: Any, /) -> Any:
    """Compute `a + b` of sequences."""
    return a + b


def neg(a: Any, /) -> Any:
    """Compute `-a`."""
    return -a


def pos(a: Any, /) -> Any:
    """Compute `+a`."""
    return +a


def invert(a: Any, /) -> Any:
    """Compute `~a`."""
    return ~a


inv = invert


def abs(a: Any, /) -> Any:
    """Compute the absolute value."""
    return -a if a < 0 else a


def index(a: int, /) -> int:
    """Give an integer."""
    return a


def not_(a: object, /) -> bool:
    """Compute `not a`."""
    return not a


def truth(a: object, /) -> bool:
    """Tell whether `a` is true."""
    return bool(a)


def is_(a: object, b: object, /) -> bool:
    """Compute `a is b`."""
    return a is b


def is_not(a: object, b: object, /) -> bool:
    """Compute `a is not b`."""
    return a is not b


def eq(a: object, b: object, /) -> Any:
    """Compute `a == b`."""
    return a == b


def ne(a: object, b: object, /) -> Any:
    """Compute `a != b`."""
    return a != b


def lt(a: Any, b: Any, /) -> Any:
    """Compute `a < b`."""
    return a < b


def le(a: Any, b: Any, /) -> Any:
    """Compute `a <= b`."""
    return a <= b


def gt(a: Any, b: Any, /) -> Any:
    """Compute `a > b`."""
    return a > b


def ge(a: Any, b: Any, /) -> Any:
    """Compute `a >= b`."""
    return a >= b


def contains(a: Any, b: object, /) -> bool:
    """Compute `b in a`."""
    return b in a


def countOf(a: Any, b: object, /) -> int:
    """Count an item."""
    out = 0
    for item in a:
        if item == b:
            out += 1
    return out


def indexOf(a: Any, b: object, /) -> int:
    """Find an item."""
    for at, item in enumerate(a):
        if item == b:
            return at
    raise ValueError("sequence.index(x): x not in sequence")


def getitem(a: Any, b: Any, /) -> Any:
    """Compute `a[b]`."""
    return a[b]


def setitem(a: Any, b: Any, c: Any, /) -> None:
    """Do `a[b] = c`."""
    a[b] = c


def delitem(a: Any, b: Any, /) -> None:
    """Do `del a[b]`."""
    del a[b]


class itemgetter:
    """A function that takes an item, or a tuple of several."""

    def __init__(self, item: Any, /, *items: Any) -> None:
        self._items: list[Any] = [item, *items]

    def __call__(self, obj: Any, /) -> Any:
        """Take it from `obj`."""
        if len(self._items) == 1:
            return obj[self._items[0]]
        return tuple([obj[one] for one in self._items])


class attrgetter:
    """A function that takes an attribute (a dotted path), or a tuple of several."""

    def __init__(self, attr: str, /, *attrs: str) -> None:
        self._paths: list[list[str]] = [attr.split(".")]
        for one in attrs:
            self._paths.append(one.split("."))

    def __call__(self, obj: Any, /) -> Any:
        """Take it from `obj`."""
        if len(self._paths) == 1:
            return _follow(obj, self._paths[0])
        return tuple([_follow(obj, path) for path in self._paths])


def _follow(obj: Any, path: list[str]) -> Any:
    for name in path:
        obj = getattr(obj, name)
    return obj


class methodcaller:
    """A function that calls a method with the same arguments on whatever it is given."""

    def __init__(self, name: str, /, *args: Any, **kwargs: Any) -> None:
        self._name = name
        self._args: Any = args
        self._kwargs: Any = kwargs

    def __call__(self, obj: Any) -> Any:
        """Call it on `obj`."""
        return native.call_method(obj, self._name, self._args, self._kwargs)

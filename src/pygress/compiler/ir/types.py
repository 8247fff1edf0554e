"""The static types of the compiler, after mypy: few, frozen, comparable.

Input: none. Every value in the IR has a `Rep` (how it is held); the front end and the primitive tables
reason with `Ty` (what it is). `rep_of` is the only place that maps one to the other.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cached_property


class Rep(Enum):
    """How a value is held: 64-bit integer, double, byte, or pointer to an object."""

    I64 = "i64"
    F64 = "f64"
    BOOL = "bool"
    REF = "ref"
    VOID = "void"


class Ty:
    """A static type; the subclasses are all there is."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Prim(Ty):
    """`int`, `float`, `bool`, `None`, `Never`, or `object` (also what `Any` is)."""

    name: str

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Inst(Ty):
    """An instance of a class by full name, e.g. `builtins.list[int]`."""

    name: str
    args: tuple[Ty, ...] = ()

    @cached_property
    def _hash(self) -> int:
        return hash((self.name, self.args))

    def __hash__(self) -> int:
        return self._hash

    def __str__(self) -> str:
        short = self.name.removeprefix("builtins.")
        return f"{short}[{', '.join(map(str, self.args))}]" if self.args else short


@dataclass(frozen=True, slots=True)
class Tuple(Ty):
    """A tuple of known length."""

    items: tuple[Ty, ...]

    def __str__(self) -> str:
        return f"tuple[{', '.join(map(str, self.items))}]"


@dataclass(frozen=True, slots=True)
class Union(Ty):
    """One of several types, boxed; items are sorted by text so that equal unions are equal."""

    items: tuple[Ty, ...]

    def __str__(self) -> str:
        return " | ".join(map(str, self.items))


@dataclass(frozen=True, slots=True)
class Func(Ty):
    """A callable value with positional arguments."""

    args: tuple[Ty, ...]
    ret: Ty

    def __str__(self) -> str:
        return f"({', '.join(map(str, self.args))}) -> {self.ret}"


@dataclass(frozen=True, slots=True)
class TypeOf(Ty):
    """A class object."""

    item: Ty

    def __str__(self) -> str:
        return f"type[{self.item}]"


@dataclass(frozen=True, slots=True)
class Var(Ty):
    """A type variable of a primitive's signature; never the type of a value."""

    name: str

    def __str__(self) -> str:
        return f"~{self.name}"


INT = Prim("int")
FLOAT = Prim("float")
BOOL = Prim("bool")
NONE = Prim("None")
NEVER = Prim("Never")
OBJECT = Prim("object")
STR = Inst("builtins.str")
BYTES = Inst("builtins.bytes")

_REPS = {INT: Rep.I64, FLOAT: Rep.F64, BOOL: Rep.BOOL}


def rep_of(ty: Ty) -> Rep:
    """Tell how values of `ty` are held."""
    return _REPS.get(ty, Rep.REF) if isinstance(ty, Prim) else Rep.REF


def list_of(item: Ty) -> Inst:
    """Build `list[item]`."""
    return Inst("builtins.list", (item,))


def make_union(items: list[Ty]) -> Ty:
    """Build the union of `items`: flattened, without duplicates and `Never`; `object` swallows the rest.

    Two signatures make `object` as well: a function object does not tell which of them it has.
    """
    flat: dict[Ty, None] = {}
    for item in items:
        for part in item.items if isinstance(item, Union) else (item,):
            if part == OBJECT:
                return OBJECT
            if part != NEVER:
                flat[part] = None
    if not flat:
        return NEVER
    if len(flat) == 1:
        return next(iter(flat))
    if sum(isinstance(part, Func) for part in flat) > 1:
        return OBJECT
    return Union(tuple(sorted(flat, key=str)))


def members(ty: Ty) -> tuple[Ty, ...]:
    """List the members of a union, or the type itself."""
    return ty.items if isinstance(ty, Union) else (ty,)


def is_optional(ty: Ty) -> bool:
    """Tell whether `None` is a member of `ty`."""
    return ty in (NONE, OBJECT) or NONE in members(ty)


def without_none(ty: Ty) -> Ty:
    """Remove `None` from a union."""
    return make_union([one for one in members(ty) if one != NONE]) if isinstance(ty, Union) else ty

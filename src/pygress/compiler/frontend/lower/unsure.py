"""Values of type `Any` where something more is declared: `names: list[str] = json.loads(text)`.

The type checker believes what is declared, and compiled code reads elements by their declared types. So what comes as
`Any`, or has an `Any` in its type, is looked through once, at this place; a `TypeError` names what is wrong. CPython
notices only where an element is used. A container takes the declared kind of elements, in place (`runtime/elements.c`).
The same happens to what cannot be of the declared type, where the author has told mypy to ignore that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pygress.compiler.ir.types import (
    BOOL,
    FLOAT,
    INT,
    NEVER,
    NONE,
    OBJECT,
    Func,
    Inst,
    Prim,
    Rep,
    Tuple,
    Ty,
    TypeOf,
    Union,
    make_union,
    rep_of,
)

if TYPE_CHECKING:
    from pygress.compiler.frontend.lower.builder import Builder, Value
    from pygress.compiler.frontend.world import World

CONTAINERS = ("builtins.list", "builtins.set", "builtins.frozenset", "builtins.tuple", "builtins.dict")
_INVARIANT = ("builtins.list", "builtins.set", "builtins.dict")
GENERATORS = {
    "typing.Generator": "pg_type_generator",
    "typing.Coroutine": "pg_type_coroutine",
    "typing.AsyncGenerator": "pg_type_async_generator",
}
"""Abstract types whose methods want the objects of the runtime."""


def must_check(world: World, ty: Ty) -> bool:
    """Tell whether a value of unknown type has to be looked at by its parts before it counts as `ty`."""
    match ty:
        case Union(items=items):
            return not any(isinstance(one, Func) for one in items)
        case Tuple(items=items):
            return any(rep_of(one) == Rep.REF and one != OBJECT for one in items)
        case Inst(name=name, args=args) if name in CONTAINERS:
            return any(one != OBJECT for one in args)
        case Inst(name=name, args=args):
            return name in GENERATORS or (bool(args) and world.is_user_class(ty))
        case TypeOf():
            return True
        case _:
            return ty == NONE


def check(b: Builder, value: Value, ty: Ty) -> Value:
    """Use a value that came as `Any` as `ty`, after a look at its parts."""
    from pygress.compiler.frontend.lower.builder import Value

    name = "as_plain_element" if _is_plain(ty) else "as_element"
    return b.call(name, [Value(value.op, OBJECT)], ty, T=ty)


def _is_plain(ty: Ty) -> bool:
    """Tell whether nothing has to be converted or looked through: classes, numbers and unions of them."""
    match ty:
        case Union(items=items):
            return all(_is_plain(one) for one in items)
        case Inst(name=name):
            return name not in CONTAINERS
        case _:
            return isinstance(ty, Prim | TypeOf) and ty != FLOAT


def has_any(ty: Ty) -> bool:
    """Tell whether there is an `Any` in a type."""
    match ty:
        case Inst(args=args):
            return any(has_any(one) for one in args)
        case Tuple(items=items) | Union(items=items):
            return any(has_any(one) for one in items)
        case _:
            return ty == OBJECT


def is_unfinished(ty: Ty) -> bool:
    """Tell whether mypy has seen an empty container and not yet what it is for."""
    return ty == NEVER or (isinstance(ty, Inst) and any(is_unfinished(one) for one in ty.args))


def is_vaguer(source: Ty, target: Ty) -> bool:
    """Tell whether `source` has an `Any` where `target` says more: mypy lets one pass as the other."""
    match source, target:
        case _ if source == target or target == OBJECT:
            return False
        case _ if source == OBJECT:
            return True
        case Inst(name=a, args=xs), Inst(name=c, args=ys):
            return a == c and len(xs) == len(ys) and any(map(is_vaguer, xs, ys))
        case Tuple(items=xs), Tuple(items=ys):
            return len(xs) == len(ys) and any(map(is_vaguer, xs, ys))
        case Union(items=xs), Union(items=ys):
            return any(_is_vaguer_member(one, ys) for one in xs)
        case _, Union(items=ys):
            return _is_vaguer_member(source, ys)
        case Union(items=xs), _:
            return any(is_vaguer(one, target) for one in xs)
        case Func(args=xs, ret=ret), Func(args=ys, ret=wanted):
            return len(xs) == len(ys) and (is_vaguer(ret, wanted) or any(map(is_vaguer, ys, xs)))
        case _:
            return False


def is_other_class(world: World, source: Ty, target: Ty) -> bool:
    """Tell whether two types are one generic class of the program with arguments that are held differently."""
    match source, target:
        case Inst(name=a, args=xs), Inst(name=c, args=ys):
            if a != c or xs == ys or is_unfinished(source) or is_unfinished(target):
                return False
            return world.is_user_class(source) and not can_view(world, source, target)
        case Union(items=items), _:
            return any(is_other_class(world, one, target) for one in items)
        case _, Union(items=items):
            return source not in items and any(is_other_class(world, source, one) for one in items)
        case Tuple(items=xs), Tuple(items=ys):
            return len(xs) == len(ys) and any(
                is_other_class(world, x, y) for x, y in zip(xs, ys, strict=True)
            )
        case Func(args=xs, ret=ret), Func(args=ys, ret=wanted):
            return is_other_class(world, ret, wanted) or any(
                map(lambda y, x: is_other_class(world, y, x), ys, xs)
            )
        case _:
            return False


def can_view(world: World, a: Inst, c: Inst, seen: tuple[tuple[Inst, Inst], ...] = ()) -> bool:
    """Tell whether instances of one class may be used as another one: `Task[str]` as `Task[Any]`.

    What reads their fields finds what it expects; what writes them looks at the value (`attributes.set_on`).
    """
    from pygress.compiler.frontend.lower.classes import class_inst

    if (a, c) in seen:
        return True
    seen = (*seen, (a, c))
    first, second = class_inst(world, a).ir.all_fields(), class_inst(world, c).ir.all_fields()
    bases = [(world.as_super(a, name), world.as_super(c, name)) for name in CONTAINERS]
    return (
        [(one.name, one.rep) for one in first] == [(one.name, one.rep) for one in second]
        and all(_viewable(world, x.ty, y.ty, seen) for x, y in zip(first, second, strict=True))
        and all(
            x == y or (x is not None and y is not None and _viewable(world, x, y, seen)) for x, y in bases
        )
    )


def _viewable(world: World, x: Ty, y: Ty, seen: tuple[tuple[Inst, Inst], ...]) -> bool:
    match canonical(world, x), canonical(world, y):
        case (p, q) if p == q:
            return True
        case (p, q) if q == OBJECT:
            return rep_of(p) == Rep.REF and not isinstance(p, Func)
        case Inst(name=a, args=xs) as p, Inst(name=c, args=ys) as q if a == c and len(xs) == len(ys):
            if a in CONTAINERS:
                return all(
                    one == OBJECT or _viewable(world, part, one, seen)
                    for part, one in zip(xs, ys, strict=True)
                )
            return can_view(world, p, q, seen) if world.is_user_class(p) else _is_open(world, p)
        case Tuple(items=xs), Tuple(items=ys) if len(xs) == len(ys):
            return all(
                rep_of(part) == rep_of(one) and _viewable(world, part, one, seen)
                for part, one in zip(xs, ys, strict=True)
            )
        case Func(args=xs, ret=ret), Func(args=ys, ret=wanted) if len(xs) == len(ys):
            pairs = [(ret, wanted), *zip(ys, xs, strict=True)]
            return all(
                rep_of(part) == rep_of(one) and _viewable(world, part, one, seen) for part, one in pairs
            )
        case Union(items=xs), Union(items=ys) if len(xs) == len(ys):
            return all(_viewable(world, part, one, seen) for part, one in zip(xs, ys, strict=True))
        case _:
            return False


def canonical(world: World, ty: Ty) -> Ty:
    """Write a type in one way: mypy leaves members of a union out that another one covers, but not always."""
    match ty:
        case Inst(name=name, args=args) if args:
            return Inst(name, tuple(canonical(world, one) for one in args))
        case Tuple(items=items):
            return Tuple(tuple(canonical(world, one) for one in items))
        case Union(items=items):
            parts = [canonical(world, one) for one in items]
            kept = [
                one
                for one in parts
                if not any(other != one and _covers(world, other, one) for other in parts)
            ]
            made = make_union(kept)
            return made if rep_of(made) == Rep.REF else make_union(parts)  # `bool | int` is held as an object
        case _:
            return ty


def _covers(world: World, ty: Ty, part: Ty) -> bool:
    if isinstance(ty, Inst) and isinstance(part, Inst):
        return world.as_super(part, ty.name) == ty
    return ty == INT and part == BOOL


def is_unlike(world: World, source: Ty, target: Ty) -> bool:
    """Tell whether a value has to be looked at before it counts as of another type, though it is held the same way."""
    return (
        is_vaguer(source, target)
        or is_other_class(world, source, target)
        or not is_plausible(world, source, target)
    )


def _is_vaguer_member(one: Ty, items: tuple[Ty, ...]) -> bool:
    return one not in items and any(is_vaguer(one, other) for other in items)


def is_plausible(world: World, source: Ty, target: Ty) -> bool:
    """Tell whether a value of one type can be of another; if not, mypy was told to ignore it."""
    match source, target:
        case _ if source == target or OBJECT in (source, target) or NEVER in (source, target):
            return True
        case Union(items=items), _:
            return any(is_plausible(world, one, target) for one in items)
        case _, Union(items=items):
            return any(is_plausible(world, source, one) for one in items)
        case Inst(name=a, args=xs), Inst(name=c, args=ys):
            if a == c and a in _INVARIANT:
                return all(_is_same(world, x, y) for x, y in zip(xs, ys, strict=False))
            return (
                _is_open(world, source)
                or _is_open(world, target)
                or _is_below(world, source, c)
                or _is_below(world, target, a)
            )
        case Tuple(items=xs), Tuple(items=ys):
            return len(xs) == len(ys)
        case Prim(), Prim():
            return NONE not in (source, target)
        case ((Func() | TypeOf()), (Func() | TypeOf())):
            return True
        case Inst(), _:
            return _is_open(world, source) or _is_below(
                world, source, _CLASS_OF.get(type(target), f"builtins.{target}")
            )
        case _, Inst():
            return _is_open(world, target) or _is_below(world, target, _CLASS_OF.get(type(source), ""))
        case _:
            return False


# What a class has to be below, or to have, so that its instances may be of another sort of type.
_CLASS_OF: dict[type[Ty], str] = {Tuple: "builtins.tuple", Func: "__call__", TypeOf: "builtins.type"}


def _is_same(world: World, a: Ty, c: Ty) -> bool:
    """Tell whether elements of one type may be held as the other; an `Any` in one is looked at elsewhere."""
    return (
        canonical(world, a) == canonical(world, c)
        or has_any(a)
        or has_any(c)
        or NEVER in (a, c)
        or (isinstance(a, Func) and isinstance(c, Func))
    )


def _is_open(world: World, ty: Inst) -> bool:
    """Tell whether objects of any class may be of a type: an abstract one."""
    from pygress.compiler.frontend.lower.classes import runtime_type_symbol

    if world.is_user_class(ty):
        return world.info(ty.name).is_protocol
    return runtime_type_symbol(world, ty.name) is None


def _is_below(world: World, ty: Inst, name: str) -> bool:
    if name == "__call__":
        return world.is_user_class(ty) and world.info(ty.name).get(name) is not None
    return bool(name) and world.as_super(ty, name) is not None

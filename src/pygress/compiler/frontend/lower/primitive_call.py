"""Call an operation of a runtime type through the primitive tables.

Input: a receiver or function name and argument values. Output: the call of the first overload whose parameters
accept the arguments, type variables bound from the receiver first.
"""

from __future__ import annotations

from collections.abc import Mapping

from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.unsure import has_any
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import (
    BOOL,
    FLOAT,
    INT,
    NEVER,
    NONE,
    OBJECT,
    Func,
    Inst,
    Tuple,
    Ty,
    TypeOf,
    Union,
    Var,
    make_union,
    members,
    rep_of,
)
from pygress.compiler.primitives.model import Param, Primitive
from pygress.compiler.primitives.tables import METHODS

Binding = dict[str, Ty]
_ITERABLE = Inst("typing.Iterable", (OBJECT,))


def substitute(ty: Ty, env: Binding) -> Ty:
    """Replace the type variables of a primitive's signature."""
    match ty:
        case Var(name=name):
            return env.get(name, OBJECT)
        case Inst(name=name, args=args) if args:
            return Inst(name, tuple(substitute(one, env) for one in args))
        case Tuple(items=items):
            return Tuple(tuple(substitute(one, env) for one in items))
        case Union(items=items):
            return make_union([substitute(one, env) for one in items])
        case Func(args=args, ret=ret):
            return Func(tuple(substitute(one, env) for one in args), substitute(ret, env))
        case _:
            return ty


def accepts(b: Builder, pattern: Ty, actual: Ty, env: Binding) -> bool:
    """Tell whether a parameter takes an argument of type `actual`; binds type variables."""
    if actual == NEVER:
        return True
    match pattern:
        case Var(name=name):
            bound = env.get(name)
            if bound is None:
                env[name] = actual
                return True
            return assignable(b, actual, bound)
        case _ if pattern in (OBJECT, actual):
            return True
        case Union(items=items):
            return any(
                accepts(b, one, actual, env) for one in sorted(items, key=lambda t: isinstance(t, Var))
            ) or (isinstance(actual, Union) and all(accepts(b, pattern, one, env) for one in actual.items))
        case Tuple(items=items):
            return isinstance(actual, Tuple) and len(items) == len(actual.items) and all(
                accepts(b, p, a, env) for p, a in zip(items, actual.items, strict=True)
            )  # fmt: skip
        case Inst(name=name, args=args):
            if actual == OBJECT and (name.startswith("builtins.") or pattern == _ITERABLE):
                return True
            found = b.world.as_super(actual, name)
            if found is None and name == "typing.Iterable":
                found = _iterated(b, actual)
            if found is None:
                if isinstance(actual, Union) and not args:
                    return all(accepts(b, pattern, one, env) for one in actual.items)
                return False
            if not args:
                return True
            return len(found.args) == len(args) and all(
                accepts(b, p, a, env) for p, a in zip(args, found.args, strict=True)
            )
        case Func():
            return isinstance(actual, Func | TypeOf) or actual == OBJECT
        case _:
            return assignable(b, actual, pattern)


def _iterated(b: Builder, ty: Ty) -> Inst | None:
    """View a class with `__iter__` that extends nothing of the library as an iterable."""
    from pygress.compiler.frontend.lower.classes import find_method
    from pygress.compiler.frontend.lower.methods import method_inst

    member = (
        find_method(b.world, ty, "__iter__") if isinstance(ty, Inst) and b.world.is_user_class(ty) else None
    )
    return (
        b.world.as_super(method_inst(b.world, member).ret, "typing.Iterable") if member is not None else None
    )


def assignable(b: Builder, actual: Ty, wanted: Ty) -> bool:
    """Tell whether `coerce` gives the right value."""
    if actual in (wanted, OBJECT, NEVER) or wanted == OBJECT:
        return True
    if wanted in (INT, FLOAT):
        return actual in (BOOL, INT) or (b.world.as_super(actual, f"builtins.{wanted}") is not None)
    if isinstance(wanted, Union):
        return all(any(assignable(b, part, one) for one in wanted.items) for part in members(actual))
    if isinstance(wanted, Inst):
        return b.world.as_super(actual, wanted.name) is not None
    return isinstance(wanted, Func | TypeOf | Tuple) and type(actual) is type(wanted)


def bind(
    prim: Primitive, args: list[Value], names: Mapping[str, Value]
) -> list[Value | list[Value] | None] | None:
    """Match arguments to parameters; `None` for an omitted one, `None` as a whole if they do not fit."""
    out: list[Value | list[Value] | None] = []
    position = 0
    used: set[str] = set()
    for param in prim.params:
        if param.star:
            out.append(list(args[position:]))
            position = len(args)
        elif param.name not in prim.keyword_only and position < len(args):
            out.append(args[position])
            position += 1
        elif param.name in names:
            out.append(names[param.name])
            used.add(param.name)
        elif param.required:
            return None
        else:
            out.append(None)
    if position < len(args) or used != set(names):
        return None
    return out


def choose(
    b: Builder, prims: list[Primitive], args: list[Value], names: Mapping[str, Value]
) -> tuple[Primitive, list[Value | list[Value] | None], Binding] | None:
    """Find the first overload that takes the arguments.

    What mypy lets pass where no overload fits is a union: `str | Any` may be None and is looked through where it is
    used (a group of a match), one of several containers is taken as a dynamic value.
    """
    found = _fitting(b, prims, args, names)
    for weaken in (_without_none, _as_object):
        if found is not None:
            break
        weaker = [weaken(one) for one in args]
        weaker_names = {name: weaken(one) for name, one in names.items()}
        if _fitting(b, prims, weaker, weaker_names) is None:
            continue
        ready = [_required(b, one, to.ty) for one, to in zip(args, weaker, strict=True)]
        ready_names = {name: _required(b, one, weaker_names[name].ty) for name, one in names.items()}
        found = _fitting(b, prims, ready, ready_names)
    return found


def _without_none(value: Value) -> Value:
    if isinstance(value.ty, Union) and NONE in value.ty.items:
        return Value(value.op, make_union([one for one in value.ty.items if one != NONE]))
    return value


def _required(b: Builder, value: Value, ty: Ty) -> Value:
    """Drop the `None` of an optional value; it raises `TypeError`."""
    if value.ty == ty or ty == OBJECT:
        return coerce(b, value, ty)
    from pygress.compiler.frontend.lower.narrowing import is_instance_test

    value = b.keep(value)
    missing, found = b.new_block(), b.new_block()
    b.branch(is_instance_test(b, value, NONE), missing, found)
    b.start(missing)
    what = str(ty).removeprefix("builtins.")
    b.call("raise_expected_type", [b.const_str(what), coerce(b, value, OBJECT)])
    b.end(ops.Unreachable())
    b.start(found)
    return coerce(b, value, ty)


def _as_object(value: Value) -> Value:
    return Value(value.op, OBJECT) if isinstance(value.ty, Union) else value


def _fitting(
    b: Builder, prims: list[Primitive], args: list[Value], names: Mapping[str, Value]
) -> tuple[Primitive, list[Value | list[Value] | None], Binding] | None:
    # A dynamic argument goes to an overload for `object` if there is one, else to the first that can check it.
    for exact in (True, False):
        for prim in prims:
            bound = bind(prim, args, names)
            if bound is None:
                continue
            env: Binding = {}
            if exact and any(_is_checked(param, one) for param, one in zip(prim.params, bound, strict=True)):
                continue
            if all(_fits(b, param, one, env) for param, one in zip(prim.params, bound, strict=True)):
                return prim, bound, env
    return None


def _is_checked(param: Param, value: Value | list[Value] | None) -> bool:
    """Tell whether a dynamic argument meets a parameter of a known type."""
    return (
        isinstance(value, Value)
        and value.ty == OBJECT
        and param.ty not in (OBJECT, _ITERABLE)
        and not isinstance(param.ty, Var)
    )


def _fits(b: Builder, param: Param, value: Value | list[Value] | None, env: Binding) -> bool:
    if value is None:
        return True
    if isinstance(value, list):
        assert isinstance(param.ty, Inst)
        return all(accepts(b, param.ty.args[0], one.ty, env) for one in value)
    return accepts(b, param.ty, value.ty, env)


def call_chosen(b: Builder, prim: Primitive, bound: list[Value | list[Value] | None], env: Binding) -> Value:
    """Emit the call of a chosen overload."""
    seen = _through_object(b, prim, bound, env)
    if seen is not None:
        return seen
    ready: list[Value] = []
    for param, one in zip(prim.params, bound, strict=True):
        if isinstance(one, list):
            assert isinstance(param.ty, Inst)
            item = substitute(param.ty.args[0], env)
            ready += [coerce(b, part, item) for part in one]
        elif one is None:
            ready.append(default_of(param, env))
        else:
            ready.append(coerce(b, one, substitute(param.ty, env)))
    ret = substitute(prim.ret, env)
    kinds = {name: env.get(name, OBJECT) for name in prim.kinds}
    out = b.call(prim, ready, ret, **kinds)
    if prim.ret == NEVER:
        b.end(ops.Unreachable())
    return out if prim.ret != NONE else NONE_VALUE


# Methods of lists that compare: an item of another type is just not found.
_SEARCHES = {"__contains__", "index", "count", "remove"}
# What puts values into a container: of a type with an `Any` in it they are looked at, for the container may be in use
# as one of something more precise.
_WRITES = {
    "append", "extend", "insert", "__iadd__", "__setitem__", "__setslice__", "__ior__", "update", "setdefault", "add",
    "__ixor__", "symmetric_difference_update",
}  # fmt: skip


def _through_object(
    b: Builder, prim: Primitive, bound: list[Value | list[Value] | None], env: Binding
) -> Value | None:
    """Call a method of a container of which only `object` items are known: how it holds them is known when it runs."""
    if not prim.params or not isinstance(prim.params[0].ty, Inst):
        return None
    container = prim.params[0].ty
    unknown = {one.name for one in container.args if isinstance(one, Var) and env.get(one.name) == OBJECT}
    vague = {
        one.name for one in container.args if isinstance(one, Var) and has_any(env.get(one.name, OBJECT))
    }
    if vague and prim.name in _WRITES:
        b.world.program.needs_elements = True
    guarded = vague if prim.name in _WRITES else unknown
    places = [
        i
        for i, p in enumerate(prim.params)
        if isinstance(p.ty, Var) and p.ty.name in guarded and bound[i] is not None
    ]
    returns = isinstance(prim.ret, Var) and prim.ret.name in unknown
    if not places and not returns:
        return _by_unknown_key(b, prim, bound, env) if container.name == "builtins.dict" else None
    involved = {prim.params[i].ty.name for i in places} | ({prim.ret.name} if returns else set())  # type: ignore[attr-defined]
    last = container.args[-1]
    assert isinstance(last, Var)
    is_list = container.name == "builtins.list"
    receiver = bound[0]
    assert isinstance(receiver, Value)
    if (is_list and prim.name not in _SEARCHES) or (
        container.name == "builtins.dict" and involved == {last.name}
    ):
        stem = "list" if is_list else "dict"
        ready: list[Value] = []
        for index, (param, one) in enumerate(zip(prim.params, bound, strict=True)):
            if index in places:
                assert isinstance(one, Value)
                ready.append(b.call(f"{stem}_word", [receiver, coerce(b, one, OBJECT)]))
            elif one is None:
                ready.append(default_of(param, env))
            else:
                assert isinstance(one, Value)
                ready.append(coerce(b, one, substitute(param.ty, env)))
        kinds = {name: env.get(name, OBJECT) for name in prim.kinds}
        if not returns:
            out = b.call(prim, ready, substitute(prim.ret, env), **kinds)
            return out if prim.ret != NONE else NONE_VALUE
        return b.call(f"{stem}_unword", [receiver, b.call(prim, ready, INT, **kinds)])
    boxed = [coerce(b, one, OBJECT) for one in bound if isinstance(one, Value)]
    direct = {"__getitem__": "obj_getitem", "__setitem__": "obj_setitem", "__delitem__": "obj_delitem",
              "__contains__": "obj_contains"}.get(prim.name)  # fmt: skip
    if direct is not None:
        out = b.call(direct, boxed)
    else:
        b.world.dynamic_names.add(prim.name)
        out = b.call(
            "obj_call_method", [boxed[0], b.const_str(prim.name), b.const_int(len(boxed) - 1), *boxed[1:]]
        )
    return NONE_VALUE if prim.ret == NONE else coerce(b, out, substitute(prim.ret, env))


def _by_unknown_key(
    b: Builder, prim: Primitive, bound: list[Value | list[Value] | None], env: Binding
) -> Value | None:
    """Look up a key of unknown type in a dict whose keys are known: one of another type is just not there."""
    key = bound[1] if len(bound) > 1 else None
    if prim.name not in ("get", "pop", "__getitem__", "__delitem__") or not isinstance(key, Value):
        return None
    if key.ty != OBJECT or env.get("K") == OBJECT:
        return None
    boxed = [coerce(b, one, OBJECT) for one in bound if isinstance(one, Value)]
    if prim.name == "__getitem__":
        out = b.call("obj_getitem", boxed)
    elif prim.name == "__delitem__":
        out = b.call("obj_delitem", boxed)
    else:
        name = b.const_str(prim.name)
        out = b.call("obj_call_method", [boxed[0], name, b.const_int(len(boxed) - 1), *boxed[1:]])
    return NONE_VALUE if prim.ret == NONE else coerce(b, out, substitute(prim.ret, env))


def default_of(param: Param, env: Binding) -> Value:
    """Make the value of an omitted parameter; an omitted object is NULL."""
    ty = substitute(param.ty, env)
    if param.default is None:
        return Value(ops.Null(), ty)
    return Value(ops.Const(param.default, rep_of(ty)), ty)


def method_table(b: Builder, ty: Ty, name: str) -> list[Primitive]:
    """List the overloads of a method of a runtime type, looking at the bases too."""
    out: list[Primitive] = []
    for full in mro_names(b, ty):
        found = METHODS.get(full, {}).get(name)
        if found:
            out += found
    return out


def mro_names(b: Builder, ty: Ty) -> list[str]:
    """List the full names of a type and its bases, nearest first."""
    if ty in (INT, FLOAT, BOOL):
        return [f"builtins.{ty}", *(["builtins.int"] if ty == BOOL else [])]
    if isinstance(ty, Tuple):
        return ["builtins.tuple", *_mro(b, "builtins.tuple")]
    if isinstance(ty, TypeOf):
        return ["builtins.type"]
    if not isinstance(ty, Inst):
        return []
    return [ty.name, *_mro(b, ty.name)]


def _mro(b: Builder, name: str) -> list[str]:
    try:
        info = b.world.info(name)
    except KeyError:
        return []
    return [b.world.map.name(one) for one in info.mro[1:]]


def call_method(
    b: Builder, receiver: Value, name: str, args: list[Value], names: Mapping[str, Value] | None = None
) -> Value | None:
    """Call a method of a runtime type; `None` if there is none that takes these arguments."""
    prims = method_table(b, receiver.ty, name)
    if not prims:
        return None
    chosen = choose(b, prims, [receiver, *args], names or {})
    if chosen is None:
        return None
    return call_chosen(b, *chosen)

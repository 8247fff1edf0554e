"""mypy's types -> ours.

Input: a mypy type and the type arguments in force (`env`: type variable -> type). Output: a `Ty` without variables.
Invariant: equal Python types give equal `Ty`. `Any` and `object` are both the dynamic `object`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mypy import nodes, types

from pygress.compiler.ir.types import (
    BOOL,
    FLOAT,
    INT,
    NEVER,
    NONE,
    OBJECT,
    STR,
    Func,
    Inst,
    Tuple,
    Ty,
    TypeOf,
    Union,
    make_union,
)
from pygress.compiler.stdlib import ITERATORS

Env = dict[types.TypeVarId, Ty]

_PRIMS: dict[str, Ty] = {
    "builtins.int": INT,
    "builtins.float": FLOAT,
    "builtins.bool": BOOL,
    "builtins.object": OBJECT,
    "types.NoneType": NONE,
    "builtins.function": OBJECT,
    "re.RegexFlag": INT,
}
# Classes of typeshed that our library implements under another name: prefix -> our module.
STDLIB = "pygress.compiler.stdlib"


class TypeMap:
    """Converts types; `implemented` are the standard modules that our library replaces."""

    def __init__(
        self,
        implemented: dict[str, str],
        classes: Mapping[str, str] | None = None,
        arity: Mapping[str, int] | None = None,
    ) -> None:
        self.implemented = implemented
        self.classes = classes or {}
        """Class of typeshed -> class of ours."""
        self.arity = arity or {}
        """Class of ours -> how many type parameters it has: no more than typeshed's."""
        self.as_super: Callable[[Ty, str], Inst | None] = lambda ty, name: None

    def name(self, info: nodes.TypeInfo) -> str:
        """Give the full name under which the class is compiled."""
        full = info.fullname
        known = self.classes.get(full)
        if known is not None:
            return known
        if full == "dataclasses.FrozenInstanceError":
            # A class of the runtime, though `dataclasses` is a module of ours.
            return full
        ours = self.implemented.get(info.module_name)
        return ours + full[len(info.module_name) :] if ours is not None else full

    def convert(self, ty: types.Type | None, env: Env) -> Ty:
        """Convert one type."""
        if ty is None:
            return OBJECT
        if isinstance(ty, types.TypeAliasType) and ty.is_recursive:
            # JSON = dict[str, "JSON"] | ...: a dynamic value.
            return OBJECT
        proper = types.get_proper_type(ty)
        match proper:
            case types.Instance():
                return self._instance(proper, env)
            case types.NoneType():
                return NONE
            case types.AnyType():
                return OBJECT
            case types.UninhabitedType():
                return NEVER
            case types.UnionType(items=items):
                return make_union([self.convert(one, env) for one in items])
            case types.TypeVarType():
                found = env.get(proper.id)
                if found is not None:
                    return found
                return self.convert(proper.values[0] if proper.values else proper.upper_bound, env)
            case types.LiteralType(fallback=fallback):
                return self.convert(fallback, env)
            case types.TupleType():
                return self._tuple(proper, env)
            case types.CallableType():
                if proper.is_type_obj():
                    return TypeOf(self.convert(proper.ret_type, env))
                return self._callable(proper, env)
            case types.Overloaded():
                first = proper.items[0]
                if first.is_type_obj():
                    return TypeOf(self.convert(first.ret_type, env))
                return self._callable(first, env)
            case types.TypeType(item=item):
                return TypeOf(self.convert(item, env))
            case types.TypedDictType():
                return Inst("builtins.dict", (STR, OBJECT))
            case _:
                return OBJECT

    def _instance(self, ty: types.Instance, env: Env) -> Ty:
        info = ty.type
        full = info.fullname
        prim = _PRIMS.get(full)
        if prim is not None:
            return prim
        if info.is_newtype:
            return self.convert(info.bases[0], env)
        if info.is_intersection or "<callable subtype of" in full:
            return self.convert(info.bases[-1], env)
        if full == "builtins.type":
            return TypeOf(OBJECT if not ty.args else self.convert(ty.args[0], env))
        if info.tuple_type is not None and not info.is_named_tuple:
            return self.convert(info.tuple_type, env)
        args = tuple(self.convert(one, env) for one in ty.args)
        if full in ITERATORS:
            return Inst("typing.Iterator", args[:1])
        if full == "itertools.groupby":
            return Inst("typing.Iterator", (Tuple((args[0], Inst("typing.Iterator", args[1:2]))),))
        name = self.name(info)
        return Inst(name, args[: self.arity.get(name, len(args))])

    def _tuple(self, ty: types.TupleType, env: Env) -> Ty:
        fallback = ty.partial_fallback.type
        if fallback.fullname != "builtins.tuple":
            return Inst(
                self.name(fallback), tuple(self.convert(one, env) for one in ty.partial_fallback.args)
            )
        if any(isinstance(types.get_proper_type(one), types.UnpackType) for one in ty.items):
            return Inst("builtins.tuple", (OBJECT,))
        return Tuple(tuple(self.convert(one, env) for one in ty.items))

    def _callable(self, ty: types.CallableType, env: Env) -> Ty:
        args: list[Ty] = []
        for kind, one in zip(ty.arg_kinds, ty.arg_types, strict=True):
            if kind != nodes.ARG_POS:
                return OBJECT  # only a call by its boxed entry can leave such an argument out
            args.append(self.convert(one, env))
        return Func(tuple(args), self.convert(ty.ret_type, env))


def any_signature(ty: types.Type) -> bool:
    """Tell whether a type variable is bound to `Callable[..., T]`: what it stands for is called dynamically."""
    proper = types.get_proper_type(ty)
    bound = types.get_proper_type(proper.upper_bound) if isinstance(proper, types.TypeVarType) else None
    return isinstance(bound, types.CallableType) and bound.is_ellipsis_args


def unify(pattern: types.Type, actual: Ty, mapper: TypeMap, env: Env) -> None:
    """Bind the type variables of `pattern` so that it becomes `actual`; what does not fit is left alone."""
    proper = types.get_proper_type(pattern)
    match proper, actual:
        case types.TypeVarType(), _:
            if any_signature(proper):
                return
            if proper.id not in env and actual != NEVER:
                env[proper.id] = actual
        case types.Instance(), Inst():
            view = mapper.as_super(actual, mapper.name(proper.type)) or actual
            if len(proper.args) == len(view.args):
                for part, arg in zip(proper.args, view.args, strict=True):
                    unify(part, arg, mapper, env)
        case types.Instance(), Tuple():
            whole = mapper.as_super(actual, mapper.name(proper.type))
            if whole is not None and len(proper.args) == len(whole.args):
                for part, arg in zip(proper.args, whole.args, strict=True):
                    unify(part, arg, mapper, env)
        case types.TupleType(items=items), Tuple() if len(items) == len(actual.items):
            for part, arg in zip(items, actual.items, strict=True):
                unify(part, arg, mapper, env)
        case types.CallableType(), Func() if len(proper.arg_types) == len(actual.args):
            for part, arg in zip(proper.arg_types, actual.args, strict=True):
                unify(part, arg, mapper, env)
            unify(proper.ret_type, actual.ret, mapper, env)
        case types.TypeType(item=item), TypeOf():
            unify(item, actual.item, mapper, env)
        case types.CallableType(), TypeOf():
            unify(proper.ret_type, actual.item, mapper, env)
        case types.UnionType(items=items), _:
            rest = list(actual.items) if isinstance(actual, Union) else [actual]
            variables: list[types.Type] = []
            for part in items:
                shape = types.get_proper_type(part)
                if isinstance(shape, types.TypeVarType):
                    variables.append(part)
                    continue
                known = mapper.convert(part, env)
                for one in rest:
                    same = isinstance(one, Inst) and isinstance(known, Inst) and one.name == known.name
                    if one == known or same:
                        unify(part, one, mapper, env)
                        rest.remove(one)
                        break
            for part in variables:
                if rest:
                    unify(part, make_union(rest), mapper, env)
        case _:
            pass

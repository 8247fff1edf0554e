"""Attributes: fields, properties, class attributes, members of modules, `super()`."""

from __future__ import annotations

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.classes import (
    Member,
    class_inst,
    find_member,
    get_field,
    has_class_value,
    has_fixed_layout,
    set_field,
)
from pygress.compiler.frontend.lower.coerce import coerce, make_tuple
from pygress.compiler.frontend.lower.primitive_call import call_chosen, choose, mro_names
from pygress.compiler.frontend.lower.unsure import has_any
from pygress.compiler.frontend.world import ClassInst, DispatchSite, class_env
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import (
    BOOL,
    NONE,
    OBJECT,
    STR,
    Func,
    Inst,
    Rep,
    Ty,
    TypeOf,
    Union,
    make_union,
    rep_of,
)
from pygress.compiler.primitives.tables import ATTRIBUTES


def lower_member(b: Builder, node: nodes.MemberExpr) -> Value:
    """Lower `a.b`."""
    from pygress.compiler.frontend.lower.expr import lower_owner, narrowed
    from pygress.compiler.frontend.lower.names import class_value as class_as_value
    from pygress.compiler.frontend.lower.names import lower_ref, version_info

    if is_module(node.expr):
        return lower_ref(b, node)
    if isinstance(node.node, nodes.TypeInfo):
        return class_as_value(b, node, node.node)  # a class inside a class
    if isinstance(node.expr, nodes.RefExpr) and isinstance(node.expr.node, nodes.TypeInfo):
        info = node.expr.node
        return narrowed(b, node, class_attribute(b, node, class_type(b, node.expr, info), node.name))
    if isinstance(node.expr, nodes.RefExpr) and isinstance(node.expr.node, nodes.FuncDef):
        if node.name in ("__name__", "__qualname__"):
            return b.const_str(node.expr.node.name)
        if node.name == "__doc__":
            text = node.expr.node.docstring
            return b.const_str(text) if text is not None else NONE_VALUE
    if (
        isinstance(node.expr, nodes.RefExpr)
        and isinstance(node.expr.node, nodes.Decorator)
        and node.name == "__doc__"
    ):
        return _decorated_doc(b, node.expr, node.expr.node)
    if isinstance(node.expr, nodes.RefExpr) and node.expr.fullname == "sys.version_info":
        part = version_info(b.world.options.python_version).get(node.name)
        if part is not None:
            return b.const_str(part) if isinstance(part, str) else b.const_int(part)
    if node.name in ("__name__", "__qualname__") and isinstance(node.expr, nodes.MemberExpr):
        # As it is: an adapter to its static signature has a name of its own.
        from pygress.compiler.frontend.lower.narrowing import lower_wide

        return get_attribute(b, node, lower_wide(b, node.expr), node.name)
    wanted, b.attribute = b.attribute, ""
    value = present(b, lower_owner(b, node.expr, node.name), node.name)
    b.attribute = wanted
    return narrowed(b, node, get_attribute(b, node, value, node.name))


def _decorated_doc(b: Builder, node: nodes.RefExpr, target: nodes.Decorator) -> Value:
    """Give the docstring of a decorated function if its decorators keep it, as `functools.wraps` does with the name."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    text = target.func.docstring
    if text is None:
        return NONE_VALUE
    name = b.call("callable_name", [coerce(b, lower_expr(b, node), OBJECT)])
    result = b.temp(make_union([STR, NONE]))
    kept, other, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("str_eq", [name, b.const_str(target.func.name)]), kept, other)
    b.start(kept)
    b.assign(result, coerce(b, b.const_str(text), result.ty))
    b.goto(done)
    b.start(other)
    b.assign(result, coerce(b, NONE_VALUE, result.ty))
    b.goto(done)
    b.start(done)
    return result


def present(b: Builder, value: Value, name: str) -> Value:
    """Drop the `None` of an optional value before its attribute is used; it raises `AttributeError`.

    mypy lets an attribute of an optional value pass only where its own type is wider: `re.Match.group` is `str | Any`.
    """
    if not isinstance(value.ty, Union) or NONE not in value.ty.items or name.startswith("__"):
        return value
    from pygress.compiler.frontend.lower.narrowing import is_instance_test

    parts = [one for one in value.ty.items if one != NONE]
    value = b.keep(value)
    missing, found = b.new_block(), b.new_block()
    b.branch(is_instance_test(b, value, NONE), missing, found)
    b.start(missing)
    b.call("raise_attribute", [coerce(b, value, OBJECT), b.const_str(name)])
    b.end(ops.Unreachable())
    b.start(found)
    return coerce(b, value, make_union(parts))


def is_module(node: nodes.Expression) -> bool:
    """Tell whether an expression names a module."""
    return isinstance(node, nodes.RefExpr) and isinstance(node.node, nodes.MypyFile)


def class_type(b: Builder, node: nodes.RefExpr, info: nodes.TypeInfo) -> Ty:
    """Tell the class that an expression names."""
    stored = b.world.checked.types.get(node)
    ty = b.convert(stored) if stored is not None else OBJECT
    if isinstance(ty, TypeOf) and isinstance(ty.item, Inst):
        return ty.item
    return Inst(b.world.map.name(info))


def get_attribute(b: Builder, node: nodes.Context, value: Value, name: str) -> Value:
    """Read an attribute of a value."""
    ty = value.ty
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        found = user_attribute(b, node, value, ty, name)
        if found is not None:
            return found
    if isinstance(ty, TypeOf):
        return class_attribute(b, node, ty.item, name, value)
    if name == "__class__":
        return Value(b.call("type_of", [coerce(b, value, OBJECT)]).op, TypeOf(ty))
    if isinstance(ty, Func) and name in ("__name__", "__qualname__"):
        return b.call("func_name", [value])
    if ty == OBJECT and name in ("__name__", "__qualname__"):
        return b.call("callable_name", [value])
    if isinstance(ty, Func) and name == "__doc__":
        inner = node.expr if isinstance(node, nodes.MemberExpr) else None
        target = inner.node if isinstance(inner, nodes.RefExpr) else None
        if not isinstance(target, nodes.FuncDef):
            raise Unsupported(
                node,
                "unsupported-attribute",
                "the docstring of a function that is held in a variable cannot be read",
                "which function is known only when it runs",
                "hand the text over beside the function",
            )
        return b.const_str(target.docstring) if target.docstring is not None else NONE_VALUE
    for full in mro_names(b, ty):
        prims = ATTRIBUTES.get(full, {}).get(name)
        if prims:
            chosen = choose(b, prims, [value], {})
            if chosen is not None:
                return call_chosen(b, *chosen)
    from pygress.compiler.frontend.lower.closures import primitive_method_value

    method = primitive_method_value(b, node, value, name)
    if method is not None:
        return method
    if isinstance(ty, Inst) and ty.name.startswith("enum."):
        # A member of an enumeration that is not known: `type[Enum]`.
        return union_attribute(b, node, coerce(b, value, OBJECT), name)
    if ty == OBJECT or isinstance(ty, Union):
        return union_attribute(b, node, value, name)
    raise Unsupported(
        node,
        "unsupported-attribute",
        f"`{ty}` has no attribute `{name}` that can be compiled",
        "not available in a module",
    )


def union_attribute(b: Builder, node: nodes.Context, value: Value, name: str) -> Value:
    """Read an attribute of a union: by the class of each member where it is known, else dynamically."""
    if isinstance(value.ty, Union) and isinstance(node, nodes.Expression):
        ty = b.type_of(node)
        return by_member(b, value, ty, lambda part: get_attribute(b, node, part, name))
    from pygress.compiler.frontend.lower.exception_objects import dynamic_attribute

    b.world.dynamic_names.add(name)
    value = coerce(b, value, OBJECT)
    out = dynamic_attribute(b, value, name) or b.call("obj_getattr", [value, b.const_str(name)])
    return coerce(b, out, b.type_of(node)) if isinstance(node, nodes.Expression) else out


def by_member(b: Builder, value: Value, ty: Ty, use: object) -> Value:
    """Do something with a union by the class of the value: a chain of tests, each with its own code."""
    from pygress.compiler.frontend.lower.narrowing import can_test, is_instance_test

    assert isinstance(value.ty, Union) and callable(use)
    result = b.temp(ty)
    done = b.new_block()
    parts = sorted(value.ty.items, key=lambda one: (not can_test(b, one), one == NONE))
    for index, part in enumerate(parts):
        more = b.new_block()
        if index + 1 < len(parts):
            yes = b.new_block()
            b.branch(is_instance_test(b, value, part), yes, more)
            b.start(yes)
        b.assign(result, coerce(b, use(coerce(b, value, part)), ty))
        b.goto(done)
        b.start(more)
    b.end(ops.Unreachable())
    b.start(done)
    return result


def user_attribute(b: Builder, node: nodes.Context, value: Value, ty: Inst, name: str) -> Value | None:
    """Read an attribute of an instance of a class of the program; `None` if no such class defines it."""
    from pygress.compiler.frontend.lower import decorators, enums

    world = b.world
    info = world.info(ty.name)
    if info.is_enum and name in ("value", "name", "_value_", "_name_"):
        return enums.enum_attribute(b, node, value, name)
    if info.tuple_type is not None:
        found = named_tuple_item(b, node, value, info, name)
        if found is not None:
            return found
    if name == "__class__":
        return Value(b.call("type_of", [value]).op, TypeOf(ty))
    if name == "__dict__":
        raise Unsupported(
            node, "unsupported-attribute", "`__dict__` cannot be compiled", "attributes have fixed places"
        )
    member = find_member(world, ty, name)
    if member is None:
        return _by_getattr(b, node, value, ty, name)
    if decorators.is_cached(member.node):
        return decorators.cached_property(b, node, value, member)
    if member.is_property:
        from pygress.compiler.frontend.lower.methods import call_member, method_inst

        if info.is_protocol:
            # A class may have a plain field instead.
            wanted = method_inst(world, member).ret
            dst = b.fn.new_reg(rep_of(wanted))
            b.emit(ops.CallDispatch(dst, getter_site(b, ty, name, wanted).ir, (value.op,)))
            return Value(dst, wanted)
        return call_member(b, node, value, member, [])
    if isinstance(member.node, nodes.Var):
        return variable_attribute(b, node, value, ty, member)
    if member.function is not None:
        if isinstance(member.node, nodes.Decorator) and is_cached_property(member.node):
            from pygress.compiler.frontend.lower.decorators import cached_property

            return cached_property(b, node, value, member)
        if isinstance(member.node, nodes.Decorator) and not decorators.is_plain_method(member.node):
            return decorators.bound_decorated(b, node, value, member)
        from pygress.compiler.frontend.lower.closures import bound_method

        return bound_method(b, node, value, member)
    return None


def _by_getattr(b: Builder, node: nodes.Context, value: Value, ty: Inst, name: str) -> Value | None:
    """Ask `__getattr__` of the class for an attribute that it does not have."""
    from pygress.compiler.frontend.lower.methods import call_user_method

    if find_member(b.world, ty, "__getattr__") is None or (name.startswith("__") and name.endswith("__")):
        return None
    return call_user_method(b, node, value, "__getattr__", [b.const_str(name)])


def is_cached_property(node: nodes.Decorator) -> bool:
    """Tell whether a method is decorated with `functools.cached_property`."""
    return any(
        isinstance(one, nodes.RefExpr) and one.fullname == "functools.cached_property"
        for one in node.decorators
    )


def named_tuple_item(
    b: Builder, node: nodes.Context, value: Value, info: nodes.TypeInfo, name: str
) -> Value | None:
    """Read a field of a NamedTuple."""
    from pygress.compiler.frontend.lower.tuples import field_value

    del node
    return field_value(b, value, info, name)


def variable_attribute(b: Builder, node: nodes.Context, value: Value, ty: Inst, member: Member) -> Value:
    """Read a field or a class attribute through an instance."""
    world = b.world
    info = world.info(ty.name)
    if has_fixed_layout(world, info) and class_inst(world, ty).ir.find_field(member.name) is not None:
        return get_field(b, value, member.name)
    if not info.is_protocol and class_inst(world, ty).ir.find_field(member.name) is None:
        return class_variable(b, node, value, ty, member)
    wanted = world.map.convert(member.node.type, class_env(member.info, member.owner))  # type: ignore[attr-defined]
    site = getter_site(b, ty, member.name, wanted)
    dst = b.fn.new_reg(rep_of(wanted))
    b.emit(ops.CallDispatch(dst, site.ir, (value.op,)))
    return Value(dst, wanted)


def class_variable(b: Builder, node: nodes.Context, value: Value | None, ty: Inst, member: Member) -> Value:
    """Read a class attribute; by run-time class if a class below gives it another value."""
    world = b.world
    overridden = any(
        member.name in one.names and one is not member.info and world.info(ty.name) in one.mro
        for one in world.local_infos.values()
    )
    if value is not None and overridden:
        wanted = world.map.convert(member.node.type, class_env(member.info, member.owner))  # type: ignore[attr-defined]
        site = getter_site(b, ty, member.name, wanted)
        dst = b.fn.new_reg(rep_of(wanted))
        b.emit(ops.CallDispatch(dst, site.ir, (value.op,)))
        return Value(dst, wanted)
    return read_class_global(b, member)


def read_class_global(b: Builder, member: Member) -> Value:
    """Read the variable that holds a class attribute."""
    var, ty = class_global(b, member)
    out = b.temp(var.ty)
    assert isinstance(out.op, ops.Reg)
    b.emit(ops.GetGlobal(out.op, var))
    if member.node not in b.world.late_values:
        return out
    inherited = next_attribute(b, member)
    result = b.temp(ty)
    own, other, done = b.new_block(), b.new_block(), b.new_block()
    b.branch(b.call("is_null", [out]), other, own)
    b.start(own)
    b.assign(result, coerce(b, out, ty))
    b.goto(done)
    b.start(other)
    b.assign(result, coerce(b, read_class_global(b, inherited), ty))
    b.goto(done)
    b.start(done)
    return result


def world_type(b: Builder, member: Member) -> Ty:
    """Tell the type of a class attribute."""
    return b.world.map.convert(getattr(member.node, "type", None), class_env(member.info, member.owner))


def class_global(b: Builder, member: Member) -> tuple[ir.Global, Ty]:
    """Ask for the variable that holds a class attribute; one that may be absent is boxed."""
    assert isinstance(member.node, nodes.Var)
    ty = b.world.map.convert(member.node.type, class_env(member.info, member.owner))
    held = OBJECT if member.node in b.world.late_values else ty
    return b.world.global_var(member.node, f"{member.info.name}.{member.name}", held), ty


def next_attribute(b: Builder, member: Member) -> Member:
    """Find the attribute of a base that a class has while it has none of its own."""
    world = b.world
    for base in member.info.mro[1:]:
        entry = base.names.get(member.name)
        if base in world.trees and entry is not None and isinstance(entry.node, nodes.Var):
            owner = world.as_super(member.owner, world.map.name(base))
            assert owner is not None
            return Member(base, owner, entry.node, member.name)
    raise AssertionError(member.name)


def getter_site(b: Builder, ty: Ty, name: str, wanted: Ty) -> DispatchSite:
    """Make the table that reads an attribute by run-time class (protocols, mixins)."""
    world = b.world
    key = ("get", ty, name, wanted)
    found = world.sites.get(key)
    if found is not None:
        return found
    dispatch = ir.Dispatch(world.c_name(f"pd_get_{name}"), name, (Rep.REF,), rep_of(wanted))
    tree = b.tree

    def adapt(cls: ClassInst) -> ir.Function | None:
        def make() -> ir.Function:
            function = ir.Function(world.c_name(f"{cls.ir.c}_get_{name}"), name, tree.path, 0)
            function.ret = rep_of(wanted)
            reg = function.new_reg(Rep.REF, "self")
            function.params.append(reg)
            inner = Builder(world, function, tree, cls.env)
            inner.start(inner.new_block())
            out = exact_attribute(inner, Value(reg, cls.ty), cls, name)
            inner.end(ops.Return(coerce(inner, out, wanted).op))
            world.program.functions.append(function)
            return function

        if find_member(world, cls.ty, name) is None and cls.ir.find_field(name) is None:
            return None
        return world.synthesize((*key, cls.ir.c), make)

    site = DispatchSite(dispatch, ty, adapt)
    world.sites[key] = site
    world.program.dispatches.append(dispatch)
    return site


def class_value(b: Builder, value: Value, member: Member) -> Value:
    """Read a class attribute for an instance, past its own field; by run-time class if one below has another."""
    world = b.world
    assert isinstance(value.ty, Inst)
    base = world.info(value.ty.name)
    name = member.name
    if not any(
        name in one.names and one is not member.info and base in one.mro for one in world.local_infos.values()
    ):
        return read_class_global(b, member)
    wanted = world.map.convert(getattr(member.node, "type", None), class_env(member.info, member.owner))
    key = ("class value", value.ty, name)
    site = world.sites.get(key)
    if site is None:
        dispatch = ir.Dispatch(world.c_name(f"pd_class_{name}"), name, (Rep.REF,), rep_of(wanted))
        tree = b.tree

        def adapt(cls: ClassInst) -> ir.Function | None:
            own = find_member(world, cls.ty, name)
            if own is None or not isinstance(own.node, nodes.Var):
                return None

            def make() -> ir.Function:
                function = ir.Function(world.c_name(f"{cls.ir.c}_class_{name}"), name, tree.path, 0)
                function.ret = rep_of(wanted)
                function.params.append(function.new_reg(Rep.REF, "self"))
                inner = Builder(world, function, tree, cls.env)
                inner.start(inner.new_block())
                inner.end(ops.Return(coerce(inner, read_class_global(inner, own), wanted).op))
                world.program.functions.append(function)
                return function

            return world.synthesize((*key, cls.ir.c), make)

        site = DispatchSite(dispatch, value.ty, adapt)
        world.sites[key] = site
        world.program.dispatches.append(dispatch)
    dst = b.fn.new_reg(rep_of(wanted))
    b.emit(ops.CallDispatch(dst, site.ir, (value.op,)))
    return Value(dst, wanted)


def exact_attribute(b: Builder, value: Value, cls: ClassInst, name: str) -> Value:
    """Read an attribute of an instance of exactly this class: no class below it matters."""
    if cls.ir.find_field(name) is not None:
        return get_field(b, value, name)
    member = find_member(b.world, cls.ty, name)
    if member is not None and isinstance(member.node, nodes.Var) and not cls.info.is_enum:
        return read_class_global(b, member)
    return get_attribute(b, nodes.Block([]), value, name)


def class_attribute(b: Builder, node: nodes.Context, ty: Ty, name: str, value: Value | None = None) -> Value:
    """Read an attribute of a class object."""
    from pygress.compiler.frontend.lower import enums
    from pygress.compiler.frontend.lower.names import class_object

    if name in ("__name__", "__qualname__"):
        prim = "type_name" if name == "__name__" else "type_qualname"
        return b.call(prim, [value if value is not None else class_object(b, node, ty)], STR)
    if name == "__doc__" and isinstance(ty, Inst):
        text = b.world.info(ty.name).defn.docstring
        return b.const_str(text) if text is not None else NONE_VALUE
    if name == "__module__" and isinstance(ty, Inst):
        return b.const_str(b.world.info(ty.name).module_name)
    if name == "__mro__" and isinstance(ty, Inst):
        if value is not None and not isinstance(value.op, ops.Symbol):
            return Value(b.call("type_mro", [value]).op, Inst("builtins.tuple", (TypeOf(OBJECT),)))
        return _mro(b, node, ty)
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        info = b.world.info(ty.name)
        if name == "_fields":
            from pygress.compiler.frontend.lower.tuples import field_names

            names = field_names(info)
            if names is not None:
                return make_tuple(b, [b.const_str(one) for one in names])
        if name == "__match_args__":
            from pygress.compiler.frontend.lower.match_ import own_match_args

            for one in info.mro:
                names_of = own_match_args(one)
                if names_of is not None:
                    return make_tuple(b, [b.const_str(part) for part in names_of])
        if info.is_enum and enums.is_member(info, name):
            return enums.enum_member(b, info, name)
        if info.is_enum:
            found = enums.class_attribute(b, info, name)
            if found is not None:
                return found
        member = find_member(b.world, ty, name)
        if member is not None and isinstance(member.node, nodes.Var):
            on_class = (
                member.node.is_classvar
                or member.node in b.world.late_values
                or name in b.world.class_assigned_attributes
            )
            if on_class or has_class_value(member.info, name):
                from pygress.compiler.frontend.lower.class_values import by_definition

                wanted = world_type(b, member)
                found = by_definition(
                    b, value, ty, name, wanted, lambda made: class_attribute(b, node, made, name)
                )
                return read_class_global(b, member) if found is None else found
        elif member is not None and member.function is not None:
            from pygress.compiler.frontend.lower.closures import unbound_method

            return unbound_method(b, node, ty, member)
    from pygress.compiler.frontend.lower.closures import unbound_primitive

    unbound = unbound_primitive(b, ty, name)
    if unbound is not None:
        return unbound
    raise Unsupported(
        node, "unsupported-attribute", f"`{ty}.{name}` cannot be compiled", "not available in a module"
    )


def _mro(b: Builder, node: nodes.Context, ty: Inst) -> Value:
    """Give `C.__mro__` as a tuple of class objects."""
    from pygress.compiler.frontend.lower.names import class_object

    parts = []
    for info in b.world.info(ty.name).mro:
        found = b.world.as_super(ty, b.world.map.name(info))
        parts.append(class_object(b, node, found if found is not None else OBJECT))
    return make_tuple(b, [coerce(b, one, OBJECT) for one in parts])


def set_attribute(b: Builder, node: nodes.MemberExpr, value: Value) -> None:
    """Lower `a.b = value`."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    if is_module(node.expr):
        assert isinstance(node.node, nodes.Var)
        from pygress.compiler.frontend.lower.names import global_of

        var = global_of(b, node.node, node)
        b.emit(ops.SetGlobal(var, coerce(b, value, var.ty).op))
        return
    if isinstance(node.expr, nodes.RefExpr) and isinstance(node.expr.node, nodes.TypeInfo):
        set_class_attribute(b, node, class_type(b, node.expr, node.expr.node), value)
        return
    target = lower_expr(b, node.expr)
    set_on(b, node, target, node.name, value)


_EXCEPTION_SETTERS: dict[str, tuple[str, Ty]] = {
    "args": ("exc_set_tuple", OBJECT),
    "__cause__": ("exc_set_cause", OBJECT),
    "__context__": ("exc_set_context", OBJECT),
    "__suppress_context__": ("exc_set_suppress", BOOL),
    "__notes__": ("exc_set_notes", OBJECT),
}


def set_on(
    b: Builder, node: nodes.Context, target: Value, name: str, value: Value, *, raw: bool = False
) -> None:
    """Write an attribute of a value; `raw` as `object.__setattr__` does, frozen or not."""
    ty = target.ty
    world = b.world
    if isinstance(ty, TypeOf):
        if (
            isinstance(ty.item, Inst)
            and world.is_user_class(ty.item)
            and not isinstance(target.op, ops.Symbol)
        ):
            _set_by_class(b, node, target, ty.item, name, value)
        else:
            set_class_attribute(b, node, ty.item, value, name)
        return
    setter = _EXCEPTION_SETTERS.get(name)
    if (
        setter is not None
        and world.as_super(ty, "builtins.BaseException") is not None
        and not (
            isinstance(ty, Inst) and world.is_user_class(ty) and find_member(world, ty, name) is not None
        )
    ):
        prim, wanted = setter
        b.call(prim, [target, coerce(b, value, wanted)])
        return
    if isinstance(ty, Inst) and world.is_user_class(ty):
        if not raw and find_member(world, ty, "__setattr__") is not None:
            from pygress.compiler.frontend.lower.methods import call_user_method

            call_user_method(b, node, target, "__setattr__", [b.const_str(name), value])
            return
        member = find_member(world, ty, name)
        info = world.info(ty.name)
        if member is not None and member.is_property:
            set_property(b, node, target, member, value)
            return
        if has_fixed_layout(world, info) and class_inst(world, ty).ir.find_field(name) is not None:
            if "frozen" in class_inst(world, ty).ir.flags and not raw:
                text = f"cannot assign to field '{name}'"
                b.call(
                    "raise_named",
                    [Value(ops.Symbol("pg_type_FrozenInstanceError"), OBJECT), b.const_str(text)],
                )
                b.end(ops.Unreachable())
                return
            field = class_inst(world, ty).ir.find_field(name)
            if field is not None and has_any(field.ty) and any(map(has_any, ty.args)) and not _is_init(b):
                # It may be an instance of the class with other arguments.
                b.call("obj_setattr", [target, b.const_str(name), coerce(b, value, OBJECT)])
                return
            set_field(b, target, name, value)
            return
        if member is not None:
            wanted = world.map.convert(
                getattr(member.node, "type", None), class_env(member.info, member.owner)
            )
            site = setter_site(b, ty, name, wanted)
            ready = coerce(b, value, wanted)
            b.emit(ops.CallDispatch(None, site.ir, (target.op, ready.op)))
            return
    if ty == OBJECT or isinstance(ty, Union):
        world.dynamic_names.add(name)
        b.call("obj_setattr", [coerce(b, target, OBJECT), b.const_str(name), coerce(b, value, OBJECT)])
        return
    raise Unsupported(node, "unsupported-attribute", f"`{name}` of `{ty}` cannot be assigned")


def _set_by_class(b: Builder, node: nodes.Context, target: Value, ty: Inst, name: str, value: Value) -> None:
    """Lower `cls.x = value`: each class has its own `x`."""
    from pygress.compiler.frontend.lower.class_values import by_class, classes_below

    def use(one: Inst) -> Value:
        set_class_attribute(b, node, one, value, name)
        return NONE_VALUE

    value = b.keep(value)
    by_class(b, target, classes_below(b, ty), NONE, use, ty)


def _is_init(b: Builder) -> bool:
    return b.inst is not None and b.inst.defn.name == "__init__"


def setter_site(b: Builder, ty: Ty, name: str, wanted: Ty) -> DispatchSite:
    """Make the table that writes an attribute by run-time class (protocols, mixins)."""
    world = b.world
    key = ("set", ty, name, wanted)
    found = world.sites.get(key)
    if found is not None:
        return found
    dispatch = ir.Dispatch(world.c_name(f"pd_set_{name}"), name, (Rep.REF, rep_of(wanted)), Rep.VOID)
    tree = b.tree

    def adapt(cls: ClassInst) -> ir.Function | None:
        if cls.ir.find_field(name) is None:
            return None

        def make() -> ir.Function:
            function = ir.Function(world.c_name(f"{cls.ir.c}_set_{name}"), name, tree.path, 0)
            this, new = function.new_reg(Rep.REF, "self"), function.new_reg(rep_of(wanted), "value")
            function.params += [this, new]
            inner = Builder(world, function, tree, cls.env)
            inner.start(inner.new_block())
            set_field(inner, Value(this, cls.ty), name, Value(new, wanted))
            inner.end(ops.Return(None))
            world.program.functions.append(function)
            return function

        return world.synthesize((*key, cls.ir.c), make)

    site = DispatchSite(dispatch, ty, adapt)
    world.sites[key] = site
    world.program.dispatches.append(dispatch)
    return site


def set_property(b: Builder, node: nodes.Context, target: Value, member: Member, value: Value) -> None:
    """Call the setter of a property."""
    from pygress.compiler.frontend.lower.methods import call_inst

    items = member.node.items if isinstance(member.node, nodes.OverloadedFuncDef) else []
    setter = next(
        (one.func for one in items[1:] if isinstance(one, nodes.Decorator) and _is_setter(one)), None
    )
    if setter is None:
        b.call("raise_property", [coerce(b, target, OBJECT), b.const_str(member.name), b.const_str("setter")])
        b.end(ops.Unreachable())
        return
    inst = b.world.function(
        setter, member.owner, class_env(member.info, member.owner), b.world.tree_of(member.info)
    )
    call_inst(b, inst, [coerce(b, target, inst.params[0].ty), coerce(b, value, inst.params[1].ty)])


def delete_property(b: Builder, node: nodes.Context, target: Value, member: Member) -> None:
    """Call the deleter of a property."""
    from pygress.compiler.frontend.lower.methods import call_inst

    items = member.node.items if isinstance(member.node, nodes.OverloadedFuncDef) else []
    deleter = next(
        (one.func for one in items[1:] if isinstance(one, nodes.Decorator) and _is_setter(one, "deleter")),
        None,
    )
    if deleter is None:
        b.call(
            "raise_property", [coerce(b, target, OBJECT), b.const_str(member.name), b.const_str("deleter")]
        )
        b.end(ops.Unreachable())
        return
    inst = b.world.function(
        deleter, member.owner, class_env(member.info, member.owner), b.world.tree_of(member.info)
    )
    call_inst(b, inst, [coerce(b, target, inst.params[0].ty)])


def _is_setter(node: nodes.Decorator, name: str = "setter") -> bool:
    return any(
        isinstance(one, nodes.MemberExpr) and one.name == name
        for one in [*node.decorators, *node.original_decorators]
    )


def set_class_attribute(b: Builder, node: nodes.Context, ty: Ty, value: Value, name: str = "") -> None:
    """Lower `C.x = value`."""
    name = name or (node.name if isinstance(node, nodes.MemberExpr) else "")
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        member = find_member(b.world, ty, name)
        if member is not None and isinstance(member.node, nodes.Var):
            var, wanted = class_global(b, member)
            b.emit(ops.SetGlobal(var, coerce(b, coerce(b, value, wanted), var.ty).op))
            return
    raise Unsupported(node, "unsupported-attribute", f"`{ty}.{name}` cannot be assigned")


def lower_super(b: Builder, node: nodes.SuperExpr) -> Value:
    """Lower `super().x` as a value: a property or class attribute of a base."""
    member, receiver = super_member(b, node)
    if member is not None and member.is_property:
        from pygress.compiler.frontend.lower.methods import call_member

        return call_member(b, node, receiver, member, [], direct=True)
    raise Unsupported(
        node, "unsupported-syntax", "`super()` can only be used to call a method or read a property"
    )


def next_member(b: Builder, ty: Inst, after: nodes.TypeInfo, name: str) -> Member | None:
    """Find what `super().name` in the class `after` means for an instance of `ty`."""
    world = b.world
    mro = world.info(ty.name).mro
    if after not in mro:
        return None
    for base in mro[mro.index(after) + 1 :]:
        entry = base.names.get(name) if base in world.trees else None
        if entry is not None and entry.node is not None and not entry.plugin_generated:
            base_ty = world.as_super(ty, world.map.name(base))
            assert base_ty is not None
            return Member(base, base_ty, entry.node, name)
    return None


def cooperative_super(
    b: Builder, node: nodes.SuperExpr, receiver: Value, member: Member | None
) -> Member | None:
    """Tell whether `super()` depends on the class of the instance: then give one definition, for its signature."""
    world = b.world
    if not isinstance(receiver.ty, Inst) or node.info is None:
        return None
    found: Member | None = None
    differs = False
    for info in world.local_infos.values():
        if node.info not in info.mro or info is node.info or info.defn.type_vars:
            continue
        other = next_member(b, Inst(world.map.name(info)), node.info, node.name)
        if (
            other is not None
            and other.function is not None
            and (member is None or other.node is not member.node)
        ):
            differs = True
            found = found or other
    if not differs:
        return None
    return member if member is not None and member.function is not None else found


def super_member(b: Builder, node: nodes.SuperExpr) -> tuple[Member | None, Value]:
    """Find what `super().name` refers to, in the class that the method was defined in."""
    builder: Builder | None = b
    while builder is not None and (builder.inst is None or builder.inst.owner is None):
        builder = builder.parent
    if builder is None or builder.inst is None or builder.inst.owner is None or node.info is None:
        raise Unsupported(node, "unsupported-syntax", "`super()` can only be used inside a method")
    owner = builder.inst.owner
    variable = builder.inst.params[0]
    assert variable.var is not None
    from pygress.compiler.frontend.lower.names import read_local

    receiver = read_local(b, builder, variable.var, node)
    world = b.world
    for base in world.info(owner.name).mro[1:]:
        if base in world.trees:
            entry = base.names.get(node.name)
            if entry is not None and entry.node is not None and not entry.plugin_generated:
                base_ty = world.as_super(owner, world.map.name(base))
                assert base_ty is not None
                return Member(base, base_ty, entry.node, node.name), receiver
    return None, receiver


__all__ = ["class_attribute", "get_attribute", "lower_member", "set_attribute", "types"]

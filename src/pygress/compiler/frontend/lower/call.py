"""Calls: what kind of callee it is, and who lowers it.

Order: operations with their own lowering (`special`), primitives, functions of the program, classes, methods,
function objects, dynamic values.
"""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.library import form_of
from pygress.compiler.frontend.lower import attributes, construct, fstring, special
from pygress.compiler.frontend.lower.arguments import Arg, bind_params, lower_arguments
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.classes import Member, find_member
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.exception_objects import set_exception_args
from pygress.compiler.frontend.lower.methods import call_inst, call_member, infer_variables
from pygress.compiler.frontend.lower.patterns import literal_pattern
from pygress.compiler.frontend.lower.primitive_call import call_chosen, choose, method_table
from pygress.compiler.frontend.typemap import STDLIB
from pygress.compiler.frontend.world import FunctionInst, Param
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import (
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
from pygress.compiler.primitives.tables import FUNCTIONS, STREAMS
from pygress.compiler.stdlib import FORMS


def lower_call(b: Builder, node: nodes.CallExpr) -> Value:
    """Lower a call; the result is what mypy says it is."""
    from pygress.compiler.frontend.lower.expr import narrowed

    value = _lower_call(b, node)
    if value.ty == NONE:
        return value
    return narrowed(b, node, value)


def _lower_call(b: Builder, node: nodes.CallExpr) -> Value:
    if isinstance(node.analyzed, nodes.CastExpr | nodes.AssertTypeExpr | nodes.RevealExpr):
        from pygress.compiler.frontend.lower.expr import lower_expr

        return lower_expr(b, node.analyzed)
    callee = node.callee
    while isinstance(callee, nodes.TypeApplication):
        callee = callee.expr
    if isinstance(callee, nodes.IndexExpr) and isinstance(callee.analyzed, nodes.TypeApplication):
        callee = callee.analyzed.expr
    if isinstance(callee, nodes.RefExpr):
        found = _known(b, node, callee)
        if found is not None:
            return found
    if isinstance(callee, nodes.SuperExpr):
        from pygress.compiler.frontend.lower.super_call import lower_super_call

        return lower_super_call(b, node, callee)
    if isinstance(callee, nodes.MemberExpr) and not attributes.is_module(callee.expr):
        if fstring.is_part(callee):
            return fstring.lower_part(b, node)
        if fstring.is_whole(node):
            return fstring.lower_whole(b, node)
        return method_call(b, node, callee)
    return value_call(b, node)


def _known(b: Builder, node: nodes.CallExpr, callee: nodes.RefExpr) -> Value | None:
    """Lower the call of a name that refers to a function or a class."""
    lowering = special.SPECIAL.get(callee.fullname)
    if (
        lowering is not None
        and isinstance(callee.node, nodes.SymbolNode | None)
        and not (
            isinstance(callee, nodes.MemberExpr)
            and not attributes.is_module(callee.expr)
            and "." not in callee.fullname
        )
    ):
        found = lowering(b, node)
        if found is not None:
            return found
    target = callee.node
    if isinstance(target, nodes.TypeAlias):
        ty = b.convert(target.target)
        return construct.construct(b, node, ty)
    if isinstance(target, nodes.TypeInfo):
        return construct.construct(b, node, construct.constructed_type(b, node, callee, target))
    if isinstance(target, nodes.Var | nodes.FuncDef | nodes.OverloadedFuncDef | nodes.Decorator):
        key = target.var if isinstance(target, nodes.Decorator) else target
        if b.find_owner(key) is not None:
            return _local_call(b, node, target)
    if isinstance(callee, nodes.MemberExpr) and not attributes.is_module(callee.expr):
        return None
    prims = FUNCTIONS.get(callee.fullname)
    if prims is not None:
        return primitive_function(b, node, callee, prims)
    match target:
        case nodes.FuncDef() | nodes.OverloadedFuncDef():
            return _function_call(b, node, callee, target)
        case nodes.Decorator():
            from pygress.compiler.frontend.lower.names import is_plain

            if is_plain(target):
                return _function_call(b, node, callee, target.func)
            from pygress.compiler.frontend.lower.decorators import call_decorated

            return call_decorated(b, node, callee, target)
        case _:
            return None


# Functions that ask the class of their first argument.
_DUNDERS = {
    "builtins.abs": "__abs__",
    "builtins.round": "__round__",
    "builtins.pow": "__pow__",
    "builtins.int": "__int__",
    "builtins.float": "__float__",
    "builtins.bytes": "__bytes__",
}
_TAKE_INDEX = {"builtins.hex", "builtins.oct", "builtins.bin", "builtins.chr"}


def ask_class(b: Builder, node: nodes.CallExpr, full_name: str, args: list[Arg]) -> Value | None:
    """Call `x.__abs__()` for `abs(x)` and the like, if the class of `x` is one of the program and has the method."""
    method = _DUNDERS.get(full_name)
    if (
        method is None
        or not args
        or not isinstance(args[0].value.ty, Inst)
        or not b.world.is_user_class(args[0].value.ty)
    ):
        return None
    first = args[0].value
    assert isinstance(first.ty, Inst)
    if find_member(b.world, first.ty, method) is None:
        return None
    return call_on(b, node, first, method, lambda: args[1:])


def primitive_function(b: Builder, node: nodes.CallExpr, callee: nodes.RefExpr, prims: object) -> Value:
    """Call a function of the library that is a primitive."""
    args = lower_arguments(b, node)
    positional, named = split(b, node, args)
    asked = ask_class(b, node, callee.fullname, args)
    if asked is not None:
        return asked
    if callee.fullname == "builtins.abs":
        from pygress.compiler.frontend.lower.closures import supported

        positional = [supported(b, one) for one in positional]
    if (
        callee.fullname in _TAKE_INDEX
        and isinstance(args[0].value.ty, Inst)
        and b.world.is_user_class(args[0].value.ty)
        and find_member(b.world, args[0].value.ty, "__index__") is not None
    ):
        positional[0] = call_on(b, node, args[0].value, "__index__", list)
    chosen = choose(b, prims, positional, named)  # type: ignore[arg-type]
    if chosen is None:
        raise Unsupported(
            node, "unsupported-function",
            f"`{callee.fullname.removeprefix('builtins.')}` cannot be compiled with these arguments",
            ", ".join(str(one.value.ty) for one in args),
        )  # fmt: skip
    return call_chosen(b, *chosen)


def split(b: Builder, node: nodes.Context, args: list[Arg]) -> tuple[list[Value], dict[str, Value]]:
    """Split arguments for a primitive into positional and named ones."""
    positional: list[Value] = []
    named: dict[str, Value] = {}
    for one in args:
        if one.kind == nodes.ARG_POS:
            positional.append(one.value)
        elif one.kind == nodes.ARG_NAMED:
            assert one.name is not None
            named[one.name] = one.value
        else:
            raise Unsupported(node, "unsupported-syntax", "`*` and `**` cannot be compiled in this call")
    return positional, named


def find_tree(b: Builder, full_name: str) -> nodes.MypyFile | None:
    """Find the module that defines a function."""
    parts = full_name.split(".")
    for cut in range(len(parts) - 1, 0, -1):
        name = ".".join(parts[:cut])
        tree = b.world.checked.files.get(b.world.implemented.get(name, name))
        if tree is not None:
            return tree
    return None


def resolve_function(
    b: Builder, node: nodes.Context, target: nodes.SymbolNode
) -> tuple[nodes.FuncDef | nodes.Decorator, nodes.MypyFile]:
    """Find the body of a function: in the program, or in the module of ours that replaces the library's."""
    from pygress.compiler.frontend.lower.classes import function_of

    full = target.fullname
    tree = find_tree(b, full)
    module = full.rpartition(".")[0]
    if module in b.world.implemented:
        tree = b.world.checked.files.get(b.world.implemented[module])
        entry = tree.names.get(target.name) if tree is not None else None
        if entry is None or entry.node is None:
            tree = None
        elif isinstance(entry.node, nodes.Decorator):
            from pygress.compiler.frontend.lower.names import is_plain

            if not is_plain(entry.node):
                assert tree is not None
                return entry.node, tree
            target = entry.node
        else:
            target = entry.node
    function = function_of(target)
    if tree is None or tree.is_stub or function is None:
        shown = full.removeprefix("builtins.")
        raise Unsupported(
            node, "unsupported-function", f"`{shown}` cannot be compiled", "not available in a module"
        )
    return function, tree


def _function_call(
    b: Builder, node: nodes.CallExpr, callee: nodes.RefExpr, target: nodes.SymbolNode
) -> Value:
    function, tree = resolve_function(b, callee, target)
    if isinstance(function, nodes.Decorator):
        from pygress.compiler.frontend.lower.decorators import call_decorated

        return call_decorated(b, node, callee, function, tree)
    made = literal_pattern(b, node, function)
    if made is not None:
        return made
    args = lower_arguments(b, node)
    wanted = b.world.checked.types.get(node)
    ret = b.convert(wanted) if wanted is not None else None
    same = callee not in b.world.library.redirected and (
        function is target or tree.fullname == target.fullname.rpartition(".")[0]
    )
    env = infer_variables(b, function, node.callee if same else None, [one.value.ty for one in args], ret, {})
    inst = b.world.function(function, None, env, tree)
    return call_inst(b, inst, bind_params(b, node, inst, inst.params, args, function.name))


def _local_call(b: Builder, node: nodes.CallExpr, target: nodes.SymbolNode) -> Value:
    """Call a function defined inside a function: defaults and keywords are known from its definition."""
    from pygress.compiler.frontend.lower.closures import local_function

    inst = local_function(b, target)
    if inst is None:
        return value_call(b, node)
    from pygress.compiler.frontend.lower.names import read_local

    owner = b.find_owner(target)
    assert owner is not None
    value = read_local(b, owner, target, node)
    args = lower_arguments(b, node)
    ready = bind_params(b, node, inst, inst.params, args, inst.ir.name, value)
    dst = None if inst.ir.ret == Rep.VOID else b.fn.new_reg(inst.ir.ret)
    b.emit(ops.CallFunction(dst, inst.ir, (value.op, *[one.op for one in ready])))
    return NONE_VALUE if dst is None else Value(dst, inst.ret)


def method_call(b: Builder, node: nodes.CallExpr, callee: nodes.MemberExpr) -> Value:
    """Lower `value.method(...)`."""
    from pygress.compiler.frontend.lower.expr import lower_owner

    if isinstance(callee.expr, nodes.RefExpr) and isinstance(callee.expr.node, nodes.TypeInfo):
        return class_method_call(b, node, callee, attributes.class_type(b, callee.expr, callee.expr.node))
    if isinstance(callee.expr, nodes.RefExpr) and callee.expr.fullname in STREAMS:
        prims = STREAMS[callee.expr.fullname].get(callee.name)
        if prims is None:
            raise Unsupported(
                callee, "unsupported-attribute", f"`{callee.expr.fullname}.{callee.name}` cannot be compiled"
            )
        positional, named = split(b, node, lower_arguments(b, node))
        chosen = choose(b, prims, [NONE_VALUE, *positional], named)
        if chosen is None:
            raise Unsupported(
                node, "unsupported-function", "this call cannot be compiled with these arguments"
            )
        return call_chosen(b, *chosen)
    receiver = b.keep(attributes.present(b, lower_owner(b, callee.expr, callee.name), callee.name))
    if isinstance(receiver.ty, TypeOf):
        return class_method_call(b, node, callee, receiver.ty.item, receiver)
    from pygress.compiler.frontend.lower import tuples

    of_tuple = tuples.method_call(b, node, receiver, callee.name)
    if of_tuple is not None:
        return of_tuple
    special_method = special.method(b, receiver, callee.name)
    if special_method is not None:
        found = special_method(b, node, receiver)
        if found is not None:
            return found
    return call_on(b, node, receiver, callee.name, lambda: lower_arguments(b, node))


def call_on(b: Builder, node: nodes.CallExpr, receiver: Value, name: str, lower: object) -> Value:
    """Call a method by name on a value whose type may be anything."""
    assert callable(lower)
    ty = receiver.ty
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        forms = FORMS.get(f"{ty.name.removeprefix(STDLIB + '.')}.{name}")
        if forms is not None:
            name = form_of(node, forms) or name
        member = find_member(b.world, ty, name)
        if member is not None and (member.function is None or member.is_property):
            value = attributes.get_attribute(b, node.callee, receiver, name)
            if isinstance(value.ty, Union):
                from pygress.compiler.frontend.lower.expr import narrowed

                value = narrowed(b, node.callee, value)
            return call_value(b, node, value, lower())
        if member is not None:
            if isinstance(member.node, nodes.Decorator):
                from pygress.compiler.frontend.lower.decorators import call_decorated_method, is_plain_method

                if not is_plain_method(member.node):
                    return call_decorated_method(b, node, receiver, member)
            if member.function is not None and (member.function.is_class or member.function.is_static):
                cls = Value(b.call("type_of", [coerce(b, receiver, OBJECT)]).op, TypeOf(ty))
                return _call_of_class(b, node, node.callee, ty, member, cls, lower())
            return call_member(b, node, receiver, member, lower(), node.callee)
    if isinstance(ty, Union):
        return _union_call(b, node, receiver, name, lower)
    prims = method_table(b, ty, name)
    if prims:
        args = lower()
        positional, named = split(b, node, args)
        chosen = choose(b, prims, [receiver, *positional], named)
        if chosen is not None:
            return call_chosen(b, *chosen)
        if ty != OBJECT:
            raise Unsupported(
                node, "unsupported-function", f"`{ty}.{name}` cannot be compiled with these arguments",
                ", ".join(str(one.value.ty) for one in args),
            )  # fmt: skip
    if name.startswith("__") and name.endswith("__"):
        stands_for = explicit_dunder(b, node, receiver, name, [one.value for one in lower()])
        if stands_for is not None:
            return stands_for
    if ty == OBJECT or (
        isinstance(ty, Inst) and not b.world.is_user_class(ty) and "." in ty.name.removeprefix("builtins.")
    ):
        args = lower()
        if name == "sort" or any(one.kind != nodes.ARG_POS for one in args):
            from pygress.compiler.frontend.lower.star import star_method_call

            return star_method_call(b, receiver, name, args)
        b.world.dynamic_names.add(name)
        boxed = [coerce(b, one.value, OBJECT) for one in args]
        head = [coerce(b, receiver, OBJECT), b.const_str(name), b.const_int(len(boxed))]
        return b.call("obj_call_method", [*head, *boxed])
    raise Unsupported(
        node.callee,
        "unsupported-attribute",
        f"`{ty}` has no method `{name}` that can be compiled",
        "not available in a module",
    )


def explicit_dunder(
    b: Builder, node: nodes.CallExpr, receiver: Value, name: str, args: list[Value]
) -> Value | None:
    """Lower `x.__len__()` and its like by the operator or function that they stand for."""
    from pygress.compiler.frontend.lower.compare import compare
    from pygress.compiler.frontend.lower.index import get_item
    from pygress.compiler.frontend.lower.operators import DUNDER, binary, truth

    short = name.strip("_")
    orders = {"lt": "<", "le": "<=", "gt": ">", "ge": ">=", "eq": "==", "ne": "!="}
    operators = {method: op for op, method in DUNDER.items()}
    if not args and short in ("str", "repr"):
        return fstring.to_str(b, receiver) if short == "str" else fstring.to_repr(b, receiver)
    if not args and short == "bool":
        return truth(b, receiver)
    if not args and short == "hash":
        return b.call("hash_obj", [coerce(b, receiver, OBJECT)])
    if not args and short == "iter":
        return b.call("iter_new", [coerce(b, receiver, OBJECT)])
    if not args and short == "len":
        return b.call("obj_len", [coerce(b, receiver, OBJECT)])
    if len(args) == 1:
        if short in orders:
            return compare(b, node, orders[short], receiver, args[0])
        if short in operators:
            return binary(b, node, operators[short], receiver, args[0])
        if short == "contains":
            return compare(b, node, "in", args[0], receiver)
        if short == "getitem":
            return get_item(b, node, receiver, args[0])
        if short == "format":
            return fstring.to_format(b, receiver, args[0])
    return None


def _union_call(b: Builder, node: nodes.CallExpr, receiver: Value, name: str, lower: object) -> Value:
    """Call a method on a union: the arguments once, then the method of the member at hand."""
    assert callable(lower) and isinstance(receiver.ty, Union)
    args = lower()
    wanted = b.world.checked.types.get(node)
    ty = b.convert(wanted) if wanted is not None else OBJECT
    if ty == NONE:
        ty = OBJECT
    return attributes.by_member(b, receiver, ty, lambda part: call_on(b, node, part, name, lambda: args))


def class_method_call(
    b: Builder, node: nodes.CallExpr, callee: nodes.MemberExpr, ty: Ty, receiver: Value | None = None
) -> Value:
    """Lower `C.method(...)`: class and static methods, and plain ones with an explicit instance."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    name = callee.name
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower import enums, tuples

        info = b.world.info(ty.name)
        found = enums.class_call(b, node, info, name) or tuples.class_call(b, node, ty, info, name)
        if found is not None:
            return found
        member = find_member(b.world, ty, name)
        if member is not None and member.function is not None:
            if isinstance(member.node, nodes.Decorator):
                from pygress.compiler.frontend.lower.decorators import call_decorated_method, is_plain_method

                if not is_plain_method(member.node):
                    return call_decorated_method(b, node, None, member)
            args = lower_arguments(b, node)
            function = member.function
            if function.is_class or function.is_static:
                return _call_of_class(b, node, callee, ty, member, receiver, args)
            first = Value(args[0].value.op, args[0].value.ty)
            return call_member(b, node, first, member, args[1:], None, direct=True)
        if member is not None:
            value = attributes.class_attribute(b, callee, ty, name)
            return call_value(b, node, value, lower_arguments(b, node))
        if name == "__init__" and "exception" in flags(b, ty):
            args = lower_arguments(b, node)
            set_exception_args(b, args[0].value, args[1:])
            return NONE_VALUE
    if name == "__new__" and receiver is None and isinstance(ty, Inst) and b.world.is_user_class(ty):
        from pygress.compiler.frontend.lower.classes import class_inst, mark_instantiated

        cls = class_inst(b.world, ty)
        given = lower_arguments(b, node)
        if not cls.info.is_enum and given and given[0].value.ty == TypeOf(ty):
            mark_instantiated(b, cls)
            return construct.allocate(b, cls, given[1:])
    full = ty.name if isinstance(ty, Inst) else f"builtins.{ty}"
    if full == "builtins.dict" and name == "fromkeys":
        from pygress.compiler.frontend.lower.container_methods import lower_from_keys

        return lower_from_keys(b, node)
    if full == "builtins.object" and name == "__setattr__" and len(node.args) == 3:
        target, attribute = b.keep(lower_expr(b, node.args[0])), node.args[1]
        if isinstance(attribute, nodes.StrExpr):
            attributes.set_on(b, node, target, attribute.value, lower_expr(b, node.args[2]), raw=True)
            return NONE_VALUE
        key = coerce(b, lower_expr(b, attribute), STR)
        b.call(
            "obj_setattr", [coerce(b, target, OBJECT), key, coerce(b, lower_expr(b, node.args[2]), OBJECT)]
        )
        return NONE_VALUE
    prims = FUNCTIONS.get(f"{full}.{name}")
    if prims is not None:
        assert isinstance(callee, nodes.RefExpr)
        return primitive_function(b, node, callee, prims)
    args = lower_arguments(b, node)
    if args and method_table(b, args[0].value.ty, name):
        return call_on(b, node, args[0].value, name, lambda: args[1:])
    if name == "__init__" and isinstance(ty, Inst):
        if "exception" in flags(b, args[0].value.ty):
            set_exception_args(b, args[0].value, args[1:])
        return NONE_VALUE
    raise Unsupported(
        callee, "unsupported-attribute", f"`{ty}.{name}` cannot be compiled", "not available in a module"
    )


def _call_of_class(
    b: Builder, node: nodes.CallExpr, callee: nodes.Expression, ty: Inst, member: Member,
    receiver: Value | None, args: list[Arg],
) -> Value:  # fmt: skip
    """Call a class or static method, by the class at run time if it is a value."""
    from pygress.compiler.frontend.lower.class_values import by_definition
    from pygress.compiler.frontend.lower.methods import method_inst

    def call(made: Inst) -> Value:
        found = find_member(b.world, made, member.name)
        assert found is not None and found.function is not None
        here = callee if made == ty else None
        if found.function.is_static:
            return call_member(b, node, receiver or NONE_VALUE, found, args, here, direct=True)
        op = receiver.op if receiver is not None else _descriptor(b, callee, made)
        mine = Member(found.info, made, found.node, found.name)
        return call_member(b, node, Value(op, TypeOf(made)), mine, args, here, direct=True)

    ret = method_inst(b.world, Member(member.info, ty, member.node, member.name)).ret
    found = by_definition(b, receiver, ty, member.name, ret, call)
    return call(ty) if found is None else found


def flags(b: Builder, ty: Ty) -> set[str]:
    """Tell the flags of a class of the program."""
    from pygress.compiler.frontend.lower.classes import class_inst

    return class_inst(b.world, ty).ir.flags if isinstance(ty, Inst) and b.world.is_user_class(ty) else set()


def _descriptor(b: Builder, node: nodes.Context, ty: Ty) -> ops.Operand:
    from pygress.compiler.frontend.lower.names import class_object

    return class_object(b, node, ty).op


def _call_protocol(b: Builder, node: nodes.CallExpr, callee: Value, member: Member, args: list[Arg]) -> Value:
    """Call a value whose type is a protocol with `__call__`: a function object, or an instance of a class."""
    from pygress.compiler.frontend.lower.methods import method_inst
    from pygress.compiler.frontend.lower.star import star_call

    ty = method_inst(b.world, member).ret
    result = b.temp(OBJECT if ty == NONE else ty)
    function, other, done = b.new_block(), b.new_block(), b.new_block()
    symbol = Value(ops.Symbol("pg_type_func"), OBJECT)
    b.branch(b.call("isinstance_", [callee, symbol]), function, other)
    b.start(function)
    b.world.needs_boxed_entries = True
    b.assign(result, coerce(b, star_call(b, Value(callee.op, OBJECT), args), result.ty))
    b.goto(done)
    b.start(other)
    out = call_member(b, node, callee, member, args, None)
    b.assign(result, coerce(b, out, result.ty))
    b.goto(done)
    b.start(done)
    return NONE_VALUE if ty == NONE else result


def value_call(b: Builder, node: nodes.CallExpr) -> Value:
    """Lower the call of a function object, an instance with `__call__`, or a class held in a variable."""
    from pygress.compiler.frontend.lower.expr import lower_expr

    callee = b.keep(lower_expr(b, node.callee))
    return call_value(b, node, callee, lower_arguments(b, node))


def call_value(b: Builder, node: nodes.CallExpr, callee: Value, args: list[Arg]) -> Value:
    """Call a value with arguments that were evaluated."""
    ty = callee.ty
    if isinstance(ty, Union):
        wanted = b.world.checked.types.get(node)
        result = b.convert(wanted) if wanted is not None else OBJECT
        return attributes.by_member(
            b, callee, OBJECT if result == NONE else result, lambda part: call_value(b, node, part, args)
        )
    if isinstance(ty, TypeOf):
        return construct.construct_dynamic(b, node, callee, args)
    if isinstance(ty, Inst) and b.world.is_user_class(ty):
        member = find_member(b.world, ty, "__call__")
        if member is not None and b.world.info(ty.name).is_protocol:
            return _call_protocol(b, node, callee, member, args)
        if member is not None:
            return call_member(b, node, callee, member, args, None)
    if isinstance(ty, Func) and len(args) == len(ty.args) and all(one.kind == nodes.ARG_POS for one in args):
        ready = [coerce(b, one.value, wanted) for one, wanted in zip(args, ty.args, strict=True)]
        dst = None if ty.ret == NONE else b.fn.new_reg(rep_of(ty.ret))
        ret = Rep.VOID if ty.ret == NONE else rep_of(ty.ret)
        b.emit(ops.CallValue(dst, callee.op, tuple(one.op for one in ready), ret))
        return NONE_VALUE if dst is None else Value(dst, ty.ret)
    if ty == OBJECT or isinstance(ty, Func):
        if any(one.kind != nodes.ARG_POS for one in args):
            from pygress.compiler.frontend.lower.star import star_call

            out = star_call(b, callee, args)
            found = b.world.checked.types.get(node)
            return coerce(b, out, b.convert(found)) if found is not None else out
        boxed = [coerce(b, one.value, OBJECT) for one in args]
        b.world.needs_boxed_entries = True
        return b.call("obj_call", [coerce(b, callee, OBJECT), b.const_int(len(boxed)), *boxed])
    raise Unsupported(node, "unsupported-operator", f"`{ty}` cannot be called")


__all__ = ["FunctionInst", "Param", "call_on", "call_value", "lower_call", "make_union"]

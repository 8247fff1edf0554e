"""Names: local variables, module variables, functions and classes as values.

Module variables are IR globals. Those of library modules are initialised only if something reads them.
"""

from __future__ import annotations

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce, make_tuple
from pygress.compiler.frontend.world import FunctionInst, Param, World
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import BOOL, OBJECT, STR, Inst, Rep, Ty, TypeOf, rep_of


def lower_name(b: Builder, node: nodes.NameExpr) -> Value:
    """Lower a bare name."""
    match node.fullname:
        case "builtins.None":
            return NONE_VALUE
        case "builtins.True" | "builtins.False":
            return b.const_bool(node.fullname == "builtins.True")
        case "builtins.NotImplemented":
            return Value(ops.Symbol("pg_notimplemented_obj"), OBJECT)
        case "builtins.Ellipsis":
            return Value(ops.Symbol("pg_ellipsis_obj"), OBJECT)
        case _:
            return lower_ref(b, node)


def lower_ref(b: Builder, node: nodes.RefExpr) -> Value:
    """Lower a name, or a member of a module, by what it refers to."""
    from pygress.compiler.frontend.lower.expr import narrowed

    target = node.node
    if target is None:
        raise Unsupported(node, "unsupported-syntax", f"`{node.fullname}` cannot be resolved")
    if isinstance(target, nodes.Var | nodes.FuncDef | nodes.Decorator | nodes.OverloadedFuncDef):
        owner = b.find_owner(target.var if isinstance(target, nodes.Decorator) else target)
        if owner is not None:
            key = target.var if isinstance(target, nodes.Decorator) else target
            value = read_local(b, owner, key, node)
            found = b.world.checked.types.get(node)
            if found is not None and not isinstance(key, nodes.Var):
                from pygress.compiler.frontend.lower.closures import local_function, nested_value

                inst = local_function(b, key)
                if inst is not None:
                    return nested_value(b, value, inst, b.convert(found))
            if isinstance(target, nodes.Decorator) and value.ty == OBJECT:
                return value
            return narrowed(b, node, value)
    match target:
        case nodes.Var(name="__name__"):
            name = target.fullname.rpartition(".")[0]
            return b.const_str("__main__" if name == b.world.main_module else name)
        case nodes.Var(name="__file__"):
            return b.const_str(b.tree.path)
        case nodes.Var(name="__doc__"):
            return NONE_VALUE
        case nodes.Var():
            constant = special_constant(b, target)
            if constant is not None:
                return constant
            return narrowed(b, node, read_global(b, target, node))
        case nodes.FuncDef() | nodes.OverloadedFuncDef():
            from pygress.compiler.frontend.lower.closures import function_value

            return function_value(b, node, target)
        case nodes.Decorator():
            if is_plain(target):
                from pygress.compiler.frontend.lower.closures import function_value

                return function_value(b, node, target.func)
            from pygress.compiler.frontend.lower.decorators import decorated_value

            value = decorated_value(b, node, target)
            return value if value.ty == OBJECT else narrowed(b, node, value)
        case nodes.TypeInfo():
            return class_value(b, node, target)
        case nodes.TypeAlias():
            alias = types.get_proper_type(target.target)
            return class_object(b, node, b.convert(alias))
        case _:
            raise Unsupported(node, "unsupported-syntax", f"`{node.fullname}` cannot be used as a value")


_PLAIN = {
    "typing.overload", "typing.final", "typing.override", "typing.no_type_check", "abc.abstractmethod",
    "builtins.staticmethod", "builtins.classmethod", "builtins.property", "typing.runtime_checkable",
    "typing_extensions.override",
}  # fmt: skip


def is_plain(node: nodes.Decorator) -> bool:
    """Tell whether a decorated function is just the function, as for `@overload` or `@final`."""
    return all(_is_plain_mark(one) for one in node.decorators)


def _is_plain_mark(node: nodes.Expression) -> bool:
    if isinstance(node, nodes.CallExpr):
        # `@every(seconds=...)` only marks a method of the plugin's state; its timer is in the entry module.
        return isinstance(node.callee, nodes.RefExpr) and node.callee.fullname == "pygress.sdk.state.every"
    return isinstance(node, nodes.RefExpr) and node.fullname in _PLAIN


def read_local(b: Builder, owner: Builder, node: nodes.SymbolNode, at: nodes.Context) -> Value:
    """Read a variable of this function or of one around it."""
    if owner is b:
        return b.read(b.variable(node, at))
    from pygress.compiler.frontend.lower.closures import captured_variable

    return b.read(captured_variable(b, owner, node, at))


def version_info(version: tuple[int, int]) -> dict[str, int | str]:
    """Give the fields of `sys.version_info`: the version of Python that the program is checked for."""
    return {"major": version[0], "minor": version[1], "micro": 0, "releaselevel": "final", "serial": 0}


def special_constant(b: Builder, var: nodes.Var) -> Value | None:
    """Replace variables of the standard library that are constants here."""
    match var.fullname:
        case "typing.TYPE_CHECKING":
            return b.const_bool(False)
        case "sys.maxsize":
            return b.const_int((1 << 63) - 1)
        case "sys.stdin":
            lines = b.call("stdin_lines", [], Inst("builtins.list", (STR,)))
            return Value(b.call("iter_new", [coerce(b, lines, OBJECT)]).op, Inst("typing.Iterator", (STR,)))
        case "sys.argv":
            return b.call("argv", [], Inst("builtins.list", (STR,)))
        case "sys.byteorder":
            return b.const_str("little")
        case "sys.platform":
            return b.const_str(b.world.options.platform)
        case "sys.version_info":
            parts = [*version_info(b.world.options.python_version).values()]
            return make_tuple(
                b, [b.const_str(one) if isinstance(one, str) else b.const_int(one) for one in parts]
            )
        case _:
            from pygress.compiler.primitives.tables import CONSTANTS

            known = CONSTANTS.get(var.fullname)
            if known is None:
                return None
            if isinstance(known, bool):
                return b.const_bool(known)
            if isinstance(known, int):
                return b.const_int(known)
            if isinstance(known, float):
                return b.const_float(known)
            return b.const_str(known)


def global_of(b: Builder, var: nodes.Var, at: nodes.Context) -> ir.Global:
    """Ask for a module variable."""
    world = b.world
    if var.is_initialized_in_class and var.info in world.trees:
        # A name of a class body, read by the statements after it.
        return world.global_var(var, f"{var.info.name}.{var.name}", b.convert(var.type))
    module = var.fullname.rpartition(".")[0]
    ours = world.implemented.get(module)
    if ours is not None:
        tree = world.checked.files.get(ours)
        entry = tree.names.get(var.name) if tree is not None else None
        if entry is None or not isinstance(entry.node, nodes.Var):
            raise Unsupported(
                at,
                "unsupported-function",
                f"`{var.fullname}` cannot be compiled",
                "not available in a module",
            )
        var = entry.node
        module = ours
    tree = world.checked.files.get(module)
    if tree is None or tree.is_stub:
        raise Unsupported(
            at, "unsupported-function", f"`{var.fullname}` cannot be compiled", "not available in a module"
        )
    ty = world.map.convert(var.type, {})
    found = world.global_var(var, var.fullname, ty)
    found.check = world.early.may_be_unset(tree, var)
    return found


def read_global(b: Builder, var: nodes.Var, at: nodes.Context) -> Value:
    """Read a module variable."""
    literal = folded(b, var)
    if literal is not None:
        return coerce(b, literal, b.world.map.convert(var.type, {}))
    found = global_of(b, var, at)
    out = b.temp(found.ty)
    assert isinstance(out.op, ops.Reg)
    b.emit(ops.GetGlobal(out.op, found))
    return out


def folded(b: Builder, var: nodes.Var) -> Value | None:
    """Give the value of a module variable that is assigned once, a literal."""
    literal = b.world.constants.get(var)
    if literal is None or b.world.assignments.get(var) != 1 or var.name in b.world.assigned_attributes:
        return None
    module = var.fullname.rpartition(".")[0]
    if module in b.world.user_modules and (
        b.inst is None or b.world.early.may_be_unset(b.world.checked.files[module], var)
    ):
        # Top-level code, and what it calls, may run before the assignment.
        return None
    from pygress.compiler.frontend.lower.expr import lower_expr

    line = b.line
    value = lower_expr(b, literal)
    b.line = line
    return value


def class_value(b: Builder, node: nodes.RefExpr, info: nodes.TypeInfo) -> Value:
    """Lower a class used as a value."""
    name = b.world.map.name(info)
    prims: dict[str, Ty] = {
        "builtins.int": _int(),
        "builtins.float": _float(),
        "builtins.bool": BOOL,
        "builtins.object": OBJECT,
    }
    ty = prims.get(name)
    if ty is None:
        stored = b.world.checked.types.get(node)
        converted = b.convert(stored) if stored is not None else TypeOf(Inst(name))
        ty = converted.item if isinstance(converted, TypeOf) else Inst(name)
    return class_object(b, node, ty)


def class_object(b: Builder, node: nodes.Context, ty: Ty) -> Value:
    """Give the type descriptor of a class as a value."""
    from pygress.compiler.frontend.lower.classes import class_inst, type_symbol

    if isinstance(ty, Inst) and b.world.is_user_class(ty) and not b.world.info(ty.name).is_protocol:
        return Value(ops.Symbol(f"{class_inst(b.world, ty).ir.c}_type"), TypeOf(ty))
    symbol = type_symbol(b, ty)
    if symbol is None:
        symbol = ops.Symbol("pg_type_object")
    return Value(symbol, TypeOf(ty))


def _int() -> Ty:
    from pygress.compiler.ir.types import INT

    return INT


def _float() -> Ty:
    from pygress.compiler.ir.types import FLOAT

    return FLOAT


def lower_class_index(b: Builder, node: nodes.IndexExpr) -> Value:
    """Lower `C[int]` as a value, or `Color["RED"]` of an enum."""
    base = node.base
    assert isinstance(base, nodes.RefExpr)
    if isinstance(base.node, nodes.TypeInfo) and base.node.is_enum:
        from pygress.compiler.frontend.lower.enums import enum_by_name

        return enum_by_name(b, node, base.node)
    if node.analyzed is not None:
        from pygress.compiler.frontend.lower.expr import lower_expr

        return lower_expr(b, node.analyzed)
    raise Unsupported(node, "unsupported-syntax", "a subscripted class cannot be used as a value here")


def default_variable(world: World, param: Param, function: str) -> ir.Global:
    """Ask for the variable that holds a default which was evaluated once; boxed, so that it can be unset."""
    key = ("default", param.default, param.ty)
    return world.global_var(
        key, f"{function}.{param.name}", param.ty if rep_of(param.ty) == Rep.REF else OBJECT
    )


def global_default(b: Builder, inst: FunctionInst, param: Param) -> Value:
    """Give the value of a default that is no constant: evaluated once, when first needed."""
    world = b.world
    default = param.default
    assert default is not None
    key = ("default", default, param.ty)
    var = default_variable(world, param, inst.ir.name)
    boxed = var.ty
    out = b.temp(boxed)
    assert isinstance(out.op, ops.Reg)
    b.emit(ops.GetGlobal(out.op, var))
    absent, done = b.new_block(), b.new_block()
    b.branch(b.call("is_null", [out]), absent, done)
    b.start(absent)

    def make() -> ir.Function:
        function = ir.Function(
            world.c_name(f"{inst.ir.c}_default_{param.name}"), inst.ir.name, inst.ir.path, default.line
        )
        world.program.functions.append(function)
        inner = Builder(world, function, inst.tree, inst.env)
        inner.line = default.line
        inner.start(inner.new_block())

        def work() -> None:
            from pygress.compiler.frontend.lower.expr import lower_as

            value = lower_as(inner, default, param.ty)
            inner.emit(ops.SetGlobal(var, coerce(inner, value, boxed).op))
            inner.end(ops.Return(None))

        world.guarded(inst.tree, lambda: inner.line, work)
        return function

    b.emit(ops.CallFunction(None, world.synthesize(key, make), ()))
    b.emit(ops.GetGlobal(out.op, var))
    b.goto(done)
    b.start(done)
    return coerce(b, out, param.ty) if boxed != param.ty else out

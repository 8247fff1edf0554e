"""Statements: one function per kind, `lower_block` runs through them and collects mistakes."""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower import assign, exceptions, index
from pygress.compiler.frontend.lower.builder import NONE_VALUE, Builder, Cleanup, Loop, Unreachable, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.expr import discard, lower_as, lower_condition, lower_expr
from pygress.compiler.frontend.lower.iteration import source_of_expr
from pygress.compiler.frontend.lower.subclass import check_keeps_class
from pygress.compiler.frontend.retype import inner_blocks, is_skipped
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import FLOAT, INT, NONE, OBJECT


def lower_block(b: Builder, block: nodes.Block) -> None:
    """Lower the statements of a block; after a mistake go on with the next one, to report all of them."""
    if block.is_unreachable:
        if (
            block.body
        ):  # the type checker gives `if TYPE_CHECKING:` an empty `else`, which is where it goes on
            not_reached(b)
        return
    for position, statement in enumerate(block.body):
        if b.block is None:
            return
        if b.tree.fullname in b.world.user_modules:
            type_skipped(b, block.body, position)
        lower_statement(b, statement)


def type_skipped(b: Builder, statements: list[nodes.Statement], position: int) -> None:
    """Have the statement at `position` typed if mypy holds that it, or a block in it, is never reached."""
    known = b.world.checked.types
    statement = statements[position]
    if is_skipped(statement, known):
        _retype(b, statements[position:])
    elif any(
        one is not None and one.body and not one.is_unreachable and is_skipped(one.body[0], known)
        for one in inner_blocks(statement)
    ):
        _retype(b, [statement])


def _retype(b: Builder, statements: list[nodes.Statement]) -> None:
    around: list[nodes.TypeInfo | nodes.FuncItem] = []
    builder: Builder | None = b
    while builder is not None:
        if builder.inst is not None and not isinstance(builder.inst.defn, nodes.LambdaExpr):
            defn = builder.inst.defn
            around.append(defn)
            if isinstance(defn.info, nodes.TypeInfo) and not isinstance(defn.info, nodes.FakeInfo):
                around.append(defn.info)
        elif builder.class_body is not None:
            around.append(builder.class_body)
        builder = builder.parent
    b.world.checked.retyper.add(b.tree, list(reversed(around)), statements)


def lower_statement(b: Builder, node: nodes.Statement) -> None:
    """Lower one statement."""
    if node.line > 0:
        b.line = node.line
    try:
        _lower(b, node)
    except Unsupported as error:
        b.world.report(error, b.tree)
    except Unreachable:
        not_reached(b)


def not_reached(b: Builder) -> None:
    """End a path that the type checker has proved impossible: if it is wrong, the program says so."""
    text = b.const_str("code was reached that the type checker had proved unreachable")
    b.call("raise_named", [Value(ops.Symbol("pg_type_SystemError"), OBJECT), text])
    b.end(ops.Unreachable())


def _lower(b: Builder, node: nodes.Statement) -> None:
    match node:
        case nodes.ExpressionStmt(expr=nodes.StrExpr() | nodes.EllipsisExpr()):
            pass
        case nodes.ExpressionStmt(expr=expr):
            discard(b, expr)
        case nodes.AssignmentStmt():
            assign.lower_assignment(b, node)
        case nodes.OperatorAssignmentStmt():
            assign.lower_augmented(b, node)
        case nodes.ReturnStmt():
            lower_return(b, node)
        case nodes.IfStmt():
            lower_if(b, node)
        case nodes.WhileStmt():
            lower_while(b, node)
        case nodes.ForStmt():
            lower_for(b, node)
        case nodes.BreakStmt():
            leave_loop(b, on_break=True)
        case nodes.ContinueStmt():
            leave_loop(b, on_break=False)
        case nodes.PassStmt() | nodes.GlobalDecl() | nodes.NonlocalDecl() | nodes.TypeAliasStmt():
            pass
        case nodes.AssertStmt():
            exceptions.lower_assert(b, node)
        case nodes.RaiseStmt():
            exceptions.lower_raise(b, node)
        case nodes.TryStmt():
            exceptions.lower_try(b, node)
        case nodes.WithStmt():
            from pygress.compiler.frontend.lower.with_ import lower_with

            lower_with(b, node)
        case nodes.MatchStmt():
            from pygress.compiler.frontend.lower.match_ import lower_match

            lower_match(b, node)
        case nodes.DelStmt(expr=expr):
            lower_delete(b, expr)
        case nodes.Block():
            lower_block(b, node)
        case nodes.FuncDef() | nodes.Decorator() | nodes.OverloadedFuncDef():
            lower_definition(b, node)
        case nodes.ClassDef():
            from pygress.compiler.frontend.lower.class_body import lower_class_body

            lower_class_body(b, node)
        case nodes.Import() | nodes.ImportFrom():
            from pygress.compiler.frontend.lower.modules import lower_import

            lower_import(b, node)
        case nodes.ImportAll():
            raise Unsupported(node, "unsupported-syntax", "`import *` cannot be compiled", "names are not explicit",
                              "import the names that are used")  # fmt: skip
        case _:
            raise Unsupported(
                node, "unsupported-syntax", f"this statement cannot be compiled (`{type(node).__name__}`)"
            )


def lower_definition(b: Builder, node: nodes.FuncDef | nodes.Decorator | nodes.OverloadedFuncDef) -> None:
    """Lower a `def`: nested ones become function objects, decorated ones variables."""
    from pygress.compiler.frontend.lower.closures import define_nested
    from pygress.compiler.frontend.lower.names import is_plain

    if isinstance(node, nodes.Decorator) and not is_plain(node):
        from pygress.compiler.frontend.lower.decorators import define_decorated

        define_decorated(b, node)
        return
    if b.inst is None or b.class_body is not None:
        function = node.func if isinstance(node, nodes.Decorator) else node
        if isinstance(function, nodes.FuncDef):
            evaluate_defaults(b, function)
        return
    if isinstance(node, nodes.FuncDef):
        define_nested(b, node)
    elif isinstance(node, nodes.Decorator):
        define_nested(b, node.func)
    else:
        raise Unsupported(
            node, "unsupported-syntax", "an overloaded function inside a function cannot be compiled"
        )


def evaluate_defaults(b: Builder, node: nodes.FuncDef) -> None:
    """Evaluate the defaults of a function of the user where it is defined, as Python does."""
    from pygress.compiler.frontend.lower.closures import is_constant
    from pygress.compiler.frontend.lower.expr import lower_as
    from pygress.compiler.frontend.lower.names import default_variable
    from pygress.compiler.frontend.typemap import Env
    from pygress.compiler.ir.types import Inst

    if all(one.initializer is None or is_constant(one.initializer) for one in node.arguments):
        return
    env: Env = {}
    owner = None
    if b.class_body is not None:
        if b.class_body.defn.type_vars:
            return
        owner = Inst(b.world.map.name(b.class_body))
    for param in b.world.signature(node, owner, env)[0]:
        if isinstance(param.default, nodes.EllipsisExpr):
            continue
        if param.default is not None and not is_constant(param.default):
            var = default_variable(b.world, param, node.name)
            b.emit(ops.SetGlobal(var, coerce(b, lower_as(b, param.default, param.ty), var.ty).op))


def lower_if(b: Builder, node: nodes.IfStmt) -> None:
    """Lower `if` / `elif` / `else`."""
    done = b.new_block()
    for cond, body in zip(node.expr, node.body, strict=True):
        yes, no = b.new_block(), b.new_block()
        b.line = cond.line if cond.line > 0 else b.line
        lower_condition(b, cond, yes, no)
        b.start(yes)
        lower_block(b, body)
        b.goto(done)
        b.start(no)
    if node.else_body is not None:
        lower_block(b, node.else_body)
    b.goto(done)
    b.start(done)


def lower_while(b: Builder, node: nodes.WhileStmt) -> None:
    """Lower `while` / `else`."""
    head, body, rest, done = b.new_block(), b.new_block(), b.new_block(), b.new_block()
    b.start(head)
    b.line = node.line
    lower_condition(b, node.expr, body, rest)
    b.start(body)
    b.exits.append(Loop(done, head))
    lower_block(b, node.body)
    b.exits.pop()
    b.goto(head)
    b.start(rest)
    if node.else_body is not None:
        lower_block(b, node.else_body)
    b.goto(done)
    b.start(done)


def lower_for(b: Builder, node: nodes.ForStmt) -> None:
    """Lower `for` / `else`."""
    if node.is_async:
        from pygress.compiler.frontend.lower.generators import lower_async_for

        lower_async_for(b, node)
        return
    source = source_of_expr(b, node.expr)
    source.start(b)
    head, rest, done = b.new_block(), b.new_block(), b.new_block()
    b.start(head)
    b.line = node.line
    item = source.advance(b, rest)
    assign.store(b, node.index, item)
    b.exits.append(Loop(done, head))
    lower_block(b, node.body)
    b.exits.pop()
    b.goto(head)
    b.start(rest)
    if node.else_body is not None:
        lower_block(b, node.else_body)
    b.goto(done)
    b.start(done)


def leave_loop(b: Builder, *, on_break: bool) -> None:
    """Lower `break` or `continue`; runs the cleanups on the way."""
    saved_exits, saved_err = list(b.exits), b.err
    while b.exits:
        top = b.exits.pop()
        if isinstance(top, Loop):
            b.goto(top.on_break if on_break else top.on_continue)
            break
        b.err = top.err
        top.run()
    b.exits, b.err = saved_exits, saved_err


def lower_return(b: Builder, node: nodes.ReturnStmt) -> None:
    """Lower `return`; the value first, then the cleanups."""
    value = NONE_VALUE
    if node.expr is not None:
        value = lower_expr(b, node.expr) if b.ret in (NONE, INT, FLOAT) else lower_as(b, node.expr, b.ret)
        check_keeps_class(b, node.expr, value, b.ret)
        value = coerce(b, value, b.ret if b.ret != NONE else value.ty)
        if any(isinstance(one, Cleanup) for one in b.exits):
            copy = b.temp(value.ty)
            b.assign(copy, value)
            value = copy
    elif b.ret != NONE:
        value = coerce(b, NONE_VALUE, b.ret)
    run_cleanups(b)
    b.end(ops.Return(None if b.ret == NONE else value.op))


def run_cleanups(b: Builder) -> None:
    """Run all cleanups between here and the end of the function."""
    saved_exits, saved_err = list(b.exits), b.err
    while b.exits:
        top = b.exits.pop()
        if isinstance(top, Cleanup):
            b.err = top.err
            top.run()
    b.exits, b.err = saved_exits, saved_err


def lower_delete(b: Builder, node: nodes.Expression) -> None:
    """Lower `del`."""
    match node:
        case nodes.IndexExpr():
            index.delete_item(b, node)
        case nodes.NameExpr(node=nodes.Var() as var):
            if b.find_owner(var) is b:
                variable = b.variable(var, node)
                b.read(variable)
                variable.always_bound = False
                if variable.is_cell:
                    b.emit(ops.SetCell(variable.reg, ops.Null()))
                else:
                    b.emit(ops.Unbind(variable.reg))
                return
            if assign.is_global(b, var):
                from pygress.compiler.frontend.lower.names import global_of

                b.emit(ops.SetGlobal(global_of(b, var, node), ops.Null()))
                return
            raise Unsupported(node, "unsupported-syntax", f"`del {node.name}` cannot be compiled here")
        case nodes.MemberExpr():
            from pygress.compiler.frontend.lower.classes import class_inst

            value = lower_expr(b, node.expr)
            ty = value.ty
            if b.world.is_user_class(ty):
                from pygress.compiler.frontend.lower.classes import find_member

                member = find_member(b.world, ty, node.name)  # type: ignore[arg-type]
                if (
                    member is not None
                    and member.is_property
                    and isinstance(member.node, nodes.OverloadedFuncDef)
                ):
                    from pygress.compiler.frontend.lower.attributes import delete_property

                    delete_property(b, node, value, member)
                    return
                cls = class_inst(b.world, ty)  # type: ignore[arg-type]
                from pygress.compiler.frontend.lower.decorators import cached_name

                name = (
                    node.name if cls.ir.find_field(cached_name(node.name)) is None else cached_name(node.name)
                )
                field = cls.ir.find_field(name)
                if field is not None:
                    field.always_set = False
                    b.emit(ops.SetField(value.op, cls.ir, name, ops.Null()))
                    return
            raise Unsupported(node, "unsupported-syntax", f"`del` of `{node.name}` cannot be compiled")
        case nodes.TupleExpr(items=items):
            for one in items:
                lower_delete(b, one)
        case _:
            raise Unsupported(node, "unsupported-syntax", "this `del` cannot be compiled")


__all__ = ["OBJECT", "lower_block", "run_cleanups"]

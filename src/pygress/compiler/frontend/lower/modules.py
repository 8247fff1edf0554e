"""Top-level code: each module has one initialisation function, which runs once, imports first.

The user's modules run whole, in order, as in Python. Library modules run only the assignments that something reads.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder
from pygress.compiler.frontend.missing_imports import HELP, INSTEAD
from pygress.compiler.frontend.world import World
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import BOOL, Rep

PRIMITIVE_MODULES = {"pygress.compiler.stdlib.native"}


def module_init(world: World, tree: nodes.MypyFile) -> ir.Function:
    """Ask for the function that initialises a module."""
    key = ("init", tree.fullname)
    found = world.synthetic.get(key)
    if found is not None:
        return found
    function = ir.Function(
        world.c_name(f"init_{tree.fullname.rpartition('.')[2]}"), "<module>", world.trace_path(tree), 1
    )
    world.synthetic[key] = function
    world.program.functions.append(function)
    if tree.fullname in world.user_modules:
        world.later(lambda: _lower_user(world, tree, function))
    else:
        _lower_library(world, tree, function)
    return function


def _guard(b: Builder, world: World, name: str) -> None:
    """Return at once if the module is initialised already."""
    done = world.global_var(("done", name), f"{name}.__done__", BOOL)
    flag = b.temp(BOOL)
    assert isinstance(flag.op, ops.Reg)
    b.emit(ops.GetGlobal(flag.op, done))
    yes, no = b.new_block(), b.new_block()
    b.branch(flag, yes, no)
    b.start(yes)
    b.end(ops.Return(None))
    b.start(no)
    b.emit(ops.SetGlobal(done, ops.Const(True, Rep.BOOL)))


def _lower_user(world: World, tree: nodes.MypyFile, function: ir.Function) -> None:
    from pygress.compiler.frontend.lower.builder import shared_variables
    from pygress.compiler.frontend.lower.statements import lower_statement, type_skipped

    b = Builder(world, function, tree, {})
    del shared_variables
    b.line = 1
    b.start(b.new_block())
    _guard(b, world, tree.fullname)

    def work() -> None:
        for index, statement in enumerate(tree.defs):
            if b.block is None:
                return
            type_skipped(b, tree.defs, index)
            lower_statement(b, statement)

    world.guarded(tree, lambda: b.line, work)
    b.end(ops.Return(None))


def _lower_library(world: World, tree: nodes.MypyFile, function: ir.Function) -> None:
    """Prepare a library module: its assignments wait until something asks for the variable.

    The function body is a list of calls, one for each assignment that turns out to be needed; it is put
    together at the end (`finish_libraries`), in the order of the source.
    """
    needed: dict[int, ir.Function] = {}
    imports: list[nodes.MypyFile] = []
    for statement in tree.defs:
        imports += _imported(world, statement)
    world.libraries.append((tree, function, needed, imports))
    for index, statement in enumerate(tree.defs):
        for key in _targets(statement):
            request = _request(world, tree, statement, index, needed)
            if key in world.globals:
                world.later(request)
            else:
                world.global_requests[key] = request
    for tree_import in imports:
        module_init(world, tree_import)


def _request(
    world: World, tree: nodes.MypyFile, statement: nodes.Statement, index: int, needed: dict[int, ir.Function]
) -> Callable[[], None]:
    def lower() -> None:
        if index in needed:
            return
        name = f"init_{tree.fullname.rpartition('.')[2]}_{statement.line}"
        function = ir.Function(world.c_name(name), "<module>", world.trace_path(tree), statement.line)
        world.program.functions.append(function)
        needed[index] = function
        b = Builder(world, function, tree, {})
        b.line = statement.line
        b.start(b.new_block())

        def work() -> None:
            from pygress.compiler.frontend.lower.class_body import lower_class_body
            from pygress.compiler.frontend.lower.statements import lower_statement

            if isinstance(statement, nodes.ClassDef):
                lower_class_body(b, statement)
            else:
                lower_statement(b, statement)

        world.guarded(tree, lambda: b.line, work)
        b.end(ops.Return(None))

    return lower


def _targets(statement: nodes.Statement) -> list[object]:
    """List the variables that a top-level statement of a library sets."""
    match statement:
        case nodes.AssignmentStmt(lvalues=lvalues):
            out: list[object] = []
            for one in lvalues:
                parts = one.items if isinstance(one, nodes.TupleExpr) else [one]
                out += [
                    part.node
                    for part in parts
                    if isinstance(part, nodes.NameExpr) and isinstance(part.node, nodes.Var)
                ]
                out += [found for part in parts for found in [_class_target(part)] if found is not None]
            return out
        case nodes.Decorator(var=var):
            return [var]
        case nodes.ForStmt(index=nodes.NameExpr(node=nodes.Var() as var)):
            return [var]
        case nodes.ClassDef(info=info):
            found: list[object] = [
                entry.node for entry in info.names.values() if isinstance(entry.node, nodes.Var)
            ]
            return [*found, ("enum", info)]
        case nodes.IfStmt(body=bodies, else_body=rest):
            blocks = [*bodies, *([rest] if rest is not None else [])]
            return [key for block in blocks for one in block.body for key in _targets(one)]
        case _:
            return []


def _class_target(node: nodes.Expression) -> nodes.Var | None:
    """Find the class attribute that `C.x = ...` sets."""
    if (
        isinstance(node, nodes.MemberExpr)
        and isinstance(node.expr, nodes.RefExpr)
        and isinstance(node.expr.node, nodes.TypeInfo)
    ):
        entry = node.expr.node.names.get(node.name)
        if entry is not None and isinstance(entry.node, nodes.Var):
            return entry.node
    return None


def finish_libraries(world: World) -> None:
    """Write the initialisation functions of library modules, when all that is needed is known.

    A module with nothing to do is not called: importing the SDK costs only what the plugin uses of it.
    """
    work = {function: (tree, needed, imports) for tree, function, needed, imports in world.libraries}
    busy = {function for function, (_, needed, _imports) in work.items() if needed}
    grown = True
    while grown:
        grown = False
        for function, (_, _needed, imports) in work.items():
            called = [module_init(world, one) for one in imports]
            if function not in busy and any(one in busy or one not in work for one in called):
                busy.add(function)
                grown = True
    for function, (tree, needed, imports) in work.items():
        b = Builder(world, function, tree, {})
        b.start(b.new_block())
        if function in busy:
            _guard(b, world, tree.fullname)
            for one in imports:
                init = module_init(world, one)
                if init in busy or init not in work:
                    b.emit(ops.CallFunction(None, init, ()))
            for index in sorted(needed):
                b.emit(ops.CallFunction(None, needed[index], ()))
        b.end(ops.Return(None))
    idle = set(work) - busy
    for function in world.program.functions:
        for block in function.blocks:
            block.ops = [
                op for op in block.ops if not (isinstance(op, ops.CallFunction) and op.function in idle)
            ]
    world.program.functions = [one for one in world.program.functions if one not in idle]


def _imported(world: World, statement: nodes.Statement) -> list[nodes.MypyFile]:
    """List the modules of the program that an import statement runs."""
    names: list[str] = []
    match statement:
        case nodes.Import(ids=ids):
            names = [name for name, _ in ids]
        case nodes.ImportFrom():
            module = statement.id
            if statement.relative:
                return []
            names = [module, *[f"{module}.{name}" for name, _ in statement.names]]
        case _:
            return []
    out = []
    for name in names:
        tree = world.checked.files.get(world.implemented.get(name, name))
        # The modules whose functions are primitives have nothing to initialise.
        if tree is not None and not tree.is_stub and tree.fullname not in PRIMITIVE_MODULES:
            out.append(tree)
    return out


# Modules whose names the compiler itself knows.
KNOWN_MODULES = {
    "__future__", "abc", "asyncio", "builtins", "collections.abc", "collections", "dataclasses", "enum", "functools",
    "os", "sys", "types", "typing", "typing_extensions", "traceback", "warnings", "io", "http", "copy", "decimal",
    "numbers", "urllib", "time", "inspect", "locale", "platform",
}  # fmt: skip


def _missing(world: World, node: nodes.Import | nodes.ImportFrom) -> list[str]:
    """List the library modules of an import that have no implementation at all."""
    names = [name for name, _ in node.ids] if isinstance(node, nodes.Import) else [node.id]
    out = []
    for name in names:
        tree = world.checked.files.get(name)
        if tree is not None and tree.is_stub and name not in world.implemented and name not in KNOWN_MODULES:  # noqa: SIM102
            if not name.startswith(("pygress", "_typeshed")):
                out.append(name)
    return out


def lower_import(b: Builder, node: nodes.Import | nodes.ImportFrom) -> None:
    """Lower an import: initialise the module, if it is not."""
    if isinstance(node, nodes.ImportFrom) and node.relative:
        from mypy.util import correct_relative_import

        base, _ = correct_relative_import(
            b.tree.fullname, node.relative, node.id, b.tree.is_package_init_file()
        )
        copy = nodes.ImportFrom(base, 0, node.names)
        copy.set_line(node)
        node = copy
    for name in _missing(b.world, node):
        help_text = INSTEAD.get(name, HELP)
        message = f"the module `{name}` cannot be compiled"
        raise Unsupported(node, "unsupported-import", message, "not part of the library", help_text)
    for tree in _imported(b.world, node):
        b.emit(ops.CallFunction(None, module_init(b.world, tree), ()))

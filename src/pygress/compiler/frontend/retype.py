"""Types for statements that mypy skipped because it holds that control never reaches them.

It may be wrong: a call has changed an attribute that was narrowed, `__exit__` has ended an exception although it is
declared as `bool | None`, a list that came as `Any` holds other things than declared. So these statements are
compiled too.

Input: statements without types, and the functions and classes around them. Output: their types, found by a checker
that knows nothing of what stands before them. Its messages are dropped: mypy accepts the program.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from mypy import build, nodes, types
from mypy.checker import TypeChecker
from mypy.checker_state import checker_state
from mypy.errors import Errors
from mypy.state import state

from pygress.compiler.frontend.errors import crash_named
from pygress.compiler.frontend.walk import walk

Scope = nodes.TypeInfo | nodes.FuncItem


class Retyper:
    """Checks statements again, outside of their flow of control."""

    def __init__(self, manager: build.BuildManager, known: dict[nodes.Expression, types.Type]) -> None:
        self.manager = manager
        self.known = known
        self.options = manager.options.apply_changes({"check_unreachable": True})

    def add(
        self, tree: nodes.MypyFile, around: Sequence[Scope], statements: Sequence[nodes.Statement]
    ) -> None:
        """Find the types that are missing in `statements`, which stand in the scopes `around`, outermost first."""
        errors = Errors(self.options)
        checker = TypeChecker(
            errors, self.manager.modules, self.options, tree, tree.path, self.manager.plugin, {}
        )
        errors.set_file(tree.path, tree.fullname, self.options, scope=checker.tscope)
        with ExitStack() as stack:
            stack.enter_context(state.strict_optional_set(True))
            stack.enter_context(checker_state.set(checker))
            stack.enter_context(checker.tscope.module_scope(tree.fullname))
            stack.enter_context(checker.enter_partial_types())
            stack.enter_context(checker.binder.top_frame_context())
            for one in around:
                if isinstance(one, nodes.TypeInfo):
                    stack.enter_context(checker.tscope.class_scope(one))
                    stack.enter_context(checker.scope.push_class(one))
                    continue
                checker.dynamic_funcs.append(False)
                declared = checker.function_type(one)
                proper = types.get_proper_type(declared)
                result = proper.ret_type if isinstance(proper, types.CallableType) else None
                checker.return_types.append(result or types.AnyType(types.TypeOfAny.special_form))
                stack.enter_context(checker.scope.push_function(one))
                stack.enter_context(checker.enter_partial_types(is_function=True))
            # There may be a loop around them, which `break` and `continue` look for.
            stack.enter_context(checker.binder.frame_context(can_skip=False, conditional_frame=True))
            stack.enter_context(checker.binder.frame_context(can_skip=True, break_frame=2, continue_frame=1))
            stack.enter_context(crash_named(tree.path))
            for statement in statements:
                checker.accept(statement)
        doubtful = _tested(around[-1]) if around and isinstance(around[-1], nodes.FuncItem) else set()
        for node, ty in checker._type_maps[0].items():
            if isinstance(node, nodes.NameExpr) and node.node in doubtful and node not in self.known:
                ty = types.UninhabitedType()
            self.known.setdefault(node, ty)


def _tested(function: nodes.FuncItem) -> set[nodes.SymbolNode | None]:
    """List the variables that a function asks for their class: here they may be other than declared."""
    found: set[nodes.SymbolNode | None] = set()
    for node in walk(function.body):
        match node:
            case nodes.CallExpr(callee=nodes.RefExpr(fullname="builtins.isinstance"), args=[tested, *_]):
                if isinstance(tested, nodes.NameExpr):
                    found.add(tested.node)
    return found


def is_skipped(node: nodes.Statement, known: dict[nodes.Expression, types.Type]) -> bool:
    """Tell whether mypy has given no type to any expression of a statement."""
    heads: list[nodes.Expression] = []
    match node:
        case nodes.IfStmt():
            heads = node.expr[:1]
        case nodes.WhileStmt() | nodes.ForStmt():
            heads = [node.expr]
        case nodes.WithStmt():
            heads = node.expr[:1]
        case nodes.MatchStmt():
            heads = [node.subject]
        case nodes.TryStmt():
            return bool(node.body.body) and is_skipped(node.body.body[0], known)
        case nodes.FuncDef() | nodes.Decorator() | nodes.OverloadedFuncDef() | nodes.ClassDef():
            return False
    seen = False
    parts: list[nodes.Node] = [*heads] or [node]
    for part in parts:
        for one in walk(part, into_functions=False):
            if isinstance(one, nodes.Expression):
                if one in known:
                    return False
                seen = True
    return seen


def inner_blocks(node: nodes.Statement) -> list[nodes.Block | None]:
    """List the blocks of a compound statement that narrowing may rule out."""
    match node:
        case nodes.IfStmt():
            return [*node.body, node.else_body]
        case nodes.WhileStmt() | nodes.ForStmt():
            return [node.body, node.else_body]
        case nodes.MatchStmt():
            return list(node.bodies)
        case nodes.TryStmt():
            return [*node.handlers, node.else_body, node.finally_body]
        case _:
            return []

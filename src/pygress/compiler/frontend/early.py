"""What may be read before it is set: attributes that `__init__` sets late, module variables.

    def __init__(self) -> None:
        self.log()           # reads self.count: `count` may be unset
        self.count = 0

Input: the bodies of functions. Output: names that need a check when they are read. The search follows calls by name
through the program and is on the safe side: what it clears is set before any read.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from mypy import nodes

from pygress.compiler.frontend.walk import walk


@dataclass
class _Reads:
    """What may have been read, or called, up to a point."""

    attributes: set[str] = field(default_factory=set)
    variables: set[nodes.Var] = field(default_factory=set)
    seen: set[nodes.FuncItem] = field(default_factory=set)
    escaped: bool = False
    """The object itself was handed to other code."""
    others: list[nodes.Node] = field(default_factory=list)
    """Parts that matter only if the object escapes."""


class Early:
    """Answers for one program; `classes` are its classes."""

    def __init__(self, classes: Iterable[nodes.TypeInfo]) -> None:
        self.methods: dict[str, list[nodes.FuncDef]] = {}
        for info in classes:
            for name, entry in info.names.items():
                for function in _functions(entry.node):
                    self.methods.setdefault(name, []).append(function)
        self.cleared: dict[nodes.MypyFile, set[nodes.Var]] = {}
        self.late: dict[nodes.TypeInfo, set[str]] = {}

    # -- attributes

    def late_attributes(self, info: nodes.TypeInfo, init: nodes.FuncDef) -> set[str]:
        """List the attributes that may be read while `__init__` has not set them yet."""
        found = self.late.get(info)
        if found is None:
            found = self.late[info] = set()
            reads = _Reads()
            this = init.arguments[0].variable if init.arguments else None
            self._follow_object(init.body, this, info, reads, found)
        return found

    def _follow_object(
        self,
        body: nodes.Node,
        this: nodes.Var | None,
        info: nodes.TypeInfo,
        reads: _Reads,
        late: set[str] | None,
    ) -> None:
        """Go through code in order; with `late`, what is set after it was read goes there."""
        stored = _stored(body)
        bases: set[nodes.Node] = set()
        for node in walk(body):
            match node:
                case nodes.MemberExpr(expr=nodes.NameExpr(node=base) as expr, name=name) if base is this:
                    bases.add(expr)
                    if node in stored:
                        if late is not None and name in reads.attributes:
                            late.add(name)
                        if stored[node] == _PLAIN:
                            continue
                    self._read_attribute(name, info, reads)
                case nodes.SuperExpr(name=name):
                    for base_info in info.mro[1:]:
                        self._follow_methods(name, info, reads, base_info)
                case nodes.NameExpr(node=target) if target is this and node not in bases:
                    if not reads.escaped:
                        reads.escaped = True
                        for name in [one for one in self.methods if one.startswith("__")]:
                            if name not in ("__init__", "__new__"):
                                self._follow_methods(name, info, reads)
                        for other in reads.others:
                            self._follow_any(other, info, reads)
                        reads.others.clear()
                case nodes.MemberExpr() | nodes.NameExpr():
                    if reads.escaped:
                        self._follow_any(node, info, reads)
                    else:
                        reads.others.append(node)

    def _read_attribute(self, name: str, info: nodes.TypeInfo, reads: _Reads) -> None:
        reads.attributes.add(name)
        self._follow_methods(name, info, reads)

    def _follow_methods(
        self, name: str, info: nodes.TypeInfo, reads: _Reads, only: nodes.TypeInfo | None = None
    ) -> None:
        for function in self.methods.get(name, ()):
            owner = function.info
            if function in reads.seen or not (owner in info.mro or info in owner.mro):
                continue
            if only is not None and owner is not only:
                continue
            reads.seen.add(function)
            this = function.arguments[0].variable if function.arguments else None
            self._follow_object(function.body, this, info, reads, None)

    def _follow_any(self, node: nodes.Node, info: nodes.TypeInfo, reads: _Reads) -> None:
        """Follow a name or an attribute of another object, once the object is known to others."""
        match node:
            case nodes.MemberExpr(name=name):
                reads.attributes.add(name)
                targets: list[nodes.FuncDef] = list(self.methods.get(name, ()))
            case nodes.NameExpr(node=nodes.TypeInfo() as made):
                targets = [
                    one
                    for name in ("__init__", "__new__", "__post_init__")
                    for entry in [made.get(name)]
                    if entry is not None
                    for one in _functions(entry.node)
                ]
            case nodes.NameExpr(node=target):
                targets = _functions(target)
            case _:
                return
        for function in targets:
            if function not in reads.seen:
                reads.seen.add(function)
                this = function.arguments[0].variable if function.arguments and function.info else None
                related = function.info and (function.info in info.mro or info in function.info.mro)
                self._follow_object(function.body, this if related else None, info, reads, None)

    # -- module variables

    def may_be_unset(self, tree: nodes.MypyFile, var: nodes.Var) -> bool:
        """Tell whether a module variable may be read before the module's code has set it."""
        if tree not in self.cleared:
            self.cleared[tree] = self._clear(tree)
        return var not in self.cleared[tree]

    def _clear(self, tree: nodes.MypyFile) -> set[nodes.Var]:
        cleared: set[nodes.Var] = set()
        reads = _Reads()
        for statement in tree.defs:
            if isinstance(statement, nodes.FuncDef | nodes.OverloadedFuncDef):
                continue
            stored = _stored(statement)
            for node in walk(statement, into_functions=False):
                self._note(node, stored, reads)
            cleared.update(one for one in _sets(statement) if one not in reads.variables)
        for node in walk(tree):
            if isinstance(node, nodes.DelStmt):
                cleared -= {one.node for one in walk(node.expr) if isinstance(one, nodes.NameExpr)}
        return cleared

    def _note(self, node: nodes.Node, stored: dict[nodes.Node, int], reads: _Reads) -> None:
        targets: list[nodes.FuncDef] = []
        match node:
            case nodes.NameExpr(node=nodes.Var() as var):
                if stored.get(node) != _PLAIN:
                    reads.variables.add(var)
            case nodes.NameExpr(node=nodes.TypeInfo() as made):
                for name in ("__init__", "__new__", "__post_init__"):
                    entry = made.get(name)
                    targets += _functions(entry.node) if entry is not None else []
            case nodes.NameExpr(node=target):
                targets = _functions(target)
            case nodes.MemberExpr(name=name):
                targets = self.methods.get(name, [])
            case nodes.OpExpr() | nodes.ComparisonExpr() | nodes.IndexExpr() | nodes.CallExpr():
                if not reads.escaped:
                    # Operators and calls may run any dunder method.
                    reads.escaped = True
                    targets = [
                        one
                        for name, found in self.methods.items()
                        if name.startswith("__") and name not in ("__init__", "__new__", "__post_init__")
                        for one in found
                    ]
        for function in targets:
            if function in reads.seen:
                continue
            reads.seen.add(function)
            inner = _stored(function.body)
            for part in walk(function.body):
                self._note(part, inner, reads)


# How a name is assigned.
_PLAIN, _AUGMENTED = 1, 2


def _stored(body: nodes.Node) -> dict[nodes.Node, int]:
    """Find the names and attributes that are assigned, not read; `a += 1` does both."""
    out: dict[nodes.Node, int] = {}

    def add(node: nodes.Node | None) -> None:
        match node:
            case nodes.TupleExpr(items=items) | nodes.ListExpr(items=items):
                for one in items:
                    add(one)
            case nodes.StarExpr(expr=expr):
                add(expr)
            case nodes.NameExpr() | nodes.MemberExpr():
                out[node] = _PLAIN

    for node in walk(body):
        match node:
            case nodes.AssignmentStmt(lvalues=lvalues):
                for one in lvalues:
                    add(one)
            case nodes.OperatorAssignmentStmt(lvalue=nodes.NameExpr() | nodes.MemberExpr() as target):
                out[target] = _AUGMENTED
            case nodes.ForStmt(index=index):
                add(index)
            case nodes.WithStmt(target=targets):
                for item in targets:
                    add(item)
            case nodes.AssignmentExpr(target=target):
                add(target)
            case nodes.DelStmt(expr=expr):
                add(expr)
    return out


def _sets(statement: nodes.Statement) -> set[nodes.Var]:
    """List the variables that a statement sets on every way through it."""
    match statement:
        case nodes.AssignmentStmt(lvalues=lvalues, rvalue=value) if not isinstance(value, nodes.TempNode):
            return {
                one.node
                for target in lvalues
                for one in walk(target)
                if isinstance(one, nodes.NameExpr) and isinstance(one.node, nodes.Var)
            }
        case nodes.IfStmt(body=bodies, else_body=nodes.Block() as rest):
            live = [one for one in [*bodies, rest] if not one.is_unreachable]
            parts = [set().union(*map(_sets, one.body)) for one in live if not _leaves(one)]
            return set.intersection(*parts) if parts else set()
        case nodes.WithStmt() | nodes.TryStmt() | nodes.Block():
            return set()
        case nodes.Decorator(var=var):
            return {var}
        case nodes.ClassDef():
            return {var for inner in statement.defs.body for var in _sets(inner)}
        case _:
            return set()


def _leaves(block: nodes.Block) -> bool:
    return bool(block.body) and isinstance(block.body[-1], nodes.RaiseStmt)


def _functions(node: nodes.SymbolNode | None) -> list[nodes.FuncDef]:
    """List the definitions behind a name."""
    match node:
        case nodes.FuncDef():
            # Functions of stubs that come from mypy's cache have no body.
            return [node] if hasattr(node, "arguments") else []
        case nodes.Decorator(func=func):
            return _functions(func)
        case nodes.OverloadedFuncDef(items=items, impl=impl):
            return [one for item in [*items, impl] if item is not None for one in _functions(item)]
        case _:
            return []

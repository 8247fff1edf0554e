"""Names of the standard library that are ours: the typed trees are made to refer to our definitions.

Input: the checked program, where `import re` means typeshed. Afterwards a name of a function, variable or class of
the library refers to the definition in `compiler/stdlib`, if there is one: `hashlib.sha256`, which typeshed calls
`_hashlib.openssl_sha256`, to our function `sha256`. Types stay typeshed's; `TypeMap` knows the classes. What has no
definition of ours is left alone: primitives and special forms are found by their standard names.
"""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.check import Checked
from pygress.compiler.frontend.library_text import MIXIN
from pygress.compiler.frontend.typemap import STDLIB
from pygress.compiler.frontend.walk import children
from pygress.compiler.stdlib import ALIASES, FORMS

# Decorators are recognised by their standard names, constants and special functions too.
_KEPT = frozenset(
    {
        "math.pi",
        "math.e",
        "math.tau",
        "math.inf",
        "math.nan",
    }
)


_CONTAINERS = frozenset(
    f"builtins.{name}" for name in ("dict", "list", "set", "frozenset", "tuple", "str", "bytes", "bytearray")
)


class Library:
    """Our definitions by the names that typeshed gives them."""

    def __init__(self, checked: Checked, implemented: dict[str, str]) -> None:
        self.definitions: dict[str, nodes.SymbolNode] = {}
        self.public: dict[str, str] = {}
        """Full name in typeshed -> name that users know, where a form may depend on the call."""
        self.redirected: set[nodes.RefExpr] = set()
        self.classes: dict[str, str] = {}
        # Which exceptions are in a group is seen when the program runs; all groups are one class.
        self.arity: dict[str, int] = {"builtins.BaseExceptionGroup": 0, "builtins.ExceptionGroup": 0}
        for module, ours in implemented.items():
            self._add_module(checked, module, ours)
        for name, target in ALIASES.items():
            module, _, short = target.rpartition(".")
            if module in implemented:
                entry = checked.files[implemented[module]].names.get(short)
                if entry is not None and entry.node is not None:
                    self._add(name, target, entry.node)
        mixins = checked.files.get(f"{STDLIB}.collections_abc")
        self.mixins: dict[str, nodes.TypeInfo] = {
            f"typing.{name.removesuffix(MIXIN)}": entry.node
            for name, entry in (mixins.names.items() if mixins is not None else ())
            if name.endswith(MIXIN) and isinstance(entry.node, nodes.TypeInfo)
        }
        """Class of `collections.abc` -> ours with the methods that it gives."""
        for name, tree in checked.files.items():
            if not tree.is_stub and not name.startswith(STDLIB + ".native"):
                self._redirect(tree)

    def _add_module(self, checked: Checked, module: str, ours: str) -> None:
        tree = checked.files.get(ours)
        standard = checked.files.get(module)
        if tree is None or standard is None:
            return
        for name, entry in tree.names.items():
            node = entry.node
            if node is None or not node.fullname.startswith(ours + "."):
                continue
            self._add(f"{module}.{name}", f"{module}.{name}", node)
            known = standard.names.get(name)
            if known is not None and known.node is not None:
                self._add(known.node.fullname, f"{module}.{name}", node)

    def _add(self, full: str, public: str, node: nodes.SymbolNode) -> None:
        self.definitions[full] = node
        self.public[full] = public
        if isinstance(node, nodes.TypeInfo):
            self.classes[full] = node.fullname
            self.arity[node.fullname] = len(node.defn.type_vars)

    def _redirect(self, tree: nodes.MypyFile) -> None:
        """Go through a module; decorators are left alone."""
        stack: list[nodes.Node | None] = [tree]
        while stack:
            node = stack.pop()
            if node is None:
                continue
            if isinstance(node, nodes.Decorator):
                stack.append(node.func)
                continue
            if isinstance(node, nodes.ClassDef):
                self._rebase(node.info)
            if isinstance(node, nodes.CallExpr) and isinstance(node.callee, nodes.RefExpr):
                self._resolve_call(node, node.callee)
            elif isinstance(node, nodes.NameExpr | nodes.MemberExpr):
                self._resolve(node)
            stack.extend(children(node))

    def _rebase(self, info: nodes.TypeInfo) -> None:
        """Let a class extend our classes instead of typeshed's, and the classes with the methods of its bases."""
        # A class below a builtin container has its methods: the runtime gives them.
        builtin = any(one.fullname in _CONTAINERS for one in info.mro)
        if self.mixins and not builtin and not info.name.endswith(MIXIN):
            self._mix_in(info)
        if not any(one.fullname in self.classes for one in info.mro):
            return
        for base in info.bases:
            ours = self.definitions.get(base.type.fullname)
            if isinstance(ours, nodes.TypeInfo):
                base.type = ours
                base.args = base.args[: len(ours.defn.type_vars)]
        order: list[nodes.TypeInfo] = []
        for one in info.mro:
            found = self.definitions.get(one.fullname)
            if not isinstance(found, nodes.TypeInfo):
                order.append(one)
                continue
            order += [part for part in found.mro if part not in order and part not in info.mro]
        info.mro = order

    def _mix_in(self, info: nodes.TypeInfo) -> None:
        for base in info.bases:
            base.type = self.mixins.get(base.type.fullname, base.type)
        order: list[nodes.TypeInfo] = []
        for one in info.mro:
            mixin = self.mixins.get(one.fullname)
            order += [one] if mixin is None else [mixin, one]
        info.mro = order

    def _resolve_call(self, call: nodes.CallExpr, callee: nodes.RefExpr) -> None:
        if isinstance(callee, nodes.MemberExpr) and isinstance(callee.expr, nodes.RefExpr):
            # A class method of a class that is a function here.
            found = self.definitions.get(f"{callee.expr.fullname}.{callee.name}")
            if found is not None and isinstance(callee.expr.node, nodes.TypeInfo):
                direct = nodes.NameExpr(found.name)
                direct.set_line(callee)
                direct.node = found
                direct.fullname = found.fullname
                self.redirected.add(direct)
                call.callee = direct
                return
        forms = FORMS.get(self.public.get(callee.fullname, ""))
        self._resolve(callee)
        if forms is None or not isinstance(callee.node, nodes.SymbolNode):
            return
        name = form_of(call, forms)
        if name is not None:
            module = callee.node.fullname.rpartition(".")[0]
            found = self.definitions.get(f"{self._standard(module)}.{name}")
            if found is not None:
                callee.node = found
                callee.fullname = found.fullname

    def _standard(self, ours: str) -> str:
        for full, node in self.definitions.items():
            if node.fullname.rpartition(".")[0] == ours:
                return self.public[full].rpartition(".")[0]
        return ours

    def _resolve(self, node: nodes.RefExpr) -> None:
        if not isinstance(node.node, nodes.SymbolNode) or node.fullname in _KEPT:
            return
        found = self.definitions.get(node.node.fullname)
        if found is None:
            return
        node.node = found
        node.fullname = found.fullname
        self.redirected.add(node)


def form_of(call: nodes.CallExpr, forms: dict[int | str, str]) -> str | None:
    """Choose the form of a function by the arguments of a call; `None`: the function itself."""
    named = {name for name in call.arg_names if name is not None}
    count = sum(kind == nodes.ARG_POS for kind in call.arg_kinds)
    star = nodes.ARG_STAR in call.arg_kinds
    for key, name in forms.items():
        if key in named or (key == count and not star):
            return name
    return None

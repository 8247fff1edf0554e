"""What of a program is reachable: functions, classes and globals are made when something asks for them.

Input: the typed trees. Output: an `ir.Program`. A worklist lowers each function once per set of type arguments;
a dispatch gets an arm for each instantiated class, until nothing new turns up. What nothing asks for is not compiled.
"""

from __future__ import annotations

import ast
import re
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from mypy import nodes, types
from mypy.options import Options

from pygress.base.diagnostics import Diagnostic, DiagnosticError
from pygress.compiler.frontend.check import Checked
from pygress.compiler.frontend.early import Early
from pygress.compiler.frontend.errors import InternalError, Unsupported
from pygress.compiler.frontend.library import Library
from pygress.compiler.frontend.typemap import Env, TypeMap
from pygress.compiler.frontend.walk import walk
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.program import Dispatch, Function
from pygress.compiler.ir.types import NONE, OBJECT, STR, Func, Inst, Rep, Tuple, Ty, TypeOf, Union, rep_of

_SURROGATE = re.compile("[\ud800-\udfff]")
_STEM = re.compile(r"[^A-Za-z0-9_]+")


@dataclass(eq=False)
class Param:
    """One parameter of a compiled function."""

    name: str
    ty: Ty
    kind: nodes.ArgKind
    default: nodes.Expression | None = None
    var: nodes.Var | None = None


@dataclass(eq=False)
class FunctionInst:
    """A function for one set of type arguments; `owner` is the class it is a method of."""

    defn: nodes.FuncItem
    owner: Inst | None
    env: Env
    params: list[Param]
    ret: Ty
    ir: ir.Function
    tree: nodes.MypyFile
    parent: object = None
    """The builder of the enclosing function, for closures."""
    captured: list[nodes.SymbolNode] = field(default_factory=list)
    default_slots: dict[str, int] = field(default_factory=dict)
    """Parameters whose default was evaluated when the closure was made: where the function object carries it."""


@dataclass(eq=False)
class DispatchSite:
    """A call by run-time class of `receiver`; `adapt` makes the function to call for one class, or `None`."""

    ir: Dispatch
    receiver: Ty
    adapt: Callable[[ClassInst], Function | None]
    done: set[str] = field(default_factory=set)


@dataclass(eq=False)
class ClassInst:
    """A class for one set of type arguments."""

    info: nodes.TypeInfo
    ty: Inst
    env: Env
    ir: ir.Class
    base: ClassInst | None
    instantiated: bool = False
    decorators: set[str] = field(default_factory=set)


class World:
    """The program under compilation."""

    def __init__(self, checked: Checked, implemented: dict[str, str], user_modules: set[str]) -> None:
        gives_not_implemented.cache_clear()  # or it would keep every program that was compiled before
        self.checked = checked
        self.library = Library(checked, implemented)
        self.map = TypeMap(implemented, self.library.classes, self.library.arity)
        self.map.as_super = self.as_super
        self.implemented = implemented
        self.user_modules = user_modules
        self.main_module = ""
        self.trace_root: Path | None = None
        """Folder that paths in tracebacks are relative to, for plugins."""
        self.program = ir.Program()
        self.diagnostics: list[Diagnostic] = []
        self.functions: dict[object, FunctionInst] = {}
        self.classes: dict[Inst, ClassInst] = {}
        self.globals: dict[object, ir.Global] = {}
        self.sites: dict[object, DispatchSite] = {}
        self.queue: deque[Callable[[], None]] = deque()
        self.names: dict[str, int] = {}
        self.infos: dict[str, nodes.TypeInfo | None] = {}
        self.synthetic: dict[object, ir.Function] = {}
        self.assigned_attributes: set[str] = set()
        self.class_assigned_attributes: set[str] = set()
        self.erased: dict[object, ir.Class] = {}
        self.needs_boxed_entries = False
        self.libraries: list[
            tuple[nodes.MypyFile, ir.Function, dict[int, ir.Function], list[nodes.MypyFile]]
        ] = []
        self.dynamic_names: set[str] = set()
        self.dynamic_done: set[object] = set()
        self.assignments: dict[nodes.Var, int] = {}
        self.constants: dict[nodes.Var, nodes.Expression] = {}
        """Module variables that are assigned once, a literal."""
        self.values: dict[nodes.Var, nodes.Expression] = {}
        """What was assigned last to a variable of a module, in the order of the text."""
        self.trees: dict[nodes.TypeInfo, nodes.MypyFile] = {}
        self.on_new_class: list[Callable[[ClassInst], None]] = []
        self.global_requests: dict[object, Callable[[], None]] = {}
        self.deleted_attributes: set[str] = set()
        self.class_targets: list[tuple[nodes.TypeInfo, str]] = []
        """Assignments `C.x = ...`."""
        self.below_targets: list[tuple[nodes.TypeInfo, str]] = []
        """Assignments `cls.x = ...`: of the class that `cls` is declared as, or one below it."""
        self.class_objects: dict[Inst, None] = {}
        """Classes of the program that are used as objects of which nothing is known."""
        self.calls_objects = False
        """The program calls objects of which nothing is known."""
        self.asks_names = False
        """The program reads `__name__`: functions keep theirs under another signature."""
        self.raw_made: set[nodes.TypeInfo] = set()
        """Classes with `C.__new__(C)`: instances that `__init__` has not seen."""
        self.late_values: set[nodes.SymbolNode] = set()
        """Class attributes that a base has too, until `C.x = ...` gives the class one of its own."""
        self._scan()
        self._add_late_values()
        self.early = Early(self.trees)

    # -- names and places

    def c_name(self, text: str) -> str:
        """Make a unique C name that still tells where it comes from."""
        stem = _STEM.sub("_", text).strip("_") or "x"
        if stem[0].isdigit():
            stem = "_" + stem
        count = self.names.get(stem, 0)
        self.names[stem] = count + 1
        return stem if count == 0 else f"{stem}__{count + 1}"

    def path_of(self, tree: nodes.MypyFile) -> str:
        """Tell the path of a module as shown to people."""
        return tree.path

    def trace_path(self, tree: nodes.MypyFile) -> str:
        """Tell the path of a module as tracebacks show it: the same wherever the build runs.

        The entry module of a plugin counts as part of the SDK, whose frames are hidden.
        """
        if tree.fullname == "__plugin__":
            return ir.ENTRY
        if tree.fullname.startswith("pygress."):
            return tree.fullname.replace(".", "/") + (
                "/__init__.py" if tree.is_package_init_file() else ".py"
            )
        if tree.path in self.checked.traces:
            return self.checked.traces[tree.path]
        if self.trace_root is not None:
            path = Path(tree.path).resolve()
            if path.is_relative_to(self.trace_root):
                return path.relative_to(self.trace_root).as_posix()
        return tree.path

    def report(self, error: Unsupported, tree: nodes.MypyFile) -> None:
        """Keep one mistake; the same one is kept once."""
        found = error.diagnostic(self.path_of(tree))
        if found not in self.diagnostics:
            self.diagnostics.append(found)

    def info(self, name: str) -> nodes.TypeInfo:
        """Find the class of a type by the name that `TypeMap.name` gave."""
        if name not in self.infos:
            self.infos[name] = self.checked.info(name) or self.local_infos.get(name)
        found = self.infos[name]
        if found is None:
            raise KeyError(name)
        return found

    def _scan(self) -> None:
        """Collect what must be known of the whole source: assigned attributes, classes inside functions."""
        self.local_infos: dict[str, nodes.TypeInfo] = {}
        self.subclasses_skipping_init: set[nodes.TypeInfo] = set()
        for tree in self.checked.files.values():
            if tree.is_stub or tree.is_typeshed_file(self.options):
                continue
            for statement in tree.defs:
                self._scan_constant(statement)
            for node in walk(tree):
                match node:
                    case nodes.ClassDef(info=info):
                        self.local_infos[self.map.name(info)] = info
                        self.trees[info] = tree
                        self._scan_init(info)
                    case nodes.MemberExpr(name="__new__", expr=nodes.RefExpr(node=nodes.TypeInfo() as raw)):
                        self.raw_made.add(raw)
                    case nodes.MemberExpr(name="__name__" | "__qualname__"):
                        self.asks_names = self.asks_names or tree.fullname in self.user_modules
                    case nodes.StrExpr(value=value) if "\ufffd" in value:
                        self._restore(node, tree)
                    case nodes.AssignmentStmt(lvalues=lvalues):
                        made = getattr(node.rvalue, "analyzed", None)
                        if isinstance(made, nodes.NamedTupleExpr):
                            self.local_infos[self.map.name(made.info)] = made.info
                            self.trees[made.info] = tree
                        for one in lvalues:
                            self._scan_target(one)
                    case nodes.OperatorAssignmentStmt(lvalue=lvalue):
                        self._scan_target(lvalue)
                    case nodes.ForStmt(index=index):
                        self._scan_target(index)
                    case nodes.DelStmt(expr=expr):
                        self._scan_target(expr)
                        self.deleted_attributes.update(
                            one.name for one in walk(expr) if isinstance(one, nodes.MemberExpr)
                        )
                    case nodes.WithStmt(target=target):
                        for item in target:
                            if item is not None:
                                self._scan_target(item)

    def _add_late_values(self) -> None:
        """Declare `x` in each class `C` with `C.x = ...` that only has the `x` of a base so far.

        `cls.x = ...` may mean any class below the one that `cls` is declared as.
        """
        below = [
            (info, name)
            for base, name in self.below_targets
            for info in self.local_infos.values()
            if base in info.mro and info is not base and not info.defn.type_vars
        ]
        for info, name in [*self.class_targets, *below]:
            inherited = info.get(name)
            if name in info.names or inherited is None or not isinstance(inherited.node, nodes.Var):
                continue
            if inherited.node.info not in self.trees:
                continue
            var = nodes.Var(name, inherited.node.type)
            var.info = info
            var.is_classvar = var.is_initialized_in_class = True
            info.names[name] = nodes.SymbolTableNode(nodes.MDEF, var)
            self.late_values.add(var)

    def _restore(self, node: nodes.StrExpr, tree: nodes.MypyFile) -> None:
        """Put the lone surrogates back into a literal: mypy's parser holds U+FFFD in their place."""
        source = self.checked.sources.get(tree.path) or Path(tree.path).read_text(encoding="utf-8")
        found = [
            one
            for one in ast.walk(ast.parse(source))
            if isinstance(one, ast.Constant) and isinstance(one.value, str) and one.lineno == node.line
            if _SURROGATE.sub("\ufffd", one.value) == node.value
        ]
        exact = [one for one in found if one.col_offset == node.column] or found
        if len({one.value for one in exact}) == 1:
            node.value = str(exact[0].value)
            return
        text = "the value of this literal with lone surrogates is not known"
        self.report(
            Unsupported(node, "unsupported-syntax", text, "", "put it into a literal of its own"), tree
        )

    def _scan_constant(self, node: nodes.Statement) -> None:
        if not isinstance(node, nodes.AssignmentStmt) or len(node.lvalues) != 1:
            return
        target, value = node.lvalues[0], node.rvalue
        if isinstance(target, nodes.NameExpr) and isinstance(target.node, nodes.Var):
            self.values[target.node] = value
        if isinstance(value, nodes.UnaryExpr) and value.op == "-":
            value = value.expr
        literal = isinstance(value, nodes.IntExpr | nodes.FloatExpr | nodes.StrExpr | nodes.BytesExpr)
        if literal and isinstance(target, nodes.NameExpr) and isinstance(target.node, nodes.Var):
            self.constants[target.node] = node.rvalue

    @property
    def options(self) -> Options:
        """The options that mypy ran with."""
        return self.checked.options

    def _scan_target(self, node: nodes.Expression) -> None:
        match node:
            case nodes.NameExpr(kind=nodes.GDEF, node=nodes.Var() as var):
                self.assignments[var] = self.assignments.get(var, 0) + 1
            case nodes.MemberExpr(expr=expr, name=name):
                ty = types.get_proper_type(self.checked.types.get(expr))
                on_class = isinstance(ty, types.TypeType) or (
                    isinstance(ty, types.FunctionLike) and ty.is_type_obj()
                )
                (self.class_assigned_attributes if on_class else self.assigned_attributes).add(name)
                if isinstance(expr, nodes.RefExpr) and isinstance(expr.node, nodes.TypeInfo):
                    self.class_targets.append((expr.node, name))
                elif isinstance(ty, types.TypeType):
                    item = ty.item.upper_bound if isinstance(ty.item, types.TypeVarType) else ty.item
                    held = types.get_proper_type(item)
                    if isinstance(held, types.Instance):
                        self.below_targets.append((held.type, name))
            case nodes.TupleExpr(items=items) | nodes.ListExpr(items=items):
                for one in items:
                    self._scan_target(one)
            case nodes.StarExpr(expr=expr):
                self._scan_target(expr)

    def _scan_init(self, info: nodes.TypeInfo) -> None:
        entry = info.names.get("__init__")
        if entry is None or not isinstance(entry.node, nodes.FuncDef):
            return
        for node in walk(entry.node.body):
            if isinstance(node, nodes.SuperExpr) or (
                isinstance(node, nodes.MemberExpr) and node.name == "__init__"
            ):
                return
        self.subclasses_skipping_init.add(info)

    # -- requests

    def later(self, work: Callable[[], None]) -> None:
        """Add work to the list."""
        self.queue.append(work)

    def run(self) -> None:
        """Work until nothing new is asked for; raise `DiagnosticError` with all mistakes."""
        while True:
            while self.queue:
                self.queue.popleft()()
            from pygress.compiler.frontend.lower.class_makers import grow_makers
            from pygress.compiler.frontend.lower.dynamic_names import grow_dynamic

            grown = self._grow_dispatches()
            grown = grow_makers(self) or grown
            if not grow_dynamic(self) and not grown:
                break
        if self.diagnostics:
            order = sorted(
                self.diagnostics,
                key=lambda d: (d.span.path, d.span.line, d.span.column) if d.span else ("", 0, 0),
            )
            raise DiagnosticError(order)

    def _grow_dispatches(self) -> bool:
        grown = False
        for site in list(self.sites.values()):
            for cls in list(self.classes.values()):
                if not cls.instantiated or cls.ir.c in site.done:
                    continue
                site.done.add(cls.ir.c)
                if not self.may_be(cls.ty, site.receiver):
                    continue
                function = site.adapt(cls)
                if function is not None:
                    site.ir.arms[cls.ir.c] = ir.Arm(cls.ir, function)
                    grown = True
        return grown or bool(self.queue)

    def guarded(self, tree: nodes.MypyFile, line: Callable[[], int], work: Callable[[], None]) -> None:
        """Run `work`; a mistake is reported, a bug of ours names the line."""
        try:
            work()
        except Unsupported as error:
            self.report(error, tree)
        except (InternalError, DiagnosticError):
            raise
        except Exception as error:
            raise InternalError(self.path_of(tree), line(), error) from error

    # -- types

    def as_super(self, ty: Ty, name: str) -> Inst | None:
        """View `ty` as an instance of its base `name`, with the right type arguments."""
        if isinstance(ty, Tuple):
            from pygress.compiler.ir.types import make_union

            ty = Inst("builtins.tuple", (make_union(list(ty.items)),))
        if not isinstance(ty, Inst):
            return None
        if ty.name == name:
            return ty
        try:
            info = self.info(ty.name)
        except KeyError:
            return None
        env = class_env(info, ty)
        for base in info.bases:
            converted = self.map.convert(base, env)
            if base.type.fullname == name and not isinstance(converted, Inst | Tuple):
                return Inst(name)
            if isinstance(converted, (Inst, Tuple)):
                found = self.as_super(converted, name)
                if found is not None:
                    return found
        return None

    def may_be(self, concrete: Ty, static: Ty) -> bool:
        """Tell whether a value of static type `static` can be an instance of the class `concrete`."""
        if static == OBJECT or concrete == static:
            return True
        if not isinstance(static, Inst):
            return isinstance(static, Union | Tuple) and any(
                self.may_be(concrete, one) for one in static.items
            )
        try:
            info = self.info(static.name)
        except KeyError:
            return False
        found = self.as_super(concrete, static.name)
        if found is not None:
            return all(
                a == b or OBJECT in (a, b) or self._variance_ok(a, b)
                for a, b in zip(found.args, static.args, strict=False)
            )
        return info.is_protocol and isinstance(concrete, Inst) and self.has_members(concrete, info)

    def _variance_ok(self, a: Ty, b: Ty) -> bool:
        return (rep_of(a) == Rep.REF and rep_of(b) == Rep.REF) or self.may_be(a, b)

    def has_members(self, concrete: Inst, protocol: nodes.TypeInfo) -> bool:
        """Tell whether a class has all the members of a protocol."""
        try:
            info = self.info(concrete.name)
        except KeyError:
            return False
        return all(info.get(name) is not None for name in protocol.protocol_members)

    def is_user_class(self, ty: Ty) -> bool:
        """Tell whether `ty` is a class that is compiled (not one of the runtime)."""
        if not isinstance(ty, Inst):
            return False
        try:
            info = self.info(ty.name)
        except KeyError:
            return False
        return info in self.trees

    # -- functions

    def function(
        self, defn: nodes.FuncItem, owner: Inst | None, env: Env, tree: nodes.MypyFile
    ) -> FunctionInst:
        """Ask for a function with the type arguments in `env`."""
        variables = []
        if isinstance(defn.type, types.CallableType):
            variables = [env.get(one.id, OBJECT) for one in defn.type.variables]
        key = (defn, owner, tuple(variables))
        found = self.functions.get(key)
        if found is not None:
            return found
        inst = self.new_function(defn, owner, env, tree)
        self.functions[key] = inst
        self.enqueue(inst)
        return inst

    def new_function(
        self, defn: nodes.FuncItem, owner: Inst | None, env: Env, tree: nodes.MypyFile, name: str = ""
    ) -> FunctionInst:
        """Make an instance of a function without looking for an equal one (closures)."""
        params, ret = self.signature(defn, owner, env)
        name = name or defn.name or "<lambda>"
        qualified = f"{owner.name.rpartition('.')[2]}.{name}" if owner is not None else name
        module = "" if tree.fullname == self.main_module else f"{tree.fullname.rpartition('.')[2]}."
        function = ir.Function(
            self.c_name(f"py_{module}{qualified}"), defn.name or "<lambda>", self.trace_path(tree), defn.line
        )
        function.ret = Rep.VOID if ret == NONE else rep_of(ret)
        function.is_generator = bool(defn.is_generator or defn.is_coroutine)
        if function.is_generator:
            function.ret = Rep.REF
        for param in params:
            reg = function.new_reg(rep_of(param.ty), param.name)
            function.params.append(reg)
            function.param_names.append(param.name)
        function.signature = Func(tuple(one.ty for one in params), ret)
        return FunctionInst(defn, owner, dict(env), params, ret, function, tree)

    def enqueue(self, inst: FunctionInst) -> None:
        """Have the body lowered."""
        from pygress.compiler.frontend.lower.functions import lower_function

        self.program.functions.append(inst.ir)
        self.later(lambda: lower_function(self, inst))

    def signature(self, defn: nodes.FuncItem, owner: Inst | None, env: Env) -> tuple[list[Param], Ty]:
        """Tell the parameters and the result of a function."""
        ty = defn.type
        params: list[Param] = []
        arg_types: list[types.Type | None] = [None] * len(defn.arguments)
        ret: Ty = OBJECT
        if isinstance(ty, types.CallableType):
            arg_types = list(ty.arg_types)
            ret = self.map.convert(ty.ret_type, env)
        elif isinstance(defn, nodes.FuncDef):
            ret = OBJECT
        if gives_not_implemented(defn):
            # The result may be `NotImplemented`: the caller looks (`operators.apply`).
            ret = OBJECT
        has_self = owner is not None and not defn.is_static
        for index, arg in enumerate(defn.arguments):
            if has_self and index == 0:
                assert owner is not None
                one: Ty = TypeOf(owner) if defn.is_class else owner
            else:
                one = self.map.convert(arg_types[index], env)
            if arg.kind == nodes.ARG_STAR:
                one = Inst("builtins.tuple", (one,))
            elif arg.kind == nodes.ARG_STAR2:
                # `**opts: Unpack[Options]` has the dict itself as its type.
                typed = isinstance(
                    types.get_proper_type(arg_types[index]), types.TypedDictType | types.UnpackType
                )
                one = Inst(
                    "builtins.dict",
                    (
                        STR,
                        OBJECT if typed and isinstance(ty, types.CallableType) and ty.unpack_kwargs else one,
                    ),
                )
            params.append(Param(arg.variable.name, one, arg.kind, arg.initializer, arg.variable))
        return params, ret

    def synthesize(self, key: object, make: Callable[[], ir.Function]) -> ir.Function:
        """Make a generated function once."""
        if key not in self.synthetic:
            self.synthetic[key] = make()
        return self.synthetic[key]

    # -- globals

    def global_var(self, key: object, name: str, ty: Ty) -> ir.Global:
        """Ask for a global variable."""
        found = self.globals.get(key)
        if found is None:
            found = ir.Global(self.c_name(f"pv_{name}"), name.rpartition(".")[2], rep_of(ty), ty)
            self.globals[key] = found
            self.program.globals.append(found)
            request = self.global_requests.pop(key, None)
            if request is not None:
                self.later(request)
        return found

    def tree_of(self, info: nodes.TypeInfo) -> nodes.MypyFile:
        """Find the module of a class."""
        return self.trees[info]


@cache
def gives_not_implemented(defn: nodes.FuncItem) -> bool:
    """Tell whether an operator method may return `NotImplemented`."""
    if not (defn.name or "").startswith("__"):
        return False
    return any(
        isinstance(one, nodes.NameExpr) and one.fullname == "builtins.NotImplemented"
        for one in walk(defn.body)
    )


def class_env(info: nodes.TypeInfo, ty: Inst) -> Env:
    """Bind the type variables of a class to the arguments of `ty`."""
    env: Env = {}
    for variable, arg in zip(info.defn.type_vars, ty.args, strict=False):
        env[variable.id] = arg
    if info.self_type is not None:
        env[info.self_type.id] = ty
    return env

"""Configuration types: what a field's annotation means for JSON.

Input: annotations in the plugin's modules. Output: `Kind` trees, from which decoders and schema are made. What
JSON cannot give is a `bad-config` error at the annotation.
"""

import ast
from dataclasses import dataclass

from pygress.base.diagnostics import DiagnosticError
from pygress.compiler.frontend.plugin.kinds import (
    Anything,
    Choice,
    ClassOf,
    DictOf,
    EnumOf,
    Kind,
    Limited,
    ListOf,
    Plain,
    Union,
)
from pygress.compiler.frontend.plugin.limits import check_default, check_limit, check_limited
from pygress.compiler.frontend.plugin.mark import did_you_mean
from pygress.compiler.frontend.plugin.modules import AliasRef, ClassRef, Module, Modules

_PLAIN = {"builtins.str": "str", "builtins.int": "int", "builtins.float": "float", "builtins.bool": "bool"}
_ANY = ("typing.Any", "builtins.object")
_LISTS = {
    "builtins.list": "list",
    "typing.List": "list",
    "builtins.set": "set",
    "typing.Set": "set",
    "builtins.frozenset": "frozenset",
    "typing.FrozenSet": "frozenset",
    "builtins.tuple": "tuple",
    "typing.Tuple": "tuple",
}
_ENUMS = ("enum.Enum", "enum.StrEnum", "enum.IntEnum")
_ALLOWED = (
    "allowed are str, int, float, bool, list, set, frozenset, tuple[..., ...], dict with str keys, dataclasses,"
    " Optional, unions, Literal, Enum and Any"
)


@dataclass(frozen=True)
class Field:
    """One field of a dataclass; `default` is the expression that gives its default value."""

    name: str
    kind: Kind
    module: Module
    node: ast.AnnAssign
    default: ast.expr | None
    calls_default: bool
    description: str


class Types:
    """Reads annotations; each dataclass once."""

    def __init__(self, modules: Modules) -> None:
        self.modules = modules
        self._fields: dict[int, list[Field]] = {}

    def kind_of(self, module: Module, node: ast.expr) -> Kind:
        """Give the kind of an annotation."""
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            try:
                inner = ast.parse(node.value, mode="eval").body
            except SyntaxError:
                raise module.error(node, "bad-config", f"`{node.value}` is not a type") from None
            for one in ast.walk(inner):
                ast.copy_location(one, node)
            return self.kind_of(module, inner)
        if isinstance(node, ast.Constant) and node.value is None:
            return Plain("None")
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return _union([self.kind_of(module, node.left), self.kind_of(module, node.right)])
        if isinstance(node, ast.Subscript):
            return self._generic(module, node)
        target = self.modules.resolve(module, node)
        if isinstance(target, str) and target in _PLAIN:
            return Plain(_PLAIN[target])
        if isinstance(target, str) and target in _ANY:
            return Anything()
        if target == "builtins.dict":
            return DictOf(Anything())
        if isinstance(target, str) and target in _LISTS:
            return ListOf(Anything(), _LISTS[target])
        if isinstance(target, AliasRef):
            return self.kind_of(target.module, target.value)
        if isinstance(target, ClassRef):
            return self._class(module, node, target)
        raise self._bad(module, node)

    def fields(self, ref: ClassRef) -> list[Field]:
        """Give the fields that JSON can set, those of the bases first."""
        found = self._fields.get(id(ref.node))
        if found is None:
            self._fields[id(ref.node)] = []
            found = self._read_fields(ref)
            self._fields[id(ref.node)] = found
        return found

    def _generic(self, module: Module, node: ast.Subscript) -> Kind:
        target = self.modules.resolve(module, node.value)
        arguments = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        if isinstance(target, str) and target in _LISTS:
            endless = len(arguments) == 2 and _is_ellipsis(arguments[1])
            if endless if _LISTS[target] == "tuple" else len(arguments) == 1:
                return ListOf(self.kind_of(module, arguments[0]), _LISTS[target])
        if target in ("builtins.dict", "typing.Dict") and len(arguments) == 2:
            if self.modules.resolve(module, arguments[0]) != "builtins.str":
                raise self._bad(module, node, "keys of JSON objects are strings: use `dict[str, ...]`")
            return DictOf(self.kind_of(module, arguments[1]))
        if target == "typing.Optional" and len(arguments) == 1:
            return _union([self.kind_of(module, arguments[0]), Plain("None")])
        if target == "typing.Union":
            return _union([self.kind_of(module, one) for one in arguments])
        if target == "typing.Literal":
            values = [one.value for one in arguments if isinstance(one, ast.Constant)]
            if len(values) == len(arguments) and all(isinstance(one, str | int) for one in values):
                return Choice(tuple(values))  # type: ignore[arg-type]
        if target == "typing.Annotated":
            inner = self.kind_of(module, arguments[0])
            limits = [limit for one in arguments[1:] if (limit := self._limit(module, one)) is not None]
            for name, _, _ in limits:
                check_limited(module, node, name, inner)
            return Limited(inner, tuple(limits)) if limits else inner
        if target in ("typing.Final", "typing.Required") and len(arguments) == 1:
            return self.kind_of(module, arguments[0])
        raise self._bad(module, node)

    def _limit(self, module: Module, node: ast.expr) -> tuple[str, float | None, float | None] | None:
        if not isinstance(node, ast.Call):
            return None
        target = self.modules.resolve(module, node.func)
        name = (
            target.rsplit(".", 1)[-1] if isinstance(target, str) and target.startswith("pygress.sdk.") else ""
        )
        if name not in ("Range", "Length"):
            return None
        return check_limit(module, node, name)

    def _class(self, module: Module, node: ast.expr, ref: ClassRef) -> Kind:
        for base in ref.node.bases:
            if self.modules.resolve(ref.module, base) in _ENUMS:
                return EnumOf(ref, self._members(ref))
        if self.is_dataclass(ref):
            self.fields(ref)
            return ClassOf(ref)
        message = f"`{ref.name}` is not a dataclass"
        help_text = "decorate it with `@dataclass`, or make it an Enum with literal values"
        raise module.error(node, "bad-config", message, "no JSON for this type", help_text)

    def is_dataclass(self, ref: ClassRef) -> bool:
        """Say whether a class is decorated with `@dataclass`."""
        for one in ref.node.decorator_list:
            call = one.func if isinstance(one, ast.Call) else one
            if self.modules.resolve(ref.module, call) == "dataclasses.dataclass":
                return True
        return False

    def _members(self, ref: ClassRef) -> tuple[str | int, ...]:
        values: list[str | int] = []
        for one in ref.node.body:
            if isinstance(one, ast.Assign) and len(one.targets) == 1 and isinstance(one.targets[0], ast.Name):
                if one.targets[0].id.startswith("_"):
                    continue
                if not isinstance(one.value, ast.Constant) or not isinstance(one.value.value, str | int):
                    raise ref.module.error(
                        one.value,
                        "bad-config",
                        "a member that a configuration can name must be a literal str or int",
                    )
                values.append(one.value.value)
        return tuple(values)

    def _read_fields(self, ref: ClassRef) -> list[Field]:
        fields: dict[str, Field] = {}
        for base in ref.node.bases:
            target = self.modules.resolve(ref.module, base)
            if isinstance(target, ClassRef) and self.is_dataclass(target):
                fields.update({one.name: one for one in self.fields(target)})
        errors: list[DiagnosticError] = []
        body = ref.node.body
        for index, node in enumerate(body):
            if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
                continue
            try:
                following = body[index + 1] if index + 1 < len(body) else None
                field = self._field(ref.module, node, node.target.id, _docstring(following))
            except DiagnosticError as error:
                errors.append(error)
                continue
            if field is not None:
                fields[field.name] = field
        if errors:
            raise DiagnosticError([one for error in errors for one in error.diagnostics])
        return list(fields.values())

    def _field(self, module: Module, node: ast.AnnAssign, name: str, description: str) -> Field | None:
        annotation = node.annotation
        head = annotation.value if isinstance(annotation, ast.Subscript) else annotation
        if self.modules.resolve(module, head) in ("typing.ClassVar", "dataclasses.KW_ONLY"):
            return None
        default, calls = node.value, False
        if (
            isinstance(default, ast.Call)
            and self.modules.resolve(module, default.func) == "dataclasses.field"
        ):
            options = {one.arg: one.value for one in default.keywords}
            init = options.get("init")
            if isinstance(init, ast.Constant) and init.value is False:
                return None
            calls = "default_factory" in options
            default = options.get("default_factory", options.get("default"))
        kind = self.kind_of(module, annotation)
        if default is not None:
            check_default(module, default, kind, called=calls)
        return Field(name, kind, module, node, default, calls, description)

    def _bad(self, module: Module, node: ast.expr, help_text: str = "") -> DiagnosticError:
        if isinstance(node, ast.Name) and self.modules.resolve(module, node) is None:
            return module.error(
                node,
                "bad-config",
                f"`{node.id}` is not defined",
                "",
                did_you_mean(node.id, tuple(module.names), alone=True),
            )
        message = f"`{ast.unparse(node)}` cannot come from a JSON configuration"
        return module.error(node, "bad-config", message, "no JSON for this type", help_text or _ALLOWED)


def _is_ellipsis(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is ...


def _union(kinds: list[Kind]) -> Kind:
    members: list[Kind] = []
    for kind in kinds:
        members.extend(kind.members if isinstance(kind, Union) else [kind])
    return Union(tuple(dict.fromkeys(members)))


def _docstring(node: ast.stmt | None) -> str:
    if (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    ):
        return " ".join(node.value.value.split())
    return ""

"""Configuration decoders as typed Python: one function per dataclass and per place that needs one.

Before:  @dataclass class Config: names: list[str] = field(default_factory=list)
After:   def _config_1(doc: str, at: int, path: str) -> _filter.Config: ...
         def _config_2(doc: str, at: int, path: str) -> list[str]: ...
`doc` is the document, `at` the place of the value in it (see `pygress.sdk.document`), `path` its name for messages.
The messages are those of the table in `pygress.sdk.config`.
"""

import ast
import builtins
import json

from pygress.compiler.frontend.plugin.config_types import Field, Types
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
from pygress.compiler.frontend.plugin.modules import ClassRef, Module

_NAMES = {"str": "a string", "int": "an integer", "float": "a number", "bool": "a boolean", "None": "null"}
_TESTS = {
    "str": "_j.kind(doc, at) == _j.TEXT",
    "int": "_j.kind(doc, at) == _j.INTEGER",
    "float": "_d.is_number(doc, at)",
    "bool": "_d.is_bool(doc, at)",
    "None": "_j.kind(doc, at) == _j.NULL",
}
_BEFORE = {"str": '""', "int": "0", "float": "0.0", "bool": "False"}
"""What a variable of the type holds before it is set; others are declared only."""


class Decoders:
    """Writes decoders; `imports` are the modules that they refer to, each with its alias."""

    def __init__(self, types: Types) -> None:
        self._types = types
        self._names: dict[Kind, str] = {}
        self._functions: list[list[str]] = []
        self.imports: dict[str, str] = {}

    def lines(self) -> list[str]:
        """Give the source of all decoders that were asked for."""
        return [line for function in self._functions for line in ["", "", *function]]

    def call(self, kind: Kind, at: str, path: str, doc: str = "doc") -> str:
        """Give the expression that decodes the value at a place."""
        if isinstance(kind, Plain):
            name = {"None": "null"}.get(kind.name, kind.name)
            return f"_d.as_{name}({doc}, {at}, {path})"
        if isinstance(kind, Anything):
            return f"_j.dynamic({doc}, {at})"
        name = self._names.get(kind, "")
        if not name:
            name = f"_config_{len(self._names) + 1}"
            self._names[kind] = name
            place = len(self._functions)
            self._functions.append([])
            self._functions[place] = self._function(kind, name)
        return f"{name}({doc}, {at}, {path})"

    def type_of(self, kind: Kind) -> str:
        """Give the annotation of a decoded value."""
        match kind:
            case Plain():
                return kind.name
            case Anything():
                return "_Any"
            case ListOf():
                rest = ", ..." if kind.form == "tuple" else ""
                return f"{kind.form}[{self.type_of(kind.item)}{rest}]"
            case DictOf():
                return f"dict[str, {self.type_of(kind.item)}]"
            case Choice():
                return f"_Literal[{', '.join(map(repr, kind.values))}]"
            case EnumOf() | ClassOf():
                return self.name_of(kind.ref)
            case Union():
                return " | ".join(self.type_of(one) for one in kind.members)
            case Limited():
                return self.type_of(kind.inner)

    def name_of(self, ref: ClassRef) -> str:
        """Give a class as the entry module names it."""
        return f"{self.alias(ref.module)}.{ref.name}"

    def alias(self, module: Module) -> str:
        """Import a module."""
        return self.imports.setdefault(module.name, f"_module_{len(self.imports) + 1}")

    def _function(self, kind: Kind, name: str) -> list[str]:
        head = f"def {name}(doc: str, at: int, path: str) -> {self.type_of(kind)}:"
        return [head, *(f"    {line}" for line in self._body(kind))]

    def _body(self, kind: Kind) -> list[str]:
        match kind:
            case ListOf():
                item = self.call(kind.item, "one", "_d.item(path, len(made))")
                return [
                    f"made: {self.type_of(ListOf(kind.item))} = []",
                    "one = _d.items(doc, at, path)",
                    "while one >= 0:",
                    f"    made.append({item})",
                    "    one = _j.following(doc, one)",
                    "return made" if kind.form == "list" else f"return {kind.form}(made)",
                ]
            case DictOf():
                item = self.call(kind.item, "one", "_d.dot(path, key)")
                return [
                    "places: dict[str, int] = {}",
                    "name = _d.names(doc, at, path)",
                    "while name >= 0:",
                    "    places[_j.string(doc, name)] = _j.value(doc, name)",
                    "    name = _j.following(doc, name)",
                    f"made: {self.type_of(kind)} = {{}}",
                    "for key, one in places.items():",
                    f"    made[key] = {item}",
                    "return made",
                ]
            case Choice():
                lines = []
                for choice in kind.values:
                    lines += [f"if {_equals(choice)}:", f"    return {choice!r}"]
                return [*lines, _not_chosen(kind.values)]
            case EnumOf():
                lines = []
                for choice in kind.values:
                    lines += [f"if {_equals(choice)}:", f"    return {self.name_of(kind.ref)}({choice!r})"]
                return [*lines, _not_chosen(kind.values)]
            case Union():
                lines = []
                for member in kind.members:
                    test = _test(member)
                    if member == Plain("None"):
                        lines += [f"if {test}:", "    return None"]
                    else:
                        lines += [f"if {test}:", f"    return {self.call(member, 'at', 'path')}"]
                expected = _joined([_named(member) for member in kind.members])
                return [*lines, f"raise _d.wrong(doc, at, path, {expected!r})"]
            case Limited():
                lines = [f"made = {self.call(kind.inner, 'at', 'path')}"]
                checks = [_check(kind.inner, *limit) for limit in kind.limits]
                if isinstance(kind.inner, Union) and Plain("None") in kind.inner.members:
                    checks = ["if made is not None:", *(f"    {one}" for one in checks)]
                lines += checks
                return [*lines, "return made"]
            case ClassOf():
                return self._class_body(kind)
            case Plain() | Anything():
                return [f"return {self.call(kind, 'at', 'path')}"]

    def _class_body(self, kind: ClassOf) -> list[str]:
        fields = self._types.fields(kind.ref)
        lines = []
        for field in fields:
            before = _BEFORE.get(field.kind.name) if isinstance(field.kind, Plain) else None
            lines.append(f"v_{field.name}: {self.type_of(field.kind)}" + (f" = {before}" if before else ""))
            lines.append(f"has_{field.name} = False")
        lines += [
            "name = _d.names(doc, at, path)",
            "while name >= 0:",
            "    one = _j.latest(doc, at, name)",
            "    if one >= 0:",
            f"        which = _d.field(doc, name, path, {', '.join(f'`{one.name}`' for one in fields)!r})",
        ]
        for index, field in enumerate(fields):
            path = f"_d.dot(path, {field.name!r})"
            lines += [
                f"        {'elif' if index else 'if'} which == {index}:",
                f"            v_{field.name} = {self.call(field.kind, 'one', path)}",
                f"            has_{field.name} = True",
            ]
        lines.append("    name = _j.following(doc, name)")
        for field in fields:
            if field.default is None:
                lines += [f"if not has_{field.name}:", f"    raise _d.missing(path, {field.name!r})"]
        lines += ["try:", f"    return {self.name_of(kind.ref)}("]
        for field in fields:
            given = f"v_{field.name}"
            if field.default is not None:
                given = f"{given} if has_{field.name} else {self._default(field)}"
            lines.append(f"        {field.name}={given},")
        lines += ["    )", "except ValueError as error:", "    raise _d.error_at(path, str(error)) from None"]
        return lines

    def _default(self, field: Field) -> str:
        """Give the default's expression, its names seen from the entry module."""
        assert field.default is not None
        if field.calls_default and isinstance(field.default, ast.Lambda):
            text = self._seen(field.module, field.default.body)
        elif field.calls_default:
            text = f"{self._seen(field.module, field.default)}()"
        else:
            text = self._seen(field.module, field.default)
        return f"({text})"

    def _seen(self, module: Module, node: ast.expr) -> str:
        local = {one.arg for one in ast.walk(node) if isinstance(one, ast.arg)}
        local |= {
            one.id for one in ast.walk(node) if isinstance(one, ast.Name) and isinstance(one.ctx, ast.Store)
        }
        decoders = self

        class Qualify(ast.NodeTransformer):
            def visit_Name(self, name: ast.Name) -> ast.expr:
                if name.id in local or (name.id not in module.names and hasattr(builtins, name.id)):
                    return name
                return ast.Attribute(ast.Name(decoders.alias(module), ast.Load()), name.id, name.ctx)

        copy = ast.parse(ast.unparse(node), mode="eval").body
        return ast.unparse(ast.fix_missing_locations(Qualify().visit(copy)))


def _equals(choice: str | int | bool) -> str:
    if isinstance(choice, bool):
        return f"_j.kind(doc, at) == _j.{str(choice).upper()}"
    if isinstance(choice, str):
        return f"{_TESTS['str']} and _j.string(doc, at) == {choice!r}"
    return f"{_TESTS['int']} and _j.integer(doc, at) == {choice!r}"


def _not_chosen(values: tuple[str | int | bool, ...]) -> str:
    allowed = ", ".join(json.dumps(one, ensure_ascii=False) for one in values)
    return f"raise _d.wrong(doc, at, path, {f'one of {allowed}'!r})"


def _test(kind: Kind) -> str:
    match kind:
        case Plain():
            return _TESTS[kind.name]
        case ListOf():
            return "_j.kind(doc, at) == _j.LIST"
        case DictOf() | ClassOf():
            return "_j.kind(doc, at) == _j.OBJECT"
        case Choice() | EnumOf():
            types = {type(one) for one in kind.values}
            return " or ".join(_TESTS[one.__name__] for one in sorted(types, key=lambda one: one.__name__))
        case Limited():
            return _test(kind.inner)
        case Anything():
            return "True"
        case Union():
            return " or ".join(_test(one) for one in kind.members)


def _named(kind: Kind) -> str:
    match kind:
        case Plain():
            return _NAMES[kind.name]
        case ListOf():
            return "a list"
        case Choice() | EnumOf():
            return _joined([json.dumps(one, ensure_ascii=False) for one in kind.values])
        case Limited():
            return _named(kind.inner)
        case _:
            return "an object"


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " or " + names[-1]


def _check(kind: Kind, limit: str, minimum: float | None, maximum: float | None) -> str:
    measured = "len(made)" if limit == "Length" else "made"
    tests = [f"{measured} < {minimum!r}"] if minimum is not None else []
    tests += [f"{measured} > {maximum!r}"] if maximum is not None else []
    if maximum is None:
        bounds = f"at least {minimum}"
    elif minimum is None:
        bounds = f"at most {maximum}"
    else:
        bounds = f"{minimum} to {maximum}"
    bad = " or ".join(tests) or "False"
    if limit == "Length":
        return f"_d.check_length(len(made), path, {bad}, {bounds!r})"
    return f"_d.check_range(doc, at, path, {bad}, {bounds!r})"

"""Find the plugin in a file, and write the entry module for it."""

import ast
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pygress import __version__
from pygress.base.diagnostics import Diagnostic, DiagnosticError, Span
from pygress.compiler.frontend.plugin.config_types import Kind, Types
from pygress.compiler.frontend.plugin.decoders import Decoders
from pygress.compiler.frontend.plugin.modules import ClassRef, Module, Modules
from pygress.compiler.frontend.plugin.schema import config_schema
from pygress.sdk.entry import PHASES, Method, Shape, State, Timer, check_shape, entry_source

ENTRY = "__plugin__"
_FILTERS = ("pygress.sdk.HttpFilter", "pygress.sdk.filter.HttpFilter")
_STATES = ("pygress.sdk.Plugin", "pygress.sdk.state.Plugin")
_MARKS = ("pygress.sdk.plugin", "pygress.sdk.metadata.plugin")
_EVERY = ("pygress.sdk.every", "pygress.sdk.state.every")
_PLUGIN_PHASES = ("AUTHN", "AUTHZ", "STATS", "UNSPECIFIED_PHASE")
_ARGUMENTS = {"name": str, "version": str, "phase": str, "priority": int, "title": str, "description": str}


@dataclass(frozen=True)
class PluginFile:
    """What the file says about its plugin.

    `entry` is the source of the module `__plugin__`; `metadata` goes into the section `pygress.plugin`,
    `readme` into `pygress.readme`.
    """

    module: str
    entry: str
    metadata: dict[str, Any]
    readme: str


def read_plugin(path: Path) -> PluginFile:
    """Read a plugin file; raises `DiagnosticError` with every mistake that can be seen without types."""
    modules = Modules(path)
    cls, mark = _plugin_class(modules)
    metadata = _metadata(modules.main, cls, mark)
    types = Types(modules)
    config = _config(modules, types, cls)
    decoders = Decoders(types)
    kind_type = "None" if config is None else decoders.type_of(config)
    decode = "None" if config is None else decoders.call(config, "0", '""', doc="_d.parse(text)")
    shape = Shape(
        filter_module=modules.main.name,
        filter_class=cls.name,
        config_module="",
        config_class=kind_type,
        methods=tuple(_methods(modules, cls)),
        reads_later=_reads_later(modules, cls),
        state=_state(modules, cls),
        decode=decode,
        decoders=tuple(decoders.lines()),
        imports=tuple(decoders.imports.items()),
        logs=modules.imports("logging"),
        grpc=modules.imports("pygress.sdk.grpc"),
    )
    problems = check_shape(shape)
    if problems:
        span = modules.main.span(cls.node)
        raise DiagnosticError([Diagnostic("bad-plugin", one, _head(span)) for one in problems])
    metadata |= {
        "sdk": f"pygress/{__version__}",
        "language": "python",
        "config_schema": config_schema(types, config),
    }
    readme = path.parent / "README.md"
    return PluginFile(
        modules.main.name,
        entry_source(shape),
        metadata,
        readme.read_text(errors="replace") if readme.is_file() else "",
    )


def _plugin_class(modules: Modules) -> tuple[ClassRef, ast.Call]:
    main = modules.main
    found: list[tuple[ClassRef, ast.Call]] = []
    for node in main.tree.body:
        if isinstance(node, ast.ClassDef):
            for one in node.decorator_list:
                if isinstance(one, ast.Call) and modules.resolve(main, one.func) in _MARKS:
                    found.append((ClassRef(main, node), one))
                elif modules.resolve(main, one) in _MARKS:
                    raise main.error(
                        one, "bad-plugin", "`@plugin` needs arguments", "", 'write `@plugin(name="...")`'
                    )
    if not found:
        span = Span(str(main.path), 1, 1, 1, 2)
        help_text = "mark the filter class with `@plugin(name=...)`"
        message = "the file has no class decorated with `@plugin(...)`"
        raise DiagnosticError([Diagnostic("no-plugin", message, span, "", help_text)])
    if len(found) > 1:
        first = found[0][0].name
        errors = [
            Diagnostic(
                "no-plugin",
                f"a file has one plugin: `{ref.name}` is a second one beside `{first}`",
                main.span(mark),
            )
            for ref, mark in found[1:]
        ]
        raise DiagnosticError(errors)
    ref, mark = found[0]
    if not any(_is_filter(modules, base_module, base) for base_module, base in _bases(modules, ref)):
        raise main.error(
            ref.node.bases[0] if ref.node.bases else mark,
            "bad-plugin",
            f"`{ref.name}` must derive from `HttpFilter`",
            "",
            f"write `class {ref.name}(HttpFilter[Config]):`, or `HttpFilter[None]` without configuration",
        )
    return ref, mark


def _metadata(main: Module, cls: ClassRef, mark: ast.Call) -> dict[str, Any]:
    values: dict[str, Any] = {
        "name": "",
        "version": "0.1.0",
        "phase": "UNSPECIFIED_PHASE",
        "priority": 0,
        "title": "",
        "description": "",
    }
    for keyword in mark.keywords:
        name = keyword.arg or "**"
        if name not in _ARGUMENTS:
            # mypy names the mistake, too, but the build must not go on with half of the arguments.
            raise main.error(keyword.value, "bad-plugin", f"`@plugin` has no argument `{name}`")
        try:
            value = ast.literal_eval(keyword.value)
        except ValueError:
            raise main.error(
                keyword.value, "bad-plugin", f"`{name}` of `@plugin` must be a literal", "not a literal"
            ) from None
        if type(value) is not _ARGUMENTS[name]:
            wanted = "a string" if _ARGUMENTS[name] is str else "an integer"
            raise main.error(keyword.value, "bad-plugin", f"`{name}` of `@plugin` must be {wanted}")
        values[name] = value
    if not values["name"]:
        raise main.error(mark, "bad-plugin", "`@plugin` needs a `name`")
    if values["phase"] not in _PLUGIN_PHASES:
        allowed = ", ".join(f"`{one}`" for one in _PLUGIN_PHASES)
        raise main.error(mark, "bad-plugin", f"`phase` must be one of {allowed}, got `{values['phase']}`")
    if not -1000 <= values["priority"] <= 1000:
        raise main.error(mark, "bad-plugin", f"`priority` must be -1000 to 1000, got {values['priority']}")
    values["title"] = values["title"] or values["name"]
    doc = ast.get_docstring(main.tree) or ast.get_docstring(cls.node) or ""
    values["description"] = values["description"] or (doc.splitlines()[0] if doc else "")
    return values


def _bases(modules: Modules, ref: ClassRef) -> list[tuple[Module, ast.expr]]:
    """Give all base expressions, those of the own classes' bases included, in the order of lookup."""
    found: list[tuple[Module, ast.expr]] = []
    for base in ref.node.bases:
        found.append((ref.module, base))
        target = modules.resolve(ref.module, _head_of(base))
        if isinstance(target, ClassRef):
            found += _bases(modules, target)
    return found


def _head_of(node: ast.expr) -> ast.expr:
    return node.value if isinstance(node, ast.Subscript) else node


def _is_filter(modules: Modules, module: Module, base: ast.expr) -> bool:
    return modules.resolve(module, _head_of(base)) in _FILTERS


def _classes(modules: Modules, ref: ClassRef) -> list[ClassRef]:
    """Give the class and its own bases, in the order of lookup."""
    found = [ref]
    for module, base in _bases(modules, ref):
        target = modules.resolve(module, _head_of(base))
        if isinstance(target, ClassRef) and all(target.node is not one.node for one in found):
            found.append(target)
    return found


def _config(modules: Modules, types: Types, cls: ClassRef) -> Kind | None:
    """Follow `HttpFilter[...]` through the bases; a type variable is what the class below puts in its place."""
    argument = _argument(modules, cls, {})
    if argument is None:
        raise cls.module.error(
            cls.node.bases[0],
            "bad-plugin",
            "`HttpFilter` needs the type of its configuration",
            "",
            "write `HttpFilter[Config]`, or `HttpFilter[None]` without configuration",
        )
    module, node = argument
    if isinstance(node, ast.Constant) and node.value is None:
        return None
    return types.kind_of(module, node)


def _argument(
    modules: Modules, ref: ClassRef, bound: dict[str, tuple[Module, ast.expr]]
) -> tuple[Module, ast.expr] | None:
    for base in ref.node.bases:
        arguments: list[tuple[Module, ast.expr]] = []
        if isinstance(base, ast.Subscript):
            parts = base.slice.elts if isinstance(base.slice, ast.Tuple) else [base.slice]
            arguments = [
                bound.get(part.id, (ref.module, part)) if isinstance(part, ast.Name) else (ref.module, part)
                for part in parts
            ]
        target = modules.resolve(ref.module, _head_of(base))
        if target in _FILTERS:
            return arguments[0] if arguments else None
        if isinstance(target, ClassRef):
            names = _variables(modules, target)
            found = _argument(modules, target, dict(zip(names, arguments, strict=False)))
            if found is not None:
                return found
    return None


def _variables(modules: Modules, ref: ClassRef) -> list[str]:
    names: list[str] = []
    for base in ref.node.bases:
        if isinstance(base, ast.Subscript):
            parts = base.slice.elts if isinstance(base.slice, ast.Tuple) else [base.slice]
            names += [one.id for one in parts if isinstance(one, ast.Name) and one.id not in names]
    return names


def _methods(modules: Modules, cls: ClassRef) -> list[Method]:
    found: dict[str, Method] = {}
    for ref in _classes(modules, cls):
        for node in ref.node.body:
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name in PHASES:
                found.setdefault(node.name, _method(node))
            elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                _check_name(ref.module, node)
    return [found[name] for name in PHASES if name in found]


def _check_name(module: Module, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """Refuse what looks like a phase and is none: it would never be called."""
    if node.name.startswith(("on_request", "on_response")):
        phases = ", ".join(f"`{one}`" for one in PHASES)
        raise module.error(
            node, "bad-plugin", f"there is no phase `{node.name}`", "never called", f"the phases are {phases}"
        )


def _method(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Method:
    returns = node.returns
    nothing = isinstance(returns, ast.Constant) and returns.value is None
    return Method(node.name, isinstance(node, ast.AsyncFunctionDef), nothing)


def _reads_later(modules: Modules, cls: ClassRef) -> bool:
    """Say whether any method might read a message whose headers went on in an earlier phase.

    In doubt yes: it costs one more host call per request. Only where each phase touches nothing but its own
    argument, in the headers and body phases, it is known not to.
    """
    for ref in _classes(modules, cls):
        for node in ref.node.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.name in PHASES and node.name.endswith(("_chunk", "_trailers")):
                return True
            for one in ast.walk(node):
                if isinstance(one, ast.Attribute) and one.attr in ("request", "response"):
                    return True
    return False


def _state(modules: Modules, cls: ClassRef) -> State | None:
    for ref in _classes(modules, cls):
        for node in ref.node.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                target = modules.resolve(ref.module, _head_of(node.annotation))
                if isinstance(target, ClassRef) and _is_state(modules, target):
                    return _read_state(modules, node.target.id, target)
    return None


def _is_state(modules: Modules, ref: ClassRef) -> bool:
    return any(modules.resolve(module, _head_of(base)) in _STATES for module, base in _bases(modules, ref))


def _read_state(modules: Modules, attribute: str, ref: ClassRef) -> State:
    start: Method | None = None
    queue = False
    timers: dict[str, Timer] = {}
    for one in _classes(modules, ref):
        for node in one.node.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.name == "on_start" and start is None:
                start = _method(node)
            queue = queue or node.name == "on_queue_ready"
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and modules.resolve(one.module, mark.func) in _EVERY:
                    seconds = _seconds(one.module, mark)
                    timers.setdefault(
                        node.name, Timer(node.name, seconds, isinstance(node, ast.AsyncFunctionDef))
                    )
    ordered = tuple(timers[name] for name in sorted(timers))
    return State(attribute, ref.module.name, ref.name, start, queue, ordered)


def _seconds(module: Module, mark: ast.Call) -> float:
    for keyword in mark.keywords:
        if keyword.arg == "seconds":
            try:
                value = ast.literal_eval(keyword.value)
            except ValueError:
                value = None
            if isinstance(value, int | float) and value > 0:
                return float(value)
            raise module.error(
                keyword.value, "bad-plugin", "`seconds` of `@every` must be a literal number above 0"
            )
    raise module.error(mark, "bad-plugin", "`@every` needs `seconds`")


def _head(span: Span) -> Span:
    return Span(span.path, span.line, span.column, span.line, span.column + len("class"))

"""Find the plugin in a file, and write the entry module for it."""

import ast
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pygress import __version__
from pygress.base.diagnostics import Diagnostic, DiagnosticError, Span, in_order
from pygress.compiler.frontend.plugin.config_types import Types
from pygress.compiler.frontend.plugin.decoders import Decoders
from pygress.compiler.frontend.plugin.kinds import Anything, ClassOf, DictOf, Kind
from pygress.compiler.frontend.plugin.late_logs import logs_late
from pygress.compiler.frontend.plugin.mark import metadata, plugin_class
from pygress.compiler.frontend.plugin.mistakes import Mistakes
from pygress.compiler.frontend.plugin.modules import ClassRef, Module, Modules
from pygress.compiler.frontend.plugin.phases import check_signature, method, no_phase, phases
from pygress.compiler.frontend.plugin.schema import config_schema
from pygress.sdk.entry import PHASES, TCP_PHASES, Method, Shape, State, Timer, entry_source

ENTRY = "__plugin__"
_TCP_FILTERS = ("pygress.sdk.TcpFilter", "pygress.sdk.tcp.TcpFilter")
_FILTERS = ("pygress.sdk.HttpFilter", "pygress.sdk.filter.HttpFilter", *_TCP_FILTERS)
_STATES = ("pygress.sdk.Plugin", "pygress.sdk.state.Plugin")
_EVERY = ("pygress.sdk.every", "pygress.sdk.state.every")


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
    warnings: tuple[Diagnostic, ...]
    place: Span
    """The name of the plugin class."""


def read_plugin(path: Path) -> PluginFile:
    """Read a plugin file; raises `DiagnosticError` with every mistake that can be seen without types."""
    modules = Modules(path)
    mistakes = Mistakes()
    cls, mark = plugin_class(modules)
    values = metadata(mistakes, modules.main, cls, mark)
    if not any(_is_filter(modules, base_module, base) for base_module, base in _bases(modules, cls)):
        mistakes.collect(lambda: _refuse_bases(cls, mark))
        raise DiagnosticError(in_order(mistakes.errors))
    tcp = any(
        modules.resolve(base_module, _head_of(base)) in _TCP_FILTERS
        for base_module, base in _bases(modules, cls)
    )
    known = TCP_PHASES if tcp else PHASES
    methods = phases(mistakes, modules, _classes(modules, cls), known)
    types = Types(modules)
    config = mistakes.collect(lambda: _config(modules, types, cls))
    state = mistakes.collect(lambda: _state(mistakes, modules, cls))
    mistakes.stop_if_any()
    if not methods and (state is None or not (state.on_start or state.timers or state.on_queue_ready)):
        mistakes.add(no_phase(cls, known))
    decoders = Decoders(types)
    kind_type = "None" if config is None else decoders.type_of(config)
    trees, outside = modules.reached()
    decode = "None" if config is None else decoders.call(config, "0", '""', doc="_d.parse(text)")
    shape = Shape(
        filter_module=modules.main.name,
        filter_class=cls.name,
        config_module="",
        config_class=kind_type,
        methods=tuple(methods),
        reads_later=_reads_later(modules, cls),
        state=state,
        decode=decode,
        decoders=tuple(decoders.lines()),
        imports=tuple(decoders.imports.items()),
        logs="logging" in outside,
        logs_later=_logs_later(trees, outside),
        grpc=modules.imports("pygress.sdk.grpc"),
        tcp=tcp,
    )
    values |= {
        "sdk": f"pygress/{__version__}",
        "language": "python",
        **({"protocol": "tcp"} if tcp else {}),
        "config_schema": config_schema(types, config),
    }
    readme = path.parent / "README.md"
    return PluginFile(
        modules.main.name,
        entry_source(shape),
        values,
        readme.read_text(encoding="utf-8", errors="replace") if readme.is_file() else "",
        tuple(mistakes.warnings),
        modules.main.span(cls.head()),
    )


def _refuse_bases(cls: ClassRef, mark: ast.Call) -> None:
    raise cls.module.error(
        cls.node.bases[0] if cls.node.bases else mark,
        "bad-plugin",
        f"`{cls.name}` must derive from `HttpFilter` or `TcpFilter`",
        "",
        f"write `class {cls.name}(HttpFilter[Config]):`, or `HttpFilter[None]` without configuration",
    )


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
    kind = types.kind_of(module, node)
    if isinstance(kind, ClassOf | DictOf | Anything):
        return kind
    message = f"`{ast.unparse(node)}` cannot be a configuration, which is a JSON object"
    raise module.error(node, "bad-config", message, "", "make a dataclass with a field for each setting")


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


def _logs_later(trees: list[ast.Module], outside: set[str]) -> bool:
    """Say whether the plugin may log once the headers of the request went on; what is not its own may in any case."""
    known = sys.stdlib_module_names | {"pygress"}
    if any(name.partition(".")[0] not in known for name in outside if "." not in name):
        return True
    return "logging" in outside and logs_late(trees)


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


def _state(mistakes: Mistakes, modules: Modules, cls: ClassRef) -> State | None:
    for ref in _classes(modules, cls):
        for node in ref.node.body:
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
                target = modules.resolve(ref.module, _head_of(node.annotation))
                if isinstance(target, ClassRef) and _is_state(modules, target):
                    return _read_state(mistakes, modules, node.target.id, target)
    return None


def _is_state(modules: Modules, ref: ClassRef) -> bool:
    return any(modules.resolve(module, _head_of(base)) in _STATES for module, base in _bases(modules, ref))


def _read_state(mistakes: Mistakes, modules: Modules, attribute: str, ref: ClassRef) -> State:
    start: Method | None = None
    queue = False
    timers: dict[str, Timer] = {}
    for one in _classes(modules, ref):
        for node in one.node.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.name == "on_start" and start is None:
                check_signature(mistakes, modules, one.module, node, ())
                start = method(node)
            if node.name == "on_queue_ready":
                check_signature(mistakes, modules, one.module, node, ("queue: int",))
                queue = True
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and modules.resolve(one.module, mark.func) in _EVERY:
                    check_signature(mistakes, modules, one.module, node, ())
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

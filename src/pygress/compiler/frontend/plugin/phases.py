"""The phases that a filter class defines: the methods that the host calls, and what looks like one and is none."""

import ast
import difflib
from collections.abc import Iterable

from pygress.base.diagnostics import Diagnostic
from pygress.compiler.frontend.plugin.mistakes import Mistakes
from pygress.compiler.frontend.plugin.modules import ClassRef, Module, Modules
from pygress.sdk.entry import PHASES, TCP_PHASES, Method

Function = ast.FunctionDef | ast.AsyncFunctionDef
_NOT_PLAIN = {"staticmethod", "classmethod", "property", "functools.cached_property"}


def phases(
    mistakes: Mistakes, modules: Modules, classes: list[ClassRef], known: tuple[str, ...]
) -> list[Method]:
    """Give the phases of a class and its own bases; every mistake is collected."""
    found: dict[str, Method] = {}
    nodes: dict[str, tuple[Module, Function]] = {}
    used = _mentioned(modules)
    for ref in classes:
        for node in ref.node.body:
            if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.name in known:
                check_signature(mistakes, modules, ref.module, node, expected(node.name))
                found.setdefault(node.name, method(node))
                nodes.setdefault(node.name, (ref.module, node))
            elif node.name == "__init__":
                _check_init(mistakes, ref.module, node)
            else:
                _check_name(mistakes, ref.module, node, used, known)
    for side in ("request", "response"):
        if f"on_{side}_body" in nodes and f"on_{side}_chunk" in nodes:
            module, node = nodes[f"on_{side}_chunk"]
            message = (
                f"`on_{side}_body` and `on_{side}_chunk` exclude each other: one waits for the whole body,"
                " the other passes it on"
            )
            mistakes.add(*module.error(name_of(module, node), "bad-plugin", message).diagnostics)
    tcp = known is not PHASES
    for name in known if tcp else ("on_request_chunk", "on_response_chunk", "on_log"):
        if name in nodes and isinstance(nodes[name][1], ast.AsyncFunctionDef):
            module, node = nodes[name]
            message = (
                f"`{name}` cannot be `async def`: it cannot pause the {'connection' if tcp else 'stream'}"
            )
            help_text = "let a timer of a `Plugin` wait for what it needs, and look at that here"
            mistakes.add(
                *module.error(name_of(module, node), "bad-plugin", message, "", help_text).diagnostics
            )
    return [found[name] for name in known if name in found]


def expected(name: str) -> tuple[str, ...]:
    """Give the parameters of a phase, with their types."""
    if name in TCP_PHASES:
        more = ("data: bytes", "end: bool") if name.endswith("_data") else ()
        return (
            "connection: Connection",
            *more,
            *(("by_peer: bool",) if name == "on_downstream_close" else ()),
        )
    side = "response: Response" if "response" in name else "request: Request"
    if name == "on_log":
        return ()
    return (side, "chunk: bytes", "last: bool") if name.endswith("_chunk") else (side,)


def method(node: Function) -> Method:
    """Say what the entry module must know about a method."""
    returns = node.returns
    nothing = isinstance(returns, ast.Constant) and returns.value is None
    return Method(node.name, isinstance(node, ast.AsyncFunctionDef), nothing)


def check_signature(
    mistakes: Mistakes, modules: Modules, module: Module, node: Function, wanted: tuple[str, ...]
) -> None:
    """Check that the host can call a method with the arguments that it has; types are mypy's business."""
    for mark in node.decorator_list:
        target = modules.resolve(module, mark)
        plain = target.removeprefix("builtins.") if isinstance(target, str) else ""
        if plain in _NOT_PLAIN:
            message = f"`{node.name}` must be a plain method: the host calls it on the filter of a stream"
            mistakes.add(*module.error(mark, "bad-plugin", message, "", "remove the decorator").diagnostics)
            return
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    keywords = [
        one
        for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
        if default is None
    ]
    count = len(wanted) + 1
    fits = required <= count and (len(positional) >= count or arguments.vararg is not None) and not keywords
    if fits and positional:
        return
    takes = ", ".join(["self", *(one.partition(":")[0] for one in wanted)])
    got = ast.unparse(_without_types(arguments))
    head = f"def {node.name}({', '.join(['self', *wanted])}) -> {_result(node.name)}:"
    mistakes.add(
        *module.error(
            name_of(module, node),
            "bad-plugin",
            f"`{node.name}` is called with `({takes})`, it takes `({got})`",
            "",
            f"write `{'async ' if isinstance(node, ast.AsyncFunctionDef) else ''}{head}`",
        ).diagnostics
    )


def name_of(module: Module, node: Function) -> ast.expr:
    """Give the name in the head of a function, to point at."""
    line = module.lines[node.lineno - 1] if node.lineno <= len(module.lines) else ""
    start = line.encode().find(node.name.encode(), node.col_offset)
    if start < 0:
        start = node.col_offset
    return ast.Name(
        node.name,
        lineno=node.lineno,
        end_lineno=node.lineno,
        col_offset=start,
        end_col_offset=start + len(node.name.encode()),
    )


def no_phase(cls: ClassRef, known: tuple[str, ...]) -> Diagnostic:
    """Give the warning for a plugin that the host never calls."""
    names = ", ".join(f"`{one}`" for one in known)
    span = cls.module.span(cls.head())
    message = f"`{cls.name}` defines no phase: the plugin does nothing"
    return Diagnostic("no-phase", message, span, "", f"the phases are {names}", severity="warning")


def _check_init(mistakes: Mistakes, module: Module, node: Function) -> None:
    arguments = node.args
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    enough = len(positional) >= 2 or arguments.vararg is not None
    missing = [
        one for one, default in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True) if not default
    ]
    if required <= 2 and enough and not missing:
        return
    got = ast.unparse(_without_types(arguments))
    mistakes.add(
        *module.error(
            name_of(module, node),
            "bad-plugin",
            f"`__init__` is called with `(self, config)`, it takes `({got})`",
            "",
            "write `def __init__(self, config: Config) -> None:` and call `super().__init__(config)`",
        ).diagnostics
    )


def _check_name(
    mistakes: Mistakes, module: Module, node: Function, used: set[str], known: tuple[str, ...]
) -> None:
    """Refuse what looks like a phase and is none: it would never be called."""
    if node.name in used or not node.name.lower().startswith(("on", "request_", "response_")):
        return
    plain = {_letters(one): one for one in known}
    close = difflib.get_close_matches(_letters(node.name), plain, 1, 0.75)
    begins = node.name.startswith(("on_request", "on_response"))
    if not close and not begins and not node.name.startswith("on_"):
        return
    if (
        close
        and not begins
        and not node.name.startswith("on")
        and _letters(node.name) not in _letters(close[0])
    ):
        return
    names = ", ".join(f"`{one}`" for one in known)
    help_text = f"did you mean `{plain[close[0]]}`?" if close else f"the phases are {names}"
    mistakes.add(
        *module.error(
            name_of(module, node), "bad-plugin", f"there is no phase `{node.name}`", "never called", help_text
        ).diagnostics
    )


def _letters(name: str) -> str:
    return name.replace("_", "").lower()


def _mentioned(modules: Modules) -> set[str]:
    """List the attributes that the plugin's modules read: a method among them is called by the plugin itself."""
    return {
        one.attr
        for module in modules.read()
        for one in ast.walk(module.tree)
        if isinstance(one, ast.Attribute)
    }


def _without_types(arguments: ast.arguments) -> ast.arguments:
    def bare(one: ast.arg | None) -> ast.arg | None:
        return ast.arg(one.arg) if one is not None else None

    def all_bare(several: Iterable[ast.arg]) -> list[ast.arg]:
        return [ast.arg(one.arg) for one in several]

    return ast.arguments(
        posonlyargs=all_bare(arguments.posonlyargs),
        args=all_bare(arguments.args),
        vararg=bare(arguments.vararg),
        kwonlyargs=all_bare(arguments.kwonlyargs),
        kw_defaults=arguments.kw_defaults,
        kwarg=bare(arguments.kwarg),
        defaults=arguments.defaults,
    )


def _result(name: str) -> str:
    if name == "on_log" or (name in TCP_PHASES and not name.endswith("_data")):
        return "None"
    return "bytes | None" if name.endswith(("_chunk", "_data")) else "Reply | None"

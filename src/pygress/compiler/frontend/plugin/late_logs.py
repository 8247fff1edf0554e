"""Whether a plugin may log for a stream whose request headers went on: then it must keep the id of each request.

Input: the plugin's own modules as syntax trees. By names alone, and in doubt yes: a call that is missed costs the line
its request, a call that is seen where none is costs one host call a request.

    on_request_headers: log.info(...)           no: the host can still be asked
    on_response_headers: self.note(...)         yes, if a `note` somewhere logs
"""

import ast
from collections.abc import Iterable, Iterator, Sequence

_LATE = (
    "on_request_chunk",
    "on_request_trailers",
    "on_response_headers",
    "on_response_body",
    "on_response_chunk",
    "on_response_trailers",
)
"""Not `on_request_body`, for which the headers wait, and not `on_log`, where the host has them again."""

_WRITES = frozenset(("debug", "info", "warning", "warn", "error", "exception", "critical", "fatal", "log"))
_TASKS = frozenset(("spawn", "gather"))

_Function = ast.FunctionDef | ast.AsyncFunctionDef


def logs_late(trees: Sequence[ast.Module]) -> bool:
    """Follow what the late phases may call, through all functions of these modules that have such a name."""
    nodes = [node for tree in trees for node in ast.walk(tree)]
    writers = {"getattr"} | {
        one.asname or one.name
        for node in nodes
        if isinstance(node, ast.ImportFrom) and node.module == "logging"
        for one in node.names
        if one.name in _WRITES
    }
    called = {id(node.func) for node in nodes if isinstance(node, ast.Call)}
    handed = [node for node in nodes if id(node) not in called]
    if any(_writes(node, writers) for node in handed):
        # A method of a logger that is handed around can be called from anywhere.
        return True
    values = {name for node in handed for name in _mentioned(node)}
    bodies: dict[str, list[ast.AST]] = {}
    for node in nodes:
        for name in _defined(node):
            bodies.setdefault(name, []).append(node)
    # What is called without a name: operators and the like, and functions that are handed around.
    reached = {name for name in bodies if name in _LATE or name.startswith("__") or name in values}
    if _TASKS & {name for node in nodes for name in _mentioned(node)}:
        # A task that nobody waits for outlives its phase.
        reached |= {node.name for node in nodes if isinstance(node, ast.AsyncFunctionDef)}
    queue = list(reached)
    while queue:
        for body in bodies.get(queue.pop(), ()):
            inside = list(ast.walk(body))
            if any(_writes(node, writers) for node in inside):
                return True
            names = {name for node in inside for name in _mentioned(node)} - reached
            queue += names
            reached |= names
    return False


def _writes(node: ast.AST, writers: set[str]) -> bool:
    """Tell whether a node is, or may be, a function that writes to the log."""
    if isinstance(node, ast.Attribute):
        return node.attr in _WRITES and isinstance(node.ctx, ast.Load)
    return isinstance(node, ast.Name) and node.id in writers and isinstance(node.ctx, ast.Load)


def _mentioned(node: ast.AST) -> Iterator[str]:
    """Give the name that a node uses, if it is one."""
    if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
        yield node.id
    elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
        yield node.attr


def _defined(node: ast.AST) -> Iterator[str]:
    """Give the names that stand for a node elsewhere."""
    if isinstance(node, _Function | ast.ClassDef):
        yield node.name
    targets: Iterable[ast.expr] = ()
    if isinstance(node, ast.Assign):
        targets = node.targets
    elif isinstance(node, ast.AnnAssign | ast.NamedExpr):
        targets = (node.target,)
    for target in targets:
        for one in ast.walk(target):
            if isinstance(one, ast.Name):
                yield one.id
            elif isinstance(one, ast.Attribute):
                yield one.attr

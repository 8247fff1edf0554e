"""The module that joins one plugin to the host, as Python source.

Input: what a plugin class defines (`Shape`: read by reflection on CPython, from the typed AST in the
compiler). Output: the source of a module whose functions `proxy_on_*` are the exports, no more of them than
the plugin needs:

    class _Plugin(_Dispatcher[_filter.RequestBlock, _config.Config]):
        def call_request_headers(self, target: _filter.RequestBlock) -> _Reply | None:
            return target.on_request_headers(target.request)
    ...
    def proxy_on_request_headers(context: int, count: int, end: int) -> int:
        return _plugin.on_request_headers(context, count, end != 0)

Both worlds run this same source, so a plugin behaves the same in tests and in the gateway.
"""

from dataclasses import dataclass, field

PHASES = (
    "on_request_headers",
    "on_request_body",
    "on_request_chunk",
    "on_request_trailers",
    "on_response_headers",
    "on_response_body",
    "on_response_chunk",
    "on_response_trailers",
    "on_log",
)

TCP_PHASES = (
    "on_connect",
    "on_downstream_data",
    "on_upstream_data",
    "on_downstream_close",
    "on_upstream_close",
)


@dataclass(frozen=True)
class Method:
    """One phase that the plugin defines.

    `is_async` for `async def`; `returns_none` if the declared result is just `None` (a streaming phase then
    never changes the length of the body, so `content-length` can stay).
    """

    name: str
    is_async: bool = False
    returns_none: bool = False


@dataclass(frozen=True)
class Timer:
    """A method of the plugin's state marked with `@every(seconds=...)`."""

    method: str
    seconds: float
    is_async: bool = False


@dataclass(frozen=True)
class State:
    """The `Plugin` subclass that an attribute of the filter class is annotated with.

    `on_start` is there if the class defines it, `on_queue_ready` likewise.
    """

    attribute: str
    module: str
    cls: str
    on_start: Method | None = None
    on_queue_ready: bool = False
    timers: tuple[Timer, ...] = ()


@dataclass(frozen=True)
class Shape:
    """What `entry_source` must know about a plugin.

    `filter_module` and `filter_class` name the class marked with `@plugin`. `config_class` is the argument of
    `HttpFilter[...]` as an expression, with `config_module` before it if that is a class; `None` stands for no
    configuration. `reads_later` is False only if it is known that no phase reads headers which went on in an
    earlier one: the request's in a response, chunk or trailers phase, the response's in its chunk or trailers
    phase. The compiler gives the decoder as source, too: `decode` is an expression on `text`, `decoders` are the
    functions it calls, `imports` the modules (name, alias) that they name; without them `config.decode` is
    called. `logs`: the plugin uses `logging`, which then writes what the gateway's log level lets through.
    `logs_later` is False only if it is known that nothing is logged for a stream but in the phases that hold the
    headers of its request. `grpc`: it makes gRPC calls. `tcp`: it is a `TcpFilter`, and `methods` are some of
    `TCP_PHASES`.
    """

    filter_module: str
    filter_class: str
    config_module: str
    config_class: str
    methods: tuple[Method, ...] = field(default=())
    reads_later: bool = True
    state: State | None = None
    decode: str = ""
    decoders: tuple[str, ...] = ()
    imports: tuple[tuple[str, str], ...] = ()
    logs: bool = False
    logs_later: bool = True
    grpc: bool = False
    tcp: bool = False

    @property
    def waits(self) -> bool:
        """Whether anything is `async def`, so that the plugin needs tasks."""
        if any(method.is_async for method in self.methods):
            return True
        if self.state is None:
            return False
        starts_async = self.state.on_start is not None and self.state.on_start.is_async
        return starts_async or any(timer.is_async for timer in self.state.timers)


def check_shape(shape: Shape) -> list[str]:
    """Give what is wrong with the set of phases, one message each."""
    names = {method.name for method in shape.methods}
    problems = []
    for side in ("request", "response"):
        if f"on_{side}_body" in names and f"on_{side}_chunk" in names:
            problems.append(
                f"`on_{side}_body` and `on_{side}_chunk` exclude each other: one waits for the whole body,"
                " the other passes it on"
            )
    problems.extend(
        f"`{method.name}` cannot be `async def`: it cannot pause the {'connection' if shape.tcp else 'stream'}"
        for method in shape.methods
        if method.is_async
        and (shape.tcp or method.name in ("on_request_chunk", "on_response_chunk", "on_log"))
    )
    return problems


def entry_source(shape: Shape) -> str:
    """Write the module for one plugin."""
    names = {method.name: method for method in shape.methods}
    target = f"_filter.{shape.filter_class}"
    waits = shape.waits
    state = shape.state
    config = shape.config_class if not shape.config_module else f"_config.{shape.config_class}"
    lines = [f"import {shape.filter_module} as _filter"]
    if shape.config_module:
        lines.append(f"import {shape.config_module} as _config")
    if state is not None:
        lines.append(f"import {state.module} as _state")
    lines += [f"import {module} as {alias}" for module, alias in shape.imports]
    if shape.decode:
        lines += [
            "from typing import Any as _Any, Literal as _Literal",
            "from pygress.sdk import decoding as _d, document as _j",
        ]
        decode = shape.decode
    else:
        lines.append("from pygress.sdk.config import decode as _decode")
        decode = "None" if config == "None" else f"_decode({config}, text)"
    if shape.grpc:
        lines.append("from pygress.sdk import grpc as _grpc")
    if shape.logs:
        lines.append("import logging as _logging")
    if waits or state is not None:
        lines.append("from pygress.sdk import tasks as _tasks, timers as _timers")
    if shape.tcp:
        lines += [
            "from pygress.sdk.tcp_dispatch import TcpDispatcher as _Dispatcher",
            "from pygress.sdk.tcp import Connection as _Connection",
        ]
        if waits:
            lines.append("from pygress.sdk import http as _http")
    else:
        lines += [
            "from pygress.sdk.async_dispatch import AsyncDispatcher as _Dispatcher"
            if waits
            else "from pygress.sdk.dispatch import Dispatcher as _Dispatcher",
            "from pygress.sdk.message import Request as _Request, Response as _Response",
            "from pygress.sdk.reply import Reply as _Reply",
        ]
    lines += [
        "from pygress.sdk import abi as _abi",
        *shape.decoders,
        "",
        "",
        f"class _Plugin(_Dispatcher[{target}, {config}]):",
    ]
    if state is not None:
        lines += [
            "    def __init__(self) -> None:",
            "        super().__init__()",
            f"        self.states: dict[int, _state.{state.cls}] = {{}}",
            "",
        ]
    for flag in _flags(shape, names):
        lines += [f"    def {flag}(self) -> bool:", "        return True", ""]
    lines += [
        f"    def decode(self, size: int) -> {config}:",
        "        return None"
        if decode == "None"
        else "        return self.read(_abi.get_buffer(_abi.PLUGIN_CONFIG, 0, size).decode())",
        "",
        *(
            [f"    def read(self, text: str) -> {config}:", f"        return {decode}", ""]
            if decode != "None"
            else []
        ),
        f"    def create(self, root: int, config: {config}, {_GIVEN[shape.tcp][0]}) -> {target}:",
        f"        made = {target}(config)",
        *(f"        made.{one} = {one}" for one in _GIVEN[shape.tcp][1]),
        *([f"        made.{state.attribute} = self.states[root]"] if state is not None else []),
        "        return made",
    ]
    # What is logged here belongs to no stream.
    forget = ['        _abi.set_log_request("")'] if shape.logs_later else []
    if state is not None:
        lines += _state_methods(state, config, forget)
    if waits or (state is not None and state.timers):
        lines += ["", "    def on_tick(self, root: int) -> None:", *forget, "        _timers.run_due(root)"]
    for phase in TCP_PHASES if shape.tcp else PHASES:
        if phase in names:
            call = _tcp_call if shape.tcp else _call
            lines += ["", *call(names[phase], target, waits)]
    if shape.logs:
        # The host's levels are a tenth of Python's.
        lines += ["", "", "_logging.getLogger().setLevel(_abi.get_log_level() * 10)"]
    lines += ["", "", "_plugin = _Plugin()"]
    for export in _tcp_exports(shape, names) if shape.tcp else _exports(shape, names):
        lines += ["", "", *export]
    return "\n".join(lines) + "\n"


def _state_methods(state: State, config: str, forget: list[str]) -> list[str]:
    lines = [
        "",
        f"    def started(self, root: int, config: {config}) -> None:",
        "        _timers.stop(root)",
        f"        state = _state.{state.cls}(config)",
        "        self.states[root] = state",
    ]
    if state.on_start is not None:
        call = "state.on_start()"
        lines.append(
            f"        _tasks.background(root, {call})" if state.on_start.is_async else f"        {call}"
        )
    for timer in state.timers:
        call = f"state.{timer.method}()"
        action = f"_tasks.background(root, {call})" if timer.is_async else call
        lines.append(f"        _timers.start(root, {float(timer.seconds)!r}, lambda: {action})")
    lines += [
        "",
        "    def stopped(self, root: int) -> None:",
        "        _timers.stop(root)",
        "        self.states.pop(root, None)",
    ]
    if state.on_queue_ready:
        lines += [
            "",
            "    def on_queue_ready(self, root: int, queue: int) -> None:",
            *forget,
            "        _tasks.guarded(lambda: self.states[root].on_queue_ready(queue))",
        ]
    return lines


_GIVEN = {
    False: ("request: _Request, response: _Response", ("request", "response")),
    True: ("connection: _Connection", ("connection",)),
}
"""What the object of a stream or connection is given."""


def _flags(shape: Shape, names: dict[str, Method]) -> list[str]:
    flags: list[str] = []
    if shape.tcp:
        return flags
    for side in ("request", "response"):
        chunk = names.get(f"on_{side}_chunk")
        if f"on_{side}_body" in names:
            flags.append(f"{side}_body")
        if chunk is not None:
            flags.append(f"{side}_chunk")
            if not chunk.returns_none:
                flags.append(f"resize_{side}")
    if shape.reads_later:
        if names.keys() & {"on_request_chunk", "on_request_trailers"} or any(
            "response" in name for name in names
        ):
            flags.append("keep_request")
        if names.keys() & {"on_response_chunk", "on_response_trailers"}:
            flags.append("keep_response")
    if shape.logs_later:
        flags.append("names_requests")
    return flags


def _call(method: Method, target: str, waits: bool) -> list[str]:
    name = method.name.removeprefix("on_")
    side = name.split("_")[0]
    if name == "log":
        head, call = f"call_log(self, target: {target}) -> None", "target.on_log()"
    elif name.endswith("chunk"):
        head = f"call_{name}(self, target: {target}, chunk: bytes, last: bool) -> bytes | None"
        call = f"target.{method.name}(target.{side}, chunk, last)"
    else:
        kind = "run" if waits else "call"
        head = f"{kind}_{name}(self, target: {target}) -> _Reply | None"
        call = f"target.{method.name}(target.{side})"
        if method.is_async:
            call = f"await {call}"
        if waits:
            head = f"async def {head}"
    if not head.startswith("async "):
        head = f"def {head}"
    if name == "log":
        return [f"    {head}:", f"        {call}"]
    if method.returns_none:
        return [f"    {head}:", f"        {call}", "        return None"]
    return [f"    {head}:", f"        return {call}"]


def _exports(shape: Shape, names: dict[str, Method]) -> list[list[str]]:
    exports = [
        _void("context_create", "context: int, parent: int", "context, parent"),
        _action("vm_start", "root: int, size: int", "root, size"),
        _action("configure", "root: int, size: int", "root, size"),
    ]
    flags = _flags(shape, names)
    for side in ("request", "response"):
        # A phase of an earlier part that waits must hold what follows.
        body = f"on_{side}_body" in names or f"on_{side}_chunk" in names
        kept = f"keep_{side}" in flags or (side == "request" and "names_requests" in flags)
        if f"on_{side}_headers" in names or body or kept:
            arguments = "context: int, count: int, end: int"
            exports.append(_action(f"{side}_headers", arguments, "context, count, end != 0"))
        if body:
            arguments = "context: int, size: int, end: int"
            exports.append(_action(f"{side}_body", arguments, "context, size, end != 0"))
        if body or f"on_{side}_trailers" in names:
            exports.append(_action(f"{side}_trailers", "context: int, count: int", "context, count"))
    exports += _state_exports(shape)
    if shape.waits:
        arguments = "root: int, token: int, count: int, size: int, trailers: int"
        exports.append(_void("http_call_response", arguments, "root, token, count, size, trailers"))
    if "on_log" in names:
        exports.append(_void("log", "context: int", "context"))
    exports.append(_void("delete", "context: int", "context"))
    return exports


def _state_exports(shape: Shape) -> list[list[str]]:
    """Give what timers, queues and gRPC calls need."""
    exports = []
    if shape.waits or (shape.state is not None and shape.state.timers):
        exports.append(_void("tick", "root: int", "root"))
    if shape.state is not None and shape.state.on_queue_ready:
        exports.append(_void("queue_ready", "root: int, queue: int", "root, queue"))
    if shape.grpc:
        exports.append(
            [
                "def proxy_on_grpc_receive(root: int, token: int, size: int) -> None:",
                "    _grpc.received(token, size)",
            ]
        )
        exports.append(
            [
                "def proxy_on_grpc_close(root: int, token: int, code: int) -> None:",
                "    _grpc.closed(token, code)",
            ]
        )
    return exports


def _tcp_call(method: Method, target: str, waits: bool) -> list[str]:
    name = method.name.removeprefix("on_")
    if name.endswith("_data"):
        head, more, result = (
            f"call_{name}(self, target: {target}, data: bytes, end: bool)",
            ", data, end",
            "bytes | None",
        )
    elif name == "downstream_close":
        head, more, result = f"call_{name}(self, target: {target}, by_peer: bool)", ", by_peer", "None"
    else:
        head, more, result = f"call_{name}(self, target: {target})", "", "None"
    call = f"target.{method.name}(target.connection{more})"
    lines = [f"    def {head} -> {result}:"]
    if result == "None":
        return [*lines, f"        {call}"]
    if method.returns_none:
        return [*lines, f"        {call}", "        return None"]
    return [*lines, f"        return {call}"]


def _tcp_exports(shape: Shape, names: dict[str, Method]) -> list[list[str]]:
    exports = [
        _void("context_create", "context: int, parent: int", "context, parent"),
        _action("vm_start", "root: int, size: int", "root, size"),
        _action("configure", "root: int, size: int", "root, size"),
    ]
    if "on_connect" in names:
        exports.append(_action("new_connection", "context: int", "context"))
    for side in ("downstream", "upstream"):
        if f"on_{side}_data" in names:
            arguments = "context: int, size: int, end: int"
            exports.append(_action(f"{side}_data", arguments, "context, size, end != 0"))
    if "on_downstream_close" in names:
        exports.append(
            [
                "def proxy_on_downstream_connection_close(context: int, by: int) -> None:",
                "    _plugin.on_downstream_close(context, by)",
            ]
        )
    if "on_upstream_close" in names:
        exports.append(
            [
                "def proxy_on_upstream_connection_close(context: int, by: int) -> None:",
                "    _plugin.on_upstream_close(context)",
            ]
        )
    exports += _state_exports(shape)
    if shape.waits:
        exports.append(
            [
                "def proxy_on_http_call_response(root: int, token: int, count: int, size: int, trailers: int) -> None:",
                "    _http.complete(token, count, size)",
            ]
        )
    exports.append(_void("delete", "context: int", "context"))
    return exports


def _action(name: str, parameters: str, arguments: str) -> list[str]:
    return [f"def proxy_on_{name}({parameters}) -> int:", f"    return _plugin.on_{name}({arguments})"]


def _void(name: str, parameters: str, arguments: str) -> list[str]:
    return [f"def proxy_on_{name}({parameters}) -> None:", f"    _plugin.on_{name}({arguments})"]

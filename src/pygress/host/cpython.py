"""The plugin in CPython: imported afresh for each gateway, with the same entry module as the compiled one."""

# ruff: noqa: D102

import datetime
import importlib.util
import inspect
import itertools
import logging
import os
import sys
import time
import traceback
import typing
from pathlib import Path
from types import ModuleType
from typing import Any

from pygress.base import request_id
from pygress.host.model import HostError, Pairs
from pygress.host.proxy import Proxy
from pygress.sdk import abi, grpc, http, tasks, timers
from pygress.sdk.entry import PHASES, TCP_PHASES, Method, Shape, State, Timer, check_shape, entry_source
from pygress.sdk.filter import HttpFilter
from pygress.sdk.state import Plugin
from pygress.sdk.tcp import TcpFilter

_NUMBER = itertools.count(1)
_HIDDEN = tuple(str(Path(module).resolve().parent) + os.sep for module in (abi.__file__, __file__))
ENTRY = "<pygress entry>"


class CPythonVm:
    """A plugin file that runs in this interpreter."""

    def __init__(self, proxy: Proxy, path: Path) -> None:
        self._path = path
        self._host = CPythonHost(proxy, path.parent)
        self._host.enter()
        module = _load(path)
        source = entry_source(shape_of(module))
        self._exports: dict[str, Any] = {"__name__": module.__name__ + "_entry"}
        exec(compile(source, ENTRY, "exec"), self._exports)

    def has(self, export: str) -> bool:
        """Say whether the plugin has a callback."""
        return export in self._exports

    def call(self, export: str, *arguments: int) -> int:
        """Run a callback."""
        self._host.enter()
        root = logging.getLogger()
        level = root.level
        root.setLevel(max(self._host.get_log_level() * 10, 1))
        try:
            return self._exports[export](*arguments) or 0
        finally:
            root.setLevel(level)


def _load(path: Path) -> ModuleType:
    """Import a file under a name of its own, and its neighbours afresh."""
    folder = str(path.parent.resolve())
    for name, module in list(sys.modules.items()):
        top = name.partition(".")[0]
        file = getattr(module, "__file__", None)
        if file and not top.startswith(("test_", "conftest", "__main__")):
            places = (os.path.join(folder, f"{top}.py"), os.path.join(folder, top) + os.sep)  # noqa: PTH118
            if os.path.abspath(file).startswith(places):  # noqa: PTH100
                del sys.modules[name]
    name = f"_pygress_plugin_{next(_NUMBER)}"
    spec = importlib.util.spec_from_file_location(name, path)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.path.insert(0, folder)
    real = {name: sys.modules[name] for name in _SITE_MODULES}
    sys.modules.update(_SITE_MODULES)
    try:
        spec.loader.exec_module(module)
    finally:
        sys.modules.update(real)
        sys.path.remove(folder)
    return module


def _copy(module: ModuleType) -> ModuleType:
    copy = ModuleType(module.__name__, module.__doc__)
    copy.__dict__.update({name: value for name, value in vars(module).items() if not name.startswith("__")})
    return copy


def _site_modules() -> dict[str, ModuleType]:
    """Make the `time` and `datetime` that a plugin imports: their clocks are those of the test, their zone is UTC."""
    clock = _copy(time)
    clock.__dict__.update(
        {
            "time": lambda: abi.now_ns() // 10**9 + abi.now_ns() % 10**9 / 1e9,
            "time_ns": lambda: abi.now_ns(),
            "monotonic": lambda: abi.monotonic_ns() / 1e9,
            "monotonic_ns": lambda: abi.monotonic_ns(),
            "perf_counter": lambda: abi.monotonic_ns() / 1e9,
            "perf_counter_ns": lambda: abi.monotonic_ns(),
        }
    )
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)

    class SiteDatetime(datetime.datetime):
        @classmethod
        def now(cls, tz: datetime.tzinfo | None = None) -> "SiteDatetime":
            moment = epoch + datetime.timedelta(microseconds=abi.now_ns() // 1000)
            there = moment.astimezone(tz) if tz is not None else moment.replace(tzinfo=None)
            return cls.combine(there.date(), there.timetz())

        @classmethod
        def utcnow(cls) -> "SiteDatetime":
            return cls.now()

        @classmethod
        def today(cls) -> "SiteDatetime":
            return cls.now()

    class SiteDate(datetime.date):
        @classmethod
        def today(cls) -> "SiteDate":
            now = SiteDatetime.now()
            return cls(now.year, now.month, now.day)

    for made, original in ((SiteDatetime, datetime.datetime), (SiteDate, datetime.date)):
        made.__name__ = made.__qualname__ = original.__name__
        made.__module__ = "datetime"
    calendar = _copy(datetime)
    calendar.__dict__.update({"datetime": SiteDatetime, "date": SiteDate})
    return {"time": clock, "datetime": calendar}


_FILTERS = (HttpFilter, TcpFilter)
_SITE_MODULES = _site_modules()


def shape_of(module: ModuleType) -> Shape:
    """Find the plugin class of a module and say what it defines; raises `HostError` if there is not just one."""
    found = [
        one
        for one in vars(module).values()
        if isinstance(one, type) and "__plugin__" in vars(one) and one.__module__ == module.__name__
    ]
    if len(found) != 1:
        raise HostError(
            f"`{module.__file__}` needs one class with `@plugin(...)`, found {len(found)}"
            + "".join(f"\n  `{one.__name__}`" for one in found)
        )
    (cls,) = found
    if not issubclass(cls, _FILTERS):
        raise HostError(f"`{cls.__name__}` must derive from `HttpFilter` or `TcpFilter`")
    config = _config_of(cls)
    shape = Shape(
        filter_module=module.__name__,
        filter_class=cls.__qualname__,
        config_module="" if config is None else config.__module__,
        config_class="None" if config is None else config.__qualname__,
        methods=tuple(_methods(cls)),
        tcp=issubclass(cls, TcpFilter),
        state=_state_of(cls),
        grpc=True,
    )
    problems = check_shape(shape)
    if problems:
        raise HostError("\n".join(problems))
    return shape


def _methods(cls: type) -> list[Method]:
    methods = []
    for name in TCP_PHASES if issubclass(cls, TcpFilter) else PHASES:
        for base in cls.__mro__:
            if base in _FILTERS:
                break
            if name in vars(base):
                function = vars(base)[name]
                result = inspect.get_annotations(function).get("return", Any)
                methods.append(Method(name, inspect.iscoroutinefunction(function), result in (None, "None")))
                break
    return methods


def _state_of(cls: type) -> State | None:
    """Find the attribute that is annotated with a subclass of `Plugin`."""
    for name, kind in typing.get_type_hints(cls).items():
        if isinstance(kind, type) and issubclass(kind, Plugin):
            on_start = kind.on_start
            marked = [
                Timer(one, method.__every__, inspect.iscoroutinefunction(method))
                for one, method in inspect.getmembers(kind, inspect.isfunction)
                if hasattr(method, "__every__")
            ]
            return State(
                attribute=name,
                module=kind.__module__,
                cls=kind.__qualname__,
                on_start=None
                if on_start is Plugin.on_start
                else Method("on_start", inspect.iscoroutinefunction(on_start)),
                on_queue_ready=kind.on_queue_ready is not Plugin.on_queue_ready,
                timers=tuple(marked),
            )
    return None


def _config_of(cls: type) -> type | None:
    """Follow `HttpFilter[...]` through the bases."""
    found = _argument(cls, {})
    if found is None or found is type(None):
        return None
    if not isinstance(found, type):
        raise HostError(f"`{cls.__name__}`: the configuration must be a class, not `{found}`")
    return found


def _argument(cls: Any, bound: dict[Any, Any]) -> Any:
    for base in getattr(cls, "__orig_bases__", ()):
        origin = typing.get_origin(base) or base
        arguments = [bound.get(one, one) for one in typing.get_args(base)]
        if origin in _FILTERS:
            return arguments[0]
        parameters = getattr(origin, "__parameters__", ())
        found = _argument(origin, dict(zip(parameters, arguments, strict=False)))
        if found is not None:
            return found
    for base in cls.__bases__:
        if base not in _FILTERS and "__orig_bases__" not in vars(cls):
            found = _argument(base, bound)
            if found is not None:
                return found
    return None


class _LogHandler(logging.Handler):
    """Hands the plugin's `logging` calls to the host."""

    def emit(self, record: logging.LogRecord) -> None:
        level = min(max(record.levelno // 10, 1), 5)
        text = record.getMessage()
        if record.exc_info and record.exc_info[1] is not None:
            text += "\n" + abi.format_exception(record.exc_info[1])
        abi.log(level, text)


_HANDLER = _LogHandler()


class CPythonHost:
    """The host functions as `pygress.sdk.abi` calls them."""

    def __init__(self, proxy: Proxy, folder: Path) -> None:
        self._proxy = proxy
        self._folder = str(folder.resolve()) + os.sep
        self._calls: dict[int, Any] = {}
        self._grpc_calls: dict[int, Any] = {}
        self._timers: dict[int, Any] = {}
        self._stack: list[Any] = []
        self._log_request = ""

    def enter(self) -> None:
        """Make this the host of the calls that follow; a VM has its own globals of the SDK."""
        abi.host = self
        http._calls = self._calls
        grpc._calls = self._grpc_calls
        timers._timers = self._timers
        tasks._stack = self._stack
        root = logging.getLogger()
        if _HANDLER not in root.handlers:
            root.addHandler(_HANDLER)

    def log(self, level: int, message: str) -> None:
        # The proxy gets the line as a compiled plugin writes it.
        named = self._log_request
        if not named:
            named = (self.get_property("request\0id") or b"").decode(errors="replace")
        self._proxy.log(level, request_id.mark(named, message))

    def set_log_request(self, request: str) -> None:
        self._log_request = request if request_id.is_request_id(request) else ""

    def get_log_level(self) -> int:
        return self._proxy.log_level

    def now_ns(self) -> int:
        return self._proxy.shared.clock.now_ns

    def monotonic_ns(self) -> int:
        return self._proxy.shared.clock.monotonic_ns

    def get_env(self, name: str) -> str | None:
        return self._proxy.environment.get(name)

    def set_tick_period(self, milliseconds: int) -> None:
        self._proxy.set_tick_period(milliseconds)

    def get_buffer(self, kind: int, start: int, size: int) -> bytes:
        return self._proxy.get_buffer(kind, start, size)[1]

    def get_buffer_size(self, kind: int) -> int:
        return len(self._proxy.buffer(kind) or b"")

    def set_buffer(self, kind: int, start: int, size: int, data: bytes) -> int:
        return self._proxy.set_buffer(kind, start, size, data)

    def get_header(self, kind: int, name: str) -> str | None:
        status, value = self._proxy.get_header(kind, name)
        return value if status == 0 else None

    def get_headers(self, kind: int) -> Pairs:
        return self._proxy.get_headers(kind)

    def set_headers(self, kind: int, pairs: Pairs) -> int:
        return self._proxy.set_headers(kind, pairs)

    def set_header(self, kind: int, name: str, value: str) -> int:
        return self._proxy.change_header(kind, "set", name, value)

    def add_header(self, kind: int, name: str, value: str) -> int:
        return self._proxy.change_header(kind, "add", name, value)

    def remove_header(self, kind: int, name: str) -> int:
        return self._proxy.change_header(kind, "remove", name)

    def continue_stream(self, kind: int) -> int:
        return self._proxy.continue_stream(kind)

    def close_stream(self, kind: int) -> int:
        return self._proxy.close_stream(kind)

    def send_local_response(
        self, code: int, details: str, body: bytes, headers: Pairs, grpc_status: int
    ) -> int:
        return self._proxy.send_local_response(code, details, body, headers)

    def get_status(self) -> tuple[int, str]:
        return self._proxy.get_status()

    def http_call(self, upstream: str, headers: Pairs, body: bytes, trailers: Pairs, timeout_ms: int) -> int:
        return _id(self._proxy.http_call(upstream, headers, body, trailers, timeout_ms))

    def grpc_call(
        self, upstream: bytes, service: str, method: str, metadata: Pairs, message: bytes, timeout_ms: int
    ) -> int:
        return _id(self._proxy.grpc_call(upstream, service, method, metadata, message, timeout_ms))

    def grpc_stream(self, upstream: bytes, service: str, method: str, metadata: Pairs) -> int:
        return -12

    def grpc_send(self, call: int, message: bytes, end: bool) -> int:
        return 12

    def grpc_cancel(self, call: int) -> int:
        return self._proxy.grpc_cancel(call)

    def grpc_close(self, call: int) -> int:
        return self._proxy.grpc_cancel(call)

    def get_shared_data(self, key: str) -> tuple[bytes, int] | None:
        return self._proxy.shared.data.get(key)

    def set_shared_data(self, key: str, value: bytes, cas: int) -> int:
        return self._proxy.shared.data.set(key, value, cas)

    def register_shared_queue(self, name: str) -> int:
        proxy = self._proxy
        return proxy.shared.queues.register(proxy.vm_id, name, proxy, proxy.root)

    def resolve_shared_queue(self, vm: str, name: str) -> int:
        queue = self._proxy.shared.queues.resolve(vm, name)
        return -1 if queue is None else queue

    def enqueue_shared_queue(self, queue: int, value: bytes) -> int:
        return self._proxy.enqueue(queue, value)

    def dequeue_shared_queue(self, queue: int) -> bytes | None:
        status, value = self._proxy.shared.queues.dequeue(queue)
        return value if status == 0 else None

    def define_metric(self, kind: int, name: str) -> int:
        return _id(self._proxy.shared.metrics.define(kind, name))

    def record_metric(self, metric: int, value: int) -> int:
        return self._proxy.shared.metrics.record(metric, value)

    def increment_metric(self, metric: int, offset: int) -> int:
        return self._proxy.shared.metrics.increment(metric, offset)

    def get_metric(self, metric: int) -> int:
        return self._proxy.shared.metrics.get(metric)[1]

    def get_property(self, path: str) -> bytes | None:
        status, value = self._proxy.get_property(path)
        return value if status == 0 else None

    def set_property(self, path: str, value: bytes) -> int:
        return self._proxy.set_property(path, value)

    def call_foreign_function(self, name: str, argument: bytes) -> tuple[int, bytes]:
        return self._proxy.call_foreign(name, argument)

    def set_effective_context(self, context: int) -> int:
        return self._proxy.set_effective_context(context)

    def done(self) -> int:
        return 0

    def format_exception(self, error: BaseException) -> str:
        """Print as the compiled plugin does: without our own frames, files relative to the plugin's folder."""
        chain = traceback.TracebackException(type(error), error, error.__traceback__, compact=True)
        one: traceback.TracebackException | None = chain
        while one is not None:
            frames = [frame for frame in one.stack if not self._hidden(frame.filename)]
            one.stack = traceback.StackSummary.from_list(
                [
                    (
                        frame.filename.removeprefix(self._folder),
                        frame.lineno or 0,
                        frame.name,
                        frame.line or "",
                    )
                    for frame in frames
                ]
            )
            one = one.__cause__ or one.__context__
        return "".join(chain.format()).rstrip("\n")

    def _hidden(self, filename: str) -> bool:
        return filename == ENTRY or filename.startswith(_HIDDEN)


def _id(result: tuple[int, int]) -> int:
    status, value = result
    return value if status == 0 else -status


__all__ = ["CPythonHost", "CPythonVm", "shape_of"]

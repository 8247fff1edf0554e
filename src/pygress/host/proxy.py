"""The fake proxy: contexts, host functions and their rules, one VM with one or more configurations.

Input: callbacks of the VM. Output: what Envoy's C++ host would do. Both kinds of VM (`cpython`, `wasm`) act
on the same object, so a difference between them is a difference in the plugin. Host functions give a status,
or a status and a value; texts are `str` with `surrogateescape`, bodies are bytes.
"""

from collections.abc import Callable
from typing import Protocol

from pygress.base import request_id
from pygress.host.calls import GrpcAnswer, GrpcCall, GrpcSeen, GrpcService, HttpCall, Service
from pygress.host.connection import TcpBackend, TcpConnection
from pygress.host.model import LEVELS, Answer, HeaderMap, HostError, LogLine, Logs, Pairs, Refused, Seen
from pygress.host.shared import (
    BAD_ARGUMENT,
    NOT_FOUND,
    OK,
    Shared,
    encode_property,
    has_pseudo_headers,
)
from pygress.host.stream import Backend, Stream

UNIMPLEMENTED = 12


class Vm(Protocol):
    """A plugin that runs: imported into CPython, or a module in wasmtime."""

    def has(self, export: str) -> bool:
        """Say whether the plugin exports a callback."""

    def call(self, export: str, *arguments: int) -> int:
        """Run a callback; 0 if it has no result. Raises `HostError` if the plugin traps."""


class Proxy:
    """Contexts and host functions of one VM."""

    def __init__(self, shared: Shared, environment: dict[str, str], body_limit: int) -> None:
        self.shared = shared
        self.environment = environment
        self.body_limit = body_limit
        self.allow_stop_iteration = True
        self.vm_id = "test"
        self.logs = Logs()
        self.log_level = 0
        self.properties: dict[str, object] = {}
        self.http_services: dict[str, Service] = {}
        self.grpc_services: dict[str, GrpcService] = {}
        self.foreign: dict[str, Callable[[bytes], bytes]] = {}
        self.streams: dict[int, Stream] = {}
        self.connections: dict[int, TcpConnection] = {}
        self.roots: dict[int, bytes] = {}
        self.http_calls: dict[int, HttpCall] = {}
        self.grpc_calls: dict[int, GrpcCall] = {}
        self.ticks: dict[int, tuple[int, int]] = {}
        """Root context -> period and next due time, in nanoseconds."""
        self._parent: dict[int, int] = {}
        self._vm: Vm | None = None
        self._next_context = 1
        self._next_token = 1
        self._current = 0
        self._effective = 0
        self._depth = 0
        self._later: list[Callable[[], None]] = []
        self._configuration: bytes | None = None
        self._answer: Seen | None = None
        self._grpc_answer: GrpcAnswer | None = None
        self._foreign_argument = b""

    # The VM's life.

    def start(self, vm: Vm, configuration: bytes) -> int:
        """Start the VM with its first configuration; gives the root context. Raises `HostError` if refused."""
        self._vm = vm
        root = self._new_root()
        if vm.has("proxy_on_vm_start") and not self.call(root, "proxy_on_vm_start", 0):
            raise HostError("the plugin refused to start" + self._why())
        self.configure(root, configuration)
        return root

    def add_root(self, configuration: bytes) -> int:
        """Start one more configuration in the same VM."""
        root = self._new_root()
        self.configure(root, configuration)
        return root

    def configure(self, root: int, configuration: bytes) -> None:
        """Hand over a configuration; raises `HostError` with what the plugin logged if it refuses."""
        self._configuration = configuration
        try:
            if not self.call(root, "proxy_on_configure", len(configuration), default=1):
                raise Refused("the plugin refused its configuration" + self._why())
        finally:
            self._configuration = None
        self.roots[root] = configuration

    def _new_root(self) -> int:
        root = self._next_context
        self._next_context += 1
        self._parent[root] = root
        self.call(root, "proxy_on_context_create", 0)
        return root

    def _why(self) -> str:
        return "".join(f"\n  {line.level}: {line.message}" for line in self.logs)

    def open_stream(self, root: int, backend: Backend) -> Stream:
        """Begin a stream."""
        context = self._next_context
        self._next_context += 1
        self._parent[context] = root
        stream = Stream(self, context, backend)
        self.streams[context] = stream
        self.call(context, "proxy_on_context_create", root)
        return stream

    def open_connection(self, root: int, backend: TcpBackend) -> TcpConnection:
        """Begin a TCP connection."""
        context = self._next_context
        self._next_context += 1
        self._parent[context] = root
        connection = TcpConnection(self, context, backend)
        self.connections[context] = connection
        self.call(context, "proxy_on_context_create", root)
        connection.begin()
        return connection

    def forget(self, context: int) -> None:
        """Drop a finished stream or connection."""
        self.streams.pop(context, None)
        self.connections.pop(context, None)

    def call(self, context: int, export: str, *arguments: int, default: int = 0) -> int:
        """Run one callback on a context; what it deferred happens right after."""
        assert self._vm is not None
        if not self._vm.has(export):
            return default
        if self._depth:
            raise HostError(f"`{export}` would run inside another callback")
        self._current, self._effective, self._depth = context, 0, 1
        try:
            result = self._vm.call(export, context, *arguments)
        finally:
            self._depth = 0
        while self._later and not self._depth:
            self._later.pop(0)()
        return result

    def later(self, action: Callable[[], None]) -> None:
        """Act after the running callback, or at once if there is none."""
        if self._depth:
            self._later.append(action)
        else:
            action()

    # Calls, timers, queues: what happens between the callbacks of streams.

    def pump(self) -> bool:
        """Answer one call that a service answers; False if there is none."""
        for token, call in self.http_calls.items():
            answer = self.http_services[call.seen.cluster](call.seen)
            if answer is not None:
                del self.http_calls[token]
                self._finish_http(call, answer)
                return True
        for token, grpc in self.grpc_calls.items():
            reply = self.grpc_services[grpc.seen.service](grpc.seen)
            if reply is not None:
                del self.grpc_calls[token]
                self._finish_grpc(grpc, reply)
                return True
        return False

    def next_due(self, timers: bool = True) -> int | None:
        """Give when the next time limit (or timer) is due, on the monotonic clock; None if there is none."""
        due = [call.deadline for call in self.http_calls.values() if call.deadline is not None]
        due += [call.deadline for call in self.grpc_calls.values() if call.deadline is not None]
        if timers:
            due += [when for _, when in self.ticks.values()]
        return min(due, default=None)

    def run_due(self) -> None:
        """Run the time limits and timers that are due now."""
        now = self.shared.clock.monotonic_ns
        for token, call in list(self.http_calls.items()):
            if call.deadline is not None and call.deadline <= now:
                del self.http_calls[token]
                answer = Answer(504, b"upstream request timeout", {"content-type": "text/plain"})
                self._finish_http(call, answer)
        for token, grpc in list(self.grpc_calls.items()):
            if grpc.deadline is not None and grpc.deadline <= now:
                del self.grpc_calls[token]
                self._finish_grpc(grpc, GrpcAnswer(status=4, reason="Deadline Exceeded"))
        for root, (period, when) in list(self.ticks.items()):
            if when <= now:
                self.ticks[root] = (period, when + period)
                self.call(root, "proxy_on_tick")

    def _finish_http(self, call: HttpCall, answer: Answer) -> None:
        body = b"".join(answer.pieces())
        headers = HeaderMap([(":status", str(answer.status)), *HeaderMap(answer.headers).items()])
        trailers = HeaderMap(answer.trailers)
        self._answer = Seen(headers, body, trailers)
        try:
            sizes = (len(headers), len(body), len(trailers))
            self.call(call.root, "proxy_on_http_call_response", call.token, *sizes)
        finally:
            self._answer = None

    def fail_http(self, call: HttpCall) -> None:
        """Let a call fail on the connection: the host reports no headers at all."""
        self.http_calls.pop(call.token, None)
        self.call(call.root, "proxy_on_http_call_response", call.token, 0, 0, 0)

    def _finish_grpc(self, call: GrpcCall, answer: GrpcAnswer) -> None:
        self._grpc_answer = answer
        try:
            if answer.status == 0:
                self.call(call.root, "proxy_on_grpc_receive", call.token, len(answer.message))
            else:
                self.call(call.root, "proxy_on_grpc_close", call.token, answer.status)
        finally:
            self._grpc_answer = None

    # Host functions.

    @property
    def context(self) -> int:
        """The context that host functions act on."""
        return self._effective if self._effective in self._parent else self._current

    @property
    def root(self) -> int:
        """The configuration of that context."""
        return self._parent.get(self.context, 0)

    @property
    def stream(self) -> Stream | None:
        """The stream of that context."""
        return self.streams.get(self.context)

    def log(self, level: int, message: str) -> int:
        """`proxy_log`."""
        if not 0 <= level < len(LEVELS):
            return BAD_ARGUMENT
        request, text = request_id.split(message)
        line = LogLine(LEVELS[level], text, request)
        self.logs.append(line)
        stream = self.stream
        if stream is not None:
            stream.result.logs.append(line)
        return OK

    def set_tick_period(self, milliseconds: int) -> int:
        """`proxy_set_tick_period_milliseconds`."""
        period = milliseconds * 1_000_000
        if period:
            self.ticks[self.root] = (period, self.shared.clock.monotonic_ns + period)
        else:
            self.ticks.pop(self.root, None)
        return OK

    def buffer(self, kind: int) -> bytearray | bytes | None:
        """Give a buffer; a `bytearray` can be changed."""
        stream = self.stream
        if kind == 0 and stream is not None:
            return stream.request.body_view()
        if kind == 1 and stream is not None:
            return stream.response.body_view()
        connection = self.connections.get(self.context)
        if kind in (2, 3):
            return None if connection is None else connection.down if kind == 2 else connection.up
        if kind == 4 and self._answer is not None:
            return self._answer.body
        if kind == 5 and self._grpc_answer is not None:
            return self._grpc_answer.message
        if kind == 6:
            return b""
        if kind == 7:
            return self._configuration
        if kind == 8:
            return self._foreign_argument
        return None

    def get_buffer(self, kind: int, start: int, size: int) -> tuple[int, bytes]:
        """`proxy_get_buffer_bytes`."""
        buffer = self.buffer(kind)
        if buffer is None:
            return NOT_FOUND, b""
        if start + size >= 2**32:
            return BAD_ARGUMENT, b""
        return OK, bytes(buffer[start : start + size])

    def set_buffer(self, kind: int, start: int, size: int, data: bytes) -> int:
        """`proxy_set_buffer_bytes`: only at the start (drain, then prepend) or behind the end."""
        buffer = self.buffer(kind)
        if buffer is None:
            return NOT_FOUND
        if not isinstance(buffer, bytearray):
            return BAD_ARGUMENT
        if start == 0:
            buffer[0:size] = data
        elif start >= len(buffer):
            buffer += data
        else:
            return BAD_ARGUMENT
        return OK

    def header_map(self, kind: int, write: bool = False) -> HeaderMap | None:
        """Give a header map as far as it can be reached now."""
        if kind in (6, 7):
            if self._answer is None or write:
                return None
            return self._answer.headers if kind == 6 else self._answer.trailers
        if kind in (4, 5):
            if self._grpc_answer is None or write:
                return None
            return self._grpc_answer.metadata if kind == 4 else self._grpc_answer.trailers
        stream = self.stream
        return stream.headers(kind, write) if stream is not None and 0 <= kind <= 3 else None

    def get_header(self, kind: int, name: str) -> tuple[int, str]:
        """`proxy_get_header_map_value`."""
        headers = self.header_map(kind)
        if headers is None:
            return BAD_ARGUMENT, ""
        value = headers.get(name)
        return (NOT_FOUND, "") if value is None else (OK, value)

    def get_headers(self, kind: int) -> Pairs:
        """`proxy_get_header_map_pairs`."""
        headers = self.header_map(kind)
        return headers.items() if headers is not None else []

    def set_headers(self, kind: int, pairs: Pairs) -> int:
        """`proxy_set_header_map_pairs`."""
        headers = self.header_map(kind, write=True)
        if headers is None:
            return BAD_ARGUMENT
        headers.pairs = HeaderMap(pairs).pairs
        return OK

    def change_header(self, kind: int, action: str, name: str, value: str = "") -> int:
        """`proxy_add_`, `proxy_replace_` or `proxy_remove_header_map_value`."""
        headers = self.header_map(kind, write=True)
        if headers is None:
            return BAD_ARGUMENT
        if action == "remove":
            headers.remove(name)
        elif action == "add":
            headers.add(name, value)
        else:
            headers.set(name, value)
        return OK

    def continue_stream(self, kind: int) -> int:
        """`proxy_continue_stream`."""
        stream = self.stream
        if kind not in (0, 1, 2, 3):
            return BAD_ARGUMENT
        if stream is None or kind > 1:
            return UNIMPLEMENTED
        self._later.append(lambda: stream.resume(kind))
        return OK

    def close_stream(self, kind: int) -> int:
        """`proxy_close_stream`."""
        stream = self.stream
        if kind not in (0, 1, 2, 3):
            return BAD_ARGUMENT
        connection = self.connections.get(self.context)
        if stream is not None:
            self._later.append(stream.cut)
        elif connection is not None and kind > 1:
            self._later.append(connection.end)
        return OK

    def send_local_response(self, code: int, details: str, body: bytes, headers: Pairs) -> int:
        """`proxy_send_local_response`."""
        stream = self.stream
        if stream is not None:
            self._later.append(lambda: stream.local_reply(code, body, headers, details))
        return OK

    def get_status(self) -> tuple[int, str]:
        """`proxy_get_status`."""
        answer = self._grpc_answer
        return (0, "") if answer is None else (answer.status, answer.reason)

    def http_call(
        self, upstream: str, headers: Pairs, body: bytes, trailers: Pairs, timeout_ms: int
    ) -> tuple[int, int]:
        """`proxy_http_call`: gives status and token; an unknown cluster is a bad argument."""
        if upstream not in self.http_services or not has_pseudo_headers(headers):
            return BAD_ARGUMENT, 0
        seen = Seen(HeaderMap(headers), body, HeaderMap(trailers) if trailers else None, upstream)
        deadline = None
        if timeout_ms:
            seen.timeout = timeout_ms / 1000
            deadline = self.shared.clock.monotonic_ns + timeout_ms * 1_000_000
        token = self._token()
        self.http_calls[token] = HttpCall(token, self.root, seen, deadline)
        return OK, token

    def grpc_call(
        self, upstream: bytes, service: str, method: str, metadata: Pairs, message: bytes, timeout_ms: int
    ) -> tuple[int, int]:
        """`proxy_grpc_call`: gives status and token."""
        if service not in self.grpc_services:
            return BAD_ARGUMENT, 0
        seen = GrpcSeen(upstream, service, method, HeaderMap(metadata), message)
        deadline = self.shared.clock.monotonic_ns + timeout_ms * 1_000_000 if timeout_ms else None
        token = self._token()
        self.grpc_calls[token] = GrpcCall(token, self.root, seen, deadline)
        return OK, token

    def grpc_cancel(self, token: int) -> int:
        """`proxy_grpc_cancel` and `proxy_grpc_close`."""
        return NOT_FOUND if self.grpc_calls.pop(token, None) is None else OK

    def _token(self) -> int:
        self._next_token += 1
        return self._next_token - 1

    def enqueue(self, queue: int, value: bytes) -> int:
        """`proxy_enqueue_shared_queue`: the owner hears of it after this callback."""
        status = self.shared.queues.enqueue(queue, value)
        if status == OK:
            owner, root = self.shared.queues.owner(queue)
            if isinstance(owner, Proxy):
                self.later(lambda: _ignore(owner.call(root, "proxy_on_queue_ready", queue)))
        return status

    def get_property(self, path: str) -> tuple[int, bytes]:
        """`proxy_get_property`; the parts of the path are joined by NUL."""
        dotted = path.replace("\0", ".")
        value = self.properties.get(dotted)
        stream = self.stream
        if value is None and stream is not None:
            value = _builtin(stream, dotted)
            if value is None:
                value = stream.properties.get(dotted)
        connection = self.connections.get(self.context)
        if value is None and connection is not None:
            value = connection.properties.get(dotted, _ADDRESSES.get(dotted))
        return (NOT_FOUND, b"") if value is None else (OK, encode_property(value))

    def set_property(self, path: str, value: bytes) -> int:
        """`proxy_set_property`."""
        owner = self.stream or self.connections.get(self.context)
        if owner is None:
            return NOT_FOUND
        owner.properties[path.replace("\0", ".")] = value
        return OK

    def call_foreign(self, name: str, argument: bytes) -> tuple[int, bytes]:
        """`proxy_call_foreign_function`."""
        function = self.foreign.get(name)
        return (NOT_FOUND, b"") if function is None else (OK, function(argument))

    def set_effective_context(self, context: int) -> int:
        """`proxy_set_effective_context`."""
        if context not in self._parent:
            return BAD_ARGUMENT
        self._effective = context
        return OK


def _ignore(result: int) -> None:
    del result


def _builtin(stream: Stream, path: str) -> object:
    headers = stream.headers(0, write=False)
    if headers is None and path.startswith("request."):
        # They went on; Envoy has them again in the log phase.
        return None
    headers = headers or HeaderMap()
    if path.startswith("request.headers."):
        return headers.get(path.removeprefix("request.headers."))
    if path == "request.url_path":
        return (headers.get(":path") or "").split("?")[0]
    names = {"request.path": ":path", "request.method": ":method", "request.host": ":authority"}
    names |= {"request.scheme": ":scheme", "request.id": "x-request-id"}
    if path in names:
        return headers.get(names[path])
    if path == "response.code" and stream.response.headers is not None:
        return int(stream.response.headers.get(":status") or "0")
    if path == "response.code_details":
        return stream.result.details or None
    return "HTTP/1.1" if path == "request.protocol" else _ADDRESSES.get(path)


_ADDRESSES: dict[str, object] = {"source.address": "127.0.0.1:50000", "source.port": 50000}

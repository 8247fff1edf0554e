"""The host calls of Proxy-Wasm 0.2.1, one typed function each.

On CPython every function asks the current `host` (a test host of `pygress.host`); the compiler replaces the
whole module: the function `name` becomes the C function `pg_abi_name`. Rules that hold on both sides:

- Text (header names and values, log lines, property paths, keys) is UTF-8 with `surrogateescape`: lossless.
- A status is Proxy-Wasm's: 0 ok, 1 not found, 2 bad argument, 7 empty, 8 CAS mismatch, 10 internal failure,
  12 unimplemented. A function that gives an identifier gives a negative status instead if the host refuses.
- Nothing here raises; what a refusal means is decided by the callers.

Plugins use the classes of `pygress.sdk`, not this module.
"""

# ruff: noqa: D102
from typing import NoReturn, Protocol, cast

# Kinds of header maps.
REQUEST_HEADERS = 0
REQUEST_TRAILERS = 1
RESPONSE_HEADERS = 2
RESPONSE_TRAILERS = 3
GRPC_INITIAL_METADATA = 4
GRPC_TRAILING_METADATA = 5
CALL_HEADERS = 6
CALL_TRAILERS = 7

# Kinds of buffers.
REQUEST_BODY = 0
RESPONSE_BODY = 1
DOWNSTREAM_DATA = 2
UPSTREAM_DATA = 3
CALL_BODY = 4
GRPC_MESSAGE = 5
VM_CONFIG = 6
PLUGIN_CONFIG = 7
FOREIGN_ARGUMENTS = 8

# Kinds of streams.
REQUEST = 0
RESPONSE = 1
DOWNSTREAM = 2
UPSTREAM = 3

# Log levels.
TRACE = 0
DEBUG = 1
INFO = 2
WARN = 3
ERROR = 4
CRITICAL = 5

# Kinds of metrics.
COUNTER = 0
GAUGE = 1
HISTOGRAM = 2

# Statuses.
OK = 0
NOT_FOUND = 1
BAD_ARGUMENT = 2
EMPTY = 7
CAS_MISMATCH = 8
INTERNAL_FAILURE = 10
UNIMPLEMENTED = 12


class Host(Protocol):
    """What a host must offer to the plugin on CPython; the functions below say what each means."""

    def log(self, level: int, message: str) -> None: ...
    def set_log_request(self, request: str) -> None: ...
    def get_log_level(self) -> int: ...
    def now_ns(self) -> int: ...
    def monotonic_ns(self) -> int: ...
    def get_env(self, name: str) -> str | None: ...
    def set_tick_period(self, milliseconds: int) -> None: ...
    def get_buffer(self, kind: int, start: int, size: int) -> bytes: ...
    def get_buffer_size(self, kind: int) -> int: ...
    def set_buffer(self, kind: int, start: int, size: int, data: bytes) -> int: ...
    def get_header(self, kind: int, name: str) -> str | None: ...
    def get_headers(self, kind: int) -> list[tuple[str, str]]: ...
    def set_headers(self, kind: int, pairs: list[tuple[str, str]]) -> int: ...
    def set_header(self, kind: int, name: str, value: str) -> int: ...
    def add_header(self, kind: int, name: str, value: str) -> int: ...
    def remove_header(self, kind: int, name: str) -> int: ...
    def continue_stream(self, kind: int) -> int: ...
    def close_stream(self, kind: int) -> int: ...
    def send_local_response(
        self, code: int, details: str, body: bytes, headers: list[tuple[str, str]], grpc_status: int
    ) -> int: ...
    def get_status(self) -> tuple[int, str]: ...
    def http_call(
        self,
        upstream: str,
        headers: list[tuple[str, str]],
        body: bytes,
        trailers: list[tuple[str, str]],
        timeout_ms: int,
    ) -> int: ...
    def grpc_call(
        self,
        upstream: bytes,
        service: str,
        method: str,
        metadata: list[tuple[str, str]],
        message: bytes,
        timeout_ms: int,
    ) -> int: ...
    def grpc_stream(
        self, upstream: bytes, service: str, method: str, metadata: list[tuple[str, str]]
    ) -> int: ...
    def grpc_send(self, call: int, message: bytes, end: bool) -> int: ...
    def grpc_cancel(self, call: int) -> int: ...
    def grpc_close(self, call: int) -> int: ...
    def get_shared_data(self, key: str) -> tuple[bytes, int] | None: ...
    def set_shared_data(self, key: str, value: bytes, cas: int) -> int: ...
    def register_shared_queue(self, name: str) -> int: ...
    def resolve_shared_queue(self, vm: str, name: str) -> int: ...
    def enqueue_shared_queue(self, queue: int, value: bytes) -> int: ...
    def dequeue_shared_queue(self, queue: int) -> bytes | None: ...
    def define_metric(self, kind: int, name: str) -> int: ...
    def record_metric(self, metric: int, value: int) -> int: ...
    def increment_metric(self, metric: int, offset: int) -> int: ...
    def get_metric(self, metric: int) -> int: ...
    def get_property(self, path: str) -> bytes | None: ...
    def set_property(self, path: str, value: bytes) -> int: ...
    def call_foreign_function(self, name: str, argument: bytes) -> tuple[int, bytes]: ...
    def set_effective_context(self, context: int) -> int: ...
    def done(self) -> int: ...
    def format_exception(self, error: BaseException) -> str: ...


class Outside:
    """Stands where no host is: every use of it says so."""

    def __getattr__(self, name: str) -> NoReturn:
        raise RuntimeError(
            f"`{name}` needs a gateway: call it in a plugin's callback or use the `gateway` fixture"
        )


host: Host = cast(Host, Outside())


def log(level: int, message: str) -> None:
    """Write one line to the host's log."""
    host.log(level, message)


def set_log_request(request: str) -> None:
    """Name the request of the lines that follow; with an empty text the host is asked at each line.

    Not a host call: whatever writes the lines keeps it.
    """
    host.set_log_request(request)


def get_log_level() -> int:
    """Give the lowest level that the host writes."""
    return host.get_log_level()


def now_ns() -> int:
    """Give the wall clock: nanoseconds since 1970 (`proxy_get_current_time_nanoseconds`)."""
    return host.now_ns()


def monotonic_ns() -> int:
    """Give a clock that never goes back, in nanoseconds (WASI `clock_time_get(1)`)."""
    return host.monotonic_ns()


def get_env(name: str) -> str | None:
    """Give one environment variable of the VM (WASI `environ_get`)."""
    return host.get_env(name)


def set_tick_period(milliseconds: int) -> None:
    """Ask for `on_tick` at this period on the current root context; 0 stops it."""
    host.set_tick_period(milliseconds)


def get_buffer(kind: int, start: int, size: int) -> bytes:
    """Give at most `size` bytes of a buffer from `start`; empty if there is no such buffer."""
    return host.get_buffer(kind, start, size)


def get_buffer_size(kind: int) -> int:
    """Give the length of a buffer in bytes; 0 if there is none."""
    return host.get_buffer_size(kind)


def set_buffer(kind: int, start: int, size: int, data: bytes) -> int:
    """Replace `size` bytes from `start` (0 prepends, the length appends); gives a status."""
    return host.set_buffer(kind, start, size, data)


def get_header(kind: int, name: str) -> str | None:
    """Give the first value of a header."""
    return host.get_header(kind, name)


def get_headers(kind: int) -> list[tuple[str, str]]:
    """Give every (name, value) pair in order; empty if there is no such map."""
    return host.get_headers(kind)


def set_headers(kind: int, pairs: list[tuple[str, str]]) -> int:
    """Put these pairs in place of the whole map."""
    return host.set_headers(kind, pairs)


def set_header(kind: int, name: str, value: str) -> int:
    """Put one value in place of all values of a header (`proxy_replace_header_map_value`)."""
    return host.set_header(kind, name, value)


def add_header(kind: int, name: str, value: str) -> int:
    """Append a value."""
    return host.add_header(kind, name, value)


def remove_header(kind: int, name: str) -> int:
    """Remove all values of a header."""
    return host.remove_header(kind, name)


def continue_stream(kind: int) -> int:
    """Resume a stopped stream; acts after the callback returns."""
    return host.continue_stream(kind)


def close_stream(kind: int) -> int:
    """Reset a stream; acts after the callback returns."""
    return host.close_stream(kind)


def send_local_response(
    code: int, details: str, body: bytes, headers: list[tuple[str, str]], grpc_status: int
) -> int:
    """Answer in place of the backend; `grpc_status` -1 means none. Overrides the returned action."""
    return host.send_local_response(code, details, body, headers, grpc_status)


def get_status() -> tuple[int, str]:
    """Give code and message of the last gRPC call inside its close callback."""
    return host.get_status()


def http_call(
    upstream: str,
    headers: list[tuple[str, str]],
    body: bytes,
    trailers: list[tuple[str, str]],
    timeout_ms: int,
) -> int:
    """Start an HTTP call to a cluster; gives its id, or a negative status. 0 ms means no time limit."""
    return host.http_call(upstream, headers, body, trailers, timeout_ms)


def grpc_call(
    upstream: bytes,
    service: str,
    method: str,
    metadata: list[tuple[str, str]],
    message: bytes,
    timeout_ms: int,
) -> int:
    """Start a unary gRPC call; `upstream` is a cluster name or a serialized `GrpcService`. Gives its id."""
    return host.grpc_call(upstream, service, method, metadata, message, timeout_ms)


def grpc_stream(upstream: bytes, service: str, method: str, metadata: list[tuple[str, str]]) -> int:
    """Open a gRPC stream; gives its id, or a negative status."""
    return host.grpc_stream(upstream, service, method, metadata)


def grpc_send(call: int, message: bytes, end: bool) -> int:
    """Send one message on a stream; `end` closes our side."""
    return host.grpc_send(call, message, end)


def grpc_cancel(call: int) -> int:
    """Give up a call or reset a stream."""
    return host.grpc_cancel(call)


def grpc_close(call: int) -> int:
    """Close our side of a stream."""
    return host.grpc_close(call)


def get_shared_data(key: str) -> tuple[bytes, int] | None:
    """Give value and CAS number of a key that all VMs of one `vm_id` share."""
    return host.get_shared_data(key)


def set_shared_data(key: str, value: bytes, cas: int) -> int:
    """Write a shared key; a `cas` other than 0 must be the current one, else status 8 (CAS mismatch)."""
    return host.set_shared_data(key, value, cas)


def register_shared_queue(name: str) -> int:
    """Create or find a queue of this VM; gives its id."""
    return host.register_shared_queue(name)


def resolve_shared_queue(vm: str, name: str) -> int:
    """Find a queue of another VM; gives its id, or -1 (not found)."""
    return host.resolve_shared_queue(vm, name)


def enqueue_shared_queue(queue: int, value: bytes) -> int:
    """Append to a queue."""
    return host.enqueue_shared_queue(queue, value)


def dequeue_shared_queue(queue: int) -> bytes | None:
    """Take the oldest value of a queue; None if it is empty or unknown."""
    return host.dequeue_shared_queue(queue)


def define_metric(kind: int, name: str) -> int:
    """Create or find a metric; gives its id, or a negative status."""
    return host.define_metric(kind, name)


def record_metric(metric: int, value: int) -> int:
    """Set a gauge or counter, or add a sample to a histogram."""
    return host.record_metric(metric, value)


def increment_metric(metric: int, offset: int) -> int:
    """Add to a counter or gauge; the host refuses to lower a counter."""
    return host.increment_metric(metric, offset)


def get_metric(metric: int) -> int:
    """Give the value of a counter or gauge; 0 if the host refuses."""
    return host.get_metric(metric)


def get_property(path: str) -> bytes | None:
    """Give the raw bytes of a property; the parts of `path` are joined by NUL."""
    return host.get_property(path)


def set_property(path: str, value: bytes) -> int:
    """Set a property of the stream (filter state)."""
    return host.set_property(path, value)


def call_foreign_function(name: str, argument: bytes) -> tuple[int, bytes]:
    """Call a function that this host adds to the ABI; gives its status and its result."""
    return host.call_foreign_function(name, argument)


def set_effective_context(context: int) -> int:
    """Let the following calls act on another context."""
    return host.set_effective_context(context)


def done() -> int:
    """Tell the host that a context whose `on_done` gave False is finished."""
    return host.done()


def format_exception(error: BaseException) -> str:
    """Give the traceback in CPython's text form, without final newline and without the SDK's own frames.

    Not a host call: the compiled plugin keeps its own traceback and needs a primitive to print it.
    """
    return host.format_exception(error)

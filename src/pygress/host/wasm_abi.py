"""The `env.proxy_*` functions for a module in wasmtime: memory in, memory out, a status back.

Each function reads its arguments from the module's memory, acts on the fake proxy, and lets the module
allocate room for what goes back, in the order and with the statuses of Envoy's C++ host.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from pygress.host.pairs import decode_pairs, encode_pairs, to_bytes, to_text

if TYPE_CHECKING:
    from pygress.host.wasm import WasmVm

OK, NOT_FOUND, BAD_ARGUMENT, UNIMPLEMENTED = 0, 1, 2, 12

Function = Callable[..., int]


def proxy_functions(vm: "WasmVm") -> dict[str, Function]:
    """Give every host function of ABI 0.2.1 by its name after `proxy_`."""
    return {
        **_logs_and_time(vm),
        **_buffers(vm),
        **_headers(vm),
        **_streams(vm),
        **_calls(vm),
        **_shared(vm),
        **_metrics(vm),
        **_others(vm),
    }


def _logs_and_time(vm: "WasmVm") -> dict[str, Function]:
    proxy = vm.proxy

    def log(level: int, text: int, size: int) -> int:
        return proxy.log(level, to_text(vm.read(text, size)))

    def get_log_level(pointer: int) -> int:
        vm.write_u32(pointer, proxy.log_level)
        return OK

    def get_current_time_nanoseconds(pointer: int) -> int:
        vm.write_u64(pointer, proxy.shared.clock.now_ns)
        return OK

    def set_tick_period_milliseconds(milliseconds: int) -> int:
        return proxy.set_tick_period(milliseconds)

    return {
        "log": log,
        "get_log_level": get_log_level,
        "get_current_time_nanoseconds": get_current_time_nanoseconds,
        "set_tick_period_milliseconds": set_tick_period_milliseconds,
    }


def _buffers(vm: "WasmVm") -> dict[str, Function]:
    proxy = vm.proxy

    def get_buffer_bytes(kind: int, start: int, size: int, pointer: int, length: int) -> int:
        status, data = proxy.get_buffer(kind, start, size)
        return vm.give(data, pointer, length) if status == OK else status

    def get_buffer_status(kind: int, length: int, flags: int) -> int:
        buffer = proxy.buffer(kind)
        if buffer is None:
            return NOT_FOUND
        vm.write_u32(length, len(buffer))
        vm.write_u32(flags, 0)
        return OK

    def set_buffer_bytes(kind: int, start: int, size: int, data: int, length: int) -> int:
        return proxy.set_buffer(kind, start, size, vm.read(data, length))

    return {
        "get_buffer_bytes": get_buffer_bytes,
        "get_buffer_status": get_buffer_status,
        "set_buffer_bytes": set_buffer_bytes,
    }


def _headers(vm: "WasmVm") -> dict[str, Function]:
    proxy = vm.proxy

    def get_header_map_size(kind: int, size: int) -> int:
        headers = proxy.header_map(kind)
        if headers is None:
            return BAD_ARGUMENT
        vm.write_u32(size, sum(len(to_bytes(name)) + len(to_bytes(value)) for name, value in headers.pairs))
        return OK

    def get_header_map_pairs(kind: int, pointer: int, length: int) -> int:
        return vm.give(encode_pairs(proxy.get_headers(kind)), pointer, length)

    def set_header_map_pairs(kind: int, pairs: int, size: int) -> int:
        return proxy.set_headers(kind, decode_pairs(vm.read(pairs, size)))

    def get_header_map_value(kind: int, name: int, size: int, pointer: int, length: int) -> int:
        status, value = proxy.get_header(kind, to_text(vm.read(name, size)))
        return vm.give(to_bytes(value), pointer, length) if status == OK else status

    def add_header_map_value(kind: int, name: int, size: int, value: int, value_size: int) -> int:
        return proxy.change_header(
            kind, "add", to_text(vm.read(name, size)), to_text(vm.read(value, value_size))
        )

    def replace_header_map_value(kind: int, name: int, size: int, value: int, value_size: int) -> int:
        return proxy.change_header(
            kind, "set", to_text(vm.read(name, size)), to_text(vm.read(value, value_size))
        )

    def remove_header_map_value(kind: int, name: int, size: int) -> int:
        return proxy.change_header(kind, "remove", to_text(vm.read(name, size)))

    return {
        "get_header_map_size": get_header_map_size,
        "get_header_map_pairs": get_header_map_pairs,
        "set_header_map_pairs": set_header_map_pairs,
        "get_header_map_value": get_header_map_value,
        "add_header_map_value": add_header_map_value,
        "replace_header_map_value": replace_header_map_value,
        "remove_header_map_value": remove_header_map_value,
    }


def _streams(vm: "WasmVm") -> dict[str, Function]:
    proxy = vm.proxy

    def continue_stream(kind: int) -> int:
        return proxy.continue_stream(kind)

    def close_stream(kind: int) -> int:
        return proxy.close_stream(kind)

    def send_local_response(
        code: int,
        details: int,
        details_size: int,
        body: int,
        body_size: int,
        headers: int,
        headers_size: int,
        grpc_status: int,
    ) -> int:
        return proxy.send_local_response(
            code,
            to_text(vm.read(details, details_size)),
            vm.read(body, body_size),
            decode_pairs(vm.read(headers, headers_size)),
        )

    def get_status(code: int, pointer: int, length: int) -> int:
        status, message = proxy.get_status()
        vm.write_u32(code, status)
        return vm.give(to_bytes(message), pointer, length)

    return {
        "continue_stream": continue_stream,
        "close_stream": close_stream,
        "send_local_response": send_local_response,
        "get_status": get_status,
    }


def _calls(vm: "WasmVm") -> dict[str, Function]:
    proxy = vm.proxy

    def http_call(
        upstream: int,
        upstream_size: int,
        headers: int,
        headers_size: int,
        body: int,
        body_size: int,
        trailers: int,
        trailers_size: int,
        timeout_ms: int,
        token: int,
    ) -> int:
        status, number = proxy.http_call(
            to_text(vm.read(upstream, upstream_size)),
            decode_pairs(vm.read(headers, headers_size)),
            vm.read(body, body_size),
            decode_pairs(vm.read(trailers, trailers_size)),
            timeout_ms,
        )
        if status == OK:
            vm.write_u32(token, number)
        return status

    def grpc_call(
        upstream: int,
        upstream_size: int,
        service: int,
        service_size: int,
        method: int,
        method_size: int,
        metadata: int,
        metadata_size: int,
        message: int,
        message_size: int,
        timeout_ms: int,
        token: int,
    ) -> int:
        status, number = proxy.grpc_call(
            vm.read(upstream, upstream_size),
            to_text(vm.read(service, service_size)),
            to_text(vm.read(method, method_size)),
            decode_pairs(vm.read(metadata, metadata_size)),
            vm.read(message, message_size),
            timeout_ms,
        )
        if status == OK:
            vm.write_u32(token, number)
        return status

    def grpc_stream(*arguments: int) -> int:
        return UNIMPLEMENTED

    def grpc_send(call: int, message: int, size: int, end: int) -> int:
        return UNIMPLEMENTED

    def grpc_cancel(call: int) -> int:
        return proxy.grpc_cancel(call)

    def grpc_close(call: int) -> int:
        return proxy.grpc_cancel(call)

    return {
        "http_call": http_call,
        "grpc_call": grpc_call,
        "grpc_stream": grpc_stream,
        "grpc_send": grpc_send,
        "grpc_cancel": grpc_cancel,
        "grpc_close": grpc_close,
    }


def _shared(vm: "WasmVm") -> dict[str, Function]:
    proxy = vm.proxy
    shared = proxy.shared

    def get_shared_data(key: int, size: int, pointer: int, length: int, cas: int) -> int:
        found = shared.data.get(to_text(vm.read(key, size)))
        if found is None:
            return NOT_FOUND
        status = vm.give(found[0], pointer, length)
        vm.write_u32(cas, found[1])
        return status

    def set_shared_data(key: int, size: int, value: int, value_size: int, cas: int) -> int:
        return shared.data.set(to_text(vm.read(key, size)), vm.read(value, value_size), cas)

    def register_shared_queue(name: int, size: int, token: int) -> int:
        text = to_text(vm.read(name, size))
        vm.write_u32(token, shared.queues.register(proxy.vm_id, text, proxy, proxy.root))
        return OK

    def resolve_shared_queue(vm_id: int, vm_size: int, name: int, size: int, token: int) -> int:
        queue = shared.queues.resolve(to_text(vm.read(vm_id, vm_size)), to_text(vm.read(name, size)))
        if queue is None:
            return NOT_FOUND
        vm.write_u32(token, queue)
        return OK

    def enqueue_shared_queue(queue: int, value: int, size: int) -> int:
        return proxy.enqueue(queue, vm.read(value, size))

    def dequeue_shared_queue(queue: int, pointer: int, length: int) -> int:
        status, value = shared.queues.dequeue(queue)
        return vm.give(value, pointer, length) if status == OK else status

    return {
        "get_shared_data": get_shared_data,
        "set_shared_data": set_shared_data,
        "register_shared_queue": register_shared_queue,
        "resolve_shared_queue": resolve_shared_queue,
        "enqueue_shared_queue": enqueue_shared_queue,
        "dequeue_shared_queue": dequeue_shared_queue,
    }


def _metrics(vm: "WasmVm") -> dict[str, Function]:
    metrics = vm.proxy.shared.metrics

    def define_metric(kind: int, name: int, size: int, token: int) -> int:
        status, metric = metrics.define(kind, to_text(vm.read(name, size)))
        if status == OK:
            vm.write_u32(token, metric)
        return status

    def record_metric(metric: int, value: int) -> int:
        return metrics.record(metric, value)

    def increment_metric(metric: int, offset: int) -> int:
        return metrics.increment(metric, offset)

    def get_metric(metric: int, pointer: int) -> int:
        status, value = metrics.get(metric)
        if status == OK:
            vm.write_u64(pointer, value)
        return status

    return {
        "define_metric": define_metric,
        "record_metric": record_metric,
        "increment_metric": increment_metric,
        "get_metric": get_metric,
    }


def _others(vm: "WasmVm") -> dict[str, Function]:
    proxy = vm.proxy

    def get_property(path: int, size: int, pointer: int, length: int) -> int:
        status, value = proxy.get_property(to_text(vm.read(path, size)))
        return vm.give(value, pointer, length) if status == OK else status

    def set_property(path: int, size: int, value: int, value_size: int) -> int:
        return proxy.set_property(to_text(vm.read(path, size)), vm.read(value, value_size))

    def call_foreign_function(
        name: int, name_size: int, argument: int, argument_size: int, pointer: int, length: int
    ) -> int:
        status, value = proxy.call_foreign(
            to_text(vm.read(name, name_size)), vm.read(argument, argument_size)
        )
        return vm.give(value, pointer, length) if status == OK else status

    def set_effective_context(context: int) -> int:
        return proxy.set_effective_context(context)

    def done() -> int:
        return OK

    return {
        "get_property": get_property,
        "set_property": set_property,
        "call_foreign_function": call_foreign_function,
        "set_effective_context": set_effective_context,
        "done": done,
    }

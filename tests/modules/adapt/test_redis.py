"""The functions that carry Redis calls, run in wasmtime against a host of the test."""

import struct
from typing import Any

import pytest
import wasmtime

from pygress.modules.adapt import adapt_module
from pygress.modules.check import check_module
from pygress.modules.wasm import parse_wasm

from ..envoy import verdict

# The exports after the blank line let the test call what the module imports.
SOURCE = """
(module
  (import "env" "proxy_redis_init" (func $init (param i32 i32 i32 i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_get_buffer_bytes" (func $read (param i32 i32 i32 i32 i32) (result i32)))
  (import "env" "proxy_redis_call" (func $call (param i32 i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 2)
  (global $next (mut i32) (i32.const 8192))
  (data (i32.const 0) "unchanged")
  (func (export "proxy_abi_version_0_2_100"))
  (func (export "proxy_on_memory_allocate") (param i32) (result i32)
    (global.get $next)
    (global.set $next (i32.add (global.get $next) (local.get 0))))
  (func (export "proxy_on_redis_call_response") (param i32 i32 i32 i32)
    (i32.store (i32.const 4000) (local.get 0))
    (i32.store (i32.const 4004) (local.get 1))
    (i32.store (i32.const 4008) (local.get 2))
    (i32.store (i32.const 4012) (local.get 3))
    (drop (call $read (i32.const 9) (i32.const 0) (local.get 3) (i32.const 4016) (i32.const 4020))))
  HTTP

  (func (export "init") (param i32 i32 i32 i32 i32 i32 i32) (result i32)
    (call $init (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4) (local.get 5) (local.get 6)))
  (func (export "call") (param i32 i32 i32 i32 i32) (result i32)
    (call $call (local.get 0) (local.get 1) (local.get 2) (local.get 3) (local.get 4)))
  (func (export "read") (param i32) (result i32)
    (call $read (local.get 0) (i32.const 0) (i32.const 9) (i32.const 4016) (i32.const 4020))))
"""
HTTP = """
  (func (export "proxy_on_http_call_response") (param i32 i32 i32 i32 i32)
    (i32.store (i32.const 4100) (local.get 1)))
"""


class Host:
    """What Envoy is to the module."""

    def __init__(self, source: str = SOURCE.replace("HTTP", HTTP)) -> None:
        adapted = adapt_module(parse_wasm(bytes(wasmtime.wat2wasm(source))))
        check_module(adapted.wasm)
        self.changes = adapted.changes
        self.calls: list[dict[str, Any]] = []
        self.reads: list[int] = []
        self.status = 0
        config = wasmtime.Config()
        config.wasm_multi_memory = True
        self.store = wasmtime.Store(wasmtime.Engine(config))
        module = wasmtime.Module(self.store.engine, adapted.wasm.data)
        linker = wasmtime.Linker(self.store.engine)
        i32 = wasmtime.ValType.i32()
        linker.define_func("env", "proxy_http_call", wasmtime.FuncType([i32] * 10, [i32]), self._http_call)
        linker.define_func("env", "proxy_get_buffer_bytes", wasmtime.FuncType([i32] * 5, [i32]), self._read)
        linker.define_func("env", "proxy_done", wasmtime.FuncType([], [i32]), lambda: 0)
        self.exports = linker.instantiate(self.store, module).exports(self.store)

    def _http_call(self, *arguments: int) -> int:
        parts = [self.bytes(arguments[at], arguments[at + 1]) for at in range(0, 8, 2)]
        self.calls.append({"upstream": parts[0], "headers": parts[1], "body": parts[2], "ms": arguments[8]})
        assert parts[3] == b""
        self.write(arguments[9], struct.pack("<I", 100 + len(self.calls)))
        return self.status

    def _read(self, buffer: int, start: int, size: int, pp: int, pn: int) -> int:
        self.reads.append(buffer)
        return 0

    def bytes(self, at: int, size: int) -> bytes:
        return bytes(self.exports["memory"].read(self.store, at, at + size))  # type: ignore[union-attr]

    def write(self, at: int, data: bytes) -> None:
        self.exports["memory"].write(self.store, data, at)  # type: ignore[union-attr]

    def run(self, name: str, *arguments: int) -> int:
        result: int = self.exports[name](self.store, *arguments)  # type: ignore[operator, assignment]
        return result

    def init(self, cluster: bytes, user: bytes = b"", password: bytes = b"", ms: int = 1000) -> int:
        self.write(1000, cluster + user + password)
        places = (
            1000,
            len(cluster),
            1000 + len(cluster),
            len(user),
            1000 + len(cluster + user),
            len(password),
        )
        return self.run("init", *places, ms)

    def call(self, cluster: bytes, query: bytes) -> int:
        self.write(1000, cluster + query)
        return self.run("call", 1000, len(cluster), 1000 + len(cluster), len(query), 3000)

    def numbers(self, at: int, count: int) -> tuple[int, ...]:
        return struct.unpack(f"<{count}I", self.bytes(at, 4 * count))


def test_a_call_becomes_an_http_call() -> None:
    host = Host()
    assert host.changes == ("ABI 0.2.100 renamed to 0.2.1", "Redis calls go over the bridge of the gateway")
    assert host.init(b"outbound|6379||a.dns?db=2", b"user", b"pass", 250) == 0
    assert host.call(b"outbound|6379||a.dns", b"*1\r\n$4\r\nPING\r\n") == 0
    (call,) = host.calls
    assert call["upstream"] == b"pygress_redis"
    head = struct.pack("<III", 25, 4, 4) + b"outbound|6379||a.dns?db=2userpass"
    assert call["body"] == head + b"*1\r\n$4\r\nPING\r\n"
    assert call["ms"] == 250
    count, *sizes = struct.unpack("<7I", call["headers"][:28])
    assert (count, sizes) == (3, [7, 4, 5, 1, 10, 13])
    assert call["headers"][28:] == b":method\0POST\0:path\0/\0:authority\0pygress_redis\0"
    assert host.numbers(3000, 1) == (101,)
    assert host.bytes(0, 9) == b"unchanged"


def test_the_answer_goes_to_the_redis_callback() -> None:
    host = Host()
    host.init(b"a")
    host.call(b"a", b"x")
    host.run("proxy_on_http_call_response", 7, 101, 3, 55, 0)
    assert host.numbers(4000, 4) == (7, 101, 0, 55)
    assert host.reads == [4], "buffer 9 is the body of the call"
    assert host.numbers(4100, 1) == (0,), "the module's own callback was not asked"
    assert host.run("read", 9) == 1, "outside of an answer there is nothing"
    assert host.run("read", 0) == 0


def test_an_answer_without_body_is_a_failure() -> None:
    host = Host()
    host.init(b"a")
    host.call(b"a", b"x")
    host.run("proxy_on_http_call_response", 7, 101, 0, 0, 0)
    assert host.numbers(4000, 4) == (7, 101, 1, 0)


def test_other_answers_go_where_they_went() -> None:
    host = Host()
    host.init(b"a")
    host.run("proxy_on_http_call_response", 7, 33, 3, 55, 0)
    host.call(b"a", b"x")
    host.run("proxy_on_http_call_response", 7, 34, 3, 55, 0)
    assert host.numbers(4000, 4) == (0, 0, 0, 0)
    assert host.numbers(4100, 1) == (34,)
    silent = Host(SOURCE.replace("HTTP", ""))
    silent.run("proxy_on_http_call_response", 7, 33, 3, 55, 0)


def test_many_calls_at_once() -> None:
    host = Host()
    host.init(b"a")
    for _ in range(1024):
        assert host.call(b"a", b"x") == 0
    assert host.call(b"a", b"x") == 10, "no more than 1024 may wait"
    for token in range(1124, 100, -1):
        host.run("proxy_on_http_call_response", 7, token, 3, 55, 0)
        assert host.numbers(4004, 1) == (token,)
    assert host.call(b"a", b"x") == 0


def test_a_refused_call_is_forgotten() -> None:
    host = Host()
    host.init(b"a")
    host.status = 2
    assert host.call(b"a", b"x") == 2
    host.run("proxy_on_http_call_response", 7, 101, 3, 55, 0)
    assert host.numbers(4100, 1) == (101,)


def test_servers_by_name() -> None:
    host = Host()
    assert host.call(b"a", b"x") == 1, "nobody called init"
    assert host.call(b"", b"x") == 2
    assert host.init(b"") == 2
    assert host.init(b"x" * 2000) == 2
    for number in range(32):
        assert host.init(b"server%d" % number, b"", b"word%d" % number) == 0
    assert host.init(b"one-too-many") == 10
    assert host.init(b"server7?db=1", b"", b"changed") == 0, "a known one may change"
    host.call(b"server7", b"q")
    host.call(b"server31?db=9", b"q")
    assert [call["body"] for call in host.calls] == [
        struct.pack("<III", 12, 0, 7) + b"server7?db=1changedq",
        struct.pack("<III", 8, 0, 6) + b"server31word31q",
    ]


def test_memory_is_used_again() -> None:
    host = Host()
    host.init(b"a")
    for _ in range(2000):
        host.call(b"a", b"x" * 100)
        host.run("proxy_on_http_call_response", 7, 100 + len(host.calls), 3, 55, 0)
    # 2000 calls of 170 bytes each in 120 KiB.
    assert host.exports["memory"].size(host.store) == 2  # type: ignore[union-attr]


def test_envoy_loads_it(tmp_path: Any) -> None:
    module = bytes(wasmtime.wat2wasm(SOURCE.replace("HTTP", HTTP)))
    accepted, log = verdict(tmp_path, adapt_module(parse_wasm(module)).wasm.data)
    assert accepted, log


@pytest.mark.parametrize("wrong", ["proxy_on_redis_call_response", "proxy_on_memory_allocate"])
def test_without_its_callback_redis_is_unimplemented(wrong: str) -> None:
    module = bytes(wasmtime.wat2wasm(SOURCE.replace("HTTP", HTTP).replace(f'"{wrong}"', '"else"')))
    changes = adapt_module(parse_wasm(module)).changes
    assert "`env.proxy_redis_call` answers as not implemented" in changes

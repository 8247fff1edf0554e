"""The runtime in wasm under a host written here: host calls, allocation in the middle of calls, memory, tracebacks."""

# ruff: noqa: E501 (C text and tables)

import struct
from collections.abc import Callable, Iterator
from functools import cache

import pytest
import wasmtime

from pygress.compiler.runtime.build import compile_and_link

PROGRAM = r"""
#include "pg.h"
static pg_str path_name = PG_STR_INIT(5, 5, ":path"), missing = PG_STR_INIT(2, 2, "no"), text = PG_STR_INIT(4, 4, "rule");
static pg_obj *kept;
static pg_obj **const roots[] = { &kept };

static void log_failure(void) {
    pg_exception *e = pg_exc_catch();
    pg_abi_log(4, pg_abi_format_exception(e));
}
int32_t proxy_on_vm_start(int32_t a, int32_t b) {
    pg_callback_begin();
    pg_register_roots(roots, 1);
    kept = PG_OBJ(pg_dict_new(PG_I64, PG_REF, 0));
    pg_callback_end();
    return 1;
}
/* Keeps a path per context, makes garbage, forgets the context before the last but nine. */
int32_t proxy_on_request_headers(int32_t context, int32_t n, int32_t end) {
    pg_callback_begin();
    pg_obj *path = pg_abi_get_header(0, &path_name);
    pg_dict *d = (pg_dict *)kept;
    if (path != pg_none) pg_dict_setitem(d, context, PG_W_P(path));
    pg_list *parts = pg_list_new(PG_REF, 0);
    for (int i = 0; i < n && !pg_exc; i++) pg_list_append(parts, PG_W_P(pg_str_upper((pg_str *)path)));
    pg_str *joined = pg_str_join(&text, parts);
    pg_dict_pop_default(d, context - 10, 0);
    if (pg_exc) log_failure();
    int32_t r = (int32_t)pg_dict_len(d) * 100000 + (joined ? (int32_t)joined->nchars % 100000 : 0);
    pg_callback_end();
    return r;
}
int32_t recall(int32_t context) {
    pg_callback_begin();
    pg_abi_log(2, (pg_str *)PG_P_W(pg_dict_get((pg_dict *)kept, context, PG_W_P(&missing))));
    pg_callback_end();
    return 0;
}
int32_t echo(void) {
    pg_callback_begin();
    pg_list *headers = pg_abi_get_headers(0);
    int64_t status = pg_abi_set_headers(2, headers);
    pg_abi_log(2, pg_list_repr(headers));
    pg_callback_end();
    return (int32_t)status;
}
static void rule(int64_t n) {
    if (n > 2) { pg_raise(&pg_type_ValueError, "bad rule %l: %S", n, pg_str_repr(&text)); pg_exc_push("plugin.py", 7, "rule"); }
}
int32_t fail(int32_t n) {
    pg_callback_begin();
    rule(n);
    if (pg_exc) {
        pg_exc_push("plugin.py", 12, "on_request_headers");
        pg_exception *saved = pg_handled;
        pg_exc_catch();
        pg_raise_key(PG_W_P(&text), PG_REF);
        pg_exc_push("plugin.py", 14, "on_request_headers");
        log_failure();
        pg_handled = saved;
    }
    pg_callback_end();
    return pg_exc != 0;
}
/* Fills the memory; 1: MemoryError was raised and handled. */
int32_t fill(void) {
    pg_callback_begin();
    pg_set_memory_limit(32 << 20);
    pg_list *l = pg_list_new(PG_REF, 0);
    while (!pg_exc) pg_list_append(l, PG_W_P(pg_str_repeat(&text, 1000)));
    int32_t r = pg_exc_matches(&pg_type_MemoryError);
    log_failure();
    pg_handled = 0;
    pg_callback_end();
    return r;
}
void proxy_abi_version_0_2_1(void) {}
"""
EXPORTS = [
    "proxy_on_vm_start", "proxy_on_request_headers", "recall", "echo", "fail", "fill", "proxy_abi_version_0_2_1", "proxy_on_memory_allocate",
]  # fmt: skip


@cache
def module() -> bytes:
    return compile_and_link([PROGRAM], EXPORTS)


class Vm:
    """One instance; the host keeps headers, what was logged, and what the module set."""

    def __init__(self) -> None:
        engine = wasmtime.Engine()
        self.store = wasmtime.Store(engine)
        linker = wasmtime.Linker(engine)
        i32 = wasmtime.ValType.i32()
        self.headers: list[tuple[bytes, bytes]] = [(b":path", b"/a"), (b"x-raw", b"\xff\xc3\xa9")]
        self.logged: list[str] = []
        self.was_set = b""

        def host(name: str, count: int, call: Callable[..., int], space: str = "env") -> None:
            linker.define_func(space, name, wasmtime.FuncType([i32] * count, [i32]), call)

        host("proxy_log", 3, self.log)
        host("proxy_get_header_map_value", 5, self.get_header)
        host("proxy_get_header_map_pairs", 3, self.get_pairs)
        host("proxy_set_header_map_pairs", 3, self.set_pairs)
        host("proxy_get_property", 4, lambda *a: 1)
        host("fd_write", 4, lambda *a: 8, "wasi_snapshot_preview1")
        host("random_get", 2, lambda *a: 0, "wasi_snapshot_preview1")
        self.exports = linker.instantiate(self.store, wasmtime.Module(engine, module())).exports(self.store)
        self.memory: wasmtime.Memory = self.exports["memory"]  # type: ignore[assignment]

    def call(self, name: str, *arguments: int) -> int:
        return self.exports[name](self.store, *arguments)  # type: ignore[operator, no-any-return]

    def read(self, at: int, size: int) -> bytes:
        return bytes(self.memory.read(self.store, at, at + size))

    def give(self, data: bytes, pp: int, pn: int) -> int:
        at = self.call("proxy_on_memory_allocate", len(data))
        self.memory.write(self.store, data, at)
        self.memory.write(self.store, struct.pack("<I", at), pp)
        self.memory.write(self.store, struct.pack("<I", len(data)), pn)
        return 0

    def log(self, level: int, at: int, size: int) -> int:
        self.logged.append(self.read(at, size).decode("utf-8", "surrogateescape"))
        return 0

    def get_header(self, kind: int, at: int, size: int, pp: int, pn: int) -> int:
        name = self.read(at, size)
        for key, value in self.headers:
            if key == name:
                return self.give(value, pp, pn)
        return 1

    def get_pairs(self, kind: int, pp: int, pn: int) -> int:
        head = struct.pack("<I", len(self.headers)) + b"".join(
            struct.pack("<II", len(k), len(v)) for k, v in self.headers
        )
        return self.give(head + b"".join(k + b"\0" + v + b"\0" for k, v in self.headers), pp, pn)

    def set_pairs(self, kind: int, at: int, size: int) -> int:
        self.was_set = self.read(at, size)
        return 0

    @property
    def pages(self) -> int:
        return self.memory.size(self.store)


@pytest.fixture
def vm() -> Iterator[Vm]:
    started = Vm()
    started.call("proxy_on_vm_start", 1, 0)
    yield started


def test_contexts_survive_collections_and_memory_stays_flat(vm: Vm) -> None:
    for context in range(20_000):
        vm.headers[0] = (b":path", b"/path/%d" % context)
        live = vm.call("proxy_on_request_headers", context, 40, 1) // 100000
        if context == 2000:
            pages = vm.pages
        assert live == min(context + 1, 10)
    assert vm.pages <= pages + 4
    vm.call("recall", 19_995)
    vm.call("recall", 3)
    assert vm.logged == ["/path/19995", "no"]


def test_header_text_is_lossless(vm: Vm) -> None:
    assert vm.call("echo") == 0
    assert vm.logged == [r"[(':path', '/a'), ('x-raw', '\udcffé')]"]
    assert vm.was_set.endswith(b":path\0/a\0x-raw\0\xff\xc3\xa9\0")


def test_tracebacks_show_chains(vm: Vm) -> None:
    assert vm.call("fail", 1) == 0
    assert vm.logged == []
    assert vm.call("fail", 3) == 0
    assert vm.logged == [
        "Traceback (most recent call last):\n"
        '  File "plugin.py", line 12, in on_request_headers\n'
        '  File "plugin.py", line 7, in rule\n'
        "ValueError: bad rule 3: 'rule'\n"
        "\n"
        "During handling of the above exception, another exception occurred:\n"
        "\n"
        "Traceback (most recent call last):\n"
        '  File "plugin.py", line 14, in on_request_headers\n'
        "KeyError: 'rule'"
    ]


def test_memory_error_leaves_the_vm_healthy(vm: Vm) -> None:
    for _ in range(3):
        assert vm.call("fill") == 1
        assert vm.logged.pop() == "MemoryError"
        assert vm.call("proxy_on_request_headers", 5, 3, 1) > 0
    assert vm.pages < 600


def test_same_input_gives_same_bytes() -> None:
    assert compile_and_link([PROGRAM], EXPORTS) == module()


def test_what_is_not_used_is_not_linked() -> None:
    small = compile_and_link(
        ['#include "pg.h"\nint32_t f(int32_t n) { return (int32_t)pg_str_len(pg_int_str(n)); }'], ["f"]
    )
    assert len(small) < 20_000, len(small)
    names = [(one.module, one.name) for one in wasmtime.Module(wasmtime.Engine(), small).imports]
    assert {name for _, name in names} <= {"fd_write", "random_get"}, names

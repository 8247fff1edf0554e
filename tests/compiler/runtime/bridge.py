"""The runtime built for this machine, with the undefined-behaviour sanitizer, driven through ctypes."""

# ruff: noqa: E501 (tables of cases)

from __future__ import annotations

import ctypes as c
import fcntl
import platform
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

from pygress.compiler.runtime import build
from pygress.compiler.runtime.cache import cache_dir, store

REF, I64, F64, BOOL = 0, 1, 2, 3
NO_INDEX = -(2**63)
END = 2**63 - 1


class Obj(c.Structure):
    pass


class Type(c.Structure):
    pass


class Hooks(c.Structure):
    pass


Obj._fields_ = [("type", c.POINTER(Type)), ("bits", c.c_uint32)]
Type._fields_ = [
    ("h", Obj), ("id", c.c_uint32), ("size", c.c_uint32), ("layout", c.c_uint8), ("flags", c.c_uint8),
    ("nmro", c.c_uint16), ("nfields", c.c_uint16), ("name", c.c_char_p), ("module", c.c_char_p),
]  # fmt: skip


class Slot(c.Union):
    _fields_ = [("i", c.c_int64), ("f", c.c_double), ("p", c.c_void_p)]


class Str(c.Structure):
    _fields_ = [
        ("h", Obj), ("nbytes", c.c_uint32), ("nchars", c.c_uint32), ("hash", c.c_uint32), ("data", c.c_void_p), ("index", c.c_void_p),
    ]  # fmt: skip


class Bytes(c.Structure):
    _fields_ = [("h", Obj), ("len", c.c_uint32), ("hash", c.c_uint32), ("data", c.c_void_p)]


class Bytearray(c.Structure):
    _fields_ = [("h", Obj), ("len", c.c_uint32), ("cap", c.c_uint32), ("data", c.c_void_p)]


class Int(c.Structure):
    _fields_ = [("h", Obj), ("v", c.c_int64)]


class Float(c.Structure):
    _fields_ = [("h", Obj), ("v", c.c_double)]


class List(c.Structure):
    _fields_ = [
        ("h", Obj), ("len", c.c_uint32), ("cap", c.c_uint32), ("items", c.POINTER(Slot)), ("kind", c.c_uint16),
    ]  # fmt: skip


class Tuple(c.Structure):
    _fields_ = [("h", Obj), ("len", c.c_uint32), ("kinds", c.c_uint32)]


class Raised(Exception):
    """What pg_exc held: its class and its text."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(kind, text)
        self.kind = kind
        self.text = text


SANITIZED = ("-O1", "-fsanitize=undefined", "-fno-sanitize=function,alignment", "-fno-sanitize-recover=all")


def library() -> Path:
    """Build the shared library; cached by content like everything that zig makes."""
    sources = [*sorted(build.HERE.glob("*.c")), *sorted(build.HERE.glob("*.h"))]

    def compile_all(folder: Path) -> Path:
        out = folder / "libruntime.so"
        build.run_zig(
            ["cc", "-shared", "-fPIC", "-std=gnu11", "-w", "-fno-strict-aliasing", *SANITIZED, "-I", build.HERE, *build.HERE.glob("*.c"), "-lm", "-o", out]
        )  # fmt: skip
        return out

    return locked(f"host-{platform.machine()}-{build._digest(sources, *SANITIZED)}.so", compile_all)


def locked(name: str, build_it: Callable[[Path], Path]) -> Path:
    """Give a file of the cache; the workers of one run build it once."""
    with (cache_dir() / "host.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return store(name, build_it)


class Runtime:
    """Calls C functions by name; converts by what Python hands over and what the type of the result says."""

    def __init__(self) -> None:
        self.lib = c.CDLL(str(library()))
        self.exc = c.c_void_p.in_dll(self.lib, "pg_exc")
        self.none = c.addressof(Obj.in_dll(self.lib, "pg_none_obj"))

    def address(self, name: str) -> int:
        return c.addressof(Type.in_dll(self.lib, name))

    def to(self, value: Any) -> int:
        """Make a boxed object."""
        call = self.raw
        match value:
            case None:
                return self.none
            case bool():
                return c.addressof(Obj.in_dll(self.lib, "pg_true_obj" if value else "pg_false_obj"))
            case int():
                return call("pg_box_int_slow", c.c_void_p, c.c_int64(value))
            case float():
                return call("pg_box_float", c.c_void_p, c.c_double(value))
            case str():
                data = value.encode("utf-8", "surrogatepass")
                return call("pg_str_new", c.c_void_p, c.c_char_p(data), c.c_size_t(len(data)))
            case bytes():
                return call("pg_bytes_new", c.c_void_p, c.c_char_p(value), c.c_size_t(len(value)))
            case bytearray():
                return call("pg_bytearray_new", c.c_void_p, c.c_char_p(bytes(value)), c.c_size_t(len(value)))
            case list():
                return self.list_of(value, REF)
            case tuple():
                return call("pg_tuple_from_list", c.c_void_p, c.c_void_p(self.list_of(list(value), REF)))
            case dict():
                made = call("pg_dict_new", c.c_void_p, c.c_int(REF), c.c_int(REF), c.c_int64(0))
                for key, one in value.items():
                    call(
                        "pg_dict_setitem",
                        None,
                        c.c_void_p(made),
                        c.c_int64(self.to(key)),
                        c.c_int64(self.to(one)),
                    )
                return made
            case set() | frozenset():
                name = "pg_frozenset_new" if isinstance(value, frozenset) else "pg_set_new"
                made = call(name, c.c_void_p, c.c_int(REF))
                for one in value:
                    call("pg_set_add", None, c.c_void_p(made), c.c_int64(self.to(one)))
                return made
        raise TypeError(type(value))

    def list_of(self, values: list[Any], kind: int) -> int:
        made = self.raw("pg_list_new", c.c_void_p, c.c_int(kind), c.c_int64(len(values)))
        content = List.from_address(made)
        for index, value in enumerate(values):
            content.items[index].i = self.word(value, kind)
        content.len = len(values)
        return made

    def word(self, value: Any, kind: int) -> int:
        if kind == REF:
            return self.to(value)
        slot = Slot()
        if kind == F64:
            slot.f = value
        else:
            slot.i = int(value)
        return slot.i

    def unword(self, slot: Slot, kind: int) -> Any:
        if kind == REF:
            return self.back(slot.i)
        return slot.f if kind == F64 else bool(slot.i) if kind == BOOL else slot.i

    def box(self, value: Any) -> c.c_void_p:
        """Make an argument of a boxed object; a plain argument goes unboxed and None as NULL."""
        return c.c_void_p(self.to(value))

    def back(self, address: int | None) -> Any:
        """Read an object."""
        if not address:
            return None
        name = Obj.from_address(address).type.contents.name.decode()
        match name:
            case "NoneType":
                return None
            case "bool":
                return bool(Int.from_address(address).v)
            case "int":
                return Int.from_address(address).v
            case "float":
                return Float.from_address(address).v
            case "str":
                text = Str.from_address(address)
                value = (
                    c.string_at(text.data, text.nbytes).decode("utf-8", "surrogatepass")
                    if text.nbytes
                    else ""
                )
                assert len(value) == text.nchars, (value, text.nchars)
                return value
            case "bytes" | "bytearray":
                content: Any = (Bytes if name == "bytes" else Bytearray).from_address(address)
                data = c.string_at(content.data, content.len) if content.len else b""
                return data if name == "bytes" else bytearray(data)
            case "list":
                items = List.from_address(address)
                return [self.unword(items.items[i], items.kind & 3) for i in range(items.len)]
            case "tuple":
                head = Tuple.from_address(address)
                slots = (Slot * head.len).from_address(address + c.sizeof(Tuple))
                return tuple(self.unword(slots[i], self._kind(head.kinds, i)) for i in range(head.len))
            case "dict":
                pairs = self.raw("pg_dict_item_list", c.c_void_p, c.c_void_p(address))
                return dict(self.back(pairs))
            case "set" | "frozenset":
                members = self.back(self.raw("pg_set_to_list", c.c_void_p, c.c_void_p(address)))
                return set(members) if name == "set" else frozenset(members)
        raise TypeError(name)

    @staticmethod
    def _kind(kinds: int, index: int) -> int:
        if kinds & 0x80000000:
            return kinds & 3
        return kinds >> (2 * index) & 3 if index < 15 else REF

    def raw(self, name: str, result: Any, *arguments: Any) -> Any:
        function = self.lib[name]
        function.restype = result
        answer = function(*arguments)
        if self.exc.value:
            address = self.exc.value
            self.exc.value = None
            kind = Obj.from_address(address).type.contents.name.decode()
            function = self.lib["pg_exc_str"]
            function.restype = c.c_void_p
            text = self.back(function(c.c_void_p(address)))
            self.exc.value = None
            raise Raised(kind, text)
        return answer

    def __call__(self, name: str, *arguments: Any, result: Any = "object") -> Any:
        """Call with Python values; `result` is "object" or a ctypes type."""
        converted = [
            argument if isinstance(argument, c._SimpleCData) else
            c.c_bool(argument) if isinstance(argument, bool) else
            c.c_int64(argument) if isinstance(argument, int) else
            c.c_double(argument) if isinstance(argument, float) else
            c.c_void_p(None) if argument is None else
            c.c_void_p(self.to(argument))
            for argument in arguments
        ]  # fmt: skip
        if result == "object":
            return self.back(self.raw(name, c.c_void_p, *converted))
        return self.raw(name, result, *converted)

    def repr(self, value: Any) -> str:
        return str(self.back(self.raw("pg_obj_repr", c.c_void_p, c.c_void_p(self.to(value)))))

    def collect(self) -> None:
        """Free everything: no root is registered and no frame is live."""
        self.lib.pg_gc_collect()


@cache
def runtime() -> Runtime:
    """Give the one instance of this process."""
    return Runtime()


def same(ours: Any, theirs: Any) -> None:
    """Call both; equal values (and types), or exceptions of one class and one text."""
    try:
        expected = theirs()
    except Exception as error:
        expected_kind, expected_text = type(error).__name__, str(error)
        try:
            got = ours()
        except Raised as raised:
            assert (raised.kind, raised.text) == (expected_kind, expected_text)
            return
        raise AssertionError(f"got {got!r}, expected {expected_kind}: {expected_text}") from None
    got = ours()
    assert type(got) is type(expected), (got, expected)
    assert repr(got) == repr(expected)

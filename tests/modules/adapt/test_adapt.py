"""Modules of the Higress dialect and of AssemblyScript run on the stock Envoy after adapting."""

from pathlib import Path

import pytest

from pygress.modules.adapt import adapt_module, encode
from pygress.modules.adapt.instructions import function_references
from pygress.modules.check import check_module
from pygress.modules.errors import ModuleError
from pygress.modules.wasm import ELEMENT, Reader, WasmError, parse_wasm

from ..envoy import verdict
from ..wat import Import, plugin

HIGRESS = "proxy_abi_version_0_2_100"
I32 = ("i32",)
REDIS_INIT: Import = ("env", "proxy_redis_init", I32 * 7, I32)
LOG: Import = ("env", "proxy_log", I32 * 3, I32)
ABORT: Import = ("env", "abort", I32 * 4, ())


def call(index: int, arguments: int, width: int = 0) -> bytes:
    return b"\x41\x00" * arguments + b"\x10" + encode.unsigned(index, width)


def trap_unless_unimplemented(index: int, width: int) -> bytes:
    """Call function `index` with 7 arguments and trap unless it answers 12."""
    return call(index, 7, width) + b"\x41\x0c\x47\x04\x40\x00\x0b"


def test_the_marker_is_renamed(tmp_path: Path) -> None:
    wasm = plugin([LOG], HIGRESS)
    assert not verdict(tmp_path, wasm)[0]
    adapted = adapt_module(parse_wasm(wasm))
    assert adapted.changes == ("ABI 0.2.100 renamed to 0.2.1",)
    check_module(adapted.wasm)
    accepted, log = verdict(tmp_path, adapted.wasm.data)
    assert accepted, log


@pytest.mark.parametrize("width", [1, 5])
def test_missing_imports_get_stand_ins_that_are_called(width: int, tmp_path: Path) -> None:
    # The import stands between two others: their indices must keep their meaning.
    body = trap_unless_unimplemented(1, width) + call(0, 3) + b"\x1a" + call(2, 3) + b"\x1a"
    wasm = plugin([LOG, REDIS_INIT, LOG], HIGRESS, body=body)
    adapted = adapt_module(parse_wasm(wasm))
    assert "`env.proxy_redis_init` answers as not implemented" in adapted.changes
    check_module(adapted.wasm)
    accepted, log = verdict(tmp_path, adapted.wasm.data)
    assert accepted, log


def test_the_stand_in_is_what_runs(tmp_path: Path) -> None:
    # Expecting another answer traps, so the test above proves something.
    body = call(0, 7) + b"\x41\x0b\x47\x04\x40\x00\x0b"
    adapted = adapt_module(parse_wasm(plugin([REDIS_INIT], HIGRESS, body=body)))
    accepted, log = verdict(tmp_path, adapted.wasm.data)
    assert not accepted
    assert "unreachable" in log


def test_abort_of_assemblyscript(tmp_path: Path) -> None:
    wasm = plugin([ABORT])
    assert not verdict(tmp_path, wasm)[0]
    adapted = adapt_module(parse_wasm(wasm))
    accepted, log = verdict(tmp_path, adapted.wasm.data)
    assert accepted, log


def test_what_looks_like_a_call_is_left_alone() -> None:
    # i32.const 16, i32.const 0: the bytes 41 10 41 00; then block with a br_table whose entries read as calls.
    body = b"\x41\x10\x1a" + b"\x43\x10\x00\x10\x00\x1a" + call(0, 7) + b"\x1a"
    wasm = parse_wasm(plugin([REDIS_INIT], HIGRESS, body=body))
    adapted = adapt_module(wasm).wasm
    assert b"\x41\x10\x1a\x43\x10\x00\x10\x00\x1a" + b"\x41\x00" * 7 + b"\x10\x03\x1a" in adapted.data


def test_tables_that_hold_the_import(tmp_path: Path) -> None:
    wasm = plugin([REDIS_INIT, LOG], HIGRESS)
    table = encode.section(4, b"\x01\x70\x00\x04")
    elements = encode.section(ELEMENT, b"\x01\x00\x41\x00\x0b" + encode.listed([b"\x01", b"\x00", b"\x03"]))
    parsed = parse_wasm(wasm)
    memory, code = parsed.section(5), parsed.section(10)
    assert memory is not None
    assert code is not None
    data = wasm[: memory.start] + table + wasm[memory.start : code.start] + elements + wasm[code.start :]
    adapted = adapt_module(parse_wasm(data)).wasm
    section = adapted.section(ELEMENT)
    assert section is not None
    assert adapted.data[section.body : section.end] == b"\x01\x00\x41\x00\x0b\x03\x01\x04\x03"
    accepted, log = verdict(tmp_path, adapted.data)
    assert accepted, log


def test_a_stand_in_of_another_type_stays_missing() -> None:
    wasm = parse_wasm(plugin([("env", "abort", (), ())]))
    assert adapt_module(wasm).changes == ("`env.abort` ends the module",)
    strange = parse_wasm(plugin([("env", "proxy_redis_init", I32, ("i64",))], HIGRESS))
    with pytest.raises(ModuleError, match=r"`env\.proxy_redis_init`"):
        check_module(adapt_module(strange).wasm)


def test_plain_modules_stay_as_they_are() -> None:
    wasm = parse_wasm(plugin([LOG]))
    adapted = adapt_module(wasm)
    assert adapted.wasm is wasm
    assert adapted.changes == ()


def test_unknown_instructions_are_named() -> None:
    with pytest.raises(WasmError, match="unknown instruction 0xff"):
        list(function_references(Reader(b"\xff", 0, 1)))

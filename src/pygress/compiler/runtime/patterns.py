"""Literal regular expressions are compiled at build time, by the same C parser that plugins carry for other patterns.

Input: a pattern and its flags. Output: the program for the matcher, or the mistake. The parser runs as a wasm module,
linked once from the runtime's objects; programs are kept in the cache directory, so that a warm build starts neither.
"""

from __future__ import annotations

import atexit
import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from pygress.compiler.runtime.build import compile_and_link, runtime
from pygress.compiler.runtime.cache import store

if TYPE_CHECKING:
    import wasmtime

_SOURCE = r"""
#include "pg.h"
#include "pg_lib.h"

static struct { uint32_t kind, size; const uint8_t *data; } answer;

void *pattern_room(uint32_t size) {
    pg_callback_begin();
    return pg_data_alloc(size + 1);
}
/* kind 0: a program, 1: a mistake in the pattern, 2: flags or sizes that raise ValueError or the like */
void *pattern_compile(const uint8_t *text, uint32_t size, uint32_t bytes, uint32_t flags) {
    pg_obj *pattern = bytes ? PG_OBJ(pg_bytes_new(text, size)) : PG_OBJ(pg_str_new(text, size));
    pg_obj *made = pg_native_re_compile(pattern, flags);
    if (pg_exc) {
        pg_exception *wrong = pg_exc;
        pg_exc = NULL;
        made = PG_OBJ(pg_exc_str(wrong));
        answer.kind = 2;
    } else if (made->type == &pg_type_str) answer.kind = 1;
    if (made->type == &pg_type_str) {
        answer.size = ((pg_str *)made)->nbytes;
        answer.data = ((pg_str *)made)->data;
    } else {
        answer.size = ((pg_bytes *)made)->len;
        answer.data = ((pg_bytes *)made)->data;
    }
    return &answer;
}
"""


@dataclass(frozen=True)
class Mistake(Exception):
    """A pattern cannot be compiled: what `re.error` says, and at which character (-1: none)."""

    message: str
    position: int = -1


def compile_pattern(pattern: str | bytes, flags: int) -> bytes:
    """Compile a pattern; raises `Mistake`."""
    text = pattern if isinstance(pattern, bytes) else pattern.encode("utf-8", "surrogatepass")
    key = hashlib.sha256(b"%s\0%d\0%d\0" % (_version().encode(), isinstance(pattern, bytes), flags) + text)

    def build(folder: Path) -> Path:
        out = folder / "program"
        out.write_bytes(_run(text, isinstance(pattern, bytes), flags))
        return out

    answer = store(f"pattern-{key.hexdigest()[:32]}", build).read_bytes()
    kind, content = answer[0], answer[1:]
    if kind == 0:
        return content
    message = content.decode("utf-8", "surrogatepass")
    if kind == 2:
        raise Mistake(message)
    position, _, message = message.partition(" ")
    raise Mistake(message, int(position))


@cache
def _version() -> str:
    """Name what decides about a program: the parser and its runtime."""
    names = "\n".join(file.name for file in runtime().files)
    return hashlib.sha256((_SOURCE + names).encode()).hexdigest()[:32]


@cache
def _parser() -> tuple[wasmtime.Engine, wasmtime.Module]:
    import wasmtime

    atexit.register(
        _parser.cache_clear
    )  # wasmtime cannot free anything once the interpreter is being taken down

    def build(folder: Path) -> Path:
        out = folder / "parser.wasm"
        out.write_bytes(compile_and_link([_SOURCE], ["pattern_room", "pattern_compile"]))
        return out

    engine = wasmtime.Engine()
    return engine, wasmtime.Module(engine, store(f"pattern-parser-{_version()}.wasm", build).read_bytes())


def _run(text: bytes, is_bytes: bool, flags: int) -> bytes:
    """Run the parser in a fresh memory; one byte of its answer says of what kind it is."""
    import wasmtime

    engine, module = _parser()
    linker = wasmtime.Linker(engine)
    shop = wasmtime.Store(engine)
    linker.define_unknown_imports_as_traps(module)
    exports = linker.instantiate(shop, module).exports(shop)
    memory, room, parse = exports["memory"], exports["pattern_room"], exports["pattern_compile"]
    assert isinstance(memory, wasmtime.Memory)
    assert isinstance(room, wasmtime.Func)
    assert isinstance(parse, wasmtime.Func)
    at = room(shop, len(text))
    memory.write(shop, text, at)
    answer = parse(shop, at, len(text), int(is_bytes), flags)
    kind, size, data = (
        int.from_bytes(memory.read(shop, answer + 4 * i, answer + 4 * i + 4), "little") for i in range(3)
    )
    return bytes([kind]) + bytes(memory.read(shop, data, data + size))

"""Build the runtime once and link programs against it.

Input: the C files beside this module, and the C text of one program. Output: one wasm module.
The runtime becomes an archive of objects in the cache directory (`$PYGRESS_CACHE`, else `~/.cache/pygress`), named by a
digest of everything it depends on, put there by one atomic rename: builds may run side by side.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from importlib.metadata import version
from pathlib import Path

HERE = Path(__file__).parent
TARGET = (
    "-target", "wasm32-freestanding", "-mcpu=generic+bulk_memory+sign_ext+nontrapping_fptoint+mutable_globals",
)  # fmt: skip
COMMON = (
    "-std=gnu11", "-fno-exceptions", "-ffunction-sections", "-fdata-sections", "-fno-stack-protector",
    "-fno-sanitize=all",
    "-fno-strict-aliasing", "-ffreestanding", "-fbuiltin", "-g0", "-w",
)  # fmt: skip
PROGRAM = ("-fstrict-aliasing", "-Xclang", "-no-struct-path-tbaa", "-Xclang", "-no-pointer-tbaa")
"""Only for generated code: memory is told apart by scalar type alone, as classes share the layout of their bases."""
SIZE_FIRST = "-Os"
SPEED_FIRST = "-O2"
FAST_FILES = frozenset({"dict.c", "re_match.c", "digest.c", "sort.c"})
"""Files whose loops plugins spend their time in; the rest is compiled for size."""
LAZY = {
    "operators.c": ("pg_obj_binary", "pg_obj_in_place", "pg_obj_unary", "pg_obj_divmod", "pg_obj_round"),
    "items.c": ("pg_obj_getitem", "pg_obj_setitem", "pg_obj_delitem"),
    "iterate.c": ("pg_obj_iter", "pg_obj_next", "pg_dict_iterator"),
    "contains.c": ("pg_obj_contains",),
    "compare.c": ("pg_obj_compare",),
    "float_format.c": ("pg_float_format", "pg_obj_format", "pg_int_format"),
    "format.c": (
        "pg_obj_format", "pg_str_format", "pg_int_format", "pg_spec_parse", "pg_spec_pad", "pg_spec_number",
        "pg_spec_bad_type",
    ),
}  # fmt: skip
"""Files that a program gets only if what is left of it after garbage collection calls one of these functions.

Every builtin type has hooks in these files, by weak references. In an archive a mere mention of a function, even
in code that is then thrown away, would bring its file, and with it the hooks of all types."""
STACK_BYTES = 512 * 1024


class BuildError(Exception):
    """The C compiler or linker refused what we generated: a bug of ours."""


def include_dir() -> Path:
    """Give the folder of `pg.h`."""
    return HERE


def cache_dir() -> Path:
    """Give the folder of built runtimes; created if missing."""
    path = Path(os.environ.get("PYGRESS_CACHE") or Path.home() / ".cache" / "pygress")
    path.mkdir(parents=True, exist_ok=True)
    return path


@cache
def _zig() -> str:
    import ziglang  # type: ignore[import-untyped]

    return str(Path(ziglang.__file__).with_name("zig"))


def run_zig(arguments: Sequence[str | Path], cwd: Path | None = None) -> None:
    """Run zig; raises `BuildError` with its output if it fails."""
    environment = os.environ | {
        "ZIG_GLOBAL_CACHE_DIR": str(cache_dir() / "zig"),
        "ZIG_LOCAL_CACHE_DIR": str(cache_dir() / "zig"),
    }
    done = subprocess.run(
        [_zig(), *map(str, arguments)], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        raise BuildError(f"zig {arguments[0]} failed:\n{done.stderr or done.stdout}")


def _sources() -> list[Path]:
    return sorted(HERE.glob("*.c"))


def _digest(paths: Sequence[Path], *more: str) -> str:
    hasher = hashlib.sha256()
    for text in (version("ziglang"), *TARGET, *COMMON, *more):
        hasher.update(text.encode() + b"\0")
    for path in paths:
        hasher.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return hasher.hexdigest()[:32]


def _store(name: str, build: Callable[[Path], Path]) -> Path:
    """Give the file `name` of the cache; `build(folder)` makes it if it is not there."""
    final = cache_dir() / name
    if final.exists():
        return final
    work = Path(tempfile.mkdtemp(prefix="build-", dir=cache_dir()))
    try:
        build(work).replace(final)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return final


def _object(source: Path, headers: str) -> Path:
    level = SPEED_FIRST if source.name in FAST_FILES else SIZE_FIRST

    def build(folder: Path) -> Path:
        out = folder / "out.o"
        own = ["-fno-builtin"] if source.name == "libc.c" else []
        run_zig(["cc", "-c", *TARGET, *COMMON, *own, level, "-I", HERE, source, "-o", out])
        return out

    return _store(f"{source.stem}-{_digest([source], headers, level)}.o", build)


_lazy: dict[str, Path] = {}


@cache
def runtime_archive() -> Path:
    """Give the archive of all runtime objects; builds what is not in the cache (about 5 seconds, once)."""
    sources = _sources()
    headers = _digest(sorted(HERE.glob("*.h")))
    with ThreadPoolExecutor(2) as pool:
        objects = list(pool.map(lambda source: _object(source, headers), sources))
    _lazy.update(
        (source.name, one) for source, one in zip(sources, objects, strict=True) if source.name in LAZY
    )
    objects = [one for source, one in zip(sources, objects, strict=True) if source.name not in LAZY]

    def build(folder: Path) -> Path:
        out = folder / "runtime.a"
        run_zig(["ar", "rcsD", out, *objects])
        return out

    return _store(f"runtime-{_digest([], *(path.name for path in objects))}.a", build)


MUSL_MATH = (
    "pow", "pow_data", "exp_data", "acosh", "asinh", "atanh", "atan2", "erf", "expm1", "sinh", "lgamma_r",
    "tgamma", "remainder", "remquo", "nextafter", "__math_oflow", "__math_uflow", "__math_xflow",
    "__math_invalid", "__math_divzero", "__expo2", "__sin", "__cos",
)  # fmt: skip


@cache
def math_archives() -> list[Path]:
    """Give the archives with the functions of mathematics; built (5 seconds, once) when a program first needs them.

    zig's libc takes 25 seconds and a WASI target; its few files of mathematics compile alone.
    """
    lib = Path(_zig()).parent / "lib"
    musl = lib / "libc" / "musl"
    source = HERE / "math_functions.zig"
    digest = _digest([source], *MUSL_MATH)
    includes = (
        musl / "arch" / "generic", musl / "src" / "internal", musl / "include", musl / "src" / "include",
        lib / "libc" / "include" / "generic-musl", lib / "libc" / "include" / "wasm-wasi-musl",
    )  # fmt: skip

    def build_c(folder: Path) -> Path:
        flags = [
            *TARGET,
            *COMMON,
            SIZE_FIRST,
            "-Dhidden=",
            "-Dweak_alias(a,b)=",
            *(f"-I{path}" for path in includes),
        ]

        def one(name: str) -> Path:
            out = folder / f"{name}.o"
            run_zig(["cc", "-c", *flags, musl / "src" / "math" / f"{name}.c", "-o", out])
            return out

        with ThreadPoolExecutor(2) as pool:
            objects = list(pool.map(one, MUSL_MATH))
        run_zig(["ar", "rcsD", folder / "math.a", *objects])
        return folder / "math.a"

    def build_zig(folder: Path) -> Path:
        run_zig(
            ["build-lib", source, *TARGET, "-O", "ReleaseSmall", "-fcompiler-rt", "-femit-bin=libmath.a"],
            cwd=folder,
        )
        return folder / "libmath.a"

    return [_store(f"math-c-{digest}.a", build_c), _store(f"math-zig-{digest}.a", build_zig)]


def compile_and_link(
    c_text: str,
    exports: Sequence[str],
    *,
    opt: str = SPEED_FIRST,
    stack_bytes: int = STACK_BYTES,
    keep_names: bool = True,
) -> bytes:
    """Compile one program and link it with the parts of the runtime that it uses; raises `BuildError`.

    `exports` are C function names; `proxy_on_memory_allocate` must be among them in a plugin. The memory is exported
    as `memory`. The same input gives the same bytes.
    """
    archives = [runtime_archive()]
    if any(name in c_text for name in ("pg_native_math_", "pg_float_pow", "pg_int_pow_float", "pg_obj_power")):
        archives += math_archives()
    with tempfile.TemporaryDirectory(prefix="pygress-") as name:
        folder = Path(name)
        (folder / "program.c").write_text(c_text, encoding="utf-8")
        run_zig(
            ["cc", "-c", *TARGET, *COMMON, *PROGRAM, opt, "-I", HERE, "program.c", "-o", "program.o"],
            cwd=folder,
        )
        options = [
            "--no-entry", "--gc-sections", "--export-memory", "--stack-first", "-z", f"stack-size={stack_bytes}", "-O2",
            "--error-limit=20", *([] if keep_names else ["--strip-all"]), *(f"--export={export}" for export in exports),
        ]  # fmt: skip
        more: list[Path] = []
        while True:
            inputs: list[str | Path] = ["program.o", *more, *archives, "-o", "program.wasm"]
            run_zig(["wasm-ld", "--allow-undefined", *options, *inputs], cwd=folder)
            module = (folder / "program.wasm").read_bytes()
            missing = {
                name for space, name in _function_imports(module) if space == "env" and name[:6] != "proxy_"
            }
            if not missing:
                return module if not keep_names else trim_sections(module)
            found = [
                _lazy[file]
                for file, names in LAZY.items()
                if missing & set(names) and _lazy[file] not in more
            ]
            if not found:
                run_zig(["wasm-ld", *options, *inputs], cwd=folder)  # says what is undefined
                raise BuildError(f"undefined functions: {', '.join(sorted(missing))}")
            more += found


OWN_NAMES = ("py_", "pc_", "init_", "proxy_", "_start")
"""Beginnings of the names of functions that come from the program."""


def trim_sections(module: bytes) -> bytes:
    """Drop what only tools read; keep the names of functions that the program's author knows, for the host's traces."""
    out = module[:8]
    at = 8
    while at < len(module):
        section = at
        size, begin = _number(module, at + 1)
        at = begin + size
        if module[section] != 0:
            out += module[section:at]
            continue
        length, begin = _number(module, begin)
        if module[begin : begin + length] == b"name":
            payload = b"\4name" + _trim_names(module[begin + length : at])
            out += b"\0" + _leb128(len(payload)) + payload
    return out


def _trim_names(section: bytes) -> bytes:
    at = 0
    while at < len(section):
        size, begin = _number(section, at + 1)
        if section[at] == 1:  # names of functions
            count, here = _number(section, begin)
            kept: list[bytes] = []
            for _ in range(count):
                start = here
                _, here = _number(section, here)
                length, here = _number(section, here)
                if section[here : here + length].decode().startswith(OWN_NAMES):
                    kept.append(section[start : here + length])
                here += length
            names = _leb128(len(kept)) + b"".join(kept)
            return b"\1" + _leb128(len(names)) + names
        at = begin + size
    return b""


def _number(data: bytes, at: int) -> tuple[int, int]:
    """Read an unsigned number; give it and the place behind it."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def _leb128(number: int) -> bytes:
    out = bytearray()
    while True:
        out.append(number & 0x7F | (0x80 if number > 0x7F else 0))
        number >>= 7
        if not number:
            return bytes(out)


def _function_imports(module: bytes) -> list[tuple[str, str]]:
    """List module and name of the imported functions of a wasm module."""
    at = 8
    out = []
    while at < len(module):
        section = module[at]
        size, at = _number(module, at + 1)
        if section == 2:
            count, here = _number(module, at)
            for _ in range(count):
                names = []
                for _ in range(2):
                    length, here = _number(module, here)
                    names.append(module[here : here + length].decode())
                    here += length
                if module[here] != 0:  # memories, tables and globals do not occur: we import functions only
                    break
                _, here = _number(module, here + 1)
                out.append((names[0], names[1]))
        at += size
    return out


def main() -> None:
    """Build the archive ahead of time (`python -m pygress.compiler.runtime.build`)."""
    sys.stdout.write(f"{runtime_archive()}\n")


if __name__ == "__main__":
    main()

"""Build the runtime once and link programs against it.

Input: the C files beside this module, and the C text of one program, in units that are compiled side by side.
Output: one wasm module.
The runtime becomes object files in the cache directory (`$PYGRESS_CACHE`, else `~/.cache/pygress`), each named by a
digest of everything it depends on, put there by one atomic rename: builds may run side by side. Linked are those that
`prune` finds to be needed.
"""

import errno
import hashlib
import os
import pickle
import subprocess
import sys
import tempfile
from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from operator import invert
from pathlib import Path

from pygress.compiler.runtime.cache import cache_dir, keep_newest, store, store_content
from pygress.compiler.runtime.far_calls import use_far_calls
from pygress.compiler.runtime.linked import function_imports, function_names, trim_sections
from pygress.compiler.runtime.objects import Object, drop_uses, read_object
from pygress.compiler.runtime.prune import find_needed

HERE = Path(__file__).parent
TARGET = (
    "-target", "wasm32-freestanding", "-mcpu=generic+bulk_memory+sign_ext+nontrapping_fptoint+mutable_globals",
)  # fmt: skip
COMMON = (
    "-std=gnu11", "-fno-exceptions", "-ffunction-sections", "-fdata-sections", "-fno-stack-protector",
    "-fno-sanitize=all",
    "-fno-strict-aliasing", "-ffreestanding", "-fbuiltin", "-g0", "-w",
)  # fmt: skip
UNIT = (
    "clang", "-cc1", "-triple", "wasm32-unknown-unknown-unknown", "-std=gnu11", "-w", "-ffreestanding",
    "-fvisibility=hidden", "-ffunction-sections", "-fdata-sections", "-fgnuc-version=4.2.1",
    "-mrelocation-model", "static", "-mframe-pointer=all", "-ffp-contract=on", "-fno-rounding-math",
    "-mconstructor-aliases", "-vectorize-loops", "-vectorize-slp", "-D", "NDEBUG", "-disable-free",
    "-clear-ast-before-backend", "-disable-llvm-verifier", "-discard-value-names", "-fno-spell-checking",
    "-nostdsysteminc", "-nobuiltininc", "-target-cpu", "generic", "-target-feature", "+bulk-memory",
    "-target-feature", "+bulk-memory-opt", "-target-feature", "+call-indirect-overlong",
    "-target-feature", "+multivalue", "-target-feature", "+mutable-globals",
    "-target-feature", "+nontrapping-fptoint", "-target-feature", "+reference-types",
    "-target-feature", "+sign-ext", "-no-struct-path-tbaa", "-no-pointer-tbaa",
)  # fmt: skip
"""The same for programs, as `zig cc --verbose` tells: `zig cc` itself keeps each text in a cache that only grows.

Memory is told apart by scalar type alone, as classes share the layout of their bases."""
SIZE_FIRST = ("-Os", "-Xclang", "-Oz")
"""For most of the runtime. zig takes `-Oz` for `-Os`; the compiler behind it does not."""
BALANCED = ("-Os",)
SPEED_FIRST = ("-O2",)
LEVELS = {
    **dict.fromkeys(("builder.c", "list.c", "memory.c", "str.c"), BALANCED),
    **dict.fromkeys(
        (
            "dict.c", "digest.c", "hash.c", "int.c", "json_read.c", "json_write.c", "object.c", "re_match.c",
            "scan.c", "sort.c", "str_join.c", "str_search.c", "tuple.c", "word.c",
        ),
        SPEED_FIRST,
    ),
}  # fmt: skip
"""Files whose loops plugins spend their time in. What is balanced would be bigger by a kilobyte, but hardly faster."""
STACK_BYTES = 512 * 1024
_KEPT_UNITS = 64
"""Objects of units of programs in the cache: 20 KB each, three for a plugin."""


class BuildError(Exception):
    """The C compiler or linker refused what we generated: a bug of ours."""


def include_dir() -> Path:
    """Give the folder of `pg.h`."""
    return HERE


@cache
def _zig() -> str:
    import ziglang  # type: ignore[import-untyped]

    return str(Path(ziglang.__file__).with_name("zig"))


@cache
def _zig_version() -> str:
    # The name of the metadata folder: `importlib.metadata` takes longer to load than a program to link.
    found = [one.name for one in Path(_zig()).parent.parent.glob("ziglang-*.dist-info")]
    if len(found) == 1:
        return found[0]
    from importlib.metadata import version

    return version("ziglang")


def run_zig(arguments: Sequence[str | Path], cwd: Path | None = None) -> None:
    """Run zig; raises `BuildError` with its output if it fails, `OSError` if the disk is full."""
    environment = os.environ | {
        "ZIG_GLOBAL_CACHE_DIR": str(cache_dir() / "zig"),
        "ZIG_LOCAL_CACHE_DIR": str(cache_dir() / "zig"),
    }
    done = subprocess.run(
        [_zig(), *map(str, arguments)], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        if any(
            one in done.stderr
            for one in ("NoSpaceLeft", "No space left on device", "no space left on device")
        ):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(cache_dir()))
        raise BuildError(f"zig {arguments[0]} failed:\n{done.stderr or done.stdout}")


def _sources() -> list[Path]:
    return sorted(HERE.glob("*.c"))


def _digest(paths: Sequence[Path], *more: str) -> str:
    hasher = hashlib.sha256()
    for text in (_zig_version(), *TARGET, *COMMON, *more):
        hasher.update(text.encode() + b"\0")
    for path in paths:
        hasher.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return hasher.hexdigest()[:32]


def _object(source: Path, headers: str) -> Path:
    level = LEVELS.get(source.name, SIZE_FIRST)

    def build(folder: Path) -> Path:
        out = folder / "out.o"
        own = ["-fno-builtin"] if source.name == "libc.c" else []
        run_zig(["cc", "-c", *TARGET, *COMMON, *own, *level, "-I", HERE, source, "-o", out])
        return out

    return store(f"{source.stem}-{_digest([source], headers, *level)}.o", build)


@dataclass(frozen=True)
class Runtime:
    """The runtime's object files, and what each refers to."""

    files: tuple[Path, ...]
    objects: tuple[Object, ...]


@cache
def _headers() -> str:
    return _digest(sorted(HERE.glob("*.h")))


@cache
def runtime() -> Runtime:
    """Give the runtime; builds what is not in the cache (about 5 seconds, once)."""
    sources = _sources()
    headers = _headers()
    with ThreadPoolExecutor(2) as pool:
        files = tuple(pool.map(lambda source: _object(source, headers), sources))

    def build(folder: Path) -> Path:
        out = folder / "references"
        out.write_bytes(pickle.dumps([read_object(file.read_bytes()) for file in files]))
        return out

    code = _digest([HERE / "objects.py"], *(file.name for file in files))
    return Runtime(files, tuple(pickle.loads(store(f"references-{code}.pickle", build).read_bytes())))


MUSL_MATH = (
    "pow", "pow_data", "exp_data", "acosh", "asinh", "atanh", "atan2", "erf", "expm1", "sinh", "remainder", "remquo",
    "nextafter", "__math_oflow", "__math_uflow", "__math_xflow", "__math_invalid", "__math_divzero", "__expo2",
    "__sin", "__cos",
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
            *SIZE_FIRST,
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

    return [store(f"math-c-{digest}.a", build_c), store(f"math-zig-{digest}.a", build_zig)]


def _unit_flags() -> list[str | Path]:
    return [*UNIT, "-isystem", Path(_zig()).parent / "lib" / "include", "-I", HERE]


def _precompiled_headers(opt: Sequence[str]) -> Path:
    """Give what clang makes of the headers: a third of its time for a small unit."""

    def build(folder: Path) -> Path:
        out = folder / "headers.pch"
        source: list[str | Path] = ["-emit-pch", "-fno-pch-timestamp", "-x", "c-header", HERE / "pg_unit.h"]
        run_zig([*_unit_flags(), *opt, *source, "-o", out])
        return out

    # It names its sources.
    return store(f"headers-{_digest([], _headers(), *UNIT, *opt, str(HERE), _zig())}.pch", build)


def _unit(c_text: str, opt: Sequence[str], headers: Path) -> bytes:
    """Give the object of one unit, from the cache if it is there."""

    def build(folder: Path) -> Path:
        (folder / "unit.c").write_text(c_text, encoding="utf-8")
        source: list[str | Path] = [
            "-include-pch",
            headers,
            "-fno-validate-pch",
            "-x",
            "c",
            folder / "unit.c",
        ]
        run_zig([*_unit_flags(), *opt, "-emit-obj", *source, "-o", folder / "out.o"])
        keep_newest("unit-*.o", _KEPT_UNITS - 1)
        return folder / "out.o"

    return store_content(f"unit-{_digest([], _headers(), *UNIT, *opt, c_text)}.o", build)


def compile_and_link(
    c_texts: Sequence[str],
    exports: Sequence[str],
    *,
    opt: Sequence[str] = SPEED_FIRST,
    stack_bytes: int = STACK_BYTES,
    far_calls: bool = False,
    hidden: Collection[str] = (),
) -> bytes:
    """Compile the units of one program and link them with the parts of the runtime they use; raises `BuildError`.

    `exports` are C function names; `proxy_on_memory_allocate` must be among them in a plugin. The memory is exported
    as `memory`. `far_calls` is for modules that V8 compiles; names of `hidden` functions are left out. The same input
    gives the same bytes.
    """
    archives = []
    if any(
        name in c_text
        for name in ("pg_native_math_", "pg_float_pow", "pg_int_pow_float", "pg_obj_power")
        for c_text in c_texts
    ):
        archives = math_archives()
    with tempfile.TemporaryDirectory(prefix="pygress-") as name:
        folder = Path(name)
        with ThreadPoolExecutor(len(c_texts)) as pool:
            headers = _precompiled_headers(opt)
            work = [pool.submit(_unit, one, opt, headers) for one in c_texts]
            parts = runtime()  # meanwhile
            contents = [one.result() for one in work]
        program = [read_object(one) for one in contents]
        needed = find_needed(program, parts.objects, exports)
        files = {number: parts.files[number] for number in needed.files}
        for number, content in enumerate(contents):
            files[~number] = folder / f"program{number}.o"
            files[~number].write_bytes(content)
        for number, dropped in needed.cleared.items():
            content = drop_uses(files[number].read_bytes(), dropped)
            files[number] = folder / f"{number}.o"
            files[number].write_bytes(content)
        options = [
            "--no-entry", "--gc-sections", "--export-memory", "--stack-first", "-z", f"stack-size={stack_bytes}", "-O2",
            "--emit-relocs" if far_calls else "--compress-relocations", "--strip-debug", "--error-limit=20",
            *(f"--export={export}" for export in exports),
        ]  # fmt: skip
        ordered = [files[number] for number in [*map(invert, range(len(contents))), *needed.files]]
        inputs: list[str | Path] = [*ordered, *archives, "-o", "program.wasm"]
        run_zig(["wasm-ld", "--allow-undefined", *options, *inputs], cwd=folder)
        module = (folder / "program.wasm").read_bytes()
        missing = {
            name for space, name in function_imports(module) if space == "env" and name[:6] != "proxy_"
        }
        if missing:
            raise BuildError(f"undefined functions: {', '.join(sorted(missing))}")
        wrong = needed.absent.intersection(function_names(module).values())
        if wrong:
            raise BuildError(f"functions that nothing was found to call: {', '.join(sorted(wrong))}")
        return trim_sections(use_far_calls(module) if far_calls else module, hidden)


def main() -> None:
    """Build the runtime ahead of time (`python -m pygress.compiler.runtime.build`)."""
    sys.stdout.write(f"{len(runtime().files)} object files in {cache_dir()}\n")


if __name__ == "__main__":
    main()

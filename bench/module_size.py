"""What the bytes of a module are: its sections, the biggest functions, and a total for each runtime file.

`python -m bench.module_size FILE` compiles a plugin (a file or its folder), or reads a `.wasm` that has its names.
A compiled plugin keeps only the names of its own functions; here it is linked with all of them.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from pygress.compiler.runtime import build
from pygress.compiler.runtime.build import include_dir
from pygress.compiler.runtime.linked import function_names
from pygress.compiler.runtime.objects import read_number

SECTIONS = (
    *("custom", "type", "import", "function", "table", "memory", "global"),
    *("export", "start", "element", "code", "data", "data count"),
)
BIGGEST = 40


def main(path: Path) -> None:
    """Print the sizes of one module."""
    module = path.read_bytes() if path.suffix == ".wasm" else compiled(path)
    print(f"{len(module):,} bytes")
    functions, names, imports = [], function_names(module), 0
    for section, begin, end in sections(module):
        name = SECTIONS[section]
        if section == 0:
            length, at = read_number(module, begin)
            name = module[at : at + length].decode()
        elif section == 2:
            imports = count_imports(module, begin)
        elif section == 10:
            functions = function_sizes(module, begin)
        print(f"  {name:18} {end - begin:8,}")
    named = [(size, names.get(imports + index, "?")) for index, size in enumerate(functions)]
    print(f"the biggest of {len(named)} functions")
    for size, name in sorted(named, reverse=True)[:BIGGEST]:
        print(f"  {size:6,} {name}")
    print("code by file")
    files = defined_functions()
    totals: Counter[str] = Counter()
    for size, name in named:
        totals[files.get(name, "the program")] += size
    for file, size in totals.most_common():
        print(f"  {size:6,} {file}")


def compiled(path: Path) -> bytes:
    """Compile a plugin and keep all names."""
    from pygress.compiler.pipeline import compile_plugin

    build.trim_sections = lambda module, hidden=(): module
    return compile_plugin(path).wasm


def sections(module: bytes) -> list[tuple[int, int, int]]:
    """List number, begin and end of each section."""
    out, at = [], 8
    while at < len(module):
        size, begin = read_number(module, at + 1)
        out.append((module[at], begin, begin + size))
        at = begin + size
    return out


def count_imports(module: bytes, at: int) -> int:
    """Count the imported functions; our modules import nothing else."""
    return read_number(module, at)[0]


def function_sizes(module: bytes, at: int) -> list[int]:
    """List the sizes of the functions' code."""
    count, at = read_number(module, at)
    out = []
    for _ in range(count):
        size, at = read_number(module, at)
        out.append(size)
        at += size
    return out


def defined_functions() -> dict[str, str]:
    """Map the names of the runtime's functions to their files."""
    out: dict[str, str] = {}
    for path in sorted(include_dir().glob("*.c")):
        for match in re.finditer(
            r"^[A-Za-z_][\w ]*[ \*]+\**(\w+)\([^;]*$", path.read_text(encoding="utf-8"), re.M
        ):
            out.setdefault(match[1], path.name)
    return out


if __name__ == "__main__":
    main(Path(sys.argv[1]))

"""Small modules in C, compiled with the zig of the wheel, once per content."""

import functools
import subprocess
import sys
import tempfile
from pathlib import Path

TESTDATA = Path(__file__).parent / "testdata"


@functools.cache
def c_module(name: str) -> bytes:
    """Compile `testdata/NAME.c`."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "out"
        flags = ["-target", "wasm32-freestanding", "-O1", "-fno-sanitize=all", "-nostdlib", "-c"]
        zig = [sys.executable, "-m", "ziglang"]
        subprocess.run([*zig, "cc", *flags, TESTDATA / f"{name}.c", "-o", f"{out}.o"], check=True)
        link = [
            "wasm-ld",
            "--no-entry",
            "--export-memory",
            "--allow-undefined",
            f"{out}.o",
            "-o",
            f"{out}.wasm",
        ]
        subprocess.run([*zig, *link], check=True)
        return Path(f"{out}.wasm").read_bytes()

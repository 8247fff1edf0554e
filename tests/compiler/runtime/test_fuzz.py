"""The parsers written in C under zig's sanitizer, on this machine: no crash, no read beyond the input, no hang.

`PYGRESS_FUZZ=N` runs N times as long, from a fresh seed.
"""

import os
import platform
import random
import subprocess
from pathlib import Path

from pygress.compiler.runtime import build

from .bridge import library, locked

FUZZ = int(os.environ.get("PYGRESS_FUZZ", "0"))
SECONDS = 2
DRIVER = Path(__file__).with_name("fuzz.c")


def program() -> Path:
    """Build the driver on the library of the other tests of this folder; cached by content."""
    runtime = library()
    sources = [DRIVER, runtime, build.HERE / "pg.h"]

    def compile_it(folder: Path) -> Path:
        out = folder / "fuzz"
        flags = ["-std=gnu11", "-w", "-O1", "-fno-sanitize=all", "-I", build.HERE]
        build.run_zig(["cc", *flags, DRIVER, runtime, f"-Wl,-rpath,{runtime.parent}", "-o", out])
        return out

    return locked(f"fuzz-{platform.machine()}-{build._digest(sources)}", compile_it)


def test_parsers_bear_any_input() -> None:
    seed = random.randrange(10**9) if FUZZ else 1
    seconds = SECONDS * max(FUZZ, 1)
    done = subprocess.run(
        [program(), str(seed), str(seconds)],
        capture_output=True,
        text=True,
        timeout=seconds + 60,
        check=False,
    )
    assert done.returncode == 0, f"seed {seed}: {done.stderr[-2000:]}"
    assert int(done.stdout) > 1000, "too slow to find anything"

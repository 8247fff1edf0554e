"""Regular expressions of several kinds: compiled Python against CPython's `re`.

Method: `kernels/regex_kinds.py` is one program that times each kind inside itself (wall clock, the best of the rounds,
so that other work on the machine disturbs little), in wasmtime and on CPython; both must give the same results.
"""

import subprocess
import sys

from bench.kernel_speed import KERNELS, geometric_mean
from pygress.compiler.pipeline import compile_program
from pygress.host.program import Program


def main(*, quick: bool = False) -> None:
    """Run the benchmark and print it."""
    compare("regex_kinds.py", 5 if quick else 60)


def compare(name: str, rounds: int) -> None:
    """Run a program of `kernels/` that times its kinds itself, compiled and on CPython, and print both."""
    source = KERNELS / name
    ours = Program(compile_program(source).wasm).run([source.name, str(rounds)]).stdout
    command = [sys.executable, str(source), str(rounds)]
    theirs = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    ratios: list[float] = []
    print(f"microseconds, best of {rounds} rounds")
    print(f"  {'kind':16} {'pygress':>9} {'CPython':>9} {'x faster than CPython':>22}")
    for mine, other in zip(ours.splitlines(), theirs.splitlines(), strict=True):
        kind, result, time = mine.split()
        if other.split()[:2] != [kind, result]:
            raise RuntimeError(f"{kind}: the variants disagree: {mine!r}, {other!r}")
        ratios.append(float(other.split()[2]) / float(time))
        print(f"  {kind:16} {float(time):9.1f} {float(other.split()[2]):9.1f} {ratios[-1]:22.1f}")
    print(f"  geometric mean: {geometric_mean(ratios):.1f} x")

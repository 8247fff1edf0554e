"""The classic kernels: compiled Python against the same in C (both wasm, same engine) and against CPython.

Method: each kernel is a whole program that prints its result; all variants must print the same. C is compiled by the
same zig for wasm32-wasi with -O2. The wasm variants run in the same wasmtime, modules compiled before. What counts is
CPU time (user and system), so that other work on the machine disturbs little: of this process from `_start` to the
end of a run; of CPython the whole process, so its start (about 15 ms) counts. Variants alternate; medians of the
runs, ratios of the medians.
"""

import math
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from pygress.compiler.pipeline import compile_program
from pygress.host.program import Program

KERNELS = Path(__file__).resolve().parent / "kernels"
SIZES = {
    "nbody": 500_000,
    "fannkuch": 9,
    "spectral_norm": 500,
    "string_building": 2000,
    "dict_counting": 60,
    "json_round_trip": 400,
    "regex_scan": 100,
}
NUMERIC = ["nbody", "fannkuch", "spectral_norm"]


def main(*, quick: bool = False) -> None:
    """Run the benchmark and print it."""
    runs = 1 if quick else 5
    ratios_c: dict[str, float] = {}
    ratios_cpython: dict[str, float] = {}
    print(f"seconds of CPU, medians of {runs} alternating runs")
    print(
        f"  {'kernel':16} {'pygress':>8} {'C wasm':>8} {'CPython':>8} {'x of C':>7} {'x faster than CPython':>22}"
    )
    with tempfile.TemporaryDirectory(prefix="pygress-bench-") as scratch:
        for name, size in SIZES.items():
            seconds = measure(name, size, runs, Path(scratch))
            line = f"  {name:16} {seconds['pygress']:8.3f}"
            line += f" {seconds['c']:8.3f}" if "c" in seconds else f" {'-':>8}"
            line += f" {seconds['cpython']:8.3f}"
            ratios_cpython[name] = seconds["cpython"] / seconds["pygress"]
            if "c" in seconds:
                ratios_c[name] = seconds["pygress"] / seconds["c"]
                line += f" {ratios_c[name]:7.2f}"
            else:
                line += f" {'-':>7}"
            print(f"{line} {ratios_cpython[name]:22.1f}", flush=True)
    others = [ratio for name, ratio in ratios_cpython.items() if name not in NUMERIC]
    print(f"  geometric mean of C: {geometric_mean(list(ratios_c.values())):.2f} x")
    print(
        f"  against CPython: numeric {geometric_mean([ratios_cpython[name] for name in NUMERIC]):.1f} x,",
        end=" ",
    )
    print(f"others {geometric_mean(others):.1f} x")


def measure(name: str, size: int, runs: int, work: Path) -> dict[str, float]:
    """Give the median seconds of each variant of a kernel; all must print the same."""
    programs = {"pygress": Program(compile_program(KERNELS / f"{name}.py").wasm)}
    source = KERNELS / f"{name}.c"
    if source.exists():
        programs["c"] = Program(compile_c_program(source, work).read_bytes())
    seconds: dict[str, list[float]] = {}
    outputs: dict[str, str] = {}
    for _ in range(runs):
        for variant, program in programs.items():
            began = time.process_time()
            result = program.run([f"{name}.py", str(size)])
            seconds.setdefault(variant, []).append(time.process_time() - began)
            outputs[variant] = result.stdout
        began = child_seconds()
        command = [sys.executable, str(KERNELS / f"{name}.py"), str(size)]
        done = subprocess.run(command, capture_output=True, text=True, check=True)
        seconds.setdefault("cpython", []).append(child_seconds() - began)
        outputs["cpython"] = done.stdout
    if len(set(outputs.values())) != 1:
        raise RuntimeError(f"{name}: the variants disagree: {outputs}")
    return {variant: statistics.median(values) for variant, values in seconds.items()}


def child_seconds() -> float:
    """Give the CPU time of the processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def compile_c_program(source: Path, work: Path) -> Path:
    """Compile a C program for the same engine."""
    module = work / f"{source.stem}.wasm"
    zig = [
        sys.executable,
        "-m",
        "ziglang",
        "cc",
        "-target",
        "wasm32-wasi",
        "-O2",
        str(source),
        "-o",
        str(module),
    ]
    subprocess.run([*zig, "-lm"], check=True)
    return module


def geometric_mean(ratios: list[float]) -> float:
    """Give the geometric mean."""
    return math.exp(sum(math.log(ratio) for ratio in ratios) / len(ratios))

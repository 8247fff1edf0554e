"""CPU time that one request costs in Envoy: no plugin, C by hand, Lua, and the compiled Python plugin.

Method: one stock Envoy per variant, `--concurrency 1`, pinned to core 0, answering directly; `wrk -t1 -c32` on the
last core; the CPU time of the Envoy process divided by the requests it answered. Variants alternate within a
round and the order turns from round to round, so a drift of the machine hits all alike. Medians over the rounds.
"""

import statistics
import tempfile
from pathlib import Path

from bench.envoy import Variant, compile_c, compile_python, lua_filter, wasm_filter


def main(*, quick: bool = False) -> None:
    """Run the benchmark and print it."""
    rounds, seconds = (3, 1) if quick else (11, 3)
    with tempfile.TemporaryDirectory(prefix="pygress-bench-") as scratch:
        work = Path(scratch)
        c, python = compile_c(work), compile_python(work)
        variants = [
            Variant("no plugin", []),
            Variant("C by hand", [wasm_filter(c, "c")]),
            Variant("Lua", [lua_filter()]),
            Variant("pygress", [wasm_filter(python, "pygress")]),
        ]
        print(f"module: C by hand {c.stat().st_size:,} bytes, pygress {python.stat().st_size:,} bytes")
        try:
            for variant in variants:
                variant.start(work)
            samples = measure(variants, rounds, seconds)
        finally:
            for variant in variants:
                variant.stop()
    report(samples, rounds, seconds)


def measure(variants: list[Variant], rounds: int, seconds: int) -> dict[str, list[float]]:
    """Give microseconds of CPU a request, one sample a round, for each variant."""
    samples: dict[str, list[float]] = {variant.name: [] for variant in variants}
    for variant in variants:
        variant.load(1)
    for number in range(rounds):
        turn = number % len(variants)
        for variant in variants[turn:] + variants[:turn]:
            before = variant.cpu_seconds()
            requests = variant.load(seconds)
            samples[variant.name].append((variant.cpu_seconds() - before) * 1e6 / requests)
    return samples


def report(samples: dict[str, list[float]], rounds: int, seconds: int) -> None:
    """Print medians, what each adds to no plugin, and the added cost as a ratio to C."""
    base = samples["no plugin"]
    added = {
        name: statistics.median(one - zero for one, zero in zip(values, base, strict=True))
        for name, values in samples.items()
    }
    print(f"CPU per request, us; {rounds} rounds of {seconds} s, medians (min to max)")
    for name, values in samples.items():
        line = f"  {name:10} {statistics.median(values):6.2f} ({min(values):.2f} to {max(values):.2f})"
        if name != "no plugin":
            line += f"  adds {added[name]:5.2f}  = {added[name] / added['C by hand']:4.2f} x C"
        print(line)

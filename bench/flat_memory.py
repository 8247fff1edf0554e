"""Memory of a plugin VM over many requests: it must not grow.

Method: one stock Envoy with the compiled request-block, one worker, `wrk` until the number of requests is reached;
resident memory of the process after each part. What matters is the difference between the first part and the last.
"""

import tempfile
from pathlib import Path

from bench.envoy import Variant, compile_python, wasm_filter

PARTS = 10


def main(*, quick: bool = False) -> None:
    """Run the benchmark and print it."""
    wanted = 500_000 if quick else 10_000_000
    with tempfile.TemporaryDirectory(prefix="pygress-bench-") as scratch:
        work = Path(scratch)
        variant = Variant("pygress", [wasm_filter(compile_python(work), "pygress")])
        print("resident memory of Envoy with one plugin, MB")
        try:
            variant.start(work)
            requests, memory = 0, []
            while requests < wanted:
                part = 0
                while part < wanted / PARTS:
                    part += variant.load(10)
                requests += part
                memory.append((requests, variant.resident_bytes()))
                print(
                    f"  after {requests / 1e6:5.2f} million requests: {memory[-1][1] / 1e6:7.2f}", flush=True
                )
        finally:
            variant.stop()
    print(f"  growth from the first part to the last: {(memory[-1][1] - memory[0][1]) / 1e6:+.2f} MB")

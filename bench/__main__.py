"""`make bench`: run every benchmark, or those named (`make bench ARGS="request --quick"`)."""

import argparse
import shutil
import sys


def main() -> int:
    """Run the benchmarks; 1 with a message when a name or a tool is missing."""
    if shutil.which("wrk") is None:
        print("bench needs wrk: sudo apt-get install wrk", file=sys.stderr)
        return 1
    from bench import delivery, flat_memory, kernel_speed, operations, rebuild_time, regex_speed, request_cpu

    benches = {
        "request": request_cpu.main,
        "memory": flat_memory.main,
        "kernels": kernel_speed.main,
        "rebuild": rebuild_time.main,
        "regex": regex_speed.main,
        "operations": operations.main,
        "delivery": delivery.main,
    }
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("name", nargs="*", help=f"which of {', '.join(benches)}; all when none is named")
    parser.add_argument("--quick", action="store_true", help="shorter: to see that it runs, not to quote")
    args = parser.parse_args()
    for name in args.name:
        if name not in benches:
            parser.error(f"no benchmark `{name}`; there are: {', '.join(benches)}")
    for name in args.name or benches:
        print(f"== {name}", flush=True)
        benches[name](quick=args.quick)
    return 0


if __name__ == "__main__":
    sys.exit(main())

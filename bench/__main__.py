"""`make bench`: run every benchmark, or those named (`make bench ARGS=request`)."""

import argparse
import sys

from bench import request_cpu

BENCHES = {"request": request_cpu.main}


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("name", nargs="*", help="which ones; all when none is named")
    parser.add_argument(
        "--quick", action="store_true", help="fewer rounds: to see that it runs, not to quote"
    )
    args = parser.parse_args()
    unknown = [name for name in args.name if name not in BENCHES]
    if unknown:
        parser.error(f"no benchmark `{unknown[0]}`; there are: {', '.join(BENCHES)}")
    for name in args.name or BENCHES:
        print(f"== {name}", flush=True)
        status = BENCHES[name](quick=args.quick)
        if status:
            return status
    return 0


if __name__ == "__main__":
    sys.exit(main())

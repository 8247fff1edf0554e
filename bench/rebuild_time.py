"""How long `pygress plugin build` takes after an edit, as an author sees it: the whole command, a new process.

Method: a copy of request-block; before each build a number in its code is changed to one that was never built, so that
no cache can know the result. One build warms the caches. Wall time, and user + system time of the command and all
that it starts (the figure to compare on a busy machine); medians and minima. `PYTHONDONTWRITEBYTECODE` is unset, as
it is for users: otherwise Python compiles the compiler itself each time.
"""

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

EXAMPLE = Path(__file__).parents[1] / "examples" / "plugins" / "request-block"
DEFAULT_CODE = "= 403"


def main(*, quick: bool = False) -> None:
    """Run the benchmark and print it."""
    rounds = 3 if quick else 15
    with tempfile.TemporaryDirectory(prefix="pygress-bench-") as scratch:
        folder = Path(shutil.copytree(EXAMPLE, Path(scratch) / "request-block"))
        text = (folder / "plugin.py").read_text(encoding="utf-8")
        if text.count(DEFAULT_CODE) != 1:
            raise SystemExit(f"bench: `{DEFAULT_CODE}` is no longer in {EXAMPLE / 'plugin.py'} once")
        samples = []
        for number in range(rounds + 1):
            status = 200 + (os.getpid() * 131 + number * 37) % 400
            edited = text.replace(DEFAULT_CODE, f"= {status}", 1).replace('"url"', f'"url-{status}"', 1)
            (folder / "plugin.py").write_text(edited, encoding="utf-8")
            samples.append(timed_build(folder))
    report(samples[1:])


def timed_build(folder: Path) -> tuple[float, float]:
    """Build once; give wall and CPU seconds."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    command = [str(Path(sys.executable).with_name("pygress")), "plugin", "build", str(folder)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    return wall, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def report(samples: list[tuple[float, float]]) -> None:
    """Print medians and minima."""
    print(f"pygress plugin build of request-block after an edit, s; {len(samples)} builds")
    for name, values in (
        ("wall", [wall for wall, _ in samples]),
        ("CPU", [cpu for _, cpu in samples]),
    ):
        print(f"  {name:5} median {statistics.median(values):.2f}  minimum {min(values):.2f}")


if __name__ == "__main__":
    main(quick="--quick" in sys.argv)

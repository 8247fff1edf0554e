"""What was answered survives kill -9."""

import asyncio
import signal
import subprocess
import sys
from pathlib import Path

from pygress.store import Store

WRITER = """
import asyncio, sys
from pathlib import Path
from pygress.store import Store

async def main():
    store = Store(Path(sys.argv[1]))
    number = 0
    while True:
        entries = await asyncio.gather(*(store.put(f"/k/{number + n}", b"x" * 100, 0) for n in range(10)))
        number += 10
        for entry in entries:
            print(entry.key, entry.revision, flush=True)

asyncio.run(main())
"""


def test_answered_writes_survive_kill_9(tmp_path: Path) -> None:
    for _ in range(3):
        path = tmp_path / "db"
        for old in tmp_path.iterdir():
            old.unlink()
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], stdout=subprocess.PIPE, text=True
        ) as process:
            assert process.stdout is not None
            answered = [process.stdout.readline().split() for _ in range(50)]
            process.send_signal(signal.SIGKILL)
            answered += [line.split() for line in process.stdout.read().splitlines() if line.count(" ") == 1]
        asyncio.run(check(path, {key: int(revision) for key, revision in answered[:-1]}))


async def check(path: Path, answered: dict[str, int]) -> None:
    async with Store(path) as store:
        held = {entry.key: entry.revision for entry in (await store.select("/k/")).entries}
        assert answered.items() <= held.items()
        assert (await store.put("/next", b"", 0)).revision > max(held.values())

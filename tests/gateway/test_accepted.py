"""Every golden case is taken by a real Envoy, one after the other on the same process."""

import asyncio
import tempfile
from collections.abc import Callable
from pathlib import Path

from pygress.gateway import xds
from pygress.gateway.build import Settings
from pygress.gateway.envoy.ports import HeldPort
from pygress.gateway.envoy.supervisor import Supervisor
from pygress.gateway.serve import AdsServer, Rejection, Snapshot

from .test_golden import CASES, stages
from .world import module_of


def test_envoy_takes_every_golden_case(compiled: Callable[..., Path]) -> None:
    module = module_of(compiled("probe"))
    held = [HeldPort("127.0.0.1", 0) for _ in range(2)]
    settings = Settings("127.0.0.1", held[0].port, held[1].port, held[1].port, slots=2)

    async def story(run_dir: Path) -> None:
        rejections: list[Rejection] = []
        moved = asyncio.Event()
        ads = AdsServer(moved.set, lambda one: (rejections.append(one), moved.set())[0])
        await ads.start(f"unix:{run_dir}/ads")
        supervisor = Supervisor("test", run_dir, f"{run_dir}/ads", lambda line: None, concurrency=1)
        await supervisor.start()
        try:
            for case in CASES:
                ads.publish(Snapshot.of(xds.to_xds(stages(case, settings, module).built.gateway)))
                deadline = asyncio.get_running_loop().time() + 10
                while not any(one.current for one in ads.progress()):
                    assert not rejections, f"{case}: {rejections[0].message}"
                    assert asyncio.get_running_loop().time() < deadline, f"{case} was not taken"
                    moved.clear()
                    try:
                        await asyncio.wait_for(moved.wait(), 0.2)
                    except TimeoutError:
                        continue
        finally:
            await supervisor.stop()
            await ads.stop()

    with tempfile.TemporaryDirectory(prefix="pygress-test-") as folder:
        asyncio.run(story(Path(folder)))
    for one in held:
        one.release()

"""Everything a registry can do wrong while a plugin is upgraded under load: nobody notices but the status.

The last good version goes on serving, another plugin stays changeable, the condition names the fault, and the new
version comes by itself once the registry is well.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager
from dataclasses import dataclass, fields
from pathlib import Path

import pytest

from pygress.gateway.options import GatewayOptions
from pygress.gateway.pipeline import Gateway
from pygress.modules.manager import ModuleManager, ModuleOptions
from pygress.oci import media
from pygress.oci.registry import create_app
from pygress.oci.transport import Options
from pygress.resources import kinds

from ..gateway.conftest import compiled as compiled
from ..gateway.conftest import options as options
from ..gateway.site import Site, plugin
from ..gateway.world import World
from ..modules.images import Pusher, tar_gz
from ..modules.wat import custom
from ..oci.faulty import Faults, Faulty
from ..oci.served import serve
from .test_gateway_faults import Load, Model

pytestmark = pytest.mark.e2e

FAST = ModuleOptions(
    transport=Options(attempts=2, backoff=0.01, connect_timeout=1.0, read_timeout=0.5),
    fetch_timeout=4.0,
    first_retry=0.05,
    last_retry=0.2,
)
CONFIG = b'{"case": "%s"}'


@dataclass
class Image:
    """The digests of one image at each level: an index, its manifest, the configuration, the layer."""

    index: str
    manifest: str
    config: str
    layer: str


def push(pusher: Pusher, tag: str, module: bytes) -> Image:
    archive, config = tar_gz(module + custom("case", tag.encode())), CONFIG % tag.encode()
    found = Image("", "", pusher.blob(config), pusher.blob(archive))
    layer = (media.OCI_LAYER_GZIP, archive)
    found.manifest = pusher.image(f"{tag}-plain", [layer], config=(media.OCI_CONFIG, config))
    found.index = pusher.index(tag, [(found.manifest, "linux/amd64")])
    return found


FOREVER = 10**9
Break = Callable[[Faults, Image, str], None]


def fail(**changes: object) -> Break:
    def change(faults: Faults, image: Image, tag: str) -> None:
        for name, value in changes.items():
            setattr(faults, name, value)

    return change


def flip(level: str) -> Break:
    def change(faults: Faults, image: Image, tag: str) -> None:
        faults.only, faults.flip = getattr(image, level), "yes"

    return change


CASES: dict[str, tuple[Break, set[str]]] = {
    "401": (fail(login="user:pass"), {"RegistryUnauthorized"}),
    "429 with a pause": (fail(status=429, count=FOREVER, retry_after="1"), {"RegistryRateLimited"}),
    "500": (fail(status=500, count=FOREVER), {"RegistryError"}),
    "404": (fail(status=404, count=FOREVER), {"ImageNotFound"}),
    "reset": (fail(only="/blobs/", cut=10, count=FOREVER), {"RegistryUnreachable"}),
    "stalled": (fail(stall="/blobs/"), {"RegistryTimeout"}),
    "stalled at the manifest": (fail(stall="/manifests/"), {"RegistryTimeout"}),
    "slow": (fail(only="/blobs/", drip=0.05), {"RegistryTimeout"}),
    "flipped: the index": (flip("index"), {"DigestMismatch"}),
    "flipped: the manifest in the index": (flip("manifest"), {"DigestMismatch"}),
    "flipped: the layer": (flip("layer"), {"DigestMismatch"}),
}


def heal(faults: Faults) -> None:
    for one in fields(Faults):
        if one.name != "requests":
            setattr(faults, one.name, one.default)


@dataclass
class Story:
    """One gateway whose plugin is upgraded again and again."""

    site: Site
    model: Model
    pusher: Pusher
    other: str
    count: int = 0

    async def upgrade(self, url: str, reasons: set[str], heal_it: Callable[[], None]) -> None:
        """Change to an image that cannot be fetched yet; see what must be seen before and after it is healed."""
        old = set(self.model.allowed)
        mark = self._put(url)
        await self._fetched_is_false(reasons)
        other = plugin(name="other", url=self.other, config=f"{{n: {self.count}}}")
        self.site.world.put(other)
        generation = self.site.world.generation(kinds.WASM_PLUGIN, "other")
        while (
            self.site.world.condition(kinds.WASM_PLUGIN, "other", "Ready").get("observedGeneration")
            != generation
        ):
            await asyncio.sleep(0.02)
        await self.site.says("Ready", "True", "Ready", name="other")
        await self.site.says("Programmed", "False", "LastGood")
        self.model.allowed = old | {mark}
        await asyncio.to_thread(heal_it)
        await self._arrives(mark)

    async def change(self, url: str) -> None:
        """Change to an image that can be fetched."""
        mark = self._put(url)
        self.model.allowed.add(mark)
        await self._arrives(mark)

    def _put(self, url: str) -> tuple[int, str]:
        self.count += 1
        self.site.world.put(plugin(url=url, config=f"{{mark: n{self.count}}}"))
        return 404, f"v1:n{self.count}"

    async def _arrives(self, mark: tuple[int, str]) -> None:
        await self.site.sees(*mark)
        self.model.allowed = {mark}
        await self.site.says("Ready", "True", "Ready")

    async def _fetched_is_false(self, reasons: set[str]) -> None:
        deadline = time.monotonic() + 20
        while True:
            found = self.site.world.condition(kinds.WASM_PLUGIN, "probe", "Fetched")
            if found.get("status") == "False" and found.get("reason") in reasons:
                return
            assert time.monotonic() < deadline, found
            await asyncio.sleep(0.02)


@asynccontextmanager
async def playing(
    options: GatewayOptions, folder: Path, pusher: Pusher, module: bytes, beside: bytes
) -> AsyncIterator[tuple[Story, Load]]:
    """A gateway that serves the first version under load, until the end of the block."""
    world, model = World(), Model()
    async with AsyncExitStack() as stack:
        manager = ModuleManager(folder / "modules", FAST)
        await manager.start()
        stack.push_async_callback(manager.stop)
        gateway = Gateway(options, world, manager, source=world)  # type: ignore[arg-type]
        await gateway.start()
        stack.push_async_callback(gateway.stop)
        site = Site(gateway, world, None)  # type: ignore[arg-type]
        stack.callback(site.close)
        push(pusher, "start", module)
        push(pusher, "other", beside)
        world.put(plugin(name="other", url=pusher.url("other"), config="{n: 0}"))
        await site.says("Ready", "True", "Ready", name="other")
        world.put(plugin(url=pusher.url("start"), config="{mark: start}"))
        await site.sees(404, "v1:start")
        model.allowed = {(404, "v1:start")}
        load = Load(gateway.http_port, model)
        clients = [asyncio.create_task(load.client()) for _ in range(3)]
        try:
            yield Story(site, model, pusher, pusher.url("other")), load
        finally:
            load.stop = True
            await asyncio.gather(*clients)


def test_a_registry_that_fails_during_an_upgrade(
    options: GatewayOptions, compiled: Callable[..., Path], tmp_path: Path
) -> None:
    module = compiled("probe").read_bytes()
    beside = compiled("probe", 'HEADER="x-other"').read_bytes()
    faults = Faults()
    app = create_app(tmp_path / "registry")

    async def story(host: str, pusher: Pusher) -> None:
        async with playing(options, tmp_path, pusher, module, beside) as (play, load):
            for name, (break_it, reasons) in CASES.items():
                tag = f"case{play.count}"
                break_it(faults, push(pusher, tag, module), tag)
                try:
                    await play.upgrade(pusher.url(tag), reasons, lambda: heal(faults))
                except AssertionError as error:
                    raise AssertionError(f"{name}: {error}") from error
                assert not load.wrong, f"{name}: {load.wrong[:3]}"
            # Nobody reads the configuration of an image: what is damaged there harms nobody.
            flip("config")(faults, push(pusher, "config", module), "config")
            await play.change(pusher.url("config"))
            heal(faults)
            # A registry that is not there, and then is.
            with ExitStack() as later, socket.socket() as taken:
                taken.bind(("127.0.0.1", 0))
                port = taken.getsockname()[1]

                def open_it() -> None:
                    taken.close()
                    later.enter_context(serve(app, port))

                url = pusher.url("start").replace(host, f"127.0.0.1:{port}")
                await play.upgrade(url, {"RegistryUnreachable"}, open_it)
            assert not load.wrong, load.wrong[:3]
            assert load.closed == 0
            assert load.answers > 500

    with serve(Faulty(app, faults)) as port:
        host = f"127.0.0.1:{port}"
        asyncio.run(story(host, Pusher(host)))

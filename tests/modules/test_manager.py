"""The manager fetches what is wanted, keeps it current, and lets nothing wait for something else."""

import asyncio
import contextlib
import dataclasses
import errno
import os
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from pygress.modules.cache import Cache, Entry
from pygress.modules.manager import ModuleManager, ModuleOptions
from pygress.modules.model import Module, ModuleFailed, ModulePending, ModuleRequest, ModuleState
from pygress.modules.prepare import prepare_module
from pygress.oci.transport import Options

from .images import Pusher
from .wat import custom, plugin

FAST = ModuleOptions(
    transport=Options(attempts=1, backoff=0.01, read_timeout=5.0),
    recheck=0.2,
    first_retry=0.05,
    last_retry=0.2,
    file_poll=0.02,
)


@asynccontextmanager
async def managing(data_dir: Path, options: ModuleOptions = FAST) -> AsyncIterator[ModuleManager]:
    manager = ModuleManager(data_dir, options)
    await manager.start()
    try:
        yield manager
    finally:
        await manager.stop()


async def until(
    manager: ModuleManager, request: ModuleRequest, holds: Callable[[ModuleState], bool]
) -> ModuleState:
    deadline = time.monotonic() + 30
    while True:
        state = manager.states()[request]
        if holds(state):
            return state
        assert time.monotonic() < deadline, f"still {state}"
        manager.changed.clear()
        try:
            await asyncio.wait_for(manager.changed.wait(), 0.5)
        except TimeoutError:
            continue


async def ready(manager: ModuleManager, request: ModuleRequest) -> Module:
    state = await until(manager, request, lambda one: isinstance(one, Module))
    assert isinstance(state, Module)
    return state


async def failed(manager: ModuleManager, request: ModuleRequest) -> ModuleFailed:
    state = await until(manager, request, lambda one: isinstance(one, ModuleFailed))
    assert isinstance(state, ModuleFailed)
    return state


def test_fetch_from_a_registry(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        digest = pusher.plain("1.0", plugin())
        request = ModuleRequest(pusher.url("1.0"))
        async with managing(tmp_path / "modules") as manager:
            manager.want({request})
            assert manager.states()[request] == ModulePending()
            module = await ready(manager, request)
        assert module.digest == digest
        assert module.path.read_bytes() == plugin()
        assert module.path.stem == module.sha256
        assert module.abi == "0.2.1"

    asyncio.run(run())


def test_fetch_a_file_and_follow_it(tmp_path: Path) -> None:
    async def run() -> None:
        file = tmp_path / "plugin.wasm"
        request = ModuleRequest(f"file://{file}")
        async with managing(tmp_path / "modules") as manager:
            manager.want({request})
            state = await failed(manager, request)
            assert (state.reason, state.message) == ("FileNotFound", f"`{file}` does not exist")
            file.write_bytes(plugin())
            first = await ready(manager, request)
            file.write_bytes(plugin(tail=custom("x", b"2")))
            await until(manager, request, lambda one: isinstance(one, Module) and one != first)
            file.write_bytes(b"broken")
            broken = await failed(manager, request)
            assert broken.stage == "Validated"
            assert broken.reason == "NotWasm"
            assert broken.last_good is not None
            assert broken.last_good.path.is_file()

    asyncio.run(run())


def test_a_cached_module_serves_at_once_with_the_registry_down(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        pusher.plain("latest", plugin())
        for policy in ("IfNotPresent", "Always"):
            request = ModuleRequest(pusher.url("latest"), pull_policy=policy)  # type: ignore[arg-type]
            async with managing(tmp_path / "modules") as manager:
                manager.want({request})
                module = await ready(manager, request)
            down = ModuleManager(tmp_path / "modules", FAST)
            down.want({request})
            assert down.states()[request] == module

    asyncio.run(run())


def test_always_follows_the_tag(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        pusher.plain("latest", plugin())
        request = ModuleRequest(pusher.url("latest"), pull_policy="Always", generation=1)
        async with managing(tmp_path / "modules") as manager:
            manager.want({request})
            first = await ready(manager, request)
            digest = pusher.plain("latest", plugin(tail=custom("x", b"2")))
            second = await until(manager, request, lambda one: isinstance(one, Module) and one != first)
            assert isinstance(second, Module)
            assert second.digest == digest

    asyncio.run(run())


def test_if_not_present_keeps_what_it_has(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        pusher.plain("1", plugin())
        request = ModuleRequest(pusher.url("1"))
        other = ModuleRequest(pusher.url("1"), pull_policy="Always", generation=1)
        async with managing(tmp_path / "modules") as manager:
            manager.want({request})
            first = await ready(manager, request)
            pusher.plain("1", plugin(tail=custom("x", b"2")))
            manager.want({request, other})
            await until(manager, other, lambda one: isinstance(one, Module) and one != first)
            assert manager.states()[request] == first

    asyncio.run(run())


def test_a_new_generation_has_the_module_of_the_old_one_until_it_knows_better(
    pusher: Pusher, tmp_path: Path
) -> None:
    async def run() -> None:
        pusher.plain("latest", plugin())
        old = ModuleRequest(pusher.url("latest"), pull_policy="Always", generation=1)
        new = ModuleRequest(pusher.url("latest"), pull_policy="Always", generation=2)
        async with managing(tmp_path / "modules") as manager:
            manager.want({old})
            module = await ready(manager, old)
            manager.want({new})
            assert manager.states() == {new: module}

    asyncio.run(run())


def test_a_missing_image_arrives_with_its_push(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        request = ModuleRequest(pusher.url("2.0"))
        async with managing(tmp_path / "modules") as manager:
            manager.want({request})
            state = await failed(manager, request)
            assert (state.stage, state.reason) == ("Fetched", "ImageNotFound")
            pusher.plain("2.0", plugin())
            await ready(manager, request)

    asyncio.run(run())


def test_notice_of_a_push_ends_the_backoff(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        slow = ModuleOptions(transport=FAST.transport, first_retry=1000.0, last_retry=1000.0)
        request = ModuleRequest(pusher.url("2.0"))
        async with managing(tmp_path / "modules", slow) as manager:
            manager.want({request})
            await failed(manager, request)
            pusher.plain("2.0", plugin())
            manager.notice_push(pusher.name, "2.0")
            await ready(manager, request)

    asyncio.run(run())


def test_a_failing_update_keeps_the_last_good(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        pusher.plain("latest", plugin())
        request = ModuleRequest(pusher.url("latest"), pull_policy="Always", generation=1)
        async with managing(tmp_path / "modules") as manager:
            manager.want({request})
            first = await ready(manager, request)
            pusher.plain("latest", plugin(abi=None))
            state = await failed(manager, request)
            assert (state.stage, state.reason) == ("Validated", "UnknownABI")
            assert state.last_good == first
            pusher.plain("latest", plugin())
            assert await ready(manager, request) == first

    asyncio.run(run())


def test_one_hanging_registry_delays_no_other(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        async def hang(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            await reader.read()
            writer.close()

        pusher.plain("1", plugin())
        server = await asyncio.start_server(hang, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        hanging = {ModuleRequest(f"oci://127.0.0.1:{port}/p{number}:1") for number in range(80)}
        good = ModuleRequest(pusher.url("1"))
        async with managing(tmp_path / "modules") as manager:
            manager.want(hanging)
            await asyncio.sleep(0)
            manager.want(hanging | {good})
            await ready(manager, good)
            assert all(isinstance(manager.states()[one], ModulePending) for one in hanging)
        server.close()

    asyncio.run(run())


def test_what_is_not_wanted_is_dropped(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        request = ModuleRequest(pusher.url("1"))
        async with managing(tmp_path / "modules") as manager:
            manager.want({request})
            manager.want(set())
            assert manager.states() == {}

    asyncio.run(run())


def test_the_cache_is_bounded_and_keeps_what_is_wanted(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        small = ModuleOptions(transport=FAST.transport, cache_size=1)
        old = tmp_path / "modules" / "modules" / ("0" * 64 + ".wasm")
        async with managing(tmp_path / "modules", small) as manager:
            old.write_bytes(b"old")
            os.utime(old, (0, 0))
            pusher.plain("1", plugin())
            request = ModuleRequest(pusher.url("1"))
            manager.want({request})
            module = await ready(manager, request)
            os.utime(module.path, (0, 0))
            deadline = time.monotonic() + 30
            while old.exists():
                assert time.monotonic() < deadline
                await asyncio.sleep(0.01)
            assert module.path.is_file()

    asyncio.run(run())


def test_a_damaged_cache_file_is_fetched_again(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        pusher.plain("1", plugin())
        request = ModuleRequest(pusher.url("1"))
        async with managing(tmp_path / "modules") as manager:
            manager.want({request})
            module = await ready(manager, request)
        module.path.write_bytes(b"\0" * module.size)
        async with managing(tmp_path / "modules") as manager:
            manager.want({request})
            assert (await ready(manager, request)).path.read_bytes() == plugin()

    asyncio.run(run())


def test_a_full_disk_is_named_and_ends(
    pusher: Pusher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        pusher.plain("1", plugin())
        request = ModuleRequest(pusher.url("1"))
        async with managing(tmp_path / "modules") as manager:
            with monkeypatch.context() as patch:
                patch.setattr(os, "fsync", full)
                manager.want({request})
                state = await failed(manager, request)
                assert (state.stage, state.reason) == ("Fetched", "DiskFull")
                assert list((tmp_path / "modules" / "modules").iterdir()) == []
            await ready(manager, request)

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    asyncio.run(run())


def test_a_fetch_that_takes_too_long_fails(tmp_path: Path) -> None:
    async def run() -> None:
        async def drip(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 1000000\r\n\r\n")
            with contextlib.suppress(OSError):
                while not writer.is_closing():
                    writer.write(b"x")
                    await writer.drain()
                    await asyncio.sleep(0.01)

        server = await asyncio.start_server(drip, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        request = ModuleRequest(f"http://127.0.0.1:{port}/x.wasm")
        impatient = dataclasses.replace(FAST, fetch_timeout=0.3)
        async with managing(tmp_path / "modules", impatient) as manager:
            manager.want({request})
            state = await failed(manager, request)
            assert state.reason == "RegistryTimeout"
            assert "longer than 0.3 seconds" in state.message
        server.close()

    asyncio.run(run())


def test_an_older_fetch_never_overtakes_a_newer_one(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 1 << 30)
    request = ModuleRequest("oci://localhost/x:latest", pull_policy="Always", generation=2)
    old = prepare_module(plugin(tail=custom("x", b"old")), "", cache)
    new = prepare_module(plugin(tail=custom("x", b"new")), "", cache)
    cache.remember(request, Entry(new), 2)
    cache.remember(dataclasses.replace(request, generation=1), Entry(old), 1)
    found = cache.find(request)
    assert found is not None
    assert found.module == new


def test_a_pull_secret_is_part_of_what_is_cached(pusher: Pusher, tmp_path: Path) -> None:
    async def run() -> None:
        pusher.plain("1", plugin())
        mine = ModuleRequest(pusher.url("1"), pull_secret='{"auths": {}}')
        async with managing(tmp_path / "modules") as manager:
            manager.want({mine})
            await ready(manager, mine)
        other = ModuleManager(tmp_path / "modules", FAST)
        other.want({mine, dataclasses.replace(mine, pull_secret="")})
        states = other.states()
        assert isinstance(states[mine], Module)
        assert isinstance(states[dataclasses.replace(mine, pull_secret="")], ModulePending)

    asyncio.run(run())
    for file in (tmp_path / "modules").rglob("*"):
        assert not file.is_file() or b"auths" not in file.read_bytes()

"""What was found out about a plugin holds after a restart, until its resource changes."""

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest

from pygress.gateway import health
from pygress.gateway.options import GatewayOptions
from pygress.gateway.quarantine import Quarantine

from .site import plugin, running
from .world import Shelf, World


def play(story: Coroutine[Any, Any, None]) -> None:
    asyncio.run(story)


def test_sentences_survive_and_end(tmp_path: Path) -> None:
    now = 1000.0
    path = tmp_path / "quarantine.json"
    first = Quarantine(path, lambda: now)
    first.stop("a/canary~canary", ["f1"], "trapped", "u/1")
    first.stop("a/loop", ["f2", "f3"], "keeps trapping", "u/2", 10)
    second = Quarantine(path, lambda: now)
    assert second.causes == {"f1": "trapped", "f2": "keeps trapping", "f3": "keeps trapping"}
    assert second.waiting() == {"a/loop": 10}
    assert (second.last_pause("a/loop", "u/2"), second.last_pause("a/loop", "u/3")) == (10, 0)
    second.release("a/loop")
    assert set(second.causes) == {"f1"} and second.last_pause("a/loop", "u/2") == 10
    # The clock was set back by an hour: it does not last longer for that.
    now -= 3600
    assert Quarantine(path, lambda: now).waiting() == {"a/loop": 10}
    now += 3611
    later = Quarantine(path, lambda: now)
    assert set(later.causes) == {"f1"} and later.waiting() == {}
    later.keep({"a/canary": "u/1", "a/loop": "u/3"})
    assert set(later.causes) == {"f1"} and later.last_pause("a/loop", "u/2") == 0
    later.keep({"a/canary": "u/2"})
    assert later.causes == {} and Quarantine(path).causes == {}


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a/b": {}}', '{"a/b": []}'])
def test_a_damaged_file_is_no_obstacle(tmp_path: Path, text: str) -> None:
    path = tmp_path / "quarantine.json"
    path.write_text(text)
    assert Quarantine(path).causes == {}


def test_a_canary_that_was_taken_back_does_not_return_with_a_restart(
    options: GatewayOptions, compiled: Callable[..., Path]
) -> None:
    def with_canary(percent: int) -> str:
        return f"{plugin()}  canary: {{config: {{mark: bad}}, match: {{x-try: 'yes'}}, percent: {percent}}}\n"

    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            world.put(with_canary(0))
            await site.sees(404, "v1:bad", x_try="yes")
            await site.get(x_try="yes", x_trap="1")
            await site.says("Canary", "False", "TakenBack")
            await site.sees(404, "v1:one", x_try="yes")
        async with running(options, world, shelf) as site:
            await site.says("Ready", "True", "Ready")
            await site.sees(404, "v1:one", x_try="yes")
            assert "Uncaught" in (await site.says("Canary", "False", "TakenBack"))["message"]
            seen = {await site.get(x_try="yes") for _ in range(20)}
            assert seen == {(404, "v1:one")}
            # The same canary in a new generation gets another chance.
            world.put(with_canary(1))
            await site.sees(404, "v1:bad", x_try="yes")

    play(story())


def test_a_crash_loop_is_remembered_after_a_restart(
    options: GatewayOptions, compiled: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "_FIRST_PAUSE", 6.0)

    async def story() -> None:
        world, shelf = World(), Shelf()
        shelf.put("oci://x/probe:1", compiled("probe"))
        async with running(options, world, shelf) as site:
            world.put(plugin())
            await site.sees(404, "v1:one")
            deadline = asyncio.get_running_loop().time() + 20
            while not site.gateway._quarantine.causes:
                await site.get(x_trap="1")
                assert asyncio.get_running_loop().time() < deadline
                await asyncio.sleep(0.05)
        async with running(options, world, shelf) as site:
            await site.says("Validated", "False", "Quarantined")
            await site.sees(503, "")
            # Its time goes on, and ends.
            await site.sees(404, "v1:one")
            await site.says("Ready", "True", "Ready")

    play(story())

"""Preflights in a real Envoy: what they find, and that a validator kept ready judges like a fresh one."""

import asyncio
import hashlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pygress.gateway import ir
from pygress.gateway.envoy import run_dir, validator
from pygress.gateway.envoy.preflight import Outcome, preflight
from pygress.gateway.envoy.validator import Validators
from pygress.gateway.preflights import Preflights
from pygress.gateway.xds import wasm_filter_json

MEMORY = 768 << 20


def fill(module: Path, config: str = "{}") -> ir.Wasm:
    digest = hashlib.sha256(module.read_bytes()).hexdigest()
    return ir.Wasm("default/probe", str(module), digest, config, "vm", "", (), (), False)


async def judged(module: Path, config: str = "{}", *, warm: bool = False, seconds: float = 15.0) -> Outcome:
    validators = Validators()
    if warm:
        validators.warm()
    try:
        return await preflight(wasm_filter_json(fill(module, config)), seconds, MEMORY, validators)
    finally:
        await validators.stop()


@pytest.mark.parametrize("warm", [False, True], ids=["fresh", "kept ready"])
@pytest.mark.parametrize(
    ("config", "reason", "message"),
    [
        ("{}", "", ""),
        ('{"x": "false"}', "ConfigRefused", "told to refuse this configuration"),
        ('{"x": "trap"}', "Trapped", "unreachable"),
    ],
)
def test_verdicts(warm: bool, config: str, reason: str, message: str, compiled: Callable[..., Path]) -> None:
    found = asyncio.run(judged(compiled("probe"), config, warm=warm))
    assert (found.ok, found.reason) == (not reason, reason), found
    assert message in found.message
    assert found.final


def test_a_loop_ends(compiled: Callable[..., Path]) -> None:
    found = asyncio.run(judged(compiled("probe"), '{"x": "spin"}', seconds=0.5))
    assert (found.reason, found.final) == ("Timeout", False)


def test_a_gigabyte_is_noticed_however_quickly_it_is_taken(compiled: Callable[..., Path]) -> None:
    found = asyncio.run(judged(compiled("probe"), '{"x": "grow"}', warm=True))
    assert (found.reason, found.message) == ("TooMuchMemory", "needs more than 768 MiB to start")
    assert found.final


def test_a_configuration_larger_than_a_pipe(compiled: Callable[..., Path]) -> None:
    config = f'{{"text": "{"x" * 100_000}"}}'
    assert asyncio.run(judged(compiled("probe"), config, warm=True)).ok


def test_a_validator_that_died_or_lost_its_file_is_replaced(compiled: Callable[..., Path]) -> None:
    async def story() -> None:
        validators = Validators()
        good = wasm_filter_json(fill(compiled("probe")))
        for damage in ("kill", "unlink"):
            validators.warm()
            waiting = await validators.take()
            if damage == "kill":
                os.kill(waiting.process.pid, signal.SIGKILL)
                await waiting.process.wait()
            else:
                waiting._path.unlink()
            validators._ready = asyncio.create_task(at_once(waiting))
            assert (await preflight(good, 15, MEMORY, validators)).ok
            await waiting.close()
        await validators.stop()

    async def at_once(found: validator.Validator) -> validator.Validator:
        return found

    asyncio.run(story())


def test_nothing_is_left_behind(
    compiled: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    async def story() -> None:
        preflights = Preflights(tmp_path / "verdicts.json", 15, MEMORY)
        preflights.want([fill(compiled("probe"))])
        await asyncio.wait_for(preflights.changed.wait(), 20)
        # The next one is being started, another is cancelled in the middle.
        preflights.want([fill(compiled("probe"), '{"x": "spin"}')])
        await asyncio.sleep(0)
        await preflights.stop()

    asyncio.run(story())
    assert [one.name for one in tmp_path.iterdir()] == ["verdicts.json"]


def test_without_an_envoy_the_reason_is_told(
    compiled: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(run_dir.tempfile, "mkdtemp", full)

    async def story() -> None:
        preflights = Preflights(tmp_path / "verdicts.json", 15, MEMORY)
        preflights.want([one := fill(compiled("probe"))])
        await asyncio.wait_for(preflights.changed.wait(), 20)
        verdict = preflights.verdicts[one.check_id]
        assert (verdict.ok, verdict.reason) == (False, "CannotCheck")
        assert verdict.message == "no envoy can be started to check it: No space left on device"
        # It is not remembered: with room on the disk it is checked again.
        assert not (tmp_path / "verdicts.json").exists()
        await preflights.stop()

    asyncio.run(story())


def test_a_validator_kept_ready_is_quick(compiled: Callable[..., Path]) -> None:
    # Not a timed test: the figures are printed, the bound only catches a hang.
    began = time.monotonic()
    assert asyncio.run(judged(compiled("probe"))).ok
    print(f"fresh: {time.monotonic() - began:.3f} s")
    assert time.monotonic() - began < 20

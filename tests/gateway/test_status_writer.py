"""What is written of a status, and when."""

import asyncio
from collections.abc import Coroutine
from typing import Any

import pytest

from pygress.gateway import ir, status_writer
from pygress.gateway.build import Built, Check, PluginReport
from pygress.gateway.options import GatewayOptions
from pygress.gateway.report import Rollout
from pygress.gateway.status_writer import StatusWriter
from pygress.resources import kinds

from .site import plugin
from .world import World

NOT_CHECKED = Check("Unknown", "NotChecked")
FETCHED, VALID = Check("True", "Fetched"), Check("True", "Valid")


class Steps:
    """One plugin on its way, told of by a writer whose clock the test moves."""

    def __init__(self, options: GatewayOptions, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 100.0
        self.world = World()
        self.world.put(plugin())
        self._writer = StatusWriter(self.world, options)  # type: ignore[arg-type]
        monkeypatch.setattr(status_writer.time, "monotonic", lambda: self.now)

    def tell(self, fetched: Check, validated: Check, programmed: int = 0) -> float | None:
        generation = self.world.generation(kinds.WASM_PLUGIN, "probe")
        report = PluginReport(
            "default/probe", kinds.WASM_PLUGIN.api_version, generation, fetched, validated, "current"
        )
        none: frozenset[Any] = frozenset()
        built = Built(ir.Gateway((), (), ()), (report,), (), none, (), (), frozenset(), frozenset())
        return play(self._writer.write(built, self.world.objects(), lambda _: Rollout(programmed, 1)))

    def ready(self) -> tuple[str, str]:
        found = self.world.condition(kinds.WASM_PLUGIN, "probe", "Ready")
        return found["status"], found["reason"]


def play(story: Coroutine[Any, Any, float | None]) -> float | None:
    return asyncio.run(story)


@pytest.fixture
def steps(options: GatewayOptions, monkeypatch: pytest.MonkeyPatch) -> Steps:
    return Steps(options, monkeypatch)


def test_steps_that_follow_at_once_are_told_together(steps: Steps) -> None:
    assert steps.tell(Check("Unknown", "Fetching"), NOT_CHECKED) is None
    assert steps.ready() == ("False", "Fetching")
    steps.now += 0.05
    again = steps.tell(FETCHED, Check("Unknown", "Checking"))
    assert again is not None and again < 1, "it is told later"
    steps.now += 0.05
    assert steps.tell(FETCHED, VALID, programmed=1) is None
    assert steps.ready() == ("True", "Ready"), "an outcome waits for nothing"
    assert steps.world.writes == 2


def test_a_step_that_takes_its_time_is_told(steps: Steps) -> None:
    steps.tell(Check("Unknown", "Fetching"), NOT_CHECKED)
    again = steps.tell(FETCHED, Check("Unknown", "Checking"))
    assert again is not None
    steps.now += again
    assert steps.tell(FETCHED, Check("Unknown", "Checking")) is None
    assert steps.ready() == ("False", "Checking")


def test_a_fault_and_a_new_generation_are_told_at_once(steps: Steps) -> None:
    steps.tell(Check("Unknown", "Fetching"), NOT_CHECKED)
    assert steps.tell(Check("False", "ImageNotFound"), NOT_CHECKED) is None
    assert steps.ready() == ("False", "ImageNotFound")
    steps.world.put(plugin(config="{mark: two}"))
    assert steps.tell(FETCHED, Check("Unknown", "Checking")) is None
    assert steps.ready() == ("False", "Checking")

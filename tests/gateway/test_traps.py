"""Who is held for a trap: by counters of reloads, by requests, or nobody."""

from dataclasses import replace

import pytest

from pygress.gateway.build.plan import Canary
from pygress.gateway.traffic import Traffic
from pygress.gateway.traps import Traps, is_trap

from .test_blame import plan, traffic

CLOSED, OTHER = plan("closed"), plan("other")
OPEN = replace(plan("open"), fail_open=True)
CANARY = replace(plan("canary"), canary=Canary("default/other", 10, (), 5))
PLANS = (CLOSED, OTHER, OPEN)
RELOADED = {"wasm.default.closed.vm_reload_success": 1}


def trapped() -> Traps:
    traps = Traps()
    traps.take("first", 100.0)
    traps.take("second", 100.1)
    return traps


@pytest.mark.parametrize(
    ("text", "trap"),
    [
        ("Function: proxy_on_request_headers failed: Uncaught RuntimeError: unreachable", True),
        ("proxy_on_tick failed: memory access out of bounds", True),
        ("Function: proxy_on_configure failed: Uncaught RuntimeError: unreachable", False),
        ("wasm log default.x.0123456789ab: all is well", False),
    ],
)
def test_lines_about_traps(text: str, trap: bool) -> None:
    assert is_trap(text) == trap


def test_a_counter_tells_and_takes_all_lines() -> None:
    traps = trapped()
    busy = traffic(closed=99.9, other=99.9)
    assert traps.attribute(PLANS, {}, busy, 100.2) == ([], []), "a counter may still move"
    assert traps.attribute(PLANS, RELOADED, busy, 100.3) == ([CLOSED], ["first", "second"])
    assert traps.attribute(PLANS, RELOADED, busy, 100.4) == ([], []), "told twice"


def test_another_envoy_counts_from_the_start() -> None:
    traps = trapped()
    traps.attribute(PLANS, RELOADED, traffic(), 100.2)
    traps.restart()
    traps.take("third", 200.0)
    busy = traffic(closed=199.9, other=199.9)
    assert traps.attribute(PLANS, RELOADED, busy, 200.1) == ([CLOSED], ["third"])


def test_the_only_one_with_requests() -> None:
    assert trapped().attribute(PLANS, {}, traffic(other=99.9), 100.2)[0] == [OTHER]
    long_ago = traffic(other=90.0)
    assert trapped().attribute(PLANS, {}, long_ago, 100.2)[0] == []


def test_after_a_while_those_whose_counters_never_move() -> None:
    busy = traffic(closed=99.9, open=99.9)
    assert trapped().attribute(PLANS, {}, busy, 100.2)[0] == []
    assert trapped().attribute(PLANS, {}, busy, 101.0)[0] == [OPEN]
    assert trapped().attribute((*PLANS, CANARY), {}, traffic(), 101.0)[0] == [CANARY]


def test_nobody_for_a_minute_is_nobody_at_all(caplog: pytest.LogCaptureFixture) -> None:
    traps = trapped()
    assert traps.attribute((CLOSED, OTHER), {}, Traffic(), 130.0)[0] == []
    assert traps.attribute((CLOSED, OTHER), {}, Traffic(), 161.0)[0] == []
    assert "nobody can be held for this trap: second" in caplog.text
    assert traps.attribute((CLOSED, OTHER), RELOADED, Traffic(), 162.0)[0] == []

"""Who is held for a trap: by counters of reloads, by requests, or nobody."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pygress.gateway import ir
from pygress.gateway.build.plan import Canary, Plan
from pygress.gateway.traffic import Traffic
from pygress.gateway.traps import Traps, is_trap
from pygress.modules.backtrace import Frame
from pygress.modules.wasm import CODE, Reader, parse_wasm

from .test_blame import plan, traffic

CLOSED, OTHER = plan("closed"), plan("other")
OPEN = replace(plan("open"), fail_open=True)
CANARY = replace(plan("canary"), canary=Canary("default/other", 10, (), 5))
PLANS = (CLOSED, OTHER, OPEN)
RELOADED = {"wasm.default.closed.vm_reload_success": 1}


def guilty(held: list[tuple[Plan, list[str]]]) -> list[Plan]:
    return [plan for plan, _ in held]


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
    assert traps.attribute(PLANS, {}, busy, 100.2) == [], "a counter may still move"
    assert traps.attribute(PLANS, RELOADED, busy, 100.3) == [(CLOSED, ["first", "second"])]
    assert traps.attribute(PLANS, RELOADED, busy, 100.4) == [], "told twice"


def test_another_envoy_counts_from_the_start() -> None:
    traps = trapped()
    traps.attribute(PLANS, RELOADED, traffic(), 100.2)
    traps.restart()
    traps.take("third", 200.0)
    busy = traffic(closed=199.9, other=199.9)
    assert traps.attribute(PLANS, RELOADED, busy, 200.1) == [(CLOSED, ["third"])]


def test_the_only_one_with_requests() -> None:
    assert guilty(trapped().attribute(PLANS, {}, traffic(other=99.9), 100.2)) == [OTHER]
    long_ago = traffic(other=90.0)
    assert guilty(trapped().attribute(PLANS, {}, long_ago, 100.2)) == []


def test_after_a_while_those_whose_counters_never_move() -> None:
    busy = traffic(closed=99.9, open=99.9)
    assert guilty(trapped().attribute(PLANS, {}, busy, 100.2)) == []
    assert guilty(trapped().attribute(PLANS, {}, busy, 101.0)) == [OPEN]
    assert guilty(trapped().attribute((*PLANS, CANARY), {}, traffic(), 101.0)) == [CANARY]


def test_nobody_for_a_minute_is_nobody_at_all(caplog: pytest.LogCaptureFixture) -> None:
    traps = trapped()
    assert guilty(traps.attribute((CLOSED, OTHER), {}, Traffic(), 130.0)) == []
    assert guilty(traps.attribute((CLOSED, OTHER), {}, Traffic(), 161.0)) == []
    assert "nobody can be held for this trap: second" in caplog.text
    assert guilty(traps.attribute((CLOSED, OTHER), RELOADED, Traffic(), 162.0)) == []


def test_a_backtrace_names_the_module_and_nobody_waits(compiled: Callable[..., Path]) -> None:
    """Of those that run the same module, requests tell; the others are out of it."""
    mine, theirs = compiled("probe"), compiled("probe", 'HEADER="x-other"', "MISSING_IMPORT")
    # The second one has an import more, so its code comes later in the file.
    starts, ends = body_of(mine)[0], body_of(theirs)[1]

    def runs(one: Plan, module: Path) -> Plan:
        assert isinstance(one.base, ir.Wasm)
        return replace(one, base=replace(one.base, module=str(module)))

    first, second, third = runs(OPEN, mine), runs(CLOSED, theirs), runs(OTHER, theirs)
    busy = traffic(closed=99.9, open=99.9, other=90.0)
    traps = Traps()
    lines = [backtrace(starts), backtrace(ends)]
    for line in lines:
        traps.take(line, 100.0)
    held = traps.attribute((first, second, third), {}, busy, 100.1)
    assert held == [(first, [lines[0]]), (second, [lines[1]])]
    # Of a version that is gone: whoever may be.
    traps.take(backtrace(Frame(7, "nothing")), 100.2)
    assert traps.attribute((first, second), {}, busy, 100.3) == []


def body_of(module: Path) -> tuple[Frame, Frame]:
    """A frame at the start and one at the end of the callback that traps."""
    wasm = parse_wasm(module.read_bytes())
    export = wasm.export("proxy_on_request_headers")
    code = wasm.section(CODE)
    assert export is not None and code is not None
    reader = Reader(wasm.data, code.body, code.end)
    reader.count()
    for _ in range(export.index - sum(one.kind == "function" for one in wasm.imports)):
        reader.take(reader.number())
    size = reader.number()
    return Frame(reader.at, export.name), Frame(reader.at + size - 1, export.name)


def backtrace(frame: Frame) -> str:
    listed = f"  0:  0x{frame.offset:x} - {frame.name}"
    return f"Function: {frame.name} failed: x; Proxy-Wasm plugin in-VM backtrace:; {listed}"

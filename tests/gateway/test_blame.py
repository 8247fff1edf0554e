"""Who is held for an endless loop: by the VMs that are stuck, or by requests and changes."""

import math

from pygress.gateway import ir
from pygress.gateway.build import Plan
from pygress.gateway.build.wasmplugin import reloaded
from pygress.gateway.loops import guessed, known
from pygress.gateway.traffic import Traffic
from pygress.gateway.xds.request_count import counter_name


def plan(name: str, digest: str = "0123456789ab") -> Plan:
    fill = ir.Wasm(f"default/{name}", "/modules/x", "00", "{}", f"default.{name}.{digest}")
    return Plan(f"default/{name}", (0, 0, name), False, fill)


ONE, TWO, THREE = plan("one"), plan("two"), plan("three")
PLANS = (THREE, TWO, ONE)


def traffic(**moved_at: float) -> Traffic:
    found = Traffic()
    for name, now in moved_at.items():
        found.take(1, {counter_name(f"default/{name}", refused=False): 1}, now)
    return found


def test_a_vm_names_its_plugin() -> None:
    blame = known({"default.one.0123456789ab"}, PLANS, {})
    assert blame is not None and blame.plans == (ONE,) and blame.cause == "an endless loop"
    both = known({"default.one.0123456789ab", "default.three.0123456789ab"}, PLANS, {})
    assert both is not None and both.plans == (THREE, ONE)


def test_a_vm_after_reloads_is_the_same_plugin() -> None:
    vm_id = reloaded(TWO, 2).modules[0].vm_id
    assert vm_id != TWO.modules[0].vm_id
    for found in (vm_id, TWO.modules[0].vm_id):
        blame = known({found}, PLANS, {"default/two": 2})
        assert blame is not None and blame.plans == (TWO,)


def test_a_version_that_is_gone_is_nobodys_fault() -> None:
    blame = known({"default.one.ffffffffffff"}, PLANS, {})
    assert blame is not None and blame.plans == ()
    assert blame.cause == "an endless loop in a version that is gone (VM `default.one.ffffffffffff`)"


def test_without_evidence_nobody_is_known() -> None:
    assert known(set(), PLANS, {}) is None


def test_a_guess_is_who_was_changed_last_of_those_with_requests() -> None:
    blame = guessed(PLANS, traffic(one=99.0, two=98.0, three=50.0), 100.0)
    assert blame.plans == (TWO,)
    assert blame.cause == "suspected of an endless loop, of 2 it was changed last"
    assert guessed(PLANS, traffic(one=99.0), 100.0).plans == (ONE,)
    assert guessed(PLANS, traffic(one=99.0), 100.0).cause == "suspected of an endless loop"
    # A timer may loop as well, and the main thread serves no requests.
    assert guessed(PLANS, traffic(), 100.0).plans == (THREE,)
    assert guessed(PLANS, traffic(one=99.0), math.inf).plans == (THREE,)
    assert guessed((), traffic(), 100.0).plans == ()

"""Who is held for a refusal."""

from pygress.gateway.culprits import Culprits

GOOD = frozenset({"WasmPlugin n/old@1", "Ingress n/a@1"})


def test_the_one_that_is_named() -> None:
    culprits = Culprits()
    culprits.accepted(GOOD)
    units = GOOD | {"WasmPlugin n/bad@1", "WasmPlugin n/bad2@1", "Ingress n/b@1"}
    assert culprits.refused(units, "Unable to create Wasm plugin n.bad")
    assert set(culprits.held) == {"WasmPlugin n/bad@1"}


def test_a_name_is_not_found_inside_a_longer_one() -> None:
    culprits = Culprits()
    culprits.refused({"WasmPlugin n/bad@1", "WasmPlugin n/bad2@1"}, "Unable to create Wasm plugin n.bad2")
    assert set(culprits.held) == {"WasmPlugin n/bad2@1"}


def test_unnamed_suspects_are_let_in_one_by_one() -> None:
    culprits = Culprits()
    culprits.accepted(GOOD)
    suspects = {"Ingress n/b@1", "Ingress n/c@1"}
    assert culprits.refused(GOOD | suspects, "no idea")
    assert set(culprits.held) == suspects
    assert culprits.accepted(GOOD), "the first suspect is to be let in"
    assert set(culprits.held) == {"Ingress n/c@1"}
    assert culprits.refused(GOOD | {"Ingress n/b@1"}, "no idea"), "it was refused alone"
    assert set(culprits.held) == suspects
    assert culprits.accepted(GOOD)
    assert set(culprits.held) == {"Ingress n/b@1"}
    assert not culprits.accepted(GOOD | {"Ingress n/c@1"})
    assert set(culprits.held) == {"Ingress n/b@1"}


def test_nothing_new_means_nobody_is_held() -> None:
    culprits = Culprits()
    culprits.accepted(GOOD)
    assert not culprits.refused(GOOD, "no idea")
    assert culprits.held == {}


def test_a_corrected_object_is_forgotten() -> None:
    culprits = Culprits()
    culprits.refused({"Ingress n/b@1"}, "no")
    culprits.keep({"Ingress n/b@2"})
    assert culprits.held == {}

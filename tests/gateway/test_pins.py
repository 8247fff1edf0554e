"""Pinned modules outlive the cache."""

from pathlib import Path

from pygress.gateway import ir
from pygress.gateway.build import Plan
from pygress.gateway.pins import Pins


def plan(name: str, module: Path) -> Plan:
    return Plan(name, (0, 0, name), False, ir.Wasm(name, str(module), module.stem, "{}", "vm"))


def test_a_plan_survives_the_loss_of_its_module(tmp_path: Path) -> None:
    module = tmp_path / "abc.wasm"
    module.write_bytes(b"code")
    pins, kept = Pins(tmp_path / "pins"), plan("n/a", module)
    pins.keep([kept])
    assert pins.restored(kept) is kept
    module.unlink()
    found = pins.restored(kept)
    assert Path(found.modules[0].module).read_bytes() == b"code"
    assert found.modules[0].id == kept.modules[0].id, "it is the same plugin"


def test_what_is_not_kept_is_let_go(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.wasm").write_bytes(name.encode())
    pins = Pins(tmp_path / "pins")
    pins.keep([plan("n/a", tmp_path / "one.wasm"), plan("n/b", tmp_path / "two.wasm")])
    pins.keep([plan("n/b", tmp_path / "two.wasm")])
    assert [one.name for one in (tmp_path / "pins").iterdir()] == ["two.wasm"]

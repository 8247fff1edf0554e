"""Golden files: every folder of `testdata` holds objects and what each stage makes of them.

`in.yaml` are the objects, `modules.yaml` (optional) maps urls to what is known of the module. Rewrite `ir.yaml`,
`xds.yaml` and `status.yaml` with `pytest --update`, and read the difference.
"""

from pathlib import Path
from typing import Any

import pytest
import yaml

from pygress.gateway.build import Facts, Settings
from pygress.gateway.serve.consistency import check
from pygress.gateway.translate import Stages, assumed, translate
from pygress.modules.model import Module, ModuleFailed, ModulePending, ModuleRequest, ModuleState

TESTDATA = Path(__file__).parent / "testdata"
CASES = sorted(one.parent.name for one in TESTDATA.glob("*/in.yaml"))
SETTINGS = Settings(slots=2, http_port=8080, https_port=8443, redirect_port=8443)


def stages(case: str, settings: Settings = SETTINGS, present: Module | None = None) -> Stages:
    """Run a case; every module that is not said to be missing is `present`, or assumed."""
    folder = TESTDATA / case
    objects = list(yaml.safe_load_all((folder / "in.yaml").read_text()))
    for obj in objects:
        obj["metadata"].setdefault("namespace", "default")
    known: dict[str, Any] = {}
    if (folder / "modules.yaml").exists():
        known = yaml.safe_load((folder / "modules.yaml").read_text())

    def state(request: ModuleRequest) -> ModuleState:
        match known.get(request.url):
            case None:
                return present or assumed(request)
            case "pending":
                return ModulePending()
            case {"stage": stage, "reason": reason, "message": message}:
                return ModuleFailed(stage, reason, message)
        raise AssertionError(f"modules.yaml: {known[request.url]}")

    return translate(objects, state, Facts(preflight=False), settings)


@pytest.mark.parametrize("case", CASES)
def test_golden(case: str, update: bool) -> None:
    found = stages(case)
    assert check(found.built.gateway) == []
    for stage in ("ir", "xds", "status"):
        data: Any = getattr(found, stage)
        if stage == "xds" and case not in ("basics", "tls"):
            # The listener and most clusters would only repeat those of `basics`.
            data = {
                kind: data[kind]
                for kind in (
                    ["RouteConfiguration"] if case != "annotations" else ["Cluster", "RouteConfiguration"]
                )
            }
        text = yaml.safe_dump(data, sort_keys=False, width=110, allow_unicode=True)
        path = TESTDATA / case / f"{stage}.yaml"
        if update:
            path.write_text(text)
        assert path.exists(), f"{path} is missing; write it with `pytest --update`"
        assert text == path.read_text(), (
            f"{path} differs; if that is right, rewrite it with `pytest --update`"
        )

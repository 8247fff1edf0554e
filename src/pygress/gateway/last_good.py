"""The last good configuration on disk: what a restart serves while nothing else can be reached."""

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from pygress.gateway import ir
from pygress.gateway.build import Plan
from pygress.gateway.pins import Pins, is_intact
from pygress.gateway.serve import Snapshot

log = logging.getLogger(__name__)


class LastGood:
    """Two files and the modules they name, readable by the owner only: they hold keys and configurations."""

    def __init__(self, folder: Path) -> None:
        self._snapshot = folder / "snapshot.json"
        self._plans = folder / "plans.json"
        self._pins = Pins(folder / "modules")

    def load_snapshot(self) -> Snapshot | None:
        """Read the snapshot; None when there is none or it is damaged."""
        try:
            return Snapshot.load(self._snapshot.read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValueError, TypeError, AttributeError) as error:
            log.warning("the last good configuration cannot be read: %s", error)
            return None

    def load_plans(self) -> dict[str, Plan]:
        """Read the plan of each plugin; those whose module is gone or damaged are left out."""
        self._pins.drop_damaged()
        try:
            plans = [self.restored(Plan.of_json(one)) for one in json.loads(self._plans.read_text())]
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
            log.warning("the last good plugins cannot be read: %s", error)
            return {}
        return {one.plugin: one for one in plans if all(map(_is_whole, one.modules))}

    def drop_damaged(self) -> None:
        """Let go of module files that are not what they were."""
        self._pins.drop_damaged()

    def restored(self, plan: Plan) -> Plan:
        """Give a plan whose module files exist, if they were ever saved."""
        return self._pins.restored(plan)

    def save(self, snapshot: Snapshot, plans: Mapping[str, Plan]) -> bool:
        """Write both; a full disk is reported and changes nothing, and False says that it is worth another try."""
        try:
            self._pins.keep(plans.values())
            _write(self._plans, json.dumps([one.to_json() for one in plans.values()]).encode())
            _write(self._snapshot, snapshot.dump())
        except OSError as error:
            log.warning("cannot keep the last good configuration: %s", error)
            return False
        return True


def _is_whole(fill: ir.Wasm) -> bool:
    return is_intact(Path(fill.module), fill.sha256)


def _write(path: Path, data: bytes) -> None:
    temporary = path.with_suffix(".tmp")
    temporary.touch(mode=0o600)
    temporary.write_bytes(data)
    temporary.replace(path)

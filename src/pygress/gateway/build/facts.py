"""What earlier runs have found out, as plain input of the pure build."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygress.gateway.build.plan import Plan
    from pygress.resources.ingress import Ingress


@dataclass(frozen=True)
class Verdict:
    """The outcome of the preflight of one module with one configuration."""

    ok: bool
    reason: str = ""
    message: str = ""


@dataclass(frozen=True)
class Facts:
    """`verdicts` by `Wasm.check_id`; `accepted` the plan of each plugin that Envoy has acknowledged last.

    `held` names objects, as `Kind namespace/name@content`, that an Envoy refused, with its message; `ingresses`
    are the ones that were acknowledged last. Fills that were put on their fail strategy at run time are in
    `quarantined`, by fill id, with the cause. `reloads` counts how often the VM of a plugin was started anew.
    `fresh` plugins were created a moment ago: until their first outcome FAIL_CLOSE makes requests wait.
    Without `preflight` every configuration counts as valid.
    """

    verdicts: Mapping[str, Verdict] = field(default_factory=dict)
    accepted: Mapping[str, "Plan"] = field(default_factory=dict)
    held: Mapping[str, str] = field(default_factory=dict)
    ingresses: Mapping[str, "Ingress"] = field(default_factory=dict)
    reloads: Mapping[str, int] = field(default_factory=dict)
    quarantined: Mapping[str, str] = field(default_factory=dict)
    fresh: frozenset[str] = frozenset()
    preflight: bool = True

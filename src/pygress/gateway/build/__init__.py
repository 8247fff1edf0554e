"""Resources -> gateway IR and statuses: a pure function, one file per kind.

Input: every object the gateway watches, how far each module is, and what is known of earlier configurations.
Output: the IR of what shall be served now, what each object should be told, and what to work on next.
Invariant: it never raises on bad input; one bad object changes nothing about the others.
"""

from pygress.gateway.build.build import Built, build
from pygress.gateway.build.canary import canary_key
from pygress.gateway.build.facts import Facts, Verdict
from pygress.gateway.build.inputs import Inputs, Reader
from pygress.gateway.build.plan import Plan, PlannedRule
from pygress.gateway.build.settings import Settings
from pygress.gateway.build.status import Check, PluginReport, Problem

__all__ = [
    "Built",
    "Check",
    "Facts",
    "Inputs",
    "Plan",
    "PlannedRule",
    "PluginReport",
    "Problem",
    "Reader",
    "Settings",
    "Verdict",
    "build",
    "canary_key",
]

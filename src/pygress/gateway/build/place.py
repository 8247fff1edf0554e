"""Plans over routes: which fill of each plugin runs on which route.

The first rule that matches wins and replaces the base. Rules are resolved here and not in the plugin, so
that they work for modules of every SDK and cost nothing where they do not match.
"""

from collections.abc import Iterable, Sequence

from pygress.gateway import ir
from pygress.gateway.build import hosts
from pygress.gateway.build.plan import Plan, PlannedRule
from pygress.gateway.build.service import split_name


class Placer:
    """Finds the placement of a route; equal questions are answered once."""

    def __init__(self, plans: Sequence[Plan]) -> None:
        self._plans = [plan for plan in plans if plan.canary is None]
        self._canaries = {plan.canary.of: plan for plan in plans if plan.canary is not None}
        self._by_host: dict[tuple[str, str], list[tuple[Plan, list[PlannedRule]]]] = {}
        self._known: dict[tuple[str, str, str, str, str], ir.Placement] = {}

    @property
    def canaries(self) -> list[Plan]:
        """The plans that stand in for others, in chain order."""
        return list(self._canaries.values())

    def domains(self) -> set[str]:
        """Give every host pattern that some rule names."""
        return {domain for plan in self._plans for rule in plan.rules for domain in rule.domains}

    def crossing(self, host: str) -> list[str]:
        """Give the rule patterns that match some, but not all, requests of a host; longest first."""
        return sorted(
            (one for one in self.domains() if hosts.crosses(one, host)), key=lambda one: (-len(one), one)
        )

    def place(self, host: str, pattern: str, ingress: str, cluster: str, trial: str = "") -> ir.Placement:
        """Give what runs for requests to `host` (and `pattern`, if any) on a route to a cluster.

        `trial` names a plugin whose canary stands in for it.
        """
        question = (host, pattern, ingress, cluster, trial)
        found = self._known.get(question)
        if found is None:
            pairs = []
            for stable, live in self._plans_of(host, pattern):
                plan, rules = stable, live
                if stable.plugin == trial:
                    plan = self._canaries[trial]
                    rules = [rule for rule in plan.rules if _may_match(rule, host, pattern)]
                fill = _choose(plan, rules, ingress, cluster)
                if fill is not None and not isinstance(fill, ir.Off):
                    pairs.append((plan.plugin, fill.id))
            found = self._known[question] = tuple(pairs)
        return found

    def _plans_of(self, host: str, pattern: str) -> Iterable[tuple[Plan, list[PlannedRule]]]:
        found = self._by_host.get((host, pattern))
        if found is None:
            found = [
                (plan, [rule for rule in plan.rules if _may_match(rule, host, pattern)])
                for plan in self._plans
            ]
            self._by_host[host, pattern] = found
        return found


def _may_match(rule: PlannedRule, host: str, pattern: str) -> bool:
    if not rule.domains:
        return True
    return any(hosts.covers(one, host) or (pattern and hosts.covers(one, pattern)) for one in rule.domains)


def _choose(plan: Plan, rules: list[PlannedRule], ingress: str, cluster: str) -> ir.Fill | None:
    for rule in rules:
        if rule.ingresses and ingress not in rule.ingresses:
            continue
        if rule.services and not _serves(rule.services, cluster):
            continue
        return rule.fill
    return plan.base


def _serves(services: tuple[str, ...], cluster: str) -> bool:
    if not cluster:
        return False
    host, port = split_name(cluster)
    return host in services or f"{host}:{port}" in services

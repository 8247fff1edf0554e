"""Route drafts of all Ingresses -> virtual hosts with their plugins.

Every host that an Ingress or a plugin rule names becomes a virtual host. It holds its own routes, then those
of the wider patterns that match it too, so that an exact host falls back to the wildcard's routes; a plugin
rule for one domain thereby splits the wildcard host that serves it. Requests that no route takes get a 404
through the plugins that run everywhere.
"""

from collections.abc import Sequence
from dataclasses import replace

from pygress.gateway import ir
from pygress.gateway.build import hosts
from pygress.gateway.build.draft import Draft
from pygress.gateway.build.place import Placer
from pygress.gateway.build.status import Problem

_NOT_FOUND = Draft("", "*", ir.Match(ir.PathMatch("prefix", "/")), ir.Respond(404))


def build_hosts(drafts: Sequence[Draft], placer: Placer) -> tuple[tuple[ir.VirtualHost, ...], list[Problem]]:
    """Build the virtual hosts, ordered by domain, and report routes that an older Ingress has taken already."""
    problems: list[Problem] = []
    by_host: dict[str, list[Draft]] = {"*": []}
    for draft in drafts:
        by_host.setdefault(draft.host, []).append(draft)
    for routes in by_host.values():
        routes.sort(key=lambda one: one.precedence)
        taken: dict[ir.Match, str] = {}
        for draft in routes:
            owner = taken.setdefault(draft.match, draft.ingress)
            if owner != draft.ingress:
                place = f"{draft.host}{draft.match.path.value}"
                message = f"`{place}` is served by the older `{owner}`"
                problems.append(Problem("Ingress", draft.ingress, "RouteTaken", message))
    domains = sorted({*by_host, *placer.domains()}, key=lambda one: (one.lstrip("*."), one))
    return tuple(_host(domain, by_host, placer) for domain in domains), problems


def _host(domain: str, by_host: dict[str, list[Draft]], placer: Placer) -> ir.VirtualHost:
    routes: list[ir.Route] = []
    seen: set[ir.Match] = set()
    crossing = placer.crossing(domain)
    for source in hosts.fallbacks(domain, by_host):
        for draft in by_host[source]:
            if draft.match not in seen:
                seen.add(draft.match)
                routes += _routes(draft, domain, crossing, placer)
    if _NOT_FOUND.match not in seen and ir.Match(ir.PathMatch("segments", "/")) not in seen:
        routes += _routes(_NOT_FOUND, domain, crossing, placer)
    return ir.VirtualHost(domain, tuple(routes))


def _routes(draft: Draft, domain: str, crossing: list[str], placer: Placer) -> list[ir.Route]:
    routes = []
    plain = _with_canaries(draft, domain, "", placer)
    for pattern in crossing:
        other = _with_canaries(draft, domain, pattern, placer)
        if other != plain:
            # `www.*` inside of `*.example.com`: no domain of Envoy says both, a header condition does.
            prefix = ir.TextMatch(":authority", "regex", f"(?i){pattern[:-1].replace('.', chr(92) + '.')}.*")
            routes += [_when(route, prefix) for route in other]
    return [*routes, *plain]


def _with_canaries(draft: Draft, domain: str, pattern: str, placer: Placer) -> list[ir.Route]:
    """Give the route, and before it the same route for the requests that belong to some canary."""
    plain = _route(draft, domain, pattern, placer, "")
    routes = []
    for plan in placer.canaries:
        assert plan.canary is not None
        trial = _route(draft, domain, pattern, placer, plan.canary.of)
        if trial == plain:
            continue
        if plan.canary.headers:
            routes.append(
                _when(trial, *(ir.TextMatch(name, "exact", value) for name, value in plan.canary.headers))
            )
        if plan.canary.percent:
            routes.append(replace(trial, match=replace(trial.match, percent=plan.canary.percent)))
    return [*routes, plain]


def _when(route: ir.Route, *conditions: ir.TextMatch) -> ir.Route:
    return replace(route, match=replace(route.match, headers=(*route.match.headers, *conditions)))


def _route(draft: Draft, domain: str, pattern: str, placer: Placer, trial: str) -> ir.Route:
    action = draft.action
    placement: ir.Placement
    if isinstance(action, ir.Forward):
        places = [placer.place(domain, pattern, draft.ingress, one.cluster, trial) for one in action.targets]
        placement = places[0]
        if any(place != placement for place in places):
            targets = zip(action.targets, places, strict=True)
            action = replace(action, targets=tuple(replace(one, placement=place) for one, place in targets))
    else:
        placement = placer.place(domain, pattern, draft.ingress, "", trial)
        places = [placement]
    if any(fill == ir.HOLD for place in places for _, fill in place):
        # Nothing else happens to it here: it comes through its real route later.
        return ir.Route(draft.ingress, draft.match, ir.Wait())
    return ir.Route(
        draft.ingress,
        draft.match,
        action,
        placement,
        draft.request_headers,
        draft.response_headers,
        draft.cors,
        draft.allow,
        draft.deny,
        draft.limit,
    )

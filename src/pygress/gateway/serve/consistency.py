"""Checks that every reference inside a set of resources leads somewhere, before anything is sent."""

from pygress.gateway import ir


def check(gateway: ir.Gateway) -> list[str]:
    """List the dangling references of a gateway; an empty list means that it can be served.

    A finding is a mistake of the build, not of the user: the last snapshot keeps serving.
    """
    clusters = {one.name for one in gateway.clusters}
    certificates = {one.name for one in gateway.certificates}
    fills = {(plugin.name, fill.id) for plugin in gateway.plugins for fill in plugin.fills}
    found: list[str] = []
    domains: set[str] = set()
    for host in gateway.hosts:
        if host.domain in domains:
            found.append(f"host `{host.domain}` is there twice")
        domains.add(host.domain)
        for route in host.routes:
            placements = [route.placement]
            if isinstance(route.action, ir.Forward):
                names = [target.cluster for target in route.action.targets]
                if route.action.mirror is not None:
                    names.append(route.action.mirror.cluster)
                found += [
                    f"route `{route.name}` names no cluster of ours: `{one}`"
                    for one in names
                    if one not in clusters
                ]
                if not route.action.targets:
                    found.append(f"route `{route.name}` forwards to nothing")
                placements += [one.placement for one in route.action.targets if one.placement is not None]
            for placement in placements:
                found += [
                    f"route `{route.name}` names no fill of ours: `{one}`"
                    for one in placement
                    if one not in fills
                ]
    for listener in gateway.listeners:
        for one in listener.tls or ():
            if one.certificate not in certificates:
                found.append(f"listener `{listener.name}` names no certificate of ours: `{one.certificate}`")
    return found

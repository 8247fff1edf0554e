"""`higress.io/destination`: where the requests of an Ingress go, in place of its backends.

One line per target: `[WEIGHT%] HOST[:PORT] [SUBSET]`, as in `80% orders.static:80`.
"""

from pygress.gateway import ir
from pygress.gateway.build.annotations import AnnotationError
from pygress.gateway.build.service import Backends

NAME = "destination"


def read_destination(text: str, backends: Backends) -> tuple[ir.Target, ...]:
    """Read the targets; raises AnnotationError."""
    targets = []
    for line in filter(None, (one.strip() for one in text.splitlines())):
        parts = line.split()
        weight = 100
        if parts[0].endswith("%"):
            share = parts.pop(0)[:-1]
            if not share.isdigit() or int(share) > 100:
                raise AnnotationError(NAME, line, "the weight must be a number from 0 to 100 and a `%`")
            weight = int(share)
        if not parts:
            raise AnnotationError(NAME, line, "names no service")
        if len(parts) > 1:
            raise AnnotationError(NAME, line, "subsets are not supported")
        host, colon, port = parts[0].partition(":")
        if colon and not port.isdigit():
            raise AnnotationError(NAME, line, "the port must be a number")
        cluster = backends.find(host.lower(), int(port) if colon else 0)
        if cluster is None:
            raise AnnotationError(NAME, line, "there is no such service")
        targets.append(ir.Target(cluster, weight))
    if not targets:
        raise AnnotationError(NAME, text, "names no service")
    if sum(one.weight for one in targets) == 0:
        raise AnnotationError(NAME, text, "all weights are 0")
    return tuple(targets)

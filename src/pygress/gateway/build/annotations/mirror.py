"""`mirror-target-service: [NAMESPACE/]NAME[:PORT]` and `mirror-percentage`: copies of requests."""

from dataclasses import replace

from pygress.gateway import ir
from pygress.gateway.build.annotations.notes import AnnotationError, Context, Notes
from pygress.gateway.build.draft import Draft


def apply(drafts: list[Draft], notes: Notes, context: Context) -> list[Draft]:
    """Mirror every route that forwards."""
    text = notes.text("mirror-target-service")
    percent = notes.number("mirror-percentage", 100, most=100)
    if not text:
        return drafts
    place, slash, rest = text.rpartition("/")
    namespace = place if slash else context.ingress.metadata.namespace
    name, colon, port = rest.partition(":")
    if colon and not port.isdigit():
        raise AnnotationError("mirror-target-service", text, "the port must be a number")
    number = int(port) if colon else 0
    cluster = context.backends.find(f"{name}.{namespace}.svc.cluster.local", number) or context.backends.find(
        name, number
    )
    if cluster is None:
        raise AnnotationError("mirror-target-service", text, "there is no such service")
    for draft in drafts:
        if isinstance(draft.action, ir.Forward):
            draft.action = replace(draft.action, mirror=ir.Mirror(cluster, percent))
    return drafts

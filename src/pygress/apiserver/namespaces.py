"""The namespaces that are there from the start, and which of them stay."""

from pygress.apiserver import status
from pygress.apiserver.admission import now
from pygress.apiserver.defaults import set_defaults
from pygress.apiserver.objects import Objects
from pygress.apiserver.status import Object
from pygress.resources import kinds

INITIAL = ("default", "higress-system", "kube-system")
_PERMANENT = ("default", "kube-system")


async def create_initial(objects: Objects) -> None:
    """Create the namespaces that everybody expects, unless they are there."""
    for name in INITIAL:
        if await objects.find(kinds.NAMESPACE, name) is None:
            obj: Object = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}
            set_defaults(kinds.NAMESPACE, obj)
            # The uid of a namespace that the server makes itself says so.
            obj["metadata"] |= {"uid": f"pygress-{name}", "creationTimestamp": now(), "generation": 1}
            await objects.create(kinds.NAMESPACE, obj)


def check_deletable(name: str) -> None:
    """Refuse to delete a namespace that must stay."""
    if name in _PERMANENT:
        raise status.forbidden(kinds.NAMESPACE, name, "this namespace may not be deleted")

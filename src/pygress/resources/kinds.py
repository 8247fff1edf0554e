"""The table of kinds: everything that the rest needs to know of each, in one place."""

from dataclasses import dataclass, field

from pygress.resources import columns
from pygress.resources.columns import Column
from pygress.resources.config_map import ConfigMap
from pygress.resources.endpoints import Endpoints, EndpointSlice
from pygress.resources.event import Event
from pygress.resources.ingress import Ingress, IngressClass
from pygress.resources.lease import Lease
from pygress.resources.mcp_bridge import McpBridge
from pygress.resources.meta import Resource
from pygress.resources.namespace import Namespace
from pygress.resources.secret import Secret
from pygress.resources.service import Service
from pygress.resources.wasm_plugin import IstioWasmPlugin, WasmPlugin


@dataclass(frozen=True)
class Kind:
    """One kind at one version. `group` is empty for the core kinds.

    `custom` kinds are served by a CRD on a real cluster: their patches are plain JSON merges and their
    unknown fields are mistakes. `merge_keys` gives, for a strategic merge patch, the key that identifies the
    entries of a list; a list that is not named is replaced, or merged as a set when the key is empty.
    """

    group: str
    version: str
    kind: str
    plural: str
    model: type[Resource]
    columns: tuple[Column, ...] = (columns.AGE,)
    short_names: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    namespaced: bool = True
    status: bool = False
    custom: bool = False
    label_name: bool = False
    merge_keys: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def api_version(self) -> str:
        """`group/version`, or the version alone for the core group."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def singular(self) -> str:
        """The name for one object, as in `wasmplugin`."""
        return self.kind.lower()

    @property
    def list_kind(self) -> str:
        """The kind of a list of these."""
        return f"{self.kind}List"

    @property
    def resource(self) -> str:
        """The name with its group, as in `wasmplugins.extensions.higress.io`."""
        return f"{self.plural}.{self.group}" if self.group else self.plural

    def path(self, namespace: str = "", name: str = "", subresource: str = "") -> str:
        """Give the URL path of the collection or of one object, below the server's address."""
        parts = ["", "apis", self.group, self.version] if self.group else ["", "api", self.version]
        if self.namespaced and namespace:
            parts += ["namespaces", namespace]
        return "/".join([*parts, self.plural, *filter(None, (name, subresource))])


WASM_PLUGIN = Kind(
    group="extensions.higress.io",
    version="v1alpha1",
    kind="WasmPlugin",
    plural="wasmplugins",
    model=WasmPlugin,
    columns=columns.WASM_PLUGIN,
    categories=("higress-io", "extensions-higress-io"),
    status=True,
    custom=True,
)
ISTIO_WASM_PLUGIN = Kind(
    group="extensions.istio.io",
    version="v1alpha1",
    kind="WasmPlugin",
    plural="wasmplugins",
    model=IstioWasmPlugin,
    columns=columns.WASM_PLUGIN,
    categories=("istio-io", "extensions-istio-io"),
    status=True,
    custom=True,
)
INGRESS = Kind(
    group="networking.k8s.io",
    version="v1",
    kind="Ingress",
    plural="ingresses",
    model=Ingress,
    columns=columns.INGRESS,
    short_names=("ing",),
    status=True,
)
INGRESS_CLASS = Kind(
    group="networking.k8s.io",
    version="v1",
    kind="IngressClass",
    plural="ingressclasses",
    model=IngressClass,
    columns=columns.INGRESS_CLASS,
    namespaced=False,
)
SERVICE = Kind(
    group="",
    version="v1",
    kind="Service",
    plural="services",
    model=Service,
    columns=columns.SERVICE,
    short_names=("svc",),
    categories=("all",),
    status=True,
    label_name=True,
    merge_keys={"spec.ports": "port", "status.conditions": "type"},
)
ENDPOINTS = Kind(
    group="",
    version="v1",
    kind="Endpoints",
    plural="endpoints",
    model=Endpoints,
    columns=columns.ENDPOINTS,
    short_names=("ep",),
)
ENDPOINT_SLICE = Kind(
    group="discovery.k8s.io",
    version="v1",
    kind="EndpointSlice",
    plural="endpointslices",
    model=EndpointSlice,
    columns=columns.ENDPOINT_SLICE,
)
SECRET = Kind(group="", version="v1", kind="Secret", plural="secrets", model=Secret, columns=columns.SECRET)
CONFIG_MAP = Kind(
    group="",
    version="v1",
    kind="ConfigMap",
    plural="configmaps",
    model=ConfigMap,
    columns=columns.CONFIG_MAP,
    short_names=("cm",),
)
NAMESPACE = Kind(
    group="",
    version="v1",
    kind="Namespace",
    plural="namespaces",
    model=Namespace,
    columns=columns.NAMESPACE,
    short_names=("ns",),
    namespaced=False,
    status=True,
    label_name=True,
    merge_keys={"status.conditions": "type"},
)
MCP_BRIDGE = Kind(
    group="networking.higress.io",
    version="v1",
    kind="McpBridge",
    plural="mcpbridges",
    model=McpBridge,
    columns=columns.MCP_BRIDGE,
    categories=("higress-io",),
    status=True,
    custom=True,
)
LEASE = Kind(
    group="coordination.k8s.io",
    version="v1",
    kind="Lease",
    plural="leases",
    model=Lease,
    columns=columns.LEASE,
)
EVENT = Kind(
    group="",
    version="v1",
    kind="Event",
    plural="events",
    model=Event,
    columns=columns.EVENT,
    short_names=("ev",),
)

# `kubectl get wasmplugin` takes the first kind of a name: ours stands before Istio's.
KINDS: tuple[Kind, ...] = (
    NAMESPACE,
    CONFIG_MAP,
    SECRET,
    SERVICE,
    ENDPOINTS,
    EVENT,
    ENDPOINT_SLICE,
    LEASE,
    INGRESS,
    INGRESS_CLASS,
    MCP_BRIDGE,
    WASM_PLUGIN,
    ISTIO_WASM_PLUGIN,
)

_BY_TYPE = {(kind.api_version, kind.kind): kind for kind in KINDS}
_BY_RESOURCE = {(kind.group, kind.version, kind.plural): kind for kind in KINDS}


def by_type(api_version: str, kind: str) -> Kind | None:
    """Find the kind of an object by its `apiVersion` and `kind`."""
    return _BY_TYPE.get((api_version, kind))


def by_resource(group: str, version: str, plural: str) -> Kind | None:
    """Find the kind behind a URL."""
    return _BY_RESOURCE.get((group, version, plural))


def by_name(name: str) -> Kind | None:
    """Find a kind as a person writes it: plural, singular, kind or short name, perhaps with the group."""
    wanted, _, group = name.lower().partition(".")
    for kind in KINDS:
        known = (kind.plural, kind.singular, *kind.short_names)
        if wanted in known and group in ("", kind.group, f"{kind.version}.{kind.group}"):
            return kind
    return None

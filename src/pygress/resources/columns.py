"""Printer columns: what `kubectl get` shows of each kind."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Object = dict[str, Any]


@dataclass(frozen=True)
class Column:
    """One column; `path` is a JSONPath, or a function where a path cannot say it.

    Columns of priority 0 are always shown, of 1 only with `-o wide`.
    """

    name: str
    path: str | Callable[[Object], Any]
    type: Literal["string", "integer", "date", "boolean"] = "string"
    priority: int = 0
    description: str = ""

    def cell(self, obj: Object) -> Any:
        """Take the column's value out of an object; None when it has none."""
        return json_path(obj, self.path) if isinstance(self.path, str) else self.path(obj)


_STEP = re.compile(
    r"""\.(?P<field>(?:\\.|[^.\[\\])+)
    | \[\?\(@\.(?P<key>\w+)=="(?P<value>[^"]*)"\)\]
    | \[(?P<index>\d+|\*)\]""",
    re.VERBOSE,
)


def json_path(obj: Any, path: str) -> Any:
    """Follow the part of JSONPath that printer columns use: `.a.b`, `[0]`, `[*]`, `[?(@.type=="Ready")]`.

    Several values, which only `[*]` gives, are joined by spaces as Kubernetes does.
    """
    position = 0
    while position < len(path):
        step = _STEP.match(path, position)
        if step is None:
            raise ValueError(f"not a column path: {path}")
        position = step.end()
        if step["field"] is not None:
            obj = obj.get(step["field"].replace("\\.", ".")) if isinstance(obj, dict) else None
        elif not isinstance(obj, list):
            return None
        elif step["index"] == "*":
            values = (json_path(one, path[position:]) for one in obj)
            return " ".join(str(value) for value in values if value is not None) or None
        elif step["index"] is not None:
            index = int(step["index"])
            obj = obj[index] if index < len(obj) else None
        else:
            obj = next((one for one in obj if one.get(step["key"]) == step["value"]), None)
    return obj


AGE = Column("Age", ".metadata.creationTimestamp", "date", description="Time since the object was created.")

WASM_PLUGIN = (
    Column(
        "Ready",
        '.status.conditions[?(@.type=="Ready")].status',
        description="True when every gateway runs this version of the plugin.",
    ),
    Column("Phase", ".spec.phase", description="Part of the chain where the plugin runs."),
    Column("Priority", ".spec.priority", "integer", description="Order inside the phase, higher first."),
    Column("Image", ".spec.url", description="Where the module comes from."),
    Column("Digest", ".status.digest", description="Digest that the image was resolved to."),
    AGE,
    Column(
        "Reason",
        '.status.conditions[?(@.type=="Ready")].reason',
        priority=1,
        description="Why the plugin is ready or not.",
    ),
    Column(
        "Message",
        '.status.conditions[?(@.type=="Ready")].message',
        priority=1,
        description="The exact cause.",
    ),
)


def _ingress_class(obj: Object) -> str:
    legacy = obj["metadata"].get("annotations", {}).get("kubernetes.io/ingress.class")
    return obj.get("spec", {}).get("ingressClassName") or legacy or "<none>"


def _ingress_hosts(obj: Object) -> str:
    hosts = [rule["host"] for rule in obj.get("spec", {}).get("rules", []) if rule.get("host")]
    if not hosts:
        return "*"
    return ",".join(hosts[:3]) + (f" + {len(hosts) - 3} more..." if len(hosts) > 3 else "")


def _load_balancer(obj: Object) -> str:
    entries = (obj.get("status") or {}).get("loadBalancer", {}).get("ingress") or []
    return ",".join(one.get("ip") or one.get("hostname", "") for one in entries)


def _ingress_ports(obj: Object) -> str:
    return "80, 443" if obj.get("spec", {}).get("tls") else "80"


INGRESS = (
    Column("Class", _ingress_class),
    Column("Hosts", _ingress_hosts),
    Column("Address", _load_balancer),
    Column("Ports", _ingress_ports),
    AGE,
)

INGRESS_CLASS = (
    Column("Controller", ".spec.controller"),
    Column("Parameters", lambda obj: (obj.get("spec", {}).get("parameters") or {}).get("name", "<none>")),
    AGE,
)


def _external_ip(obj: Object) -> str:
    spec = obj.get("spec", {})
    if spec.get("type") == "ExternalName":
        return str(spec.get("externalName", ""))
    addresses = ",".join([*filter(None, [_load_balancer(obj)]), *spec.get("externalIPs", [])])
    return addresses or ("<pending>" if spec.get("type") == "LoadBalancer" else "<none>")


def _service_ports(obj: Object) -> str:
    ports = []
    for port in obj.get("spec", {}).get("ports", []):
        node_port = f":{port['nodePort']}" if port.get("nodePort") else ""
        ports.append(f"{port['port']}{node_port}/{port.get('protocol', 'TCP')}")
    return ",".join(ports) or "<none>"


def _selector(obj: Object) -> str:
    selector = obj.get("spec", {}).get("selector") or {}
    return ",".join(f"{key}={value}" for key, value in sorted(selector.items())) or "<none>"


SERVICE = (
    Column("Type", lambda obj: obj.get("spec", {}).get("type", "ClusterIP")),
    Column("Cluster-IP", lambda obj: obj.get("spec", {}).get("clusterIP") or "<none>"),
    Column("External-IP", _external_ip),
    Column("Port(s)", _service_ports),
    AGE,
    Column("Selector", _selector, priority=1),
)


def _addresses(obj: Object) -> str:
    pairs = [
        f"{address.get('ip')}:{port.get('port')}"
        for subset in obj.get("subsets") or []
        for address in subset.get("addresses") or []
        for port in subset.get("ports") or [{}]
    ]
    return (
        ",".join(pairs[:3]) + (f" + {len(pairs) - 3} more..." if len(pairs) > 3 else "")
        if pairs
        else "<none>"
    )


ENDPOINTS = (Column("Endpoints", _addresses), AGE)


def _slice_ports(obj: Object) -> str:
    return ",".join(str(port.get("port", "*")) for port in obj.get("ports") or []) or "<unset>"


def _slice_addresses(obj: Object) -> str:
    found = [address for one in obj.get("endpoints") or [] for address in one.get("addresses") or []]
    return (
        ",".join(found[:3]) + (f" + {len(found) - 3} more..." if len(found) > 3 else "")
        if found
        else "<unset>"
    )


ENDPOINT_SLICE = (
    Column("AddressType", ".addressType"),
    Column("Ports", _slice_ports),
    Column("Endpoints", _slice_addresses),
    AGE,
)

SECRET = (
    Column("Type", lambda obj: obj.get("type", "Opaque")),
    Column("Data", lambda obj: len(obj.get("data") or {}), "integer"),
    AGE,
)

CONFIG_MAP = (
    Column("Data", lambda obj: len(obj.get("data") or {}) + len(obj.get("binaryData") or {}), "integer"),
    AGE,
)

NAMESPACE = (Column("Status", lambda obj: (obj.get("status") or {}).get("phase", "Active")), AGE)


MCP_BRIDGE = (
    Column("Sources", ".spec.registries[*].name", description="Names of the service sources."),
    AGE,
)

LEASE = (Column("Holder", ".spec.holderIdentity"), AGE)


def _involved(obj: Object) -> str:
    about = obj.get("involvedObject", {})
    return f"{about.get('kind', '').lower()}/{about.get('name', '')}"


EVENT = (
    Column(
        "Last Seen", lambda obj: obj.get("lastTimestamp") or obj["metadata"].get("creationTimestamp"), "date"
    ),
    Column("Type", ".type"),
    Column("Reason", ".reason"),
    Column("Object", _involved),
    Column("Message", lambda obj: str(obj.get("message", "")).strip()),
    Column("Count", ".count", "integer", priority=1),
)

"""The model: one file per kind, defaults, field errors, printer columns and schemas.

Input: plain objects in Kubernetes' JSON form. Output: typed models, or `FieldErrors` with every mistake.
"""

from pygress.resources.config_map import ConfigMap
from pygress.resources.endpoints import (
    SERVICE_LABEL,
    Endpoint,
    EndpointAddress,
    EndpointPort,
    Endpoints,
    EndpointSlice,
    EndpointSubset,
)
from pygress.resources.errors import FieldError, FieldErrors
from pygress.resources.event import Event, ObjectReference
from pygress.resources.ingress import (
    HttpIngressPath,
    Ingress,
    IngressBackend,
    IngressClass,
    IngressRule,
    IngressTls,
)
from pygress.resources.kinds import KINDS, Kind
from pygress.resources.lease import Lease
from pygress.resources.manifest import Manifest, load_manifests, read_manifests
from pygress.resources.mcp_bridge import McpBridge, RegistryConfig
from pygress.resources.meta import Condition, ObjectMeta, Resource
from pygress.resources.namespace import Namespace
from pygress.resources.parse import parse, parse_as
from pygress.resources.secret import Secret
from pygress.resources.service import Service, ServicePort
from pygress.resources.wasm_plugin import (
    GatewayStatus,
    IstioWasmPlugin,
    MatchRule,
    WasmPlugin,
    WasmPluginSpec,
    WasmPluginStatus,
)

__all__ = [
    "KINDS",
    "SERVICE_LABEL",
    "Condition",
    "ConfigMap",
    "Endpoint",
    "EndpointAddress",
    "EndpointPort",
    "EndpointSlice",
    "EndpointSubset",
    "Endpoints",
    "Event",
    "FieldError",
    "FieldErrors",
    "GatewayStatus",
    "HttpIngressPath",
    "Ingress",
    "IngressBackend",
    "IngressClass",
    "IngressRule",
    "IngressTls",
    "IstioWasmPlugin",
    "Kind",
    "Lease",
    "Manifest",
    "MatchRule",
    "McpBridge",
    "Namespace",
    "ObjectMeta",
    "ObjectReference",
    "RegistryConfig",
    "Resource",
    "Secret",
    "Service",
    "ServicePort",
    "WasmPlugin",
    "WasmPluginSpec",
    "WasmPluginStatus",
    "load_manifests",
    "parse",
    "parse_as",
    "read_manifests",
]

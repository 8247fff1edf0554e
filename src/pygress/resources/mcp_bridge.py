"""McpBridge of `networking.higress.io/v1`: service sources outside Kubernetes."""

from pydantic import Field

from pygress.resources import errors
from pygress.resources.errors import FieldError
from pygress.resources.meta import Condition, Model, Resource, Strict

API_VERSION = "networking.higress.io/v1"
TYPES = ("consul", "dns", "eureka", "nacos", "nacos2", "nacos3", "static", "zookeeper")
PROTOCOLS = ("grpc", "grpcs", "http", "https")


class VPortService(Strict):
    """The virtual port of one service."""

    name: str = ""
    value: int = 0


class VPort(Strict):
    """Virtual ports of the services of a source."""

    default: int = 0
    services: list[VPortService] = []


class InnerMap(Strict):
    """Texts by name."""

    inner_map: dict[str, str] = {}


class RegistryConfig(Strict):
    """One source. `static`: `domain` is `ip:port[,ip:port]`; `dns`: `domain` is `host[,host]` with `port`."""

    type: str = Field(default="", description="Kind of source.")
    name: str = Field(default="", description="Name; services are called `NAME.TYPE`.")
    domain: str = Field(default="", description="Addresses: `ip:port` list (static) or host list (dns).")
    port: int = Field(default=0, description="Port of the service or the registry.")
    protocol: str = Field(default="", description="Protocol of the backends: http, https, grpc or grpcs.")
    sni: str = Field(default="", description="Server name for TLS to the backends.")
    proxy_name: str = Field(default="", description="Entry of `proxies` to go through.")
    auth_secret_name: str = Field(default="", description="Secret with the registry's credentials.")
    nacos_address_server: str = ""
    nacos_access_key: str = ""
    nacos_secret_key: str = ""
    nacos_namespace_id: str = ""
    nacos_namespace: str = ""
    nacos_groups: list[str] = []
    nacos_refresh_interval: int = 0
    nacos_timeout: int = 0
    consul_namespace: str = ""
    consul_datacenter: str = ""
    consul_service_tag: str = ""
    consul_refresh_interval: int = 0
    zk_services_path: list[str] = []
    mcp_server_export_domains: list[str] = []
    mcp_server_base_url: str = ""
    enable_mcp_server: bool = Field(default=False, alias="enableMCPServer")
    enable_scope_mcp_servers: bool = False
    allow_mcp_servers: list[str] = []
    metadata: dict[str, InnerMap] = {}
    vport: VPort | None = None


class ProxyConfig(Strict):
    """An HTTP CONNECT proxy on the way to a source; `connect_timeout` is in milliseconds."""

    type: str = ""
    name: str = ""
    server_address: str = ""
    server_port: int = 0
    listener_port: int = 0
    connect_timeout: int = 0


class McpBridgeSpec(Strict):
    """What is wanted."""

    registries: list[RegistryConfig] = Field(default=[], description="The sources.")
    proxies: list[ProxyConfig] = Field(default=[], description="Proxies on the way to them.")


class McpBridgeStatus(Model):
    """What is true."""

    conditions: list[Condition] = []
    observed_generation: int = 0


class McpBridge(Resource):
    """Service sources of the gateway; Higress reads the one called `default`."""

    spec: McpBridgeSpec = Field(default_factory=McpBridgeSpec)
    status: McpBridgeStatus = Field(default_factory=McpBridgeStatus)

    def check(self) -> list[FieldError]:
        """Check types, names, addresses and ports of the sources."""
        found: list[FieldError] = []
        seen: set[tuple[str, str]] = set()
        for index, registry in enumerate(self.spec.registries):
            path = f"spec.registries[{index}]"
            found += _check_registry(path, registry)
            if registry.name and (registry.type, registry.name) in seen:
                found.append(errors.duplicate(f"{path}.name", registry.name))
            seen.add((registry.type, registry.name))
        return found


def _check_registry(path: str, registry: RegistryConfig) -> list[FieldError]:
    found: list[FieldError] = []
    if not registry.type:
        found.append(errors.required(f"{path}.type"))
    elif registry.type not in TYPES:
        found.append(errors.not_supported(f"{path}.type", registry.type, TYPES))
    if not registry.domain:
        found.append(errors.required(f"{path}.domain"))
    if registry.type in ("static", "dns") and not registry.name:
        found.append(errors.required(f"{path}.name"))
    if registry.protocol and registry.protocol.lower() not in PROTOCOLS:
        found.append(errors.not_supported(f"{path}.protocol", registry.protocol, PROTOCOLS))
    if not 0 <= registry.port < 65536 or (registry.port == 0 and registry.type != "static"):
        found.append(errors.invalid(f"{path}.port", registry.port, "must be between 1 and 65535, inclusive"))
    if registry.type == "static":
        for address in filter(None, registry.domain.split(",")):
            host, _, port = address.strip().rpartition(":")
            if not host or not (port.isascii() and port.isdigit()) or not 0 < int(port[:9]) < 65536:
                found.append(
                    errors.invalid(
                        f"{path}.domain", registry.domain, "must be a list of `ip:port`, by commas"
                    )
                )
                break
    return found

"""WasmPlugin: which module runs, where in the chain, on which traffic, with which configuration."""

import re
from typing import Any, Literal

from pydantic import ConfigDict, Field

from pygress.resources import errors, names
from pygress.resources.errors import FieldError
from pygress.resources.meta import Condition, Int32, Model, Resource, Strict

API_VERSION = "extensions.higress.io/v1alpha1"
ISTIO_API_VERSION = "extensions.istio.io/v1alpha1"
SCHEMES = ("oci", "file", "http", "https")

Phase = Literal["UNSPECIFIED_PHASE", "AUTHN", "AUTHZ", "STATS"]
PullPolicy = Literal["UNSPECIFIED_POLICY", "IfNotPresent", "Always"]
FailStrategy = Literal["FAIL_CLOSE", "FAIL_OPEN"]
RouteType = Literal["HTTP", "GRPC"]


class EnvVar(Strict):
    """A variable of the VM's environment."""

    name: str = Field(description="Name of the variable, a C identifier.")
    value_from: Literal["INLINE", "HOST"] = Field(
        default="INLINE", description="INLINE takes `value`, HOST takes the gateway's variable of that name."
    )
    value: str = Field(default="", description="Value of an INLINE variable.")


class VmConfig(Strict):
    """Configuration of the VM."""

    env: list[EnvVar] = Field(default=[], description="Environment variables of the VM.")


class MatchRule(Strict):
    """One scope with its own configuration, which replaces the default one there."""

    model_config = ConfigDict(
        json_schema_extra={
            "x-kubernetes-validations": [
                {
                    "rule": "has(self.ingress) || has(self.domain) || has(self.service)",
                    "message": "a rule must name at least one of ingress, domain, service",
                }
            ]
        }
    )

    ingress: list[str] = Field(
        default=[], description="Routes: `name` in the gateway's namespace or `namespace/name`."
    )
    domain: list[str] = Field(
        default=[], description="Hosts: exact, `*.example.com`, `www.*` or `*`; a port is ignored."
    )
    service: list[str] = Field(default=[], description="Backends: `fqdn` or `fqdn:port`.")
    route_type: RouteType = Field(default="HTTP", description="Kind of the routes named in `ingress`.")
    config: dict[str, Any] | None = Field(default=None, description="Configuration inside this scope.")
    config_disable: bool = Field(default=False, description="Drop this rule; its traffic gets the default.")


class CanarySpec(Strict):
    """A share of the traffic on another version; what is not given is taken from the plugin itself."""

    url: str = Field(default="", description="Module of the canary; default: the module of the plugin.")
    config: dict[str, Any] | None = Field(
        default=None,
        description="Configuration of the canary wherever the plugin is on; default: as the plugin.",
    )
    percent: int = Field(default=0, ge=0, le=100, description="Share of the requests, in percent.")
    match: dict[str, str] = Field(
        default={},
        description="Request headers with exact values; requests that have all of them get the canary.",
    )
    error_percent: int = Field(
        default=5, ge=0, le=100, description="Share of answers above 499 at which the canary is taken back."
    )


class WasmPluginSpec(Strict):
    """What is wanted."""

    model_config = ConfigDict(json_schema_extra={"required": ["url"]})

    url: str = Field(
        default="", description="Where the module is: oci:// (also without scheme), http(s):// or file://."
    )
    sha256: str = Field(
        default="", description="Digest of the manifest (oci) or of the module (http, https, file)."
    )
    image_pull_policy: PullPolicy = Field(
        default="UNSPECIFIED_POLICY",
        description="When to ask the registry again; by default Always for `:latest` or no tag.",
    )
    image_pull_secret: str = Field(
        default="", description="Secret of type kubernetes.io/dockerconfigjson in the same namespace."
    )
    verification_key: str = Field(default="", description="Public key (PEM) that must have signed the image.")
    plugin_config: dict[str, Any] | None = Field(
        default=None, description="Configuration passed as it is; the default and the rules are then ignored."
    )
    plugin_name: str = Field(default="", description="Name of the root context (root id) of the module.")
    phase: Phase = Field(default="UNSPECIFIED_PHASE", description="Part of the chain where the plugin runs.")
    priority: Int32 | None = Field(
        default=None, description="Order inside the phase: higher runs first, unset runs last."
    )
    fail_strategy: FailStrategy = Field(
        default="FAIL_CLOSE",
        description="Refuse (FAIL_CLOSE) or pass (FAIL_OPEN) while the plugin cannot run.",
    )
    vm_config: VmConfig = Field(default_factory=VmConfig, description="Configuration of the VM.")
    default_config: dict[str, Any] | None = Field(
        default=None, description="Configuration of all traffic that no rule matches."
    )
    default_config_disable: bool = Field(default=False, description="Do not run where no rule matches.")
    match_rules: list[MatchRule] = Field(
        default=[], description="Scopes with their own configuration; the first that matches wins."
    )
    canary: CanarySpec | None = Field(
        default=None, description="Try another version on a share of the traffic."
    )


class GatewayStatus(Model):
    """How far one gateway is: `programmed` of `total` proxies run this generation."""

    name: str = ""
    observed_generation: int = Field(default=0, description="The generation that this gateway speaks of.")
    states: dict[str, str] = Field(default={}, description="Its conditions: True, False or Unknown.")
    reason: str = Field(default="", description="Why it is Ready or not.")
    message: str = ""
    programmed: int = 0
    total: int = 0
    last_error: str = ""
    traps: int = 0
    reloads: int = 0
    serving_generation: int = Field(default=0, description="Generation that serves; 0: none, or not known.")
    serving_module: str = Field(default="", description="Digest of the code that serves; empty: none.")
    requests: int = Field(default=0, description="Requests that ran through it; up to a minute old.")
    refused: int = Field(default=0, description="Requests refused in its place; up to a minute old.")
    canary_requests: int = Field(default=0, description="Requests that ran through its canary.")


class WasmPluginStatus(Model):
    """What is true."""

    conditions: list[Condition] = Field(
        default=[], description="Fetched, Validated, Programmed and Ready, each with reason and message."
    )
    observed_generation: int = Field(default=0, description="The generation that the conditions speak of.")
    digest: str = Field(default="", description="Digest that the url was resolved to.")
    module_size: int = Field(default=0, description="Size of the module in bytes.")
    abi: str = Field(default="", description="ABI of the module.")
    sdk: str = Field(default="", description="SDK that built the module, where it is known.")
    gateways: list[GatewayStatus] = Field(default=[], description="Progress per gateway.")


class WasmPlugin(Resource):
    """A plugin of the gateway."""

    spec: WasmPluginSpec = Field(default_factory=WasmPluginSpec)
    status: WasmPluginStatus = Field(default_factory=WasmPluginStatus)

    def check(self) -> list[FieldError]:
        """Report what the types cannot say: the url, digests, rules without selector, names."""
        found = _check_source(self.spec)
        canary = self.spec.canary
        if canary is not None and not (canary.percent or canary.match):
            if "percent" in canary.model_fields_set:
                why = "no request would get the canary: must be at least 1; leave out `canary` to end it"
                found.append(errors.invalid("spec.canary.percent", canary.percent, why))
            else:
                why = "`percent` or `match` must say which requests it gets"
                found.append(errors.required("spec.canary", why))
        for index, variable in enumerate(self.spec.vm_config.env):
            path = f"spec.vmConfig.env[{index}].name"
            if not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", variable.name):
                found.append(errors.invalid(path, variable.name, "must be a C identifier"))
            elif variable.name in {one.name for one in self.spec.vm_config.env[:index]}:
                found.append(errors.duplicate(path, variable.name))
        for index, rule in enumerate(self.spec.match_rules):
            found += _check_rule(f"spec.matchRules[{index}]", rule)
        return found


class IstioWasmPluginSpec(WasmPluginSpec):
    """Istio's form: no rules; fields that only steer Istio's mesh are kept and not used."""

    model_config = ConfigDict(extra="allow")


class IstioWasmPlugin(WasmPlugin):
    """A WasmPlugin of `extensions.istio.io`, read as one of ours."""

    spec: IstioWasmPluginSpec = Field(default_factory=IstioWasmPluginSpec)


def _check_source(spec: WasmPluginSpec) -> list[FieldError]:
    found: list[FieldError] = []
    scheme, colon, rest = spec.url.partition("://")
    if not spec.url:
        found.append(errors.required("spec.url", "an image or module, such as `oci://registry/name:tag`"))
    elif re.search(r"\s", spec.url):
        found.append(errors.invalid("spec.url", spec.url, "must not contain white space"))
    elif colon and scheme not in SCHEMES:
        found.append(errors.not_supported("spec.url", spec.url, [f"{one}://" for one in SCHEMES]))
    elif colon and not rest:
        found.append(errors.invalid("spec.url", spec.url, "nothing follows the scheme"))
    elif scheme == "file" and not rest.startswith("/"):
        found.append(errors.invalid("spec.url", spec.url, "a file needs an absolute path: `file:///path`"))
    if spec.sha256:
        digest = spec.sha256.removeprefix("sha256:").lower()
        in_url = re.search(r"@sha256:([0-9A-Fa-f]+)$", spec.url)
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            found.append(errors.invalid("spec.sha256", spec.sha256, "must be 64 hexadecimal digits"))
        elif in_url is not None and in_url[1].lower() != digest:
            found.append(
                errors.invalid(
                    "spec.sha256", spec.sha256, f"differs from the digest in `spec.url`: {in_url[1]}"
                )
            )
    if spec.image_pull_secret and (wrong := names.subdomain_error(spec.image_pull_secret)):
        found.append(errors.invalid("spec.imagePullSecret", spec.image_pull_secret, wrong))
    return found


def _check_rule(path: str, rule: MatchRule) -> list[FieldError]:
    found: list[FieldError] = []
    if not (rule.ingress or rule.domain or rule.service):
        found.append(errors.required(path, "a rule must name at least one of `ingress`, `domain`, `service`"))
    for index, ingress in enumerate(rule.ingress):
        parts = ingress.split("/")
        if len(parts) > 2 or any(not part or re.search(r"\s", part) for part in parts):
            found.append(
                errors.invalid(f"{path}.ingress[{index}]", ingress, "must be `name` or `namespace/name`")
            )
    for index, domain in enumerate(rule.domain):
        if wrong := _domain_error(domain):
            found.append(errors.invalid(f"{path}.domain[{index}]", domain, wrong))
    for index, service in enumerate(rule.service):
        host, colon, port = service.partition(":")
        bad_port = colon and not (port.isascii() and port.isdigit() and 0 < int(port[:9]) < 65536)
        if not host or re.search(r"[\s/]", host) or bad_port:
            found.append(errors.invalid(f"{path}.service[{index}]", service, "must be `fqdn` or `fqdn:port`"))
    return found


def _domain_error(domain: str) -> str:
    host = re.sub(r":\d+$", "", domain)
    if not host:
        return "must not be empty"
    if re.search(r"[\s/]", host):
        return "must be a host without scheme and path"
    if "*" in host.removeprefix("*").removesuffix("*"):
        return "`*` may stand only at the start or at the end"
    if host.startswith("*") and host.endswith("*") and host != "*":
        return "`*` may stand only at one end"
    if (host.startswith("*") and host != "*" and not host.startswith("*.")) or (
        host.endswith("*") and host != "*" and not host.endswith(".*")
    ):
        return "`*` must stand for whole labels: `*.example.com` or `www.*`"
    return ""

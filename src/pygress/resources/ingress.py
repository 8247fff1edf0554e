"""Ingress and IngressClass of `networking.k8s.io/v1`: which host and path goes to which backend."""

from typing import Any

from pydantic import Field

from pygress.resources import errors, names
from pygress.resources.errors import FieldError
from pygress.resources.meta import Model, Resource

PATH_TYPES = ("Exact", "ImplementationSpecific", "Prefix")


class ServiceBackendPort(Model):
    """A port of a Service by number, or by name."""

    name: str = ""
    number: int = 0


class IngressServiceBackend(Model):
    """A Service in the namespace of the Ingress."""

    name: str = ""
    port: ServiceBackendPort = Field(default_factory=ServiceBackendPort)


class TypedObjectReference(Model):
    """Another object in the same namespace, such as an McpBridge."""

    api_group: str = ""
    kind: str = ""
    name: str = ""


class IngressBackend(Model):
    """Where requests go: exactly one of the two."""

    service: IngressServiceBackend | None = None
    resource: TypedObjectReference | None = None


class HttpIngressPath(Model):
    """One path of a host."""

    path: str = ""
    path_type: str = ""
    backend: IngressBackend = Field(default_factory=IngressBackend)


class HttpIngressRuleValue(Model):
    """The paths of a host."""

    paths: list[HttpIngressPath] = []


class IngressRule(Model):
    """One host, or all of them when `host` is empty."""

    host: str = ""
    http: HttpIngressRuleValue | None = None


class IngressTls(Model):
    """A certificate for some hosts."""

    hosts: list[str] = []
    secret_name: str = ""


class IngressSpec(Model):
    """What is wanted."""

    ingress_class_name: str | None = None
    default_backend: IngressBackend | None = None
    tls: list[IngressTls] = []
    rules: list[IngressRule] = []


class Ingress(Resource):
    """Routes of one or more hosts."""

    spec: IngressSpec = Field(default_factory=IngressSpec)
    status: dict[str, Any] = {}

    def check(self) -> list[FieldError]:
        """Apply the rules of Kubernetes for hosts, paths and backends."""
        spec = self.spec
        found: list[FieldError] = []
        if not spec.rules and spec.default_backend is None:
            found.append(
                errors.invalid("spec", spec.to_wire(), "either `defaultBackend` or `rules` must be specified")
            )
        if spec.default_backend is not None:
            found += _check_backend("spec.defaultBackend", spec.default_backend)
        for index, rule in enumerate(spec.rules):
            found += _check_host(f"spec.rules[{index}].host", rule.host)
            if rule.http is None:
                continue
            if not rule.http.paths:
                found.append(errors.required(f"spec.rules[{index}].http.paths"))
            for number, path in enumerate(rule.http.paths):
                found += _check_path(f"spec.rules[{index}].http.paths[{number}]", path)
        for index, tls in enumerate(spec.tls):
            for number, host in enumerate(tls.hosts):
                found += _check_host(f"spec.tls[{index}].hosts[{number}]", host)
        return found


class IngressClassSpec(Model):
    """The controller that serves the class."""

    controller: str = ""
    parameters: dict[str, Any] | None = None


class IngressClass(Resource):
    """A class of Ingresses."""

    spec: IngressClassSpec = Field(default_factory=IngressClassSpec)


def _check_host(path: str, host: str) -> list[FieldError]:
    if not host:
        return []
    wrong = names.subdomain_error(host.removeprefix("*."))
    if wrong and host.startswith("*"):
        wrong = "a wildcard must be the whole first label, as in `*.example.com`"
    return [errors.invalid(path, host, wrong)] if wrong else []


def _check_path(path: str, value: HttpIngressPath) -> list[FieldError]:
    found: list[FieldError] = []
    if not value.path_type:
        found.append(errors.required(f"{path}.pathType", "pathType must be specified"))
    elif value.path_type not in PATH_TYPES:
        found.append(errors.not_supported(f"{path}.pathType", value.path_type, PATH_TYPES))
    if (value.path or value.path_type != "ImplementationSpecific") and not value.path.startswith("/"):
        found.append(errors.invalid(f"{path}.path", value.path, "must be an absolute path"))
    elif value.path_type in ("Exact", "Prefix"):
        for wrong in ("//", "/./", "/../", "%2f", "%2F"):
            if wrong in value.path:
                found.append(errors.invalid(f"{path}.path", value.path, f"must not contain '{wrong}'"))
    return found + _check_backend(f"{path}.backend", value.backend)


def _check_backend(path: str, backend: IngressBackend) -> list[FieldError]:
    if backend.service is not None and backend.resource is not None:
        return [errors.invalid(path, "", "cannot set both resource and service backends")]
    if backend.resource is not None:
        found = []
        if not backend.resource.kind:
            found.append(errors.required(f"{path}.resource.kind"))
        if not backend.resource.name:
            found.append(errors.required(f"{path}.resource.name"))
        return found
    if backend.service is None:
        return [errors.required(path, "must specify exactly one of `service` and `resource`")]
    port = backend.service.port
    found = []
    if not backend.service.name:
        found.append(errors.required(f"{path}.service.name"))
    elif wrong := names.label_error(backend.service.name):
        found.append(errors.invalid(f"{path}.service.name", backend.service.name, wrong))
    if bool(port.name) == bool(port.number):
        found.append(
            errors.required(f"{path}.service.port", "exactly one of `name` and `number` must be set")
        )
    elif port.number and not 0 < port.number < 65536:
        found.append(
            errors.invalid(
                f"{path}.service.port.number", port.number, "must be between 1 and 65535, inclusive"
            )
        )
    return found

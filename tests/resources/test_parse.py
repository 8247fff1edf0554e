"""Admission: every mistake, with its path, in Kubernetes' wording."""

import copy
from typing import Any

import pytest

from pygress.resources import FieldErrors, Ingress, McpBridge, Secret, Service, WasmPlugin, parse

PLUGIN: dict[str, Any] = {
    "apiVersion": "extensions.higress.io/v1alpha1",
    "kind": "WasmPlugin",
    "metadata": {"name": "request-block", "namespace": "higress-system"},
    "spec": {"url": "oci://localhost:8003/plugins/request-block:1.0.0"},
}


def plugin(**spec: Any) -> dict[str, Any]:
    obj = copy.deepcopy(PLUGIN)
    obj["spec"] |= spec
    return obj


def refused(obj: Any) -> list[str]:
    with pytest.raises(FieldErrors) as error:
        parse(obj)
    return [str(one) for one in error.value.errors]


def test_a_plugin_with_everything() -> None:
    obj = plugin(
        sha256="a" * 64,
        imagePullPolicy="Always",
        imagePullSecret="pull",
        verificationKey="PEM",
        pluginName="root",
        phase="AUTHZ",
        priority=320,
        failStrategy="FAIL_OPEN",
        vmConfig={"env": [{"name": "A", "value": "b"}, {"name": "HOME", "valueFrom": "HOST"}]},
        defaultConfig={"block_urls": ["swagger.html"], "nothing": None},
        defaultConfigDisable=True,
        matchRules=[
            {"ingress": ["web", "shop/web"], "service": ["a.dns:80"], "config": {"a": 1}},
            {"domain": ["*.example.com", "www.*", "*", "a.com:8080"], "configDisable": True},
            {"ingress": ["g"], "routeType": "GRPC"},
        ],
    )
    read = parse(obj)
    assert isinstance(read, WasmPlugin)
    assert read.metadata.name == "request-block"
    assert read.spec.priority == 320
    assert read.spec.default_config == {"block_urls": ["swagger.html"], "nothing": None}
    assert read.spec.vm_config.env[1].value_from == "HOST"
    assert read.spec.match_rules[1].config_disable
    assert read.spec.match_rules[2].route_type == "GRPC"
    assert read.to_wire() == obj


def test_defaults_and_nulls() -> None:
    read = parse(plugin(priority=None, defaultConfig=None, matchRules=None))
    assert isinstance(read, WasmPlugin)
    assert read.spec.priority is None
    assert read.spec.default_config is None
    assert read.spec.match_rules == []
    assert read.spec.phase == "UNSPECIFIED_PHASE"
    assert read.spec.fail_strategy == "FAIL_CLOSE"


def test_all_mistakes_at_once_in_order() -> None:
    obj = plugin(
        phase="LATE", priority="5", defaultConfig=5, matchRules=[{"domain": "a.com"}, {"routeType": "X"}]
    )
    obj["specs"] = {}
    assert refused(obj) == [
        "specs: Invalid value: {}: unknown field; did you mean `spec`?",
        'spec.phase: Unsupported value: "LATE": supported values: '
        '"UNSPECIFIED_PHASE", "AUTHN", "AUTHZ", "STATS"',
        'spec.priority: Invalid value: "5": must be of type integer, got string',
        "spec.defaultConfig: Invalid value: 5: must be of type object, got integer",
        'spec.matchRules[0].domain: Invalid value: "a.com": must be of type array, got string',
        'spec.matchRules[1].routeType: Unsupported value: "X": supported values: "HTTP", "GRPC"',
    ]


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({"url": ""}, "spec.url: Required value: an image or module, such as `oci://registry/name:tag`"),
        (
            {"url": "ftp://a/b"},
            'spec.url: Unsupported value: "ftp://a/b": supported values: "oci://", "file://", "http://", "https://"',
        ),
        ({"url": "oci://"}, 'spec.url: Invalid value: "oci://": nothing follows the scheme'),
        (
            {"url": "file://a.wasm"},
            'spec.url: Invalid value: "file://a.wasm": a file needs an absolute path: `file:///path`',
        ),
        ({"url": "a b"}, 'spec.url: Invalid value: "a b": must not contain white space'),
        ({"sha256": "abc"}, 'spec.sha256: Invalid value: "abc": must be 64 hexadecimal digits'),
        (
            {"url": f"oci://a/b@sha256:{'1' * 64}", "sha256": "2" * 64},
            f'spec.sha256: Invalid value: "{"2" * 64}": differs from the digest in `spec.url`: {"1" * 64}',
        ),
        (
            {"matchRules": [{"ingress": ["a"]}, {"config": {}}]},
            "spec.matchRules[1]: Required value: a rule must name at least one of `ingress`, `domain`, `service`",
        ),
        (
            {"matchRules": [{"ingress": ["a/b/c"]}]},
            'spec.matchRules[0].ingress[0]: Invalid value: "a/b/c": must be `name` or `namespace/name`',
        ),
        (
            {"matchRules": [{"domain": ["https://a.com"]}]},
            'spec.matchRules[0].domain[0]: Invalid value: "https://a.com": must be a host without scheme and path',
        ),
        (
            {"matchRules": [{"domain": ["a.*.com"]}]},
            'spec.matchRules[0].domain[0]: Invalid value: "a.*.com": `*` may stand only at the start or at the end',
        ),
        (
            {"matchRules": [{"domain": ["*a.com"]}]},
            'spec.matchRules[0].domain[0]: Invalid value: "*a.com": '
            "`*` must stand for whole labels: `*.example.com` or `www.*`",
        ),
        (
            {"matchRules": [{"service": ["a:x"]}]},
            'spec.matchRules[0].service[0]: Invalid value: "a:x": must be `fqdn` or `fqdn:port`',
        ),
        (
            {"matchRules": [{"ingres": ["a"]}]},
            'spec.matchRules[0].ingres: Invalid value: ["a"]: unknown field; did you mean `ingress`?',
        ),
        (
            {"vmConfig": {"env": [{"name": "A"}, {"name": "A"}]}},
            'spec.vmConfig.env[1].name: Duplicate value: "A"',
        ),
        (
            {"vmConfig": {"env": [{"name": "1A"}]}},
            'spec.vmConfig.env[0].name: Invalid value: "1A": must be a C identifier',
        ),
        ({"vmConfig": {"env": [{}]}}, "spec.vmConfig.env[0].name: Required value"),
        ({"canary": {}}, "spec.canary: Required value: `percent` or `match` must say which requests it gets"),
        (
            {"canary": {"percent": 0}},
            "spec.canary.percent: Invalid value: 0: no request would get the canary: must be at least 1; "
            "leave out `canary` to end it",
        ),
        (
            {"priority": 2**31},
            "spec.priority: Invalid value: 2147483648: must be less than or equal to 2147483647",
        ),
    ],
)
def test_rules_of_a_plugin(spec: dict[str, Any], message: str) -> None:
    assert refused(plugin(**spec)) == [message]


def test_urls_of_all_schemes() -> None:
    for url in ("registry/name:1", "oci://r/n", "http://a/b.wasm", "https://a/b", "file:///a.wasm"):
        parse(plugin(url=url))


@pytest.mark.parametrize(
    ("meta", "path"),
    [
        ({"name": "Upper"}, "metadata.name"),
        ({"name": ""}, "metadata.name"),
        ({"name": "a" * 254}, "metadata.name"),
        ({"name": "a", "labels": {"a b": "c"}}, "metadata.labels"),
        ({"name": "a", "labels": {"a": "c d"}}, "metadata.labels"),
        ({"name": "a", "labels": {"a": 1}}, "metadata.labels[a]"),
        ({"name": "a", "annotations": {"/": "c"}}, "metadata.annotations"),
        ({"name": "a", "annotations": {"a": "x" * 300_000}}, "metadata.annotations"),
    ],
)
def test_rules_of_metadata(meta: dict[str, Any], path: str) -> None:
    messages = refused(PLUGIN | {"metadata": meta})
    assert len(messages) == 1
    assert messages[0].startswith(f"{path}: ")


def test_what_is_no_known_object() -> None:
    assert refused([]) == ["<root>: Invalid value: []: must be of type object, got array"]
    assert refused({}) == ["apiVersion: Required value", "kind: Required value"]
    assert refused({"apiVersion": "v2", "kind": "Service"}) == [
        'apiVersion: Unsupported value: "v2": supported values: "v1"'
    ]
    assert refused({"apiVersion": "v1", "kind": "Pod"})[0].startswith('kind: Unsupported value: "Pod"')


def test_istios_plugins_are_read_and_keep_their_fields() -> None:
    obj = plugin(selector={"matchLabels": {"a": "b"}})
    obj["apiVersion"] = "extensions.istio.io/v1alpha1"
    read = parse(obj)
    assert isinstance(read, WasmPlugin)
    assert read.to_wire() == obj


def ingress(**spec: Any) -> dict[str, Any]:
    meta = {"name": "web", "namespace": "default"}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": meta, "spec": spec}


def path(**changes: Any) -> dict[str, Any]:
    backend = {"service": {"name": "web", "port": {"number": 80}}}
    return {"path": "/", "pathType": "Prefix", "backend": backend} | changes


def test_an_ingress() -> None:
    read = parse(
        ingress(
            ingressClassName="higress",
            tls=[{"hosts": ["a.com"], "secretName": "s"}],
            rules=[{"host": "*.a.com", "http": {"paths": [path(), path(path="/x", pathType="Exact")]}}],
        )
    )
    assert isinstance(read, Ingress)
    http = read.spec.rules[0].http
    assert http is not None
    assert http.paths[1].path_type == "Exact"
    assert http.paths[0].backend.service is not None
    assert http.paths[0].backend.service.port.number == 80


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({}, "spec: Invalid value: {}: either `defaultBackend` or `rules` must be specified"),
        (
            {"defaultBackend": {}},
            "spec.defaultBackend: Required value: must specify exactly one of `service` and `resource`",
        ),
        ({"rules": [{"http": {"paths": []}}]}, "spec.rules[0].http.paths: Required value"),
        (
            {"rules": [{"http": {"paths": [path(pathType="")]}}]},
            "spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified",
        ),
        (
            {"rules": [{"http": {"paths": [path(pathType="Suffix")]}}]},
            'spec.rules[0].http.paths[0].pathType: Unsupported value: "Suffix": supported values: '
            '"Exact", "ImplementationSpecific", "Prefix"',
        ),
        (
            {"rules": [{"http": {"paths": [path(path="x")]}}]},
            'spec.rules[0].http.paths[0].path: Invalid value: "x": must be an absolute path',
        ),
        (
            {"rules": [{"host": "a.*.com", "http": {"paths": [path()]}}]},
            'spec.rules[0].host: Invalid value: "a.*.com": a lowercase RFC 1123 subdomain must consist of lower '
            "case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character",
        ),
        (
            {"rules": [{"http": {"paths": [path(backend={"service": {"name": "a", "port": {}}})]}}]},
            "spec.rules[0].http.paths[0].backend.service.port: Required value: "
            "exactly one of `name` and `number` must be set",
        ),
    ],
)
def test_rules_of_an_ingress(spec: dict[str, Any], message: str) -> None:
    assert refused(ingress(**spec)) == [message]


def test_a_service_keeps_fields_that_are_not_modelled() -> None:
    spec = {"ports": [{"port": 80, "targetPort": "http"}], "internalTrafficPolicy": "Cluster"}
    obj = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": spec}
    read = parse(obj)
    assert isinstance(read, Service)
    assert read.spec.ports[0].target_port == "http"
    assert read.to_wire() == obj
    bad = obj | {"spec": {"ports": [{"port": 0}, {"port": 80, "targetPort": True, "name": "a"}]}}
    assert refused(bad) == [
        "spec.ports[1].targetPort: Invalid value: true: must be of type integer or string, got boolean"
    ]


def test_a_secret_never_shows_its_value() -> None:
    obj = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "data": {"a": "pass word!"}}
    assert refused(obj) == ["data[a]: Forbidden: not base64; plain text belongs into `stringData`"]
    good = parse(obj | {"data": {"a": "Yg=="}})
    assert isinstance(good, Secret)
    assert good.value("a") == b"b"
    assert good.value("x") is None
    pull = obj | {"type": "kubernetes.io/dockerconfigjson", "data": {}}
    assert refused(pull) == ["data[.dockerconfigjson]: Required value"]
    assert refused(pull | {"stringData": {".dockerconfigjson": "x"}}) == [
        "data[.dockerconfigjson]: Forbidden: must hold a JSON object"
    ]


def test_rules_of_a_bridge() -> None:
    def bridge(*registries: dict[str, Any]) -> dict[str, Any]:
        meta = {"name": "default", "namespace": "higress-system"}
        spec = {"registries": list(registries)}
        return {"apiVersion": "networking.higress.io/v1", "kind": "McpBridge", "metadata": meta, "spec": spec}

    good = {"type": "static", "name": "a", "domain": "10.0.0.1:80,10.0.0.2:80", "port": 80}
    read = parse(bridge(good, {"type": "dns", "name": "b", "domain": "a.com", "port": 443, "sni": "a.com"}))
    assert isinstance(read, McpBridge)
    assert read.spec.registries[1].sni == "a.com"
    assert refused(bridge(good, good)) == ['spec.registries[1].name: Duplicate value: "a"']
    assert refused(bridge(good | {"domain": "a.com"})) == [
        'spec.registries[0].domain: Invalid value: "a.com": must be a list of `ip:port`, by commas'
    ]
    assert refused(bridge({"type": "file"})) == [
        'spec.registries[0].type: Unsupported value: "file": supported values: "consul", "dns", "eureka", '
        '"nacos", "nacos2", "nacos3", "static", "zookeeper"',
        "spec.registries[0].domain: Required value",
        "spec.registries[0].port: Invalid value: 0: must be between 1 and 65535, inclusive",
    ]

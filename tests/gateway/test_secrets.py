"""Secrets inside configurations: replaced for the module, never shown."""

import base64

import pytest

from pygress.gateway.build import Facts, Reader, Verdict, build
from pygress.gateway.build.secret import SecretError, substitute
from pygress.gateway.translate import assumed
from pygress.resources.secret import Secret


def secret(name: str, **values: str) -> Secret:
    data = {key: base64.b64encode(value.encode()).decode() for key, value in values.items()}
    return Secret.read({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": name}, "data": data})


def test_references_at_any_depth() -> None:
    secrets = {"ns/db": secret("db", password="sesame"), "other/a.b": secret("a.b", **{"c.d": "x"})}
    config = {"a": ["${secret.db.password}", 1], "b": {"c": "<${secret.other/a.b.c.d}>"}, "d": None}
    assert substitute(config, "ns", secrets) == {"a": ["sesame", 1], "b": {"c": "<x>"}, "d": None}


def test_a_reference_to_nothing_names_itself_only() -> None:
    with pytest.raises(SecretError, match=r"`\$\{secret.db.user\}` names no key"):
        substitute("${secret.db.user}", "ns", {"ns/db": secret("db", password="sesame")})


def test_a_refused_configuration_is_not_shown() -> None:
    plugin = {
        "apiVersion": "extensions.higress.io/v1alpha1",
        "kind": "WasmPlugin",
        "metadata": {"name": "p", "namespace": "ns", "generation": 1},
        "spec": {
            "url": "oci://x/y:1",
            "matchRules": [{"domain": ["a.test"], "config": {"k": "${secret.db.password}"}}],
        },
    }
    held = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "db", "namespace": "ns"},
        "data": {"password": base64.b64encode(b"sesame").decode()},
    }
    inputs = Reader().read([plugin, held])
    modules = {request: assumed(request) for request in build(inputs, {}).requests}
    wanted = build(inputs, modules).preflights
    assert [one.config for one in wanted] == ['{"k":"sesame"}']
    refused = Facts({one.check_id: Verdict(False, "ConfigRefused", "no") for one in wanted})
    report = build(inputs, modules, refused).plugins[0]
    assert report.validated.message == "no (in the rule for `a.test`)"
    assert "sesame" not in repr(report)

"""A Python plugin that asks a service of the cluster, in the real gateway: `plugin dev`, names, waiting, upgrades."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pygress.host import Answer, Seen
from pygress.host.http1 import Server, send_request

from .conftest import Stack

pytestmark = pytest.mark.e2e

ROOT = Path(__file__).parents[2]
SERVICE = """
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: default}}
spec: {{ports: [{{port: {port}}}]}}
---
apiVersion: v1
kind: Endpoints
metadata: {{name: {name}, namespace: default}}
subsets: [{{addresses: [{{ip: 127.0.0.1}}], ports: [{{port: {real}}}]}}]
---
"""
INGRESS = """
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: all, namespace: default}
spec: {rules: [{http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: back, port: {number: 80}}}}]}}]}
"""


@pytest.fixture
def servers() -> Iterator[tuple[Server, Server]]:
    def check(seen: Seen) -> Answer:
        good = seen.headers.get("authorization") == "Bearer t"
        return Answer(200, headers={"x-user": "ann"}) if good else Answer(401, "log in")

    auth = Server(check)
    back = Server(lambda seen: Answer(200, f"user={seen.headers.get('x-user')} body={seen.text}"))
    yield auth, back
    auth.close()
    back.close()


def test_ext_auth_asks_a_service_by_its_name(
    new_stack: Stack, servers: tuple[Server, Server], tmp_path: Path
) -> None:
    auth, back = servers
    stack = new_stack
    stack.start("--concurrency", "1")
    manifests = tmp_path / "site.yaml"
    manifests.write_text(
        SERVICE.format(name="auth", port=8080, real=auth.port)
        + SERVICE.format(name="back", port=80, real=back.port)
        + INGRESS
    )
    stack.pygress("apply", "-f", str(manifests), "--data-dir", str(stack.data))
    plugin = tmp_path / "ext-auth"
    plugin.mkdir()
    (plugin / "plugin.py").write_text((ROOT / "examples/plugins/ext-auth/plugin.py").read_text())
    config = '{"url": "http://auth.default:8080", "take_headers": ["x-user"]}'
    words = ["plugin", "dev", str(plugin), "--once", "--config", config, "--data-dir", str(stack.data)]
    assert "ext-auth runs in the gateway" in stack.pygress(*words)

    def post(token: str, pieces: list[bytes]) -> tuple[int, str]:
        pairs = [(":authority", "any"), (":path", "/"), (":method", "POST"), (":scheme", "http")]
        result = send_request(stack.ports["http"], [*pairs, ("authorization", token)], pieces, None, False)
        return result.status, result.text

    assert post("Bearer x", [b"a"]) == (401, "log in")
    assert post("Bearer t", [b"a", b"b"]) == (200, "user=ann body=ab")
    source = (plugin / "plugin.py").read_text()
    (plugin / "plugin.py").write_text(
        source.replace("request.headers[name] = value", 'request.headers[name] = value + "!"')
    )
    stack.pygress(*words)
    assert post("Bearer t", [b"c"]) == (200, "user=ann! body=c")
    auth.close()
    assert post("Bearer t", [b"d"])[0] in (401, 503)

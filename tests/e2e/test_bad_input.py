"""Everything bad that a user can hand in: a precise message, nothing else stops, recovery by itself."""

import asyncio
import json
import os
import signal
import socket
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from pygress.oci.image import build_image, build_tar
from pygress.oci.publish import publish
from pygress.oci.reference import Reference
from pygress.oci.transport import Options, Transport

pytestmark = pytest.mark.e2e

Stack = Any
GOOD = """\
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {name: NAME, namespace: higress-system}
spec:
  defaultConfig: CONFIG
  url: URL
"""


def manifest(name: str, url: str, config: Any = None) -> str:
    text = json.dumps({"block_urls": ["swagger.html"]} if config is None else config)
    return GOOD.replace("NAME", name).replace("CONFIG", text).replace("URL", url)


def push_bytes(stack: Stack, data: bytes, tag: str) -> str:
    """Push any bytes as `plugin.wasm`, which `pygress plugin push` would refuse; give the url."""
    target = Reference.parse(f"localhost:{stack.ports['registry']}/plugins/bad:{tag}")

    async def push() -> None:
        transport = Transport(Options())
        try:
            async for _ in publish(build_image(data), target, transport):
                pass
        finally:
            await transport.close()

    asyncio.run(push())
    return f"oci://{target}"


@pytest.fixture(scope="module")
def image(stack: Stack, plugin_dir: Path) -> str:
    """The good image in the embedded registry."""
    reference = f"localhost:{stack.ports['registry']}/plugins/request-block:1.0.0"
    stack.pygress("plugin", "push", str(plugin_dir), reference)
    return f"oci://{reference}"


@pytest.fixture
def serving(stack: Stack, image: str) -> Iterator[Stack]:
    """The stack with the good plugin on; afterwards it must still refuse and pass as before."""
    stack.pygress("apply", "-f", "-", stdin=manifest("good", image))
    stack.wait("the good plugin to refuse", lambda: stack.status("/swagger.html") == 403)
    yield stack
    assert (stack.status("/swagger.html"), stack.status("/")) == (403, 200)


@pytest.fixture
def bad(serving: Stack) -> Iterator[str]:
    """The name of a second plugin, removed at the end."""
    yield "bad"
    serving.pygress("delete", "wasmplugin", "bad", "-n", "higress-system", code=None)
    serving.wait("traffic to pass again", lambda: serving.status("/") == 200)


def mangled(module: bytes, what: str) -> bytes:
    """Give a damaged copy of a good module."""
    if what == "garbage":
        return b"this is not WebAssembly"
    if what == "truncated":
        return module[: len(module) // 2]
    if what == "no ABI marker":
        # Same length, so that the module stays well-formed.
        return module.replace(b"proxy_abi_version_0_2_1", b"proxy_abi_versioX_0_2_1")
    assert what == "unknown import"
    return module.replace(b"proxy_send_local_response", b"proxy_send_local_responsX")


@pytest.mark.parametrize(
    ("what", "message"),
    [
        ("garbage", "is not WebAssembly: it starts with `74 68 69 73`"),
        ("truncated", "is cut off after"),
        ("no ABI marker", "proxy_abi_version"),
        ("unknown import", "proxy_send_local_responsX"),
    ],
)
def test_a_bad_module_is_named_on_the_resource(
    serving: Stack, bad: str, plugin_dir: Path, what: str, message: str
) -> None:
    url = push_bytes(
        serving, mangled((plugin_dir / "plugin.wasm").read_bytes(), what), what.replace(" ", "-")
    )
    serving.pygress("apply", "-f", "-", stdin=manifest(bad, url) + "  failStrategy: FAIL_OPEN\n")
    serving.wait("the resource to say so", lambda: serving.ready(bad)[0] == "False")
    assert message.lower() in serving.ready(bad)[2].lower()
    assert (serving.status("/swagger.html"), serving.status("/")) == (403, 200)


def test_fail_close_refuses_while_the_plugin_never_ran(serving: Stack, bad: str) -> None:
    serving.pygress("apply", "-f", "-", stdin=manifest(bad, push_bytes(serving, b"garbage", "close")))
    serving.wait("the stand-in to refuse", lambda: serving.status("/") == 503)


def test_an_image_without_plugin_wasm_is_named(serving: Stack, bad: str) -> None:
    repository = f"http://localhost:{serving.ports['registry']}/v2/plugins/empty"
    layer, config = build_tar(b"", "other.txt"), b"{}"
    with httpx.Client() as client:
        descriptors = []
        for data in (config, layer):
            digest = "sha256:" + __import__("hashlib").sha256(data).hexdigest()
            place = client.post(f"{repository}/blobs/uploads/").headers["location"]
            place = (
                place if place.startswith("http") else f"http://localhost:{serving.ports['registry']}{place}"
            )
            answer = client.put(
                place, params={**dict(httpx.URL(place).params), "digest": digest}, content=data
            )
            assert answer.status_code == 201, answer.text
            descriptors.append({"digest": digest, "size": len(data)})
        kinds = ("application/vnd.oci.image.config.v1+json", "application/vnd.oci.image.layer.v1.tar")
        described = [{"mediaType": kind, **one} for kind, one in zip(kinds, descriptors, strict=True)]
        document = {
            "schemaVersion": 2,
            "mediaType": "application/vnd.oci.image.manifest.v1+json",
            "config": described[0],
            "layers": [described[1]],
        }
        answer = client.put(
            f"{repository}/manifests/1", json=document, headers={"content-type": document["mediaType"]}
        )
        assert answer.status_code == 201, answer.text
    url = f"oci://localhost:{serving.ports['registry']}/plugins/empty:1"
    serving.pygress("apply", "-f", "-", stdin=manifest(bad, url) + "  failStrategy: FAIL_OPEN\n")
    serving.wait("the resource to say so", lambda: serving.ready(bad)[0] == "False")
    assert "plugin.wasm" in serving.ready(bad)[2]


def test_a_registry_that_is_down_and_comes_back(serving: Stack, bad: str, plugin_dir: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"oci://localhost:{port}/plugins/request-block:1.0.0"
    rule = manifest(bad, url, {"block_urls": ["/never"]}) + "  failStrategy: FAIL_OPEN\n"
    serving.pygress("apply", "-f", "-", stdin=rule)
    serving.wait("the resource to say so", lambda: serving.ready(bad)[0] == "False")
    assert f"localhost:{port}" in serving.ready(bad)[2]
    environment = {**os.environ, "REGISTRY_HTTP_ADDR": f"127.0.0.1:{port}"}
    folder = serving.work / "registry"
    config = serving.work / "registry.yml"
    config.write_text(
        f"version: 0.1\nstorage: {{filesystem: {{rootdirectory: {folder}}}}}\nhttp: {{addr: x}}\n"
    )
    registry = subprocess.Popen(
        ["docker-registry", "serve", str(config)],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        serving.wait("the registry", lambda: listens(port))
        serving.pygress("plugin", "push", str(plugin_dir), url.removeprefix("oci://"))
        serving.wait("the gateway to recover by itself", lambda: serving.ready(bad)[0] == "True", seconds=60)
        serving.wait("the plugin to refuse", lambda: serving.status("/never") == 403)
    finally:
        registry.send_signal(signal.SIGTERM)
        registry.wait(10)


def test_a_registry_that_hangs_delays_nobody(serving: Stack, bad: str, image: str) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(64)
        url = f"oci://localhost:{silent.getsockname()[1]}/plugins/never:1"
        serving.pygress("apply", "-f", "-", stdin=manifest(bad, url) + "  failStrategy: FAIL_OPEN\n")
        other = manifest("other", image, {"block_urls": ["/other"]})
        serving.pygress("apply", "-f", "-", stdin=other)
        took = serving.wait("another plugin to work", lambda: serving.status("/other") == 403, seconds=5)
        print(f"another plugin was on after {took:.2f} s")
        assert serving.ready(bad)[0] in ("False", "Unknown")
        serving.pygress("delete", "wasmplugin", "other", "-n", "higress-system")


def test_a_registry_that_refuses_is_named(serving: Stack, bad: str) -> None:
    from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

    class Refusing(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(401)
            self.send_header("www-authenticate", 'Basic realm="private"')
            self.send_header("content-length", "0")
            self.end_headers()

        do_HEAD = do_GET

        def log_message(self, format: str, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Refusing)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        url = f"oci://localhost:{server.server_address[1]}/plugins/private:1"
        serving.pygress("apply", "-f", "-", stdin=manifest(bad, url) + "  failStrategy: FAIL_OPEN\n")
        serving.wait("the resource to say so", lambda: serving.ready(bad)[0] == "False")
        status, reason, message = serving.conditions(bad)["Fetched"]
        assert (status, reason) == ("False", "RegistryUnauthorized"), message
    finally:
        server.shutdown()
        server.server_close()


def test_a_configuration_of_the_wrong_type_names_its_path(serving: Stack, image: str) -> None:
    wrong = manifest("good", image, {"block_urls": ["ok", 7]})
    serving.pygress("apply", "-f", "-", stdin=wrong)
    serving.wait("the resource to say so", lambda: serving.ready("good")[0] == "False")
    assert "block_urls[1]: expected a string, got 7" in serving.ready("good")[2]
    assert (serving.status("/swagger.html"), serving.status("/")) == (403, 200)
    serving.pygress("apply", "-f", "-", stdin=manifest("good", image))
    serving.wait("the plugin to be ready again", lambda: serving.ready("good")[0] == "True")


def test_two_plugins_of_one_name_live_in_two_namespaces(serving: Stack, image: str) -> None:
    serving.pygress("apply", "-f", "-", stdin="apiVersion: v1\nkind: Namespace\nmetadata: {name: team-a}\n")
    twin = manifest("good", image, {"block_urls": ["/twin"]}).replace("higress-system", "team-a")
    serving.pygress("apply", "-f", "-", stdin=twin)
    serving.wait("the twin to refuse", lambda: serving.status("/twin") == 403)
    assert serving.status("/swagger.html") == 403
    serving.pygress("delete", "wasmplugin", "good", "-n", "team-a")
    serving.wait("the twin to be gone", lambda: serving.status("/twin") == 200)


def test_creating_a_name_twice_is_refused(serving: Stack, image: str, tmp_path: Path) -> None:
    file = tmp_path / "good.yaml"
    file.write_text(manifest("good", image))
    output = serving.kubectl("create", "-f", str(file), code=1)
    assert "AlreadyExists" in output and 'wasmplugins.extensions.higress.io "good" already exists' in output


def test_an_ingress_without_backend_is_refused_with_its_path(serving: Stack) -> None:
    text = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: no-backend, namespace: default}
spec: {rules: [{http: {paths: [{path: /x, pathType: Prefix}]}}]}
"""
    output = serving.kubectl("apply", "--validate=false", "-f", "-", stdin=text, code=1)
    assert "spec.rules[0].http.paths[0].backend" in output


def test_an_ingress_to_a_missing_service_stops_nothing(serving: Stack) -> None:
    text = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: lost, namespace: default}
spec: {rules: [{http: {paths: [{path: /lost, pathType: Prefix,
  backend: {service: {name: nobody, port: {number: 80}}}}]}}]}
"""
    serving.pygress("apply", "-f", "-", stdin=text)
    serving.wait("the route to answer that nobody is there", lambda: serving.status("/lost") == 503)
    assert "nobody" in serving.pygress("status", code=None)
    serving.pygress("delete", "ingress", "lost", "-n", "default")
    serving.wait("the route to be gone", lambda: serving.status("/lost") == 200)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: [1\nb: 2\n", "<stdin>:2:"),
        ("just words", "must be an object with `apiVersion` and `kind`"),
        (GOOD.replace("spec:", "spec:\n  bogus: 1"), "spec.bogus"),
        (GOOD.replace("  url: URL\n", "  url: 7\n"), "spec.url"),
        (GOOD + "  phase: EARLY\n", "spec.phase"),
        (GOOD + "  matchRules: [{config: {}}]\n", "spec.matchRules[0]"),
        (GOOD.replace("WasmPlugin", "WasmPlugins"), "WasmPlugins"),
        ("", "no objects"),
    ],
)
def test_a_bad_manifest_is_named(serving: Stack, text: str, message: str) -> None:
    filled = text.replace("NAME", "never").replace("CONFIG", "{}").replace("URL", "localhost/x:1")
    output = serving.pygress("apply", "-f", "-", stdin=filled, code=1)
    assert message in output, output
    assert "never" not in serving.pygress("get", "wasmplugin", "-A")


def test_a_manifest_of_5_mb_is_refused(serving: Stack) -> None:
    big = manifest("big", "oci://localhost/x:1", {"text": "x" * 5_000_000})
    output = serving.pygress("apply", "-f", "-", stdin=big, code=1)
    assert "too large" in output.lower() or "limit" in output.lower(), output[-500:]


def listens(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0

"""The real kubectl on the embedded API server: every verb that the README promises.

`PYGRESS_KUBECTL` names another binary: old ones (1.20) read OpenAPI v2 in protobuf and check fields themselves, new
ones read v3 and leave that to the server.
"""

import asyncio
import json
import os
import re
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pygress.apiserver import ApiServer
from pygress.client import Client
from pygress.resources import kinds

from ..patience import patience

pytestmark = pytest.mark.e2e

KUBECTL = os.environ.get("PYGRESS_KUBECTL", "kubectl")
NAME = "wasmplugin.extensions.higress.io/request-block"

PLUGIN = """\
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: request-block
  namespace: higress-system
spec:
  defaultConfig:
    block_urls:
    - "swagger.html"
  url: oci://localhost:8003/plugins/request-block:1.0.0
"""

EVERYTHING = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: default, labels: {app: web}}
spec: {ports: [{port: 80, name: http}, {port: 443, name: https}]}
---
apiVersion: v1
kind: Endpoints
metadata: {name: web, namespace: default}
subsets: [{addresses: [{ip: 10.0.0.1}], ports: [{port: 9000, name: http}]}]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: default}
spec:
  ingressClassName: higress
  rules:
  - host: a.example.com
    http: {paths: [{path: /, pathType: Prefix, backend: {service: {name: web, port: {number: 80}}}}]}
---
apiVersion: v1
kind: Secret
metadata: {name: pass, namespace: default}
data: {a: Yg==}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: options, namespace: default}
data: {a: b}
---
apiVersion: networking.higress.io/v1
kind: McpBridge
metadata: {name: default, namespace: higress-system}
spec: {registries: [{type: static, name: one, domain: "127.0.0.1:80", port: 80}]}
"""


class Kubectl:
    """Runs kubectl against one server."""

    def __init__(self, server: ApiServer, home: Path) -> None:
        self.server = server
        self.env = os.environ | {"KUBECONFIG": str(server.kubeconfig), "HOME": str(home)}

    def run(self, *words: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
        command = [KUBECTL, *words]
        return subprocess.run(
            command, input=stdin, capture_output=True, text=True, env=self.env | env, timeout=60, check=False
        )

    def __call__(self, *words: str, stdin: str = "", **env: str) -> str:
        """Give stdout of a command that must succeed."""
        done = self.run(*words, stdin=stdin, **env)
        assert done.returncode == 0, f"kubectl {' '.join(words)}: {done.stderr}"
        return done.stdout

    def refused(self, *words: str, stdin: str = "") -> str:
        """Give stderr of a command that must fail."""
        done = self.run(*words, stdin=stdin)
        assert done.returncode != 0, done.stdout
        return done.stderr

    def apply(self, text: str, *words: str) -> str:
        return self("apply", *words, "-f", "-", stdin=text)


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


@pytest.fixture(scope="module")
def server(loop: asyncio.AbstractEventLoop, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kubectl]:
    path = tmp_path_factory.mktemp("kubectl")
    server = ApiServer(path / "data", port=0)
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(20)
    yield Kubectl(server, path)
    asyncio.run_coroutine_threadsafe(server.stop(), loop).result(20)


@pytest.fixture
def kubectl(server: Kubectl) -> Iterator[Kubectl]:
    yield server
    server("delete", "wasmplugin,mcpbridge", "--all")
    server("delete", "ingress,svc,endpoints,secret,configmap", "--all", "-n", "default")


def test_the_walkthrough(kubectl: Kubectl) -> None:
    assert kubectl.apply(PLUGIN) == f"{NAME} created\n"
    assert kubectl.apply(PLUGIN) == f"{NAME} unchanged\n"
    listed = kubectl("get", "wasmplugin").splitlines()
    assert listed[0].split() == ["NAME", "READY", "PHASE", "PRIORITY", "IMAGE", "DIGEST", "AGE"]
    assert listed[1].split()[0:2] == ["request-block", "oci://localhost:8003/plugins/request-block:1.0.0"]
    assert kubectl.apply(PLUGIN.replace("1.0.0", "1.1.0")) == f"{NAME} configured\n"
    path = "{.spec.url} {.metadata.generation}"
    assert kubectl("get", "wasmplugin", "request-block", "-o", f"jsonpath={path}") == (
        "oci://localhost:8003/plugins/request-block:1.1.0 2"
    )
    assert kubectl("delete", "-f", "-", stdin=PLUGIN).startswith(
        'wasmplugin.extensions.higress.io "request-block"'
    )
    assert "NotFound" in kubectl.refused("get", "wasmplugin", "request-block")


def test_every_kind(kubectl: Kubectl) -> None:
    assert kubectl.apply(EVERYTHING).count("created") == 6
    assert kubectl.apply(EVERYTHING).count("unchanged") == 6
    listed = kubectl("get", "svc,endpoints,ing,secret,cm", "-n", "default")
    for line in (
        r"service/web +ClusterIP +<none> +<none> +80/TCP,443/TCP",
        r"endpoints/web +10\.0\.0\.1:9000",
        r"ingress\.networking\.k8s\.io/web +higress +a\.example\.com +80",
        r"secret/pass +Opaque +1",
        r"configmap/options +1",
    ):
        assert re.search(line, listed), listed
    assert re.search(r"default +one", kubectl("get", "mcpbridge"))
    one_port = EVERYTHING.replace("{port: 80, name: http}, ", "")
    assert "service/web configured" in kubectl.apply(one_port)
    assert "443/TCP" in kubectl("get", "svc", "web", "-n", "default")
    assert "80/TCP" not in kubectl("get", "svc", "web", "-n", "default")


def test_describe(kubectl: Kubectl) -> None:
    kubectl.apply(PLUGIN)
    kubectl.apply(EVERYTHING)
    described = kubectl("describe", "wasmplugin", "request-block")
    assert "swagger.html" in described
    assert "Generation:" in described
    assert "a.example.com" in kubectl("describe", "ingress", "web", "-n", "default")
    assert "443/TCP" in kubectl("describe", "svc", "web", "-n", "default")
    assert "1 bytes" in kubectl("describe", "secret", "pass", "-n", "default")
    assert "Active" in kubectl("describe", "ns", "default")


def test_patch_in_three_forms(kubectl: Kubectl) -> None:
    kubectl.apply(PLUGIN)
    kubectl("patch", "wasmplugin", "request-block", "--type=merge", "-p", '{"spec":{"priority":5}}')
    operations = '[{"op":"replace","path":"/spec/priority","value":6}]'
    kubectl("patch", "wasmplugin", "request-block", "--type=json", "-p", operations)
    assert kubectl("get", "wasmplugin", "request-block", "-o", "jsonpath={.spec.priority}") == "6"
    kubectl.apply(EVERYTHING)
    ports = '{"spec":{"ports":[{"port":8080,"name":"more"}]}}'
    kubectl("patch", "svc", "web", "-n", "default", "-p", ports)
    assert "80/TCP,443/TCP,8080/TCP" in kubectl("get", "svc", "web", "-n", "default")


def test_edit_label_annotate_replace(kubectl: Kubectl) -> None:
    kubectl.apply(PLUGIN)
    kubectl("edit", "wasmplugin", "request-block", EDITOR="sed -i s/1.0.0/2.0.0/")
    assert "request-block:2.0.0" in kubectl("get", "wasmplugin")
    kubectl("label", "wasmplugin", "request-block", "app=web")
    kubectl("annotate", "wasmplugin", "request-block", "note=x")
    assert "request-block" in kubectl("get", "wasmplugin", "-l", "app in (web)", "--no-headers")
    assert kubectl("get", "wasmplugin", "-l", "app!=web", "--no-headers") == ""
    assert kubectl("get", "wasmplugin", "--field-selector", "metadata.name=x", "--no-headers") == ""
    stale = kubectl("get", "wasmplugin", "request-block", "-o", "yaml")
    kubectl("label", "wasmplugin", "request-block", "more=1")
    assert "the object has been modified" in kubectl.refused("replace", "-f", "-", stdin=stale)


def test_server_side_apply(kubectl: Kubectl) -> None:
    assert "serverside-applied" in kubectl.apply(PLUGIN, "--server-side")
    other = PLUGIN.replace("1.0.0", "9.0.0")
    refused = kubectl.refused("apply", "--server-side", "--field-manager=other", "-f", "-", stdin=other)
    assert 'Apply failed with 1 conflict: conflict with "kubectl"' in refused
    assert ".spec.url" in refused
    kubectl.apply(other, "--server-side", "--field-manager=other", "--force-conflicts")
    assert "request-block:9.0.0" in kubectl("get", "wasmplugin")


def test_diff_and_dry_run(kubectl: Kubectl) -> None:
    kubectl.apply(PLUGIN)
    assert kubectl.run("diff", "-f", "-", stdin=PLUGIN).returncode == 0
    different = kubectl.run("diff", "-f", "-", stdin=PLUGIN.replace("1.0.0", "1.1.0"))
    assert different.returncode == 1
    assert "+  url: oci://localhost:8003/plugins/request-block:1.1.0" in different.stdout
    kubectl.apply(PLUGIN.replace("1.0.0", "1.1.0"), "--dry-run=server")
    assert "request-block:1.0.0" in kubectl("get", "wasmplugin")


def test_explain(kubectl: Kubectl) -> None:
    rules = kubectl("explain", "wasmplugin.spec.matchRules")
    assert "configDisable" in rules
    assert "the first that matches wins" in rules
    assert "FAIL_CLOSE" in kubectl("explain", "wasmplugin.spec.failStrategy")
    assert "exposed by this service" in kubectl("explain", "service.spec.ports.port")
    assert "pathType" in kubectl("explain", "ingress.spec.rules.http.paths")
    assert "wasmplugins" in kubectl("api-resources")


def test_watch_and_wait(kubectl: Kubectl, loop: asyncio.AbstractEventLoop) -> None:
    kubectl.apply(PLUGIN)
    with subprocess.Popen(
        [KUBECTL, "get", "wasmplugin", "-w"], env=kubectl.env, stdout=subprocess.PIPE, text=True
    ) as watching:
        assert watching.stdout is not None
        assert watching.stdout.readline().startswith("NAME")
        assert "1.0.0" in watching.stdout.readline()
        kubectl.apply(PLUGIN.replace("1.0.0", "1.1.0"))
        assert "1.1.0" in watching.stdout.readline()
        watching.terminate()

    async def make_ready() -> None:
        async with Client.from_kubeconfig(kubectl.server.kubeconfig) as client:
            ready = {"type": "Ready", "status": "True", "reason": "Programmed", "message": "on 1 of 1"}
            await client.patch_status(kinds.WASM_PLUGIN, "request-block", {"conditions": [ready]})

    assert "timed out" in kubectl.refused("wait", "--for=condition=Ready", NAME, "--timeout=1s")
    with subprocess.Popen(
        [KUBECTL, "wait", "--for=condition=Ready", NAME, "--timeout=20s"],
        env=kubectl.env,
        stdout=subprocess.PIPE,
    ) as waiting:
        asyncio.run_coroutine_threadsafe(make_ready(), loop).result(10)
        assert waiting.wait(20) == 0
    assert re.search(r"request-block +True", kubectl("get", "wasmplugin"))
    assert "Programmed" in kubectl("get", "wasmplugin", "-o", "wide")
    with subprocess.Popen(
        [KUBECTL, "wait", "--for=delete", NAME, "--timeout=20s"], env=kubectl.env
    ) as waiting:
        # Old ones call an object that is gone before they look an error.
        deadline = time.monotonic() + 10
        while not kubectl.server._store._watches and time.monotonic() < deadline:
            time.sleep(0.01)
        kubectl("delete", "wasmplugin", "request-block")
        assert waiting.wait(20) == 0


def test_typed_commands(kubectl: Kubectl) -> None:
    kubectl("create", "ns", "shop")
    kubectl("create", "configmap", "options", "-n", "shop", "--from-literal=a=b")
    kubectl("create", "secret", "generic", "pass", "-n", "shop", "--from-literal=a=b")
    kubectl(
        "create", "secret", "docker-registry", "pull", "-n", "shop", "--docker-server=localhost:8003",
        "--docker-username=u", "--docker-password=p",
    )  # fmt: skip
    kubectl("create", "service", "clusterip", "web", "-n", "shop", "--tcp=80:8080")
    kubectl("create", "ingress", "web", "-n", "shop", "--rule=a.example.com/api*=web:80,tls=pass")
    made = json.loads(kubectl("get", "cm,secret,svc,ing", "-n", "shop", "-o", "json"))["items"]
    by_name = {(one["kind"], one["metadata"]["name"]): one for one in made}
    assert by_name["ConfigMap", "options"]["data"] == {"a": "b"}
    assert by_name["Secret", "pass"]["data"] == {"a": "Yg=="}
    assert by_name["Secret", "pull"]["type"] == "kubernetes.io/dockerconfigjson"
    assert by_name["Service", "web"]["spec"]["ports"][0]["targetPort"] == 8080
    assert by_name["Ingress", "web"]["spec"]["rules"][0]["http"]["paths"][0]["path"] == "/api"
    assert kubectl("auth", "can-i", "create", "wasmplugins").strip() == "yes"
    kubectl("delete", "ns", "shop")
    assert "shop" not in kubectl("get", "ns")


def test_bad_input(kubectl: Kubectl) -> None:
    wrong = PLUGIN.replace("  url:", "  phase: LATE\n  prio: 1\n  url:")
    refused = kubectl.refused("apply", "--validate=false", "-f", "-", stdin=wrong)
    assert 'spec.phase: Unsupported value: "LATE"' in refused
    assert "spec.prio: Invalid value: 1: unknown field; did you mean `priority`?" in refused
    # With its own checks on, kubectl or the server names the field too, each in its own words.
    assert "prio" in kubectl.refused("apply", "-f", "-", stdin=wrong)
    unknown = EVERYTHING.replace("data: {a: b}", "data: {a: b}\ndat: {}")
    assert "dat" in kubectl.refused("apply", "-f", "-", stdin=unknown)
    big = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: big}}\ndata: {{a: {'x' * 5_000_000}}}\n"
    assert "Request entity too large: limit is 3145728 bytes" in kubectl.refused(
        "create", "-f", "-", stdin=big
    )
    assert 'namespaces "nope" not found' in kubectl.refused("create", "cm", "x", "-n", "nope")
    assert kubectl.refused("apply", "-f", "-", stdin="a: b: c").startswith("error:")


def test_many_objects_are_listed_in_pages_and_deleted_together(kubectl: Kubectl) -> None:
    text = "---\n".join(PLUGIN.replace("name: request-block", f"name: p{n:03}") for n in range(30))
    kubectl.apply(text)
    began = time.monotonic()
    listed = kubectl("get", "wasmplugin", "--chunk-size=8", "-o", "name").split()
    assert listed == [f"wasmplugin.extensions.higress.io/p{n:03}" for n in range(30)]
    assert time.monotonic() - began < patience(5)
    kubectl("delete", "wasmplugin", "--all")
    assert kubectl("get", "wasmplugin", "-o", "name") == ""

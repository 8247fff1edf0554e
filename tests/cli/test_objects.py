"""`pygress apply`, `get` and `delete` on a running server."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from pygress.apiserver import ApiServer
from pygress.cli.main import run

PLUGIN = """\
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata:
  name: request-block
spec:
  url: oci://localhost:8003/plugins/request-block:1.0.0
  phase: AUTHZ
"""
BACKEND = """\
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop, labels: {app: web}}
spec: {ports: [{port: 80}]}
---
apiVersion: v1
kind: Namespace
metadata: {name: shop}
"""


@pytest.fixture(scope="module")
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    path = tmp_path_factory.mktemp("server")
    loop = asyncio.new_event_loop()
    server = ApiServer(path, port=0)
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    asyncio.run_coroutine_threadsafe(server.start(), loop).result(20)
    yield path
    asyncio.run_coroutine_threadsafe(server.stop(), loop).result(20)
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


class Shell:
    def __init__(self, data_dir: Path, capture: pytest.CaptureFixture[str]) -> None:
        self.data_dir = data_dir
        self.capture = capture

    def __call__(self, *words: str, code: int = 0) -> str:
        """Run a command and give its stdout, or its stderr when it is to fail."""
        self.capture.readouterr()
        assert run([*words, "--data-dir", str(self.data_dir)]) == code, self.capture.readouterr().err
        printed = self.capture.readouterr()
        return printed.err if code else printed.out


@pytest.fixture
def shell(
    data_dir: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Shell]:
    monkeypatch.chdir(tmp_path)
    shell = Shell(data_dir, capsys)
    yield shell
    shell("delete", "wasmplugin", "request-block", "--ignore-not-found")


def write(name: str, text: str) -> str:
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)
    return name


def test_created_unchanged_configured_deleted(shell: Shell) -> None:
    name = "wasmplugin.extensions.higress.io/request-block"
    file = write("p.yaml", PLUGIN)
    assert shell("apply", "-f", file, "--dry-run") == f"{name} created (server dry run)\n"
    assert shell("apply", "-f", file) == f"{name} created\n"
    assert shell("apply", "-f", file) == f"{name} unchanged\n"
    write("p.yaml", PLUGIN.replace("1.0.0", "1.1.0"))
    assert shell("apply", "-f", file) == f"{name} configured\n"
    assert shell("delete", "-f", file) == f"{name} deleted\n"
    assert shell("delete", "-f", file, code=1) == (
        'error: wasmplugins.extensions.higress.io "request-block" not found\n'
    )
    assert shell("delete", "-f", file, "--ignore-not-found") == ""


def test_a_folder_is_applied_with_its_namespaces_first(shell: Shell) -> None:
    write("m/a.yaml", BACKEND)
    write("m/deep/b.yaml", PLUGIN)
    write("m/README.md", "no manifest")
    printed = shell("apply", "-f", "m")
    assert printed == "namespace/shop created\nservice/web created\n"
    assert shell("apply", "-f", "m", "-R").splitlines() == [
        "namespace/shop unchanged",
        "service/web unchanged",
        "wasmplugin.extensions.higress.io/request-block created",
    ]
    listed = shell("get", "svc", "-n", "shop", "-l", "app=web").splitlines()
    assert listed[0].split() == ["NAME", "TYPE", "CLUSTER-IP", "EXTERNAL-IP", "PORT(S)", "AGE"]
    assert listed[1].split()[:5] == ["web", "ClusterIP", "<none>", "<none>", "80/TCP"]
    assert shell("get", "svc", "-A").splitlines()[1].split()[:2] == ["shop", "web"]
    assert shell("delete", "svc/web", "-n", "shop") == "service/web deleted\n"


def test_the_forms_of_get(shell: Shell) -> None:
    shell("apply", "-f", write("p.yaml", PLUGIN))
    listed = shell("get", "wasmplugin").splitlines()
    assert listed[0].split() == ["NAME", "READY", "PHASE", "PRIORITY", "IMAGE", "DIGEST", "AGE"]
    assert shell("get", "wasmplugins", "-o", "wide").splitlines()[0].split()[-2:] == ["REASON", "MESSAGE"]
    one = yaml.safe_load(shell("get", "wasmplugin/request-block", "-o", "yaml"))
    assert one["spec"]["phase"] == "AUTHZ"
    assert "managedFields" not in one["metadata"]
    many = json.loads(shell("get", "wasmplugin,cm", "-o", "json"))
    assert [item["kind"] for item in many["items"]] == ["WasmPlugin"]
    assert shell("get", "wasmplugin", "-o", "name") == "wasmplugin.extensions.higress.io/request-block\n"
    # What was printed can be applied, and says nothing new.
    text = shell("get", "wasmplugin", "request-block", "-o", "yaml")
    shell("apply", "-f", write("again.yaml", text))
    again = yaml.safe_load(shell("get", "wasmplugin", "request-block", "-o", "yaml"))
    assert (again["spec"], again["metadata"]["generation"]) == (one["spec"], 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "a: b: c",
            "error[bad-manifest]: not YAML: mapping values are not allowed in this context\n  x.yaml:1:5\n",
        ),
        ("kind: X\n", "error[bad-manifest]: a manifest must have `apiVersion`\n  x.yaml:1:1\n"),
        (
            "apiVersion: v2\nkind: Service\n",
            "error: x.yaml:1: no kind `Service` in `v2`; `Service` is known in `v1`\n",
        ),
        (
            PLUGIN.replace("phase: AUTHZ", "phase: LATE\n  prio: 1"),
            "error: x.yaml:1: wasmplugin.extensions.higress.io/request-block: spec.phase: Unsupported value: "
            '"LATE": supported values: "UNSPECIFIED_PHASE", "AUTHN", "AUTHZ", "STATS"\n'
            "error: x.yaml:1: wasmplugin.extensions.higress.io/request-block: spec.prio: Invalid value: 1: "
            "unknown field; did you mean `priority`?\n",
        ),
        (
            f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: big}}\ndata: {{a: {'x' * 5_000_000}}}\n",
            "error: x.yaml:1: configmap/big: Request entity too large: limit is 3145728 bytes\n",
        ),
        (
            PLUGIN.replace("metadata:", "metadata:\n  namespace: nope"),
            'error: x.yaml:1: wasmplugin.extensions.higress.io/request-block: namespaces "nope" not found\n',
        ),
    ],
    ids=["not-yaml", "no-object", "unknown-kind", "rules", "5-megabytes", "no-namespace"],
)
def test_bad_manifests(shell: Shell, text: str, message: str) -> None:
    assert shell("apply", "-f", write("x.yaml", text), code=1) == message


def test_one_bad_object_does_not_stop_the_others(shell: Shell) -> None:
    file = write("x.yaml", PLUGIN.replace("request-block", "Bad") + "---\n" + PLUGIN)
    assert "metadata.name: Invalid value" in shell("apply", "-f", file, code=1)
    assert shell("get", "wasmplugin", "-o", "name") == "wasmplugin.extensions.higress.io/request-block\n"


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["get", "pods"], "error: `pods` is not a known kind; known kinds: namespaces, "),
        (["get", "svc", "x"], 'error: services "x" not found'),
        (["get", "svc", "-o", "xml"], "error: `--output`: `xml` is none of table, wide, yaml, json, name"),
        (["apply", "-f", "nope.yaml"], "error: `nope.yaml` does not exist"),
        (["delete", "svc"], "error: which `svc`? give its name"),
        (["delete"], "error: give either `-f FILE` or a kind and names"),
        (["get", "svc", "-l", "a=("], "error: unable to parse requirement"),
    ],
)
def test_mistakes_of_the_command_line(shell: Shell, words: list[str], message: str) -> None:
    assert shell(*words, code=1).startswith(message)


def test_an_empty_folder_and_no_server(
    shell: Shell, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "empty").mkdir()
    assert shell("apply", "-f", "empty", code=1).startswith("error: no manifest in `empty`")
    assert run(["get", "svc", "--data-dir", "none"]) == 1
    assert "start the gateway with `pygress up --data-dir none`" in capsys.readouterr().err

"""Our registry and our client among others: skopeo, and the registry of the distribution project."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from ..modules.wat import plugin
from .conftest import Stack

USER, PASSWORD = "builder", "a word: with colon"


@contextmanager
def distribution(work: Path, *, closed: bool = False) -> Iterator[str]:
    """Debian's docker-registry on a free port, open or with a user and password; gives `host:port`."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        host = f"127.0.0.1:{free.getsockname()[1]}"
    auth = ""
    if closed:
        made = subprocess.run(["htpasswd", "-Bbn", USER, PASSWORD], check=True, capture_output=True).stdout
        (work / "htpasswd").write_bytes(made)
        auth = f"auth:\n  htpasswd: {{realm: test, path: {work}/htpasswd}}\n"
    config = work / "registry.yml"
    config.write_text(
        f"version: 0.1\nlog: {{level: error}}\nstorage: {{filesystem: {{rootdirectory: {work}/content}}}}\n"
        f"http: {{addr: {host}, secret: test}}\n{auth}"
    )
    process = subprocess.Popen(
        ["docker-registry", "serve", str(config)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        deadline = time.monotonic() + 15
        while True:
            try:
                httpx.get(f"http://{host}/v2/", trust_env=False)
                break
            except httpx.TransportError:
                assert process.poll() is None and time.monotonic() < deadline
                time.sleep(0.05)
        yield host
    finally:
        process.kill()
        process.wait()


@pytest.fixture
def module(tmp_path: Path) -> Path:
    # Larger than one chunk of an upload.
    file = tmp_path / "plugin.wasm"
    file.write_bytes(plugin(tail=b"\0" + b"\x80\x80\x80\x05" + b"\x01x" + b"\xa5" * ((10 << 20) - 2)))
    return file


def skopeo(*args: str, code: int = 0) -> str:
    done = subprocess.run(["skopeo", *args], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == code, done.stderr
    return done.stdout


@pytest.mark.e2e
def test_push_to_the_distribution_registry(stack: Stack, module: Path, tmp_path: Path) -> None:
    with distribution(tmp_path) as host:
        pinned = stack.output("plugin", "push", str(module), f"{host}/team/x:1").strip()
        again = stack.output("plugin", "push", str(module), f"{host}/team/x:2").strip()
        assert pinned == again
        found = json.loads(skopeo("inspect", "--tls-verify=false", f"docker://{host}/team/x:1"))
        assert f"{host}/team/x@{found['Digest']}" == pinned
        shown = json.loads(stack.output("plugin", "inspect", pinned, "-o", "json"))
        assert shown["module"]["size"] == module.stat().st_size
        assert "`" in stack.pygress("plugin", "inspect", f"{host}/team/none:1", code=1)


@pytest.mark.e2e
def test_push_with_user_and_password(stack: Stack, module: Path, tmp_path: Path) -> None:
    with distribution(tmp_path, closed=True) as host:
        refused = stack.pygress("plugin", "push", str(module), f"{host}/x:1", code=1)
        assert "denies access" in refused
        assert "docker login" in refused
        flags = ("--username", USER, "--password-stdin")
        wrong = stack.pygress(
            "plugin", "push", str(module), f"{host}/x:1", *flags, stdin="wrong-word\n", code=1
        )
        assert "refuses the user or the password" in wrong
        assert "wrong-word" not in wrong
        stack.pygress("plugin", "push", str(module), f"{host}/x:1", *flags, stdin=PASSWORD + "\n")
        # The login of another tool is found where it left it.
        login = ["login", "--tls-verify=false", "--authfile", f"{stack.work}/.docker/config.json"]
        (stack.work / ".docker").mkdir(exist_ok=True)
        skopeo(*login, "-u", USER, "-p", PASSWORD, host)
        stack.pygress("plugin", "inspect", f"{host}/x:1")
        shutil.rmtree(stack.work / ".docker")


@pytest.mark.e2e
def test_a_pull_secret_opens_the_registry(stack: Stack, tmp_path: Path) -> None:
    module = tmp_path / "plugin.wasm"
    module.write_bytes(plugin())
    with distribution(tmp_path, closed=True) as host:
        flags = ("--username", USER, "--password-stdin")
        stack.pygress("plugin", "push", str(module), f"{host}/x:1", *flags, stdin=PASSWORD + "\n")
        manifest = f"""\
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {{name: private, namespace: higress-system}}
spec:
  url: oci://{host}/x:1
  imagePullSecret: registry-login
  defaultConfig: {{}}
"""
        stack.pygress("apply", "-f", "-", stdin=manifest)
        stack.wait(
            "the plugin to be refused",
            lambda: stack.conditions("private").get("Fetched", ("",))[0] == "False",
        )
        auths = json.dumps({"auths": {host: {"username": USER, "password": PASSWORD}}})
        secret = f"""\
apiVersion: v1
kind: Secret
metadata: {{name: registry-login, namespace: higress-system}}
type: kubernetes.io/dockerconfigjson
stringData: {{".dockerconfigjson": '{auths}'}}
"""
        stack.pygress("apply", "-f", "-", stdin=secret)
        stack.wait(
            "the plugin to be fetched", lambda: stack.conditions("private").get("Fetched", ("",))[0] == "True"
        )
        assert PASSWORD not in stack.log()
        assert PASSWORD not in stack.pygress(
            "get", "wasmplugin", "private", "-n", "higress-system", "-o", "yaml"
        )
    stack.pygress("delete", "wasmplugin", "private", "-n", "higress-system")


@pytest.mark.e2e
def test_skopeo_copies_both_ways(stack: Stack, module: Path, tmp_path: Path) -> None:
    ours = f"docker://localhost:{stack.ports['registry']}"
    flags = ("--src-tls-verify=false", "--dest-tls-verify=false")
    pinned = stack.output("plugin", "push", str(module), f"localhost:{stack.ports['registry']}/a:1").strip()
    with distribution(tmp_path) as host:
        skopeo("copy", *flags, f"{ours}/a:1", f"docker://{host}/mirror/a:1")
        skopeo("copy", *flags, f"docker://{host}/mirror/a:1", f"{ours}/back/a:1")
        skopeo("copy", *flags, "--format", "v2s2", f"{ours}/back/a:1", f"{ours}/back/a:docker")
    found = json.loads(skopeo("inspect", "--tls-verify=false", f"{ours}/back/a:1"))
    assert found["Digest"] == pinned.partition("@")[2]
    tags = json.loads(skopeo("list-tags", "--tls-verify=false", f"{ours}/back/a"))
    assert tags["Tags"] == ["1", "docker"]
    skopeo("copy", *flags, f"{ours}/back/a:docker", f"oci:{tmp_path}/layout:1")
    stack.pygress("plugin", "inspect", f"localhost:{stack.ports['registry']}/back/a:docker")
    skopeo("delete", "--tls-verify=false", f"{ours}/back/a:1")
    skopeo("inspect", "--tls-verify=false", f"{ours}/back/a:1", code=1)

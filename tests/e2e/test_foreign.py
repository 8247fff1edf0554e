"""Plugins in other languages go through build, push, enable, reconfigure and delete like our own."""

import json
import os
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from .conftest import Stack

needs_go = pytest.mark.skipif(shutil.which("go") is None, reason="needs Go 1.24 or later: https://go.dev/dl")
needs_npm = pytest.mark.skipif(shutil.which("npm") is None, reason="needs Node.js: https://nodejs.org")
PROJECTS = Path(__file__).parent / "foreign"


def project(stack: Stack, name: str) -> Path:
    folder = stack.work / name
    if not folder.exists():
        shutil.copytree(
            PROJECTS / name, folder, ignore=shutil.ignore_patterns("node_modules", "target", "*.wasm")
        )
    return folder


def plugin(name: str, url: str, config: str) -> str:
    return f"""\
apiVersion: extensions.higress.io/v1alpha1
kind: WasmPlugin
metadata: {{name: {name}, namespace: higress-system}}
spec:
  url: {url}
  pluginName: {name}
  defaultConfig: {config}
"""


def endless_loop_is_traced(stack: Stack, name: str, python: Path) -> None:
    """Let a plugin loop beside another one with the same traffic that was changed after it."""
    witness, image = f"{name}-witness", f"localhost:{stack.ports['registry']}/witness:1"
    stack.pygress("plugin", "push", str(python), image)
    stack.pygress("apply", "-f", "-", stdin=plugin(witness, f"oci://{image}", "{block_urls: [nothing]}"))
    stack.wait("the witness", lambda: stack.ready(witness)[0] == "True", seconds=40)
    assert stack.status("/") == 200
    seen: list[tuple[str, str, str]] = []

    def stopped() -> bool:
        seen.append(stack.conditions(name)["Validated"])
        return seen[-1][1] == "Quarantined"

    with ThreadPoolExecutor(1) as pool:
        # It ends when its Envoy does.
        hanging = pool.submit(stack.status, "/endless")
        stack.wait("the loop to be found", stopped, seconds=40)
        assert hanging.result() == 0
    assert seen[-1][2].startswith("an endless loop: a callback of a plugin never came back"), seen[-1]
    stack.wait("an envoy that is alive", lambda: stack.status("/") in (200, 503))
    assert stack.ready(witness)[0] == "True"
    stack.pygress("delete", "wasmplugin", witness, "-n", "higress-system")


@pytest.fixture
def go_caches(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep what Go downloaded and compiled: the commands of a stack run with a home of their own."""
    for name in ("GOPATH", "GOCACHE"):
        value = subprocess.run(["go", "env", name], check=True, capture_output=True, text=True).stdout.strip()
        monkeypatch.setenv(name, value)


@pytest.mark.e2e
@needs_go
@pytest.mark.usefixtures("go_caches")
def test_go_on_the_higress_sdk(stack: Stack, plugin_dir: Path) -> None:
    folder = project(stack, "go-block")
    built = json.loads(stack.output("plugin", "build", str(folder), "--json"))
    assert built["abi"] == "0.2.100"
    assert built["sdk"] == "higress wasm-go"
    assert built["language"].startswith("Go 1.")
    registry = f"localhost:{stack.ports['registry']}"
    stack.pygress("plugin", "push", str(folder), f"{registry}/go-block:1")
    shown = stack.pygress("plugin", "inspect", f"{registry}/go-block:1")
    assert "adapted      ABI 0.2.100 renamed to 0.2.1" in shown
    config = "{block_urls: [swagger.html]}"
    stack.pygress("apply", "-f", "-", stdin=plugin("go-block", f"oci://{registry}/go-block:1", config))
    stack.wait("the Go plugin to refuse", lambda: stack.status("/api/swagger.html") == 403, seconds=40)
    assert stack.status("/api/users") == 200
    status, headers, body = stack.request("/swagger.html")
    assert (status, headers["server"], body) == (403, "istio-envoy", b"refused by go")
    config = "{block_urls: [users], blocked_code: 418}"
    stack.pygress("apply", "-f", "-", stdin=plugin("go-block", f"oci://{registry}/go-block:1", config))
    stack.wait("the new configuration", lambda: stack.status("/api/users") == 418, seconds=40)
    assert stack.status("/api/swagger.html") == 200
    endless_loop_is_traced(stack, "go-block", plugin_dir)
    stack.pygress("delete", "wasmplugin", "go-block", "-n", "higress-system")
    stack.wait("the plugin to be gone", lambda: stack.status("/api/users") == 200)


@pytest.mark.e2e
@needs_npm
def test_assemblyscript_in_the_layout_of_a_dockerfile(stack: Stack, plugin_dir: Path) -> None:
    folder = project(stack, "as-block")
    subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=folder, check=True, capture_output=True)
    stack.pygress("plugin", "build", str(folder))
    registry = f"localhost:{stack.ports['registry']}"
    # What `FROM scratch` / `COPY main.wasm plugin.wasm` makes: Docker's media types, pushed by another client.
    stack.pygress("plugin", "push", str(folder), f"oci:{stack.work}/layout:1")
    target = f"docker://{registry}/as-block:1"
    command = [
        "skopeo",
        "copy",
        "--format",
        "v2s2",
        "--dest-tls-verify=false",
        f"oci:{stack.work}/layout:1",
        target,
    ]
    subprocess.run(command, check=True, capture_output=True)
    found = json.loads(stack.output("plugin", "inspect", f"{registry}/as-block:1", "-o", "json"))
    assert found["image"]["mediaType"] == "application/vnd.docker.distribution.manifest.v2+json"
    assert found["module"]["language"] == "AssemblyScript"
    stack.pygress("apply", "-f", "-", stdin=plugin("as-block", f"oci://{registry}/as-block:1", "{}"))
    stack.wait("the plugin to refuse", lambda: stack.status("/api/swagger.html") == 403, seconds=30)
    assert stack.request("/swagger.html")[2] == b"no"
    assert stack.status("/api/users") == 200
    endless_loop_is_traced(stack, "as-block", plugin_dir)
    stack.pygress("delete", "wasmplugin", "as-block", "-n", "higress-system")
    stack.wait("the plugin to be gone", lambda: stack.status("/api/swagger.html") == 200)


@pytest.fixture
def rust_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """Rust lives in the home folder, and the commands of a stack have another one."""
    for name, folder in (("CARGO_HOME", ".cargo"), ("RUSTUP_HOME", ".rustup")):
        monkeypatch.setenv(name, os.environ.get(name, str(Path.home() / folder)))


@pytest.mark.e2e
@pytest.mark.usefixtures("rust_home")
def test_rust_on_the_proxy_wasm_sdk(stack: Stack) -> None:
    folder = project(stack, "rust-block")
    built = stack.pygress("plugin", "build", str(folder), code=None)
    if "this Rust has no standard library for WebAssembly" in built:
        assert "run `rustup target add wasm32-wasip1`" in built
        pytest.skip("no Rust for wasm32-wasip1 here; the message that says so is right")
    registry = f"localhost:{stack.ports['registry']}"
    stack.pygress("plugin", "push", str(folder), f"{registry}/rust-block:1", "--companions")
    found = json.loads(stack.output("plugin", "inspect", f"{registry}/rust-block:1", "-o", "json"))
    assert found["module"]["sdk"].startswith("proxy-wasm-rust-sdk 0.2.")
    url = f"oci://{registry}/rust-block:1"
    stack.pygress("apply", "-f", "-", stdin=plugin("rust-block", url, "{word: swagger}"))
    stack.wait("the plugin to refuse", lambda: stack.status("/api/swagger.html") == 403, seconds=30)
    assert stack.request("/swagger.html")[2] == b"refused by rust"
    assert stack.status("/api/users") == 200
    # It refuses an empty word: the resource says so, and the old configuration keeps serving.
    stack.pygress("apply", "-f", "-", stdin=plugin("rust-block", url, "{word: ''}"))
    stack.wait(
        "the refusal",
        lambda: stack.conditions("rust-block").get("Validated", ("",))[0] == "False",
        seconds=30,
    )
    assert stack.status("/api/swagger.html") == 403
    stack.pygress("delete", "wasmplugin", "rust-block", "-n", "higress-system")
    stack.wait("the plugin to be gone", lambda: stack.status("/api/swagger.html") == 200)


@pytest.mark.e2e
@needs_npm
def test_what_is_not_installed_is_named(stack: Stack, tmp_path: Path) -> None:
    (tmp_path / "package.json").write_text('{"devDependencies": {"assemblyscript": "*"}}')
    assert f"run `npm install` in `{tmp_path}` first" in stack.pygress(
        "plugin", "build", str(tmp_path), code=1
    )

"""The walkthrough, played on the real gateway: write, test, build, push, enable, see, upgrade, narrow, break.

`make demo` runs it and leaves the gateway running; `tests/e2e/test_walkthrough.py` runs it on free ports. Every step
is a command that a user would type, and checks what that user would see.
"""

import argparse
import asyncio
import contextlib
import http.client
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from client import Load, show_exchange

HERE = Path(__file__).resolve().parent
PLUGIN = HERE.parent / "plugins" / "request-block"
C_PLUGIN = HERE.parent.parent / "bench" / "peers" / "request_block.c"
PYGRESS = [sys.executable, "-m", "pygress.cli.main"]


class Story:
    """The state of one play: the work folder, the ports, and how to run and show commands."""

    def __init__(self, work: Path, *, any_port: bool) -> None:
        self.work = work
        self.any_port = any_port
        self.data = work / "data"
        self.plugin = work / "request-block"
        self.ports: dict[str, int] = {}
        self.kubectl = shutil.which("kubectl")
        self.environment = {**os.environ, "KUBECONFIG": str(self.data / "kubeconfig")}

    def heading(self, number: int, title: str) -> None:
        """Print the heading of a step."""
        print(
            f"\n\033[1m{number}. {title}\033[0m" if sys.stdout.isatty() else f"\n{number}. {title}",
            flush=True,
        )

    def run(self, *args: str, check: bool = True, stdin: str | None = None, show: bool = True) -> str:
        """Run one command in the work folder, show it with its output; a failure ends the play."""
        words = [str(word) for word in args]
        print(f"   $ {' '.join(words)}{' <<MANIFEST' if stdin else ''}", flush=True)
        command = [*PYGRESS, *words[1:]] if words[0] == "pygress" else words
        done = subprocess.run(
            command,
            cwd=self.work,
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            check=False,
        )
        output = done.stdout + done.stderr
        if show:
            print(indent(output), end="", flush=True)
        if check and done.returncode:
            if not show:
                print(indent(output), end="")
            raise SystemExit(f"`{' '.join(words)}` ended with exit code {done.returncode}")
        return output

    def apply(self, manifest: str) -> None:
        """Apply a manifest with kubectl where there is one, else with pygress."""
        tool = "kubectl" if self.kubectl else "pygress"
        self.run(tool, "apply", "-f", "-", stdin=manifest)

    def get(self) -> str:
        """Show the plugins as their resources tell it."""
        tool = "kubectl" if self.kubectl else "pygress"
        return self.run(tool, "get", "wasmplugin", "-n", "higress-system", "-o", "wide")

    def condition(self, kind: str) -> tuple[str, str, str]:
        """Give status, reason and message of one condition of the plugin's resource."""
        # In this process: a command for each look would take longer than what is waited for.
        resource = asyncio.run(read_plugin(self.data / "kubeconfig"))
        status = resource.get("status", {})
        if status.get("observedGeneration") != resource["metadata"]["generation"]:
            return "Unknown", "Stale", ""
        for one in status.get("conditions", []):
            if one["type"] == kind:
                return one["status"], one["reason"], one.get("message", "")
        return "Unknown", "Missing", ""

    def wait(self, what: str, test: Callable[[], bool], seconds: float = 20.0) -> None:
        """Wait until `test` holds; the play ends with `what` when it does not in time."""
        deadline = time.monotonic() + seconds
        while not test():
            if time.monotonic() > deadline:
                raise SystemExit(f"waited {seconds:g} s in vain for: {what}")
            time.sleep(0.05)

    def image(self, tag: str) -> str:
        """Give the reference of the plugin's image in the embedded registry."""
        return f"localhost:{self.ports['registry']}/plugins/request-block:{tag}"

    def manifest(
        self, tag: str, *, more: Sequence[str] = (), config: str = 'block_urls:\n    - "swagger.html"'
    ) -> str:
        """Give the WasmPlugin manifest of the walkthrough."""
        return "\n".join(
            [
                "apiVersion: extensions.higress.io/v1alpha1",
                "kind: WasmPlugin",
                "metadata:",
                "  name: request-block",
                "  namespace: higress-system",
                "spec:",
                "  defaultConfig:",
                f"    {config}",
                *more,
                f"  url: oci://{self.image(tag)}",
                "",
            ]
        )

    def load(self, path: str) -> Load:
        """Start a load on keep-alive connections."""
        load = Load(self.ports["http"], path)
        load.start()
        return load


async def read_plugin(kubeconfig: Path) -> dict[str, Any]:
    """Read the plugin's resource."""
    from pygress.client import Client
    from pygress.resources import kinds

    async with Client.from_kubeconfig(kubeconfig) as client:
        return await client.get(kinds.WASM_PLUGIN, "request-block", "higress-system")


def indent(text: str) -> str:
    """Indent the output of a command below its line."""
    return "".join(f"     {line}\n" for line in text.splitlines())


def start(story: Story) -> None:
    """Start the gateway and a backend, and route everything to the backend."""
    stop(story)
    shutil.rmtree(story.work, ignore_errors=True)
    story.work.mkdir(parents=True)
    # Not on our standard error: it outlives us, and `make demo | tail` would wait for it.
    with (story.work / "backend.log").open("w") as log:
        backend = subprocess.Popen(
            [sys.executable, str(HERE / "backend.py"), "0"],
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            start_new_session=True,
        )
    assert backend.stdout is not None
    port = int(backend.stdout.readline())
    (story.work / "backend.pid").write_text(str(backend.pid))
    names = ("http", "https", "api", "registry", "metrics")
    ports = [word for name in names for word in (f"--{name}-port", "0")]
    story.heading(0, "Start the gateway")
    story.run("pygress", "up", "--detach", "--data-dir", str(story.data), *(ports if story.any_port else []))
    story.ports = json.loads((story.data / "ports.json").read_text())
    story.apply(ROUTES.replace("BACKEND_PORT", str(port)))
    story.wait("the first request to reach the backend", lambda: status(story, "/api/user") == 200)


ROUTES = """\
apiVersion: networking.higress.io/v1
kind: McpBridge
metadata:
  name: default
  namespace: higress-system
spec:
  registries:
  - name: backend
    type: static
    domain: 127.0.0.1:BACKEND_PORT
    port: 80
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: everything
  namespace: higress-system
  annotations:
    higress.io/destination: backend.static:80
spec:
  ingressClassName: higress
  rules:
  - http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          resource:
            apiGroup: networking.higress.io
            kind: McpBridge
            name: default
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: orders
  namespace: higress-system
  annotations:
    higress.io/destination: backend.static:80
spec:
  ingressClassName: higress
  rules:
  - host: orders.example.com
    http:
      paths:
      - path: /
        pathType: Prefix
        backend:
          resource:
            apiGroup: networking.higress.io
            kind: McpBridge
            name: default
"""


def status(story: Story, path: str) -> int:
    """Give the status of one request, 0 while there is no answer."""
    try:
        return show_exchange(story.ports["http"], path)[0]
    except (OSError, http.client.HTTPException):
        return 0


def show(story: Story, path: str, expected: int) -> None:
    """Show one exchange and check its status."""
    print(f"   $ curl -i http://localhost:{story.ports['http']}{path}")
    code, text = show_exchange(story.ports["http"], path)
    print(indent(text if len(text) < 700 else text[:700] + " ..."), flush=True)
    if code != expected:
        raise SystemExit(f"expected {expected} for {path}, got {code}")


def write(story: Story) -> None:
    """Step 1: the plugin is one typed Python file."""
    story.heading(1, "Write it: one typed Python file")
    shutil.copytree(
        PLUGIN, story.plugin, ignore=shutil.ignore_patterns("*.wasm", "__pycache__", ".pytest_cache")
    )
    source = (story.plugin / "plugin.py").read_text()
    print(f"   {story.plugin / 'plugin.py'}, {len(source.splitlines())} lines:")
    print(indent(source[source.index("@plugin") :]), end="")


def test(story: Story) -> None:
    """Step 2: its tests run on CPython and as compiled wasm."""
    story.heading(2, "Test it: every test runs on CPython and as compiled wasm")
    story.run("pygress", "plugin", "test", str(story.plugin))


def build(story: Story) -> None:
    """Step 3: one command builds the module."""
    story.heading(3, "Build it")
    story.run("pygress", "plugin", "build", str(story.plugin))


def push(story: Story) -> None:
    """Step 4: the image goes to the embedded registry."""
    story.heading(4, "Push it")
    story.run("pygress", "plugin", "push", str(story.plugin), story.image("1.0.0"))


def enable(story: Story) -> None:
    """Step 5: a manifest switches it on."""
    story.heading(5, "Enable it")
    print(indent(story.manifest("1.0.0")), end="")
    story.apply(story.manifest("1.0.0"))
    # It is on already; this waits until the gateway runs it, or says why not.
    story.run("pygress", "plugin", "enable", "request-block")


def see(story: Story) -> None:
    """Step 6: the request of the story is refused, any other reaches the backend."""
    story.heading(6, "See it work")
    show(story, "/api/user/swagger.html", 403)
    show(story, "/api/user", 200)
    story.get()


def upgrade(story: Story) -> None:
    """Step 7: a new version replaces the old one under load."""
    story.heading(7, "Upgrade it under load: the new version answers 451 with a message")
    file = story.plugin / "plugin.py"
    old = file.read_text()
    new = old.replace('version="1.0.0"', 'version="1.1.0"').replace("] = 403", "] = 451")
    new = new.replace('blocked_message: str = ""', 'blocked_message: str = "refused by 1.1.0"')
    assert new.count("1.1.0") == 2 and "] = 451" in new, "the example has changed: adapt the upgrade step"
    file.write_text(new)
    story.run("pygress", "plugin", "build", str(story.plugin))
    story.run("pygress", "plugin", "push", str(story.plugin), story.image("1.1.0"))
    load = story.load("/api/user/swagger.html")
    story.wait("the load to start", lambda: load.seen(403, "") > 100)
    story.apply(story.manifest("1.1.0"))
    story.wait("answers of the new version", lambda: load.seen(451, "refused by 1.1.0") > 500)
    load.stop()
    story.wait("the plugin to be ready", lambda: story.condition("Ready")[0] == "True")
    total = sum(load.answers.values())
    other = {
        key: count for key, count in load.answers.items() if key not in [(403, ""), (451, "refused by 1.1.0")]
    }
    print(
        f"     {total} requests on {load.connections} connections: {load.answers[403, '']} by 1.0.0, "
        f"{load.answers[451, 'refused by 1.1.0']} by 1.1.0, {sum(other.values())} other answers, "
        f"{load.closed} closed connections"
    )
    if other or load.closed:
        raise SystemExit(f"the upgrade was noticed: {other}, {load.closed} closed connections")


def narrow(story: Story) -> None:
    """Step 8: a rule with its own configuration for one domain; off everywhere else."""
    story.heading(8, "Narrow it: only orders.example.com, with its own configuration")
    rule = [
        "  defaultConfigDisable: true",
        "  matchRules:",
        "  - domain:",
        "    - orders.example.com",
        "    config:",
        "      block_urls:",
        "      - /internal",
    ]
    story.apply(story.manifest("1.1.0", more=rule))
    port = story.ports["http"]
    story.wait("the default to be off", lambda: status(story, "/api/user/swagger.html") == 200)
    inside = ask(port, "orders.example.com", "/internal/x")
    outside = ask(port, "localhost", "/internal/x")
    print(f"     GET orders.example.com/internal/x -> {inside}, GET localhost/internal/x -> {outside}")
    if (inside, outside) != (451, 200):
        raise SystemExit("expected 451 inside the rule and 200 outside")
    story.apply(story.manifest("1.1.0"))
    story.wait("the default to be on again", lambda: status(story, "/api/user/swagger.html") == 451)


def ask(port: int, host: str, path: str) -> int:
    """Give the status of one request for a host."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=10)) as connection:
        connection.request("GET", path, headers={"host": host})
        return connection.getresponse().status


def damage(story: Story) -> None:
    """Step 9: garbage and a wrong configuration change nothing but the resource's status."""
    story.heading(9, "Break it: garbage instead of a module, then a wrong configuration")
    load = story.load("/api/user/swagger.html")
    garbage = story.work / "garbage.wasm"
    garbage.write_bytes(b"this is not WebAssembly")
    story.run("pygress", "plugin", "push", str(garbage), story.image("broken"), check=False)
    print("     so another client pushes it:")
    push_anything(garbage.read_bytes(), story.image("broken"))
    story.apply(story.manifest("broken"))
    story.wait("the resource to say what is wrong", lambda: story.condition("Ready")[0] == "False")
    story.get()
    story.apply(story.manifest("1.1.0", config='block_urls: "swagger.html"'))
    story.wait("the resource to say what is wrong", lambda: "expected a list" in story.condition("Ready")[2])
    story.get()
    load.stop()
    wrong = {key: count for key, count in load.answers.items() if key != (451, "refused by 1.1.0")}
    print(f"     meanwhile: {sum(load.answers.values())} requests, all answered by the last good version")
    if wrong or load.closed:
        raise SystemExit(f"the damage was noticed: {wrong}, {load.closed} closed connections")


def push_anything(data: bytes, reference: str) -> None:
    """Push bytes as `plugin.wasm` without any check, as a broken build pipeline might."""
    from pygress.oci.image import build_image
    from pygress.oci.publish import publish
    from pygress.oci.reference import Reference
    from pygress.oci.transport import Options, Transport

    async def push() -> None:
        transport = Transport(Options())
        try:
            async for line in publish(build_image(data), Reference.parse(reference), transport):
                print(f"     {line}")
        finally:
            await transport.close()

    asyncio.run(push())


def bring_your_own(story: Story) -> None:
    """Step 10: a module of another language, here C, goes the same way."""
    story.heading(10, "Bring your own: a module written in C, compiled with zig")
    target, module = story.work / "peer.o", story.work / "peer.wasm"
    zig = [sys.executable, "-m", "ziglang"]
    compile_ = [*zig, "cc", "-c", "-target", "wasm32-wasi", "-O2", "-w", str(C_PLUGIN), "-o", str(target)]
    subprocess.run(compile_, check=True)
    link = [
        *zig,
        "wasm-ld",
        "--no-entry",
        "--export-memory",
        "--allow-undefined",
        str(target),
        "-o",
        str(module),
    ]
    subprocess.run(link, check=True)
    story.run("pygress", "plugin", "push", str(module), story.image("c"))
    story.apply(story.manifest("c"))
    story.wait("the plugin to be ready", lambda: story.condition("Ready")[0] == "True")
    story.wait("the C module to answer", lambda: status(story, "/api/user/swagger.html") == 403)
    story.apply(story.manifest("1.0.0"))
    story.wait("the first version to be back", lambda: story.condition("Ready")[0] == "True")
    show(story, "/api/user/swagger.html", 403)


def stop(story: Story) -> None:
    """Stop the gateway and the backend of an earlier play, if they run."""
    if story.data.exists():
        subprocess.run([*PYGRESS, "down", "--data-dir", str(story.data)], capture_output=True, check=False)
    pid_file = story.work / "backend.pid"
    if pid_file.exists():
        pid = int(pid_file.read_text())
        command = Path(f"/proc/{pid}/cmdline")
        if not command.exists() or b"backend.py" in command.read_bytes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        pid_file.unlink()


STEPS = [start, write, test, build, push, enable, see, upgrade, narrow, damage, bring_your_own]


def main() -> None:
    """Play every step in order."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path("build/demo"), help="the folder to play in")
    parser.add_argument(
        "--any-port", action="store_true", help="use free ports instead of 8080, 8443, 8002, 8003"
    )
    parser.add_argument("--stop", action="store_true", help="stop what an earlier play left running")
    parser.add_argument("--stop-after", action="store_true", help="leave nothing running")
    args = parser.parse_args()
    story = Story(args.work.resolve(), any_port=args.any_port)
    if args.stop:
        stop(story)
        return
    began = time.monotonic()
    try:
        for step in STEPS:
            step_began = time.monotonic()
            step(story)
            print(f"   ({time.monotonic() - step_began:.1f} s)", flush=True)
    except BaseException:
        stop(story)
        raise
    print(f"\nThe whole story took {time.monotonic() - began:.1f} s.")
    if args.stop_after:
        stop(story)
        return
    print("The gateway is still running. Try it:")
    print(f"  curl -i http://localhost:{story.ports['http']}/api/user/swagger.html")
    print(f"  .venv/bin/pygress get wasmplugin -A -o wide --data-dir {args.work / 'data'}")
    print(
        f"  KUBECONFIG={args.work / 'data/kubeconfig'} kubectl -n higress-system edit wasmplugin request-block"
    )
    print("Stop it with `make demo-stop`.")


if __name__ == "__main__":
    main()

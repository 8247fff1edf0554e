"""Kill the registry in the middle of pushes: what it has afterwards is whole."""

import hashlib
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import httpx

from pygress.oci import media
from pygress.oci.registry.storage import Storage

_SERVER = """
import sys, uvicorn, socket
from pathlib import Path
from pygress.oci.registry import create_app
listening = socket.socket()
listening.bind(("127.0.0.1", 0))
print(listening.getsockname()[1], flush=True)
uvicorn.Server(uvicorn.Config(create_app(Path(sys.argv[1])), log_level="error")).run(sockets=[listening])
"""


@contextmanager
def registry(root: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    command = [sys.executable, "-c", _SERVER, str(root)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    base = f"http://127.0.0.1:{process.stdout.readline().strip()}"
    try:
        deadline = time.monotonic() + 60
        while True:
            try:
                httpx.get(f"{base}/v2/", trust_env=False)
                break
            except httpx.TransportError:
                assert time.monotonic() < deadline
                time.sleep(0.01)
        yield process, base
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def push_forever(base: str, name: str, pushed: list[str]) -> None:
    """Push one image after the other until the registry is gone; notes each that was acknowledged."""
    with httpx.Client(base_url=f"{base}/v2/{name}", trust_env=False) as http:
        try:
            while True:
                layer, config = os.urandom(random.randrange(1000, 400_000)), os.urandom(50)
                entries = []
                for data in (config, layer):
                    digest = "sha256:" + hashlib.sha256(data).hexdigest()
                    location = http.post("/blobs/uploads/").headers["location"]
                    http.put(base + location, params={"digest": digest}, content=data)
                    entries.append({"mediaType": media.OCI_LAYER_GZIP, "digest": digest, "size": len(data)})
                body = {"schemaVersion": 2, "config": entries[0], "layers": entries[1:]}
                headers = {"content-type": media.OCI_MANIFEST}
                answer = http.put("/manifests/latest", content=json.dumps(body), headers=headers)
                if answer.status_code == 201:
                    pushed.append(answer.headers["docker-content-digest"])
        except (httpx.TransportError, KeyError):
            return


def test_kill_in_the_middle_of_pushes(tmp_path: Path) -> None:
    pushed: dict[str, list[str]] = {f"team/n{number}": [] for number in range(3)}
    for _ in range(4):
        with registry(tmp_path) as (process, base):
            threads = [Thread(target=push_forever, args=(base, name, done)) for name, done in pushed.items()]
            before = sum(map(len, pushed.values()))
            for thread in threads:
                thread.start()
            deadline = time.monotonic() + 60
            while sum(map(len, pushed.values())) < before + 6:
                assert time.monotonic() < deadline
                time.sleep(random.random() * 0.02)
            process.kill()
            for thread in threads:
                thread.join()
        assert Storage(tmp_path).check() == [], "nothing has a name that it doesn't deserve"
    with registry(tmp_path) as (_, base):
        for name, digests in pushed.items():
            for digest in digests:
                manifest = httpx.get(f"{base}/v2/{name}/manifests/{digest}", trust_env=False)
                assert manifest.status_code == 200, "what was acknowledged is there"
                for blob in (manifest.json()["config"], *manifest.json()["layers"]):
                    got = httpx.get(f"{base}/v2/{name}/blobs/{blob['digest']}", trust_env=False).content
                    assert "sha256:" + hashlib.sha256(got).hexdigest() == blob["digest"]
            latest = httpx.get(f"{base}/v2/{name}/manifests/latest", trust_env=False)
            assert latest.status_code == 200

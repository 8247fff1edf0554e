"""The application without TLS and sockets: requests in, answers out, on one event loop."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from pygress.apiserver import namespaces
from pygress.apiserver.app import App
from pygress.apiserver.garbage import Garbage
from pygress.apiserver.objects import Objects
from pygress.store import Store

PLUGINS = "/apis/extensions.higress.io/v1alpha1/namespaces/higress-system/wasmplugins"
MAPS = "/api/v1/namespaces/default/configmaps"
MERGE = "application/merge-patch+json"
JSON_PATCH = "application/json-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"
APPLY = "application/apply-patch+yaml"


class Api:
    """A client of one server; every call gives the answer, `ok` and `refused` look at it too."""

    def __init__(self, path: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self.run(self._start(path))

    async def _start(self, path: Path) -> None:
        self.store = Store(path / "db")
        self.objects = Objects(self.store)
        await namespaces.create_initial(self.objects)
        self.garbage = Garbage(self.objects)
        await self.garbage.start()
        self.app = App(self.objects, self.garbage, "secret")

    def run(self, work: Any) -> Any:
        return self.loop.run_until_complete(asyncio.wait_for(work, 20))

    def close(self) -> None:
        self.run(self.garbage.stop())
        self.run(self.store.close())
        self.loop.close()

    async def send(self, method: str, path: str, **request: Any) -> httpx.Response:
        headers = {"Authorization": "Bearer secret"} | request.pop("headers", {})
        if "type" in request:
            headers["Content-Type"] = request.pop("type")
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="https://api") as client:
            return await client.request(method, path, headers=headers, **request)

    def call(self, method: str, path: str, **request: Any) -> httpx.Response:
        return self.run(self.send(method, path, **request))

    def ok(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        answer = self.call(method, path, **request)
        assert answer.status_code < 300, answer.text
        return answer.json()

    def refused(self, code: int, method: str, path: str, **request: Any) -> str:
        answer = self.call(method, path, **request)
        body = answer.json()
        assert (answer.status_code, body["kind"], body["code"]) == (code, "Status", code), answer.text
        assert body["status"] == "Failure"
        return f"{body['reason']}: {body['message']}"


@pytest.fixture
def api(tmp_path: Path) -> Iterator[Api]:
    api = Api(tmp_path)
    yield api
    api.close()


def plugin(name: str = "p", **spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "extensions.higress.io/v1alpha1",
        "kind": "WasmPlugin",
        "metadata": {"name": name},
        "spec": {"url": "oci://r/n:1", **spec},
    }


def config_map(name: str = "c", **meta: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": name, **meta}, "data": {"a": "b"}}

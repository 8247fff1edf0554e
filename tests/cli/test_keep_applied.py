"""`pygress up -f DIR --watch`: the folder is the truth."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from pygress.apiserver import ApiServer
from pygress.cli.manifests import keep_applied
from pygress.client import Client
from pygress.resources import kinds

TEXT = "apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: {name}}}\ndata: {{a: {value!r}}}\n"


@contextlib.asynccontextmanager
async def connected(data_dir: Path) -> AsyncIterator[Client]:
    async with ApiServer(data_dir, port=0) as server, Client.from_kubeconfig(server.kubeconfig) as client:
        yield client


async def until(client: Client, wanted: dict[str, str]) -> None:
    found: dict[str, Any] = {}
    try:
        async with asyncio.timeout(10):
            while found != wanted:
                items, _ = await client.list(kinds.CONFIG_MAP)
                found = {one["metadata"]["name"]: one["data"]["a"] for one in items}
    except TimeoutError:
        assert found == wanted


def test_changes_of_the_files_reach_the_server(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    folder = tmp_path / "m"
    folder.mkdir()
    (folder / "a.yaml").write_text(TEXT.format(name="a", value="1"))

    async def play() -> None:
        async with connected(tmp_path / "data") as client:
            following = asyncio.create_task(keep_applied(client, [str(folder)], watch=True))
            await until(client, {"a": "1"})
            (folder / "b.yaml").write_text(TEXT.format(name="b", value="1"))
            await until(client, {"a": "1", "b": "1"})
            (folder / "a.yaml").write_text(TEXT.format(name="a", value="2"))
            await until(client, {"a": "2", "b": "1"})
            (folder / "b.yaml").write_text("a: b: c")
            (folder / "c.yaml").write_text(TEXT.format(name="c", value="1"))
            while "not YAML" not in caplog.text:
                await asyncio.sleep(0.01)
            await until(client, {"a": "2", "b": "1"})
            (folder / "b.yaml").unlink()
            await until(client, {"a": "2", "c": "1"})
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)

    asyncio.run(play())


def test_once_is_once(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(TEXT.format(name="a", value="1"))

    async def play() -> None:
        async with connected(tmp_path / "data") as client:
            await keep_applied(client, [str(tmp_path / "a.yaml")], watch=False)
            await until(client, {"a": "1"})

    asyncio.run(play())

"""The verbs of the client over a real server."""

import asyncio
import stat
from pathlib import Path

import pytest

from pygress.client import ApiError, Client, ConfigError, UnreachableError, find_config
from pygress.client.api import JSON_PATCH
from pygress.resources import kinds
from tests.client.conftest import Server, config_map

CONFIG_MAP = kinds.CONFIG_MAP


def test_every_verb(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            assert client.namespace == "higress-system"
            made = await client.create(CONFIG_MAP, config_map(a="1"))
            assert await client.get(CONFIG_MAP, "c", "default") == made
            made["data"]["a"] = "2"
            replaced = await client.replace(CONFIG_MAP, made)
            patched = await client.patch(CONFIG_MAP, "c", {"data": {"b": "3"}}, "default")
            assert patched["data"] == {"a": "2", "b": "3"}
            operations = [{"op": "remove", "path": "/data/b"}]
            patched = await client.patch(CONFIG_MAP, "c", operations, "default", content_type=JSON_PATCH)
            assert patched["data"] == replaced["data"]
            with pytest.raises(ApiError) as error:
                await client.replace(CONFIG_MAP, made)
            assert (error.value.code, error.value.reason) == (409, "Conflict")
            applied = await client.apply(CONFIG_MAP, config_map(z="1"), field_manager="x")
            assert applied["data"] == {"a": "2", "z": "1"}
            items, version = await client.list(CONFIG_MAP, "default")
            assert items[0]["kind"] == "ConfigMap"
            assert int(version) >= int(applied["metadata"]["resourceVersion"])
            with pytest.raises(ApiError, match="Precondition failed"):
                await client.delete(CONFIG_MAP, "c", "default", resource_version="1")
            await client.delete(CONFIG_MAP, "c", "default")
            with pytest.raises(ApiError) as error:
                await client.get(CONFIG_MAP, "c", "default")
            assert error.value.code == 404

    server.run(play())


def test_a_status_is_patched_and_a_repeat_changes_nothing(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            obj = {
                "apiVersion": "extensions.higress.io/v1alpha1",
                "kind": "WasmPlugin",
                "metadata": {"name": "p"},
                "spec": {"url": "r/n:1"},
            }
            await client.create(kinds.WASM_PLUGIN, obj)
            status = {"conditions": [{"type": "Ready", "status": "True", "reason": "Programmed"}]}
            first = await client.patch_status(kinds.WASM_PLUGIN, "p", status)
            assert first["status"] == status
            second = await client.patch_status(kinds.WASM_PLUGIN, "p", status)
            assert second["metadata"]["resourceVersion"] == first["metadata"]["resourceVersion"]

    server.run(play())


def test_long_lists_come_in_pages(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pygress.client.api._PAGE", 3)

    async def play() -> None:
        async with server.client() as client:
            for n in range(8):
                await client.create(CONFIG_MAP, config_map(f"c{n}"))
            items, _ = await client.list(CONFIG_MAP)
            assert [one["metadata"]["name"] for one in items] == [f"c{n}" for n in range(8)]

    server.run(play())


def test_a_watch_says_what_selectors_make_of_a_change(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            _, version = await client.list(CONFIG_MAP)
            obj = config_map()
            obj["metadata"]["labels"] = {"app": "a"}
            await client.create(CONFIG_MAP, obj)
            await client.patch(CONFIG_MAP, "c", {"data": {"x": "1"}}, "default")
            await client.patch(CONFIG_MAP, "c", {"metadata": {"labels": {"app": "b"}}}, "default")
            await client.patch(CONFIG_MAP, "c", {"metadata": {"labels": {"app": "a"}}}, "default")
            await client.delete(CONFIG_MAP, "c", "default")
            seen = []
            watch = client.watch(CONFIG_MAP, resource_version=version, label_selector="app=a")
            async for event in watch:
                if event.type != "BOOKMARK":
                    seen.append(event.type)
                if len(seen) == 5:
                    break
            assert seen == ["ADDED", "MODIFIED", "DELETED", "ADDED", "DELETED"]

    server.run(play())


def test_watches_from_too_old_and_too_new_versions_are_gone(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            for n in range(5):
                await client.create(CONFIG_MAP, config_map(f"c{n}"))
            store = server.api._store
            await store.compact(store.revision)
            for version in ("1", "999999"):
                with pytest.raises(ApiError) as error:
                    async for _ in client.watch(CONFIG_MAP, resource_version=version):
                        pass
                assert error.value.code == 410

    server.run(play())


def test_a_stopping_server_ends_its_watches_at_once(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            opened = asyncio.Event()

            async def follow() -> None:
                async for _ in client.watch(CONFIG_MAP, resource_version="1"):
                    opened.set()

            following = asyncio.create_task(follow())
            await opened.wait()
            began = asyncio.get_running_loop().time()
            await server.api.stop()
            await asyncio.gather(following, return_exceptions=True)
            assert asyncio.get_running_loop().time() - began < 2

    server.run(play())


def test_the_files_of_the_server_are_private(server: Server) -> None:
    async def play() -> None:
        for path in (server.kubeconfig, *(server.path / "apiserver").glob("*.key")):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
        kubeconfig = server.kubeconfig.read_text()
        await server.restart()
        assert server.kubeconfig.read_text() == kubeconfig, "certificate and token stay over a restart"

    server.run(play())


def test_a_wrong_token_and_a_wrong_authority(server: Server, tmp_path: Path) -> None:
    async def play() -> None:
        text = server.kubeconfig.read_text()
        bad = tmp_path / "bad"
        bad.write_text(text.replace("token: ", "token: x"))
        async with Client.from_kubeconfig(bad) as client:
            with pytest.raises(ApiError) as error:
                await client.list(CONFIG_MAP)
            assert error.value.code == 401

    server.run(play())


def test_a_server_that_is_not_there(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            await server.api.stop()
            with pytest.raises(
                UnreachableError, match=r"the API server at https://127\.0\.0\.1:\d+ does not answer"
            ):
                await client.list(CONFIG_MAP)

    server.run(play())


def test_which_kubeconfig(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def kubeconfig(path: Path, name: str) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"clusters: [{{name: a, cluster: {{server: 'https://{name}'}}}}]\n"
            "users: [{name: a, user: {token: t}}]\n"
            "contexts: [{name: a, context: {cluster: a, user: a}}]\ncurrent-context: a\n"
        )
        return path

    def server() -> str:
        return str(find_config().cluster.server)

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("KUBECONFIG", raising=False)
    with pytest.raises(ConfigError, match="start one with `pygress up`"):
        find_config()
    kubeconfig(tmp_path / "home/.kube/config", "home")
    assert server() == "https://home"
    kubeconfig(tmp_path / ".pygress/kubeconfig", "local")
    assert server() == "https://local"
    monkeypatch.setenv("KUBECONFIG", str(kubeconfig(tmp_path / "k", "env")))
    assert server() == "https://env"
    data_dir = kubeconfig(tmp_path / "d/kubeconfig", "dir").parent
    assert find_config(data_dir=data_dir).cluster.server == "https://dir"
    with pytest.raises(ConfigError, match="start the gateway with `pygress up --data-dir"):
        find_config(data_dir=tmp_path / "none")
    with pytest.raises(ConfigError, match="not found"):
        find_config(tmp_path / "none")
    for text in ("[", "a: 1", "clusters: []\ncontexts: []\nusers: []\n", "x", ""):
        (tmp_path / "bad").write_text(text)
        with pytest.raises(ConfigError, match="bad"):
            find_config(tmp_path / "bad")


def test_answers_come_at_once(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            await client.list(CONFIG_MAP)
            began = asyncio.get_running_loop().time()
            for _ in range(25):
                await client.list(CONFIG_MAP)
            # A server that leaves Nagle's algorithm on takes 40 ms for each.
            assert asyncio.get_running_loop().time() - began < 0.75

    server.run(play())

"""The informer: complete, current, and patient with a server that goes away."""

import asyncio
from collections.abc import Callable

from pygress.apiserver import ApiServer
from pygress.apiserver.objects import Objects
from pygress.client import Informer
from pygress.resources import kinds
from tests.client.conftest import Server, config_map

CONFIG_MAP = kinds.CONFIG_MAP


async def until(informer: Informer, condition: Callable[[], bool]) -> None:
    while not condition():
        await informer.changed.wait()
        informer.changed.clear()


def names(informer: Informer) -> list[str]:
    return [one["metadata"]["name"] for one in informer.objects()[CONFIG_MAP]]


def test_it_lists_then_follows(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            await client.create(CONFIG_MAP, config_map("a"))
            async with Informer(client, [CONFIG_MAP, kinds.NAMESPACE, kinds.WASM_PLUGIN]) as informer:
                await informer.synced.wait()
                assert names(informer) == ["a"]
                assert len(informer.objects()[kinds.NAMESPACE]) == 3
                assert informer.objects()[kinds.WASM_PLUGIN] == []
                await client.create(CONFIG_MAP, config_map("b"))
                await until(informer, lambda: names(informer) == ["a", "b"])
                await client.patch(CONFIG_MAP, "a", {"data": {"x": "1"}}, "default")
                await until(
                    informer,
                    lambda: (informer.get(CONFIG_MAP, "a", "default") or {}).get("data") == {"x": "1"},
                )
                await client.delete(CONFIG_MAP, "a", "default")
                await until(informer, lambda: names(informer) == ["b"])

    server.run(play())


def test_it_survives_a_restart_of_the_server(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            await client.create(CONFIG_MAP, config_map("a"))
            async with Informer(client, [CONFIG_MAP]) as informer:
                await informer.synced.wait()
                await server.restart()
                await client.create(CONFIG_MAP, config_map("b"))
                await until(informer, lambda: names(informer) == ["a", "b"])
                assert informer.errors == {}

    server.run(play())


def test_it_keeps_what_it_knows_while_the_server_is_away(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            await client.create(CONFIG_MAP, config_map("a"))
            async with Informer(client, [CONFIG_MAP]) as informer:
                await informer.synced.wait()
                await server.api.stop()
                while CONFIG_MAP not in informer.errors:
                    await asyncio.sleep(0.01)
                assert "does not answer" in informer.errors[CONFIG_MAP]
                assert names(informer) == ["a"]
                await server.restart()
                while informer.errors:
                    await asyncio.sleep(0.01)

    server.run(play())


def test_it_lists_again_when_the_database_is_another_one(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            for n in range(5):
                await client.create(CONFIG_MAP, config_map(f"old{n}"))
            async with Informer(client, [CONFIG_MAP]) as informer:
                await informer.synced.wait()
                await server.restart(forget=True)
                async with server.client() as other:
                    await other.create(CONFIG_MAP, config_map("new"))
                await until(informer, lambda: names(informer) == ["new"])

    server.run(play())


def test_it_lists_again_when_the_history_is_compacted(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client, Informer(client, [CONFIG_MAP]) as informer:
            await informer.synced.wait()
            await server.restart(quietly=lambda api: _change_much(api))
            await until(informer, lambda: names(informer) == ["c0", "c1", "c2"])

    server.run(play())


async def _change_much(api: ApiServer) -> None:
    """Change the store before the server listens again, and forget how."""
    objects = Objects(api._store)
    for n in range(3):
        obj = config_map(f"c{n}")
        obj["metadata"]["uid"] = str(n)
        await objects.create(CONFIG_MAP, obj)
    await api._store.compact(api._store.revision)


def test_a_kind_that_the_server_does_not_know_is_empty(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            unknown = kinds.Kind("nope.io", "v1", "Nope", "nopes", model=kinds.CONFIG_MAP.model)
            async with Informer(client, [unknown, CONFIG_MAP]) as informer:
                await informer.synced.wait()
                assert informer.objects()[unknown] == []
                assert informer.errors == {}

    server.run(play())

"""The three-way merge of `apply`."""

from typing import Any

import pytest

from pygress.client import ApiError, apply
from pygress.client.apply import LAST_APPLIED, three_way
from pygress.resources import kinds
from tests.client.conftest import Server, config_map


@pytest.mark.parametrize(
    ("last", "wanted", "live", "patch"),
    [
        ({}, {"a": 1}, {"a": 1, "b": 2}, {}),
        ({"a": 1}, {"a": 2}, {"a": 1}, {"a": 2}),
        ({"a": 1, "b": 2}, {"a": 1}, {"a": 1, "b": 2, "c": 3}, {"b": None}),
        ({"a": 1}, {}, {}, {}),
        ({"a": {"x": 1, "y": 2}}, {"a": {"x": 1}}, {"a": {"x": 1, "y": 2, "z": 3}}, {"a": {"y": None}}),
        ({}, {"a": [1]}, {"a": [1, 2]}, {"a": [1]}),
        ({}, {"a": None}, {"a": 1}, {"a": None}),
        ({}, {"a": None}, {}, {}),
        ({"a": 1}, {"a": {"b": 1}}, {"a": 1}, {"a": {"b": 1}}),
    ],
)
def test_patches(last: Any, wanted: Any, live: Any, patch: Any) -> None:
    assert three_way(last, wanted, live) == patch


def test_created_unchanged_configured(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            kind = kinds.CONFIG_MAP
            assert (await apply(client, kind, config_map(a="1", b="2"))).change == "created"
            assert (await apply(client, kind, config_map(a="1", b="2"))).change == "unchanged"
            await client.patch(kind, "c", {"data": {"hand": "made"}}, "default")
            dry = await apply(client, kind, config_map(a="3"), dry_run=True)
            assert (dry.change, dry.object["data"]) == ("configured", {"a": "3", "hand": "made"})
            outcome = await apply(client, kind, config_map(a="3"))
            assert outcome.change == "configured"
            assert outcome.object["data"] == {"a": "3", "hand": "made"}
            # The form of kubectl, so that either can go on where the other stopped.
            assert outcome.object["metadata"]["annotations"][LAST_APPLIED] == (
                '{"apiVersion":"v1","data":{"a":"3"},"kind":"ConfigMap",'
                '"metadata":{"annotations":{},"name":"c","namespace":"default"}}\n'
            )

    server.run(play())


def test_what_another_server_printed_can_be_applied(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            printed = config_map(a="1")
            printed["metadata"] |= {"resourceVersion": "77", "uid": "u", "generation": 4, "managedFields": []}
            printed["metadata"]["creationTimestamp"] = "2020-01-01T00:00:00Z"
            printed["status"] = {"seen": True}
            made = await apply(client, kinds.CONFIG_MAP, printed)
            assert made.change == "created"
            assert made.object["metadata"]["uid"] != "u"
            assert (await apply(client, kinds.CONFIG_MAP, printed)).change == "unchanged"
            printed["data"] = {"a": "2"}
            assert (await apply(client, kinds.CONFIG_MAP, printed)).object["data"] == {"a": "2"}

    server.run(play())


def test_the_ports_of_a_service_are_applied_whole(server: Server) -> None:
    async def play() -> None:
        def service(*ports: int) -> dict[str, Any]:
            meta = {"name": "s", "namespace": "default"}
            listed = [{"port": port, "name": f"p{port}"} for port in ports]
            return {"apiVersion": "v1", "kind": "Service", "metadata": meta, "spec": {"ports": listed}}

        async with server.client() as client:
            await apply(client, kinds.SERVICE, service(80, 443))
            assert (await apply(client, kinds.SERVICE, service(80, 443))).change == "unchanged"
            outcome = await apply(client, kinds.SERVICE, service(443))
            assert [port["port"] for port in outcome.object["spec"]["ports"]] == [443]

    server.run(play())


def test_a_manifest_that_cannot_be_remembered_is_refused_with_a_way_out(server: Server) -> None:
    async def play() -> None:
        async with server.client() as client:
            large = config_map(a="x" * 300_000)
            with pytest.raises(ApiError, match=r"the manifest has 300\d\d\d bytes; .* --server-side`"):
                await apply(client, kinds.CONFIG_MAP, large)
            await client.create(kinds.CONFIG_MAP, large)

    server.run(play())

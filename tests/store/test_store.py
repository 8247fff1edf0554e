"""The store: revisions, compare-and-swap, watches, compaction."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from pygress.store import Change, CompactedError, ConflictError, NoRoomError, Store, StoreError, Watch, schema


def run(coroutine):
    return asyncio.run(asyncio.wait_for(coroutine, 30))


async def take(watch: Watch, count: int) -> list[Change]:
    found: list[Change] = []
    async for batch in watch.changes(0.05):
        found += batch
        if len(found) >= count:
            return found
    return found


def test_revisions_grow_and_survive_a_restart(tmp_path: Path) -> None:
    async def play() -> None:
        async with Store(tmp_path / "db") as store:
            first = await store.put("/a", b"1", 0)
            second = await store.put("/a", b"2", first.revision)
            assert second.revision > first.revision > 0
            assert second.created == first.revision
        async with Store(tmp_path / "db") as store:
            assert store.revision == second.revision
            assert await store.get("/a") == second

    run(play())


def test_compare_and_swap(tmp_path: Path) -> None:
    async def play() -> None:
        async with Store(tmp_path / "db") as store:
            first = await store.put("/a", b"1", 0)
            with pytest.raises(ConflictError) as refused:
                await store.put("/a", b"x", 0)
            assert refused.value.current == first
            with pytest.raises(ConflictError):
                await store.put("/a", b"x", first.revision + 1)
            with pytest.raises(ConflictError):
                await store.put("/b", b"x", 7)
            with pytest.raises(ConflictError):
                await store.delete("/a", b"1", first.revision + 1)
            assert (await store.get("/a")) == first

    run(play())


def test_many_writers_lose_no_update(tmp_path: Path) -> None:
    async def add(store: Store, times: int) -> None:
        for _ in range(times):
            while True:
                entry = await store.get("/n")
                assert entry is not None
                try:
                    await store.put("/n", str(int(entry.value) + 1).encode(), entry.revision)
                    break
                except ConflictError:
                    continue

    async def play() -> None:
        async with Store(tmp_path / "db") as store:
            await store.put("/n", b"0", 0)
            await asyncio.gather(*(add(store, 10) for _ in range(8)))
            entry = await store.get("/n")
            assert entry is not None and entry.value == b"80"

    run(play())


def test_delete_and_create_again(tmp_path: Path) -> None:
    async def play() -> None:
        async with Store(tmp_path / "db") as store:
            one = await store.put("/a", b"1", 0)
            await store.delete("/a", b"1", one.revision)
            assert await store.get("/a") is None
            two = await store.put("/a", b"2", 0)
            assert two.created == two.revision
            changes = await take(store.watch("/", 0), 3)
            assert [(change.deleted, change.previous is None) for change in changes] == [
                (False, True),
                (True, False),
                (False, True),
            ]

    run(play())


def test_pages_hold_still_while_the_keys_move(tmp_path: Path) -> None:
    async def play() -> None:
        async with Store(tmp_path / "db") as store:
            entries = [await store.put(f"/k/{n}", b"1", 0) for n in range(5)]
            await store.put("/l/0", b"1", 0)
            page = await store.select("/k/", limit=2)
            assert [entry.key for entry in page.entries] == ["/k/0", "/k/1"]
            assert page.remaining == 3
            await store.delete("/k/2", b"", entries[2].revision)
            await store.put("/k/9", b"1", 0)
            rest = await store.select("/k/", limit=9, after="/k/1", revision=page.revision)
            assert [entry.key for entry in rest.entries] == ["/k/2", "/k/3", "/k/4"]
            assert rest.remaining == 0
            now = await store.select("/k/")
            assert [entry.key for entry in now.entries] == ["/k/0", "/k/1", "/k/3", "/k/4", "/k/9"]

    run(play())


def test_watch_gives_history_then_live_each_once(tmp_path: Path) -> None:
    async def play() -> None:
        async with Store(tmp_path / "db") as store:
            first = await store.put("/k/a", b"1", 0)
            await store.put("/k/b", b"1", 0)
            watch = store.watch("/k/", first.revision)
            await store.put("/x/c", b"1", 0)
            await store.put("/k/c", b"1", 0)
            following = asyncio.create_task(take(watch, 3))
            await asyncio.sleep(0)
            await store.put("/k/d", b"1", 0)
            changes = await following
            assert [change.entry.key for change in changes] == ["/k/b", "/k/c", "/k/d"]
            watch.close()

    run(play())


def test_an_idle_watch_moves_its_revision_on(tmp_path: Path) -> None:
    async def play() -> None:
        async with Store(tmp_path / "db") as store:
            watch = store.watch("/k/", 0)
            entry = await store.put("/other", b"1", 0)
            async for batch in watch.changes(0.01):
                assert batch == []
                if watch.revision == entry.revision:
                    break

    run(play())


def test_compaction_forgets_the_past_and_keeps_the_present(tmp_path: Path) -> None:
    async def play() -> None:
        async with Store(tmp_path / "db") as store:
            one = await store.put("/a", b"1", 0)
            two = await store.put("/a", b"2", one.revision)
            gone = await store.put("/b", b"1", 0)
            await store.delete("/b", b"1", gone.revision)
            edge = store.revision
            three = await store.put("/a", b"3", two.revision)
            assert await store.compact(edge) == 3
            assert await store.get("/a") == three
            assert [entry.key for entry in (await store.select("/")).entries] == ["/a"]
            with pytest.raises(CompactedError):
                await take(store.watch("/", one.revision), 1)
            with pytest.raises(CompactedError):
                await store.select("/", revision=two.revision)
            changes = await take(store.watch("/", edge), 1)
            assert changes[0].previous == two
            await store.put("/b", b"again", 0)

    run(play())


def test_a_slow_watcher_is_dropped_and_the_others_are_not(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr("pygress.store.store._QUEUE_LIMIT", 3)

    async def play() -> None:
        async with Store(tmp_path / "db") as store:
            steps = aiter(store.watch("/", 0).changes(5))
            quick = aiter(store.watch("/", 0).changes(5))
            await store.put("/a", b"", 0)
            assert len(await anext(steps)) == len(await anext(quick)) == 1
            for n in range(5):
                await store.put(f"/{n}", b"", 0)
                assert [change.entry.key for change in await anext(quick)] == [f"/{n}"]
            with pytest.raises(Exception, match="did not keep up"):
                await drain(steps)

    async def drain(steps: AsyncIterator[list[Change]]) -> None:
        async for _ in steps:
            pass

    run(play())


def test_one_process_at_a_time(tmp_path: Path) -> None:
    async def play() -> None:
        async with Store(tmp_path / "db"):
            with pytest.raises(StoreError, match="in use by another process"):
                Store(tmp_path / "db")
        async with Store(tmp_path / "db"):
            pass

    run(play())


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    async def play() -> None:
        (tmp_path / "db").write_text("hello" * 1000)
        with pytest.raises(StoreError, match="cannot be used as a database"):
            Store(tmp_path / "db")

    run(play())


def test_a_full_disk_refuses_writes_until_there_is_room(tmp_path: Path) -> None:
    async def play() -> None:
        async with Store(tmp_path / "db") as store:
            kept = await store.put("/a", b"1", 0)
            await store._write(lambda connection: connection.execute("PRAGMA max_page_count = 20").fetchone())
            with pytest.raises(
                NoRoomError, match=r"no space left on the disk of `.*db`: nothing was changed"
            ):
                for n in range(100):
                    await store.put(f"/k/{n}", b"x" * 5000, 0)
            assert await store.get("/a") == kept
            await store._write(
                lambda connection: connection.execute("PRAGMA max_page_count = 100000").fetchone()
            )
            assert (await store.put("/b", b"1", 0)).revision > kept.revision

    run(play())


def test_opens_on_a_full_disk_to_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(path: Path, *, read_only: bool = False) -> sqlite3.Connection:
        raise NoRoomError("no room")

    async def play() -> None:
        async with Store(tmp_path / "db") as store:
            kept = await store.put("/a", b"1", 0)
        connect = schema.connect
        monkeypatch.setattr(schema, "connect", no_room)
        async with Store(tmp_path / "db") as store:
            assert store.revision == kept.revision
            watch = store.watch("/", 0)
            assert [one.entry for one in await take(watch, 1)] == [kept]
            with pytest.raises(NoRoomError):
                await store.put("/b", b"1", 0)
            assert await store.get("/a") == kept
            monkeypatch.setattr(schema, "connect", connect)
            made = await store.put("/b", b"1", 0)
            assert [one.entry for one in (await take(watch, 1))[-1:]] == [made]
            assert (await store.select("/")).entries == [kept, made]
            watch.close()
        # Nothing to read: then it is an error, as it was.
        monkeypatch.setattr(schema, "connect", no_room)
        with pytest.raises(NoRoomError, match="no room"):
            Store(tmp_path / "other")

    run(play())

"""Asynchronous context managers out of generators, driven by hand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine, Generator
from contextlib import asynccontextmanager
from typing import Any, TypeVar

T = TypeVar("T")


class Pause:
    def __await__(self) -> Generator[str, None, int]:
        yield "pause"
        return 7


def drive(coroutine: Coroutine[Any, Any, T]) -> T:
    while True:
        try:
            print("  asked", coroutine.send(None))
        except StopIteration as stop:
            result: T = stop.value
            return result


@asynccontextmanager
async def lease(name: str, *, quiet: bool = False) -> AsyncIterator[str]:
    print("enter", name)
    await Pause()
    try:
        yield name.upper()
    except KeyError as error:
        print("caught", error)
        if not quiet:
            raise
    finally:
        await Pause()
        print("leave", name)


@asynccontextmanager
async def twice() -> AsyncIterator[int]:
    yield 1
    yield 2


@asynccontextmanager
async def never() -> AsyncIterator[int]:
    if twice is None:
        yield 1


async def body(kind: str) -> str:
    async with lease(kind, quiet=kind == "quiet") as name:
        if kind in ("loud", "quiet"):
            raise KeyError(kind)
        if kind == "value":
            raise ValueError(kind)
        return name
    return "after"


async def wrong() -> None:
    for manager in (twice, never):
        try:
            async with manager() as n:
                print("got", n)
        except RuntimeError as error:
            print(error)


for kind in ("plain", "quiet", "loud", "value"):
    try:
        print(drive(body(kind)))
    except Exception as error:
        print(repr(error))
drive(wrong())

"""A publish/subscribe bus with plugins, undo, and a text adventure on top: callbacks, weak typing, closures."""

from __future__ import annotations

import re
import textwrap
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial, wraps
from typing import Any, ParamSpec, Protocol, TypeVar

P = ParamSpec("P")
R = TypeVar("R")

Handler = Callable[["Event"], None]


@dataclass(frozen=True)
class Event:
    name: str
    payload: dict[str, Any] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.payload[key]

    def get(self, key: str, default: Any = None) -> Any:
        return self.payload.get(key, default)


class Bus:
    def __init__(self) -> None:
        self._handlers: defaultdict[str, list[tuple[int, Handler]]] = defaultdict(list)
        self._muted: set[str] = set()
        self.trace: list[str] = []

    def on(self, pattern: str, priority: int = 0) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self._handlers[pattern].append((priority, handler))
            self._handlers[pattern].sort(key=lambda pair: -pair[0])
            return handler

        return register

    def off(self, handler: Handler) -> int:
        removed = 0
        for pattern, handlers in list(self._handlers.items()):
            kept = [(p, h) for p, h in handlers if h != handler]
            removed += len(handlers) - len(kept)
            if kept:
                self._handlers[pattern] = kept
            else:
                del self._handlers[pattern]
        return removed

    def emit(self, name: str, /, **payload: Any) -> int:
        if name in self._muted:
            return 0
        event = Event(name, payload)
        called = 0
        for pattern, handlers in self._handlers.items():
            if re.fullmatch(pattern.replace(".", r"\.").replace("*", ".*"), name):
                for _, handler in handlers:
                    handler(event)
                    called += 1
        self.trace.append(f"{name}/{called}")
        return called

    @contextmanager
    def muted(self, *names: str) -> Iterator[Bus]:
        before = set(self._muted)
        self._muted |= set(names)
        try:
            yield self
        finally:
            self._muted = before


class Command(Protocol):
    def do(self) -> str: ...

    def undo(self) -> None: ...


class Move:
    def __init__(self, player: Player, to: str) -> None:
        self.player, self.to = player, to
        self.came_from = player.room

    def do(self) -> str:
        self.player.room = self.to
        return f"You are in the {self.to}."

    def undo(self) -> None:
        self.player.room = self.came_from


class Take:
    def __init__(self, player: Player, world: World, item: str) -> None:
        self.player = player
        self.world = world
        self.item = item

    def do(self) -> str:
        room = self.world.rooms[self.player.room]
        room.items.remove(self.item)
        self.player.bag[self.item] = self.player.bag.get(self.item, 0) + 1
        return f"Taken: {self.item}."

    def undo(self) -> None:
        self.world.rooms[self.player.room].items.append(self.item)
        self.player.bag[self.item] -= 1
        if not self.player.bag[self.item]:
            del self.player.bag[self.item]


@dataclass
class Room:
    name: str
    exits: dict[str, str]
    items: list[str] = field(default_factory=list)


@dataclass
class Player:
    room: str
    bag: dict[str, int] = field(default_factory=dict)


def logged(level: str = "info") -> Callable[[Callable[P, R]], Callable[P, R]]:
    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @wraps(function)
        def inner(*args: P.args, **kwargs: P.kwargs) -> R:
            result = function(*args, **kwargs)
            LOG.append(f"{level}:{function.__name__}")
            return result

        return inner

    return decorate


LOG: list[str] = []


class World:
    def __init__(self, rooms: list[Room], bus: Bus) -> None:
        self.rooms = OrderedDict((room.name, room) for room in rooms)
        self.bus = bus
        self.player = Player(rooms[0].name)
        self.done: list[Command] = []
        self.verbs: dict[str, Callable[..., str]] = {
            "go": self.go,
            "take": self.take,
            "look": self.look,
            "undo": self.undo,
            "bag": lambda: ", ".join(f"{n} {i}" for i, n in sorted(self.player.bag.items())) or "Nothing.",
        }
        for short, verb in {"n": "north", "s": "south"}.items():
            self.verbs[short] = partial(self.go, verb)

    def run(self, line: str) -> str:
        verb, *rest = line.lower().split()
        handler = self.verbs.get(verb)
        if handler is None:
            return f"I do not know how to {verb}."
        try:
            answer = handler(*rest)
        except (KeyError, ValueError) as error:
            self.bus.emit("error.input", line=line, error=error)
            return f"You cannot {verb} {' '.join(rest)}."
        except TypeError:
            return f"{verb.title()} what?"
        self.bus.emit(f"verb.{verb}", line=line, room=self.player.room)
        return answer

    def _do(self, command: Command) -> str:
        answer = command.do()
        self.done.append(command)
        return answer

    @logged()
    def go(self, direction: str) -> str:
        return self._do(Move(self.player, self.rooms[self.player.room].exits[direction]))

    @logged("debug")
    def take(self, item: str) -> str:
        return self._do(Take(self.player, self, item))

    def look(self) -> str:
        room = self.rooms[self.player.room]
        text = f"The {room.name}. Exits: {', '.join(sorted(room.exits))}. "
        text += f"You see {' and '.join(room.items)}." if room.items else "It is empty."
        return textwrap.fill(text, width=40, subsequent_indent="  ")

    def undo(self) -> str:
        if not self.done:
            return "Nothing to undo."
        self.done.pop().undo()
        return "Undone."


def main() -> None:
    bus = Bus()
    score = {"points": 0}
    seen: list[str] = []

    @bus.on("verb.*")
    def remember(event: Event) -> None:
        seen.append(event.name.partition(".")[2])

    @bus.on("verb.take", priority=5)
    def reward(event: Event) -> None:
        score["points"] += 10 if "lamp" in event["line"] else 1

    def complain(event: Event, prefix: str) -> None:
        print(f"{prefix} {event['line']!r}: {type(event['error']).__name__}", event.get("room", "-"))

    bus.on("error.*")(partial(complain, prefix="!!"))
    hall = Room("hall", {"north": "cellar"}, ["lamp", "rope"])
    cellar = Room("cellar", {"south": "hall"})
    world = World([hall, cellar], bus)
    for line in (
        "look",
        "take lamp",
        "take lamp",
        "n",
        "LOOK",
        "bag",
        "undo",
        "undo",
        "undo",
        "dance",
        "go",
        "go up",
        "take rope",
        "bag",
    ):
        print(f"> {line}\n{world.run(line)}")
    with bus.muted("verb.look"):
        world.run("look")
        print(bus.emit("verb.look"), bus.emit("verb.take", line="x"))
    print(bus.emit("verb.look", line=""), bus.off(reward), bus.off(reward))
    print(seen[-5:], score, LOG)
    print(bus.trace[-4:], len(bus.trace))
    event = Event("a", {"k": 1})
    print(replace(event, name="b"), event == Event("a", {"k": 1}), world.go.__name__)


main()

"""A text adventure engine: commands by decorators, state machines, undo by closures, typed events, name mangling, class nesting."""

from __future__ import annotations

import re
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from enum import Enum, IntFlag, auto
from typing import ClassVar, Literal, NamedTuple, TypeAlias, TypeVar

F = TypeVar("F", bound=Callable[..., str])
Direction: TypeAlias = Literal["north", "south", "east", "west"]
OPPOSITE: dict[Direction, Direction] = {"north": "south", "south": "north", "east": "west", "west": "east"}


class Trait(IntFlag):
    NONE = 0
    HEAVY = auto()
    LIT = auto()
    LOCKED = auto()


class GameError(Exception):
    """What the player did wrong."""

    class Unknown(LookupError):
        pass

    def __init__(self, text: str, *hints: str) -> None:
        super().__init__(text, *hints)
        self.hints = hints

    def __str__(self) -> str:
        base = self.args[0]
        return f"{base} (try: {', '.join(self.hints)})" if self.hints else str(base)


@dataclass
class Thing:
    name: str
    traits: Trait = Trait.NONE
    weight: int = 1

    def __contains__(self, trait: Trait) -> bool:
        return bool(self.traits & trait)

    def __str__(self) -> str:
        marks = [t.name.lower() for t in Trait if t and t in self.traits and t.name]
        return self.name + (f" [{'/'.join(marks)}]" if marks else "")


@dataclass
class Room:
    name: str
    things: dict[str, Thing] = field(default_factory=dict)
    exits: dict[Direction, Room] = field(default_factory=dict, repr=False)

    def link(self, way: Direction, other: Room, /, *, both: bool = True) -> Room:
        self.exits[way] = other
        if both:
            other.link(OPPOSITE[way], self, both=False)
        return other


class Command(NamedTuple):
    pattern: re.Pattern[str]
    run: Callable[..., str]
    usage: str


class Registry:
    def __init__(self) -> None:
        self.__commands: list[Command] = []

    def __call__(self, pattern: str, *, usage: str = "") -> Callable[[F], F]:
        def decorate(f: F) -> F:
            self.__commands.append(Command(re.compile(pattern + r"\Z", re.I), f, usage or f.__name__))
            return f

        return decorate

    def __iter__(self) -> Iterator[Command]:
        return iter(self.__commands)

    def find(self, line: str) -> tuple[Command, dict[str, str | None]]:
        for command in self:
            if m := command.pattern.match(line):
                return command, m.groupdict()
        words = {c.usage.split()[0] for c in self}
        close = sorted(w for w in words if line and w[0] == line[0])
        raise GameError(f"what is {line!r}?", *close)


command = Registry()


class Game:
    limit: ClassVar[int] = 5
    __secret = "xyzzy"

    class State(Enum):
        PLAYING = "playing"
        WON = "won"
        QUIT = "quit"

        def __bool__(self) -> bool:
            return self is Game.State.PLAYING

    def __init__(self, start: Room) -> None:
        self.here = start
        self.bag: dict[str, Thing] = {}
        self.state = self.State.PLAYING
        self._undo: list[Callable[[], None]] = []
        self.turns = 0

    @property
    def load(self) -> int:
        return sum(t.weight for t in self.bag.values())

    @contextmanager
    def turn(self, line: str) -> Iterator[list[str]]:
        said: list[str] = []
        mark = len(self._undo)
        try:
            yield said
        except GameError as e:
            while len(self._undo) > mark:
                self._undo.pop()()
            said.append(f"! {e}")
        else:
            self.turns += 1
        finally:
            print(f"> {line}", *said, sep="\n  ")

    def changed(self, undo: Callable[[], None]) -> None:
        self._undo.append(undo)

    def play(self, script: Iterable[str]) -> Generator[str, None, int]:
        for line in map(str.strip, script):
            if not line or line.startswith("#"):
                continue
            with self.turn(line) as said:
                cmd, groups = command.find(line)
                given = {k: v for k, v in groups.items() if v is not None}
                said.append(cmd.run(self, **given))
            yield f"{self.turns}:{self.here.name}:{self.load}"
            if not self.state:
                break
        else:
            print("the script ends")
        return self.turns

    @command(r"(?:go )?(?P<way>north|south|east|west)", usage="go WAY")
    def go(self, way: Direction) -> str:
        try:
            there = self.here.exits[way]
        except KeyError:
            raise GameError(f"no way {way}", *self.here.exits) from None
        if any(Trait.LOCKED in t for t in there.things.values()) and "key" not in self.bag:
            raise GameError("it is locked")
        was, self.here = self.here, there
        self.changed(lambda: setattr(self, "here", was))
        return f"you are in the {there.name}"

    @command(r"take (?P<name>\w+)(?: and (?P<other>\w+))?", usage="take THING [and THING]")
    def take(self, name: str, other: str | None = None) -> str:
        taken = []
        for one in filter(None, (name, other)):
            thing = self.here.things.pop(one, None)
            if thing is None:
                raise GameError(f"no {one} here", *sorted(self.here.things))
            self.bag[one] = thing
            room = self.here

            def undo(one: str = one, thing: Thing = thing) -> None:
                del self.bag[one]
                room.things[one] = thing

            self.changed(undo)
            if self.load > self.limit:
                raise GameError(f"{thing} is too much: {self.load} > {self.limit}")
            taken.append(str(thing))
        return "taken: " + ", ".join(taken)

    @command(r"undo(?: (?P<times>\d+))?")
    def undo(self, times: str = "1") -> str:
        n = 0
        with suppress(IndexError):
            for n in range(1, int(times) + 1):
                self._undo.pop()()
            n += 1
        return f"undone {n - 1 if n else 0}"

    @command(r"look|l", usage="look")
    def look(self) -> str:
        things = ", ".join(map(str, self.here.things.values())) or "nothing"
        return f"{self.here.name}: {things}; exits {'/'.join(self.here.exits)}; bag {[*self.bag]}"

    @command(r"say (?P<word>\w+)")
    def say(self, word: str) -> str:
        if word == self.__secret and "lamp" in self.bag:
            self.state = self.State.WON
            return "you win"
        return word[::-1] + "?"


def build() -> Room:
    hall, cellar, vault = Room("hall"), Room("cellar"), Room("vault")
    hall.link("south", cellar).link("east", vault)
    for room, *things in (
        (hall, Thing("lamp", Trait.LIT)),
        (cellar, Thing("key"), Thing("anvil", Trait.HEAVY, 9)),
        (vault, Thing("door", Trait.LOCKED | Trait.HEAVY, 50)),
    ):
        room.things |= {t.name: t for t in things}
    return hall


SCRIPT = """
look
take lamp
dance
go south
EAST
take key and anvil
look
take key
east
look
undo 2
look
# a comment
north
north
say hello
say xyzzy
look
"""

game = Game(build())
runner = game.play(SCRIPT.splitlines())
trail = []
while True:
    try:
        trail.append(next(runner))
    except StopIteration as stop:
        print("turns", stop.value)
        break
print(
    trail[-3:],
    game.state,
    bool(game.state),
    Game.State("won") is Game.State.WON,
    issubclass(GameError.Unknown, LookupError),
)
print([c.usage for c in command], Trait.LIT | Trait.HEAVY, repr(Trait(5)), hasattr(game, "__secret"))

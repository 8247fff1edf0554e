"""Protocol: structural calls, attributes, runtime_checkable, generic, mixed implementers."""

from collections.abc import Iterable, Sized
from dataclasses import dataclass
from typing import Protocol, runtime_checkable


class Named(Protocol):
    name: str


class Speaker(Protocol):
    def speak(self, times: int = 1) -> str: ...


class NamedSpeaker(Named, Speaker, Protocol):
    @property
    def loud(self) -> bool: ...


@runtime_checkable
class Closeable(Protocol):
    def close(self) -> None: ...


@dataclass
class Dog:
    name: str
    loud: bool = True

    def speak(self, times: int = 1) -> str:
        return "woof" * times


class Robot:
    def __init__(self) -> None:
        self.name = "r2"
        self.volume = 0

    @property
    def loud(self) -> bool:
        return self.volume > 5

    def speak(self, times: int = 1) -> str:
        self.volume += 3 * times
        return f"beep{self.volume}"

    def close(self) -> None:
        print("closing", self.name)


class Logger(Protocol):
    def __call__(self, message: str, *, level: int = 0) -> None: ...


class SupportsArea(Protocol):
    def area(self) -> float: ...

    def describe(self) -> str:
        return f"area {self.area()}"


class Tile(SupportsArea):
    def area(self) -> float:
        return 4.0


def talk(one: Speaker) -> str:
    return one.speak() + "/" + one.speak(2)


def greet(one: Named) -> str:
    return "hi " + one.name


def both(one: NamedSpeaker) -> str:
    return f"{one.name} {one.speak()} {one.loud}"


def finish(things: Iterable[object]) -> None:
    for thing in things:
        if isinstance(thing, Closeable):
            thing.close()
        else:
            print("not closeable:", type(thing).__name__)


def log(message: str, *, level: int = 0) -> None:
    print("*" * level + message)


def use(logger: Logger) -> None:
    logger("plain")
    logger("loud", level=3)


def sizes(*things: Sized) -> list[int]:
    return [len(thing) for thing in things]


def main() -> None:
    dog, robot = Dog("rex"), Robot()
    speakers: list[Speaker] = [dog, robot, dog]
    print([talk(s) for s in speakers])
    print(greet(dog), greet(robot), both(dog), both(robot))
    finish([dog, robot, 5])
    use(log)
    print(Tile().describe(), isinstance(Tile(), SupportsArea.__mro__[-1]))
    print(sizes("abc", [1], {1: 2}, (), {5}, b"xy"))
    named: dict[str, Named] = {one.name: one for one in (Dog("a"), Dog("b"))}
    named["a"].name = "changed"
    print(sorted(n.name for n in named.values()))


main()

"""Class attributes that are assigned through `cls`."""
from __future__ import annotations

from typing import Any, ClassVar, Self


class Plugin:
    registry: ClassVar[dict[str, type[Plugin]]] = {}
    key: ClassVar[str] = "base"
    made: ClassVar[int] = 0

    def __init_subclass__(cls, /, key: str = "", **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.key = key or cls.__name__.lower()
        Plugin.registry[cls.key] = cls

    @classmethod
    def make(cls) -> Self:
        cls.made += 1
        return cls()

    def run(self) -> str:
        return f"{type(self).__name__} as {self.key}"


class Alpha(Plugin):
    pass


class Beta(Plugin, key="b"):
    def run(self) -> str:
        return "beta " + super().run()


class Gamma(Beta):
    made = 10


class Counted:
    count: ClassVar[int] = 0
    last: ClassVar[Counted | None] = None

    def __init__(self) -> None:
        type(self).count += 1
        self.__class__.last = self
        self.number = self.count


class Left(Counted):
    pass


class Right(Counted):
    count = 100


def reset(kind: type[Counted], n: int) -> None:
    kind.count = n


def main() -> None:
    print(sorted(Plugin.registry), [Plugin.registry[k]().run() for k in sorted(Plugin.registry)])
    print(Plugin.key, Alpha.key, Beta.key, Gamma.key, [kind.key for kind in Plugin.registry.values()])
    for kind in (Plugin, Alpha, Alpha, Beta, Gamma, Gamma):
        print(type(kind.make()).__name__, kind.made)
    print(Plugin.made, Alpha.made, Beta.made, Gamma.made, Alpha().made)
    print([Counted().number, Counted().number, Left().number, Left().number, Right().number, Counted().number])
    print(Counted.count, Left.count, Right.count, type(Counted.last).__name__, type(Left.last).__name__, type(Right.last).__name__)
    reset(Left, 50)
    reset(Counted, 7)
    print(Counted.count, Left.count, Right.count, Left().number)


main()

"""Multiple inheritance: C3 order, cooperative super, mixins, diamonds, attribute lookup order."""

import json


class Base:
    def __init__(self, log: list[str]) -> None:
        self.log = log
        log.append("Base")

    def who(self) -> list[str]:
        return ["Base"]


class Left(Base):
    tag = "left"

    def __init__(self, log: list[str]) -> None:
        log.append("Left")
        super().__init__(log)

    def who(self) -> list[str]:
        return ["Left", *super().who()]


class Right(Base):
    tag = "right"
    only_right = 7

    def __init__(self, log: list[str]) -> None:
        log.append("Right")
        super().__init__(log)

    def who(self) -> list[str]:
        return ["Right", *super().who()]

    def right(self) -> str:
        return f"right of {type(self).__name__}"


class Bottom(Left, Right):
    def __init__(self, log: list[str]) -> None:
        log.append("Bottom")
        super().__init__(log)

    def who(self) -> list[str]:
        return ["Bottom", *super().who()]


class JsonMixin:
    def fields(self) -> dict[str, object]:
        return {}

    def to_json(self) -> str:
        return json.dumps(self.fields(), sort_keys=True)


class CompareMixin:
    def key(self) -> int:
        raise NotImplementedError("key")

    def __lt__(self, other: "CompareMixin") -> bool:
        return self.key() < other.key()


class CountMixin:
    created = 0

    def __init__(self) -> None:
        super().__init__()
        type(self).created += 1
        self.number = type(self).created


class Item(JsonMixin, CompareMixin, CountMixin):
    def __init__(self, name: str, weight: int) -> None:
        super().__init__()
        self.name = name
        self.weight = weight

    def key(self) -> int:
        return self.weight

    def fields(self) -> dict[str, object]:
        return {"name": self.name, "weight": self.weight, **super().fields()}


class Loud:
    def speak(self) -> str:
        return super().speak().upper()  # type: ignore[misc, no-any-return]


class Quiet:
    def speak(self) -> str:
        return "hush"


class LoudQuiet(Loud, Quiet):
    pass


def main() -> None:
    log: list[str] = []
    bottom = Bottom(log)
    print(log, bottom.who(), Left([]).who(), bottom.tag, bottom.only_right, bottom.right())
    print([c.__name__ for c in Bottom.__mro__], issubclass(Bottom, Right), isinstance(bottom, Left))
    bases: list[Base] = [bottom, Right([]), Left([]), Base([])]
    for base in bases:
        print(type(base).__name__, base.who())
    items = [Item("b", 5), Item("a", 2), Item("c", 9)]
    print([i.name for i in sorted(items)], min(items).name, max(items).name, items[0].to_json(), [i.number for i in items], Item.created)
    mixins: list[CompareMixin] = list(items)
    print(sorted(m.key() for m in mixins))
    counted: CountMixin = items[1]
    print(counted.number, isinstance(counted, JsonMixin))
    try:
        CompareMixin().key()
    except NotImplementedError as error:
        print(type(error).__name__, error)
    print(LoudQuiet().speak())
    rights: list[Right] = [bottom]
    print(rights[0].right(), rights[0].who(), Right.who(bottom))


main()

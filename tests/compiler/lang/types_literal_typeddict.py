"""Literal, TypedDict, NamedTuple, NewType, aliases, Final, cast."""

from typing import Final, Literal, NamedTuple, NewType, NotRequired, Required, TypeAlias, TypedDict, cast

Mode = Literal["r", "w", "a"]
Level: TypeAlias = Literal[1, 2, 3]
UserId = NewType("UserId", int)
LIMIT: Final = 10
NAME: Final[str] = "fixed"


class User(TypedDict):
    name: str
    age: int
    tags: NotRequired[list[str]]


class Partial(TypedDict, total=False):
    id: Required[int]
    note: str


class Point(NamedTuple):
    """A point."""

    x: int
    y: int = 0
    label: str = "p"

    def norm(self) -> int:
        return abs(self.x) + abs(self.y)

    @property
    def swapped(self) -> "Point":
        return Point(self.y, self.x, self.label)


def open_mode(mode: Mode) -> str:
    if mode == "r":
        return "reading"
    if mode == "w":
        return "writing"
    return "appending"


def level(value: Level) -> int:
    return value * 10


def owner(user_id: UserId) -> str:
    return f"user#{user_id}"


def main() -> None:
    print(open_mode("r"), open_mode("w"), open_mode("a"), level(2), owner(UserId(7)), LIMIT, NAME)
    modes: tuple[Mode, ...] = ("r", "a")
    for mode in modes:
        print(mode, open_mode(mode))
    user: User = {"name": "Ann", "age": 30}
    user["age"] += 1
    print(user, user["name"], user.get("tags"), "tags" in user, len(user))
    user["tags"] = ["x"]
    user["tags"].append("y")
    print(user, sorted(user), user.get("tags", []))
    other = User(name="Bob", age=5, tags=[])
    print(other, other == {"name": "Bob", "age": 5, "tags": []})
    users: list[User] = [user, other, {"name": "Cy", "age": 9}]
    print([u["name"] for u in users], max(users, key=lambda u: u["age"])["name"], sum(u["age"] for u in users))
    part: Partial = {"id": 1}
    part.update({"id": 2, "note": "n"})
    print(part, part.get("note", "-"))
    p = Point(3, -4)
    print(p, p.x, p[1], p.norm(), p.swapped, len(p), p == (3, -4, "p"), p == Point(3, -4), hash(p) == hash((3, -4, "p")))
    x, y, name = p
    print(x, y, name, p._replace(x=10), p._asdict(), Point._fields, Point(y=1, x=2))
    print(sorted([Point(2, 1), Point(1, 5), Point(1, 2)]), Point(1) < Point(2), {Point(1): "a"}[Point(1, 0)], isinstance(p, tuple))
    print(p + (1,), list(p), 3 in p, p[:2], p.index(-4), p.count(3))
    print(Point._make([7, 8, "z"]), Point.__doc__)
    value: object = [1, 2]
    numbers = cast(list[int], value)
    print(numbers[0] + 1)
    try:
        p.x = 5  # type: ignore[misc]
    except AttributeError as error:
        print(type(error).__name__)


main()

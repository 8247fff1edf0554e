"""Attributes whose names are computed: methods, properties, class attributes, `attrgetter`, `methodcaller`."""

from dataclasses import dataclass
from operator import attrgetter, methodcaller


class Visitor:
    title = "plain"

    def __init__(self) -> None:
        self.count = 0

    def visit(self, name: str, n: int) -> str:
        self.count += 1
        method = getattr(self, f"visit_{name}", self.generic)
        return str(method(n))

    def generic(self, n: int) -> str:
        return f"?{n}"

    def visit_number(self, n: int) -> str:
        return f"number {n}"

    @property
    def double(self) -> int:
        return self.count * 2


class Loud(Visitor):
    title = "loud"

    def visit_text(self, n: int) -> str:
        return f"TEXT {n}"


@dataclass
class Row:
    day: int
    note: str

    @property
    def month(self) -> int:
        return self.day // 30

    def shown(self, mark: str = "") -> str:
        return f"{self.day}{mark}"


for visitor in (Visitor(), Loud()):
    print([visitor.visit(name, i) for i, name in enumerate(("number", "text", "other"))])
    for name in ("count", "title", "double", "nothing"):
        try:
            print(name, getattr(visitor, name))
        except AttributeError as error:
            print(error)
    print([name for name in ("visit_" + kind for kind in ("number", "text")) if hasattr(visitor, name)])
rows = [Row(70, "b"), Row(5, "a"), Row(65, "c")]
print([row.day for row in sorted(rows, key=attrgetter("month", "note"))], list(map(attrgetter("month"), rows)))
print(list(map(methodcaller("shown"), rows)), methodcaller("shown", mark="!")(rows[0]), sorted(["b", "C"], key=methodcaller("lower")))

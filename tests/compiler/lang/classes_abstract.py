"""Abstract base classes, abstract properties, @final, @override-like patterns, @overload, nested classes."""

from abc import ABC, abstractmethod
from typing import ClassVar, final, overload


class Storage(ABC):
    name: ClassVar[str] = "abstract"

    @abstractmethod
    def get(self, key: str) -> str | None: ...

    @abstractmethod
    def put(self, key: str, value: str) -> None:
        """Store."""
        print("put", key)

    @property
    @abstractmethod
    def size(self) -> int: ...

    @classmethod
    @abstractmethod
    def open(cls, path: str) -> "Storage": ...

    def get_or(self, key: str, default: str) -> str:
        found = self.get(key)
        return default if found is None else found


class Memory(Storage):
    name = "memory"

    def __init__(self) -> None:
        self._data: dict[str, str] = {}

    def get(self, key: str) -> str | None:
        return self._data.get(key)

    def put(self, key: str, value: str) -> None:
        super().put(key, value)
        self._data[key] = value

    @property
    def size(self) -> int:
        return len(self._data)

    @classmethod
    def open(cls, path: str) -> "Memory":
        memory = cls()
        memory.put("path", path)
        return memory


@final
class Prefixed(Memory):
    def get(self, key: str) -> str | None:
        return super().get("p:" + key)

    def put(self, key: str, value: str) -> None:
        super().put("p:" + key, value)


class Converter:
    @overload
    def convert(self, value: int) -> str: ...
    @overload
    def convert(self, value: str) -> int: ...
    def convert(self, value: int | str) -> int | str:
        if isinstance(value, int):
            return str(value)
        return int(value)


@overload
def double(value: int) -> int: ...
@overload
def double(value: str) -> str: ...
@overload
def double(value: list[int]) -> list[int]: ...
def double(value: int | str | list[int]) -> int | str | list[int]:
    return value * 2


class Tree:
    class Node:
        def __init__(self, value: int) -> None:
            self.value = value
            self.children: list["Tree.Node"] = []

        def total(self) -> int:
            return self.value + sum(child.total() for child in self.children)

    def __init__(self) -> None:
        self.root = Tree.Node(1)


def main() -> None:
    stores: list[Storage] = [Memory.open("/a"), Prefixed.open("/b")]
    for store in stores:
        store.put("k", "v")
        print(type(store).__name__, store.name, store.size, store.get("k"), store.get_or("zz", "dflt"), store.get_or("path", "?"))
    broken: type[Storage] = Storage  # type: ignore[type-abstract]
    try:
        broken()
    except TypeError as error:
        print(type(error).__name__)
    converter = Converter()
    print(converter.convert(5) + "!", converter.convert("7") + 1, double(3), double("ab"), double([1]))
    tree = Tree()
    tree.root.children.append(Tree.Node(5))
    tree.root.children[0].children.append(Tree.Node(10))
    print(tree.root.total(), Tree.Node(3).value)


main()

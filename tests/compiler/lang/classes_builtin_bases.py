"""Subclasses of str, int, float, dict, list, tuple, set, Exception; __new__; __init_subclass__."""

from __future__ import annotations


class Slug(str):
    def __new__(cls, text: str) -> Slug:
        return super().__new__(cls, text.strip().lower().replace(" ", "-"))

    @property
    def words(self) -> list[str]:
        return self.split("-")

    def __add__(self, other: str) -> Slug:
        return Slug(str(self) + " " + other)


class Port(int):
    def __new__(cls, value: int) -> Port:
        if not 0 < value < 65536:
            raise ValueError(f"port out of range: {value}")
        return super().__new__(cls, value)

    def is_privileged(self) -> bool:
        return self < 1024

    def __str__(self) -> str:
        return f":{int(self)}"


class DefaultingDict(dict[str, int]):
    def __missing__(self, key: str) -> int:
        self[key] = len(key)
        return self[key]

    def total(self) -> int:
        return sum(self.values())


class UpperDict(dict[str, int]):
    def __setitem__(self, key: str, value: int) -> None:
        super().__setitem__(key.upper(), value)

    def __getitem__(self, key: str) -> int:
        return super().__getitem__(key.upper())


class History(list[str]):
    limit = 3

    def append(self, item: str) -> None:
        super().append(item)
        if len(self) > self.limit:
            del self[0]

    @property
    def last(self) -> str | None:
        return self[-1] if self else None


class Rgb(tuple[int, int, int]):
    def __new__(cls, r: int, g: int, b: int) -> Rgb:
        return super().__new__(cls, (r, g, b))

    def hex(self) -> str:
        return "#" + "".join(f"{part:02x}" for part in self)


class ApiError(Exception):
    code = 500

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class NotFound(ApiError):
    code = 404

    def __str__(self) -> str:
        return f"not found: {self.args[0]}"


class Singleton:
    _instance: Singleton | None = None
    value = 0

    def __new__(cls) -> Singleton:
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance


class Plugin:
    registry: dict[str, type[Plugin]] = {}

    def __init_subclass__(cls, *, key: str = "", **kwargs: object) -> None:
        super().__init_subclass__(**kwargs)
        Plugin.registry[key or cls.__name__.lower()] = cls

    def run(self) -> str:
        return type(self).__name__


class Alpha(Plugin):
    pass


class Beta(Plugin, key="b"):
    def run(self) -> str:
        return "beta " + super().run()


def main() -> None:
    s = Slug("  Hello Big World ")
    print(s, repr(s), len(s), s.words, s.upper(), s == "hello-big-world", {str(s): 1}[s], s + "x", isinstance(s, str), s[0:5], type(s[0:5]).__name__, type(s + "a").__name__, f"{s:>20}", "big" in s)
    p = Port(80)
    print(p, repr(p), p + 1, p.is_privileged(), f"{p}", p == 80, Port(8080).is_privileged(), [p], max(p, Port(5)), range(100)[p], {80: "http"}[p], hash(p) == hash(80))
    try:
        Port(70000)
    except ValueError as error:
        print(error)
    d = DefaultingDict(a=1)
    print(d["hello"], d["a"], d, d.total(), d.get("zz"), isinstance(d, dict), len(d), list(d.items()))
    u = UpperDict()
    u["key"] = 5
    print(u, u["KeY"], "key" in u)
    h = History(["a"])
    for item in "bcde":
        h.append(item)
    print(h, h.last, len(h), h == ["c", "d", "e"], History().last, h[0], [x + "!" for x in h], sorted(h, reverse=True))
    c = Rgb(255, 0, 16)
    print(c, c.hex(), c[0], c == (255, 0, 16), len(c))
    for kind in (ApiError, NotFound):
        try:
            raise kind("thing", hint="look") from None
        except NotFound as error:
            print("NF", error, error.code, error.hint, error.args)
        except ApiError as error:
            print("API", error, error.code, error.hint, repr(error))
    one, two = Singleton(), Singleton()
    one.value = 5
    print(one is two, two.value)
    print(sorted(Plugin.registry), [Plugin.registry[k]().run() for k in sorted(Plugin.registry)])


main()

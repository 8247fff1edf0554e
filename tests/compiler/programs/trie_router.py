"""A request router on a trie: static, parameter (with types) and wildcard segments, methods, reverse URLs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

Params = dict[str, str | int]


class Handler(Protocol):
    def __call__(self, params: Params) -> str: ...


class RouteError(Exception):
    status = 500


class NotFound(RouteError):
    status = 404


class MethodNotAllowed(RouteError):
    status = 405

    def __init__(self, allowed: list[str]) -> None:
        super().__init__("allowed: " + ", ".join(allowed))
        self.allowed = allowed


class Converter:
    name = "str"

    def convert(self, text: str) -> str | int | None:
        return text or None


class IntConverter(Converter):
    name = "int"

    def convert(self, text: str) -> int | None:
        return int(text) if text.isdecimal() else None


class SlugConverter(Converter):
    name = "slug"

    def convert(self, text: str) -> str | None:
        return text if text and all(c.isalnum() or c == "-" for c in text) else None


CONVERTERS: dict[str, Converter] = {c.name: c for c in (Converter(), IntConverter(), SlugConverter())}


@dataclass
class Node:
    static: dict[str, Node] = field(default_factory=dict)
    dynamic: list[tuple[str, Converter, Node]] = field(default_factory=list)
    wildcard: tuple[str, Node] | None = None
    handlers: dict[str, Handler] = field(default_factory=dict)
    pattern: str = ""

    def child(self, segment: str) -> Node:
        if segment.startswith("{*"):
            if self.wildcard is None:
                self.wildcard = (segment[2:-1], Node())
            return self.wildcard[1]
        if segment.startswith("{"):
            name, _, kind = segment[1:-1].partition(":")
            if kind and kind not in CONVERTERS:
                raise ValueError(f"unknown converter {kind!r} in {segment}")
            converter = CONVERTERS[kind or "str"]
            for other, known, node in self.dynamic:
                if (other, known.name) == (name, converter.name):
                    return node
            node = Node()
            self.dynamic.append((name, converter, node))
            self.dynamic.sort(key=lambda entry: entry[1].name)
            return node
        return self.static.setdefault(segment, Node())


def split(path: str) -> list[str]:
    return [segment for segment in path.split("/") if segment]


class Router:
    def __init__(self) -> None:
        self.root = Node()
        self.names: dict[str, str] = {}

    def add(self, method: str, pattern: str, handler: Handler, name: str | None = None) -> None:
        node = self.root
        for segment in split(pattern):
            node = node.child(segment)
        if method in node.handlers:
            raise ValueError(f"{method} {pattern} is already there")
        node.handlers[method] = handler
        node.pattern = pattern
        if name is not None:
            self.names[name] = pattern

    def get(self, pattern: str, name: str | None = None) -> Callable[[Handler], Handler]:
        def register(handler: Handler) -> Handler:
            self.add("GET", pattern, handler, name)
            return handler

        return register

    def match(self, method: str, path: str) -> tuple[Handler, Params, str]:
        allowed: set[str] = set()
        found = self._walk(self.root, split(path), 0, {}, method, allowed)
        if found is not None:
            return found
        if allowed:
            raise MethodNotAllowed(sorted(allowed))
        raise NotFound(f"no route for {path}")

    def _walk(
        self, node: Node, segments: list[str], at: int, params: Params, method: str, allowed: set[str]
    ) -> tuple[Handler, Params, str] | None:
        if at == len(segments):
            handler = node.handlers.get(method)
            if handler is not None:
                return handler, params, node.pattern
            allowed.update(node.handlers)
            return None
        segment = segments[at]
        if (static := node.static.get(segment)) is not None:
            found = self._walk(static, segments, at + 1, params, method, allowed)
            if found:
                return found
        for name, converter, child in node.dynamic:
            value = converter.convert(segment)
            if value is not None:
                found = self._walk(child, segments, at + 1, {**params, name: value}, method, allowed)
                if found:
                    return found
        if node.wildcard is not None:
            name, child = node.wildcard
            rest = "/".join(segments[at:])
            return self._walk(child, [], 0, params | {name: rest}, method, allowed)
        return None

    def url(self, name: str, **params: str | int) -> str:
        parts: list[str] = []
        for segment in split(self.names[name]):
            if segment.startswith("{"):
                key = segment.strip("{*}").partition(":")[0]
                parts.append(str(params[key]))
            else:
                parts.append(segment)
        return "/" + "/".join(parts)

    def dispatch(self, method: str, path: str) -> str:
        try:
            handler, params, pattern = self.match(method, path)
        except RouteError as error:
            return f"{error.status} {type(error).__name__}: {error}"
        return f"200 {pattern} -> {handler(params)}"


router = Router()


@router.get("/")
def index(params: Params) -> str:
    return "index"


@router.get("/users/{id:int}", name="user")
def user(params: Params) -> str:
    identity = params["id"]
    return f"user {identity} ({type(identity).__name__})"


@router.get("/users/{name}")
def user_by_name(params: Params) -> str:
    return f"named {params['name']}"


@router.get("/posts/{slug:slug}/comments/{id:int}", name="comment")
def comment(params: Params) -> str:
    return " ".join(f"{key}={value!r}" for key, value in sorted(params.items()))


class Static:
    def __init__(self, root: str) -> None:
        self.root = root
        self.served = 0

    def __call__(self, params: Params) -> str:
        self.served += 1
        return f"{self.root}/{params['path']} #{self.served}"


def main() -> None:
    router.add("GET", "/static/{*path}", Static("/var/www"), name="file")
    router.add("POST", "/users/{id:int}", lambda params: f"updated {params['id']}")
    router.add("GET", "/users/me", lambda params: "it is me")
    for method, path in (
        ("GET", "/"),
        ("GET", "/users/42"),
        ("GET", "/users/ann"),
        ("GET", "/users/me"),
        ("POST", "/users/7/"),
        ("POST", "/users/x"),
        ("DELETE", "/users/7"),
        ("GET", "/posts/hello-world/comments/5"),
        ("GET", "/posts/bad slug/comments/5"),
        ("GET", "/posts/x/comments/y"),
        ("GET", "/static/css/site.css"),
        ("GET", "/static/js/a/b/c.js"),
        ("GET", "/static"),
        ("GET", "/nothing/here"),
    ):
        print(method, path, "=>", router.dispatch(method, path))
    print(router.url("user", id=5), router.url("comment", slug="s", id=2), router.url("file", path="a/b"))
    for bad in ("/users/{id:int}", "/x/{y:float}"):
        try:
            router.add("GET", bad, index)
        except ValueError as error:
            print("error:", error)


if __name__ == "__main__":
    main()

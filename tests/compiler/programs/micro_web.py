"""A micro web framework with routes, middleware, sessions and content negotiation, and an app on it."""

import base64
import hashlib
import hmac
import html
import json
import re
from collections import ChainMap
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field, is_dataclass
from datetime import datetime, timedelta, timezone
from http import HTTPStatus
from string import Template
from typing import Any, Generic, Literal, TypedDict, TypeVar
from urllib.parse import parse_qs, quote, unquote, urlsplit

Method = Literal["GET", "POST", "DELETE"]
T = TypeVar("T")


class CaseInsensitive(MutableMapping[str, str]):
    def __init__(self, items: Mapping[str, str] | Iterable[tuple[str, str]] = (), /, **more: str) -> None:
        self._data: dict[str, tuple[str, str]] = {}
        self.update(items, **more)

    def __getitem__(self, key: str) -> str:
        return self._data[key.lower()][1]

    def __setitem__(self, key: str, value: str) -> None:
        self._data[key.lower()] = (key, value)

    def __delitem__(self, key: str) -> None:
        del self._data[key.lower()]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return (name for name, _ in self._data.values())

    def __len__(self) -> int:
        return len(self._data)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({dict(self.items())!r})"


@dataclass
class Request:
    method: Method
    target: str
    headers: CaseInsensitive = field(default_factory=CaseInsensitive)
    body: bytes = b""
    params: dict[str, str] = field(default_factory=dict, compare=False)

    @property
    def path(self) -> str:
        return unquote(urlsplit(self.target).path)

    @property
    def query(self) -> dict[str, list[str]]:
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    def json(self) -> Any:
        if "json" not in self.headers.get("content-type", ""):
            raise HttpError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
        try:
            return json.loads(self.body)
        except ValueError as error:
            raise HttpError(HTTPStatus.BAD_REQUEST, f"bad json: {error}") from error


@dataclass
class Response:
    status: int = 200
    body: bytes = b""
    headers: CaseInsensitive = field(default_factory=CaseInsensitive)

    @classmethod
    def of(cls, value: object, status: int = 200) -> "Response":
        match value:
            case Response():
                return value
            case None:
                return cls(204)
            case str(text):
                kind = "text/html" if text.lstrip().startswith("<") else "text/plain"
                return cls(status, text.encode(), CaseInsensitive({"Content-Type": f"{kind}; charset=utf-8"}))
            case (int(code), other):
                return cls.of(other, code)
            case _:
                data = json.dumps(value, default=plain, sort_keys=True, separators=(",", ":"))
                return cls(status, data.encode(), CaseInsensitive([("Content-Type", "application/json")]))


def plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return asdict(value)
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(f"cannot encode {type(value).__name__}")


class HttpError(Exception):
    def __init__(self, status: HTTPStatus, detail: str | None = None) -> None:
        self.status = status
        self.detail = detail or status.phrase
        super().__init__(int(status), self.detail)


Handler = Callable[[Request], object]
Middleware = Callable[[Handler], Handler]


class App:
    _PART = re.compile(r"<(?:(?P<kind>int|path):)?(?P<name>\w+)>")
    _KINDS = {"int": r"\d+", "path": ".+", None: "[^/]+"}

    def __init__(self) -> None:
        self.routes: list[tuple[re.Pattern[str], dict[Method, Handler]]] = []
        self.middleware: list[Middleware] = []
        self.errors: dict[type[Exception], Callable[[Exception], object]] = {}

    def route(self, pattern: str, *methods: Method) -> Callable[[Handler], Handler]:
        regex = re.compile(self._PART.sub(lambda m: f"(?P<{m['name']}>{self._KINDS[m['kind']]})", pattern))

        def register(handler: Handler) -> Handler:
            for known, table in self.routes:
                if known.pattern == regex.pattern:
                    break
            else:
                table = {}
                self.routes.append((regex, table))
            table.update(dict.fromkeys(methods or ("GET",), handler))
            return handler

        return register

    def use(self, middleware: Middleware) -> Middleware:
        self.middleware.insert(0, middleware)
        return middleware

    def error(self, kind: type[Exception]) -> Callable[[Callable[[Exception], object]], None]:
        def register(handler: Callable[[Exception], object]) -> None:
            self.errors[kind] = handler

        return register

    def dispatch(self, request: Request) -> object:
        allowed: set[str] = set()
        for regex, table in self.routes:
            if match := regex.fullmatch(request.path):
                if handler := table.get(request.method):
                    request.params = match.groupdict()
                    return handler(request)
                allowed |= table.keys()
        if allowed:
            raise HttpError(HTTPStatus.METHOD_NOT_ALLOWED, f"use {', '.join(sorted(allowed))}")
        raise HttpError(HTTPStatus.NOT_FOUND, f"no page {request.path}")

    def __call__(self, request: Request) -> Response:
        handler: Handler = self.dispatch
        for middleware in self.middleware:
            handler = middleware(handler)
        try:
            return Response.of(handler(request))
        except Exception as error:
            for kind in type(error).__mro__:
                if kind in self.errors:
                    return Response.of(self.errors[kind](error))
            raise


class Repository(Generic[T]):
    def __init__(self) -> None:
        self._items: dict[int, T] = {}
        self._next = 1

    def add(self, item: T) -> int:
        key, self._next = self._next, self._next + 1
        self._items[key] = item
        return key

    def get(self, key: int) -> T:
        if (item := self._items.get(key)) is None:
            raise HttpError(HTTPStatus.NOT_FOUND, f"no item {key}")
        return item

    def remove(self, key: int) -> None:
        self.get(key)
        del self._items[key]

    def __iter__(self):  # type: ignore[no-untyped-def]
        return iter(self._items.items())


class NoteData(TypedDict, total=False):
    title: str
    tags: list[str]


@dataclass
class Note:
    title: str
    author: str
    tags: frozenset[str]
    created: datetime


class Signer:
    def __init__(self, key: bytes) -> None:
        self.key = key

    def sign(self, value: str) -> str:
        mac = hmac.new(self.key, value.encode(), hashlib.sha256).digest()[:9]
        return f"{quote(value)}.{base64.urlsafe_b64encode(mac).decode()}"

    def read(self, text: str) -> str | None:
        value, dot, _ = text.rpartition(".")
        value = unquote(value)
        return value if dot and hmac.compare_digest(self.sign(value), text) else None


app, signer, notes = App(), Signer(b"secret"), Repository[Note]()
log: list[str] = []
NOW = datetime(2024, 5, 1, 12, 0, tzinfo=timezone.utc)


@app.use
def logging_(inner: Handler) -> Handler:
    def handle(request: Request) -> object:
        try:
            result = Response.of(inner(request))
        except HttpError as error:
            log.append(f"{request.method} {request.path} !{error.status:d}")
            raise
        log.append(f"{request.method} {request.path} {result.status}")
        return result

    return handle


@app.use
def session(inner: Handler) -> Handler:
    def handle(request: Request) -> object:
        user = None
        for part in request.headers.get("Cookie", "").split(";"):
            name, _, value = part.strip().partition("=")
            if name == "user":
                user = signer.read(value)
        request.headers["X-User"] = user or "guest"
        return inner(request)

    return handle


@app.error(HttpError)
def on_http(error: Exception) -> object:
    assert isinstance(error, HttpError)
    return int(error.status), {"error": error.detail}


@app.error(LookupError)
def on_lookup(error: Exception) -> object:
    return 400, {"missing": str(error.args[0])}


PAGE = Template("<h1>$title</h1>\n<p>by ${author}, $$5</p>")


@app.route("/notes")
def index(request: Request) -> object:
    wanted = set(request.query.get("tag", []))
    return {"notes": [{"id": key, **asdict(note)} for key, note in notes if wanted <= note.tags]}


@app.route("/notes", "POST")
def create(request: Request) -> object:
    data: NoteData = request.json()
    note = Note(
        data["title"], request.headers["x-user"], frozenset(data.get("tags", [])), NOW + timedelta(hours=1)
    )
    return 201, {"id": notes.add(note)}


@app.route("/notes/<int:key>", "GET", "DELETE")
def one(request: Request) -> object:
    key = int(request.params["key"])
    if request.method == "DELETE":
        notes.remove(key)
        return None
    note = notes.get(key)
    if "html" in request.headers.get("accept", ""):
        return PAGE.substitute(title=html.escape(note.title), author=note.author)
    return note


@app.route("/files/<path:rest>")
def files(request: Request) -> str:
    return request.params["rest"]


def call(method: Method, target: str, body: object = None, **headers: str) -> None:
    names = CaseInsensitive({key.replace("_", "-"): value for key, value in headers.items()})
    data = b""
    if body is not None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        names.setdefault("content-type", "application/json")
    response = app(Request(method, target, names, data))
    print(response.status, response.headers.get("CONTENT-TYPE", "-"), response.body.decode())


def main() -> None:
    cookie = f"a=b; user={signer.sign('Zoë <z>')}"
    call("POST", "/notes", {"title": "First & <b>", "tags": ["x", "y"]}, Cookie=cookie)
    call("POST", "/notes", {"title": "Second"})
    call("POST", "/notes", {"tags": []})
    call("POST", "/notes", b"{nope", content_type="application/json")
    call("POST", "/notes", b"x=1", content_type="text/plain")
    call("GET", "/notes?tag=x&tag=y")
    call("GET", "/notes/1", Accept="text/html,*/*")
    call("GET", "/notes/2", Cookie="user=Zo%C3%AB.bad")
    call("DELETE", "/notes/2")
    call("GET", "/notes/2")
    call("GET", "/files/a/b%20c.txt")
    call("POST", "/files/x")
    call("GET", "/nowhere")
    print(log)
    headers = CaseInsensitive(Accept="a", HOST="h")
    headers["accept"] = "b"
    with suppress(KeyError):
        del headers["nothing"]
    print(
        headers,
        "ACCEPT" in headers,
        len(headers),
        headers.pop("host"),
        list(headers),
        headers == {"accept": "b"},
    )
    settings: ChainMap[str, Any] = ChainMap({"debug": True}, {"debug": False, "port": 80})
    print(settings["debug"], settings["port"], len(settings))
    print(Request("GET", "/a") == Request("GET", "/a"), HttpError(HTTPStatus.IM_A_TEAPOT).args)


if __name__ == "__main__":
    main()

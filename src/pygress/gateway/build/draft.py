"""A route on its way from an Ingress to a virtual host; annotations change it step by step."""

from dataclasses import dataclass

from pygress.gateway import ir

_KINDS = {"exact": 0, "regex": 1, "segments": 2, "prefix": 2}


@dataclass(frozen=True)
class Canary:
    """Which share of another Ingress' requests a route wants; see `annotations.canary`."""

    header: str
    value: str
    pattern: str
    cookie: str
    weight: int
    total: int


@dataclass
class Draft:
    """One route of one host; `age` is the place of its Ingress in order of age."""

    ingress: str
    host: str
    match: ir.Match
    action: ir.Action
    age: int = 0
    last: bool = False
    request_headers: ir.HeaderEdit = ir.NO_EDIT
    response_headers: ir.HeaderEdit = ir.NO_EDIT
    cors: ir.Cors | None = None
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    limit: tuple[int, int, int] | None = None
    canary: Canary | None = None

    @property
    def precedence(self) -> tuple[int, int, int, int, int, str, str]:
        """Order routes of a host: exact, regex, longest path; then more conditions; then age."""
        path = self.match.path
        conditions = len(self.match.headers) + len(self.match.queries) + len(self.match.methods)
        return (
            int(self.last),
            _KINDS[path.kind],
            -len(path.value.rstrip("/")),
            -conditions,
            self.age,
            self.ingress,
            path.value,
        )

"""Takes every kind of configuration and shows what it became."""

import enum
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pygress.sdk import HttpFilter, Length, Range, Reply, Request, plugin


class Mode(enum.Enum):
    SOFT = "soft"
    HARD = "hard"


@dataclass
class Rule:
    host: str
    codes: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.host == "":
            raise ValueError("`host` is empty")


@dataclass
class Everything:
    text: str = ""
    number: int = 0
    share: float = 0.0
    flag: bool = False
    names: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    main: Rule | None = None
    either: str | int = 0
    maybe: int | None = None
    kind: Literal["a", "b"] = "a"
    mode: Mode = Mode.SOFT
    port: Annotated[int, Range(1, 65535)] = 80
    least: Annotated[int, Range(minimum=1)] = 1
    most: Annotated[float, Range(maximum=0.5)] = 0.5
    code: Annotated[str, Length(2, 3)] = "ab"
    items: Annotated[list[int], Length(maximum=2)] = field(default_factory=list)
    matrix: list[list[int]] = field(default_factory=list)
    limits: dict[str, int] = field(default_factory=dict)
    statuses: set[int] = field(default_factory=lambda: {200})
    allowed: frozenset[str] = frozenset()
    pair: tuple[int, ...] = (1, 2)
    few: Annotated[set[str], Length(maximum=1)] = field(default_factory=set)


@plugin(name="everything")
class Show(HttpFilter[Everything]):
    def on_request_headers(self, request: Request) -> Reply | None:
        return Reply(200, repr(self.config))

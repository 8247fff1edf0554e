"""Role based access control with mixins, protocols, caching, wildcards and policies as callables."""

from __future__ import annotations

import fnmatch
from abc import abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Flag, auto
from functools import cached_property, reduce
from operator import or_
from typing import ClassVar, Protocol, runtime_checkable


class Right(Flag):
    NONE = 0
    READ = auto()
    WRITE = auto()
    DELETE = auto()
    ADMIN = READ | WRITE | DELETE

    @classmethod
    def parse(cls, text: str) -> Right:
        return reduce(or_, (cls[word.strip().upper()] for word in text.split("|")), cls.NONE)


@dataclass(frozen=True)
class Grant:
    pattern: str
    rights: Right

    def covers(self, resource: str) -> bool:
        return fnmatch.fnmatchcase(resource, self.pattern)


@runtime_checkable
class Subject(Protocol):
    name: str

    def grants(self) -> Iterable[Grant]: ...


class Audited:
    """Mixin: keeps what was decided."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.decisions: list[str] = []

    def record(self, text: str) -> None:
        self.decisions.append(f"{len(self.decisions) + 1}:{text}")


class Checker:
    @abstractmethod
    def allowed(self, subject: Subject, resource: str, right: Right) -> bool:
        return any(right in grant.rights for grant in subject.grants() if grant.covers(resource))

    def require(self, subject: Subject, resource: str, right: Right) -> None:
        if not self.allowed(subject, resource, right):
            raise AccessDenied(subject.name, resource, right)


class CachedChecker(Checker):
    def __init__(self) -> None:
        super().__init__()
        self.cache: dict[tuple[str, str, Right], bool] = {}

    def allowed(self, subject: Subject, resource: str, right: Right) -> bool:
        key = (subject.name, resource, right)
        if key not in self.cache:
            self.cache[key] = super().allowed(subject, resource, right)
        return self.cache[key]


Policy = Callable[[Subject, str, Right], bool | None]


class PolicyChecker(Audited, CachedChecker):
    def __init__(self, policies: Iterable[Policy] = ()) -> None:
        super().__init__()
        self.policies = list(policies)

    def allowed(self, subject: Subject, resource: str, right: Right) -> bool:
        for policy in self.policies:
            verdict = policy(subject, resource, right)
            if verdict is not None:
                self.record(f"{policy.__name__}={verdict}")
                return verdict
        verdict = super().allowed(subject, resource, right)
        self.record(f"{subject.name} {right.name} {resource}={verdict}")
        return verdict


class AccessDenied(PermissionError):
    def __init__(self, who: str, resource: str, right: Right) -> None:
        super().__init__(f"{who} may not {(right.name or '?').lower()} {resource}")
        self.right = right


@dataclass
class Role:
    name: str
    own: list[Grant]
    parents: list[Role] = field(default_factory=list)
    registry: ClassVar[dict[str, Role]] = {}

    def __post_init__(self) -> None:
        if self.name in self.registry:
            raise ValueError(f"role {self.name!r} exists")
        self.registry[self.name] = self

    def ancestors(self) -> Iterator[Role]:
        yield self
        for parent in self.parents:
            yield from parent.ancestors()

    def grants(self) -> Iterator[Grant]:
        for role in self.ancestors():
            yield from role.own


class User:
    def __init__(self, name: str, *roles: str) -> None:
        self.name = name
        self.roles = [Role.registry[role] for role in roles]

    @cached_property
    def effective(self) -> dict[str, Right]:
        out: dict[str, Right] = {}
        for role in self.roles:
            for grant in role.grants():
                out[grant.pattern] = out.get(grant.pattern, Right.NONE) | grant.rights
        return out

    def grants(self) -> Iterable[Grant]:
        return [Grant(pattern, rights) for pattern, rights in sorted(self.effective.items())]


class ServiceAccount:
    name = "robot"

    def grants(self) -> tuple[Grant, ...]:
        return (Grant("metrics/[a-c]*", Right.READ),)


def no_deletes_on_prod(subject: Subject, resource: str, right: Right) -> bool | None:
    return False if right is Right.DELETE and resource.startswith("prod/") else None


def root_may_all(subject: Subject, resource: str, right: Right) -> bool | None:
    return True if subject.name == "root" else None


def main() -> None:
    viewer = Role("viewer", [Grant("docs/*", Right.READ)])
    editor = Role("editor", [Grant("docs/public/*", Right.parse("write | read"))], [viewer])
    Role("owner", [Grant("*", Right.ADMIN)], [editor])
    try:
        Role("viewer", [])
    except ValueError as error:
        print(error)
    subjects: list[Subject] = [
        User("ann", "viewer"),
        User("bob", "editor"),
        User("cy", "owner", "viewer"),
        ServiceAccount(),
        User("root"),
    ]
    checker = PolicyChecker([no_deletes_on_prod, root_may_all])
    for subject in subjects:
        row = [
            "".join(
                letter if checker.allowed(subject, resource, right) else "-"
                for letter, right in zip("rwd", (Right.READ, Right.WRITE, Right.DELETE), strict=True)
            )
            for resource in ("docs/a", "docs/public/x", "prod/db", "metrics/cpu", "metrics/disk")
        ]
        print(f"{subject.name:<6}", *row, isinstance(subject, Subject))
    for subject, resource, right in (
        (subjects[0], "docs/a", Right.WRITE),
        (subjects[2], "prod/db", Right.DELETE),
        (subjects[1], "docs/public/z", Right.WRITE),
    ):
        try:
            checker.require(subject, resource, right)
            print("ok", subject.name, resource)
        except AccessDenied as error:
            print(type(error).__name__, error, error.right.value)
    print(
        len(checker.cache),
        checker.decisions[:3],
        checker.decisions[-1],
        [c.__name__ for c in PolicyChecker.__mro__],
    )
    print(
        [role.name for role in Role.registry["owner"].ancestors()],
        {k: v.value for k, v in User("z", "editor").effective.items()},
    )
    try:
        Right.parse("read|fly")
    except KeyError as error:
        print("KeyError", error)


if __name__ == "__main__":
    main()

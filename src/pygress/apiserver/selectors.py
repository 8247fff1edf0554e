"""Label and field selectors: `app=web,tier in (a,b),!old` and `metadata.name=x,type!=Opaque`."""

import re
from collections.abc import Callable

from pygress.apiserver import status
from pygress.apiserver.status import Object
from pygress.resources import names
from pygress.resources.columns import json_path

Matcher = Callable[[Object], bool]

_SET = re.compile(r"(?P<key>[^\s!=,()<>]+)\s+(?P<op>in|notin)\s*\((?P<values>[^()]*)\)\s*(?:,|$)")
_EQUAL = re.compile(r"(?P<key>[^\s!=,()<>]+)\s*(?P<op>==|=|!=)\s*(?P<value>[^\s!=,()<>]*)\s*(?:,|$)")
_ORDER = re.compile(r"(?P<key>[^\s!=,()<>]+)\s*(?P<op>[<>])\s*(?P<value>\d+)\s*(?:,|$)")
_EXISTS = re.compile(r"(?P<not>!?)\s*(?P<key>[^\s!=,()<>]+)\s*(?:,|$)")


def parse_labels(text: str) -> Matcher | None:
    """Read a label selector; None when it is empty and so matches everything. Raises a BadRequest."""
    tests = []
    rest = text.strip()
    while rest:
        test, end = _requirement(text, rest)
        tests.append(test)
        rest = rest[end:].lstrip()
    if not tests:
        return None

    def matches(obj: Object) -> bool:
        labels = obj["metadata"].get("labels") or {}
        return all(test(labels) for test in tests)

    return matches


def _requirement(text: str, rest: str) -> tuple[Callable[[dict[str, str]], bool], int]:
    if found := _SET.match(rest):
        key, values = found["key"], {value.strip() for value in found["values"].split(",")}
        if found["op"] == "in":
            test = lambda labels: labels.get(key) in values  # noqa: E731
        else:
            test = lambda labels: labels.get(key) not in values  # noqa: E731
    elif found := _EQUAL.match(rest):
        key, value = found["key"], found["value"]
        if found["op"] == "!=":
            test = lambda labels: labels.get(key) != value  # noqa: E731
        else:
            test = lambda labels: labels.get(key) == value  # noqa: E731
    elif found := _ORDER.match(rest):
        key, bound, greater = found["key"], int(found["value"]), found["op"] == ">"

        def test(labels: dict[str, str]) -> bool:
            held = labels.get(key, "")
            return held.isdigit() and (int(held) > bound if greater else int(held) < bound)

    elif found := _EXISTS.match(rest):
        key, absent = found["key"], bool(found["not"])
        test = lambda labels: (key in labels) != absent  # noqa: E731
    else:
        raise status.bad_request(f"unable to parse requirement: {rest!r} in label selector {text!r}")
    if wrong := names.key_error(found["key"]):
        raise status.bad_request(f"unable to parse requirement: invalid label key {found['key']!r}: {wrong}")
    return test, found.end()


def parse_fields(text: str) -> Matcher | None:
    """Read a field selector over any scalar field; None when it is empty. Raises a BadRequest."""
    tests: list[tuple[str, str, bool]] = []
    for part in filter(None, (one.strip() for one in text.split(","))):
        found = re.fullmatch(r"([A-Za-z0-9_.]+)(==|=|!=)(.*)", part)
        if found is None:
            raise status.bad_request(
                f"invalid field selector {part!r}: expected `field=value` or `field!=value`"
            )
        tests.append((f".{found[1]}", found[3], found[2] != "!="))
    if not tests:
        return None

    def matches(obj: Object) -> bool:
        return all((_text(json_path(obj, path)) == value) == wanted for path, value, wanted in tests)

    return matches


def _text(value: object) -> str:
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else str(value)


def both(first: Matcher | None, second: Matcher | None) -> Matcher | None:
    """Combine two selectors."""
    if first is None or second is None:
        return first or second
    return lambda obj: first(obj) and second(obj)

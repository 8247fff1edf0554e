"""json."""

import json
from typing import Any

text = '{"a": [1, 2.5, -3e2, true, false, null], "b": {"c": "\\u00e9\\ud83d\\ude00\\n"}, "d": ""}'
data = json.loads(text)
print(data["a"], data["b"]["c"], len(data), data["a"][1] + 1)
print(json.dumps(data), json.dumps(data, ensure_ascii=False))
print(json.dumps(data, indent=2, sort_keys=True))
print(json.dumps([1, "x", None, True, 1.0, {"k": (1, 2)}], separators=(",", ":")))
print(json.loads(b"[1, 2]"), json.loads("7"), json.loads(' "x" '))
for wrong in ("", "{", "[1,]", '{"a":1,}', "nul", '"\\x"', "[1\n,\n 2 3]", "1 2", "{1:2}"):
    try:
        json.loads(wrong)
    except json.JSONDecodeError as error:
        print("error:", error, "|", error.msg, error.pos, error.lineno, error.colno)
try:
    json.loads("[")
except ValueError as value_error:
    print(type(value_error).__name__, value_error)


class Point:
    def __init__(self, x: int, y: int) -> None:
        self.x = x
        self.y = y


def other(value: Any) -> Any:
    if isinstance(value, Point):
        return {"x": value.x, "y": value.y}
    raise TypeError(f"cannot write {type(value).__name__}")


print(json.dumps({"p": [Point(1, 2), Point(3, 4)]}, default=other))
try:
    json.dumps(Point(1, 2))
except TypeError as error:
    print(error)
print(json.loads('[{"a": 1}, {"b": {"a": 2}}]', object_hook=lambda d: sorted(d.items(), key=str)))
roles = json.loads('{"user": {"roles": ["admin", "dev"]}}')["user"]["roles"]
for role in roles:
    print(role.upper())
print(json.dumps('tab\t"quoted" \\ \u2028 é'), json.dumps({1: 2, None: 3, True: 4, 1.5: 5}))

"""object and Any as dynamic values: JSON-like data walked without casts."""

from typing import Any


def kind(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int):
        return f"int {value + 1}"
    if isinstance(value, float):
        return f"float {value * 2}"
    if isinstance(value, str):
        return f"str {value!r}"
    if isinstance(value, list):
        return "[" + ", ".join(kind(one) for one in value) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {kind(one)}" for key, one in value.items()) + "}"
    return type(value).__name__


def main() -> None:
    data: Any = {"user": {"name": "Ann", "roles": ["admin", "dev"], "age": 41, "score": 1.5, "ok": True, "none": None}}
    print(kind(data))
    print(data["user"]["roles"][0], data["user"]["age"] + 1, data["user"]["score"] * 2, len(data["user"]["roles"]))
    for case in range(8):
        try:
            if case == 0:
                print(data["missing"])
            elif case == 1:
                print(data["user"]["roles"][5])
            elif case == 2:
                print(data["user"]["age"]["x"])
            elif case == 3:
                print(data["user"]["age"] + "x")
            elif case == 4:
                print(data.nothing)
            elif case == 5:
                print(data["user"]["none"].upper())
            elif case == 6:
                print(len(data["user"]["age"]))
            else:
                data["user"]["age"]()
        except (KeyError, IndexError, TypeError, AttributeError) as error:
            print(type(error).__name__, error)
    data["user"]["roles"].append("new")
    data["user"]["age"] += 1
    data["extra"] = [1, 2.5, "x"]
    del data["user"]["none"]
    print(data)
    for role in data["user"]["roles"]:
        print(role.upper(), role.startswith("a"))
    for key, value in data["user"].items():
        print(key, value, type(value).__name__)
    roles: list[str] = data["user"]["roles"]
    print(roles + ["typed"], sorted(data["user"]), "name" in data["user"], "zz" in data)
    total: Any = 0
    for part in data["extra"][:2]:
        total = total + part
    print(total, total > 3, total == 3.5, -total, total // 1, bool(total), str(total), f"{total:.2f}")
    values: list[object] = [1, 1.0, True, "1", b"1", None, [1], (1,), {"a": 1}]
    print([kind(v) for v in values])
    print(values, values[0] == values[1], values[0] == values[3], [v == 1 for v in values], values.index("1"))
    x: Any = 3
    y: Any = "ab"
    print(x * y, x + 1, x - 1, x / 2, x % 2, x**2, y[0], y[::-1], x < 5, x & 1, x << 2, not x)
    x = [3, 1, 2]
    print(sorted(x), max(x), x[1:], [n * 2 for n in x], 3 in x)
    a, b, c = x
    print(a, b, c)
    f: Any = len
    print(f("four"), callable(f), callable(x))
    d: dict[str, Any] = {"a": [1, {"b": "deep"}]}
    print(d["a"][1]["b"].upper(), d.get("q"), (d.get("q") or {}).get("z", "dflt"))
    o: object = "text"
    print(o, str(o), repr(o), o == "text", hash(o) == hash("text"), isinstance(o, (int, str)))


main()

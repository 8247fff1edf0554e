"""Kernel: one operation on text a line, fields in hex: OP TEXT ARGUMENT I J."""

import sys


def run(op: str, s: str, t: str, i: int, j: int) -> object:
    if op == "slice":
        return (s[i:j], s[i:], s[:j], s[::-1], s[i:j:2], s[j:i:-1], s[i : j : abs(i) + 1])
    if op == "at":
        return s[i]
    if op == "find":
        return (
            s.find(t),
            s.rfind(t),
            s.find(t, i),
            s.find(t, i, j),
            s.rfind(t, i, j),
            s.count(t),
            s.count(t, i, j),
            t in s,
        )
    if op == "index":
        return (s.index(t), s.rindex(t))
    if op == "split":
        return (s.split(t), s.rsplit(t, abs(i)), s.split(t, abs(i)), s.partition(t), s.rpartition(t))
    if op == "spaces":
        return (s.split(), s.split(None, abs(i)), s.rsplit(None, abs(i)), s.splitlines(), s.splitlines(True))
    if op == "strip":
        return (
            s.strip(),
            s.lstrip(),
            s.rstrip(),
            s.strip(t),
            s.lstrip(t),
            s.rstrip(t),
            s.removeprefix(t),
            s.removesuffix(t),
        )
    if op == "case":
        return (s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase(), s.casefold())
    if op == "is":
        return (
            s.isalpha(),
            s.isdigit(),
            s.isalnum(),
            s.isspace(),
            s.isupper(),
            s.islower(),
            s.istitle(),
            s.isdecimal(),
            s.isnumeric(),
            s.isidentifier(),
            s.isprintable(),
            s.isascii(),
        )
    if op == "pad":
        return (
            s.center(abs(i)),
            s.ljust(abs(i), "*"),
            s.rjust(abs(i), "é"),
            s.zfill(abs(i)),
            s.expandtabs(abs(i)),
        )
    if op == "replace":
        return (s.replace(t, "<>"), s.replace(t, "", abs(i)), s.replace("", t) if len(s) < 20 else "")
    if op == "starts":
        return (
            s.startswith(t),
            s.endswith(t),
            s.startswith(t, i),
            s.endswith(t, i, j),
            s.startswith((t, "a")),
        )
    if op == "join":
        return (t.join([s, "x", s]), t.join(s), s * (abs(i) % 4), s + t, len(s + t))
    if op == "cmp":
        return (s < t, s <= t, s == t, s > t, hash(s) == hash(t), min(s, t), sorted([t, s]), sorted(s))
    if op == "repr":
        return (s, ascii(s), [s, t], {s: t}, f"{s!r:>10}|{t:^7}|{s:.3}")
    if op == "codec":
        return (
            s.encode(),
            s.encode().decode(),
            s.encode("utf-16-le"),
            s.encode("ascii", "backslashreplace"),
            s.encode("latin-1", "xmlcharrefreplace"),
        )
    if op == "translate":
        table = str.maketrans({"a": "1", "é": None, "b": t})
        return (s.translate(table), s.translate(str.maketrans("abc", "xyz", "d")))
    if op == "number":
        return int(s)
    if op == "float":
        return float(s)
    raise SystemExit(f"unknown {op}")


def main() -> None:
    for line in sys.stdin:
        op, s, t, i, j = line.rstrip("\n").split(",")
        try:
            print(ascii(run(op, bytes.fromhex(s).decode(), bytes.fromhex(t).decode(), int(i), int(j))))
        except (ValueError, IndexError) as error:
            print(type(error).__name__, ascii(str(error)))


main()

"""Kernel: one operation on text a line, fields in hex: OP TEXT ARGUMENT I J."""

import sys


def run(op: str, s: str, t: str, i: int, j: int) -> object:
    if op == "slice":
        return (s[i:j], s[i:], s[:j], s[::-1], s[i:j:2], s[j:i:-1], s[i : j : abs(i) + 1], s[:: i or 1])
    if op == "at":
        return (s[i], s[j])
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
            s.find(""),
            s.rfind("", i),
            s.count("", i),
        )
    if op == "index":
        return (s.index(t), s.rindex(t), s.index(t, i, j))
    if op == "split":
        return (s.split(t), s.rsplit(t, abs(i)), s.split(t, abs(i)), s.partition(t), s.rpartition(t))
    if op == "spaces":
        return (s.split(), s.split(None, abs(i)), s.rsplit(None, abs(i)), s.split(maxsplit=1), s.isspace())
    if op == "lines":
        return (s.splitlines(), s.splitlines(True), s.splitlines(keepends=i > 0))
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
            s.center(i),
            s.center(abs(i), "é"),
            s.ljust(abs(i), "*"),
            s.rjust(abs(i), "é"),
            s.zfill(abs(i)),
            s.zfill(9),
            s.rjust(i),
            s.ljust(9, t),
        )
    if op == "tabs":
        return (s.expandtabs(), s.expandtabs(i), s.expandtabs(tabsize=abs(j)))
    if op == "replace":
        return (s.replace(t, "<>"), s.replace(t, "", i), s.replace("", t), s.replace("", "-", abs(i)))
    if op == "starts":
        return (
            s.startswith(t),
            s.endswith(t),
            s.startswith(t, i),
            s.endswith(t, i, j),
            s.startswith((t, "a")),
            s.endswith((), i),
            s.startswith("", i, j),
        )
    if op == "join":
        return (t.join([s, "x", s]), t.join(s), s * (abs(i) % 4), s + t, len(s + t), t.join([]), i * t)
    if op == "cmp":
        return (
            s < t,
            s <= t,
            s == t,
            s > t,
            s != t,
            hash(s) == hash(t),
            min(s, t),
            sorted([t, s]),
            sorted(s),
        )
    if op == "repr":
        return (s, ascii(s), [s, t], {s: t}, f"{s!r:>10}|{t:^7}|{s:.3}", repr(s), str(s), (s,))
    if op == "codec":
        return (
            s.encode(),
            s.encode().decode(),
            s.encode("utf-16-le"),
            s.encode("utf-8", "surrogateescape"),
            s.encode("ascii", "backslashreplace"),
            s.encode("latin-1", "xmlcharrefreplace"),
            s.encode("ascii", "ignore"),
            s.encode("latin-1", errors="replace"),
        )
    if op == "translate":
        table = str.maketrans({"a": "1", "é": None, "b": t})
        return (
            s.translate(table),
            s.translate(str.maketrans("abc", "xyz", "d")),
            s.translate({97: 98, 98: "?", 99: None}),
        )
    if op == "maketrans":
        return (s.translate(str.maketrans(s, t)), str.maketrans(s, t, "é"))
    if op == "iterate":
        return (
            list(s),
            [ord(c) for c in s],
            list(enumerate(s, i)),
            list(reversed(s)),
            dict.fromkeys(s),
            tuple(zip(s, t)),
        )
    if op == "order":
        words = [s, t, s + t, t + s, s.upper()]
        return (
            sorted(words),
            sorted(words, key=len),
            max(words, key=len),
            min(words),
            sorted(words, reverse=True),
        )
    if op == "errors":
        return (ord(s), s.encode("ascii"))
    raise SystemExit(f"unknown {op}")


def main() -> None:
    for line in sys.stdin:
        op, s, t, i, j = line.rstrip("\n").split(",")
        try:
            print(ascii(run(op, bytes.fromhex(s).decode(), bytes.fromhex(t).decode(), int(i), int(j))))
        except (ValueError, IndexError, TypeError) as error:
            print(type(error).__name__, ascii(str(error)))


main()

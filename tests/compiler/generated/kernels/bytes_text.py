"""Kernel: one operation on bytes a line, fields in hex: OP DATA ARGUMENT I J.

The line that names `Data` is replaced to run the same over bytearrays.
"""

import sys

Data = bytes


def common(op: str, s: Data, t: Data, i: int, j: int) -> object:
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
        )
    if op == "byte":
        return (s.find(i + 97), s.rfind(97), s.count(98), 97 in s, s.count(j + 97, i), s.index(97, i))
    if op == "index":
        return (s.index(t), s.rindex(t), s.index(t, i, j))
    if op == "split":
        return (s.split(t), s.rsplit(t, abs(i)), s.split(t, abs(i)), s.partition(t), s.rpartition(t))
    if op == "spaces":
        return (
            s.split(),
            s.split(None, abs(i)),
            s.rsplit(None, abs(i)),
            s.split(maxsplit=1),
            s.splitlines(),
            s.splitlines(True),
        )
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
        return (s.upper(), s.lower(), s.title(), s.capitalize(), s.swapcase())
    if op == "is":
        return (
            s.isalpha(),
            s.isdigit(),
            s.isalnum(),
            s.isspace(),
            s.isupper(),
            s.islower(),
            s.istitle(),
            s.isascii(),
        )
    if op == "pad":
        return (
            s.center(i),
            s.center(abs(i), b"*"),
            s.ljust(abs(i), b"-"),
            s.rjust(9),
            s.zfill(abs(i)),
            s.ljust(9, bytes(t)),
            s.expandtabs(),
            s.expandtabs(i),
        )
    if op == "replace":
        return (s.replace(t, b"<>"), s.replace(t, b"", i), s.replace(b"", t), s.replace(b"", b"-", abs(i)))
    if op == "starts":
        return (
            s.startswith(t),
            s.endswith(t),
            s.startswith(t, i),
            s.endswith(t, i, j),
            s.startswith((t, b"a")),
            s.endswith((b"", t), i),
        )
    if op == "cmp":
        return (
            s < t,
            s <= t,
            s == t,
            s > t,
            s != t,
            min(s, t),
            sorted([t, s]),
            sorted(s),
            max(s),
            sum(s),
            list(s),
            bool(s),
        )
    if op == "decode":
        return (
            s.decode("utf-8", "replace"),
            s.decode("ascii", "ignore"),
            s.decode("latin-1"),
            s.decode("utf-8", "surrogateescape").encode("utf-8", "surrogateescape"),
            s.decode("ascii", "backslashreplace"),
            s.decode("utf-8", "backslashreplace"),
            s.decode(),
        )
    if op == "hex":
        return (s.hex(), s.hex(":"), s.hex("-", i), s.hex("_", bytes_per_sep=abs(j)))
    raise SystemExit(f"unknown {op}")


def on_bytes(op: str, s: bytes, t: bytes, i: int, j: int) -> object:
    if op == "join":
        return (t.join([s, b"x", bytearray(s)]), s * (abs(i) % 4), s + t, t.join([]), i * t, s + bytearray(t))
    if op == "repr":
        return (s, [s, t], {s: t}, str(s), f"{s!r:>10}|{t!s}", hash(s) == hash(bytes(bytearray(s))))
    if op == "translate":
        table = bytes.maketrans(b"abc", b"xyz")
        return (
            s.translate(table),
            s.translate(table, b"a1"),
            s.translate(None, t),
            s.translate(None, delete=b"b"),
            bytes.maketrans(s, t) == table,
        )
    if op == "fromhex":
        return (bytes.fromhex(s.decode("latin-1")), bytearray.fromhex(t.hex()))
    if op == "percent":
        return (
            b"%s|%d|%5.1f|%%|%x" % (s, i, j / 4, abs(j)),
            b"%c%c" % (i + 97, b"z"),
            b"%-6s|%a|%r" % (t, i, s),
            b"<%b>" % t,
        )
    if op == "convert":
        return (
            bytes(list(s)),
            bytes(abs(i)),
            bytes(bytearray(t)),
            bytes(range(abs(j))),
            int.from_bytes(s[:7], "big"),
            bytes([i, j]),
        )
    return common(op, Data(s), Data(t), i, j)


def on_bytearray(op: str, s: bytearray, t: bytearray, i: int, j: int) -> object:
    if op == "change":
        s.append(abs(i))
        s.insert(j, 65)
        s.extend(t)
        s += b"+"
        s.reverse()
        removed = s.pop(i)
        s.remove(65)
        return (s, removed, s.copy(), len(s))
    if op == "assign":
        s[i:j] = t
        del s[j:i]
        s[1:1] = b"12"
        s[0] = 97 + i
        del s[i]
        s[::2] = b"-" * len(s[::2])
        del s[::3]
        s[j] = 300
        return s
    if op == "grow":
        s *= abs(i) % 3
        s.extend([abs(i), abs(j)])
        again = s.copy()
        again.clear()
        return (s, s * 2, s + t, b"x" + s, bytes(s), s == bytes(s), again)
    raise SystemExit(f"unknown {op}")


def main() -> None:
    for line in sys.stdin:
        op, first, second, third, fourth = line.rstrip("\n").split(",")
        s, t, i, j = bytes.fromhex(first), bytes.fromhex(second), int(third), int(fourth)
        out = ""
        try:
            if op not in ("change", "assign", "grow"):
                out = ascii(on_bytes(op, s, t, i, j))
            else:
                out = ascii(on_bytearray(op, bytearray(s), bytearray(t), i, j))
        except (ValueError, IndexError, TypeError, OverflowError) as error:
            out = f"{type(error).__name__} {ascii(str(error))}"
        print(out)


main()

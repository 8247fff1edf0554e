"""Kernel: lists, dicts and sets driven by random operations, one a line; the state is printed after each."""

import sys


class State:
    def __init__(self) -> None:
        self.numbers: list[int] = []
        self.table: dict[str, int] = {}
        self.mixed: dict[object, int] = {}
        self.members: set[int] = set()
        self.words: set[str] = set()
        self.rows: list[tuple[int, str]] = []

    def lists(self, op: str, a: int, b: int, c: int) -> object:
        numbers = self.numbers
        if op == "append":
            numbers.append(a)
        elif op == "insert":
            numbers.insert(a, b)
        elif op == "pop":
            return numbers.pop(a)
        elif op == "remove":
            numbers.remove(a)
        elif op == "setslice":
            numbers[a:b] = [a, b, c]
        elif op == "delslice":
            del numbers[a:b]
        elif op == "setstep":
            numbers[a : b : c or 1] = range(abs(a) % 3) if c > 0 else [7] * len(numbers[a : b : c or 1])
        elif op == "delstep":
            del numbers[a : b : c or 2]
        elif op == "step":
            return (numbers[a:b:2], numbers[b:a:-1], numbers[:: c or 1], numbers[a:], numbers[:b], numbers[c])
        elif op == "sort":
            numbers.sort(key=lambda n: (n % 5, n), reverse=a % 2 == 0)
        elif op == "index":
            return (numbers.count(b), a in numbers, numbers.index(a, b), numbers.index(c))
        elif op == "extend":
            numbers.extend(range(a, b))
            numbers += (a, c)
        elif op == "reverse":
            numbers.reverse()
            return list(reversed(numbers))
        elif op == "tuple":
            pair = (a, b, c) * (abs(a) % 3)
            return (
                pair[b:c],
                pair[::-1],
                pair + (a,),
                pair.count(a),
                len(pair),
                b in pair,
                pair < (b, a),
                pair.index(b),
            )
        elif op == "compare":
            other = [a, b, c]
            return (
                numbers < other,
                numbers == other,
                numbers >= other[:2],
                other * 2,
                [a] + other,
                numbers[:3] != other,
            )
        elif op == "keyed":
            self.rows.append((a, f"r{b}"))
            self.rows.sort(key=lambda row: abs(row[0]) % 3)
            return (
                sorted(self.rows, key=lambda row: row[1], reverse=True),
                sorted(self.rows),
                sorted(self.rows, key=lambda row: (row[1], -row[0])),
                sorted(numbers, key=lambda n: n % 3, reverse=True),
            )
        elif op == "extremes":
            return (
                max(numbers, default=None),
                min(numbers, key=lambda n: n % 4, default=b),
                max(a, b, c),
                min(a, b, c, key=abs),
                max(self.rows, default=(c, "none")),
                min(self.table),
                max(self.table.items(), key=lambda item: item[1]),
                sum(numbers),
                max(numbers),
            )
        else:
            copy = numbers.copy()
            copy *= abs(a) % 3
            return (
                copy,
                copy == numbers,
                copy is numbers,
                list(zip(copy, numbers)),
                list(enumerate(copy, b)),
                [*copy, *numbers][:5],
            )
        return None

    def dicts(self, op: str, a: int, b: int, c: int) -> object:
        table, mixed = self.table, self.mixed
        if op == "put":
            table[f"k{a}"] = b
            mixed[a if b % 2 else float(a)] = b
            mixed[(a, str(b % 3))] = b
            mixed[c > 0] = c
        elif op == "get":
            return (table.get(f"k{a}"), table.get(f"k{b}", c), table.pop(f"k{c}", None), table[f"k{b}"])
        elif op == "drop":
            mixed.pop(a, None)
            del table[f"k{a}"]
        elif op == "popitem":
            return (table.popitem(), mixed.popitem())
        elif op == "default":
            return (table.setdefault(f"k{a}", b), mixed.get(a), a in mixed, mixed.setdefault(None, c))
        elif op == "merge":
            table |= {f"k{a}": b, f"k{b}": a}
            table.update([(f"k{c}", 0)])
            table.update(**{f"k{a}": 5})
            return (table | {"new": a}, {**table, "k1": c})
        elif op == "fromkeys":
            return (
                dict.fromkeys(["x", "y", "x"], a),
                dict.fromkeys(self.numbers),
                dict(zip("abc", self.numbers)),
            )
        else:
            other = {f"k{a}": a, f"k{b}": b, "z": c}
            return (
                sorted(table.keys() & other.keys()),
                sorted(table.keys() | {"q"}),
                sorted(table.keys() - other.keys()),
                sorted(table.items() ^ other.items()),
                list(table.values()),
                list(reversed(table)),
                list(reversed(table.items())),
                f"k{a}" in table.keys(),
                (f"k{a}", a) in table.items(),
                a in table.values(),
                table.keys() == other.keys(),
                table.keys() <= other.keys(),
                table.keys().isdisjoint(other),
                table == other,
                len(table.items()),
            )
        return None

    def sets(self, op: str, a: int, b: int, c: int) -> object:
        members = self.members
        if op == "add":
            members.add(a)
            members.update([b, a + b], {c})
            self.words.add(f"w{a}")
        elif op == "discard":
            members.discard(a)
            members.remove(b)
        elif op == "setpop":
            return (len(members) > 0, members.pop() in members if len(members) == 1 else None)
        elif op == "update":
            members ^= {a, b}
            members |= {c}
            members &= set(range(-20, 21)) - {a + 1}
            members -= {b, c + 2}
            members.difference_update([a], (b,))
            members.symmetric_difference_update([c])
            members.intersection_update(range(-18, 19))
        elif op == "frozen":
            frozen = frozenset([a, b, c])
            return (
                sorted(frozen | members),
                sorted(frozen & members),
                sorted(frozen - members),
                sorted(members - frozen),
                sorted(frozen ^ members),
                frozen == members,
                frozen <= members,
                members > frozen,
                hash(frozen) == hash(frozenset((c, b, a))),
                {frozen: a}[frozenset([c, b, a])],
                type(frozen | members).__name__,
                type(members | frozen).__name__,
                sorted(frozen.union([1], {2})),
                sorted(members.intersection([a, b], frozen)),
                a in frozen,
                len(frozen),
            )
        else:
            other = set(self.numbers)
            return (
                sorted(members & other),
                sorted(members - other),
                sorted(members ^ other),
                sorted(members | other),
                members <= other,
                members < other,
                members >= other,
                members.isdisjoint(other),
                members.issubset([a, b]),
                members.issuperset([a]),
                members == other,
                {n % 3 for n in members} == {m % 3 for m in other},
                sorted(self.words, key=lambda w: (len(w), w)),
                sorted(set("hello") - set("help")),
            )
        return None

    def run(self, op: str, a: int, b: int, c: int) -> object:
        if op in ("put", "get", "drop", "popitem", "default", "merge", "views", "fromkeys"):
            return self.dicts(op, a, b, c)
        if op in ("add", "discard", "sets", "frozen", "update", "setpop"):
            return self.sets(op, a, b, c)
        return self.lists(op, a, b, c)


def main() -> None:
    state = State()
    for line in sys.stdin:
        op, first, second, third = line.split()
        try:
            answer = state.run(op, int(first), int(second), int(third))
        except (ValueError, LookupError, TypeError) as error:
            answer = f"{type(error).__name__} {error}"
        print(
            answer,
            state.numbers,
            state.table,
            list(state.mixed.items())[-4:],
            len(state.mixed),
            sorted(state.members),
        )
        if len(state.numbers) > 40:
            del state.numbers[10:]
        if len(state.rows) > 6:
            state.rows.clear()


main()

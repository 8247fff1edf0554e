"""Kernel: a list, a dict and a set driven by random operations, one a line; the state is printed after each."""

import sys


def main() -> None:
    numbers: list[int] = []
    table: dict[str, int] = {}
    mixed: dict[object, int] = {}
    members: set[int] = set()
    for line in sys.stdin:
        op, first, second = line.split()
        a, b = int(first), int(second)
        try:
            if op == "append":
                numbers.append(a)
            elif op == "insert":
                numbers.insert(a, b)
            elif op == "pop":
                print(numbers.pop(a))
            elif op == "remove":
                numbers.remove(a)
            elif op == "setslice":
                numbers[a:b] = [a, b, a]
            elif op == "delslice":
                del numbers[a:b]
            elif op == "step":
                print(numbers[a:b:2], numbers[b:a:-1], numbers[:: b or 1])
            elif op == "sort":
                numbers.sort(key=lambda n: (n % 5, n), reverse=a % 2 == 0)
            elif op == "index":
                print(numbers.index(a), numbers.count(b), a in numbers)
            elif op == "extend":
                numbers.extend(range(a % 7))
            elif op == "reverse":
                numbers.reverse()
            elif op == "put":
                table[f"k{a}"] = b
                mixed[a if b % 2 else float(a)] = b
                mixed[(a, str(b % 3))] = b
            elif op == "get":
                print(table.get(f"k{a}"), table[f"k{b}"])
            elif op == "drop":
                del table[f"k{a}"]
            elif op == "popitem":
                print(table.popitem())
            elif op == "default":
                print(table.setdefault(f"k{a}", b), mixed.get(a), a in mixed)
            elif op == "merge":
                table |= {f"k{a}": b, f"k{b}": a}
            elif op == "add":
                members.add(a)
                members.update([b, a + b])
            elif op == "discard":
                members.discard(a)
                members.remove(b)
            elif op == "sets":
                other = set(numbers)
                print(
                    sorted(members & other),
                    sorted(members - other),
                    sorted(members ^ other),
                    members <= other,
                    members.isdisjoint(other),
                )
            else:
                raise SystemExit(f"unknown {op}")
        except (ValueError, LookupError) as error:
            print(type(error).__name__, error)
        print(numbers, table, list(mixed.items())[-4:], len(mixed), sorted(members))
        if len(numbers) > 60:
            del numbers[10:]


main()

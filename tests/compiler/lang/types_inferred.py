"""Containers that start empty: their element types come from later uses."""

TABLE = {}
TABLE["first"] = 1
NAMES = []
NAMES.append("n")


class Holder:
    def __init__(self) -> None:
        self.items = []
        self.items.append(2.5)
        self.by_name = {}
        self.by_name["k"] = [1]


def local(flag: bool) -> tuple[list[int], dict[str, int], set[int]]:
    out = []
    counts = {}
    seen = set()
    if flag:
        out.append(1)
    counts["a"] = 2
    seen.add(3)
    for i in range(2):
        out.append(i)
        counts[str(i)] = i
        seen.add(i)
    return out, counts, seen


def words(text: str) -> list[str]:
    found = []
    for word in text.split():
        if word not in found:
            found.append(word)
    return found


def main() -> None:
    out, counts, seen = local(True)
    print(out, counts, sorted(seen), sum(out), TABLE, NAMES)
    holder = Holder()
    print(holder.items, holder.by_name, words("a b a c"))
    nested = []
    nested.append([1])
    nested.append([])
    print(nested, [x for row in nested for x in row])
    best = None
    for n in (3, 9, 2):
        if best is None or n > best:
            best = n
    print(best)
    total = 0
    for n in out:
        total += n
    ratio = total / 2 if total else None
    print(total, ratio)


main()

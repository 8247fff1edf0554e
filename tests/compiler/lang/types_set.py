"""set and frozenset: every method and operator; printed sorted."""


def show(s: set[int] | frozenset[int]) -> None:
    print(sorted(s), len(s))


def main() -> None:
    a = {3, 1, 2, 3}
    b = {2, 3, 4}
    show(a)
    show(a | b)
    show(a & b)
    show(a - b)
    show(a ^ b)
    show(a.union(b, [9]))
    show(a.intersection([1, 2], {2}))
    show(a.difference([1]))
    show(a.symmetric_difference([1, 7]))
    print(a <= b, a >= {1}, a < {1, 2, 3, 4}, a == {1, 2, 3}, a != b, {1} < {1}, a.issubset(range(5)), a.issuperset([1]), a.isdisjoint({9}), a > {1})
    a.add(10)
    a.discard(99)
    a.remove(1)
    try:
        a.remove(99)
    except KeyError as error:
        print(type(error).__name__, error)
    a.update([5, 6], {7})
    show(a)
    a |= {20}
    a -= {5}
    a &= {20, 6, 7, 3}
    a ^= {3, 4}
    show(a)
    a.difference_update([4])
    a.intersection_update({20, 6})
    a.symmetric_difference_update({6, 1})
    show(a)
    c = a.copy()
    c.clear()
    print(c, len(a), set(), frozenset(), bool(c))
    try:
        c.pop()
    except KeyError as error:
        print(type(error).__name__, error)
    one = {42}
    print(one, one.pop(), one, {"x"}, frozenset([1]), frozenset({"k"}))
    print(3 in b, 9 in b, 9 not in b)
    f = frozenset([1, 2, 2])
    show(f)
    print(f == {1, 2}, hash(f) == hash(frozenset([2, 1])), {f: "v"}[frozenset([2, 1])], f in {f})
    show(f | {9})
    show(f & {1})
    print(type(f | {3}).__name__, type({3} | f).__name__)
    show({x * x for x in range(-3, 4)})
    show({x % 3 for x in range(10) if x})
    print(sorted(set("hello")), sorted({"a", "b"} | {"c"}), sorted({(1, "a"), (0, "z")}))
    words = {"b", "a"}
    words.update("cd")
    print(sorted(words), "".join(sorted(words)), max(words), sum({1, 2, 3}))
    try:
        bad: set[object] = {1}
        bad.add([1])
    except TypeError as error:
        print(type(error).__name__, error)
    mixed: set[object] = {1, 1.0, True, "1", None, (1,)}
    print(len(mixed), 1.0 in mixed, "2" in mixed, None in mixed)
    large = set(range(0, 1000, 3)) & set(range(0, 1000, 5))
    print(len(large), sum(large), sorted(large)[:3])
    seen: set[str] = set()
    unique = [w for w in "a b a c b d".split() if not (w in seen or seen.add(w))]  # type: ignore[func-returns-value]
    print(unique)
    for x in sorted(b, reverse=True):
        print(x, end=" ")
    print(all(x > 0 for x in b), any(x > 3 for x in b))


def updates() -> None:
    members = {1, 2, 3, 4}
    members.intersection_update([2, 3, 9], (3, 2))
    members.symmetric_difference_update([3, 5])
    members.intersection_update(range(4))
    print(sorted(members))


updates()
main()

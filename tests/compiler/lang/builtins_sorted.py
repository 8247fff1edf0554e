"""sorted, list.sort, min, max: keys, stability, reverse, defaults, tuples, errors, user ordering."""

from dataclasses import dataclass
from functools import cmp_to_key
from operator import attrgetter, itemgetter


@dataclass(frozen=True)
class Person:
    name: str
    age: int

    def __lt__(self, other: "Person") -> bool:
        return self.age < other.age


def compare(a: str, b: str) -> int:
    return len(a) - len(b) or (a > b) - (a < b)


def main() -> None:
    print(sorted([3, 1, 2]), sorted("hello"), sorted((2.5, -1.0, 3.0)), sorted({"b": 1, "a": 2}), sorted([True, False, True]), sorted([]))
    print(sorted(["b", "A", "c", "B"]), sorted(["b", "A", "c", "B"], key=str.lower), sorted(["b", "A", "c"], reverse=True), sorted(["é", "z", "e", "E", "😀", "\uffff"]))
    records = [("x", 2), ("a", 1), ("b", 2), ("c", 1), ("d", 2)]
    print(sorted(records), sorted(records, key=lambda r: r[1]), sorted(records, key=lambda r: r[1], reverse=True), sorted(records, key=lambda r: (-r[1], r[0])))
    print(sorted(records, key=itemgetter(1, 0)), sorted(records, key=itemgetter(0))[0])
    people = [Person("ann", 30), Person("bob", 20), Person("cy", 30), Person("di", 25)]
    print([p.name for p in sorted(people)], [p.name for p in sorted(people, reverse=True)], min(people).name, max(people).name)
    print([p.name for p in sorted(people, key=lambda p: (p.age, p.name), reverse=True)], max(people, key=lambda p: p.name).name, sorted(people, key=attrgetter("name"))[-1].name)
    people.sort(key=lambda p: p.name, reverse=True)
    print([p.name for p in people])
    print(sorted(["ccc", "a", "bb", "aa"], key=cmp_to_key(compare)))
    print(min([4, 2, 8]), max("abc"), min(3, 1.5), max([1], default=0), min([], default=-1), max([], default=None), min("b", "a", "c"), max([[1], [0, 5]]), min({3: "a", 1: "b"}), max((1, "b"), (1, "a")))
    print(max(["aa", "b", "cc"], key=len), min(["aa", "b", "c"], key=len), max(5, -7, key=abs), min([1, -1], key=abs))
    for case in range(3):
        try:
            if case == 0:
                max(list[int]())
            elif case == 1:
                values: list[int | str] = [1, "a"]
                print(sorted(values))
            else:
                print(min([]))
        except (ValueError, TypeError) as error:
            print(type(error).__name__, error)
    data = [(i * 7919) % 1009 for i in range(2000)]
    ordered = sorted(data)
    print(ordered[:5], ordered[-3:], all(a <= b for a, b in zip(ordered, ordered[1:])), sorted(data, reverse=True)[:3])
    indices = sorted(range(len(data)), key=lambda i: data[i])
    print(indices[:6], sorted(data, key=lambda v: v % 10)[:5])
    words = "the quick brown fox jumps over the lazy dog".split()
    print(sorted(set(words), key=lambda w: (len(w), w)), sorted(words, key=words.count, reverse=True)[:2])
    nan_free = sorted([1.5, float("-inf"), 0.0, float("inf"), -0.0])
    print(nan_free, sorted([(1, None), (0, None)]), sorted([b"b", b"a"]), sorted([[2], [1, 5], [1]]))


main()

"""Classes of the language as functions: `map(list, rows)` and the like."""
from collections.abc import Callable, Iterable

rows = [(1, 2), (3, 4)]
print(list(map(list, rows)), list(map(tuple, [[1], [2, 3]])), list(map(set, ["aa", "b"])), list(map(sorted, ["cab"])))
print(list(map(dict, [[("a", 1)], [("b", 2)]])), list(map(list, zip(*rows))), [*map(frozenset, [[1, 1]])] == [frozenset({1})])
print(list(map(list, {"x": "ab"}.values())), sorted([[3], [1, 2]], key=tuple), max(["ab", "c"], key=list), list(filter(list, ["", "a"])))
transposed = list(map(list, zip(*[[1.5, 2.5], [3.5, 4.5]])))
print(transposed, sum(transposed[0]), [row[0] * 2 for row in transposed])
for part in map(list, ["abc", "de"]):
    part.append("!")
    print(part)


def each(f: Callable[[Iterable[int]], object], data: list[list[int]]) -> list[object]:
    return [f(one) for one in data]


print(each(list, [[1, 2]]), each(tuple, [[1, 2]]), each(sum, [[1, 2]]), each(sorted, [[2, 1]]), each(set, [[5, 5]]), each(max, [[4, 9]]))
makers: dict[str, Callable[[str], object]] = {"int": int, "float": float, "str": str, "list": list, "upper": str.upper, "strip": str.strip, "split": str.split}
print({name: make("12") for name, make in makers.items()})
print(list(map(str.strip, [" a "])), list(map(str.split, ["a b"])), sorted(["b", "A"], key=str.lower), list(map(bytes.hex, [b"a"])))

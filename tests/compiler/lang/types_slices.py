"""Slices held in variables, and indices that may be slices."""

from typing import Any

pair = (1, "a", 2.5)
numbers: tuple[int, ...] = (5, 6, 7, 8)
items = [1, 2, 3]
text = "hello"
data = b"bytes"


def show(index: int | slice) -> None:
    print(pair[index], numbers[index], items[index], text[index], data[index])


def at(index: int) -> object:
    return (1, 2.5)[index]


show(1)
show(slice(1, None))
show(slice(None, None, -1))
first = slice(0, 2)
print(pair[first], numbers[first], items[first], text[first], data[first])
print(first, first.start, first.stop, first.step, first == slice(0, 2))
unknown: Any = slice(1, 3)
print(numbers[unknown], items[unknown], text[unknown])
items[first] = [9]
print(items)
items[unknown] = [4, 5]
print(items)
del items[slice(0, 1)]
print(items)
for key in (0, slice(1), -1):
    print(numbers[key], text[key])
for bad in (9, "x", 1.5):
    wrong: Any = bad
    for sequence in (numbers, items, text):
        try:
            print(sequence[wrong])
        except (IndexError, TypeError) as error:
            print(type(error).__name__, error)
print(at(1), at(0))

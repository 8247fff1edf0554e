"""Text: greedy and justified wrapping, word counts, n-grams, edit distance, Caesar and Vigenère, Roman numerals."""

from __future__ import annotations

import string
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import pairwise, zip_longest

TEXT = """It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of foolishness,
it was the epoch of belief, it was the epoch of incredulity – it was the season of Light, it was the season of Darkness."""


def words(text: str) -> list[str]:
    return [
        word.strip(string.punctuation + "–").lower()
        for word in text.split()
        if word.strip(string.punctuation + "–")
    ]


def wrap(text: str, width: int) -> Iterator[str]:
    line: list[str] = []
    length = 0
    for word in text.split():
        if line and length + len(word) + len(line) > width:
            yield " ".join(line)
            line, length = [], 0
        while len(word) > width:
            yield word[: width - 1] + "-"
            word = word[width - 1 :]
        line.append(word)
        length += len(word)
    if line:
        yield " ".join(line)


def justify(lines: Iterable[str], width: int) -> list[str]:
    *body, last = lines
    out: list[str] = []
    for line in body:
        parts = line.split()
        gaps = len(parts) - 1
        spaces = width - sum(map(len, parts))
        if gaps:
            each, extra = divmod(spaces, gaps)
            line = "".join(p + " " * (each + (i < extra)) for i, p in enumerate(parts[:-1])) + parts[-1]
        out.append(line)
    return [*out, last]


@cache
def distance(a: str, b: str) -> int:
    if not a or not b:
        return len(a) or len(b)
    if a[0] == b[0]:
        return distance(a[1:], b[1:])
    return 1 + min(distance(a[1:], b), distance(a, b[1:]), distance(a[1:], b[1:]))


def caesar(text: str, shift: int) -> str:
    lower, upper = string.ascii_lowercase, string.ascii_uppercase
    table = str.maketrans(lower + upper, lower[shift:] + lower[:shift] + upper[shift:] + upper[:shift])
    return text.translate(table)


def vigenere(text: str, key: str, sign: int = 1) -> str:
    out: list[str] = []
    position = 0
    for char in text:
        if char.isalpha() and char.isascii():
            base = ord("a") if char.islower() else ord("A")
            shift = ord(key[position % len(key)].lower()) - ord("a")
            char = chr((ord(char) - base + sign * shift) % 26 + base)
            position += 1
        out.append(char)
    return "".join(out)


NUMERALS = [
    (1000, "M"),
    (900, "CM"),
    (500, "D"),
    (400, "CD"),
    (100, "C"),
    (90, "XC"),
    (50, "L"),
    (40, "XL"),
    (10, "X"),
    (9, "IX"),
    (5, "V"),
    (4, "IV"),
    (1, "I"),
]


def to_roman(number: int) -> str:
    if not 0 < number < 4000:
        raise ValueError(f"{number} has no Roman form")
    out = ""
    for value, numeral in NUMERALS:
        out += numeral * (number // value)
        number %= value
    return out


def from_roman(text: str) -> int:
    values = {numeral: value for value, numeral in NUMERALS if len(numeral) == 1}
    numbers = [values[c] for c in text]
    return sum(-a if a < b else a for a, b in pairwise([*numbers, 0]))


def columns(left: list[str], right: list[str], width: int) -> str:
    return "\n".join(f"{a:<{width}} | {b}".rstrip() for a, b in zip_longest(left, right, fillvalue=""))


def main() -> None:
    for width in (30, 44):
        lines = list(wrap(TEXT, width))
        print("\n".join(justify(lines, width)))
        print(max(map(len, lines)) <= width, len(lines))
    print(list(wrap("a verylongwordindeed b", 8)), list(wrap("", 5)))
    counts = Counter(words(TEXT))
    print(counts.most_common(5), sum(counts.values()), counts["age"], counts["nope"])
    grams = Counter(pairwise(words(TEXT)))
    print(grams.most_common(3))
    by_length: defaultdict[int, set[str]] = defaultdict(set)
    for word in counts:
        by_length[len(word)].add(word)
    print({length: sorted(group) for length, group in sorted(by_length.items())})
    first = Counter(word[0] for word in words(TEXT))
    print(
        "".join(
            f"{c}{'#' * n} " for c, n in sorted(first.items(), key=lambda item: (-item[1], item[0]))
        ).rstrip()
    )
    print(distance("kitten", "sitting"), distance("", "abc"), distance("same", "same"))
    secret = caesar("Hello, World! é", 3)
    print(
        secret,
        caesar(secret, 23),
        vigenere("Attack at dawn!", "Lemon"),
        vigenere(vigenere("Attack", "key"), "key", -1),
    )
    print(
        [to_roman(n) for n in (1, 4, 9, 14, 40, 90, 400, 1994, 3999)],
        all(from_roman(to_roman(n)) == n for n in range(1, 500)),
    )
    try:
        to_roman(0)
    except ValueError as error:
        print(error)
    print(columns(["a", "bb", "ccc"], ["1", "2"], 5))
    print(
        counts & Counter("it it was of of of zz".split()),
        (Counter("abca") + Counter("b") - Counter("a")).most_common(),
        sorted(Counter("hello").elements()),
    )


if __name__ == "__main__":
    main()

"""Counts words in a dict. argv[1]: rounds over the text."""

import sys


def words(count: int) -> list[str]:
    seed = 42
    result: list[str] = []
    for _ in range(count):
        seed = (seed * 1103515245 + 12345) % 2147483648
        result.append("word" + str(seed // 65536 % 5000))
    return result


def main() -> None:
    text = words(50000)
    counts: dict[str, int] = {}
    for _ in range(int(sys.argv[1])):
        for word in text:
            counts[word] = counts.get(word, 0) + 1
    best = ""
    for word, count in counts.items():
        if best == "" or count > counts[best] or (count == counts[best] and word < best):
            best = word
    print(len(counts), best, counts[best])


main()

"""Word statistics, a concordance, Markov text and a spell checker; plain functions and module variables."""

import collections
import itertools
import random
import re
import string
import textwrap
from functools import lru_cache

TEXT = """
It was the best of times, it was the worst of times, it was the age of wisdom, it was the age of
foolishness, it was the epoch of belief, it was the epoch of incredulity, it was the season of Light, it
was the season of Darkness, it was the spring of hope, it was the winter of despair.
We had everything before us -- we had nothing before us; we were all going direct to Heaven, we were all
going direct the other way. In short, the period was so far like the present period.
"""
WORD = re.compile(r"[a-z']+", re.I)
STOP = frozenset("the of it was a in we to us had were all so".split())
total = 0


def words(text):
    """No annotations here: the types are found out."""
    for match in WORD.finditer(text):
        yield match.group().lower()


def count(text: str) -> collections.Counter[str]:
    global total
    counter: collections.Counter[str] = collections.Counter()
    for word in WORD.findall(text.lower()):
        counter[word] += 1
        total += 1
    return counter


def concordance(text: str, wanted: str, width: int = 12) -> list[str]:
    flat = " ".join(text.split())
    lines = []
    for m in re.finditer(rf"\b{re.escape(wanted)}\b", flat, flags=re.IGNORECASE):
        left = flat[max(0, m.start() - width) : m.start()]
        right = flat[m.end() : m.end() + width]
        lines.append(f"{left:>{width}}[{m[0]}]{right:<{width}}|")
    return lines


def chains(text: str, order: int = 2) -> dict[tuple[str, ...], list[str]]:
    table = collections.defaultdict(list)
    tokens = text.split()
    for window in zip(*(tokens[i:] for i in range(order + 1))):
        *key, nxt = window
        table[tuple(key)].append(nxt)
    return dict(table)


def babble(table: dict[tuple[str, ...], list[str]], length: int, seed: int) -> str:
    rng = random.Random(seed)
    state = sorted(table)[rng.randrange(len(table))]
    out = list(state)
    while len(out) < length and (choices := table.get(state)):
        out.append(rng.choice(choices))
        state = (*state[1:], out[-1])
    return " ".join(out)


def edits(word: str) -> set[str]:
    splits = [(word[:i], word[i:]) for i in range(len(word) + 1)]
    deletes = {a + b[1:] for a, b in splits if b}
    swaps = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    replaces = {a + c + b[1:] for a, b in splits if b for c in string.ascii_lowercase}
    inserts = {a + c + b for a, b in splits for c in string.ascii_lowercase}
    return deletes | swaps | replaces | inserts


@lru_cache(maxsize=256)
def distance(a: str, b: str) -> int:
    if not a or not b:
        return len(a) or len(b)
    if a[0] == b[0]:
        return distance(a[1:], b[1:])
    return 1 + min(distance(a[1:], b), distance(a, b[1:]), distance(a[1:], b[1:]))


def correct(word: str, known: collections.Counter[str]) -> str:
    candidates = (
        ({word} & known.keys())
        or (edits(word) & set(known))
        or {e2 for e1 in edits(word) for e2 in edits(e1) if e2 in known}
        if len(word) < 6
        else (edits(word) & set(known)) or {word}
    )
    return max(sorted(candidates), key=known.__getitem__) if candidates else word


def caesar(text: str, shift: int) -> str:
    lower = string.ascii_lowercase
    table = str.maketrans(
        lower + lower.upper(), lower[shift:] + lower[:shift] + lower.upper()[shift:] + lower.upper()[:shift]
    )
    return text.translate(table)


def rle(text: str) -> str:
    return "".join(
        f"{len(run) if len(run) > 1 else ''}{run[0]}"
        for run in ["".join(g) for _, g in itertools.groupby(text)]
    )


def unrle(text: str) -> str:
    return re.sub(r"(\d+)(\D)", lambda m: m.group(2) * int(m.group(1)), text)


def table(rows: list[tuple[str, ...]], sep: str = " | ") -> str:
    widths = [max(map(len, column)) for column in zip(*rows)]
    body = [
        sep.join(cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths)))
        for row in rows
    ]
    return "\n".join([body[0], "-+-".join("-" * w for w in widths), *body[1:]])


freq = count(TEXT)
print(total, len(freq), freq.most_common(3), sum(freq.values()) == total)
top = [(w, n) for w, n in freq.items() if w not in STOP and n > 1]
top.sort(key=lambda pair: (-pair[1], pair[0]))
print(table([("word", "count", "share"), *((w, str(n), f"{n / total:.2%}") for w, n in top)]))
print(*concordance(TEXT, "we"), sep="\n")
model = chains(" ".join(words(TEXT)))
print(len(model), model[("it", "was")])
print(babble(model, 12, 3) == babble(model, 12, 3), len(babble(model, 12, 5).split()) <= 12)
print([correct(w, freq) for w in ("tims", "wisdm", "hope", "ligth", "xyzzyq", "us")])
print(distance("kitten", "sitting"), distance("", "abc"), distance.cache_info().currsize > 5)
secret = caesar("Hello, World!", 3)
print(secret, caesar(secret, -3 % 26), rle("aaabccdddd"), unrle(rle("aaabccdddd")))
by_length: dict[int, list[str]] = {}
for w in sorted(freq):
    by_length.setdefault(len(w), []).append(w)
for n in sorted(by_length, reverse=True)[:3]:
    print(n, by_length[n])
print(textwrap.shorten(" ".join(TEXT.split()), 60), textwrap.indent("a\nb", "> "), sep="\n")
longest = max(freq, key=len)
vowels = sum(c in "aeiou" for c in longest)
print(longest, vowels, longest[::-1], longest.center(20, "*"), "".join(sorted(set(longest))))
print(
    "%-10s|%5d|%05.1f|%x|%r" % ("left", 42, 3.14159, 255, "q"),
    "{0}-{1}-{0}".format("a", "b"),
    "{:,}".format(1234567),
)
for i, line in enumerate(TEXT.strip().splitlines(), 1):
    if not line.endswith("."):
        continue
    print(i, line.rpartition(" ")[2], line.count("w"), line.find("the"), line.title()[:12], line.isascii())
else:
    print("no break", i)

"""Searching, counting, case: texts of all lengths around the word size, few letters so that much almost matches."""

SEED = [20261123]


def random(below: int) -> int:
    SEED[0] = (SEED[0] * 1103515245 + 12345) % 2147483648
    return SEED[0] // 65536 % below


def text(letters: str, length: int) -> str:
    return "".join([letters[random(len(letters))] for _ in range(length)])


def naive(haystack: str, needle: str) -> int:
    for start in range(len(haystack) - len(needle) + 1):
        if haystack[start : start + len(needle)] == needle:
            return start
    return -1


def searches() -> None:
    wrong = 0
    found = 0
    for turn in range(1500):
        letters = ("ab", "aab\u00e9", "abc\U0001f600")[turn % 3]
        haystack = text(letters, random(70))
        needle = text(letters, random(6) if turn % 2 else random(20))
        at = haystack.find(needle)
        if at != naive(haystack, needle) or (needle in haystack) != (at >= 0):
            wrong += 1
            print(repr(haystack), repr(needle), at)
        parts = haystack.split(needle) if needle else [haystack]
        if needle.join(parts) != haystack or (needle and len(parts) - 1 != haystack.count(needle)):
            wrong += 1
        if needle and haystack.replace(needle, "<>") != "<>".join(parts):
            wrong += 1
        data = haystack.encode()
        if data.find(needle.encode()) != (len(haystack[:at].encode()) if at >= 0 else -1):
            wrong += 1
        found += at >= 0
    print(wrong, found)


def periods() -> None:
    for size in (7, 8, 9, 63, 64, 65, 1000):
        block = "a" * size
        for needle in ("a" * 12 + "b", "b" + "a" * 12, "a" * 5 + "b" + "a" * 5, "a" * 13):
            both = block + needle + block
            print(
                size, len(needle), both.find(needle), (block + "c").find(needle), both.count(needle), end=" "
            )
        print()
    long = "ab" * 20_000
    print(
        long.find("ab" * 300 + "b"),
        (long + "b").find("ab" * 300 + "b"),
        ("a" * 50_000).find("a" * 200 + "ba" * 3),
    )


def cases() -> None:
    every = "".join([chr(code) for code in range(128)])
    for start in range(9):
        part = every[start:] + every[:start]
        print(
            part.upper() == "".join([one.upper() for one in part]),
            part.lower() == part.upper().lower(),
            end=" ",
        )
    print()
    print(
        every.upper()[60:],
        every.lower()[60:96],
        "already lower 123".lower(),
        "MiXeD\u00c9\u0130".lower(),
        "stra\u00dfe".upper(),
    )
    for length in range(20):
        mixed = "aZ@[`{" * 4
        print(mixed[:length].upper() + mixed[:length].lower().swapcase(), end=" ")
    print()


def lengths() -> None:
    for length in (0, 1, 7, 8, 9, 15, 16, 17, 40):
        for mark in ("\u00e9", "\u20ac", "\U0001f600"):
            made = "x" * length + mark + "y" * length
            data = made.encode()
            print(len(made), len(data), len(data.decode()), made.index(mark), end=" ")
        for place in range(0, length + 1, 3):
            broken = bytearray(b"z" * (length + 1))
            broken[place] = 0x80 + place
            print(len(bytes(broken).decode(errors="replace")), end=" ")
    print()


def numbers() -> None:
    out = ""
    for number in (
        0,
        7,
        -1,
        10,
        99,
        255,
        256,
        -300,
        65536,
        4294967296,
        -9223372036854775807 - 1,
        9223372036854775807,
    ):
        out += str(number) + "," + f"{number}:{number + 0}" + str(number)
        empty = "" + str(number)
        out += empty
    print(out)


searches()
periods()
cases()
lengths()
numbers()

"""int stays inside 64 bits here; everything that fits gives CPython's result."""

import sys

BIG = 9223372036854775807


def mul(a: int, b: int) -> int:
    return a * b


def main() -> None:
    print(BIG, -BIG - 1)
    print(mul(3037000499, 3037000499), mul(-3037000499, 3037000500))
    print(BIG // -1, (-BIG - 1) // 2, (-BIG - 1) % -1 if BIG > 0 else 0)
    print(BIG - 1 + 1, -BIG + BIG)
    print(BIG & 0xFFFFFFFF, BIG >> 62, (BIG ^ -1) >> 1)
    print(int("9223372036854775807"), int("-9223372036854775808"))
    print(hash(BIG), hash(-BIG), sys.maxsize)
    print(float(BIG), BIG / 2, BIG == float(BIG), BIG < float(BIG))
    print(str(BIG), hex(BIG), len(bin(BIG)), oct(-BIG - 1))
    print(f"{BIG:,} {BIG:x} {BIG:_b}"[:40])
    state = 12345
    for _ in range(5):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        print(state)
    h = 2166136261
    for c in b"fnv one a":
        h = ((h ^ c) * 16777619) & 0xFFFFFFFF
    print(h)


main()

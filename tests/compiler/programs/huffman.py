"""Huffman coding: tree building, canonical codes, bit packing and unpacking, entropy."""

from __future__ import annotations

import heapq
from collections import Counter
from collections.abc import Iterator
from itertools import count
from math import log2


class Leaf:
    def __init__(self, symbol: int) -> None:
        self.symbol = symbol


class Branch:
    def __init__(self, left: Tree, right: Tree) -> None:
        self.left = left
        self.right = right


Tree = Leaf | Branch


def build(data: bytes) -> Tree:
    if not data:
        raise ValueError("nothing to encode")
    order = count()
    heap: list[tuple[int, int, Tree]] = [
        (n, next(order), Leaf(symbol)) for symbol, n in sorted(Counter(data).items())
    ]
    heapq.heapify(heap)
    while len(heap) > 1:
        n1, _, left = heapq.heappop(heap)
        n2, _, right = heapq.heappop(heap)
        heapq.heappush(heap, (n1 + n2, next(order), Branch(left, right)))
    return heap[0][2]


def lengths(tree: Tree, depth: int = 0) -> Iterator[tuple[int, int]]:
    match tree:
        case Leaf(symbol=symbol):
            yield symbol, max(depth, 1)
        case Branch():
            yield from lengths(tree.left, depth + 1)
            yield from lengths(tree.right, depth + 1)


def canonical(sizes: dict[int, int]) -> dict[int, str]:
    codes: dict[int, str] = {}
    code = previous = 0
    for symbol, size in sorted(sizes.items(), key=lambda item: (item[1], item[0])):
        code <<= size - previous
        codes[symbol] = f"{code:0{size}b}"
        code += 1
        previous = size
    return codes


class BitWriter:
    def __init__(self) -> None:
        self.out = bytearray()
        self.bits = 0
        self.used = 0

    def write(self, bits: str) -> None:
        for bit in bits:
            self.bits = self.bits << 1 | (bit == "1")
            self.used += 1
            if self.used == 8:
                self.out.append(self.bits)
                self.bits = self.used = 0

    def finish(self) -> bytes:
        if self.used:
            self.out.append(self.bits << (8 - self.used))
        return bytes(self.out)


def read_bits(data: bytes) -> Iterator[int]:
    for byte in data:
        for shift in range(7, -1, -1):
            yield byte >> shift & 1


def encode(data: bytes) -> bytes:
    sizes = dict(lengths(build(data)))
    codes = canonical(sizes)
    writer = BitWriter()
    for byte in data:
        writer.write(codes[byte])
    header = len(data).to_bytes(4, "big") + bytes([len(sizes) - 1])
    return header + b"".join(bytes(pair) for pair in sorted(sizes.items())) + writer.finish()


def decode(blob: bytes) -> bytes:
    size = int.from_bytes(blob[:4], "big")
    symbols = blob[4] + 1
    table = blob[5 : 5 + 2 * symbols]
    sizes = {table[i]: table[i + 1] for i in range(0, len(table), 2)}
    symbols_by_code = {code: symbol for symbol, code in canonical(sizes).items()}
    out = bytearray()
    code = ""
    for bit in read_bits(blob[5 + 2 * symbols :]):
        if len(out) == size:
            break
        code += str(bit)
        if code in symbols_by_code:
            out.append(symbols_by_code[code])
            code = ""
    if len(out) != size:
        raise ValueError(f"truncated: {len(out)} of {size} bytes")
    return bytes(out)


def entropy(data: bytes) -> float:
    total = len(data)
    return -sum(n / total * log2(n / total) for n in Counter(data).values())


def main() -> None:
    texts = [
        b"abracadabra",
        b"aaaa",
        b"z",
        "naïve café ☕".encode(),
        bytes(range(256)),
        b"the rain in spain " * 20,
    ]
    for text in texts:
        blob = encode(text)
        print(len(text), len(blob), decode(blob) == text, f"{entropy(text):.4f}")
    codes = canonical(dict(lengths(build(b"abracadabra"))))
    print({chr(symbol): code for symbol, code in codes.items()}, encode(b"abracadabra").hex())
    for bad in (b"", encode(b"hello hello")[:-2]):
        try:
            print(decode(bad) if bad else build(bad))
        except (ValueError, IndexError) as error:
            print(type(error).__name__, error)


if __name__ == "__main__":
    main()

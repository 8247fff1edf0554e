"""LZ77: a window compressor with hash chains, tokens as a union, and a run-length coder beside it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import NamedTuple

WINDOW, MINIMUM, MAXIMUM = 4096, 4, 64


class Literal(NamedTuple):
    byte: int


class Match(NamedTuple):
    distance: int
    length: int


Token = Literal | Match


def compress(data: bytes) -> Iterator[Token]:
    chains: defaultdict[bytes, list[int]] = defaultdict(list)
    at = 0
    while at < len(data):
        best = Match(0, 0)
        for start in reversed(chains.get(data[at : at + MINIMUM], [])[-32:]):
            if at - start > WINDOW:
                break
            length = 0
            while length < MAXIMUM and at + length < len(data) and data[start + length] == data[at + length]:
                length += 1
            if length > best.length:
                best = Match(at - start, length)
        step: int
        if best.length >= MINIMUM:
            yield best
            step = best.length
        else:
            yield Literal(data[at])
            step = 1
        for position in range(at, at + step):
            chains[data[position : position + MINIMUM]].append(position)
        at += step


def expand(tokens: Iterable[Token]) -> bytes:
    out = bytearray()
    for token in tokens:
        if isinstance(token, Literal):
            out.append(token.byte)
        else:
            distance, length = token
            if distance > len(out):
                raise ValueError(f"distance {distance} reaches before the start ({len(out)} bytes)")
            for _ in range(length):
                out.append(out[-distance])
    return bytes(out)


def pack(tokens: Iterable[Token]) -> bytes:
    out = bytearray()
    for token in tokens:
        match token:
            case Literal(byte) if byte < 0xF0:
                out.append(byte)
            case Literal(byte):
                out += bytes([0xF0, byte])
            case Match(distance, length):
                out += bytes((0xF1, length)) + distance.to_bytes(2, "little")
    return bytes(out)


def unpack(data: bytes) -> Iterator[Token]:
    stream = iter(data)
    for byte in stream:
        if byte == 0xF0:
            yield Literal(next(stream))
        elif byte == 0xF1:
            length, low, high = next(stream), next(stream), next(stream)
            yield Match(low | high << 8, length)
        else:
            yield Literal(byte)


def run_lengths(text: str) -> str:
    return "".join(f"{len(list(group))}{char}" for char, group in groupby(text))


def main() -> None:
    samples = [
        b"",
        b"abc",
        b"abcabcabcabc",
        b"a" * 200,
        b"to be or not to be, that is to be the question " * 8,
        bytes(range(240, 256)) * 3,
    ]
    for sample in samples:
        tokens = list(compress(sample))
        packed = pack(tokens)
        back = expand(unpack(packed))
        print(len(sample), len(tokens), len(packed), back == sample, tokens[:4])
    try:
        expand([Literal(65), Match(5, 2)])
    except ValueError as error:
        print("error:", error)
    print(run_lengths("aaabccdddd"), run_lengths(""), run_lengths("éé€"))
    state, noise = 42, bytearray()
    for _ in range(3000):
        state = (state * 1103515245 + 12345) % 2**31
        noise.append(state >> 16 & 7)
    tokens = list(compress(bytes(noise)))
    print(
        expand(tokens) == bytes(noise),
        len(tokens),
        sum(isinstance(t, Match) for t in tokens),
        max(t.length for t in tokens if isinstance(t, Match)),
    )


if __name__ == "__main__":
    main()

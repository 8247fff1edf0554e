"""Prices; the division by zero is the point."""

from .taxes import share


def total(parts: list[int]) -> int:
    return sum(share(part) for part in parts)

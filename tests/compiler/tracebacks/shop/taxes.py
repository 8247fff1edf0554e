"""Taxes."""


def share(part: int) -> int:
    return 100 // part

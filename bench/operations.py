"""Everyday operations on texts, containers and objects: compiled Python against CPython, the slow ones too.

Method: as `regex_speed`, over `kernels/operations.py`.
"""

from bench.regex_speed import compare


def main(*, quick: bool = False) -> None:
    """Run the benchmark and print it."""
    compare("operations.py", 1 if quick else 25)

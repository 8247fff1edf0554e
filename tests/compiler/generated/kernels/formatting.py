"""Kernel: `KIND SPEC VALUE` a line, spec in hex: format(), f-strings, `%` and str.format."""

import sys


def run(kind: str, spec: str, value: str) -> object:
    if kind == "i":
        number = int(value)
        return (format(number, spec), f"{number:{spec}}")
    if kind == "b":
        truth = value == "1"
        return (format(truth, spec), f"{truth:{spec}}", f"{truth!r:{spec}}")
    if kind == "f":
        real = float(value)
        return (format(real, spec), real)
    if kind == "s":
        return format(bytes.fromhex(value).decode(), spec)
    if kind == "o":
        anything: object = (
            int(value) if value < "0" else [1] if value == "3" else None if value == "4" else value
        )
        return f"{anything:{spec}}"
    if kind == "%i":
        return f"%{spec}" % int(value)
    if kind == "%f":
        return f"%{spec}" % float(value)
    if kind == "%s":
        return f"%{spec}" % bytes.fromhex(value).decode()
    if kind == "%t":
        return spec % (int(value), "é", 2.5)
    if kind == "%d":
        return spec % {"k": value, "size": int(value)}
    if kind == "{}":
        return spec.format(int(value), "b", c=2.5, d={"k": value, "0": 1}, l=["x", ["y", "z"]])
    width, real, text = abs(int(value)), int(value) / 3, "né" * 2
    return (
        f"{real:{spec}{width}.{width + 1}f}|{text:{spec}{width + 3}}|{text!r:{width * 2}}|{width:{spec}0{width}d}",
        f"{real:+.{width}e}{{}}{width!s:>{width}}|{text:.{width}}|{real = :.3}|{text=}|{width = !s}",
    )


def main() -> None:
    for line in sys.stdin:
        kind, spec_hex, value = line.rstrip("\n").split(",")
        try:
            print(ascii(run(kind, bytes.fromhex(spec_hex).decode(), value)))
        except (ValueError, TypeError, OverflowError, IndexError, KeyError, AttributeError) as error:
            print(type(error).__name__, ascii(str(error)))


main()

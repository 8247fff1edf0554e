"""Kernel: `KIND SPEC VALUE` a line, spec in hex: format() of a str, int or float, and % formatting."""

import sys


def main() -> None:
    for line in sys.stdin:
        kind, spec_hex, value = line.rstrip("\n").split(",")
        spec = bytes.fromhex(spec_hex).decode()
        try:
            if kind == "i":
                number = int(value)
                print(ascii(format(number, spec)), ascii(f"{number:{spec}}"))
            elif kind == "f":
                real = float(value)
                print(ascii(format(real, spec)), repr(real))
            elif kind == "s":
                print(ascii(format(bytes.fromhex(value).decode(), spec)))
            elif kind == "%i":
                print(ascii(f"%{spec}" % int(value)))
            elif kind == "%f":
                print(ascii(f"%{spec}" % float(value)))
            else:
                print(ascii(spec.format(int(value), "b", c=2.5)))
        except (ValueError, TypeError, OverflowError, IndexError, KeyError) as error:
            print(type(error).__name__, ascii(str(error)))


main()

"""Kernel: one operation on two numbers a line; `i OP A B` for int, `f OP A B` for float."""

import sys


def on_int(op: str, a: int, b: int) -> object:
    if op == "+":
        return a + b
    if op == "-":
        return a - b
    if op == "*":
        return a * b
    if op == "//":
        return a // b
    if op == "%":
        return a % b
    if op == "/":
        return a / b
    if op == "divmod":
        return divmod(a, b)
    if op == "&":
        return a & b
    if op == "|":
        return a | b
    if op == "^":
        return a ^ b
    if op == "<<":
        return a << b
    if op == ">>":
        return a >> b
    if op == "cmp":
        return (a < b, a <= b, a == b, a != b, a > b, a >= b)
    if op == "misc":
        return (-a, ~a, abs(a), +a, a.bit_length(), bool(a), hash(a), a.bit_count())
    if op == "text":
        return (str(a), hex(a), oct(a), bin(a), f"{a:,}", float(a))
    if op == "pow":
        return a**b
    if op == "pow3":
        return pow(a, abs(b), 1009)
    if op == "round":
        return (round(a, -1), round(a, -3), round(a, 2))
    raise SystemExit(f"unknown {op}")


def on_float(op: str, a: float, b: float) -> object:
    if op == "+":
        return a + b
    if op == "-":
        return a - b
    if op == "*":
        return a * b
    if op == "/":
        return a / b
    if op == "//":
        return a // b
    if op == "%":
        return a % b
    if op == "divmod":
        return divmod(a, b)
    if op == "cmp":
        return (a < b, a <= b, a == b, a != b, a > b, a >= b)
    if op == "mixed":
        return (a + 1, 2 - a, a * 3, a == 1, a < 2, max(a, b), min(a, b), sum([a, b]))
    if op == "misc":
        return (-a, abs(a), bool(a), hash(a), a.is_integer(), str(a), repr(a))
    if op == "int":
        return int(a)
    if op == "round":
        return round(a)
    if op == "digits":
        return (round(a, 1), round(a, 2), round(a, -2), round(a, 5))
    if op == "pow":
        return a**2 if b < 0 else abs(a) ** 0.5
    raise SystemExit(f"unknown {op}")


def main() -> None:
    for line in sys.stdin:
        kind, op, left, right = line.split()
        try:
            if kind == "i":
                print(on_int(op, int(left), int(right)))
            else:
                print(on_float(op, float(left), float(right)))
        except (ArithmeticError, ValueError) as error:
            print(type(error).__name__, error)


main()

"""Kernel: one operation a line; `i OP A B` for int, `f OP A B` for float, `t OP HEX BASE` for numbers in text."""

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
        return (a < b, a <= b, a == b, a != b, a > b, a >= b, min(a, b), max(a, b))
    if op == "misc":
        return (-a, ~a, abs(a), +a, a.bit_length(), bool(a), hash(a), a.bit_count())
    if op == "text":
        return (str(a), hex(a), oct(a), bin(a), f"{a:,}", float(a))
    if op == "pow":
        return a**b
    if op == "pow3":
        return (pow(a, abs(b), 1009), pow(a, b, 17))
    if op == "round":
        return (round(a, -1), round(a, -3), round(a, 2), round(a), round(a, None), round(a, -18))
    if op == "ratio":
        return (a.as_integer_ratio(), a.real, a.imag, a.numerator, a.denominator, a.conjugate())
    if op == "bytes":
        return (a.to_bytes(8, "big", signed=True), a.to_bytes(abs(b) % 10, "little", signed=b > 0))
    if op == "mixed":
        x = float(b)
        return (
            a < x,
            a <= x,
            a == x,
            a != x,
            a > x,
            a >= x,
            a + x,
            x - a,
            a / (x or 1.0),
            a + True,
            a // 3.0,
            a % 7.5,
        )
    if op == "bool":
        p, q = a > 0, b > 0
        return (
            p & q,
            p | q,
            p ^ q,
            p + q,
            p - q,
            p * 3,
            ~a,
            p < q,
            -p,
            int(p),
            p == 1,
            str(p),
            f"{p:3}",
            p // 2,
            sum([p, q]),
        )
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
        return (
            -a,
            abs(a),
            bool(a),
            hash(a) if a == a else 0,
            a.is_integer(),
            str(a),
            repr(a),
            a.hex(),
            a.real,
            a.imag,
        )
    if op == "int":
        return int(a)
    if op == "round":
        return round(a)
    if op == "digits":
        return (round(a, 1), round(a, 2), round(a, -2), round(a, 5), round(a, 0))
    if op == "pow":
        return a**2 if b < 0 else abs(a) ** 0.5
    if op == "ratio":
        return a.as_integer_ratio()
    raise SystemExit(f"unknown {op}")


def with_int(a: float, b: int) -> object:
    return (
        a < b,
        b < a,
        a == b,
        a + b,
        b - a,
        a * b,
        min(a, float(b)),
        max(float(b), a),
        divmod(a, b),
        a // b,
        b % a,
    )


def on_text(op: str, text: str, base: int) -> object:
    if op == "int":
        return int(text)
    if op == "base":
        return int(text, base)
    if op == "float":
        return float(text)
    if op == "bytes":
        return int(text.encode(), base)
    if op == "fromhex":
        return float.fromhex(text)
    raise SystemExit(f"unknown {op}")


def main() -> None:
    for line in sys.stdin:
        kind, op, left, right = line.split()
        try:
            if kind == "i":
                print(on_int(op, int(left), int(right)))
            elif kind == "t":
                print(ascii(on_text(op, bytes.fromhex(left.strip("-")).decode(), int(right))))
            elif op == "//int":
                print(with_int(float(left), int(right)))
            else:
                print(on_float(op, float(left), float(right)))
        except (ArithmeticError, ValueError) as error:
            print(type(error).__name__, ascii(str(error)))


main()

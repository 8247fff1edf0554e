"""A tiny language: tokenizer, Pratt parser, AST with visitors, closures, environments."""

import enum
import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn


class T(enum.Enum):
    NUM = enum.auto()
    NAME = enum.auto()
    STR = enum.auto()
    OP = enum.auto()
    END = enum.auto()


@dataclass(frozen=True, slots=True)
class Tok:
    kind: T
    text: str
    line: int
    col: int

    def __str__(self) -> str:
        return f"{self.kind.name.lower()} {self.text!r} at {self.line}:{self.col}"


class LangError(Exception):
    def __init__(self, message: str, tok: Tok | None = None):
        super().__init__(message)
        self.tok = tok

    def __str__(self) -> str:
        base = super().__str__()
        return f"{base} ({self.tok})" if self.tok else base


SPEC = [
    ("NUM", r"\d+(?:\.\d+)?(?:[eE][+-]?\d+)?"),
    ("NAME", r"[^\W\d]\w*"),
    ("STR", r'"(?:\\.|[^"\\])*"'),
    ("OP", r"=>|==|!=|<=|>=|&&|\|\||[-+*/%^<>=!(){}\[\],;?:.]"),
    ("NL", r"\n"),
    ("WS", r"[ \t]+|#[^\n]*"),
    ("BAD", r"."),
]
LEXER = re.compile("|".join(f"(?P<{n}>{p})" for n, p in SPEC))


def lex(src: str) -> Iterator[Tok]:
    line, start = 1, 0
    for m in LEXER.finditer(src):
        kind = m.lastgroup
        assert kind is not None
        col = m.start() - start + 1
        if kind == "NL":
            line += 1
            start = m.end()
        elif kind == "BAD":
            raise LangError(f"unexpected {m.group()!r}", Tok(T.END, m[0], line, col))
        elif kind != "WS":
            yield Tok(T[kind], m.group(), line, col)
    yield Tok(T.END, "", line, len(src) - start + 1)


Value = Any
Env = dict[str, Value]


class Scope:
    __slots__ = ("vars", "parent")

    def __init__(self, parent: "Scope | None" = None, **vars: Value) -> None:
        self.vars: Env = dict(vars)
        self.parent = parent

    def find(self, name: str) -> "Scope":
        s: Scope | None = self
        while s is not None:
            if name in s.vars:
                return s
            s = s.parent
        raise LangError(f"unknown name {name}")


@dataclass
class Node:
    tok: Tok


@dataclass
class Num(Node):
    value: float


@dataclass
class Str(Node):
    value: str


@dataclass
class Name(Node):
    name: str


@dataclass
class Bin(Node):
    op: str
    left: Node
    right: Node


@dataclass
class Un(Node):
    op: str
    arg: Node


@dataclass
class Call(Node):
    fn: Node
    args: list[Node]


@dataclass
class Lam(Node):
    params: list[str]
    body: Node


@dataclass
class Let(Node):
    name: str
    value: Node


@dataclass
class Seq(Node):
    items: list[Node]


@dataclass
class Cond(Node):
    test: Node
    then: Node
    other: Node


@dataclass
class Lst(Node):
    items: list[Node]


BP = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 4,
    ">": 4,
    "<=": 4,
    ">=": 4,
    "+": 5,
    "-": 5,
    "*": 6,
    "/": 6,
    "%": 6,
    "^": 8,
}


class Parser:
    def __init__(self, src: str) -> None:
        self.toks = list(lex(src))
        self.i = 0

    @property
    def cur(self) -> Tok:
        return self.toks[self.i]

    def next(self) -> Tok:
        t = self.cur
        self.i += 1
        return t

    def fail(self, want: str) -> NoReturn:
        raise LangError(f"expected {want}", self.cur)

    def take(self, text: str) -> Tok:
        if self.cur.text != text:
            self.fail(repr(text))
        return self.next()

    def program(self) -> Seq:
        items = []
        first = self.cur
        while self.cur.kind is not T.END:
            items.append(self.expr())
            if self.cur.text == ";":
                self.next()
            elif self.cur.kind is not T.END:
                self.fail("';'")
        return Seq(first, items)

    def expr(self, rbp: int = 0) -> Node:
        left = self.prefix(self.next())
        while True:
            t = self.cur
            if t.text == "(":
                self.next()
                args = self.many(")")
                left = Call(t, left, args)
            elif t.text == "?" and rbp == 0:
                self.next()
                a = self.expr()
                self.take(":")
                left = Cond(t, left, a, self.expr())
            elif t.kind is T.OP and (bp := BP.get(t.text, 0)) > rbp:
                self.next()
                left = Bin(t, t.text, left, self.expr(bp - 1 if t.text == "^" else bp))
            else:
                return left

    def many(self, end: str) -> list[Node]:
        out: list[Node] = []
        while self.cur.text != end:
            out.append(self.expr())
            if self.cur.text != ",":
                break
            self.next()
        self.take(end)
        return out

    def prefix(self, t: Tok) -> Node:
        match t:
            case Tok(T.NUM, text):
                return Num(t, float(text))
            case Tok(kind=T.STR, text=text):
                return Str(t, text[1:-1].replace('\\"', '"').replace("\\n", "\n"))
            case Tok(T.NAME, "let"):
                name = self.next()
                if name.kind is not T.NAME:
                    raise LangError("expected a name", name)
                self.take("=")
                return Let(t, name.text, self.expr())
            case Tok(T.NAME, "fn"):
                self.take("(")
                params = []
                while self.cur.kind is T.NAME:
                    params.append(self.next().text)
                    if self.cur.text == ",":
                        self.next()
                self.take(")")
                self.take("=>")
                return Lam(t, params, self.expr())
            case Tok(T.NAME, name):
                return Name(t, name)
            case Tok(T.OP, "-" | "!" as op):
                return Un(t, op, self.expr(7))
            case Tok(T.OP, "("):
                inner = self.expr()
                self.take(")")
                return inner
            case Tok(T.OP, "["):
                return Lst(t, self.many("]"))
        raise LangError("unexpected", t)


def truthy(v: Value) -> bool:
    return v not in (0, "", None, False) and v != []


class Interp:
    def __init__(self, out: Callable[[str], None] = print) -> None:
        self.depth = 0
        self.calls: dict[str, int] = {}
        self.root = Scope(
            pi=math.pi,
            sqrt=math.sqrt,
            print=lambda *a: out(" ".join(map(self.show, a))),
            len=lambda x: float(len(x)),
            map=lambda f, xs: [f(x) for x in xs],
            range=lambda n: [float(i) for i in range(int(n))],
            sum=lambda xs: sum([float(x) for x in xs], 0.0),
            str=self.show,
        )

    def show(self, v: Value) -> str:
        if isinstance(v, bool):
            return "true" if v else "false"
        if isinstance(v, float):
            return f"{v:g}"
        if isinstance(v, list):
            return "[" + ", ".join(self.show(x) for x in v) + "]"
        if callable(v):
            return "<fn>"
        return str(v)

    def eval(self, n: Node, s: Scope) -> Value:
        name = type(n).__name__
        self.calls[name] = self.calls.get(name, 0) + 1
        method = {Num: self.on_num, Str: self.on_num}.get(type(n))  # type: ignore[arg-type]
        if method:
            return method(n, s)
        if isinstance(n, Name):
            return s.find(n.name).vars[n.name]
        if isinstance(n, Let):
            s.vars[n.name] = v = self.eval(n.value, s)
            return v
        if isinstance(n, Seq):
            r: Value = None
            for item in n.items:
                r = self.eval(item, s)
            return r
        if isinstance(n, Cond):
            return self.eval(n.then if truthy(self.eval(n.test, s)) else n.other, s)
        if isinstance(n, Lst):
            return [self.eval(i, s) for i in n.items]
        if isinstance(n, Lam):
            lam = n

            def call(*args: Value) -> Value:
                if len(args) != len(lam.params):
                    raise LangError(f"takes {len(lam.params)}, got {len(args)}", lam.tok)
                self.depth += 1
                try:
                    return self.eval(lam.body, Scope(s, **dict(zip(lam.params, args, strict=False))))
                finally:
                    self.depth -= 1

            return call
        if isinstance(n, Un):
            v = self.eval(n.arg, s)
            return -v if n.op == "-" else not truthy(v)
        if isinstance(n, Call):
            f = self.eval(n.fn, s)
            if not callable(f):
                raise LangError(f"{self.show(f)} is no function", n.tok)
            return f(*[self.eval(a, s) for a in n.args])
        assert isinstance(n, Bin), n
        return self.binary(n, s)

    def on_num(self, n: Node, s: Scope) -> Value:
        assert isinstance(n, (Num, Str))
        return n.value

    def binary(self, n: Bin, s: Scope) -> Value:
        left = self.eval(n.left, s)
        if n.op in ("&&", "||"):
            return self.eval(n.right, s) if truthy(left) == (n.op == "&&") else left
        right = self.eval(n.right, s)
        try:
            match n.op:
                case "+":
                    return left + right
                case "-":
                    return left - right
                case "*":
                    return left * right
                case "/":
                    return left / right
                case "%":
                    return left % right
                case "^":
                    return left**right
                case "==":
                    return left == right
                case "!=":
                    return left != right
                case "<":
                    return left < right
                case ">":
                    return left > right
                case "<=":
                    return left <= right
                case ">=":
                    return left >= right
        except TypeError as e:
            raise LangError(f"{n.op}: {e}", n.tok) from e
        except ZeroDivisionError:
            raise LangError("division by zero", n.tok) from None
        raise AssertionError(n.op)


PROGRAMS: Sequence[str] = [
    'let x = 2 + 3 * 4 ^ 2 ^ 0.5; print("x is", x, -x, !x)',
    "let fact = fn(n) => n < 2 ? 1 : n * fact(n - 1); print(fact(10), map(fact, range(6)))",
    'let add = fn(a) => fn(b) => a + b; print(add(1)(2), add("a")("b"), add)',
    "let fib = fn(n) => n < 2 ? n : fib(n-1) + fib(n-2);\nprint(fib(15))",
    'print([1, 2, [3, "x"]], len("héllo"), sum(range(101)), 10 % 4, 7 / 2)',
    "1 / 0",
    '"a" - 1',
    "foo + 1",
    "let = 3",
    "(1 + 2",
    "print(1) print(2)",
    "5(1)",
    "fn(a) => a",
    "(fn(a) => a)(1, 2)",
    "@",
    "print(pi, sqrt(2))",
    'print(1 == 1 && 2 > 1 || 0, 0 || "", 1 && "yes")',
]


def main() -> None:
    for i, src in enumerate(PROGRAMS):
        interp = Interp(lambda line: print("   ", line))
        try:
            r = interp.eval(Parser(src).program(), interp.root)
            print(
                i,
                "=>",
                interp.show(r),
                dict(sorted(interp.calls.items(), key=lambda kv: (-kv[1], kv[0]))[:3]),
            )
        except LangError as e:
            print(i, "error:", e, "|", repr(e.__cause__))


if __name__ == "__main__":
    main()

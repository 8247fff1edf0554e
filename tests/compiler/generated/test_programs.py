"""Random typed programs: they compile, or are refused with a diagnostic; what compiles does what CPython does.

A program is a few dozen functions of random expressions and statements over variables of every basic type. Integers are
kept small, because overflow is a documented difference. `PYGRESS_FUZZ=N` tries N random seeds.
"""

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from pygress.base.diagnostics import DiagnosticError

from .batches import FUZZ

SEEDS = 3
"""Fixed seeds of every run."""

HEADER = '''"""Generated."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass


@dataclass(order=True)
class Box:
    size: int
    name: str = "box"

    def scaled(self, factor: int) -> "Box":
        return Box(self.size * factor % 997, self.name + str(factor))

    @property
    def label(self) -> str:
        return f"{self.name}#{self.size}"

    def __add__(self, other: "Box") -> "Box":
        return Box(self.size + other.size, self.name)


class Big(Box):
    def scaled(self, factor: int) -> Box:
        return super().scaled(factor + 1)


def pick(numbers: list[int], at: int = 0, *rest: int, scale: int = 1) -> int:
    return (numbers[at] + sum(rest)) * scale % 9973


def each(text: str, limit: int) -> Iterator[str]:
    for index, char in enumerate(text):
        if index >= limit:
            return
        yield char * (index + 1)


def attempt(name: str, call: Callable[[], None]) -> None:
    try:
        call()
    except (ArithmeticError, LookupError, ValueError, AssertionError, TypeError) as error:
        print(name, type(error).__name__, error)


def twice(function: Callable[[int], int], value: int) -> int:
    return function(function(value))

'''

PARAMETERS = (
    "i: int, j: int, x: float, y: float, b: bool, s: str, t: str, a: list[int], w: list[str], d: dict[str, int], "
    "p: tuple[int, str], o: int | None, v: int | str, q: Box, e: set[int], z: bytes"
)
ARGUMENTS = [
    "3, -4, 1.5, -0.25, True, 'héllo', 'l', [5, 2, 8, 2], ['ab', 'c', ''], {'a': 1, 'ab': 2}, (7, 'seven'), None, 5, Box(4), {1, 2, 3}, b'ab\\xff'",
    "0, 7, -2.0, 3.0, False, '', 'abc def', [], ['x'], {}, (0, ''), 9, 'text', Big(10, 'big'), set(), b''",
    "-12, 1, 0.1, 1e10, True, 'a-b-c', '-', [1], [], {'c': -3}, (-1, 'é'), 0, '12', Box(0, ''), {-5}, b'0123'",
]


class Source:
    """Random expressions of a wanted type, deep at most `depth`."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.fresh = 0

    def one(self, *choices: str) -> str:
        return self.random.choice(choices)

    def name(self) -> str:
        self.fresh += 1
        return f"v{self.fresh}"

    def expression(self, kind: str, depth: int) -> str:
        made: str = getattr(self, f"make_{kind}")(depth)
        return made

    def make_int(self, depth: int) -> str:
        if depth <= 0:
            return self.one("i", "j", "1", "2", "-3", "0", "10", "p[0]", "len(s)", "q.size", "int(b)")
        d = depth - 1
        e, f = self.expression("int", d), self.expression("int", d)
        n = self.name()
        return self.one(
            f"({e} + {f})",
            f"({e} - {f})",
            f"({e} * {f} % 9973)",
            f"({e} // {f})",
            f"({e} % {f})",
            f"({e} & {f})",
            f"({e} | {f})",
            f"({e} ^ {f})",
            f"(-{e})",
            f"(~{e})",
            f"abs({e})",
            f"max({e}, {f})",
            f"min({e}, {f}, 5)",
            f"({e} if {self.expression('bool', d)} else {f})",
            f"len({self.expression('str', d)})",
            f"len({self.expression('ints', d)})",
            f"sum({self.expression('ints', d)})",
            f"{self.expression('ints', d)}[{e}]",
            f"{self.expression('dict', d)}[{self.expression('str', d)}]",
            f"{self.expression('dict', d)}.get({self.expression('str', d)}, {e})",
            f"{self.expression('str', d)}.find({self.expression('str', d)})",
            f"{self.expression('str', d)}.count({self.expression('str', d)})",
            f"{self.expression('ints', d)}.index({e})",
            f"(o if o is not None else {e})",
            f"(v if isinstance(v, int) else {e})",
            f"(o or {e})",
            f"(lambda {n}: {n} + {e})({f})",
            f"twice(lambda {n}: ({n} * 2 + {self.one('i', '1', 'q.size')}) % 991, {e})",
            f"pick({self.expression('ints', d)}, {self.one('0', '-1')}, {e}, scale={f})",
            f"{self.expression('box', d)}.size",
            f"int({self.expression('float', d)} % 1000)",
            f"int({self.expression('str', d)})",
            f"ord({self.expression('str', d)}[0])",
            f"round({self.expression('float', d)} % 100)",
            f"sum({n} * 2 for {n} in {self.expression('ints', d)} if {n} > {e})",
            f"next((k for k in {self.expression('ints', d)} if k > 1), {e})",
            f"divmod({e}, {f})[1]",
            f"{self.expression('pair', d)}[0]",
            f"({e} << ({f} % 5))",
            f"({e} >> ({f} % 9))",
            f"z[{e}]",
        )

    def make_float(self, depth: int) -> str:
        if depth <= 0:
            return self.one("x", "y", "1.5", "-0.5", "2.0", "float(i)")
        d = depth - 1
        e, f = self.expression("float", d), self.expression("float", d)
        return self.one(
            f"({e} + {f})",
            f"({e} - {f})",
            f"({e} * 0.5)",
            f"({e} / {f})",
            f"({e} // {f})",
            f"({e} % {f})",
            f"({self.expression('int', d)} / {self.expression('int', d)})",
            f"({e} + {self.expression('int', d)})",
            f"abs({e})",
            f"max({e}, {f})",
            f"round({e} % 1000, 2)",
            f"float({self.expression('int', d)})",
            f"({e} if {self.expression('bool', d)} else {f})",
            f"sum([{e}, {f}])",
        )

    def make_bool(self, depth: int) -> str:
        if depth <= 0:
            return self.one("b", "True", "i > 2", "s == t", "not a", "o is None", "t in s", "bool(d)")
        d = depth - 1
        kind = self.one("int", "float", "str", "ints", "pair", "box")
        e, f = self.expression(kind, d), self.expression(kind, d)
        return self.one(
            f"({e} < {f})",
            f"({e} <= {f} )",
            f"({e} == {f})",
            f"({e} != {f})",
            f"(not {self.expression('bool', d)})",
            f"({self.expression('bool', d)} and {self.expression('bool', d)})",
            f"({self.expression('bool', d)} or {self.expression('bool', d)})",
            f"({self.expression('int', d)} in {self.expression('ints', d)})",
            f"({self.expression('str', d)} not in {self.expression('str', d)})",
            f"({self.expression('str', d)} in {self.expression('dict', d)})",
            f"({self.expression('int', d)} < {self.expression('int', d)} <= {self.expression('int', d)})",
            f"any(k > {self.expression('int', d)} for k in {self.expression('ints', d)})",
            f"all(len(k) for k in {self.expression('strs', d)})",
            f"isinstance(v, {self.one('int', 'str', '(int, str)')})",
            f"{self.expression('str', d)}.startswith({self.expression('str', d)})",
            f"({self.expression('int', d)} in e)",
            f"bool({self.expression('int', d)})",
        )

    def make_str(self, depth: int) -> str:
        if depth <= 0:
            return self.one("s", "t", "'x'", "''", "p[1]", "q.name", "str(i)")
        d = depth - 1
        e, f, n = self.expression("str", d), self.expression("str", d), self.expression("int", d)
        return self.one(
            f"({e} + {f})",
            f"({e} * ({n} % 4))",
            f"{e}[{n}]",
            f"{e}[{n}:]",
            f"{e}[:{n}]",
            f"{e}[::-1]",
            f"{e}.upper()",
            f"{e}.strip({f})",
            f"{e}.replace({f}, 'R')",
            f"{e}.title()",
            f"{e}.center({n} % 12, '*')",
            f"{e}.join({self.expression('strs', d)})",
            f"str({self.expression(self.one('int', 'float', 'ints', 'pair', 'dict', 'box'), d)})",
            f"repr({self.expression(self.one('str', 'strs', 'bool', 'pair'), d)})",
            self.one(
                "f'{s!r:>6}|{i:04d}'",
                "f'{t:^9}{q.size:+}'",
                "f'{x:.3f} {p[1]}'",
                "f'{a} {len(w):>{abs(j) % 5 + 1}}'",
                "f'{y:e}{b}'",
            ),
            f"('%s-%d' % ({e}, {n}))",
            f"'{{}}/{{:>3}}'.format({e}, {n})",
            f"({e} if {self.expression('bool', d)} else {f})",
            f"({e} or {f})",
            f"{self.expression('strs', d)}[{n}]",
            f"{self.expression('box', d)}.label",
            f"(v if isinstance(v, str) else {e})",
            f"min({e}, {f})",
            f"''.join(sorted({e}))",
            f"''.join(each({e}, {n}))",
            f"chr(97 + {n} % 26)",
            f"{e}.partition({f})[2]",
            f"{self.expression('pair', d)}[1]",
            f"max({self.expression('strs', d)}, key=lambda k: len(str(k)))",
        )

    def make_ints(self, depth: int) -> str:
        if depth <= 0:
            return self.one("a", "[1, 2, 3]", "[i, j]", "list(range(4))", "list(d.values())", "sorted(e)")
        d = depth - 1
        e, n = self.expression("ints", d), self.expression("int", d)
        k = self.name()
        return self.one(
            f"({e} + {self.expression('ints', d)})",
            f"{e}[{n}:]",
            f"{e}[:{n}]",
            f"{e}[::-1]",
            f"{e}[::2]",
            f"sorted({e})",
            f"sorted({e}, key=lambda {k}: -{k} % 5)",
            f"list(reversed({e}))",
            f"[{k} + {n} for {k} in {e}]",
            f"[{k} for {k} in {e} if {k} % 2]",
            f"[{n}, *{e}]",
            f"list(map(abs, {e}))",
            f"list(filter(None, {e}))",
            f"({e} * 2)",
            f"[len({k}) for {k} in {self.expression('strs', d)}]",
            f"[{k} * {k}0 % 97 for {k}, {k}0 in zip({e}, {self.expression('ints', d)})]",
            f"[{k} + {k}0 for {k} in {e} for {k}0 in range({k} % 3)]",
            f"list(set({e}))[:1]",
            f"({e} if {self.expression('bool', d)} else {self.expression('ints', d)})",
            f"list(range({n} % 6))",
        )

    def make_strs(self, depth: int) -> str:
        if depth <= 0:
            return self.one("w", "['x', 'yy']", "s.split(t or ' ')", "list(d)", "t.split()")
        d = depth - 1
        e, f = self.expression("strs", d), self.expression("str", d)
        return self.one(
            f"({e} + [{f}])",
            f"sorted({e})",
            f"sorted({e}, key=lambda k: (len(k), k), reverse=True)",
            f"[k.upper() for k in {e}]",
            f"{f}.split({self.expression('str', d)})",
            f"list({f})",
            f"[f'{{k}}{{n}}' for n, k in enumerate({e}, {self.expression('int', d)})]",
            f"list(each({f}, 3))",
            f"{f}.split()",
            f"[str(k) for k in {self.expression('ints', d)}]",
            f"{e}[1:]",
        )

    def make_dict(self, depth: int) -> str:
        if depth <= 0:
            return self.one("d", "{'a': 1}", "{t: i}", "{s: 1, t: 2}")
        d = depth - 1
        return self.one(
            f"{{k: len(k) for k in {self.expression('strs', d)}}}",
            f"{{**{self.expression('dict', d)}, {self.expression('str', d)}: {self.expression('int', d)}}}",
            f"({self.expression('dict', d)} | {self.expression('dict', d)})",
            f"dict(zip({self.expression('strs', d)}, {self.expression('ints', d)}))",
            f"{{k: n + 1 for k, n in {self.expression('dict', d)}.items() if n}}",
            f"dict.fromkeys({self.expression('strs', d)}, {self.expression('int', d)})",
        )

    def make_pair(self, depth: int) -> str:
        if depth <= 0:
            return self.one("p", "(i, s)", "(1, 'one')")
        d = depth - 1
        return self.one(
            f"({self.expression('int', d)}, {self.expression('str', d)})",
            f"max({self.expression('pair', d)}, {self.expression('pair', d)})",
            f"({self.expression('pair', d)} if {self.expression('bool', d)} else {self.expression('pair', d)})",
            f"sorted([{self.expression('pair', d)}, {self.expression('pair', d)}])[0]",
        )

    def make_box(self, depth: int) -> str:
        if depth <= 0:
            return self.one("q", "Box(i)", "Big(3, 'b')")
        d = depth - 1
        return self.one(
            f"{self.expression('box', d)}.scaled({self.expression('int', d)})",
            f"Box({self.expression('int', d)}, name={self.expression('str', d)})",
            f"({self.expression('box', d)} + {self.expression('box', d)})",
            f"(q if {self.expression('bool', d)} else {self.expression('box', d)})",
        )

    def statements(self, depth: int, indent: int, loop: bool = False) -> list[str]:
        pad = "    " * indent
        out: list[str] = []
        for _ in range(self.random.randint(1, 3)):
            e, c = self.expression("int", 2), self.expression("bool", 1)
            shape = self.random.randint(0, 11 if depth else 4)
            k = self.name()
            if shape == 0:
                out.append(f"{pad}total = (total + {e}) % 9973")
            elif shape == 1:
                out.append(f"{pad}log.append({self.expression('str', 2)})")
                out.append(f"{pad}if ({k} := {e}) > 2 and {k} % 2:\n{pad}    total += {k} % 23")
            elif shape == 2:
                out.append(f"{pad}total {self.one('+=', '-=', '^=')} {e} % 101")
            elif shape == 3:
                out.append(f"{pad}{k}, ({k}0, *{k}1) = {e}, (1, {e}, 3)")
                out.append(f"{pad}total += {k} % 7 + {k}0 + len({k}1)")
            elif shape == 4:
                out.append(f"{pad}if {c}:\n{pad}    {self.one('continue', 'break') if loop else 'pass'}")
            elif shape == 5:
                out.append(f"{pad}if {c}:")
                out += self.statements(depth - 1, indent + 1, loop)
                out.append(f"{pad}elif {self.expression('bool', 1)}:")
                out += self.statements(depth - 1, indent + 1, loop)
                out.append(f"{pad}else:")
                out += self.statements(depth - 1, indent + 1, loop)
            elif shape == 6:
                out.append(f"{pad}for {k} in {self.expression('ints', 1)}:\n{pad}    total += {k} % 13")
                out += self.statements(depth - 1, indent + 1, True)
                out.append(f"{pad}else:\n{pad}    log.append('else')")
            elif shape == 7:
                out.append(f"{pad}{k} = 3\n{pad}while {k} > 0:\n{pad}    {k} -= 1")
                out += self.statements(depth - 1, indent + 1, True)
            elif shape == 8:
                out.append(f"{pad}try:")
                out += self.statements(depth - 1, indent + 1, loop)
                out.append(
                    f"{pad}except (LookupError, ValueError) as error:\n{pad}    log.append(type(error).__name__ + str(error))"
                )
                if self.random.random() < 0.5:
                    out.append(f"{pad}finally:\n{pad}    total += 1")
            elif shape == 9:
                out.append(
                    f"{pad}def {k}(n: int, step: int = {e}) -> int:\n{pad}    nonlocal total\n{pad}    total = (total + n) % 991"
                )
                out.append(
                    f"{pad}    return n + total + step % 5\n{pad}total = ({k}({e} % 11) + {k}(1, step=2)) % 9973"
                )
            elif shape == 10:
                out.append(
                    f"{pad}{k}s: object = {self.one('v', 'p', 'o', 'i', 'q', 's')}\n"
                    f"{pad}match {k}s:\n{pad}    case 5 | 7:\n{pad}        total += 1"
                )
                out.append(f"{pad}    case str({k}) if len({k}) > 2:\n{pad}        log.append({k})")
                out.append(
                    f"{pad}    case (int({k}), _):\n{pad}        total += {k} % 17\n{pad}    case Box(size={k}):\n{pad}        total += {k} % 19"
                )
                out.append(f"{pad}    case _:\n{pad}        total -= 1")
            else:
                out.append(f"{pad}assert {c}, {self.expression('str', 1)}")
        return out

    def program(self, expressions: int, functions: int) -> str:
        parts = [HEADER]
        calls: list[str] = []
        kinds = ["int", "float", "bool", "str", "ints", "strs", "dict", "pair", "box"]
        for number in range(expressions):
            kind = self.random.choice(kinds)
            body = f"    print({number}, repr({self.expression(kind, self.random.randint(1, 3))}))"
            parts.append(f"def case_{number}({PARAMETERS}) -> None:\n{body}\n\n")
            calls.append(f"case_{number}")
        for number in range(functions):
            lines = [
                "    total = 0",
                "    log: list[str] = []",
                *self.statements(2, 1),
                f"    print('f{number}', total, log)",
            ]
            parts.append(f"def block_{number}({PARAMETERS}) -> None:\n" + "\n".join(lines) + "\n\n")
            calls.append(f"block_{number}")
        for arguments in ARGUMENTS:
            for call in calls:
                parts.append(f"attempt('{call}', lambda: {call}({arguments}))")
        return "\n".join(parts)


@pytest.mark.parametrize("number", range(FUZZ or SEEDS))
def test_same_as_cpython(number: int, agree: Callable[[Path, bytes], None], tmp_path: Path) -> None:
    seed = random.randrange(10**6) if FUZZ else number + 100
    path = tmp_path / f"generated_{seed}.py"
    path.write_text(Source(seed).program(expressions=60, functions=12))
    try:
        agree(path, b"")
    except DiagnosticError as error:
        refused = [one for one in error.diagnostics if one.code != "type-error"]
        assert not refused, f"{path}: {refused[0]}"
        pytest.fail(f"the generator made a program that mypy refuses: {error}")
    except AssertionError as error:
        raise AssertionError(f"seed {seed}, {path}: {error}") from None

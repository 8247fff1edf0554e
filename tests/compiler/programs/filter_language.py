"""A small SQL-like language: SELECT ... FROM ... WHERE ... ORDER BY ... LIMIT over lists of records."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

Value = str | int | float | bool | None
Row = dict[str, Value]
Test = Callable[[Row], bool]
Getter = Callable[[Row], Value]


class SyntaxProblem(Exception):
    pass


class Token(NamedTuple):
    kind: str
    text: str


TOKENS = re.compile(
    r"""\s*(?:
        (?P<string>'(?:[^']|'')*')
      | (?P<number>-?\d+(?:\.\d+)?)
      | (?P<word>[A-Za-z_][A-Za-z_0-9]*)
      | (?P<op><>|<=|>=|[=<>(),*])
    )""",
    re.VERBOSE,
)
KEYWORDS = {
    "select",
    "from",
    "where",
    "order",
    "by",
    "limit",
    "and",
    "or",
    "not",
    "in",
    "like",
    "is",
    "null",
    "desc",
    "asc",
    "between",
    "as",
    "group",
    "true",
    "false",
}
AGGREGATES = {"count", "sum", "avg", "min", "max"}


def tokenize(text: str) -> list[Token]:
    out: list[Token] = []
    at = 0
    text = text.strip()
    while at < len(text):
        match = TOKENS.match(text, at)
        if not match:
            raise SyntaxProblem(f"unexpected {text[at : at + 8]!r}")
        at = match.end()
        kind = match.lastgroup or ""
        piece = match.group(kind)
        if kind == "word" and piece.lower() in KEYWORDS:
            out.append(Token("keyword", piece.lower()))
        elif kind == "string":
            out.append(Token("string", piece[1:-1].replace("''", "'")))
        else:
            out.append(Token(kind, piece))
    return out


@dataclass
class Column:
    name: str
    get: Getter
    aggregate: str | None = None


@dataclass
class Query:
    table: str
    columns: list[Column]
    where: Test | None = None
    group: list[str] = field(default_factory=list)
    order: list[tuple[str, bool]] = field(default_factory=list)
    limit: int | None = None


def like(pattern: str) -> re.Pattern[str]:
    parts = [".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern]
    return re.compile("".join(parts), re.IGNORECASE | re.DOTALL)


def compare(operator: str, left: Value, right: Value) -> bool:
    if operator == "=":
        return left == right
    if operator == "<>":
        return left != right
    if left is None or right is None:
        return False
    if isinstance(left, str) and isinstance(right, str):
        order = (left > right) - (left < right)
    elif isinstance(left, (int, float)) and isinstance(right, (int, float)):
        order = (left > right) - (left < right)
    else:
        raise TypeError(f"cannot compare {left!r} with {right!r}")
    return {"<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0}[operator]


class Parser:
    def __init__(self, text: str) -> None:
        self.tokens = tokenize(text)
        self.at = 0

    def peek(self) -> Token:
        return self.tokens[self.at] if self.at < len(self.tokens) else Token("end", "end of query")

    def accept(self, *texts: str) -> bool:
        token = self.peek()
        if token.kind in ("keyword", "op") and token.text in texts:
            self.at += 1
            return True
        return False

    def expect(self, text: str) -> None:
        if not self.accept(text):
            raise SyntaxProblem(f"expected {text.upper()}, got {self.peek().text!r}")

    def name(self) -> str:
        token = self.peek()
        if token.kind != "word":
            raise SyntaxProblem(f"expected a name, got {token.text!r}")
        self.at += 1
        return token.text

    def query(self) -> Query:
        self.expect("select")
        columns = [self.column()]
        while self.accept(","):
            columns.append(self.column())
        self.expect("from")
        query = Query(self.name(), columns)
        if self.accept("where"):
            query.where = self.disjunction()
        if self.accept("group"):
            self.expect("by")
            query.group.append(self.name())
            while self.accept(","):
                query.group.append(self.name())
        if self.accept("order"):
            self.expect("by")
            while True:
                name = self.name()
                descending = self.accept("desc")
                if not descending:
                    self.accept("asc")
                query.order.append((name, descending))
                if not self.accept(","):
                    break
        if self.accept("limit"):
            query.limit = int(self.peek().text)
            self.at += 1
        if self.peek().kind != "end":
            raise SyntaxProblem(f"unexpected {self.peek().text!r}")
        return query

    def column(self) -> Column:
        if self.accept("*"):
            return Column("*", lambda row: None)
        name = self.name()
        if name.lower() in AGGREGATES and self.accept("("):
            inner = "*" if self.accept("*") else self.name()
            self.expect(")")
            label = self.name() if self.accept("as") else f"{name.lower()}({inner})"
            return Column(label, lambda row: row.get(inner), name.lower())
        label = self.name() if self.accept("as") else name
        return Column(label, lambda row: row.get(name))

    def disjunction(self) -> Test:
        tests = [self.conjunction()]
        while self.accept("or"):
            tests.append(self.conjunction())
        return tests[0] if len(tests) == 1 else lambda row: any(test(row) for test in tests)

    def conjunction(self) -> Test:
        left = self.negation()
        while self.accept("and"):
            left = self.both(left, self.negation())
        return left

    @staticmethod
    def both(left: Test, right: Test) -> Test:
        return lambda row: left(row) and right(row)

    def negation(self) -> Test:
        if self.accept("not"):
            inner = self.negation()
            return lambda row: not inner(row)
        if self.accept("("):
            inner = self.disjunction()
            self.expect(")")
            return inner
        return self.comparison()

    def comparison(self) -> Test:
        left = self.operand()
        if self.accept("is"):
            negate = self.accept("not")
            self.expect("null")
            return lambda row: (left(row) is None) != negate
        negate = self.accept("not")
        if self.accept("in"):
            self.expect("(")
            values = [self.literal()]
            while self.accept(","):
                values.append(self.literal())
            self.expect(")")
            return lambda row: (left(row) in values) != negate
        if self.accept("like"):
            pattern = like(str(self.literal()))
            return lambda row: (pattern.fullmatch(str(left(row))) is not None) != negate
        if self.accept("between"):
            low = self.literal()
            self.expect("and")
            high = self.literal()
            return lambda row: (compare(">=", left(row), low) and compare("<=", left(row), high)) != negate
        token = self.peek()
        if token.kind != "op" or token.text not in ("=", "<>", "<", "<=", ">", ">="):
            raise SyntaxProblem(f"expected an operator, got {token.text!r}")
        self.at += 1
        right = self.operand()
        return lambda row: compare(token.text, left(row), right(row))

    def operand(self) -> Getter:
        if self.peek().kind == "word":
            name = self.name()
            return lambda row: row.get(name)
        value = self.literal()
        return lambda row: value

    def literal(self) -> Value:
        token = self.peek()
        self.at += 1
        match token:
            case Token("string", text):
                return text
            case Token("number", text):
                return float(text) if "." in text else int(text)
            case Token("keyword", "true" | "false"):
                return token.text == "true"
            case Token("keyword", "null"):
                return None
        raise SyntaxProblem(f"expected a value, got {token.text!r}")


def aggregate(kind: str, values: Sequence[Value]) -> Value:
    if kind == "count":
        return len(values)
    numbers = [v for v in values if isinstance(v, (int, float))]
    if not numbers:
        return None
    if kind == "sum":
        return sum(numbers)
    if kind == "avg":
        return round(sum(numbers) / len(numbers), 2)
    return min(numbers) if kind == "min" else max(numbers)


def sort_key(value: Value) -> tuple[int, float, str]:
    if value is None:
        return (0, 0.0, "")
    if isinstance(value, (int, float)):
        return (1, float(value), "")
    return (2, 0.0, value)


def run(text: str, tables: dict[str, list[Row]]) -> list[Row]:
    query = Parser(text).query()
    if query.table not in tables:
        raise LookupError(f"no table {query.table!r}")
    rows = [row for row in tables[query.table] if query.where is None or query.where(row)]
    for name, descending in reversed(query.order):
        rows.sort(key=lambda row: sort_key(row.get(name)), reverse=descending)
    if query.group or any(column.aggregate for column in query.columns):
        groups: dict[tuple[Value, ...], list[Row]] = {} if query.group else {(): []}
        for row in rows:
            groups.setdefault(tuple(row.get(name) for name in query.group), []).append(row)
        out: list[Row] = []
        for members in groups.values():
            line: Row = {}
            for column in query.columns:
                if column.aggregate:
                    line[column.name] = aggregate(column.aggregate, [column.get(row) for row in members])
                else:
                    line[column.name] = column.get(members[0])
            out.append(line)
    else:
        out = []
        for row in rows:
            line = {}
            for column in query.columns:
                if column.name == "*":
                    line.update(row)
                else:
                    line[column.name] = column.get(row)
            out.append(line)
    return out if query.limit is None else out[: query.limit]


TABLES: dict[str, list[Row]] = {
    "people": [
        {"name": "Ann", "age": 34, "city": "Oslo", "score": 7.5, "active": True},
        {"name": "Bob", "age": 28, "city": "Rome", "score": None, "active": False},
        {"name": "Cleo", "age": 41, "city": "Oslo", "score": 9.25, "active": True},
        {"name": "Dan O'Neil", "age": 28, "city": "Bonn", "score": 4.0, "active": True},
    ],
    "empty": [],
}

QUERIES = [
    "SELECT * FROM people WHERE age > 30 ORDER BY name DESC",
    "select name, age as years from people where city = 'Oslo' and not active = false",
    "SELECT name FROM people WHERE city IN ('Rome', 'Bonn') OR score >= 9",
    "SELECT name FROM people WHERE name LIKE '%a%' ORDER BY age, name LIMIT 2",
    "SELECT name FROM people WHERE name = 'Dan O''Neil'",
    "SELECT name, score FROM people WHERE score IS NOT NULL AND score BETWEEN 4 AND 8 ORDER BY score",
    "SELECT city, count(*) AS n, avg(age) FROM people GROUP BY city ORDER BY city",
    "SELECT count(*), max(score), min(age), sum(age) FROM people",
    "SELECT count(*), sum(age) FROM empty",
    "SELECT name FROM people WHERE (age = 28 OR age = 41) AND score IS NULL",
    "SELECT name FROM people WHERE name NOT LIKE 'A__' AND age NOT IN (41)",
    "SELECT FROM people",
    "SELECT name people",
    "SELECT name FROM people WHERE age",
    "SELECT name FROM people WHERE age > 'x'",
    "SELECT name FROM nowhere",
    "SELECT name FROM people WHERE ;",
    "SELECT name FROM people LIMIT 1 1",
]


def main() -> None:
    for text in QUERIES:
        print(text)
        try:
            for row in run(text, TABLES):
                print("   ", row)
        except (SyntaxProblem, TypeError, LookupError) as error:
            print("   ", type(error).__name__, error)


if __name__ == "__main__":
    main()

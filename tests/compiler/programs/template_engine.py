"""A small template engine: lexer, parser into nodes, filters, loops, conditions, includes, escaping, error lines."""

from __future__ import annotations

import html
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any

Context = dict[str, Any]
PIECE = re.compile(r"(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})", re.DOTALL)


class TemplateError(Exception):
    def __init__(self, message: str, line: int) -> None:
        super().__init__(f"line {line}: {message}")


class Node(ABC):
    @abstractmethod
    def render(self, context: Context, out: list[str]) -> None: ...


class Text(Node):
    def __init__(self, text: str) -> None:
        self.text = text

    def render(self, context: Context, out: list[str]) -> None:
        out.append(self.text)


FILTERS: dict[str, Callable[[Any, str], Any]] = {
    "upper": lambda value, _: str(value).upper(),
    "title": lambda value, _: str(value).title(),
    "default": lambda value, argument: value if value not in (None, "") else argument,
    "join": lambda value, argument: argument.join(str(v) for v in value),
    "length": lambda value, _: len(value),
    "fixed": lambda value, argument: f"{value:.{int(argument)}f}",
    "truncate": lambda value, argument: (
        value if len(value) <= int(argument) else value[: int(argument)] + "…"
    ),
}


class Expression:
    """A dotted path or literal, then filters: `user.name|default:"x"|upper`."""

    def __init__(self, source: str, line: int) -> None:
        self.line = line
        head, *filters = [part.strip() for part in re.split(r"\|(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", source)]
        if not head:
            raise TemplateError("empty expression", line)
        self.head = head
        self.filters: list[tuple[str, str]] = []
        self.safe = False
        for one in filters:
            name, _, argument = one.partition(":")
            if name == "safe":
                self.safe = True
            elif name in FILTERS:
                self.filters.append((name, argument.strip('"')))
            else:
                raise TemplateError(f"unknown filter {name!r}", line)

    def resolve(self, context: Context) -> Any:
        head = self.head
        if head.startswith('"'):
            return head.strip('"')
        if head.lstrip("-").isdigit():
            return int(head)
        value: Any = context
        for part in head.split("."):
            if isinstance(value, Mapping):
                value = value.get(part)
            elif isinstance(value, list) and part.isdigit():
                value = value[int(part)] if int(part) < len(value) else None
            else:
                return None
        return value

    def evaluate(self, context: Context) -> Any:
        value = self.resolve(context)
        for name, argument in self.filters:
            try:
                value = FILTERS[name](value, argument)
            except (TypeError, ValueError) as error:
                raise TemplateError(f"filter {name}: {error}", self.line) from error
        return value


class Output(Node):
    def __init__(self, expression: Expression) -> None:
        self.expression = expression

    def render(self, context: Context, out: list[str]) -> None:
        value = self.expression.evaluate(context)
        text = "" if value is None else str(value)
        out.append(text if self.expression.safe else html.escape(text))


class Condition:
    OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
        "==": lambda a, b: bool(a == b),
        "!=": lambda a, b: bool(a != b),
        ">": lambda a, b: bool(a > b),
        "<": lambda a, b: bool(a < b),
        "in": lambda a, b: a in b,
    }

    def __init__(self, source: str, line: int) -> None:
        words = source.split()
        self.negate = bool(words) and words[0] == "not"
        if self.negate:
            words = words[1:]
        self.operator: str | None = None
        self.right: Expression | None = None
        match words:
            case [left]:
                self.left = Expression(left, line)
            case [left, operator, right] if operator in self.OPERATORS:
                self.left, self.operator, self.right = (
                    Expression(left, line),
                    operator,
                    Expression(right, line),
                )
            case _:
                raise TemplateError(f"bad condition {source!r}", line)

    def holds(self, context: Context) -> bool:
        value = self.left.evaluate(context)
        if self.operator is not None and self.right is not None:
            value = self.OPERATORS[self.operator](value, self.right.evaluate(context))
        return bool(value) != self.negate


class If(Node):
    def __init__(self) -> None:
        self.branches: list[tuple[Condition | None, list[Node]]] = []

    def render(self, context: Context, out: list[str]) -> None:
        for condition, body in self.branches:
            if condition is None or condition.holds(context):
                for node in body:
                    node.render(context, out)
                return


class For(Node):
    def __init__(self, name: str, source: Expression, body: list[Node], otherwise: list[Node]) -> None:
        self.name, self.source, self.body, self.otherwise = name, source, body, otherwise

    def render(self, context: Context, out: list[str]) -> None:
        items = self.source.evaluate(context) or []
        sequence = list(items.items()) if isinstance(items, dict) else list(items)
        for index, item in enumerate(sequence):
            inner = {
                **context,
                "loop": {"index": index + 1, "first": index == 0, "last": index == len(sequence) - 1},
            }
            if "," in self.name:
                names = [name.strip() for name in self.name.split(",")]
                inner.update(zip(names, item, strict=True))
            else:
                inner[self.name] = item
            for node in self.body:
                node.render(inner, out)
        if not sequence:
            for node in self.otherwise:
                node.render(context, out)


class Include(Node):
    def __init__(self, name: str, library: dict[str, Template], line: int) -> None:
        self.name, self.library, self.line = name, library, line

    def render(self, context: Context, out: list[str]) -> None:
        if self.name not in self.library:
            raise TemplateError(f"no template {self.name!r}", self.line)
        out.append(self.library[self.name].render(context))


class Template:
    def __init__(self, source: str, library: dict[str, Template] | None = None) -> None:
        self.library = {} if library is None else library
        self.pieces: list[tuple[str, int]] = []
        line = 1
        for piece in PIECE.split(source):
            if piece:
                self.pieces.append((piece, line))
            line += piece.count("\n")
        self.position = 0
        self.nodes, end = self.parse(set())
        assert end == ""

    def parse(self, until: set[str]) -> tuple[list[Node], str]:
        nodes: list[Node] = []
        line = 1
        while self.position < len(self.pieces):
            piece, line = self.pieces[self.position]
            self.position += 1
            if piece.startswith("{#"):
                continue
            if piece.startswith("{{"):
                nodes.append(Output(Expression(piece[2:-2].strip(), line)))
            elif piece.startswith("{%"):
                tag = piece[2:-2].strip()
                word = tag.split(maxsplit=1)[0] if tag else ""
                if word in until:
                    return nodes, tag
                nodes.append(self.block(word, tag.removeprefix(word).strip(), line))
            else:
                nodes.append(Text(piece))
        if until:
            raise TemplateError(f"expected {' or '.join(sorted(until))}", line)
        return nodes, ""

    def block(self, word: str, rest: str, line: int) -> Node:
        match word:
            case "if":
                node = If()
                condition: Condition | None = Condition(rest, line)
                while True:
                    body, end = self.parse({"elif", "else", "endif"})
                    node.branches.append((condition, body))
                    if end == "endif":
                        return node
                    condition = Condition(end.removeprefix("elif"), line) if end.startswith("elif") else None
            case "for":
                name, found, source = rest.partition(" in ")
                if not found:
                    raise TemplateError(f"bad loop {rest!r}", line)
                body, end = self.parse({"else", "endfor"})
                otherwise: list[Node] = []
                if end == "else":
                    otherwise, _ = self.parse({"endfor"})
                return For(name.strip(), Expression(source.strip(), line), body, otherwise)
            case "include":
                return Include(rest.strip('"'), self.library, line)
        raise TemplateError(f"unknown tag {word!r}", line)

    def render(self, context: Context) -> str:
        out: list[str] = []
        for node in self.nodes:
            node.render(context, out)
        return "".join(out)


PAGE = """<h1>{{ title|title }}</h1>
{# a comment #}
{% if user.admin %}Welcome, boss{% elif user %}Hello {{ user.name }}{% else %}Who are you?{% endif %}
<ul>
{% for item in items %}  <li{% if loop.first %} class="first"{% endif %}>{{ loop.index }}. {{ item.name|upper }}: \
{{ item.price|fixed:2 }}{% if item.tags %} ({{ item.tags|join:", " }}){% endif %}</li>
{% else %}  <li>nothing</li>
{% endfor %}</ul>
{% for key, value in settings %}{{ key }}={{ value|default:"-" }}{% if not loop.last %}; {% endif %}{% endfor %}
{{ raw }} {{ raw|safe }} {{ missing|default:"none" }} {{ long|truncate:5 }} {{ items.0.name }} {{ items|length }}
{% include "footer" %}"""


def main() -> None:
    library: dict[str, Template] = {"footer": Template("-- {{ title }} --")}
    page = Template(PAGE, library)
    context: Context = {
        "title": "price list",
        "user": {"name": "Ann <a@b>", "admin": False},
        "items": [
            {"name": "tea", "price": 2.5, "tags": ["hot", "green"]},
            {"name": "cake", "price": 3, "tags": []},
        ],
        "settings": {"a": 1, "b": None},
        "raw": "<b>&</b>",
        "long": "abcdefgh",
    }
    print(page.render(context))
    print(page.render({"title": "empty", "user": {"admin": True}, "items": [], "raw": "", "long": "ok"}))
    for source in (
        "{% if x %}",
        "{{ x|nope }}",
        "\n\n{% wat %}",
        "{% for x %}{% endfor %}",
        "{{ }}",
        "{% if a b %}{% endif %}",
        '{% include "zz" %}',
        "line\n{{ n|fixed:2 }}",
    ):
        try:
            print(Template(source).render({"n": "text"}))
        except TemplateError as error:
            print(type(error).__name__, error)


if __name__ == "__main__":
    main()

"""Programs in which what comes as `Any` goes through every kind of place with a declared type.

A program has a few random types, for each a function that uses all of a value by its declared type, and for each way into
that type ("door") a function that lets JSON in by it. It prints one line for each door and each JSON text.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass, field

HEADER = '''"""Generated."""

import json
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable, Coroutine, Generator, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, reduce
from typing import Any, Generic, NamedTuple, Optional, Protocol, TypedDict, TypeVar, Union, cast

X = TypeVar("X")


class Box(Generic[X]):
    def __init__(self, value: X) -> None:
        self.value = value
        self.more: list[X] = [value]

    def get(self) -> X:
        return self.value


def same(value: X) -> X:
    return value


def first(values: list[X]) -> X:
    return values[0]


def anything(value: Any) -> Any:
    return value


def sent(go: Generator[Any, Any, Any], value: Any) -> None:
    next(go)
    try:
        go.send(value)
    except StopIteration:
        pass


def finished(go: Coroutine[Any, Any, str]) -> str:
    try:
        go.send(None)
    except StopIteration as stop:
        return cast(str, stop.value)
    return "not finished"


def attempt(name: str, call: Callable[[Any, Any], str], text: str, other: str) -> None:
    try:
        print(name, call(json.loads(text), json.loads(other)))
    except Exception as error:
        print(name, "raised", type(error).__name__)

'''


@dataclass
class Shape:
    """A random type: how it is written, a value in Python, JSON of that shape, and code that uses `v` of it."""

    text: str
    sample: str
    make: Callable[[random.Random], object]
    use: Callable[[Writer, str, str], None]
    parts: list[Shape] = field(default_factory=list)
    kind: str = ""


class Writer:
    """Collects lines of one function."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.names = 0

    def put(self, indent: str, text: str) -> None:
        self.lines.append(indent + text)

    def name(self) -> str:
        self.names += 1
        return f"n{self.names}"


def _plain(text: str, sample: str, make: Callable[[random.Random], object], expression: str) -> Shape:
    def use(w: Writer, indent: str, v: str) -> None:
        w.put(indent, f"out.append(str({expression.format(v=v)}))")

    return Shape(text, sample, make, use, kind="plain")


PLAIN = [
    _plain("int", "7", lambda r: r.randint(-9, 99), "{v} + 1"),
    _plain("str", "'seven'", lambda r: r.choice(["", "a", "Zé", "long text"]), "{v}.upper() + {v}"),
    _plain("float", "2.25", lambda r: r.choice([0.25, -1.5, 12.75]), "{v} * 3.0 + 0.125"),
    _plain("bool", "True", lambda r: r.random() < 0.5, "not {v}"),
]


def _list(one: Shape, text: str = "list[{}]") -> Shape:
    def use(w: Writer, indent: str, v: str) -> None:
        x = w.name()
        w.put(indent, f"out.append(str(len({v})))")
        w.put(indent, f"for {x} in {v}:")
        one.use(w, indent + "    ", x)
        w.put(indent, f"{v}.append({one.sample})")
        w.put(indent, f"{x} = {v}[0]")
        one.use(w, indent, x)
        w.put(indent, f"out.append(repr({v}.pop()))")
        w.put(indent, f"{v}.extend([{one.sample}])")

    return Shape(
        text.format(one.text),
        f"[{one.sample}]",
        lambda r: [one.make(r) for _ in range(r.randint(0, 3))],
        use,
        [one],
        "list",
    )


def _dict(one: Shape) -> Shape:
    def use(w: Writer, indent: str, v: str) -> None:
        k, x = w.name(), w.name()
        w.put(indent, f"for {k}, {x} in {v}.items():")
        w.put(indent, f"    out.append({k}.lower())")
        one.use(w, indent + "    ", x)
        w.put(indent, f"{v}['new'] = {one.sample}")
        w.put(indent, f"for {x} in {v}.values():")
        one.use(w, indent + "    ", x)
        w.put(indent, f"out.append(repr({v}.get('a')) + ' ' + repr({v}.pop('new')))")

    return Shape(
        f"dict[str, {one.text}]", "{'s': " + one.sample + "}",
        lambda r: {r.choice("abc"): one.make(r) for _ in range(r.randint(0, 3))}, use, [one], "dict",
    )  # fmt: skip


def _optional(one: Shape) -> Shape:
    def use(w: Writer, indent: str, v: str) -> None:
        w.put(indent, f"if {v} is None:")
        w.put(indent, "    out.append('none')")
        w.put(indent, "else:")
        one.use(w, indent + "    ", v)

    return Shape(
        f"{one.text} | None",
        one.sample,
        lambda r: None if r.random() < 0.3 else one.make(r),
        use,
        [one],
        "optional",
    )


def _union(r: random.Random) -> Shape:
    one, two = r.sample([PLAIN[0], PLAIN[1]], 2)
    three = _list(r.choice(PLAIN[:2]))

    def use(w: Writer, indent: str, v: str) -> None:
        w.put(indent, f"if isinstance({v}, {one.text}):")
        one.use(w, indent + "    ", v)
        w.put(indent, f"elif isinstance({v}, {two.text}):")
        two.use(w, indent + "    ", v)
        w.put(indent, "else:")
        three.use(w, indent + "    ", v)

    text = f"{one.text} | {two.text} | {three.text}"
    return Shape(
        text, one.sample, lambda r: r.choice([one, two, three]).make(r), use, [one, two, three], "union"
    )


def random_shape(r: random.Random, depth: int = 0) -> Shape:
    """Draw a type."""
    choice = r.random()
    if depth >= 3 or choice < 0.2 + 0.2 * depth:
        return r.choice(PLAIN)
    inner = random_shape(r, depth + 1)
    if choice < 0.62:
        return _list(inner)
    if choice < 0.84:
        return _dict(inner)
    if choice < 0.92 and inner.kind not in ("optional", "union"):
        return _optional(inner)
    return _union(r) if choice >= 0.92 else _list(inner)


def damaged(r: random.Random, value: object) -> object:
    """Change a part of a JSON value into something else."""
    if isinstance(value, list) and value and r.random() < 0.8:
        at = r.randrange(len(value))
        return [damaged(r, one) if index == at else one for index, one in enumerate(value)]
    if isinstance(value, dict) and value and r.random() < 0.8:
        at = r.choice(list(value))
        return {key: damaged(r, one) if key == at else one for key, one in value.items()}
    return r.choice(
        [None, 5, "text", 1.5, True, [], [1], ["x"], {}, {"a": 1}, {"a": "x"}, [[1], ["x"]], [None]]
    )


# Each takes `raw: Any` and `other: Any` and gives the text of what was found; {T} is the type, {U} another one, {use} and
# {useU} use such a value, {sample} is a value of it. Lines before `---` stand outside of the function.
DOORS: dict[str, str] = {
    "assign": "v: {T} = raw\nreturn {use}(v)",
    "argument": "return {use}(raw)",
    "result": "def give() -> {T}:\n    return raw\nreturn {use}(give())",
    "attribute": "class H_{n}:\n    v: {T} = {sample}\n---\nh = H_{n}()\nh.v = raw\nreturn {use}(h.v)",
    "attribute_init": "class H_{n}:\n    def __init__(self, v: {T}) -> None:\n        self.v = v\n---\nreturn {use}(H_{n}(raw).v)",
    "cast": "return {use}(cast({T!r}, raw))",
    "pair": "pair: tuple[{T}, int] = (raw, 1)\nv, _ = pair\nreturn {use}(v)",
    "pair_any": "made: Any = (raw, 1)\npair: tuple[{T}, int] = made\nv, _ = pair\nreturn {use}(v)",
    "tuple_any": "made: tuple[Any, ...] = (raw, raw)\npair: tuple[{T}, ...] = made\nreturn {use}(pair[1]) + str(len(pair))",
    "tuple_in_list": "made: Any = [(raw, 1)]\npairs: list[tuple[{T}, int]] = made\nreturn ''.join({use}(a) + str(b + 1) for a, b in pairs)",
    "loop": "items: list[Any] = [raw]\nw: {T}\nout = ''\nfor w in items:\n    out += {use}(w)\nreturn out",
    "loop_typed": "items: list[{T}] = anything([raw, raw])\nout = ''\nfor w in items:\n    out += {use}(w)\nreturn out",
    "comprehension": "items: list[Any] = [raw]\ngood: list[{T}] = [w for w in items]\nreturn {use}(good[0])",
    "comprehension_dict": "good: dict[str, {T}] = {{k: w for k, w in [('k', raw)]}}\nreturn {use}(good['k'])",
    "from_any_list": "items: list[Any] = [raw]\ngood: list[{T}] = items\nreturn {use}(good[0]) + str(len(items))",
    "nested_any": "items: list[list[Any]] = [[raw]]\ngood: list[list[{T}]] = items\nreturn {use}(good[0][0])",
    "nested_back": "items: list[list[{T}]] = [[{sample}]]\nvague: list[list[Any]] = items\nvague[0].append(raw)\nvague.append([raw])\n"
    "return ''.join({use}(w) for one in items for w in one)",
    "dict_any": "items: dict[str, Any] = {{'k': raw}}\ngood: dict[str, {T}] = items\nreturn {use}(good['k'])",
    "dict_back": "good: dict[str, {T}] = {{}}\nitems: dict[str, Any] = good\nitems['k'] = raw\nitems.setdefault('m', raw)\nitems.update(k2=raw)\n"
    "items |= {{'k3': raw}}\nreturn ''.join({use}(w) for w in good.values())",
    "lambda_": "f: Callable[[], {T}] = lambda: raw\nreturn {use}(f())",
    "callable_any": "def give() -> Any:\n    return raw\nf: Callable[[], {T}] = give\nreturn {use}(f())",
    "callable_all_any": "g: Any = lambda: raw\nf: Callable[[], {T}] = g\nreturn {use}(f())",
    "callable_argument": "f: Callable[[Any], str] = {use}\nreturn f(raw)",
    "callable_any_any": "f: Any = {use}\nreturn cast(str, f(raw))",
    "callable_dots": "f: Callable[..., str] = {use}\nreturn f(raw)",
    "callables": "fs: list[Callable[[Any], str]] = [{use}]\nreturn fs[0](raw)",
    "typed_dict": "class TD_{n}(TypedDict):\n    v: {T}\n---\ntd: TD_{n} = {{'v': raw}}\nreturn {use}(td['v'])",
    "typed_dict_any": "class TD_{n}(TypedDict, total=False):\n    v: {T}\n---\ntd: TD_{n} = anything({{'v': raw}})\nw = td.get('v')\nreturn {use}(td['v']) + str(w is None)",
    "dataclass": "@dataclass\nclass D_{n}:\n    v: {T}\n---\nreturn {use}(D_{n}(raw).v)",
    "dataclass_replace": "@dataclass\nclass D_{n}:\n    v: {T}\n---\nreturn {use}(replace(D_{n}({sample}), v=raw).v)",
    "dataclass_spread": "@dataclass\nclass D_{n}:\n    v: {T}\n    w: int = 1\n---\nparts: dict[str, Any] = {{'v': raw}}\nreturn {use}(D_{n}(**parts).v)",
    "named_tuple": "class N_{n}(NamedTuple):\n    v: {T}\n    w: int = 1\n---\nreturn {use}(N_{n}(raw).v)",
    "named_tuple_make": "class N_{n}(NamedTuple):\n    v: {T}\n    w: int = 1\n---\nitem = N_{n}({sample})._replace(v=raw)\nreturn {use}(item.v)",
    "generator": "def go() -> Iterator[{T}]:\n    yield raw\nreturn ''.join({use}(w) for w in go())",
    "generator_next": "def go() -> Iterator[{T}]:\n    yield raw\nreturn {use}(next(go()))",
    "generator_any": "def go() -> Iterator[Any]:\n    yield raw\nit: Iterator[{T}] = go()\nreturn {use}(next(it))",
    "generator_send": "found: list[str] = []\ndef go() -> Generator[int, {T}, None]:\n    w = yield 1\n    found.append({use}(w))\nsent(go(), raw)\nreturn ''.join(found)",
    "generator_return": "def go() -> Generator[int, None, {T}]:\n    yield 1\n    return raw\ndef up() -> Generator[int, None, str]:\n    w = yield from go()\n"
    "    return {use}(w)\nfor _ in up():\n    pass\nit = up()\nnext(it)\ntry:\n    next(it)\nexcept StopIteration as stop:\n    return cast(str, stop.value)\nreturn ''",
    "await_": "async def give() -> {T}:\n    return raw\nasync def take() -> str:\n    return {use}(await give())\nreturn finished(take())",
    "await_any": "async def give() -> Any:\n    return raw\nasync def take() -> str:\n    w: {T} = await give()\n    return {use}(w)\nreturn finished(take())",
    "star": "def take(*args: Any) -> str:\n    w: {T} = args[0]\n    return {use}(w)\nreturn take(raw)",
    "star_typed": "def take(*args: {T}) -> str:\n    return ''.join({use}(w) for w in args)\nreturn take(*[raw, raw])",
    "star_names": "def take(**named: Any) -> str:\n    w: {T} = named['w']\n    return {use}(w)\nreturn take(w=raw)",
    "star_names_typed": "def take(**named: {T}) -> str:\n    return ''.join({use}(w) for w in named.values())\nparts: dict[str, Any] = {{'w': raw}}\nreturn take(**parts)",
    "spread": "def take(w: {T}, x: int = 0) -> str:\n    return {use}(w)\nparts: Any = [raw]\nreturn take(*parts)",
    "spread_names": "def take(w: {T}, x: int = 0) -> str:\n    return {use}(w)\nparts: Any = {{'w': raw}}\nreturn take(**parts)",
    "narrowed_list": "x: object = raw\nif isinstance(x, list):\n    w: list[{T}] = x\n    return ''.join({use}(one) for one in w)\nreturn 'no list'",
    "narrowed_dict": "x: object = raw\nif isinstance(x, dict):\n    w: dict[str, {T}] = x\n    return ''.join({use}(one) for one in w.values())\nreturn 'no dict'",
    "narrowed_write": "items: list[{T}] = [{sample}]\nx: object = items\nif isinstance(x, list):\n    x.append(raw)\n    x[0] = raw\nreturn ''.join({use}(one) for one in items)",
    "default": "DEFAULT_{n}: Any = json.loads({json!r})\n---\ndef take(w: {T} = DEFAULT_{n}) -> str:\n    return {use}(w)\nreturn take()",
    "partial": "return partial({use}, raw)()",
    "partial_names": "def take(w: {T}, x: int = 0) -> str:\n    return {use}(w)\nreturn partial(take, x=1)(raw)",
    "box": "return {use}(Box[{T}](raw).get())",
    "box_more": "b: Box[{T}] = Box(raw)\nreturn {use}(b.more[0])",
    "box_any": "b: Box[Any] = Box(raw)\nc: Box[{T}] = b\nreturn {use}(c.value)",
    "box_from_any": "made: Any = Box[{T}]({sample})\nmade.value = raw\nc: Box[{T}] = made\nreturn {use}(c.value)",
    "box_wrong": "made: Any = Box[{U}](raw)\nc: Box[{T}] = made\nreturn {use}(c.get()) + {use}(c.more[0])",
    "box_vague": "b = Box[{T}]({sample})\nv: Box[Any] = b\nv.value = raw\nv.more.append(raw)\nreturn {use}(b.value) + ''.join({use}(one) for one in b.more)",
    "box_isinstance": "made: object = Box[{T}](raw)\nif isinstance(made, Box):\n    w: {T} = made.get()\n    return {use}(w)\nreturn 'no box'",
    "same": "w: {T} = same(raw)\nreturn {use}(w)",
    "same_typed": "return {use}(same(cast({T!r}, raw)))",
    "first": "return {use}(first(cast('list[{T}]', [raw])))",
    "deque": "d: deque[{T}] = deque([raw])\nd.appendleft({sample})\nreturn {use}(d[1]) + ''.join({use}(one) for one in d)",
    "deque_any": "made: Any = deque([raw])\nd: deque[{T}] = made\nreturn {use}(d[0])",
    "deque_typed": "d: deque[{T}] = deque()\nmade: Any = d\nmade.append(raw)\nreturn {use}(d.popleft())",
    "counter": "made: Any = Counter(['a', 'b', 'a'])\nc: Counter[str] = made\nmade['c'] = raw\nreturn ','.join(f'{{k.upper()}}{{v + 1}}' for k, v in c.items())",
    "defaultdict": "d: defaultdict[str, list[{T}]] = defaultdict(list)\nmade: Any = d\nmade['a'].append(raw)\nd['a'].append({sample})\nreturn ''.join({use}(one) for one in d['a'])",
    "defaultdict_any": "d: defaultdict[str, Any] = defaultdict(lambda: raw)\nw: {T} = d['a']\nreturn {use}(w)",
    "ordered": "d: OrderedDict[str, {T}] = OrderedDict()\nmade: Any = d\nmade['a'] = raw\nreturn {use}(d['a'])",
    "get": "d: dict[str, Any] = {{'k': raw}}\nw: {T} = d.get('k', {sample})\nreturn {use}(w)",
    "set_attribute": "class H_{n}:\n    def __init__(self) -> None:\n        self.v: {T} = {sample}\n---\nh = H_{n}()\nx: Any = h\nx.v = raw\nreturn {use}(h.v)",
    "setattr_": "class H_{n}:\n    def __init__(self) -> None:\n        self.v: {T} = {sample}\n---\nh = H_{n}()\nsetattr(h, 'v', raw)\nreturn {use}(h.v)",
    "method_any": "class H_{n}:\n    def take(self, v: {T}, w: int = 1) -> str:\n        return {use}(v)\n---\nx: Any = H_{n}()\nreturn cast(str, x.take(raw))",
    "method_override": "class P_{n}:\n    def give(self, raw: Any) -> {T}:\n        return {sample}\n\nclass Q_{n}(P_{n}):\n    def give(self, raw: Any) -> Any:\n        return raw\n---\np: P_{n} = Q_{n}()\nreturn {use}(p.give(raw))",
    "method_wider": "class P_{n}:\n    def take(self, v: Any) -> str:\n        return 'p'\n\nclass Q_{n}(P_{n}):\n    def take(self, v: {T}) -> str:\n        return {use}(v)\n---\np: P_{n} = Q_{n}()\nreturn p.take(raw)",
    "protocol": "class P_{n}(Protocol):\n    def give(self) -> {T}: ...\n\nclass Q_{n}:\n    def __init__(self, raw: Any) -> None:\n        self.raw = raw\n\n    def give(self) -> Any:\n        return self.raw\n---\np: P_{n} = Q_{n}(raw)\nreturn {use}(p.give())",
    "protocol_attribute": "class P_{n}(Protocol):\n    v: {T}\n\nclass Q_{n}:\n    def __init__(self, v: Any) -> None:\n        self.v: Any = v\n---\np: P_{n} = Q_{n}(raw)\nreturn {use}(p.v)",
    "protocol_wrong": "class P_{n}(Protocol):\n    def give(self) -> {T}: ...\n---\np: P_{n} = raw\nreturn {use}(p.give())",
    "class_wrong": "class Q_{n}:\n    def __init__(self) -> None:\n        self.v: {T} = {sample}\n---\nq: Q_{n} = raw\nreturn {use}(q.v)",
    "property_": "class Q_{n}:\n    def __init__(self, raw: Any) -> None:\n        self.raw = raw\n\n    @property\n    def v(self) -> {T}:\n        return self.raw\n---\nreturn {use}(Q_{n}(raw).v)",
    "class_variable": "class Q_{n}:\n    v: {T} = {sample}\n---\nQ_{n}.v = raw\nw = Q_{n}.v\nQ_{n}.v = {sample}\nreturn {use}(w)",
    "class_below": "class Q_{n}:\n    v: Any = None\n\nclass R_{n}(Q_{n}):\n    v: {T} = {sample}\n---\nr = R_{n}()\nq: Q_{n} = r\nq.v = raw\nreturn {use}(r.v)",
    "field_below": "class Q_{n}:\n    def __init__(self) -> None:\n        self.v: Any = None\n\nclass R_{n}(Q_{n}):\n    v: {T}\n---\nr = R_{n}()\nq: Q_{n} = r\nq.v = raw\nreturn {use}(r.v)",
    "append_any": "items: list[{T}] = [{sample}]\nx: Any = items\nx.append(raw)\nreturn ''.join({use}(one) for one in items)",
    "extend_any": "items: list[{T}] = [{sample}]\nx: Any = items\nx.extend([raw])\nx.insert(0, raw)\nreturn ''.join({use}(one) for one in items)",
    "set_item_any": "items: list[{T}] = [{sample}]\nx: Any = items\nx[0] = raw\nreturn {use}(items[0])",
    "slice_any": "items: list[{T}] = [{sample}]\nx: Any = items\nx[0:0] = [raw]\nx += [raw]\nreturn ''.join({use}(one) for one in items)",
    "extend_typed": "items: list[{T}] = [{sample}]\nmore: Any = [raw]\nitems.extend(more)\nitems += more\nreturn ''.join({use}(one) for one in items)",
    "extend_iter": "items: list[{T}] = [{sample}]\ndef go() -> Iterator[Any]:\n    yield raw\nitems.extend(go())\nitems[0:0] = go()\nreturn ''.join({use}(one) for one in items)",
    "display": "more: list[Any] = [raw]\nitems: list[{T}] = [*more, {sample}]\nreturn ''.join({use}(one) for one in items)",
    "display_dict": "more: dict[str, Any] = {{'k': raw}}\nitems: dict[str, {T}] = {{**more, 's': {sample}}}\nreturn ''.join({use}(one) for one in items.values())",
    "concat": "more: list[Any] = [raw]\nitems: list[{T}] = [{sample}] + more\nreturn ''.join({use}(one) for one in items)",
    "concat_any": "more: Any = [raw]\nitems: list[{T}] = more + more\nreturn ''.join({use}(one) for one in items)",
    "list_of": "items: list[{T}] = list(anything([raw]))\nreturn {use}(items[0])",
    "dict_of": "items: dict[str, {T}] = dict(anything({{'k': raw}}))\nreturn {use}(items['k'])",
    "dict_pairs": "items: dict[str, {T}] = dict(anything([('k', raw)]))\nreturn {use}(items['k'])",
    "tuple_of": "items: tuple[{T}, ...] = tuple(anything([raw]))\nreturn {use}(items[0])",
    "sorted_": "items: list[{T}] = sorted(anything([raw]), key=lambda one: str(one))\nreturn {use}(items[0])",
    "max_": "w: {T} = max([raw, raw], key=lambda one: 1)\nreturn {use}(w)",
    "reduce_": "w: {T} = reduce(lambda a, b: raw, [1, 2], raw)\nreturn {use}(w)",
    "map_": "return ''.join(map({use}, anything([raw])))",
    "filter_": "def keep(w: {T}) -> bool:\n    return bool({use}(w))\nitems: list[{T}] = list(filter(keep, anything([raw])))\nreturn str(len(items))",
    "zip_": "out = ''\nfor i, w in zip([1], cast('list[{T}]', [raw])):\n    out += {use}(w)\nreturn out",
    "enumerate_": "out = ''\nitems: Iterable[{T}] = anything([raw])\nfor i, w in enumerate(items):\n    out += {use}(w)\nreturn out",
    "iterable": "items: Iterable[{T}] = anything([raw])\nreturn ''.join({use}(w) for w in items)",
    "iterable_wrong": "items: Iterable[{T}] = raw\nreturn ''.join({use}(w) for w in items)",
    "iterator_wrong": "items: Iterator[{T}] = raw\nreturn {use}(next(items))",
    "generator_wrong": "go: Generator[int, None, {T}] = raw\ngo.close()\nreturn str(go.send(None))",
    "sequence": "items: Sequence[{T}] = anything([raw])\nreturn {use}(items[0]) + ''.join({use}(w) for w in items)",
    "sequence_vague": "items: list[Any] = [raw]\ns: Sequence[{T}] = items\nreturn {use}(s[0]) + ''.join({use}(w) for w in s)",
    "mapping": "items: Mapping[str, {T}] = anything({{'k': raw}})\nreturn {use}(items['k']) + ''.join({use}(w) for w in items.values())",
    "mapping_vague": "items: dict[str, Any] = {{'k': raw}}\nm: Mapping[str, {T}] = items\nw = m.get('k')\nreturn {use}(m['k']) + str(w is None)",
    "match_sequence": "match raw:\n    case [a, *rest]:\n        w: {T} = a\n        return {use}(w) + str(len(rest))\n    case {{'a': a}}:\n        w = a\n        return {use}(w)\n    case _:\n        return 'other'",
    "choice": "w: {T} = raw if str(raw) else other\nreturn {use}(w)",
    "either": "w: {T} = raw or other\nreturn {use}(w)",
    "walrus": "w: {T}\nif (w := raw) is not None or True:\n    return {use}(w)\nreturn ''",
    "global_": "G_{n}: {T} = {sample}\n---\nglobal G_{n}\nG_{n} = raw\nw = G_{n}\nG_{n} = {sample}\nreturn {use}(w)",
    "nonlocal_": "w: {T} = {sample}\ndef change() -> None:\n    nonlocal w\n    w = raw\nchange()\nreturn {use}(w)",
    "exception": "class E_{n}(Exception):\n    def __init__(self, v: {T}) -> None:\n        super().__init__()\n        self.v = v\n---\ntry:\n    raise E_{n}(raw)\nexcept E_{n} as error:\n    return {use}(error.v)",
    "exception_args": "try:\n    raise ValueError(raw)\nexcept ValueError as error:\n    w: {T} = error.args[0]\n    return {use}(w)",
    "alias_types": "a: {T} = raw\nb: {U} = raw\nreturn {use}(a) + {useU}(b) + {use}(a)",
    "alias_list": "a: list[Any] = [raw]\nb: list[{T}] = a  # now both\na.append(other)\na[0] = other\na.insert(0, other)\nreturn ''.join({use}(one) for one in b)",
    "alias_lists": "made: Any = [raw]\na: list[{T}] = made\nb: list[{U}] = made\nb.append({sampleU})\nreturn ''.join({use}(one) for one in a)",
    "alias_empty": "made: Any = []\na: list[{T}] = made\nb: list[{U}] = made\nb.append({sampleU})\nreturn ''.join({use}(one) for one in a)",
    "alias_dict": "made: Any = {{'k': raw}}\na: dict[str, {T}] = made\nb: dict[str, Any] = made\nb['m'] = other\nmade['n'] = other\nreturn ''.join({use}(one) for one in a.values())",
    "alias_key": "made: Any = {{'k': 1}}\na: dict[str, int] = made\nb: dict[Any, Any] = made\nb[raw] = 2\nreturn ','.join(one.upper() for one in a)",
    "alias_loop": "made: Any = [raw, raw]\nout = ''\nview: list[Any] = made\nfor one in view:\n    b: list[{T}] = made\n    out += {use}(b[0]) + str(one == one)\nreturn out",
    "alias_inner": "made: Any = [[raw]]\na: list[list[Any]] = made\nb: list[list[{T}]] = made\na[0].append(other)\na.append([other])\nc: list[Any] = [other]\na.append(c)\nreturn ''.join({use}(w) for one in b for w in one)",
    "alias_held": "class H_{n}:\n    def __init__(self, items: list[Any]) -> None:\n        self.items = items\n---\nmade: Any = [raw]\nh = H_{n}(made)\nb: list[{T}] = made\nh.items.append(other)\nh.items += [other]\nreturn ''.join({use}(one) for one in b)",
    "set_": "made: Any = {{str(raw)}}\na: set[str] = made\nb: set[Any] = made\nb.add(5 if other else 'x')\nreturn ','.join(sorted(one.upper() for one in a))",
    "frozenset_": "made: Any = frozenset([1, 'a'] if other else ['b'])\na: frozenset[str] = made\nreturn ','.join(sorted(one.upper() for one in a))",
    "set_int": "made: Any = {{1, 2}}\na: set[int] = made\nmade.add(raw)\nreturn str(sum(a))",
    "ignored": "w: {T} = {sampleU}  # type: ignore\nreturn {use}(w)",
    "ignored_argument": "return {use}({sampleU})  # type: ignore",
    "ignored_result": "def give() -> {T}:\n    return {sampleU}  # type: ignore\nreturn {use}(give())",
    "ignored_list": "items: list[{U}] = [{sampleU}]\nw: list[{T}] = items  # type: ignore\nreturn {use}(w[0])",
    "ignored_override": "class P_{n}:\n    def give(self) -> {T}:\n        return {sample}\n\nclass Q_{n}(P_{n}):\n    def give(self) -> {U}:  # type: ignore\n        return {sampleU}\n---\np: P_{n} = Q_{n}()\nreturn {use}(p.give())",
    "type_value": "kind: type[Any] = type(raw)\nreturn kind.__name__",
    "unchecked_def": "def untyped(x):  # type: ignore\n    return x\nw: {T} = untyped(raw)\nreturn {use}(w)",
    "recursive_list": "made: Any = [raw]\nmade.append(made)\nb: list[{T}] = made\nreturn {use}(b[0])",
    "unpack": "a, b = raw\nw: {T} = a\nx: {T} = b\nreturn {use}(w) + {use}(x)",
    "unpack_typed": "w: {T} = {sample}\nw, *rest = raw\nreturn {use}(w) + str(len(rest))",
    "subscript": "w: {T} = raw[0]\nreturn {use}(w)",
    "subscript_name": "w: {T} = raw['a']\nreturn {use}(w)",
    "delete": "items: list[{T}] = [{sample}, {sample}]\nx: Any = items\ndel x[0]\nx.reverse()\nreturn {use}(items[0])",
    "copy": "items: list[{T}] = [{sample}]\nx: Any = items.copy()\nx.append(raw)\ny: list[{T}] = x\nreturn ''.join({use}(one) for one in y)",
    "product": "items: list[{T}] = [{sample}]\nx: Any = items * 2\nx[1] = raw\ny: list[{T}] = x[0:2]\nreturn ''.join({use}(one) for one in y)",
    "split": "words = 'a b'.split()\nx: Any = words\nx.append(raw)\nreturn ','.join(one.upper() for one in words)",
    "keys": "d: dict[str, {T}] = anything({{'k': raw}})\nks: Any = list(d.keys())\nks.append(other)\nw: list[str] = ks\nreturn ','.join(one.upper() for one in w)",
}  # fmt: skip


def write_program(
    r: random.Random,
    count: int = 2,
    doors: int = 40,
    texts: int = 4,
    skip: frozenset[str] | set[str] = frozenset(),
) -> str:
    """Write a program without the doors to `skip`; each door's name stands in a comment after it."""
    lines: list[str] = [HEADER]
    calls: list[str] = []
    shapes = [random_shape(r) for _ in range(count)]
    for index, shape in enumerate(shapes):
        w = Writer()
        w.put("", f"def use{index}(v: {shape.text}) -> str:")
        w.put("    ", "out: list[str] = []")
        shape.use(w, "    ", "v")
        w.put("    ", "return ';'.join(out)")
        lines += [*w.lines, "", ""]
    number = 0
    for index, shape in enumerate(shapes):
        for name in r.sample(list(DOORS), min(doors, len(DOORS))):
            number += 1
            other = (index + 1) % count
            samples = [shape.make(r) for _ in range(texts)]
            values = [one if r.random() < 0.5 else damaged(r, one) for one in samples]
            values += [[shape.make(r)], {"a": shape.make(r)}]
            text = DOORS[name].format(
                T=shape.text, U=shapes[other].text, use=f"use{index}", useU=f"use{other}", sample=shape.sample,
                sampleU=shapes[other].sample, n=number, json=json.dumps(values[0]),
            )  # fmt: skip
            if name in skip:
                continue
            outside, mark, inside = text.partition("---\n")
            if not mark:
                outside, inside = "", text
            if outside:
                lines += [outside.rstrip(), "", ""]
            lines.append(f"def door{number}(raw: Any, other: Any) -> str:")
            lines += [f"    {line}" for line in inside.splitlines()]
            lines += [f"# {name}", ""]
            for value in values:
                rest = json.dumps(r.choice([shape.make(r), damaged(r, shape.make(r)), None, 5, "x"]))
                calls.append(f"attempt({name!r}, door{number}, {json.dumps(value)!r}, {rest!r})")
    return "\n".join([*lines, *calls, ""])

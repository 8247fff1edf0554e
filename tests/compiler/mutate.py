"""Programs made from programs: damaged ones, and ones that say the same in another way.

`damage` breaks lines, most results have type errors. `rewrite` changes the tree so that the types mostly stay right
and the compiler has to lower what nobody would write: values through lambdas, tuples, comprehensions and closures,
statements in loops, `try` and nested functions. Both depend on the random generator alone.
"""

import ast
import copy
import random
from collections.abc import Callable

WORDS = [
    *(
        "None",
        "0",
        "''",
        "[]",
        "self",
        "int",
        "str",
        "print",
        "yield",
        "await x",
        "lambda: 0",
        "*",
        "...",
        "object",
    ),
    *("{}", "-1", "1.5", "b''", "super()", "type(self)", "...", "()", "not", "async", "Any"),
]
SWAPS = [
    *(
        ("int", "str"),
        ("str", "int"),
        ("return", "yield"),
        ("def ", "async def "),
        ("(", "(*"),
        ("self", "cls"),
    ),
    *(
        ("list[", "set["),
        ("dict[", "list["),
        ("-> ", "-> None | "),
        (": int", ": object"),
        (": str", ": float"),
    ),
    *(("==", "is"), ("+", "@"), ("for ", "async for "), ("with ", "async with "), ("[", "[0:"), ("=", "+=")),
]


def damage(text: str, rng: random.Random) -> str:
    """Break one to three lines."""
    lines = text.splitlines()
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(lines))
        kind = rng.randrange(6)
        if kind == 0 and len(lines) > 1:
            del lines[at]
        elif kind == 1:
            lines.insert(at, lines[rng.randrange(len(lines))])
        elif kind == 2 and lines[at].strip():
            lines[at] = lines[at][: len(lines[at]) - len(lines[at].lstrip())] + "pass"
        elif kind == 3:
            words = lines[at].split(" ")
            words[rng.randrange(len(words))] = rng.choice(WORDS)
            lines[at] = " ".join(words)
        elif kind == 4:
            lines[at] = lines[at].replace(*rng.choice(SWAPS))
        else:
            other = rng.randrange(len(lines))
            lines[at], lines[other] = lines[other], lines[at]
    return "\n".join(lines) + "\n"


def rewrite(text: str, rng: random.Random, other: str = "") -> str:
    """Change one to five places of the tree; with `other` a function of that program may come along."""
    tree = ast.parse(text)
    if other and rng.random() < 0.3:
        functions = [one for one in ast.parse(other).body if isinstance(one, ast.FunctionDef | ast.ClassDef)]
        if functions:
            tree.body.insert(rng.randint(1, len(tree.body)), rng.choice(functions))
    for _ in range(rng.randint(1, 5)):
        if rng.random() < 0.65:
            _change_expression(tree, rng)
        else:
            _change_statement(tree, rng)
    return ast.unparse(ast.fix_missing_locations(tree)) + "\n"


def _value(template: str) -> Callable[[ast.expr], ast.expr]:
    """Give a function that puts an expression in the place of `X`."""

    def make(inner: ast.expr) -> ast.expr:
        class Put(ast.NodeTransformer):
            def visit_Name(self, node: ast.Name) -> ast.expr:
                return copy.deepcopy(inner) if node.id == "X" else node

        made = Put().visit(ast.parse(template, mode="eval").body)
        assert isinstance(made, ast.expr)
        return made

    return make


SAME = [
    _value(one)
    for one in (
        *("(X, 0)[0]", "[X][0]", "{0: X}[0]", "(lambda: X)()", "(lambda x_: x_)(X)", "X if True else X", "X or X"),
        *("next(iter([X]))", "[y_ for y_ in [X]][0]", "(z_ := X)", "{'k': [X]}['k'][-1]", "max([X], key=id)"),
        *("next(y_ for y_ in (X, X) if True)", "list(map(lambda v_: v_, [X]))[0]", "sorted([X], key=lambda v_: 0)[0]"),
        *("tuple([X])[0]", "(lambda *a_: a_[0])(X)", "[X, *[X]][1]", "(lambda: (lambda: X)())()", "X and X"),
        *("[[X]][0][0]", "(lambda k_=X: k_)()", "(lambda *, k_: k_)(k_=X)", "{y_: y_ for y_ in [X]}.popitem()[1]"),
        *("[(X, y_) for y_ in 'a'][0][0]", "list(zip([X], 'a'))[0][0]", "list(enumerate([X]))[0][1]", "[X].pop()"),
        *("{'a': X}.get('a', X)", "(lambda: [X for _ in range(1)][-1])()", "list((X,) + (X,))[1]", "[*(X, X)][0]"),
    )
]  # fmt: skip
OTHER = [
    _value(one)
    for one in (
        *("f'{X}'", "repr(X)", "bool(X)", "[X, X]", "None", "0", "''", "id(X)", "(X,)", "not X", "type(X)", "str(X)"),
        *("(X for _ in range(2))", "{X}", "X == X", "X is X", "isinstance(X, object)", "f'{X!r:>{5}}'", "'%s' % (X,)"),
    )
]  # fmt: skip


_KEPT = {"annotation", "returns", "bases", "decorator_list", "target", "targets", "slice", "format_spec"}


def _change_expression(tree: ast.Module, rng: random.Random) -> None:
    places: list[tuple[ast.AST, str, int]] = []
    for parent in ast.walk(tree):
        if isinstance(parent, ast.JoinedStr | ast.FormattedValue | ast.pattern | ast.match_case):
            continue
        for name, field in ast.iter_fields(parent):
            if name in (
                "annotation",
                "returns",
                "bases",
                "decorator_list",
                "target",
                "targets",
                "slice",
                "format_spec",
            ):
                continue
            for index, one in enumerate(field if isinstance(field, list) else [field]):
                if isinstance(one, ast.expr) and not isinstance(
                    one, ast.Starred | ast.Yield | ast.YieldFrom | ast.Await
                ):
                    if isinstance(getattr(one, "ctx", None), ast.Store | ast.Del):
                        continue
                    places.append((parent, name, index if isinstance(field, list) else -1))
    if not places:
        return
    parent, name, index = rng.choice(places)
    old = getattr(parent, name) if index < 0 else getattr(parent, name)[index]
    kind = rng.random()
    if kind < 0.8 or (isinstance(parent, ast.Call) and name == "func"):
        new = rng.choice(SAME)(old)
    elif kind < 0.87:
        new = rng.choice(OTHER)(old)
    elif kind < 0.93:
        other, other_name, other_index = rng.choice(places)
        found = getattr(other, other_name)
        new = copy.deepcopy(found if other_index < 0 else found[other_index])
    else:
        new = _other_operator(old, rng)
    if index < 0:
        setattr(parent, name, new)
    else:
        getattr(parent, name)[index] = new


def _other_operator(node: ast.expr, rng: random.Random) -> ast.expr:
    made = copy.deepcopy(node)
    if isinstance(made, ast.BinOp):
        made.op = rng.choice(
            [ast.Add(), ast.Sub(), ast.Mult(), ast.Mod(), ast.FloorDiv(), ast.BitOr(), ast.Pow()]
        )
    elif isinstance(made, ast.Compare):
        made.ops[0] = rng.choice([ast.Eq(), ast.NotEq(), ast.Is(), ast.In(), ast.NotIn(), ast.Lt()])
    elif isinstance(made, ast.Constant):
        made.value = rng.choice([0, 1, -1, 2**63, "", "a", 0.5, b"x", None, True, ...])
    elif isinstance(made, ast.Call) and made.args:
        kind = rng.randrange(3)
        made.args = [made.args[:-1], [*made.args, made.args[0]], made.args[::-1]][kind]
    return made


BLOCKS = (
    *("while True:\n    S\n    break", "for _i in range(1):\n    S", "try:\n    S\nfinally:\n    pass"),
    *("if True:\n    S", "try:\n    S\nexcept Exception as _e:\n    raise", "def inner_():\n    S\ninner_()"),
    *("for _i in [1, 2]:\n    if _i == 2:\n        continue\n    S\nelse:\n    pass", "class Inner_:\n    S"),
    *(
        "match 1:\n    case 1:\n        S",
        "async def later_():\n    S",
        "del S",
        "assert True\nS",
        "global g_\nS",
    ),
    *("try:\n    pass\nexcept ValueError:\n    pass\nelse:\n    S", "S\nreturn", "S\nraise ValueError('x')"),
    *("S\nyield 1", "lambda: 0\nS"),
)


def _change_statement(tree: ast.Module, rng: random.Random) -> None:
    bodies = [
        body
        for node in ast.walk(tree)
        for name in ("body", "orelse", "finalbody")
        for body in [getattr(node, name, None)]
        if isinstance(body, list) and body and not isinstance(node, ast.Lambda)
    ]
    body = rng.choice(bodies)
    at = rng.randrange(len(body))
    kind = rng.randrange(6)
    if kind == 0 and len(body) > 1:
        del body[at]
    elif kind == 1:
        body.insert(at, copy.deepcopy(body[at]))
    elif kind == 2:
        other = rng.randrange(len(body))
        body[at], body[other] = body[other], body[at]
    elif kind == 3:
        elsewhere = rng.choice(bodies)
        body.insert(at, copy.deepcopy(rng.choice(elsewhere)))
    else:
        block = ast.parse(rng.choice(BLOCKS).replace("S", "S_", 1).replace("del S_", "S_"))
        statement = body[at]

        class Put(ast.NodeTransformer):
            def visit_Expr(self, node: ast.Expr) -> ast.stmt:
                return statement if isinstance(node.value, ast.Name) and node.value.id == "S_" else node

        body[at : at + 1] = [Put().visit(one) for one in block.body]

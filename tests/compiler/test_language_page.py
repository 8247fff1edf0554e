"""`docs/reference/language.md`: each row of the language with the tests that show it, written from the suites."""

from pathlib import Path

import pytest

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs/reference/language.md"

# Area, what it covers, and the programs of `lang/` that show it; a name ending in `*` stands for several.
ROWS = [
    ("types", "`int` (64 bits)", ["types_int", "types_int_overflow", "types_int_ranges"]),
    ("types", "`float`", ["types_float"]),
    ("types", "`bool`, `None`", ["types_bool_none"]),
    (
        "types",
        "`str`",
        ["types_str", "types_str_methods", "types_str_search", "types_str_surrogates", "print_unicode"],
    ),
    ("types", "`bytes`, `bytearray`", ["types_bytes", "types_bytearray"]),
    (
        "types",
        "`list`, `tuple`, `dict`, `set`, `frozenset`",
        ["types_list", "types_tuple", "types_dict", "types_dict_keys", "types_set", "types_slices"],
    ),
    ("types", "`Optional`, `Union` with narrowing", ["types_optional_union", "types_narrowing"]),
    ("types", "`Literal`, `TypedDict`", ["types_literal_typeddict"]),
    ("types", "`NamedTuple`", ["types_namedtuple", "classes_namedtuple_methods"]),
    (
        "types",
        "`Enum`, `IntEnum`, `StrEnum`, `Flag`",
        ["types_enum", "types_enum_members", "types_enum_mixes"],
    ),
    (
        "types",
        "`typing`: constrained `TypeVar`, `ParamSpec`, `Self`, `NewType`, `Final`, `Annotated`",
        ["types_typing"],
    ),
    (
        "types",
        "`Callable`",
        ["types_callable", "types_callable_displays", "functions_of_classes", "types_callable_bound"],
    ),
    ("types", "`Protocol`", ["types_protocol", "types_protocol_names"]),
    ("types", "generic functions and classes", ["types_generic", "types_inferred"]),
    (
        "types",
        "`Any` and `object` as dynamic values",
        [
            "types_object_any",
            "types_object_containers",
            "types_any_methods",
            "types_any_generators",
            "types_any_operators",
            "types_any_declared",
            "types_any_aliases",
            "types_any_classes",
            "types_any_kinds",
            "types_unknown_items",
        ],
    ),
    ("classes", "classes, inheritance, `super()`", ["classes_basic"]),
    (
        "classes",
        "class attributes, unset attributes",
        [
            "classes_attributes",
            "classes_nested",
            "classes_class_assigned",
            "classes_unset",
            "classes_raw_instances",
            "classes_setattr",
            "classes_walk",
        ],
    ),
    ("classes", "attributes whose names are computed", ["classes_getattr"]),
    ("classes", "classes as values: `type[T]`, `cls`", ["classes_values"]),
    ("classes", "mixins in C3 order", ["classes_mixins", "classes_mixes"]),
    ("classes", "abstract classes", ["classes_abstract", "classes_abc_methods"]),
    (
        "classes",
        "dataclasses",
        [
            "classes_dataclass",
            "classes_dataclass_fields",
            "classes_dataclass_options",
            "classes_dataclass_below",
        ],
    ),
    ("classes", "properties, class and static methods", ["classes_properties", "classes_property_kinds"]),
    (
        "classes",
        "dunder methods",
        ["classes_dunders", "classes_protocol_hooks", "classes_call", "classes_super_text"],
    ),
    (
        "classes",
        "subclasses of `str`, `int`, `dict`, `Exception`",
        ["classes_builtin_bases", "classes_below_str"],
    ),
    (
        "statements",
        "`if`, `while`, `for`/`else`, `del`, `assert`, walrus, unpacking",
        ["statements_control", "statements_type_checking", "statements_skipped_loops"],
    ),
    ("statements", "`global`, `nonlocal`", ["statements_scope"]),
    (
        "statements",
        "`try`, `raise ... from`, the tree of exceptions and their attributes",
        ["statements_try", "statements_mixes", "exceptions_tree", "exceptions_attributes"],
    ),
    ("statements", "`except*`, exception groups", ["exceptions_groups"]),
    ("statements", "`with`", ["statements_with"]),
    ("statements", "code that the type checker skips", ["statements_unreachable"]),
    ("statements", "`match`", ["statements_match", "statements_match_patterns", "statements_match_classes"]),
    (
        "statements",
        "arguments: default, keyword, star",
        [
            "functions_arguments",
            "functions_counted_late",
            "functions_wrong_calls",
            "functions_mixes",
            "functions_as_values",
            "functions_mappings",
        ],
    ),
    ("statements", "all of them in one walk", ["language_walk"]),
    ("statements", "closures, lambdas, recursion", ["closures", "functions_recursive"]),
    ("statements", "decorators", ["decorators", "decorators_library"]),
    ("statements", "generators, `yield from`", ["generators"]),
    (
        "statements",
        "`async`, `await`, async generators and comprehensions",
        ["async_basic", "async_comprehensions", "async_context_managers"],
    ),
    ("statements", "f-strings with every format specification", ["fstrings", "text_corner_cases"]),
    ("builtins", "conversions, arithmetic, text", ["builtins_convert"]),
    (
        "builtins",
        "iteration",
        [
            "builtins_iteration",
            "builtins_structural",
            "builtins_containers",
            "builtins_sorted",
            "builtins_iter_sentinel",
        ],
    ),
    ("builtins", "exit codes, uncaught tracebacks", ["exit_code", "exit_message", "traceback_uncaught"]),
    ("library", "`sys`: argv, stdin, stdout, exit", ["sys_io"]),
    ("library", "`re`, of text and of bytes", ["stdlib_re", "stdlib_re_api", "stdlib_re_bytes"]),
    ("library", "`json`", ["stdlib_json"]),
    ("library", "`base64`, `binascii`", ["stdlib_base64"]),
    ("library", "`hashlib`, `hmac`, `secrets`", ["stdlib_hashlib"]),
    ("library", "`math`", ["stdlib_math"]),
    ("library", "`random`", ["stdlib_random"]),
    ("library", "`datetime`, `time`, `calendar`", ["stdlib_datetime"]),
    ("library", "`urllib.parse`", ["stdlib_urllib_parse"]),
    ("library", "`ipaddress`, `uuid`", ["stdlib_ipaddress"]),
    ("library", "`html`, `string`, `struct`, `fnmatch`, `textwrap`, `zlib`, `gzip`", ["stdlib_text"]),
    ("library", "`collections`", ["stdlib_collections"]),
    (
        "library",
        "`itertools`, `functools` (with `lru_cache`, `partial`, `singledispatch`), `operator`, `bisect`, `heapq`",
        ["stdlib_itertools", "stdlib_functools", "stdlib_together"],
    ),
    ("library", "several modules at once, as plugins use them", ["stdlib_gateway"]),
    ("library", "classes that extend those of the library", ["stdlib_subclasses"]),
    ("library", "`copy`, `vars`", ["stdlib_copy"]),
    ("library", "`io`: text and bytes in memory", ["stdlib_io"]),
    (
        "library",
        "`contextlib`, `logging`",
        ["stdlib_contextlib", "stdlib_contextlib_managers", "stdlib_contextlib_async"],
    ),
    ("library", "`http.HTTPStatus`, `http.HTTPMethod`", ["stdlib_http"]),
    (
        "library",
        "cookies, multipart, media types, server-sent events, JWT (in `pygress.sdk`)",
        ["sdk_helpers"],
    ),
]

HEAD = """\
# The language

Plugins and programs are typed Python: what compiles runs on CPython with the same result, and `mypy --strict`
accepts it. Each row names the programs below `tests/compiler/lang` that run on CPython and as compiled wasm with
equal output, exit code and exceptions. What cannot be compiled is an error at its place; `pygress explain CODE`
tells more.

This page is written by `pytest tests/compiler/test_language_page.py --update`.
"""

DIFFERENCES = """\
## Differences from CPython
- `int` has 64 bits; a result that does not fit raises `OverflowError`.
- An `int` where a `float` is declared becomes a `float`: `x: float = 1` prints `1.0`.
- What comes as `Any` where more is declared (`names: list[str] = json.loads(text)`; also by `cast`, as an argument, a
  result, an item of a `list[Any]`, behind `# type: ignore`) is looked through there: a wrong element is a `TypeError`
  at once, in CPython only where it is used.
- A list, dict or set keeps the type of elements with which it was made or first declared. Code that knows it as `Any`,
  `list[Any]` or `object` may write what fits; anything else is a `TypeError`, and so is a second declaration with
  another type (`numbers: list[int] = raw` after `texts: list[str] = raw`, even if it is empty).
- An instance of a generic class keeps its arguments, as mypy infers them where it is made. `Box[int]` is no `Box[Any]`
  and no `Box[str]`; `Box[str]` may be used as `Box[Any]`, but `Box[Any]` not as `Box[str]`: a `TypeError`. The same
  holds for `deque`, `Counter`, `defaultdict` and `OrderedDict`.
- Sets iterate in the order of insertion. `hash()` of a text is seeded anew in each VM, as CPython's is in each process.
- A generator that a loop leaves early is not closed: its `finally` does not run at the `break`.
- Memory is collected between the callbacks of the host, and at the ends of loops of functions that are only called
  directly (not by `sorted(key=...)`, a generator, a closure, a recursion). What needs more than half a gigabyte at a
  time (a whole program: a gigabyte) gets a `MemoryError`, and the next callback works.
- A `bool` where an `int` is declared becomes 0 or 1; a value of a class below `int` (a member of an `IntEnum`) that
  meets an `int` becomes the number alone. Where that could be seen (the class has methods such as `__str__`, or
  `isinstance` asks a plain `int` for such a class) it is a compile error.
- An attribute or variable that a call has changed behind the back of mypy's narrowing raises `AttributeError` where an
  attribute of it is used, `TypeError` elsewhere.
- `sys.platform` is `linux` and `sys.version_info` that of Python 3.11, which programs are checked for.
- The local time is UTC. `math.sin` and its like may differ from the C library of CPython in the last digit
  (`cbrt` by two units); `gamma`, `lgamma`, `fsum`, `hypot`, `dist` and all of integers are computed as CPython does.
- `UUID.int` and `int(IPv6Address(...))` raise `OverflowError` for what does not fit 64 bits.
- A method that overrides one of `dict`, `list` or `str` is called where the class is known, not where the value is
  declared as plain `dict`, `list` or `str` (`__missing__` is, always).
- Regular expressions have no backreferences and no conditional groups; in exchange matching takes linear time always.
  Patterns that are constants are compiled at build time, and a wrong one is an error of the build. `re.LOCALE` means
  ASCII; `re.DEBUG`, `re.Scanner` and `\\N{...}` are absent.
- There is no `eval`, `exec`, monkey-patching or metaclass, and no import of code that is not typed Python.
"""


def unsupported() -> dict[str, str]:
    lines = (HERE / "unsupported.txt").read_text().splitlines()
    pairs = (line.partition(" ") for line in lines if line and not line.startswith("#"))
    return {name: reason.strip() for name, _, reason in pairs}


def page() -> str:
    open_ = unsupported()
    lines = [HEAD]
    for area in dict.fromkeys(row[0] for row in ROWS):
        lines += [f"## {area.capitalize()}", "| what | shown by | state |", "|---|---|---|"]
        for _, what, names in (row for row in ROWS if row[0] == area):
            missing = [open_[f"lang/{name}.py"] for name in names if f"lang/{name}.py" in open_]
            state = "works" if not missing else "partly: " + "; ".join(missing)
            lines.append(f"| {what} | {', '.join(f'`{name}`' for name in names)} | {state} |")
        lines.append("")
    programs = sorted(path.stem for path in (HERE / "programs").glob("*.py"))
    working = [name for name in programs if f"programs/{name}.py" not in open_]
    lines += [
        "## Whole programs",
        f"{len(working)} of {len(programs)} programs in `tests/compiler/programs` compile",
    ]
    lines += ["and do the same as on CPython: " + ", ".join(f"`{name}`" for name in working) + ".", ""]
    closed = [name for name in programs if name not in working]
    lines += [f"- `{name}` does not yet: {open_[f'programs/{name}.py']}" for name in closed]
    if closed:
        lines.append("")
    return "\n".join([*lines, DIFFERENCES])


def test_every_language_program_is_in_the_table() -> None:
    listed = {name for _, _, names in ROWS for name in names}
    there = {path.stem for path in (HERE / "lang").glob("*.py")}
    assert there - listed == set(), "add a row"
    assert listed - there == set(), "the table names programs that are not there"


def test_the_page_is_up_to_date(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        PAGE.write_text(page())
    assert PAGE.read_text() == page(), "run `pytest tests/compiler/test_language_page.py --update`"

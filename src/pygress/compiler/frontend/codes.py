"""The diagnostic codes of the compiler; `pygress explain CODE` shows the page of each.

Every page has a wrong example and the same thing written so that it compiles.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Page:
    """What `pygress explain` prints: a summary, a wrong example and a right one."""

    summary: str
    wrong: str
    right: str


PAGES: dict[str, Page] = {
    "type-error": Page(
        "The type checker (mypy) found a mistake. The text under the marker is mypy's own error code.",
        "def double(x: int) -> int:\n    return str(x) * 2\n",
        "def double(x: int) -> int:\n    return x * 2\n",
    ),
    "unsupported-type": Page(
        "A value of this type has no representation in the module.",
        "total: complex = 0\n",
        "total: float = 0.0\n",
    ),
    "unsupported-syntax": Page(
        "This statement or expression is part of Python but not of the language that plugins are compiled from.",
        "from math import *\nprint(sqrt(2.0))\n",
        "from math import sqrt\nprint(sqrt(2.0))\n",
    ),
    "unsupported-function": Page(
        "This function of the standard library, or this way to call it, is not available in a module.",
        'import os\nprint(os.listdir("."))\n',
        'names = ["a", "b"]\nprint(names)\n',
    ),
    "unsupported-attribute": Page(
        "This attribute or method of a built-in or library type is not available in a module.",
        'print("a".__class__.__subclasses__())\n',
        'print("a".upper())\n',
    ),
    "unsupported-operator": Page(
        "This operator is not available for operands of these types.",
        "print(type(1) | None)\n",
        "print(type(1), None)\n",
    ),
    "unsupported-import": Page(
        "The module is not part of the library that can be compiled, and no typed Python source of it was found.",
        "import socket\n",
        "import json\n",
    ),
    "syntax-error": Page(
        "The text is not Python. The place is where the parser gave up: the mistake may be just before it.",
        "def double(x: int) -> int\n    return x * 2\n",
        "def double(x: int) -> int:\n    return x * 2\n",
    ),
    "bad-file": Page(
        "A source file is a text in UTF-8 of at most 1 MiB. This one is missing, a folder, may not be read, or holds "
        "something else.",
        "",
        "",
    ),
    "name-clash": Page(
        "A file beside the program has the name of a module of Python's library, which both the program and our own "
        "library may import. Rename it.",
        "",
        "",
    ),
    "bad-pattern": Page(
        "A regular expression that is a constant is compiled with the module. Python's `re` refuses this one too: the "
        "message is that of `re.error`, the position counts characters of the pattern from 0.",
        'import re\n\nprint(re.search("(a", "aa"))\n',
        'import re\n\nprint(re.search("(a)", "aa"))\n',
    ),
    "pattern-not-linear": Page(
        "Matching takes time in proportion to the text, whatever a client sends: no pattern can make the gateway "
        "hang. Back references (`\\1`, `(?P=name)`) and conditional groups (`(?(1)...)`) cannot be matched in linear "
        "time, so they are the part of Python's syntax that is left out: in a constant pattern this error says so, in "
        "a pattern that is made at run time `re.error` does. Match with a group for each occurrence and compare the "
        "groups in Python.",
        'import re\n\nprint(re.search(r"<(\\w+)>.*</\\1>", "<b>x</b>"))\n',
        'import re\n\nfound = re.search(r"<(\\w+)>.*</(\\w+)>", "<b>x</b>")\n'
        "print(found is not None and found[1] == found[2])\n",
    ),
    "integer-too-large": Page(
        "`int` has 64 bits. A literal outside -2**63 .. 2**63-1 cannot be represented.",
        "mask = 0xFFFF_FFFF_FFFF_FFFF\n",
        "mask = 0x7FFF_FFFF_FFFF_FFFF\n",
    ),
    "no-plugin": Page(
        "A plugin file defines exactly one class decorated with `@plugin(...)`.",
        "from pygress.sdk import HttpFilter\n\nclass Filter(HttpFilter[None]):\n    pass\n",
        "from pygress.sdk import HttpFilter, plugin\n\n"
        '@plugin(name="demo", version="1.0.0")\nclass Filter(HttpFilter[None]):\n    pass\n',
    ),
    "no-phase": Page(
        "The plugin class defines none of the methods that the host calls, so the plugin does nothing. This is a "
        "warning: the module is built.",
        '@plugin(name="demo")\nclass Filter(HttpFilter[None]):\n    pass\n',
        '@plugin(name="demo")\nclass Filter(HttpFilter[None]):\n'
        "    def on_request_headers(self, request: Request) -> Reply | None:\n        return None\n",
    ),
    "bad-plugin": Page(
        "The plugin class does not fit the host: an argument of `@plugin(...)` that is missing, unknown or no "
        "literal (the compiler reads them without running the file), a base class that is no `HttpFilter`, a method "
        "that looks like a phase and is none, or a phase with other parameters than the host gives.",
        'NAME = "demo"\n\n@plugin(name=NAME, version="1.0.0")\nclass Filter(HttpFilter[Config]): ...\n',
        '@plugin(name="demo", version="1.0.0")\nclass Filter(HttpFilter[Config]): ...\n',
    ),
    "bad-config": Page(
        "A configuration is a dataclass whose fields JSON can give. This one has a field of another type, a limit that "
        "does not belong to its type, or a default outside of its limits.",
        "@dataclass\nclass Config:\n    callback: Callable[[], None]\n",
        "@dataclass\nclass Config:\n    names: list[str] = field(default_factory=list)\n",
    ),
    "internal-error": Page(
        "A bug of the compiler: it failed on this line. The program may be right. Please report it with the line; "
        "writing the line in another way may help meanwhile.",
        "",
        "",
    ),
}

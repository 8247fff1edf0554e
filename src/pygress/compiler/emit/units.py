"""The C files of a plugin: its requests, its start, and what comes from the SDK and the standard library.

    plugin.py, what requests lead to; all data   ->  changes with most edits
    plugin.py and its decoders, `rare` functions ->  changes with the configuration
    pygress/sdk, compiler/stdlib                 ->  hardly ever changes

They are compiled side by side, and one that is known already is not compiled at all. All data but constants lies in the
first: classes and globals are numbered through the program. A name that two units use becomes visible to the linker,
the others stay `static`, so that the C compiler can take them apart. Functions that are always compiled into their
callers are in each unit that uses them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pygress.compiler.emit.functions import is_tiny
from pygress.compiler.ir.program import Function

_WORD = re.compile(r"\w+")
_DECLARED = re.compile(r"static (?:PG_RARE )?(?:const )?\w+ ?\**(?: |const )*(\w+)")
_SIZE = re.compile(r"\[\d+\]")


STEMS = ("s", "sr", "sl")
"""How the names of the constants of each unit begin (registers are `r1`, parameters `p1`)."""


@dataclass
class Frame:
    """All of a plugin but functions and constants, in the order of C: each part uses only what stands before it."""

    head: list[str]
    """Headers, structs, and types that are declared."""
    data: list[str]
    signatures: list[str]
    rest: list[str]
    """Function objects, descriptors of types, dispatches."""
    last: list[str]
    """Entries for dynamic calls, the start and the exports."""


def unit_of(function: Function) -> int:
    """Give the number of the unit that a function of a plugin belongs to."""
    return 2 if function.is_library else int(function.rare)


def in_order(functions: Iterable[Function]) -> list[Function]:
    """Order functions so that those of the library do not depend on what the author's part asks for first."""
    return sorted(functions, key=lambda one: one.c if one.is_library else "")


def split_units(
    frame: Frame, constants: Sequence[list[str]], emitted: Mapping[Function, list[str]]
) -> tuple[str, ...]:
    """Write the units."""
    inline = {function.c: lines for function, lines in emitted.items() if is_tiny(function)}
    bodies: list[list[str]] = [[] for _ in STEMS]
    for function, lines in emitted.items():
        if function.c not in inline:
            bodies[unit_of(function)] += lines
    own = [[*lines, *code] for lines, code in zip(constants, bodies, strict=True)]
    own[0] += [*frame.data, *frame.rest, *frame.last]
    used = [_used(lines, inline) for lines in own]
    declared = [_declared(lines) for lines in own]
    shared = {
        name
        for here, names in enumerate(declared)
        for there, (words, _) in enumerate(used)
        if here != there
        for name in names & words
    }

    def visible(lines: Iterable[str]) -> list[str]:
        return [line[len("static ") :] if _name(line) in shared else line for line in lines]

    signatures = visible(frame.signatures)
    texts = []
    for number, (words, helpers) in enumerate(used):
        foreign = [line for other, lines in enumerate(constants) if other != number for line in lines]
        if number == 0:
            lines = [*visible(frame.head), *visible(frame.data)]
        else:
            # What stands elsewhere comes by name: its order there is that in which the compiler came across it.
            lines = _needed_structs(frame.head, words)
            foreign += [*frame.data, *frame.rest]
        lines += sorted(_declare(foreign, words))
        lines += visible(constants[number])
        lines += sorted(_needed(signatures, words))
        lines += visible(frame.rest) if number == 0 else []
        lines += [line for helper in helpers for line in helper]
        lines += visible(bodies[number])
        lines += visible(frame.last) if number == 0 else []
        texts.append("\n".join(lines) + "\n")
    return tuple(texts)


def _used(lines: Iterable[str], inline: Mapping[str, list[str]]) -> tuple[set[str], list[list[str]]]:
    """Give the words of some definitions and of the inline functions that they need, and these functions."""
    words = {word for line in lines for word in _WORD.findall(line)}
    found: dict[str, list[str]] = {}
    while fresh := [name for name in inline if name in words and name not in found]:
        for name in fresh:
            found[name] = inline[name]
            words.update(word for line in inline[name] for word in _WORD.findall(line))
    return words, [inline[name] for name in inline if name in found]


def _name(line: str) -> str:
    match = _DECLARED.match(line)
    return match[1] if match else ""


def _declared(lines: Iterable[str]) -> set[str]:
    return {_name(line) for line in lines} - {""}


def _declare(lines: Iterable[str], words: set[str]) -> list[str]:
    """Declare the data among some definitions that a unit uses and another one defines."""
    out: dict[str, None] = {}
    for line in lines:
        name = _name(line)
        if name in words and "(" not in line.partition("=")[0]:
            # Without sizes of arrays, which change with what the author writes.
            declared = _SIZE.sub("[]", line.removeprefix("static ").partition("=")[0].rstrip(" ;"))
            out[f"extern {declared};"] = None
    return list(out)


def _needed(signatures: Iterable[str], words: set[str]) -> list[str]:
    """Leave out signatures of functions that a unit neither has nor calls."""
    return [one for one in signatures if _WORD.findall(one.partition("(")[0])[-1] in words]


def _needed_structs(head: list[str], words: set[str]) -> list[str]:
    """Leave out structs and types that a unit does not name, and order them by name."""
    first: list[str] = []
    found: list[str] = []
    at = 0
    while at < len(head):
        end = at
        if head[at].startswith("typedef struct"):
            while not head[end].startswith("}"):
                end += 1
            if head[at].split()[2] in words:
                found.append("\n".join(head[at : end + 1]))
        elif not head[at].startswith("static "):
            first.append(head[at])
        elif _name(head[at]) in words:
            found.append("extern " + head[at].removeprefix("static "))
        at = end + 1
    return [*first, *sorted(found)]

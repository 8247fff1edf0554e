"""Which object files a program needs, and which hooks of types nothing in it looks at.

Input: the references of the program's object file and of those of the runtime. Output: the runtime's files to link,
and the places in tables of hooks that nobody reads. Without this, every type would bring its `repr`, `==`, hash and
the rest into every module that has one value of it:

    pg_type_list -> pg_list_hooks -> .repr -> pg_list_repr -> pg_word_repr -> pg_float_repr

Invariant: a slot is given up only if no function in the module asks for that hook (`READERS`). A weak reference
holds only where something else needs the file that it leads to.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pygress.compiler.runtime.objects import DATA, LOCAL, RETAIN, UNDEFINED, WEAK, Object

HOOKS = (
    "repr", "str", "format", "hash", "eq", "compare", "truth", "len", "getitem", "setitem", "delitem", "contains",
    "iter", "next", "call", "binary", "unary", "getattr", "setattr", "trace", "missing",
)  # fmt: skip
"""The members of `pg_hooks`, in order."""
READERS = {
    "repr": ("pg_obj_repr", "pg_base_repr"),
    "str": ("pg_obj_str", "pg_base_str"),
    "format": ("pg_obj_format",),
    "hash": ("pg_obj_hash",),
    "eq": ("pg_obj_eq",),
    "compare": ("pg_obj_compare",),
    "truth": ("pg_obj_truth",),
    "len": ("pg_obj_len", "pg_obj_truth"),
    "getitem": ("pg_obj_getitem",),
    "setitem": ("pg_obj_setitem",),
    "delitem": ("pg_obj_delitem",),
    "contains": ("pg_obj_contains",),
    "iter": ("pg_obj_iter", "pg_obj_contains"),
    "next": ("pg_obj_next",),
    "call": ("pg_obj_call",),
    "binary": ("pg_obj_binary", "pg_obj_in_place", "pg_obj_power", "pg_obj_divmod", "pg_obj_round"),
    "unary": ("pg_obj_unary",),
    "getattr": ("pg_obj_getattr", "pg_obj_call_method", "pg_obj_call_method_star", "pg_group_derive"),
    "setattr": ("pg_obj_setattr",),
}
"""The functions that call a hook; `trace` and `missing` are kept always.

They are never compiled into others (`PG_READER`), where they could not be seen here. A test looks for more."""
ALWAYS_READ = frozenset({("pg_exception_hooks", "str")})
"""Slots that others read, too: the text of an exception."""
SLOT = 4

Place = tuple[int, int]
"""A function or datum: the number of its file (below 0: of the program) and its number there."""


@dataclass(frozen=True)
class Needed:
    """What to link."""

    files: tuple[int, ...]
    """Numbers of the runtime's files."""
    cleared: dict[int, set[tuple[int, int]]]
    """File -> data segments and places in them, of the hooks that nothing reads."""
    absent: frozenset[str]
    """Readers that the module must not have."""


def find_needed(program: Sequence[Object], runtime: Sequence[Object], exports: Iterable[str]) -> Needed:
    """Find what the exports of a program need."""
    search = _Search(program, runtime)
    for name in exports:
        if name in search.defined:
            search.reach(search.defined[name])
    for number, one in search.program.items():
        for symbol in one.symbols:
            if symbol.flags & RETAIN and symbol.node >= 0:
                search.reach((number, symbol.node))
    search.run()
    cleared: dict[int, set[tuple[int, int]]] = {}
    for slots in search.unread.values():
        for (number, node), at, _ in slots:
            cleared.setdefault(number, set()).add((node - search.objects[number].functions, at))
    absent = {name for hook in search.unread for name in READERS[hook]}
    return Needed(tuple(sorted(search.files - search.program.keys())), cleared, frozenset(absent))


class _Search:
    """Follows references; into a slot for a hook only once something reads that hook."""

    def __init__(self, program: Sequence[Object], runtime: Sequence[Object]) -> None:
        self.program = {~number: one for number, one in enumerate(program)}
        self.objects: dict[int, Object] = {**self.program, **dict(enumerate(runtime))}
        self.defined: dict[str, Place] = {}
        self.tables: dict[Place, str] = {}
        for number, one in self.objects.items():
            for symbol in one.symbols:
                if symbol.node < 0:
                    continue
                if not symbol.flags & LOCAL:
                    self.defined.setdefault(symbol.name, (number, symbol.node))
                if symbol.kind == DATA and symbol.size == SLOT * len(HOOKS) and symbol.name.endswith("hooks"):
                    self.tables[number, symbol.node] = symbol.name
        self.reads: dict[Place, list[str]] = {}
        for hook, names in READERS.items():
            for name in names:
                if name in self.defined:
                    self.reads.setdefault(self.defined[name], []).append(hook)
        self.read: set[str] = set()
        self.unread: dict[str, list[tuple[Place, int, Place]]] = {hook: [] for hook in READERS}
        self.reached: set[Place] = set()
        self.files: set[int] = set(self.program)
        self.weak: dict[int, list[Place]] = {}
        # To the linker a name is not weak if anything refers to it otherwise, be it a function that it drops.
        self.strong = {
            symbol.name
            for one in program
            for symbol in one.symbols
            if symbol.flags & UNDEFINED and not symbol.flags & WEAK
        }
        self.todo: list[Place] = []

    def reach(self, place: Place) -> None:
        """Note that a node is needed."""
        if place not in self.reached:
            self.reached.add(place)
            self.todo.append(place)

    def run(self) -> None:
        """Follow all references of what was reached."""
        while self.todo:
            place = self.todo.pop()
            number, node = place
            if number not in self.files:
                self.files.add(number)
                for found in self.weak.pop(number, ()):
                    self.reach(found)
            for hook in self.reads.get(place, ()):
                self.read.add(hook)
                for _, _, target in self.unread.pop(hook, ()):
                    self.reach(target)
            table = self.tables.get(place)
            one = self.objects[number]
            for at, index in one.nodes[node].uses:
                self.follow(place, at, index, table)

    def follow(self, place: Place, at: int, index: int, table: str | None) -> None:
        """Follow one reference."""
        number = place[0]
        symbol = self.objects[number].symbols[index]
        target = (number, symbol.node) if symbol.node >= 0 else self.defined.get(symbol.name)
        if target is None:
            return
        weak = symbol.flags & UNDEFINED and symbol.flags & WEAK and symbol.name not in self.strong
        if weak and target[0] not in self.files:
            self.weak.setdefault(target[0], []).append(target)
            return
        if table is not None:
            hook = HOOKS[at // SLOT]
            if hook in self.unread and (table, hook) not in ALWAYS_READ:
                self.unread[hook].append((place, at, target))
                return
        self.reach(target)

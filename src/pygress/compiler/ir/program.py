"""The compiler IR of a whole program: functions, classes, globals, dispatch tables.

Everything is monomorphic: a generic function or class appears once for each set of type arguments in use.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from pygress.compiler.ir.ops import Block, Reg
from pygress.compiler.ir.types import OBJECT, Func, Rep, Ty, rep_of

OURS = "pygress/"
"""Where the paths of functions begin that the author of a plugin has not written."""
LIBRARY = ("pygress/sdk/", "pygress/compiler/stdlib/")
ENTRY = "pygress/sdk/__plugin__.py"
"""The entry module, made anew for each plugin."""


@dataclass(eq=False)
class Function:
    """One compiled function. `c` is its C name, `name` what a traceback shows, `path` the file it is in."""

    c: str
    name: str
    path: str
    line: int
    params: list[Reg] = field(default_factory=list)
    ret: Rep = Rep.VOID
    blocks: list[Block] = field(default_factory=list)
    regs: list[Reg] = field(default_factory=list)
    is_closure: bool = False
    """Takes its function object as first C parameter."""
    is_generator: bool = False
    is_star: bool = False
    """Takes any arguments, as a tuple and a dict (see `frontend.lower.star`)."""
    generator_kind: str = "generator"
    """`generator`, `coroutine` or `async_generator`."""
    raises: bool = True
    """May leave with an exception (narrowed by `passes.raises`)."""
    recursive: bool = False
    """Is part of a call cycle: counts the depth (set by `passes.recursion`)."""
    rare: bool = False
    """Runs only when a plugin starts (set by `passes.rare`)."""
    param_names: list[str] = field(default_factory=list)
    signature: Func | None = None
    """What it is as a value; `None` if it is none, or takes any objects."""

    @property
    def is_library(self) -> bool:
        """Whether it comes from the SDK or the standard library."""
        return self.path.startswith(LIBRARY) and self.path != ENTRY

    def new_reg(self, rep: Rep, name: str = "") -> Reg:
        """Add a register."""
        reg = Reg(len(self.regs), rep, name)
        self.regs.append(reg)
        return reg

    def new_block(self) -> Block:
        """Make a block; it is laid out when it is appended to `blocks`."""
        self.block_count += 1
        return Block(self.block_count)

    block_count: int = 0
    flagged: set[Reg] = field(default_factory=set)
    """Variables whose checks stay: those held unboxed get a flag (set by `passes.bound`)."""
    slots: dict[Reg, int] = field(default_factory=dict)
    """Where the collector finds what the function keeps over a collection (set by `passes.safepoints`)."""


@dataclass(eq=False)
class Field:
    """One field of an instance; `ty` is its static type, `rep` how it is held."""

    name: str
    ty: Ty
    rep: Rep
    always_set: bool = True
    show: bool = True
    """Is part of the generated `__repr__`."""
    compare: bool = True
    hashed: bool = True
    falls_back: bool = False
    """Unset means: the value of the class attribute, which the program changes too."""


@dataclass(eq=False)
class Class:
    """One monomorphic class. `c` is the stem of its C names; `base` the class whose layout it extends."""

    c: str
    name: str
    ty: Ty
    base: Class | None
    builtin_base: str = ""
    """C type that is extended when the nearest base is a class of the runtime."""
    fields: list[Field] = field(default_factory=list)
    """Own fields, without those of `base`."""
    mro: list[str] = field(default_factory=list)
    """C expressions of the type descriptors of the linearised bases, itself first."""
    hooks: dict[str, str] = field(default_factory=dict)
    """Hook of `pg_type` -> C function."""
    methods: dict[str, str] = field(default_factory=dict)
    """Name -> C function object, for dynamic access."""
    flags: set[str] = field(default_factory=set)
    """`dataclass`, `frozen`, `order`, `exception`, `eq`, `repr`, `enum`."""
    full_name: str = ""
    named_fields: list[str] = field(default_factory=list)
    """The fields of a NamedTuple."""

    def all_fields(self) -> list[Field]:
        """List the fields in layout order."""
        return [*(self.base.all_fields() if self.base else []), *self.fields]

    def find_field(self, name: str) -> Field | None:
        """Find a field here or in a base."""
        for one in self.fields:
            if one.name == name:
                return one
        return self.base.find_field(name) if self.base else None


@dataclass(eq=False)
class Element:
    """A static type of references in containers, and how its values are told apart (`PG_E_*` in the runtime)."""

    number: int
    how: str
    name: str
    parts: tuple[Ty, ...] = ()
    classes: list[str] = field(default_factory=list)
    """C names of type descriptors."""


@dataclass(eq=False)
class Global:
    """A module variable (or class attribute). Unset at first; references are roots of the collector."""

    c: str
    name: str
    rep: Rep
    ty: Ty = OBJECT
    check: bool = False
    """May be read before it is set: raise `NameError`."""


@dataclass(eq=False)
class Arm:
    """One case of a dispatch: for instances of `cls`, call `function` (its reps may differ)."""

    cls: Class
    function: Function


@dataclass(eq=False)
class Dispatch:
    """A call by run-time class. Arms are added while classes are found; emitted as a switch on type ids."""

    c: str
    name: str
    params: tuple[Rep, ...]
    ret: Rep
    arms: dict[str, Arm] = field(default_factory=dict)


@dataclass
class Program:
    """A whole program, in an order that depends on the source alone."""

    functions: list[Function] = field(default_factory=list)
    classes: list[Class] = field(default_factory=list)
    globals: list[Global] = field(default_factory=list)
    dispatches: list[Dispatch] = field(default_factory=list)
    init: Function | None = None
    """Runs the top-level code of all modules in import order."""
    main: Function | None = None
    exports: dict[str, Function] = field(default_factory=dict)
    """Name in the module -> function."""
    makers: list[tuple[Class, Function]] = field(default_factory=list)
    """Classes that are called as objects, each with the function that binds any arguments."""
    elements: dict[Ty, Element] = field(default_factory=dict)
    needs_elements: bool = False
    """Dynamic code writes into containers that may be in use by their static types."""
    kept_slots: int = 0
    """Size of the table of `Function.slots`."""


def reps(types: tuple[Ty, ...]) -> tuple[Rep, ...]:
    """Map types to how they are held."""
    return tuple(rep_of(one) for one in types)

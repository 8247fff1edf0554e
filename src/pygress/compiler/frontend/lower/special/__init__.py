"""Functions whose call is not just a call: `print`, `len`, `isinstance`, `any`, `sorted`, `sum`, `min` ...

`SPECIAL` maps a full name to its lowering; a lowering may give `None` to leave the call to the tables.
One file a family of functions.
"""

from __future__ import annotations

from collections.abc import Callable

from mypy import nodes

from pygress.compiler.frontend.lower import container_methods, generators, narrowing
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.special.call_form import Lowering
from pygress.compiler.frontend.lower.special.copying import copier, lower_vars
from pygress.compiler.frontend.lower.special.iterators import lower_iter, lower_next
from pygress.compiler.frontend.lower.special.numbers import lower_abs, lower_divmod, lower_pow, lower_round
from pygress.compiler.frontend.lower.special.objects import (
    lower_assert_never,
    lower_attribute_function,
    lower_bool,
    lower_callable,
    lower_get_args,
    lower_hash,
    lower_id,
    lower_issubclass,
    lower_len,
    lower_type,
)
from pygress.compiler.frontend.lower.special.reductions import extreme, lower_sum, quantifier
from pygress.compiler.frontend.lower.special.sorting import lower_sort_method, lower_sorted
from pygress.compiler.frontend.lower.special.text import (
    lower_ascii,
    lower_format,
    lower_format_method,
    lower_join,
    lower_print,
    lower_repr,
    lower_str,
)
from pygress.compiler.frontend.typemap import STDLIB
from pygress.compiler.ir.types import Inst

_METHODS: dict[tuple[str, str], Callable[[Builder, nodes.CallExpr, Value], Value | None]] = {
    ("builtins.list", "sort"): lower_sort_method,
    ("builtins.str", "join"): lower_join,
    ("builtins.bytes", "join"): lower_join,
    **container_methods.METHODS,
}


def method(
    b: Builder, receiver: Value, name: str
) -> Callable[[Builder, nodes.CallExpr, Value], Value | None] | None:
    """Find the lowering of a method that is not just a call."""
    if isinstance(receiver.ty, Inst):
        if receiver.ty.name == "builtins.str" and name == "format":
            return lower_format_method
        found = generators.method(b, receiver, name)
        if found is not None:
            return found
        return _METHODS.get((receiver.ty.name, name))
    return None


def _dataclass_function(name: str) -> Lowering:
    def lower(b: Builder, node: nodes.CallExpr) -> Value | None:
        from pygress.compiler.frontend.lower import dataclass_functions

        found: Lowering = getattr(dataclass_functions, f"lower_{name}")
        return found(b, node)

    return lower


SPECIAL: dict[str, Lowering] = {
    "dataclasses.replace": _dataclass_function("replace"),
    "dataclasses.asdict": _dataclass_function("asdict"),
    "dataclasses.astuple": _dataclass_function("astuple"),
    "dataclasses.is_dataclass": _dataclass_function("is_dataclass"),
    f"{STDLIB}.dataclasses.fields": _dataclass_function("fields"),
    "typing.get_args": lower_get_args,
    "builtins.print": lower_print,
    "builtins.len": lower_len,
    "builtins.isinstance": narrowing.lower_isinstance,
    "builtins.issubclass": lower_issubclass,
    "builtins.any": quantifier(True),
    "builtins.all": quantifier(False),
    "builtins.sum": lower_sum,
    "builtins.min": extreme("<"),
    "typing.assert_never": lower_assert_never,
    "typing_extensions.assert_never": lower_assert_never,
    "builtins.max": extreme(">"),
    "builtins.sorted": lower_sorted,
    "builtins.str": lower_str,
    "builtins.repr": lower_repr,
    "builtins.ascii": lower_ascii,
    "builtins.format": lower_format,
    "builtins.bool": lower_bool,
    "builtins.hash": lower_hash,
    "builtins.id": lower_id,
    "builtins.type": lower_type,
    "builtins.iter": lower_iter,
    "builtins.next": lower_next,
    "builtins.abs": lower_abs,
    "builtins.divmod": lower_divmod,
    "builtins.round": lower_round,
    "builtins.pow": lower_pow,
    "builtins.getattr": lower_attribute_function,
    "builtins.setattr": lower_attribute_function,
    "builtins.hasattr": lower_attribute_function,
    "builtins.vars": lower_vars,
    "copy.copy": copier("copy"),
    "copy.deepcopy": copier("deepcopy"),
    "builtins.callable": lower_callable,
}

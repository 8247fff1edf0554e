"""Copies of objects: `copy.copy`, `copy.deepcopy`; `vars`."""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.special.call_form import Lowering
from pygress.compiler.ir.types import OBJECT, Rep, rep_of

_HOOKS = ("__copy__", "__deepcopy__", "__reduce__", "__reduce_ex__", "__getstate__", "__setstate__")


def copier(primitive: str) -> Lowering:
    """Make the lowering of `copy.copy` or `copy.deepcopy`."""

    def lower(b: Builder, node: nodes.CallExpr) -> Value:
        from pygress.compiler.frontend.lower.expr import lower_expr

        if len(node.args) != 1:
            raise Unsupported(node, "unsupported-function", f"`{primitive}` takes one argument here")
        for info in b.world.local_infos.values():
            mine = info.module_name in b.world.user_modules
            own = next((name for name in _HOOKS if mine and name in info.names), None)
            if own is not None:
                raise Unsupported(
                    node, "unsupported-function", f"`copy.{primitive}` cannot be compiled with `{own}`",
                    f"`{info.name}` defines it", "write a method of your own that copies",
                )  # fmt: skip
        value = lower_expr(b, node.args[0])
        if rep_of(value.ty) != Rep.REF:
            return value
        out = b.call(primitive, [coerce(b, value, OBJECT)])
        return Value(out.op, value.ty)

    return lower


def lower_vars(b: Builder, node: nodes.CallExpr) -> Value | None:
    """Lower `vars(x)`: a fresh dict of what is set."""
    from pygress.compiler.frontend.lower.expr import lower_as

    if len(node.args) != 1:
        raise Unsupported(node, "unsupported-function", "`vars` takes one argument here")
    return b.call("vars", [lower_as(b, node.args[0], OBJECT)])

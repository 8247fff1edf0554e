"""Generators, coroutines, generator expressions."""

from __future__ import annotations

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.iteration import Source
from pygress.compiler.frontend.world import FunctionInst


def _no(node: nodes.Context, what: str) -> Unsupported:
    return Unsupported(node, "unsupported-syntax", f"{what} cannot be compiled yet")


def lower_yield(b: Builder, node: nodes.YieldExpr) -> Value:
    raise _no(node, "`yield`")


def lower_yield_from(b: Builder, node: nodes.YieldFromExpr) -> Value:
    raise _no(node, "`yield from`")


def lower_await(b: Builder, node: nodes.AwaitExpr) -> Value:
    raise _no(node, "`await`")


def lower_async_for(b: Builder, node: nodes.ForStmt) -> None:
    raise _no(node, "`async for`")


def lower_generator_body(b: Builder, inst: FunctionInst) -> None:
    raise _no(inst.defn, "a generator")


def generator_expression(b: Builder, node: nodes.GeneratorExpr) -> Value:
    raise _no(node, "a generator expression as a value")


def user_source(b: Builder, node: nodes.Context, value: Value) -> Source | None:
    return None

"""Classes that are called as objects of which nothing is known: `makers: dict[str, Callable[..., Shape]]`.

Input: the classes that the program uses as objects, once it calls such objects. Output: for each a function that
binds a tuple and a dict as Python does and makes an instance; the runtime finds it by the class (`pg_class_make`).
"""

from __future__ import annotations

from dataclasses import replace

from mypy import nodes

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.arguments import Arg
from pygress.compiler.frontend.lower.builder import Builder, Value
from pygress.compiler.frontend.lower.classes import class_inst, find_method
from pygress.compiler.frontend.lower.coerce import coerce
from pygress.compiler.frontend.lower.star import bind_packed
from pygress.compiler.frontend.world import FunctionInst, Param, World
from pygress.compiler.ir import ops
from pygress.compiler.ir import program as ir
from pygress.compiler.ir.types import OBJECT, Inst, Rep


def grow_makers(world: World) -> bool:
    """Make the functions that are missing; tell whether there were any."""
    if not world.calls_objects:
        return False
    grown = False
    for ty in list(world.class_objects):
        info = world.info(ty.name)
        key = ("maker", ty)
        if (
            key in world.dynamic_done
            or info.is_protocol
            or info.is_enum
            or info.abstract_attributes
            or ty.args
        ):
            continue
        world.dynamic_done.add(key)
        function = _maker(world, ty)
        if function is not None:
            world.program.makers.append((class_inst(world, ty).ir, function))
            grown = True
    return grown


def _maker(world: World, ty: Inst) -> ir.Function | None:
    info = world.info(ty.name)
    tree = world.tree_of(info)
    function = ir.Function(world.c_name(f"make_{info.name}"), info.name, world.trace_path(tree), info.line)
    function.is_closure = function.is_star = True
    function.ret = Rep.REF
    args, named = function.new_reg(Rep.REF, "args"), function.new_reg(Rep.REF, "kwargs")
    function.params += [args, named]
    b = Builder(world, function, tree, {})
    b.line = 0  # an adapter has no place in a traceback
    b.start(b.new_block())
    try:
        made = _make(b, ty, Value(args, Inst("builtins.tuple", (OBJECT,))), Value(named, OBJECT))
    except Unsupported:
        return None  # what cannot be made is no function: calling it raises `TypeError`
    b.end(ops.Return(coerce(b, made, OBJECT).op))
    world.program.functions.append(function)
    return function


def _make(b: Builder, ty: Inst, packed: Value, named: Value) -> Value:
    from pygress.compiler.frontend.lower.construct import generated_init, new_instance
    from pygress.compiler.frontend.lower.methods import method_inst

    member = find_method(b.world, ty, "__new__") or find_method(b.world, ty, "__init__")
    cls = class_inst(b.world, ty)
    generated = generated_init(b, cls)
    if generated is not None:
        inst: FunctionInst | None = replace(generated[1], params=list(generated[0]))
    elif member is not None:
        whole = method_inst(b.world, member)
        inst = FunctionInst(
            whole.defn, whole.owner, whole.env, whole.params[1:], whole.ret, whole.ir, whole.tree
        )
    elif "exception" in cls.ir.flags:
        given = Arg(nodes.ARG_STAR, None, packed)
        return new_instance(b, cls.info.defn, ty, [given])
    else:
        inst = None
    if inst is None:
        b.call("star_none", [packed, named, b.const_str(cls.info.name)])
        return new_instance(b, cls.info.defn, ty, [])
    ready = bind_packed(b, inst, packed, named)
    return new_instance(b, cls.info.defn, ty, [_again(p, v) for p, v in zip(inst.params, ready, strict=True)])


def _again(param: Param, value: Value) -> Arg:
    """Give a bound parameter once more, as the constructor takes it."""
    if param.kind in (nodes.ARG_STAR, nodes.ARG_STAR2):
        return Arg(param.kind, None, value)
    return Arg(nodes.ARG_NAMED if param.kind.is_named() else nodes.ARG_POS, param.name, value)

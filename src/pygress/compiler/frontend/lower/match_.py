"""`match`: each pattern becomes a chain of tests; names are bound when the whole pattern has matched.

match p:                      L1: r1 = isinstance(p, Point); branch r1 L2 L3
    case Point(0, y): ...     L2: r2 = p.x == 0; branch r2 L4 L3
                              L4: y = p.y; ...
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from mypy import nodes, patterns, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower import compare, index
from pygress.compiler.frontend.lower.builder import Builder, Unreachable, Value
from pygress.compiler.frontend.lower.classes import dataclass_attributes
from pygress.compiler.frontend.lower.coerce import coerce, make_tuple, tuple_item
from pygress.compiler.frontend.lower.narrowing import class_list, is_instance_test
from pygress.compiler.frontend.lower.primitive_call import call_method
from pygress.compiler.ir import ops
from pygress.compiler.ir.types import BOOL, OBJECT, Inst, Rep, Tuple, Ty, members, rep_of

_LIST = Inst("builtins.list", (OBJECT,))
_DICT = Inst("builtins.dict", (OBJECT, OBJECT))
_WHOLE = frozenset(
    {"bool", "bytearray", "bytes", "dict", "float", "frozenset", "int", "list", "set", "str", "tuple"}
)
"""Built-in classes whose one positional pattern is matched against the value itself."""


@dataclass
class Bindings:
    """The names that a pattern binds, with their values, in the order of the source."""

    found: list[tuple[nodes.NameExpr, Value]] = field(default_factory=list)

    def add(self, name: nodes.NameExpr, value: Value) -> None:
        """Bind a name if the pattern matches."""
        self.found.append((name, value))


def lower_match(b: Builder, node: nodes.MatchStmt) -> None:
    """Lower a `match` statement."""
    from pygress.compiler.frontend.lower.assign import store
    from pygress.compiler.frontend.lower.expr import lower_condition, lower_expr
    from pygress.compiler.frontend.lower.statements import lower_block

    value = lower_expr(b, node.subject)
    value = coerce(b, value, value.ty)
    subject = b.temp(value.ty)
    b.assign(subject, value)
    dummy = node.subject_dummy
    if dummy is not None and isinstance(dummy.node, nodes.Var) and dummy.node.type is not None:
        store(b, dummy, subject)
    done = b.new_block()
    for pattern, guard, body in zip(node.patterns, node.guards, node.bodies, strict=True):
        if b.block is None:
            break
        b.line = pattern.line if pattern.line > 0 else b.line
        fail = b.new_block()
        bindings = Bindings()
        try:
            match_pattern(b, pattern, subject, fail, bindings)
            for name, one in bindings.found:
                store(b, name, one)
            if guard is not None and b.block is not None:
                good = b.new_block()
                lower_condition(b, guard, good, fail)
                b.start(good)
        except Unreachable:
            b.end(ops.Unreachable())
        lower_block(b, body)
        b.goto(done)
        b.start(fail)
    b.start(done)


def match_pattern(
    b: Builder, node: patterns.Pattern, value: Value, fail: ops.Block, bindings: Bindings
) -> Value:
    """Test one pattern; control falls through if it matches. Gives the value with the type that is known then."""
    match node:
        case patterns.AsPattern(pattern=inner, name=name):
            if inner is not None:
                value = match_pattern(b, inner, value, fail, bindings)
            if name is not None:
                bindings.add(name, value)
            return value
        case patterns.OrPattern(patterns=alternatives):
            return _match_any(b, alternatives, value, fail, bindings)
        case patterns.ValuePattern(expr=expr):
            from pygress.compiler.frontend.lower.expr import lower_expr

            _require(b, compare.equal(b, node, value, lower_expr(b, expr)), fail)
            return value
        case patterns.SingletonPattern(value=constant):
            return _match_singleton(b, constant, value, fail)
        case patterns.SequencePattern(patterns=items):
            return _match_sequence(b, node, items, value, fail, bindings)
        case patterns.MappingPattern():
            return _match_mapping(b, node, value, fail, bindings)
        case patterns.ClassPattern():
            return _match_class(b, node, value, fail, bindings)
        case _:
            raise Unsupported(node, "unsupported-syntax", "this pattern cannot be compiled")


def _require(b: Builder, test: Value, fail: ops.Block) -> None:
    good = b.new_block()
    b.branch(test, good, fail)
    b.start(good)


def _narrow(b: Builder, value: Value, ty: Ty, fail: ops.Block) -> Value:
    """Go to `fail` unless the value is an instance of `ty`."""
    if value.ty == ty:
        return value
    _require(b, is_instance_test(b, value, ty), fail)
    if b.block is None:
        return value
    if rep_of(value.ty) != Rep.REF and rep_of(ty) == Rep.REF:
        return value
    if value.ty == OBJECT and isinstance(ty, Inst) and ty.args and b.world.is_user_class(ty):
        # The test does not tell the arguments of the class, and each has its own layout: attributes go by name.
        return value
    return coerce(b, value, ty)


def _match_any(
    b: Builder, alternatives: Sequence[patterns.Pattern], value: Value, fail: ops.Block, bindings: Bindings
) -> Value:
    """Match one of several patterns; all bind the same names, so each name gets one register."""
    done = b.new_block()
    shared: dict[str, tuple[nodes.NameExpr, Value]] = {}
    for position, one in enumerate(alternatives):
        more = fail if position + 1 == len(alternatives) else b.new_block()
        inner = Bindings()
        match_pattern(b, one, value, more, inner)
        for name, found in inner.found:
            if name.name not in shared:
                ty = (
                    b.convert(name.node.type)
                    if isinstance(name.node, nodes.Var) and name.node.type
                    else found.ty
                )
                shared[name.name] = (name, b.temp(ty))
            target = shared[name.name][1]
            b.assign(target, coerce(b, found, target.ty))
        b.goto(done)
        if more is not fail:
            b.start(more)
    b.start(done)
    for name, register in shared.values():
        bindings.add(name, register)
    return value


def _match_singleton(b: Builder, constant: bool | None, value: Value, fail: ops.Block) -> Value:
    if constant is None:
        _require(b, compare.identical(b, value, _none(), "is_"), fail)
        return value
    if value.ty == BOOL:
        test = value if constant else compare.negate(b, value)
    elif rep_of(value.ty) != Rep.REF:
        test = b.const_bool(False)
    else:
        boxed = coerce(b, b.const_bool(constant), OBJECT)
        test = b.call("is_", [value, boxed])
    _require(b, test, fail)
    return value


def _none() -> Value:
    from pygress.compiler.frontend.lower.builder import NONE_VALUE

    return NONE_VALUE


# -- sequences


def _match_sequence(
    b: Builder,
    node: patterns.SequencePattern,
    items: Sequence[patterns.Pattern],
    value: Value,
    fail: ops.Block,
    bindings: Bindings,
) -> Value:
    star = next((i for i, one in enumerate(items) if isinstance(one, patterns.StarredPattern)), None)
    value = _as_sequence(b, node, value, fail)
    if b.block is None:
        return value
    if isinstance(value.ty, Tuple):
        _match_tuple(b, items, star, value, fail, bindings)
        return value
    count = _length(b, value)
    wanted = b.const_int(len(items) - (star is not None))
    _require(b, b.call("int_eq" if star is None else "int_ge", [count, wanted]), fail)
    before = len(items) if star is None else star
    for position in range(before):
        match_pattern(b, items[position], _element(b, node, value, b.const_int(position)), fail, bindings)
    if star is None:
        return value
    after = len(items) - star - 1
    end = b.call("int_sub_wrap", [count, b.const_int(after)])
    _bind_star(b, node, items[star], value, b.const_int(star), end, bindings)
    for position in range(after):
        at = b.call("int_step", [end, b.const_int(position)])
        match_pattern(b, items[star + 1 + position], _element(b, node, value, at), fail, bindings)
    return value


def _as_sequence(b: Builder, node: nodes.Context, value: Value, fail: ops.Block) -> Value:
    """Narrow a value to what sequence patterns match: tuples, lists and other sequences, but no text."""
    ty = value.ty
    if isinstance(ty, Tuple) or (isinstance(ty, Inst) and ty.name in ("builtins.list", "builtins.tuple")):
        return value
    if isinstance(ty, Inst):
        named = _as_plain_tuple(b, value)
        if named is not None:
            return named
        if ty.name in ("builtins.str", "builtins.bytes", "builtins.bytearray"):
            b.goto(fail)
            return value
        if b.world.is_user_class(ty) and b.world.as_super(ty, "typing.Sequence") is None:
            b.goto(fail)
            return value
    elif rep_of(ty) != Rep.REF:
        b.goto(fail)
        return value
    found = [one for one in members(ty) if _is_sequence(b, one)]
    if len(found) == 1 and ty != OBJECT:
        return _as_sequence(b, node, _narrow(b, value, found[0], fail), fail)
    good = b.new_block()
    for name in ("list", "tuple", "range"):
        more = b.new_block() if name != "range" else fail
        b.branch(b.call("isinstance_", [value, Value(ops.Symbol(f"pg_type_{name}"), OBJECT)]), good, more)
        if more is not fail:
            b.start(more)
    b.start(good)
    from pygress.compiler.frontend.lower.iteration import source_of, to_list

    items = source_of(b, node, Value(value.op, OBJECT))
    return Value(to_list(b, node, items, OBJECT).op, _LIST)


def _is_sequence(b: Builder, ty: Ty) -> bool:
    if isinstance(ty, Tuple):
        return True
    if not isinstance(ty, Inst) or ty.name in ("builtins.str", "builtins.bytes", "builtins.bytearray"):
        return False
    return b.world.as_super(ty, "typing.Sequence") is not None or ty.name == "typing.Iterable"


def _as_plain_tuple(b: Builder, value: Value) -> Value | None:
    """View an instance of a NamedTuple as a tuple of its fields."""
    from pygress.compiler.frontend.lower.attributes import named_tuple_item
    from pygress.compiler.frontend.lower.tuples import named_fields

    assert isinstance(value.ty, Inst)
    if not b.world.is_user_class(value.ty):
        return None
    info = b.world.info(value.ty.name)
    if info.tuple_type is None:
        return None
    parts = []
    for name, _ in named_fields(b.world, info, value.ty):
        part = named_tuple_item(b, nodes.Block([]), value, info, name)
        assert part is not None
        parts.append(part)
    return make_tuple(b, parts)


def _match_tuple(
    b: Builder,
    items: Sequence[patterns.Pattern],
    star: int | None,
    value: Value,
    fail: ops.Block,
    bindings: Bindings,
) -> None:
    assert isinstance(value.ty, Tuple)
    count = len(value.ty.items)
    if count != len(items) if star is None else count < len(items) - 1:
        b.goto(fail)
        return
    before = len(items) if star is None else star
    for position in range(before):
        match_pattern(b, items[position], tuple_item(b, value, position), fail, bindings)
    if star is None:
        return
    after = len(items) - star - 1
    starred = items[star]
    assert isinstance(starred, patterns.StarredPattern)
    if starred.capture is not None:
        from pygress.compiler.frontend.lower.literals import new_list

        rest = [tuple_item(b, value, i) for i in range(star, count - after)]
        out = new_list(b, _star_item(b, starred.capture))
        assert isinstance(out.ty, Inst)
        for one in rest:
            b.call("list_append", [out, coerce(b, one, out.ty.args[0])])
        bindings.add(starred.capture, out)
    for position in range(after):
        match_pattern(
            b, items[star + 1 + position], tuple_item(b, value, count - after + position), fail, bindings
        )


def _star_item(b: Builder, name: nodes.NameExpr) -> Ty:
    if isinstance(name.node, nodes.Var) and name.node.type is not None:
        found = b.world.as_super(b.convert(name.node.type), "builtins.list")
        if found is not None:
            return found.args[0]
    return OBJECT


def _length(b: Builder, value: Value) -> Value:
    assert isinstance(value.ty, Inst)
    match value.ty.name:
        case "builtins.list":
            return b.call("list_len", [value])
        case "builtins.tuple":
            return b.call("tuple_len", [value])
        case _:
            return b.call("obj_len", [value])


def _element(b: Builder, node: nodes.Context, value: Value, at: Value) -> Value:
    assert isinstance(value.ty, Inst)
    if value.ty.name == "builtins.list":
        item = value.ty.args[0]
        if item != OBJECT:
            return b.call("list_at", [value, at], item)
        return b.call("obj_getitem", [value, coerce(b, at, OBJECT)])
    if value.ty.name == "builtins.tuple":
        out = b.call("tuple_boxed", [value, at])
        return coerce(b, out, value.ty.args[0] if value.ty.args else OBJECT)
    found = b.world.as_super(value.ty, "typing.Iterable")
    out = b.call("obj_getitem", [value, coerce(b, at, OBJECT)])
    return coerce(b, out, found.args[0] if found is not None and found.args else OBJECT)


def _bind_star(
    b: Builder,
    node: nodes.Context,
    pattern: patterns.Pattern,
    value: Value,
    start: Value,
    end: Value,
    bindings: Bindings,
) -> None:
    """Bind `*rest` to a new list of the elements between `start` and `end`."""
    from pygress.compiler.frontend.lower.literals import new_list

    assert isinstance(pattern, patterns.StarredPattern)
    if pattern.capture is None:
        return
    wanted = _star_item(b, pattern.capture)
    out = new_list(b, wanted)
    at = b.temp(start.ty)
    b.assign(at, start)
    head, body, done = b.new_block(), b.new_block(), b.new_block()
    b.start(head)
    b.branch(b.call("int_lt", [at, end]), body, done)
    b.start(body)
    b.call("list_append", [out, coerce(b, _element(b, node, value, at), wanted)])
    b.assign(at, b.call("int_inc", [at]))
    b.goto(head)
    b.start(done)
    bindings.add(pattern.capture, out)


# -- mappings


def _match_mapping(
    b: Builder, node: patterns.MappingPattern, value: Value, fail: ops.Block, bindings: Bindings
) -> Value:
    from pygress.compiler.frontend.lower.expr import lower_expr

    value = _as_mapping(b, value, fail)
    if b.block is None:
        return value
    assert isinstance(value.ty, Inst)
    keys = []
    for key_node, pattern in zip(node.keys, node.values, strict=True):
        key = b.keep(lower_expr(b, key_node))
        keys.append(key)
        dynamic = value.ty.args == _DICT.args
        if dynamic:
            found = b.call("obj_contains", [value, coerce(b, key, OBJECT)])
        else:
            found = compare.contains(b, node, value, key)
        _require(b, found, fail)
        if dynamic:
            item = b.call("obj_getitem", [value, coerce(b, key, OBJECT)])
        else:
            item = index.get_item(b, nodes.Block([]), value, key)
        match_pattern(b, pattern, item, fail, bindings)
    if node.rest is not None:
        _bind_rest(b, node.rest, value, keys, bindings)
    return value


def _as_mapping(b: Builder, value: Value, fail: ops.Block) -> Value:
    ty = value.ty
    if isinstance(ty, Inst):
        if b.world.as_super(ty, "builtins.dict") is not None:
            return value
        if b.world.as_super(ty, "typing.Mapping") is None:
            b.goto(fail)
            return value
    found = [
        one
        for one in members(ty)
        if isinstance(one, Inst) and b.world.as_super(one, "typing.Mapping") is not None
    ]
    if len(found) == 1 and ty != OBJECT and found[0] != ty:
        return _as_mapping(b, _narrow(b, value, found[0], fail), fail)
    if rep_of(ty) != Rep.REF:
        b.goto(fail)
        return value
    _require(b, b.call("isinstance_", [value, Value(ops.Symbol("pg_type_dict"), OBJECT)]), fail)
    return Value(value.op, _DICT)


def _bind_rest(b: Builder, name: nodes.NameExpr, value: Value, keys: list[Value], bindings: Bindings) -> None:
    """Bind `**rest` to a new dict without the keys that were named."""
    from pygress.compiler.frontend.lower.literals import new_dict

    key, item = _DICT.args
    if isinstance(name.node, nodes.Var) and name.node.type is not None:
        found = b.world.as_super(b.convert(name.node.type), "builtins.dict")
        if found is not None and len(found.args) == 2:
            key, item = found.args
    rest = new_dict(b, key, item)
    b.call("dict_update", [rest, coerce(b, value, OBJECT)])
    for one in keys:
        if call_method(b, rest, "__delitem__", [coerce(b, one, key)]) is None:
            b.call("obj_delitem", [rest, coerce(b, one, OBJECT)])
    bindings.add(name, rest)


# -- classes


def _match_class(
    b: Builder, node: patterns.ClassPattern, value: Value, fail: ops.Block, bindings: Bindings
) -> Value:
    from pygress.compiler.frontend.lower.attributes import get_attribute

    wanted = _pattern_class(b, node, value)
    value = _narrow(b, value, wanted, fail)
    if b.block is None:
        return value
    if node.positionals and _matches_itself(node):
        if len(node.positionals) > 1:
            raise Unsupported(node, "unsupported-syntax", f"`{wanted}` accepts one positional pattern")
        match_pattern(b, node.positionals[0], value, fail, bindings)
    elif node.positionals:
        names = _match_args(b, node, wanted)
        for name, pattern in zip(names, node.positionals, strict=False):
            match_pattern(b, pattern, get_attribute(b, node, value, name), fail, bindings)
    for name, pattern in zip(node.keyword_keys, node.keyword_values, strict=True):
        match_pattern(b, pattern, get_attribute(b, node, value, name), fail, bindings)
    return value


def _pattern_class(b: Builder, node: patterns.ClassPattern, value: Value) -> Ty:
    """Tell the class of a pattern; its type arguments are those of the matching member of the subject's type."""
    parts = class_list(b, node.class_ref)
    if parts is None or len(parts) != 1:
        raise Unsupported(
            node.class_ref, "unsupported-syntax", "this class pattern cannot be compiled", "not one class"
        )
    wanted = parts[0]
    if isinstance(wanted, Inst) and wanted.args:
        for one in members(value.ty):
            if isinstance(one, Inst) and one.name == wanted.name:
                return one
        for one in members(value.ty):
            if isinstance(one, Tuple) and wanted.name == "builtins.tuple":
                return one
            known = _subclass_with_arguments(b, wanted, one)
            if known is not None:
                return known
    return wanted


def _subclass_with_arguments(b: Builder, wanted: Inst, base: Ty) -> Inst | None:
    """Find the arguments with which the class `wanted` is a subclass of `base`: `list` of a `Sequence[int]`."""
    if not isinstance(base, Inst) or not base.args:
        return None
    candidate = Inst(wanted.name, base.args[: len(wanted.args)])
    return candidate if b.world.as_super(candidate, base.name) == base else None


def _matches_itself(node: patterns.ClassPattern) -> bool:
    target = node.class_ref.node
    if isinstance(target, nodes.TypeAlias):
        proper = types.get_proper_type(target.target)
        target = proper.type if isinstance(proper, types.Instance) else None
    return (
        isinstance(target, nodes.TypeInfo)
        and any(base.module_name == "builtins" and base.name in _WHOLE for base in target.mro)
        and "__match_args__" not in target.names
    )


def _match_args(b: Builder, node: patterns.ClassPattern, ty: Ty) -> list[str]:
    """Tell the attributes that positional patterns stand for."""
    assert isinstance(ty, Inst)
    info = b.world.info(ty.name)
    for base in info.mro:
        found = own_match_args(base)
        if found is not None:
            if len(node.positionals) > len(found):
                raise Unsupported(
                    node, "unsupported-syntax", f"`{ty}` accepts {len(found)} positional patterns"
                )
            return found
    raise Unsupported(
        node, "unsupported-syntax", f"`{ty}` accepts no positional patterns", "no `__match_args__`"
    )


def own_match_args(info: nodes.TypeInfo) -> list[str] | None:
    """List the attributes that positional patterns of a class stand for; `None` if the class does not say."""
    from pygress.compiler.frontend.lower.classes import class_assignment

    statement = class_assignment(info, "__match_args__")
    if statement is not None and isinstance(statement.rvalue, nodes.TupleExpr):
        return [one.value for one in statement.rvalue.items if isinstance(one, nodes.StrExpr)]
    if info.is_named_tuple and info.tuple_type is not None:
        return [name for name, entry in info.names.items() if _is_named_field(entry)]
    data = info.metadata.get("dataclass")
    if data is not None:
        fields = dataclass_attributes(info)
        return [one["name"] for one in fields if one["is_in_init"] and not one.get("kw_only")]
    return None


def _is_named_field(entry: nodes.SymbolTableNode) -> bool:
    return (
        isinstance(entry.node, nodes.Var) and entry.node.is_property and not entry.node.name.startswith("_")
    )

"""The body of a class at run time: values of class attributes, enum members, decorated methods."""

from __future__ import annotations

from mypy import nodes, types

from pygress.compiler.frontend.errors import Unsupported
from pygress.compiler.frontend.lower.builder import Builder
from pygress.compiler.frontend.walk import nested_functions, walk


def lower_class_body(b: Builder, node: nodes.ClassDef) -> None:
    """Run the assignments of a class body that are class attributes."""
    from pygress.compiler.frontend.lower import enums
    from pygress.compiler.frontend.lower.statements import lower_statement

    info = node.info
    if info.tuple_type is not None or info.typeddict_type is not None:
        return
    if node.metaclass is not None and not (
        isinstance(node.metaclass, nodes.RefExpr)
        and node.metaclass.fullname in ("abc.ABCMeta", "enum.EnumMeta", "enum.EnumType")
    ):
        raise Unsupported(
            node.metaclass, "unsupported-syntax", "metaclasses cannot be compiled", "not in the language"
        )
    check_members(b, node)
    _check_free_variables(b, node)
    if info.is_enum:
        enums.define_members(b, node)
    fields = {one["name"] for one in info.metadata.get("dataclass", {}).get("attributes", [])}
    outer, b.class_body = b.class_body, info
    for statement in node.defs.body:
        match statement:
            case nodes.AssignmentStmt(lvalues=[nodes.NameExpr(name=name), *_]):
                if (
                    name in fields
                    or name in ("__slots__", "__match_args__")
                    or name == "__hash__"
                    or isinstance(statement.rvalue, nodes.TempNode)
                ):
                    continue
                if info.is_enum and enums.is_member(info, name):
                    continue
                lower_statement(b, statement)
            case nodes.ClassDef():
                lower_class_body(b, statement)
            case nodes.Decorator():
                from pygress.compiler.frontend.lower.decorators import define_decorated_method

                define_decorated_method(b, info, statement)
            case nodes.FuncDef():
                from pygress.compiler.frontend.lower.statements import evaluate_defaults

                if b.tree.fullname in b.world.user_modules:
                    evaluate_defaults(b, statement)
            case nodes.OverloadedFuncDef() | nodes.PassStmt():
                pass
            case nodes.ExpressionStmt(expr=nodes.StrExpr() | nodes.EllipsisExpr()):
                pass
            case _:
                lower_statement(b, statement)
    b.class_body = outer
    _notify_base(b, node)
    from pygress.compiler.frontend.lower.decorators import apply_class_decorators

    apply_class_decorators(b, node)


def _check_free_variables(b: Builder, node: nodes.ClassDef) -> None:
    """Refuse methods that use variables of the function around the class: they would belong to one call of it."""
    around: set[nodes.SymbolNode] = set()
    builder: Builder | None = b
    while builder is not None and builder.inst is not None:
        around |= builder.own
        builder = builder.parent
    for function in nested_functions(node.defs) if around else ():
        for one in walk(function):
            if isinstance(one, nodes.NameExpr) and isinstance(one.node, nodes.Var) and one.node in around:
                raise Unsupported(
                    one, "unsupported-syntax", f"a method cannot use `{one.name}` of the function around its class",
                    "the class is made once, the variable at each call",
                    "pass it to `__init__`, or move the class out of the function",
                )  # fmt: skip


_NOT_CALLED = {
    "__getattribute__": "define `__getattr__` for what is missing, or a property",
    "__delattr__": "define a method that removes it",
    "__del__": "call a method, or use `with`",
    "__instancecheck__": "use a protocol",
    "__subclasscheck__": "use a protocol",
}


def check_members(b: Builder, node: nodes.ClassDef) -> None:
    """Refuse special methods that nothing would call, and descriptors of the program's own."""
    if b.tree.fullname not in b.world.user_modules:
        return
    for statement in node.defs.body:
        match statement:
            case nodes.FuncDef(name=name) if name in _NOT_CALLED:
                text = f"`{name}` cannot be compiled"
                raise Unsupported(
                    statement, "unsupported-syntax", text, "nothing would call it", _NOT_CALLED[name]
                )
            case nodes.AssignmentStmt(lvalues=[nodes.NameExpr(node=nodes.Var(type=declared) as var)]):
                held = types.get_proper_type(declared)
                if not isinstance(held, types.Instance) or held.type not in b.world.trees or var.is_classvar:
                    continue
                if any(held.type.get(one) is not None for one in ("__get__", "__set__")):
                    text = f"`{held.type.name}` is a descriptor, which cannot be compiled"
                    label = "reading the attribute would not call it"
                    raise Unsupported(statement, "unsupported-syntax", text, label, "use a property")


def _notify_base(b: Builder, node: nodes.ClassDef) -> None:
    """Call `__init_subclass__` of the nearest base that defines it, with the keywords of the class statement."""
    from pygress.compiler.frontend.lower.arguments import Arg
    from pygress.compiler.frontend.lower.builder import Value
    from pygress.compiler.frontend.lower.classes import Member, class_inst
    from pygress.compiler.frontend.lower.expr import lower_expr
    from pygress.compiler.frontend.lower.methods import call_member
    from pygress.compiler.ir import ops
    from pygress.compiler.ir.types import Inst, TypeOf

    for base in node.info.mro[1:]:
        entry = base.names.get("__init_subclass__")
        if entry is None or entry.node is None or base not in b.world.trees:
            continue
        ty = Inst(b.world.map.name(node.info))
        this = Value(ops.Symbol(f"{class_inst(b.world, ty).ir.c}_type"), TypeOf(ty))
        args = [
            Arg(nodes.ARG_NAMED, name, b.keep(lower_expr(b, value)))
            for name, value in node.keywords.items()
            if name != "metaclass"
        ]
        owner = b.world.as_super(ty, b.world.map.name(base))
        assert owner is not None
        call_member(
            b, node, this, Member(base, owner, entry.node, "__init_subclass__"), args, None, direct=True
        )
        return

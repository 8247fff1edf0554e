"""Classes -> C structs, type descriptors and hooks."""

from __future__ import annotations

from pygress.compiler.emit.functions import field_name
from pygress.compiler.emit.literals import C_TYPES, KINDS, Constants, c_text
from pygress.compiler.ir.program import Class, Field
from pygress.compiler.ir.types import rep_of

_LAYOUTS = {
    "pg_exception": "PG_L_EXC",
    "pg_str": "PG_L_STR",
    "pg_bytes": "PG_L_BYTES",
    "pg_list": "PG_L_LIST",
    "pg_dict": "PG_L_DICT",
    "pg_set": "PG_L_SET",
    "pg_tuple": "PG_L_TUPLE",
}
_BASE_HOOKS = {
    "pg_str": "pg_str_hooks",
    "pg_bytes": "pg_bytes_hooks",
    "pg_list": "pg_list_hooks",
    "pg_dict": "pg_dict_hooks",
    "pg_set": "pg_set_hooks",
    "pg_tuple": "pg_tuple_hooks",
    "pg_int": "pg_int_hooks",
    "pg_float": "pg_float_hooks",
}
_ADAPTED = {
    "eq": "PG_HOOK_EQ",
    "next": "PG_HOOK_NEXT",
    "truth": "PG_HOOK_TRUTH",
    "contains": "PG_HOOK_CONTAINS",
}
_ORDER = ("lt", "le", "gt", "ge")


def emit_struct(cls: Class) -> list[str]:
    """Write the struct of a class and declare its descriptor."""
    if "erased" in cls.flags:
        return [f"static const pg_type {cls.c}_type;"]
    lines = [f"typedef struct {cls.c} {{", f"    {cls.builtin_base or 'pg_obj'} h;"]
    lines += [f"    {C_TYPES[one.rep]} {field_name(one.name)};" for one in cls.all_fields()]
    lines += [f"}} {cls.c};", f"static const pg_type {cls.c}_type;"]
    return lines


DYNAMIC = {
    "setitem": ("pg_obj_setitem", "pg_obj_call_method"),
    "delitem": ("pg_obj_delitem", "pg_obj_call_method"),
    "getitem": (
        "pg_obj_getitem",
        "pg_obj_call_method",
        "pg_str_format_method",
        "pg_str_percent",
        "pg_dict_update_obj",
    ),
    "binary": ("pg_obj_binary", "pg_obj_in_place", "pg_obj_power", "pg_obj_divmod", "pg_obj_call_method"),
    "unary": ("pg_obj_unary", "pg_obj_call_method"),
}
"""Hooks that only these functions look at: without a call of one of them in the program they are left out."""


def unused_hooks(text: str) -> frozenset[str]:
    """Tell the hooks that a program never looks at, given the C text of its functions."""
    return frozenset(hook for hook, users in DYNAMIC.items() if not any(user in text for user in users))


def emit_type(cls: Class, number: int, unused: frozenset[str], constants: Constants) -> list[str]:
    """Write the descriptor of a class: fields for the collector, linearised bases, hooks without the `unused` ones."""
    if "erased" in cls.flags:
        return [
            f"static const pg_type *const {cls.c}_mro[] = {{ &{cls.c}_type, &pg_type_object }};",
            f"static const pg_type {cls.c}_type = {{ PG_TYPE_HEAD, {number}, sizeof(pg_obj), PG_L_PLAIN, "
            "PG_TF_USER, 2, 0, "
            f"{c_text(cls.name)}, {c_text(cls.full_name or '__main__')}, {cls.c}_mro, 0, &pg_object_hooks }};",
        ]
    fields = cls.all_fields()
    mro = ", ".join([f"&{cls.c}_type", *cls.mro, "&pg_type_object"])
    lines = [f"static const pg_type *const {cls.c}_mro[] = {{ {mro} }};"]
    if fields:
        lines.append(f"static const pg_field {cls.c}_fields[] = {{")
        lines += [
            f"    PG_FIELD(offsetof({cls.c}, {field_name(one.name)}), {_kind(one, constants)}, {c_text(one.name)}, "
            f"{(not one.show) + 2 * (not one.compare) + 4 * (not one.hashed)}),"
            for one in fields
        ]
        lines.append("};")
    hook_lines, hooks = emit_hooks(cls, unused)
    lines += hook_lines
    flags = ["PG_TF_USER"]
    if "exception" in cls.flags:
        flags.append("PG_TF_EXCEPTION")
    if "enum" in cls.flags:
        flags.append("PG_TF_ATOM")
    if "mapping" in cls.flags:
        flags.append("PG_TF_MAPPING")
    if is_unhashable(cls):
        flags.append("PG_TF_UNHASHABLE")
    lines.append(
        f"static const pg_type {cls.c}_type = {{ PG_TYPE_HEAD, {number}, sizeof({cls.c}), "
        f"{_LAYOUTS.get(cls.builtin_base, 'PG_L_PLAIN')}, {' | '.join(flags)}, {mro.count('&')}, {len(fields)}, "
        f"{c_text(cls.name)}, {c_text(cls.full_name)}, {cls.c}_mro, "
        f"{f'{cls.c}_fields' if fields else '0'}, &{hooks} }};"
    )
    return lines


def _kind(field: Field, constants: Constants) -> str:
    # A number that may be unset is held boxed, and looked at where it is read.
    return constants.kind(field.ty) if field.rep == rep_of(field.ty) else KINDS[field.rep]


def is_unhashable(cls: Class) -> bool:
    """Tell whether instances cannot be hashed: `__eq__` without `__hash__`."""
    if "hash" in cls.hooks or "identity hash" in cls.flags:
        return False
    if "unhashable" in cls.flags:
        return True
    if "eq" in cls.hooks:
        return "dataclass" not in cls.flags or "frozen" not in cls.flags
    return (
        "dataclass" in cls.flags
        and "eq" in cls.flags
        and "frozen" not in cls.flags
        and "unsafe_hash" not in cls.flags
    )


def emit_hooks(cls: Class, unused: frozenset[str] = frozenset()) -> tuple[list[str], str]:
    """Write the hooks of a class; give their C name."""
    lines: list[str] = []
    table: dict[str, str] = {}
    if "enum" in cls.flags:
        shown = "pg_enum_value" if "enum value" in cls.flags else "pg_enum"
        table |= {"repr": "pg_enum_repr", "str": f"{shown}_str", "format": f"{shown}_format"}
    if "dataclass" in cls.flags:
        if "repr" in cls.flags:
            table["repr"] = "pg_dataclass_repr"
        if "eq" in cls.flags:
            table["eq"] = "pg_gen_dataclass_eq"
        if "order" in cls.flags:
            table["compare"] = "pg_gen_dataclass_compare"
        if "frozen" in cls.flags or "unsafe_hash" in cls.flags:
            table["hash"] = "pg_gen_dataclass_hash"
    if "named_tuple" in cls.flags:
        names = ", ".join(c_text(one) for one in cls.named_fields)
        lines.append(f"static const char *const {cls.c}_names[] = {{ {names or '0'} }};")
        lines.append(f"static pg_str *{cls.c}_repr(pg_obj *o) {{ return pg_named_repr(o, {cls.c}_names); }}")
        lines.append(
            f"static pg_obj *{cls.c}_getattr(pg_obj *o, pg_str *name) "
            f"{{ return pg_named_getattr(o, name, {cls.c}_names); }}"
        )
        table["repr"] = f"{cls.c}_repr"
        table["getattr"] = f"{cls.c}_getattr"
    order = {name: cls.hooks[name] for name in _ORDER if name in cls.hooks}
    arithmetic = {hook: function for hook, function in cls.hooks.items() if hook.startswith("op_")}
    if arithmetic:
        lines.append(f"static pg_obj *{cls.c}_binary(pg_obj *a, pg_obj *b, int op, bool reflected) {{")
        lines.append("    void *r;\n    switch (op << 1 | reflected) {")
        for hook, function in arithmetic.items():
            operation, _, form = hook.removeprefix("op_").partition(" ")
            code = f"(PG_{operation.upper()}{' | PG_IN_PLACE' * (form == 'i')}) << 1 | {int(form == 'r')}"
            lines.append(f"    case {code}: r = {function}(a, b); break;")
        lines.append("    default: return NULL;\n    }")
        lines.append("    return pg_exc || r == (void *)&pg_notimplemented_obj ? NULL : r;\n}")
        table["binary"] = f"{cls.c}_binary"
    unary = {hook: function for hook, function in cls.hooks.items() if hook.startswith("unary ")}
    if unary:
        lines.append(f"static pg_obj *{cls.c}_unary(pg_obj *o, int op) {{\n    switch (op) {{")
        for hook, function in unary.items():
            lines.append(
                f"    case PG_{hook.removeprefix('unary ').upper()}: return (pg_obj *){function}(o);"
            )
        lines.append("    default: return NULL;\n    }\n}")
        table["unary"] = f"{cls.c}_unary"
    if "get __call__" in cls.hooks:
        lines.append(f"static pg_obj *{cls.c}_call(pg_obj *o, uint32_t n, pg_obj *const *args) {{")
        lines.append(f"    pg_obj *bound = {cls.hooks['get __call__']}(o);")
        lines.append("    return bound ? pg_obj_call(bound, n, args) : NULL;\n}")
        table["call"] = f"{cls.c}_call"
    by_name = {hook: function for hook, function in cls.hooks.items() if hook.startswith("get ")}
    if by_name:
        lines += _by_name(cls, by_name)
        table["getattr"] = f"{cls.c}_attribute"
    for hook, function in cls.hooks.items():
        if hook in _ORDER or hook in arithmetic or hook in unary or hook in by_name:
            continue
        if hook in _ADAPTED:
            lines.append(f"{_ADAPTED[hook]}({cls.c}_{hook}, {function})")
            table[hook] = f"{cls.c}_{hook}"
        else:
            table[hook] = f"(void *){function}"
    if order:
        lines.append(f"static int {cls.c}_compare(pg_obj *a, pg_obj *b, int op) {{")
        lines.append("    void *r;\n    switch (op) {")
        for name, function in order.items():
            lines.append(f"    case PG_{name.upper()}: r = {function}(a, b); break;")
        lines.append("    default: return PG_NOTIMPL;\n    }")
        lines.append("    if (PG_FAILED) return 0;")
        lines.append("    return r == (void *)&pg_notimplemented_obj ? PG_NOTIMPL : pg_obj_truth(r);\n}")
        table["compare"] = f"{cls.c}_compare"
    for hook in unused:
        table.pop(hook, None)
    base = base_hooks(cls)
    if not table:
        return lines, base
    if base != "pg_object_hooks":
        # Copied when the program starts: a static initialiser cannot read another object.
        lines.append(f"static pg_hooks {cls.c}_hooks;")
        copies = " ".join(f"{cls.c}_hooks.{name} = {value};" for name, value in table.items())
        lines.append(f"static void {cls.c}_hooks_init(void) {{ {cls.c}_hooks = {base}; {copies} }}")
        return lines, f"{cls.c}_hooks"
    body = ", ".join(f".{name} = {value}" for name, value in table.items())
    lines.append(f"static const pg_hooks {cls.c}_hooks = {{ {body} }};")
    return lines, f"{cls.c}_hooks"


def _by_name(cls: Class, functions: dict[str, str]) -> list[str]:
    """Write the hook that gives methods and properties to dynamic code."""
    lines = [f"static pg_obj *{cls.c}_attribute(pg_obj *o, pg_str *name) {{"]
    for hook, function in functions.items():
        name = hook.removeprefix("get ")
        size = len(name.encode())
        test = f"name->nbytes == {size} && __builtin_memcmp(name->data, {c_text(name)}, {size}) == 0"
        lines.append(f"    if ({test}) return {function}(o);")
    rest = f"pg_named_getattr(o, name, {cls.c}_names)" if "named_tuple" in cls.flags else "NULL"
    return [*lines, f"    return {rest};\n}}"]


def base_hooks(cls: Class) -> str:
    """Tell the hooks of the runtime that a class extends."""
    if "exception" in cls.flags:
        return "pg_exception_hooks"
    return _BASE_HOOKS.get(cls.builtin_base, "pg_object_hooks")


def needs_hook_init(cls: Class, hooks: str) -> bool:
    """Tell whether the hooks are filled when the program starts."""
    return base_hooks(cls) != "pg_object_hooks" and hooks == f"{cls.c}_hooks"

"""A whole program -> one C file (a plugin: several units), which the runtime's header precedes."""

from __future__ import annotations

from pygress.compiler.emit.classes import emit_struct, emit_type, unused_hooks
from pygress.compiler.emit.elements import asked_elements, emit_elements
from pygress.compiler.emit.functions import FunctionEmitter, boxed_name
from pygress.compiler.emit.literals import C_TYPES, Constants, c_text
from pygress.compiler.emit.units import STEMS, Frame, in_order, split_units, unit_of
from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Class, Dispatch, Function, Program
from pygress.compiler.ir.types import Rep

_BOX = {Rep.I64: "pg_box_int", Rep.F64: "pg_box_float", Rep.BOOL: "pg_box_bool"}
_UNBOX = {Rep.I64: "pg_unbox_int", Rep.F64: "pg_unbox_float", Rep.BOOL: "pg_unbox_bool"}


def emit_program(program: Program, *, boxed_entries: bool) -> tuple[str, ...]:
    """Write the C text of a program, that of a plugin in several units."""
    constants = [Constants(stem, program.elements) for stem in STEMS]
    in_plugin = program.main is None
    emitted: dict[Function, list[str]] = {}
    for function in in_order(program.functions) if in_plugin else program.functions:
        shelf = constants[unit_of(function) if in_plugin else 0]
        if function.is_generator:
            from pygress.compiler.emit.generators import emit_generator

            emitted[function] = emit_generator(function, shelf, in_plugin=in_plugin)
        else:
            emitted[function] = FunctionEmitter(function, shelf, in_plugin=in_plugin).emit()
    bodies = [line for lines in emitted.values() for line in lines]
    values = _function_values(program)
    unused = unused_hooks("\n".join(bodies))
    drop_unused_hooks(program, bodies)
    structs: list[str] = []
    types: list[str] = []
    for number, cls in enumerate(_bases_first(program.classes)):
        structs += emit_struct(cls)
        types += emit_type(cls, 64 + number, unused, constants[0])
    head = ['#include "pg.h"', '#include "pg_gen.h"']
    if _uses_float(program, bodies):
        head.append("PG_USES_FLOAT")
    data = [f"static {C_TYPES[one.rep]} {one.c};" for one in program.globals]
    if program.kept_slots:
        data.append(f"static void *pg_kept[{program.kept_slots}];")
    data += [f"static bool {one.c}_set;" for one in program.globals if one.check and one.rep != Rep.REF]
    signatures = [FunctionEmitter.signature(one) + ";" for one in program.functions]
    signatures += [_dispatch_signature(one) + ";" for one in program.dispatches]
    signatures += [
        f"static pg_obj *{one.c}_boxed(pg_func *, uint32_t, pg_obj *const *);"
        for one in values
        if not one.is_star
    ]
    rest = [
        f"static pg_func {one.c}_object = PG_FUNC_INIT({one.c}, {boxed_name(one)}, {c_text(one.name)}, "
        f"{constants[0].signature(one)});"
        for one in values
    ]
    rest += types
    for one in program.dispatches:
        rest += emit_dispatch(one)
    last: list[str] = []
    for value in values:
        if not value.is_star:
            last += emit_boxed(value, constants[0]) if boxed_entries else emit_no_boxed(value)
    asked = asked_elements(program, [*bodies, *last], boxed_entries=boxed_entries)
    if program.makers:
        last += _emit_makers(program)
    if asked:
        last += emit_elements(constants[0], asked)
    last += emit_start(program, unused, logs=any("pg_native_log_write(" in one for one in bodies))
    if not in_plugin:
        lines = [*head, *structs, *data, *constants[0].lines, *signatures, *rest, *bodies, *last]
        return ("\n".join(lines) + "\n",)
    frame = Frame([*head, *structs], data, signatures, rest, last)
    return split_units(frame, [one.lines for one in constants], emitted)


def _emit_makers(program: Program) -> list[str]:
    """Write what the runtime asks for when a class is called that it knows only as an object."""
    lines = ["pg_obj *pg_class_make(const pg_type *type, pg_tuple *args, pg_dict *named) {"]
    lines += [
        f"    if (type == &{cls.c}_type) return {function.c}(0, args, named);"
        for cls, function in program.makers
    ]
    return [*lines, "    return pg_class_make_other(type, args, named);", "}"]


_HOOK_USERS = {
    "getitem": ("pg_obj_getitem", "pg_obj_call_method", "pg_str_format_method", "pg_str_percent"),
    "setitem": ("pg_obj_setitem", "pg_obj_call_method"),
    "delitem": ("pg_obj_delitem", "pg_obj_call_method"),
    "contains": ("pg_obj_contains", "pg_obj_call_method"),
}


def drop_unused_hooks(program: Program, bodies: list[str]) -> None:
    """Leave out the hooks that nothing in the program can reach: they would keep their methods in the module."""
    text = "\n".join(bodies)
    for hook, users in _HOOK_USERS.items():
        if not any(f"{one}(" in text for one in users):
            for cls in program.classes:
                cls.hooks.pop(hook, None)


def _uses_float(program: Program, bodies: list[str]) -> bool:
    """Tell whether there may be floats: in registers, in fields, or as constants that go straight into a container."""
    return (
        any(reg.rep == Rep.F64 for function in program.functions for reg in function.regs)
        or any(one.rep == Rep.F64 for cls in program.classes for one in cls.fields)
        or any("PG_W_F(" in line for line in bodies)
    )


def _bases_first(classes: list[Class]) -> list[Class]:
    out: dict[Class, None] = {}

    def add(cls: Class) -> None:
        if cls.base is not None:
            add(cls.base)
        out[cls] = None

    for one in classes:
        add(one)
    return list(out)


def _function_values(program: Program) -> list[Function]:
    found: dict[Function, None] = {}
    for function in program.functions:
        for block in function.blocks:
            for op in block.ops:
                if isinstance(op, ops.MakeFunction):
                    found[op.function] = None
    return list(found)


def _dispatch_signature(dispatch: Dispatch) -> str:
    params = ", ".join(f"{C_TYPES[rep]} a{index}" for index, rep in enumerate(dispatch.params))
    return f"static {C_TYPES[dispatch.ret]} {dispatch.c}({params})"


def emit_dispatch(dispatch: Dispatch) -> list[str]:
    """Write a call by run-time class: a switch on the type's number; arms with one function share it."""
    args = ", ".join(f"a{index}" for index in range(len(dispatch.params)))
    give = "" if dispatch.ret == Rep.VOID else "return "
    lines = [_dispatch_signature(dispatch) + " {"]
    targets: dict[Function, list[Class]] = {}
    for arm in dispatch.arms.values():
        targets.setdefault(arm.function, []).append(arm.cls)
    for index, (function, classes) in enumerate(targets.items()):
        tests = " || ".join(f"PG_OBJ(a0)->type == &{one.c}_type" for one in classes)
        del index
        lines.append(f"    if ({tests}) {{ {give}{function.c}({args}); {'return;' if not give else ''} }}")
    lines.append(f"    pg_raise_attribute(a0, {c_text(dispatch.name)});")
    lines.append("    return;" if dispatch.ret == Rep.VOID else "    return 0;")
    lines.append("}")
    return lines


def emit_boxed(function: Function, constants: Constants) -> list[str]:
    """Write the entry of a function object for dynamic calls: boxed arguments, boxed result."""
    lines = [f"static pg_obj *{function.c}_boxed(pg_func *self, uint32_t n, pg_obj *const *a) {{"]
    count = len(function.params)
    lines.append(
        f'    if (n != {count}) return pg_raise(&pg_type_TypeError, "%s() takes {count} positional argument'
        f'{"" if count == 1 else "s"} but %d were given", {c_text(function.name)}, (int)n);'
    )
    args = ["self"] if function.is_closure else []
    for index, reg in enumerate(function.params):
        if reg.rep == Rep.REF:
            kind = constants.kind(function.signature.args[index]) if function.signature else "PG_REF"
            if kind == "PG_REF":
                args.append(f"a[{index}]")
                continue
            lines.append(
                f"    void *b{index} = pg_element(a[{index}], {kind});\n    if (PG_FAILED) return 0;"
            )
            args.append(f"b{index}")
        else:
            lines.append(
                f"    {C_TYPES[reg.rep]} b{index} = {_UNBOX[reg.rep]}(a[{index}]);\n    if (PG_FAILED) return 0;"
            )
            args.append(f"b{index}")
    call = f"{function.c}({', '.join(args)})"
    if function.ret == Rep.VOID:
        lines.append(f"    {call};\n    return pg_exc ? 0 : pg_none;")
    elif function.ret == Rep.REF:
        lines.append(f"    void *r = {call};\n    return pg_exc ? 0 : r;")
    else:
        lines.append(
            f"    {C_TYPES[function.ret]} r = {call};\n    return pg_exc ? 0 : {_BOX[function.ret]}(r);"
        )
    lines.append("}")
    return lines


def emit_no_boxed(function: Function) -> list[str]:
    """Write an entry that is never called: nothing in the program calls functions dynamically."""
    return [
        f"static pg_obj *{function.c}_boxed(pg_func *self, uint32_t n, pg_obj *const *a) {{",
        "    (void)self; (void)n; (void)a;",
        '    return pg_raise(&pg_type_TypeError, "this function cannot be called dynamically");',
        "}",
    ]


def emit_start(program: Program, unused: frozenset[str], *, logs: bool = False) -> list[str]:
    """Write the start code and the exports; `logs`: the program uses `logging`."""
    roots = [one for one in program.globals if one.rep == Rep.REF]
    lines: list[str] = []
    if roots:
        table = ", ".join(f"(pg_obj **)&{one.c}" for one in roots)
        lines.append(f"static pg_obj **const pg_gen_roots[] = {{ {table} }};")
    lines.append(f"static {'PG_RARE ' if program.main is None else ''}void pg_gen_start(void) {{")
    if roots:
        lines.append(f"    pg_register_roots(pg_gen_roots, {len(roots)});")
    if program.kept_slots:
        lines.append(f"    pg_gc_keep(pg_kept, {program.kept_slots});")
    for cls in program.classes:
        if cls.builtin_base and _has_hook_init(cls, unused):
            lines.append(f"    {cls.c}_hooks_init();")
    if logs and program.main is None:
        lines.append("    extern void (*pg_log_hook)(int64_t, pg_str *);\n    pg_log_hook = pg_abi_log;")
    if program.init is not None:
        lines.append(f"    {program.init.c}();")
    lines.append("}")
    if program.main is not None:
        lines.append(
            "void _start(void) {\n    pg_callback_begin();\n    pg_set_memory_limit(1u << 30);\n    pg_gen_start();\n"
            "    pg_exit(pg_program_end());\n}"
        )
        return lines
    lines.append("void proxy_abi_version_0_2_1(void) {}\nvoid _initialize(void) {}")
    for name, function in program.exports.items():
        params = ", ".join(f"int32_t a{index}" for index in range(len(function.params)))
        args = ", ".join(f"(int64_t)a{index}" for index in range(len(function.params)))
        returns = function.ret != Rep.VOID
        rare = "PG_RARE " if function.rare else ""
        lines.append(f"{rare}{'int32_t' if returns else 'void'} {name}({params or 'void'}) {{")
        if returns:
            lines.append("    int32_t r = 0;")
        call = f"r = (int32_t){function.c}({args})" if returns else f"{function.c}({args})"
        lines.append(f"    if (pg_gen_enter(pg_gen_start)) {call};")
        lines.append("    pg_gen_leave();")
        if returns:
            lines.append("    return r;")
        lines.append("}")
    return lines


def _has_hook_init(cls: Class, unused: frozenset[str]) -> bool:
    from pygress.compiler.emit.classes import emit_hooks, needs_hook_init

    return needs_hook_init(cls, emit_hooks(cls, unused)[1])

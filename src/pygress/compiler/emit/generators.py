"""A generator function -> a frame struct with its descriptor, a function that makes one, and one that runs it on.

def g(n): yield n      struct g_frame { pg_gen g; int64_t r0; };
                       g(n)                make the frame, keep the parameters
                       g_resume(f, sent)   switch (f->g.state): run to the next yield
"""

from __future__ import annotations

from pygress.compiler.emit.functions import FunctionEmitter
from pygress.compiler.emit.literals import C_TYPES, Constants, c_text
from pygress.compiler.ir import ops
from pygress.compiler.ir.program import Function
from pygress.compiler.ir.types import Rep

_BOX = {Rep.I64: "pg_box_int", Rep.F64: "pg_box_float", Rep.BOOL: "pg_box_bool"}


def emit_generator(function: Function, constants: Constants, *, in_plugin: bool) -> list[str]:
    """Write everything of one generator function."""
    return GeneratorEmitter(function, constants, in_plugin=in_plugin).emit()


class GeneratorEmitter(FunctionEmitter):
    """Writes one generator function; its registers are C variables or members of the frame `f`."""

    def emit(self) -> list[str]:
        """Write the frame, the descriptor, the resumption and the constructor."""
        function = self.function
        c = function.c
        kind = function.generator_kind
        self.suspensions = 0
        body = self._code()
        held = [reg for reg in function.regs if reg.in_frame]
        flags = [
            reg
            for reg in sorted(function.flagged, key=lambda one: one.id)
            if reg.in_frame and reg.rep != Rep.REF
        ]
        out = [f"typedef struct {c}_frame {{", "    pg_gen g;"]
        out += [f"    {C_TYPES[reg.rep]} r{reg.id};" for reg in held]
        out += [f"    bool set{reg.id};" for reg in flags]
        out.append(f"}} {c}_frame;")
        references = [reg for reg in held if reg.rep == Rep.REF]
        fields = ", ".join(
            [
                "PG_GEN_FIELDS",
                *[f'PG_FIELD(offsetof({c}_frame, r{reg.id}), PG_REF, "", 0)' for reg in references],
            ]
        )
        out.append(f"static const pg_field {c}_fields[] = {{ {fields} }};")
        out.append(f"static const pg_type {c}_frame_type;")
        out.append(
            f"static const pg_type *const {c}_mro[] = {{ &{c}_frame_type, &pg_type_{kind}, &pg_type_object }};"
        )
        out.append(
            f"static const pg_type {c}_frame_type = {{ PG_TYPE_HEAD, PG_ID_OTHER, sizeof({c}_frame), PG_L_PLAIN, 0, 3, "
            f'PG_GEN_NFIELDS + {len(references)}, "{kind}", "builtins", {c}_mro, {c}_fields, &pg_{kind}_hooks }};'
        )
        out.append(f"static pg_obj *{c}_resume(pg_gen *g_, pg_obj *sent_) {{")
        out.append(f"    {c}_frame *f = ({c}_frame *)g_;\n    (void)sent_;")
        if function.is_closure:
            out.append("    pg_func *self_ = (pg_func *)f->g.self;\n    (void)self_;")
        out += self._declarations()
        cases = " ".join(f"case {one}: goto R{one};" for one in range(1, self.suspensions + 1))
        out.append(f"    switch (f->g.state) {{ case 0: goto L{function.blocks[0].id}; {cases} }}")
        out.append("    __builtin_unreachable();")
        out += body
        out.append("}")
        out += self._constructor(flags)
        return out

    def _constructor(self, flags: list[ops.Reg]) -> list[str]:
        function = self.function
        c = function.c
        lines = [self.signature(function) + " {"]
        lines.append(f"    {c}_frame *f = pg_new(&{c}_frame_type, sizeof({c}_frame));")
        lines.append(f"    f->g.resume = {c}_resume;\n    f->g.name = {c_text(function.name)};")
        if function.is_closure:
            lines.append("    f->g.self = (pg_obj *)self_;")
        lines += [f"    f->r{reg.id} = p{reg.id};" for reg in function.params]
        lines += [f"    f->set{reg.id} = true;" for reg in flags if reg in function.params]
        lines.append("    return f;\n}")
        return lines

    def leave_function(self) -> str:
        """Write the end by an exception."""
        return "{ f->g.state = -1; return 0; }"

    def boxed(self, one: ops.Operand) -> str:
        """Write an operand as an object."""
        text = self.operand(one)
        return f"(pg_obj *){text}" if one.rep == Rep.REF else f"{_BOX[one.rep]}({text})"

    def end(self, block: ops.Block) -> None:
        """Write the terminator of a block."""
        match block.end:
            case ops.Return(value=value):
                self.put(f"f->g.value = {'pg_none' if value is None else self.boxed(value)};")
                self.put("f->g.state = -1;\n    return 0;")
            case ops.Yield():
                self._suspend(block.end)
            case _:
                super().end(block)

    def _suspend(self, end: ops.Yield) -> None:
        self.suspensions += 1
        number = self.suspensions
        self.put(f"f->g.state = {number};")
        if end.item:
            self.put("f->g.item = true;")
        self.put(f"return {self.boxed(end.value)};")
        self.lines.append(f"R{number}:;")
        label = self.error(end.line, end.err)
        self.put(f"if (PG_UNLIKELY(f->g.thrown)) {{ pg_gen_take_thrown(g_); goto {label}; }}")
        if end.sent is not None:
            self.assign(end.sent, "(void *)sent_")
        self.put(f"goto L{end.resume.id};")

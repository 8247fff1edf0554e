"""A Brainfuck compiler to an optimised instruction list, and an interpreter with limits."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from itertools import groupby


class Op(Enum):
    ADD = "+"
    MOVE = ">"
    OUT = "."
    IN = ","
    OPEN = "["
    CLOSE = "]"
    CLEAR = "0"


@dataclass
class Instruction:
    op: Op
    argument: int = 0

    def __str__(self) -> str:
        return f"{self.op.name}({self.argument})" if self.argument else self.op.name


class BrainfuckError(Exception):
    pass


def compile_source(source: str) -> list[Instruction]:
    code = "".join(c for c in source if c in "+-<>.,[]").replace("[-]", "0").replace("[+]", "0")
    program: list[Instruction] = []
    opened: list[int] = []
    for char, group in groupby(code):
        n = len(list(group))
        if char in "+-":
            program.append(Instruction(Op.ADD, n if char == "+" else -n))
        elif char in "<>":
            program.append(Instruction(Op.MOVE, n if char == ">" else -n))
        elif char == "0":
            program.append(Instruction(Op.CLEAR))
        else:
            for _ in range(n):
                if char == "[":
                    opened.append(len(program))
                elif char == "]":
                    if not opened:
                        raise BrainfuckError("] without [")
                    start = opened.pop()
                    program[start].argument = len(program)
                    program.append(Instruction(Op.CLOSE, start))
                    continue
                program.append(Instruction(Op(char)))
    if opened:
        raise BrainfuckError(f"{len(opened)} [ without ]")
    return program


def run(program: list[Instruction], data: bytes = b"", limit: int = 2_000_000) -> bytes:
    tape = bytearray(300)
    out = bytearray()
    pointer = position = steps = 0
    inputs = iter(data)
    while position < len(program):
        steps += 1
        if steps > limit:
            raise TimeoutError(f"more than {limit} steps")
        instruction = program[position]
        match instruction.op:
            case Op.ADD:
                tape[pointer] = (tape[pointer] + instruction.argument) % 256
            case Op.MOVE:
                pointer += instruction.argument
                if not 0 <= pointer < len(tape):
                    raise BrainfuckError(f"pointer {pointer} is off the tape")
            case Op.OUT:
                out.append(tape[pointer])
            case Op.IN:
                tape[pointer] = next(inputs, 0)
            case Op.CLEAR:
                tape[pointer] = 0
            case Op.OPEN if not tape[pointer]:
                position = instruction.argument
            case Op.CLOSE if tape[pointer]:
                position = instruction.argument
            case _:
                pass
        position += 1
    return bytes(out)


HELLO = """
++++++++[>++++[>++>+++>+++>+<<<<-]>+>+>->>+[<]<-]>>.>---.+++++++..+++.>>.<-.<.+++.------.--------.>>+.>++.
"""
REVERSE = ">,[>,]<[.<]"
SQUARES = """++++[>+++++<-]>[<+++++>-]+<+[>[>+>+<<-]++>>[<<+>>-]>>>[-]++>[-]+>>>+[[-]++++++>>>]<<<[[<++++++++<++>>-]+<.<[>----<-]<]
<<[>>>>>[>>>[-]+++++++++<[>-<-]+++++++++>[-[<->-]+[<<<]]<-]>++<[>[-]-<-]+++++++++>[-[<->-]+[<<<]]<[>+<-]+>>]<<-]"""


def main() -> None:
    program = compile_source(HELLO)
    print(len(program), [str(instruction) for instruction in program[:8]])
    print(run(program).decode(), end="")
    print(run(compile_source(REVERSE), b"stressed").decode(), run(compile_source(",[.,]"), "é".encode()))
    for source in ("]", "[[", "+[]", "<", "+[>+]"):
        try:
            print(run(compile_source(source), limit=10_000))
        except (BrainfuckError, TimeoutError) as error:
            print(type(error).__name__, error)


if __name__ == "__main__":
    main()

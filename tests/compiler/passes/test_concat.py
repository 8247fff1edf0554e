"""Chains of `+` over strings become one operation, but never across a change of a part."""

from pathlib import Path

from pygress.compiler.pipeline import compile_program
from pygress.host.program import Program

SOURCE = """\
import sys

count = 0


def next_text() -> str:
    global count
    count += 1
    return str(count)


def main() -> None:
    text = "a"
    for _ in range(3):
        text += "<" + next_text() + ":" + next_text() + ">" + text[:1]
    twice = text + "-" + text
    kept = "x" + sys.argv[0][:0]
    both = kept + (kept + "y" + kept)
    print(text, twice, both, ("p" + text[0]) + ("q" + (text[1] + "r")))
    total = ""
    for i in range(2000):
        total = total + str(i % 10) + "," + total[:1]
    print(len(total), total[-7:])


main()
"""
EXPECTED = "a<1:2>a<3:4>a<5:6>a a<1:2>a<3:4>a<5:6>a-a<1:2>a<3:4>a<5:6>a xxyx paq<r\n5999 08,09,0\n"


def test_a_chain_is_one_operation(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(SOURCE)
    built = compile_program(path, dump=True)
    result = Program(built.wasm).run(["program.py"])
    assert (result.stdout, result.stderr) == (EXPECTED, "")
    assert "pg_str_concat_n(INT64_C(7), " in built.c

"""Constant patterns: compiled at build time, without the parser in the module; mistakes are mistakes of the build."""

from pathlib import Path

import pytest

from pygress.base.diagnostics import Diagnostic, DiagnosticError
from pygress.compiler.pipeline import compile_program
from pygress.compiler.runtime.patterns import Mistake, compile_pattern


def mistakes(tmp_path: Path, text: str) -> list[Diagnostic]:
    path = tmp_path / "program.py"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DiagnosticError) as raised:
        compile_program(path)
    return list(raised.value.diagnostics)


CONSTANT = r'''
import re
from re import compile as make

WORD: str = r"\w+"
BOTH = re.I | re.MULTILINE

patterns = (re.compile(WORD + "x" "y", BOTH), make(rb"\d", flags=re.ASCII), re.compile("""(a)  # one""", re.X | 16))


def find(text: str) -> bool:
    return re.search(WORD, text, re.RegexFlag.DOTALL) is not None and bool(re.sub(pattern="a", repl="b", string=text))


print(re.sub(f"^{WORD}-{1}{{2}}$", "x", "ab-11"), re.findall("|".join(["a", "b" + WORD, WORD]), "a bc"))
print(find("a"), re.split(",", "a,b", maxsplit=1), len(re.findall(rb"a", b"aa", 0)), patterns[0].search("axy"))
'''


def test_no_parser_where_all_patterns_are_constants(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(CONSTANT)
    built = compile_program(path)
    assert "re_compile" not in built.c
    assert b"unterminated character set" not in built.wasm  # a message of the parser
    path.write_text(CONSTANT + "import sys\nprint(re.compile(sys.argv[0]))\n")
    built = compile_program(path)
    assert "re_compile" in built.c
    assert b"unterminated character set" in built.wasm


@pytest.mark.parametrize(
    ("line", "code", "message", "marked"),
    [
        ('re.compile(r"a(b")', "bad-pattern", "missing ), unterminated subpattern at position 1", "("),
        ('re.search("ab**", "")', "bad-pattern", "multiple repeat at position 3", "*"),
        ('re.compile("a\\n*?*")', "bad-pattern", "multiple repeat at position 4 (line 2, column 3)", None),
        ('re.compile(rb"[z-a]")', "bad-pattern", "bad character range z-a at position 1", "z"),
        ('re.compile("(?<=a+)b")', "bad-pattern", "look-behind requires fixed-width pattern", None),
        ('re.compile(b"a", re.U)', "bad-pattern", "cannot use UNICODE flag with a bytes pattern", None),
        ('re.compile("a", re.A | re.U)', "bad-pattern", "ASCII and UNICODE flags are incompatible", None),
        (
            're.match(r"(a)\\1", "aa")',
            "pattern-not-linear",
            "backreferences are not supported (they take more than linear time) at position 3",
            "\\",
        ),
        (
            're.match(r"(?P<x>a)(?P=x)", "aa")',
            "pattern-not-linear",
            "backreferences are not supported (they take more than linear time) at position 8",
            "(",
        ),
        (
            're.match(r"(a)?(?(1)b|c)", "aa")',
            "pattern-not-linear",
            "conditional groups are not supported (they take more than linear time) at position 4",
            "(",
        ),
        ('re.compile("a", re.DEBUG)', "unsupported-function", "`re.DEBUG` cannot be compiled", None),
    ],
)  # fmt: skip
def test_mistakes(tmp_path: Path, line: str, code: str, message: str, marked: str | None) -> None:
    (found,) = mistakes(tmp_path, f"import re\n\nprint({line})\n")
    assert (found.code, found.message) == (code, message)
    assert found.span is not None
    assert found.span.line == 3
    if marked is not None:
        text = f"print({line})"
        assert text[found.span.column - 1 : found.span.end_column - 1] == marked


def test_all_mistakes_at_once(tmp_path: Path) -> None:
    text = 'import re\nA = re.compile("(")\n\n\ndef f() -> None:\n    re.search("[", "")\n\n\nf()\n'
    assert [one.code for one in mistakes(tmp_path, text)] == ["bad-pattern", "bad-pattern"]


def test_programs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = compile_pattern("a|b", 2)
    monkeypatch.setattr("pygress.compiler.runtime.patterns._run", None)
    assert compile_pattern("a|b", 2) == first
    with pytest.raises(TypeError):
        compile_pattern("a|b|never asked for before", 2)


def test_text_and_bytes_differ() -> None:
    assert compile_pattern("é", 0) != compile_pattern("é".encode(), 0)
    with pytest.raises(Mistake, match="cannot use LOCALE flag with a str pattern"):
        compile_pattern("a", 4)

"""`pygress compile`, `run` and `explain`: what they say about files that are none, and about bugs of ours."""

from pathlib import Path

import pytest

from pygress.cli import main
from pygress.compiler import pipeline
from pygress.compiler.frontend.errors import InternalError


@pytest.mark.parametrize("command", ["compile", "run"])
@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("missing.py", "cannot be read: no such file or directory"),
        ("folder", "is a folder"),
        ("latin.py", "is not UTF-8: byte 0xe9"),
    ],
)
def test_a_file_that_is_no_source(
    command: str, name: str, message: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "latin.py").write_bytes(b'name = "caf\xe9"\n')
    assert main.run([command, str(tmp_path / name)]) == 1
    said = capsys.readouterr()
    assert "error[bad-file]" in said.err
    assert message in said.err
    assert said.out == ""


def test_a_target_that_cannot_be_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "program.py").write_text("print(1)\n")
    assert main.run(["compile", str(tmp_path / "program.py"), "-o", str(tmp_path / "none" / "p.wasm")]) == 1
    assert "No such file or directory" in capsys.readouterr().err


@pytest.mark.parametrize("command", [["compile"], ["plugin", "build"]])
def test_a_bug_of_ours_names_the_line(
    command: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(path: Path, *, dump: bool = False) -> None:
        raise InternalError("plugin.py", 12, KeyError("x"))

    monkeypatch.setattr(pipeline, "compile_plugin", fail)
    monkeypatch.setattr(pipeline, "compile_program", fail)
    monkeypatch.setattr("sys.argv", ["pygress", *command])
    (tmp_path / "plugin.py").write_text("")
    assert main.run([*command, str(tmp_path / "plugin.py")]) == 2
    said = capsys.readouterr().err
    assert "error[internal-error]: internal error at plugin.py:12: KeyError: 'x'" in said
    assert "bug in pygress, not in your program" in said


@pytest.mark.parametrize(
    ("code", "help_text"),
    [
        ("unsuported-type", "did you mean `unsupported-type`?"),
        ("error[bad_plugin]", "did you mean `bad-plugin`?"),
        ("zzz", "`pygress explain` lists all"),
    ],
)
def test_explain_guesses(code: str, help_text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["explain", code]) == 1
    assert help_text in capsys.readouterr().err


def test_explain_lists_the_modules(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["explain", "unsupported-import"]) == 0
    said = capsys.readouterr().out
    assert "urllib.parse" in said
    assert "civil" not in said

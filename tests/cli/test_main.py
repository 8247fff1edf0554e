"""The command line as a whole: exit codes, unknown commands, our own errors."""

import pytest
import typer

from pygress.cli import main


def test_unknown_command_is_the_users_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["bogus"]) == 1
    assert "No such command 'bogus'" in capsys.readouterr().err


def test_unknown_option_is_the_users_mistake(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["down", "--bogus"]) == 1
    assert "No such option: --bogus" in capsys.readouterr().err


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--version"]) == 0
    assert capsys.readouterr().out.startswith("pygress 0.")


def test_our_own_error_is_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken() -> None:
        raise RuntimeError("a bug")

    application = typer.Typer()
    application.command()(broken)
    monkeypatch.setattr(main, "build", lambda args: application)
    assert main.run([]) == 2
    error = capsys.readouterr().err
    assert "RuntimeError: a bug" in error and "an error in pygress, not yours" in error


@pytest.mark.parametrize("name", [command[0] for command in main.COMMANDS])
def test_every_command_has_a_help_page(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([name, "--help"]) == 0
    assert f"Usage: pygress {name}" in capsys.readouterr().out

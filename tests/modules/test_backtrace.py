"""Backtraces of traps: what they name, and which module fits."""

from pathlib import Path

import pytest

from pygress.modules.backtrace import Frame, frames_of, may_have_trapped

LINE = (
    "Function: proxy_on_request_headers failed: Uncaught RuntimeError: unreachable; "
    "Proxy-Wasm plugin in-VM backtrace:;   0:  0xbe6 - std::map<int, char>::at(int);   1:  0x1f - main.(*T).on"
)


def module(names: bytes = b"") -> bytes:
    """One imported function, and two of 3 and 4 bytes: `unreachable` and `end` behind no locals, `nop` before."""
    sections = [
        (1, b"\1\x60\0\0"),
        (2, b"\1\3env\1f\0\0"),
        (3, b"\2\0\0"),
        (10, b"\2\3\0\0\x0b\4\0\1\0\x0b"),
    ]
    if names:
        sections.append((0, b"\4name" + names))
    return b"\0asm\1\0\0\0" + b"".join(bytes([kind, len(body)]) + body for kind, body in sections)


NAMED = module(b"\0\2\1x\1\x0a\2\1\4here\2\1y")
FIRST, SECOND = NAMED.index(b"\3\0\0\x0b") + 1, NAMED.index(b"\4\0\1\0\x0b") + 1


def test_frames_are_read() -> None:
    assert frames_of(LINE) == (Frame(0xBE6, "std::map<int, char>::at(int)"), Frame(0x1F, "main.(*T).on"))
    assert frames_of("Function: x failed: y;   0:  0xbe6 - name") == ()
    assert frames_of("") == ()


@pytest.mark.parametrize(
    ("frames", "fits"),
    [
        ([], True),
        ([Frame(FIRST + 1, "here")], True),
        ([Frame(FIRST + 1, "here"), Frame(SECOND + 2, "y")], True),
        ([Frame(FIRST + 1, "y")], False),
        ([Frame(FIRST + 1, "here"), Frame(SECOND + 2, "here")], False),
        ([Frame(0, "here")], False),
        ([Frame(len(NAMED), "y")], False),
    ],
)
def test_offset_and_name_must_agree(tmp_path: Path, frames: list[Frame], fits: bool) -> None:
    path = tmp_path / "named.wasm"
    path.write_bytes(NAMED)
    assert may_have_trapped(path, frames) == fits


def test_without_names_there_are_numbers(tmp_path: Path) -> None:
    path = tmp_path / "nameless.wasm"
    path.write_bytes(module())
    assert may_have_trapped(path, [Frame(SECOND + 2, "unknown(function index:2)")])
    assert not may_have_trapped(path, [Frame(SECOND + 2, "unknown(function index:1)")])


def test_what_cannot_be_read_cannot_be_excluded(tmp_path: Path) -> None:
    path = tmp_path / "broken.wasm"
    path.write_bytes(module(b"\1\x0a\2"))
    for one in (path, tmp_path / "missing.wasm"):
        assert may_have_trapped(one, [Frame(1, "x")])

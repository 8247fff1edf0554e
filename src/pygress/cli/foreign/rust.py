"""Rust: cargo for wasm32-wasip1, of a crate with `crate-type = ["cdylib"]`."""

import json
import shutil
from pathlib import Path

from pygress.cli.foreign.toolchain import ask, find_program, run
from pygress.cli.reported import fail

NAME = "Rust"
_TARGETS = ("wasm32-wasip1", "wasm32-wasi")


def finds(folder: Path) -> bool:
    """Tell whether the folder is a Rust package."""
    return (folder / "Cargo.toml").is_file()


def make(folder: Path, output: Path) -> None:
    """Build the package in release mode."""
    cargo = find_program("cargo", "~/.cargo/bin")
    if not cargo:
        raise fail(
            "there is no `cargo` on this machine",
            "install Rust from https://rustup.rs, then `rustup target add wasm32-wasip1`",
        )
    rustc = find_program("rustc", "~/.cargo/bin")
    target = next((one for one in _TARGETS if _has_target(rustc, one, folder)), "")
    if not target:
        raise fail(
            "this Rust has no standard library for WebAssembly",
            "run `rustup target add wasm32-wasip1` (Debian: `apt install libstd-rust-dev-wasm32`)",
        )
    messages = run(
        [cargo, "build", "--release", "--target", target, "--message-format=json-render-diagnostics"], folder
    )
    modules = _modules(messages)
    if not modules:
        raise fail("`cargo build` made no module", 'add `crate-type = ["cdylib"]` to `[lib]` in Cargo.toml')
    if len(modules) > 1:
        raise fail(
            f"`cargo build` made {len(modules)} modules: {', '.join(modules)}", "build one package at a time"
        )
    shutil.copyfile(modules[0], output)


def _has_target(rustc: str, target: str, folder: Path) -> bool:
    library = ask([rustc, "--print", "target-libdir", "--target", target], folder).strip() if rustc else ""
    return bool(library) and any(Path(library).glob("libstd-*"))


def _modules(messages: str) -> list[str]:
    found = []
    for line in messages.splitlines():
        try:
            message = json.loads(line)
        except ValueError:
            continue
        if message.get("reason") == "compiler-artifact":
            found += [name for name in message.get("filenames", []) if name.endswith(".wasm")]
    return found

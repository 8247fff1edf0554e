"""Go: the official compiler for wasip1 as a C-shared library; TinyGo where only that is installed."""

from pathlib import Path

from pygress.cli.foreign.toolchain import ask, find_program, run, version_of
from pygress.cli.reported import fail

NAME = "Go"
_LEAST = (1, 24)
_LEAST_TINYGO = (0, 35)


def finds(folder: Path) -> bool:
    """Tell whether the folder is a Go module."""
    return (folder / "go.mod").is_file()


def make(folder: Path, output: Path) -> None:
    """Build the main package of the folder."""
    go = find_program("go", "/usr/local/go/bin", "~/go/bin", "/usr/lib/go/bin")
    version = version_of(ask([go, "env", "GOVERSION"], folder)) if go else (0, 0)
    if version >= _LEAST:
        flags = ["-trimpath", "-buildmode=c-shared", "-o", str(output), "."]
        run([go, "build", *flags], folder, {"GOOS": "wasip1", "GOARCH": "wasm"})
        return
    tinygo = find_program("tinygo", "/usr/local/tinygo/bin", "/usr/local/lib/tinygo/bin")
    if tinygo and version_of(ask([tinygo, "version"], folder)) >= _LEAST_TINYGO:
        flags = ["-target=wasip1", "-buildmode=c-shared", "-o", str(output), "."]
        run([tinygo, "build", *flags], folder)
        return
    wanted = (
        "install Go 1.24 or later from https://go.dev/dl/ (or TinyGo 0.35 or later from https://tinygo.org)"
    )
    if go:
        shown = ".".join(str(part) for part in version)
        raise fail(
            f"`{go}` is Go {shown}, which cannot build Proxy-Wasm plugins: 1.24 is the first that can", wanted
        )
    raise fail("there is no `go` on this machine", wanted)

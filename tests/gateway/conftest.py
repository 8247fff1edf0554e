"""Modules compiled from C, a world of plain objects, and a gateway with a real Envoy."""

import hashlib
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from pygress.gateway.options import GatewayOptions

PLUGINS = Path(__file__).parent / "plugins"


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Compile `plugins/NAME.c` with defines; gives the path of the module."""
    folder = tmp_path_factory.mktemp("modules")

    def compile_plugin(name: str, *defines: str) -> Path:
        stem = name + "-" + hashlib.sha256("".join(defines).encode()).hexdigest()[:8]
        out = folder / f"{stem}.wasm"
        if not out.exists():
            zig = [sys.executable, "-m", "ziglang"]
            flags = ["-target", "wasm32-wasi", "-O2", "-ffreestanding", *(f"-D{one}" for one in defines)]
            obj = folder / f"{stem}.o"
            subprocess.run([*zig, "cc", "-c", *flags, str(PLUGINS / f"{name}.c"), "-o", str(obj)], check=True)
            link = ["wasm-ld", "--no-entry", "--export-memory", "--allow-undefined", "--strip-debug"]
            subprocess.run([*zig, *link, str(obj), "-o", str(out)], check=True)
        return out

    return compile_plugin


@pytest.fixture
def options(tmp_path: Path) -> Iterator[GatewayOptions]:
    yield GatewayOptions(
        data_dir=tmp_path, address="127.0.0.1", http_port=0, https_port=0, concurrency=1, drain_time=0.2
    )

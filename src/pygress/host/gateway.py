"""Build a test gateway: the one function behind the `gateway` fixture."""

import functools
import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Literal, cast

from pygress.base.diagnostics import DiagnosticError, render_all
from pygress.host.calls import Service
from pygress.host.model import Answer, HostError
from pygress.host.proxy import Proxy, Vm
from pygress.host.shared import Shared
from pygress.host.site import Site, add_service, encode_config

Backend = Literal["cpython", "wasm", "envoy"]

BODY_LIMIT = 1 << 20
"""Bytes that Envoy buffers by default for one body."""


class Gateway:
    """Starts gateways around one plugin on one backend; what the `gateway` fixture gives."""

    def __init__(self, plugin: Path, backend: Backend) -> None:
        self.plugin = plugin
        self.backend = backend

    def __call__(
        self,
        config: object = None,
        *,
        plugin: str | Path | None = None,
        fail_strategy: str = "FAIL_CLOSE",
        environment: dict[str, str] | None = None,
        body_limit: int = BODY_LIMIT,
        shared: Shared | None = None,
        services: Mapping[str, Service | Answer | None] | None = None,
    ) -> Site:
        """Start a gateway with a configuration (anything that JSON can hold, or text as it is).

        `plugin` takes another file, seen from the test's folder. `fail_strategy` is `FAIL_OPEN` or `FAIL_CLOSE`.
        Gateways with the same `shared` have shared data, queues, metrics and the clock in common. `services` are
        there from the start (see `Site.service`). Raises `Refused` if the plugin refuses the configuration.
        """
        return open_site(
            self.plugin if plugin is None else self.plugin.parent / plugin,
            self.backend,
            config,
            fail_strategy=fail_strategy,
            environment=environment,
            body_limit=body_limit,
            shared=shared,
            services=services,
        )


def open_site(
    plugin: Path,
    backend: Backend,
    config: object = None,
    *,
    fail_strategy: str = "FAIL_CLOSE",
    environment: dict[str, str] | None = None,
    body_limit: int = BODY_LIMIT,
    shared: Shared | None = None,
    services: Mapping[str, Service | Answer | None] | None = None,
) -> Site:
    """Start a plugin (`plugin.py`, or any `.wasm` module) and give the gateway around it.

    Raises `Refused` if it refuses its configuration, with what it logged.
    """
    variables = {"PYGRESS_FAIL_STRATEGY": fail_strategy, **(environment or {})}
    proxy = Proxy(shared or Shared(), variables, body_limit)
    if not plugin.is_file():
        raise HostError(f"`{plugin}` does not exist")
    if backend == "cpython":
        if plugin.suffix != ".py":
            raise HostError(f"`{plugin}` is no Python file: CPython cannot run it")
        from pygress.host.cpython import CPythonVm

        vm: Vm = CPythonVm(proxy, plugin)
    else:
        code = plugin.read_bytes() if plugin.suffix == ".wasm" else compiled(plugin)
        if backend == "envoy":
            from pygress.host.envoy import EnvoySite

            if shared is not None:
                import pytest

                pytest.skip("`shared` needs the fake proxy")
            # The same face as far as it goes; what only the fake proxy can do skips the test.
            return cast(
                Site, EnvoySite(code, encode_config(config), variables, body_limit, dict(services or {}))
            )
        from pygress.host.wasm import WasmVm

        vm = WasmVm(proxy, code)
    for name, answer in (services or {}).items():
        add_service(proxy, name, answer)
    site = Site(proxy, proxy.start(vm, encode_config(config)))
    site.settle()
    return site


def compiled(plugin: Path) -> bytes:
    """Compile a plugin; one with the same sources, made by the same compiler, comes from the cache."""
    digest = hashlib.sha256(_compiler_digest())
    for one in sorted(plugin.parent.rglob("*.py")):
        if not one.name.startswith(("test_", "conftest")):
            digest.update(f"{one.relative_to(plugin.parent)}\0{one == plugin}\0".encode() + one.read_bytes())
    code = _compiled(plugin, digest.hexdigest())
    if isinstance(code, str):
        # Every test of the file fails; the mistakes are worth reading once.
        if code in _shown:
            raise HostError("the plugin does not compile: the first failure in wasm says why")
        _shown.add(code)
        raise HostError(f"the plugin does not compile\n{code}")
    return code


_shown: set[str] = set()


@functools.cache
def _compiler_digest() -> bytes:
    """Give a digest of everything of ours that decides the bytes of a module."""
    package = Path(__file__).parents[1]
    digest = hashlib.sha256()
    for folder in ("sdk", "compiler"):
        for one in sorted((package / folder).rglob("*.*")):
            if one.suffix in (".py", ".c", ".h"):
                digest.update(one.name.encode() + b"\0" + one.read_bytes())
    return digest.digest()


@functools.lru_cache(maxsize=64)
def _compiled(plugin: Path, digest: str) -> bytes | str:
    """Give the module, or the rendered mistakes: neither is made twice in a run."""
    from pygress.compiler.pipeline import compile_plugin
    from pygress.compiler.runtime.cache import cache_dir

    kept = cache_dir() / f"test-{digest[:40]}.wasm"
    if kept.is_file():
        return kept.read_bytes()
    try:
        code = bytes(compile_plugin(plugin).wasm)
    except DiagnosticError as error:
        paths = {one.span.path for one in error.diagnostics if one.span is not None}
        sources = {path: Path(path).read_text(errors="replace") for path in paths if Path(path).is_file()}
        return render_all(error.diagnostics, sources)
    # Parallel test runs may make the same file: each writes its own and the last rename counts.
    part = kept.with_suffix(f".{os.getpid()}")
    part.write_bytes(code)
    part.replace(kept)
    return code

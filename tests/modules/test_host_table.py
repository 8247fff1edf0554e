"""The table of host functions is what the installed Envoy has."""

from pathlib import Path

import pytest

from pygress.modules.host import SUPPORTED_ABIS, host_functions

from .envoy import verdict
from .wat import plugin


@pytest.mark.parametrize("abi", SUPPORTED_ABIS)
def test_envoy_has_every_function_of_the_table(abi: str, tmp_path: Path) -> None:
    imports = [
        (module, name, kind.parameters, kind.results) for (module, name), kind in host_functions(abi).items()
    ]
    accepted, log = verdict(tmp_path, plugin(imports, "proxy_abi_version_" + abi.replace(".", "_")))
    assert accepted, log


def test_envoy_lacks_what_the_table_lacks(tmp_path: Path) -> None:
    everything = set(host_functions("0.1.0")) | set(host_functions("0.2.1"))
    for abi in SUPPORTED_ABIS:
        for module, name in sorted(everything - set(host_functions(abi))):
            wasm = plugin([(module, name, ("i32",), ("i32",))], "proxy_abi_version_" + abi.replace(".", "_"))
            accepted, log = verdict(tmp_path, wasm)
            assert not accepted
            assert f"missing import: {module}.{name}" in log

"""Ask the real Envoy whether it loads a module."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

_ENVOY = Path(sys.executable).parent / "envoy"
_TYPE = "type.googleapis.com/envoy.extensions.filters"


def verdict(directory: Path, wasm: bytes, configuration: str = "") -> tuple[bool, str]:
    """Run `envoy --mode validate`; gives whether it was accepted and what was logged."""
    module = directory / "module.wasm"
    module.write_bytes(wasm)
    vm = {"vm_id": "v", "runtime": "envoy.wasm.runtime.v8", "code": {"local": {"filename": str(module)}}}
    plugin: dict[str, Any] = {"name": "p", "vm_config": vm}
    if configuration:
        value = {"@type": "type.googleapis.com/google.protobuf.StringValue", "value": configuration}
        plugin["configuration"] = value
    wasm_filter = {
        "name": "wasm",
        "typed_config": {"@type": f"{_TYPE}.http.wasm.v3.Wasm", "config": plugin},
    }
    router = {"name": "router", "typed_config": {"@type": f"{_TYPE}.http.router.v3.Router"}}
    manager = {
        "@type": f"{_TYPE}.network.http_connection_manager.v3.HttpConnectionManager",
        "stat_prefix": "x",
        "route_config": {"name": "r"},
        "http_filters": [wasm_filter, router],
    }
    listener = {
        "name": "l",
        "address": {"socket_address": {"address": "127.0.0.1", "port_value": 0}},
        "filter_chains": [{"filters": [{"name": "hcm", "typed_config": manager}]}],
    }
    config = directory / "envoy.json"
    config.write_text(json.dumps({"static_resources": {"listeners": [listener]}}))
    command = [str(_ENVOY), "--mode", "validate", "-c", str(config), "-l", "info", "--disable-hot-restart"]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    return answer.returncode == 0, answer.stdout + answer.stderr

"""One Wasm fill -> the Wasm filter inside a slot.

The module is a local file named by its digest: Envoy's remote fetch can bypass a plugin during an update.
FAIL_CLOSE is Envoy's `FAIL_RELOAD`: a trapped VM is started again a moment later. FAIL_OPEN is the deprecated
`fail_open`: with the policy `FAIL_OPEN` the request that trapped would still be answered with 503. Envoy leaves
such a plugin off after a trap; `health` notices and asks for a new VM.
"""

from collections.abc import Iterable
from typing import Any

from envoy.config.core.v3 import base_pb2, extension_pb2
from envoy.extensions.filters.http.wasm.v3 import wasm_pb2 as filter_pb2
from envoy.extensions.wasm.v3 import wasm_pb2
from google.protobuf import json_format
from google.protobuf.wrappers_pb2 import BoolValue, StringValue

from pygress.gateway import ir
from pygress.gateway.xds.typed import pack, seconds

_RELOAD_SECONDS = 0.25
_RESTRICTION = 8
RUNTIME = "envoy.wasm.runtime.v8"


def to_xds_wasm(fill: ir.Wasm, name: str) -> extension_pb2.TypedExtensionConfig:
    """Build the filter under the given filter name."""
    config = wasm_pb2.PluginConfig(
        name=plugin_name(fill.plugin),
        root_id=fill.root_id,
        vm_config=wasm_pb2.VmConfig(
            vm_id=fill.vm_id,
            runtime=RUNTIME,
            code=base_pb2.AsyncDataSource(local=base_pb2.DataSource(filename=fill.module)),
        ),
        configuration=pack(StringValue(value=fill.config)),
        # Without it the host turns "stop iteration" of a headers callback into "stop all", and the body
        # callbacks that should follow never run.
        allow_on_headers_stop_iteration=BoolValue(value=True),
    )
    if fill.fail_open:
        config.fail_open = True
    else:
        config.failure_policy = wasm_pb2.FAIL_RELOAD
        config.reload_config.backoff.base_interval.CopyFrom(seconds(_RELOAD_SECONDS))
    if fill.env or fill.host_env:
        variables = config.vm_config.environment_variables
        variables.key_values.update(dict(fill.env))
        variables.host_env_keys.extend(fill.host_env)
    if fill.capabilities:
        # Parsed, because the generated message may not know the field; it is sent all the same.
        config.vm_config.MergeFromString(_restriction(fill.capabilities))
    return extension_pb2.TypedExtensionConfig(name=name, typed_config=pack(filter_pb2.Wasm(config=config)))


def _restriction(capabilities: Iterable[str]) -> bytes:
    """Give `VmConfig.capability_restriction_config` in wire form.

    Envoy 1.40 has it as field 8 and warns of the one with that name in PluginConfig, which `xds-protos` knows alone.
    """
    message = wasm_pb2.CapabilityRestrictionConfig()
    for one in capabilities:
        message.allowed_capabilities[one].SetInParent()
    data: bytes = message.SerializeToString(deterministic=True)
    return bytes([_RESTRICTION << 3 | 2]) + _varint(len(data)) + data


def _varint(value: int) -> bytes:
    encoded = bytearray()
    while value > 0x7F:
        encoded.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes([*encoded, value])


def plugin_name(key: str) -> str:
    """Give the name by which Envoy's logs and statistics speak of a plugin: `namespace.name`."""
    return key.replace("/", ".")


def wasm_filter_json(fill: ir.Wasm) -> dict[str, Any]:
    """Give the same filter as JSON, for the preflight, which starts it outside of any gateway."""
    plain = json_format.MessageToDict(to_xds_wasm(fill, "plugin"), preserving_proto_field_name=True)
    if fill.capabilities:
        allowed: dict[str, Any] = {one: {} for one in fill.capabilities}
        vm_config = plain["typed_config"]["config"]["vm_config"]
        vm_config["capability_restriction_config"] = {"allowed_capabilities": allowed}
    return plain

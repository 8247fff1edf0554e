"""What a module says about itself: ABI, SDK, language, and the metadata that our own compiler puts in."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from pygress.modules.wasm import Reader, Wasm, WasmError

METADATA_SECTION = "pygress.plugin"
README_SECTION = "pygress.readme"
ABI_PREFIX = "proxy_abi_version_"
_LARGEST_METADATA = 1 << 20

# Text that the SDKs leave in their modules: import paths in Go's tables, panic locations in Rust.
_TRACES = (
    (re.compile(rb"github\.com/higress-group/wasm-go"), "higress wasm-go"),
    (re.compile(rb"github\.com/alibaba/higress/plugins/wasm-go"), "higress wasm-go"),
    (re.compile(rb"github\.com/higress-group/proxy-wasm-go-sdk"), "higress proxy-wasm-go-sdk"),
    (re.compile(rb"github\.com/proxy-wasm/proxy-wasm-go-sdk"), "proxy-wasm-go-sdk"),
    (re.compile(rb"github\.com/tetratelabs/proxy-wasm-go-sdk"), "tetratelabs proxy-wasm-go-sdk"),
    (re.compile(rb"proxy-wasm-(\d+\.\d+\.\d+)/src"), "proxy-wasm-rust-sdk"),
    (re.compile(rb"~lib/(?:@higress|@solo-io)/proxy-"), "proxy-runtime"),
)


@dataclass(frozen=True)
class Facts:
    """`abi` is the version of the marker export, empty without one; `metadata` is empty for foreign modules."""

    abi: str
    sdk: str
    language: str
    metadata: dict[str, Any] = field(default_factory=dict)
    readme: str = ""


def read_facts(wasm: Wasm) -> Facts:
    """Collect what the module says about itself; a damaged description is an error, a missing one isn't."""
    metadata = _metadata(wasm)
    readme = wasm.custom(README_SECTION) or b""
    sdk = str(metadata.get("sdk", "")) or _sdk(wasm.data)
    language = "Python" if metadata else _language(wasm)
    return Facts(abi_of(wasm), sdk, language, metadata, readme.decode("utf-8", "replace"))


def abi_of(wasm: Wasm) -> str:
    """Give the ABI version that the marker export names, as `0.2.1`; empty without a marker."""
    markers = abi_markers(wasm)
    return markers[0].removeprefix(ABI_PREFIX).replace("_", ".") if markers else ""


def capabilities_of(wasm: Wasm) -> tuple[str, ...]:
    """Give the functions that the module imports and exports: all that it and the host have to do with each other."""
    imported = {one.name for one in wasm.imports if one.kind == "function"}
    return tuple(sorted(imported | {one.name for one in wasm.exports if one.kind == "function"}))


def abi_markers(wasm: Wasm) -> list[str]:
    """Give the names of all marker exports."""
    return [one.name for one in wasm.exports if one.kind == "function" and one.name.startswith(ABI_PREFIX)]


def _metadata(wasm: Wasm) -> dict[str, Any]:
    raw = wasm.custom(METADATA_SECTION)
    if raw is None:
        return {}
    if len(raw) > _LARGEST_METADATA:
        raise WasmError(
            "InvalidModule", f"its `{METADATA_SECTION}` section has more than {_LARGEST_METADATA} bytes"
        )
    try:
        found = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise WasmError("InvalidModule", f"its `{METADATA_SECTION}` section is not JSON") from error
    if not isinstance(found, dict):
        raise WasmError("InvalidModule", f"its `{METADATA_SECTION}` section is not a JSON object")
    return found


def _sdk(data: bytes) -> str:
    for pattern, name in _TRACES:
        if (match := pattern.search(data)) is not None:
            return f"{name} {match[1].decode()}" if match.groups() else name
    return ""


def _language(wasm: Wasm) -> str:
    producers = _producers(wasm)
    languages = [name for name in producers if name not in ("C99", "C11", "C_plus_plus_14", "C_plus_plus_17")]
    if languages:
        version = producers[languages[0]]
        return f"{languages[0]} {version.removeprefix('go')}".strip()
    names = {one.name for one in wasm.exports}
    if {"__new", "__pin", "__retain", "__rtti_base"} & names or any(
        one.module == "env" and one.name == "abort" for one in wasm.imports
    ):
        return "AssemblyScript"
    if any("plus_plus" in name for name in producers):
        return "C++"
    return "C" if producers else ""


def _producers(wasm: Wasm) -> dict[str, str]:
    """Read the `language` field of the tool conventions' `producers` section; empty if it is damaged."""
    for section in wasm.sections:
        if section.kind == 0 and section.name == "producers":
            reader = Reader(wasm.data, wasm.content_start(section), section.end)
            try:
                fields = {
                    reader.name(): {reader.name(): reader.name() for _ in range(reader.count())}
                    for _ in range(reader.count())
                }
            except WasmError:
                return {}
            return fields.get("language", {})
    return {}

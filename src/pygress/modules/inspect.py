"""Everything that can be said about a module or an image without running it.

Input: a file or a reference. Output: plain data, ready for JSON; `cli/plugin_inspect.py` lays it out for people.
"""

import asyncio
import hashlib
import tempfile
from pathlib import Path
from typing import Any

from pygress.modules.adapt import adapt_module
from pygress.modules.archive import LARGEST_UNPACKED, extract_module
from pygress.modules.check import LARGEST_MODULE, check_module
from pygress.modules.errors import ModuleError
from pygress.modules.facts import read_facts
from pygress.modules.fetch.image import find_manifest, module_layer, read_companions
from pygress.modules.host import host_functions
from pygress.modules.prepare import Companions
from pygress.modules.wasm import Wasm, WasmError, parse_wasm
from pygress.oci.credentials import Credentials
from pygress.oci.reference import Reference
from pygress.oci.remote import Remote
from pygress.oci.transport import Transport


def inspect_file(path: Path) -> dict[str, Any]:
    """Describe the module in a file, packed or not."""
    with tempfile.TemporaryFile() as target:
        extract_module(path, target)
        target.seek(0)
        data = target.read()
    return {"source": str(path), "module": describe(data)}


async def inspect_image(
    reference: Reference, transport: Transport, credentials: Credentials
) -> dict[str, Any]:
    """Describe an image in a registry and the module in it."""
    remote = Remote(reference, transport, credentials)
    resolved = await remote.resolve()
    manifest = await find_manifest(remote, resolved.digest)
    layer, packed = module_layer(manifest, reference)
    companions = await read_companions(remote, manifest)
    with tempfile.NamedTemporaryFile() as file, tempfile.TemporaryFile() as target:
        await remote.download(layer, file, LARGEST_UNPACKED if packed else LARGEST_MODULE)
        file.flush()
        await asyncio.to_thread(extract_module, Path(file.name), target, tar_only=packed)
        target.seek(0)
        data = target.read()
    image = {
        "digest": resolved.digest,
        "mediaType": manifest.media_type,
        "annotations": dict(sorted(manifest.annotations.items())),
        "layers": [
            {"mediaType": one.media_type, "digest": one.digest, "size": one.size} for one in manifest.layers
        ],
    }
    return {"source": str(reference), "image": image, "module": describe(data, companions)}


def describe(data: bytes, companions: Companions | None = None) -> dict[str, Any]:
    """Describe a module's bytes; `problem` says why it can't run here, empty if it can."""
    found: dict[str, Any] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
    try:
        wasm = parse_wasm(data)
        facts = read_facts(wasm)
    except WasmError as error:
        return {**found, "problem": {"reason": error.reason, "message": error.message}}
    adapted, problem = _problem(wasm)
    metadata = dict(facts.metadata or (companions.metadata if companions else {}))
    readme = facts.readme or (companions.readme if companions else "")
    return {
        **found,
        "abi": facts.abi,
        "sdk": facts.sdk,
        "language": facts.language,
        "metadata": {key: value for key, value in metadata.items() if key != "config_schema"},
        "configSchema": metadata.get("config_schema"),
        "readme": readme,
        "memory": [str(one) for one in wasm.memories],
        "imports": _imports(wasm, facts.abi),
        "exports": [{"name": one.name, "kind": one.kind} for one in wasm.exports],
        "customSections": wasm.custom_names(),
        "adapted": list(adapted),
        "problem": problem,
    }


def _problem(wasm: Wasm) -> tuple[tuple[str, ...], dict[str, str] | None]:
    try:
        adapted = adapt_module(wasm)
        check_module(adapted.wasm)
    except ModuleError as error:
        return (), {"reason": error.reason, "message": error.message}
    except WasmError as error:
        return (), {"reason": error.reason, "message": error.message}
    return adapted.changes, None


def _imports(wasm: Wasm, abi: str) -> list[dict[str, Any]]:
    known = host_functions(abi)
    return [
        {
            "module": one.module,
            "name": one.name,
            "kind": one.kind,
            "type": str(one.type) if one.type is not None else "",
            "host": (one.module, one.name) in known,
        }
        for one in wasm.imports
    ]

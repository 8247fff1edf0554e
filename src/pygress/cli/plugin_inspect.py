"""`pygress plugin inspect`: what a module or image is, without running it."""

import asyncio
import json
import textwrap
from pathlib import Path
from typing import Annotated, Any

import typer
import yaml

from pygress.cli.plugin_push import login_of
from pygress.cli.reported import fail, reported
from pygress.modules.errors import ModuleError
from pygress.modules.inspect import inspect_file, inspect_image
from pygress.modules.wasm import size_text
from pygress.oci.image import PLUGIN_FILE
from pygress.oci.reference import Reference
from pygress.oci.transport import Options, Transport

_WIDTH = 100


def inspect(
    target: Annotated[
        str, typer.Argument(metavar="REF|FILE", help="an image, a .wasm file, or a plugin's folder")
    ],
    username: Annotated[str, typer.Option("--username", "-u", help="user of the registry")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="read the password from stdin")
    ] = False,
    insecure: Annotated[
        list[str] | None, typer.Option("--insecure", help="registry that may be reached over plain HTTP")
    ] = None,
    ca_file: Annotated[list[Path] | None, typer.Option("--ca-file", help="PEM file of a private CA")] = None,
    output: Annotated[str, typer.Option("--output", "-o", help="`text` or `json`")] = "text",
) -> None:
    """Show ABI, SDK, imports, exports, memory, sections, schema, layers and digests of a plugin.

    The exit code is 1 if the module can't run on the gateway.
    """
    with reported():
        try:
            found = _inspect(target, username, password_stdin, insecure or [], ca_file or [])
        except ModuleError as error:
            raise fail(error.message) from error
    print(json.dumps(found, indent=2) if output == "json" else "\n".join(_lines(found)))
    if found["module"]["problem"] is not None:
        raise typer.Exit(1)


def _inspect(
    target: str, username: str, password_stdin: bool, insecure: list[str], ca: list[Path]
) -> dict[str, Any]:
    path = Path(target.removeprefix("file://"))
    if path.is_dir():
        path = path / PLUGIN_FILE
    if path.is_file():
        return inspect_file(path)
    if target.startswith(("file://", "/", "./", "../")) or target.endswith(".wasm"):
        raise fail(f"`{path}` does not exist")
    reference = Reference.parse(target.removeprefix("oci://"))
    credentials = login_of(reference, username, password_stdin)

    async def run() -> dict[str, Any]:
        async with Transport(Options(insecure=frozenset(insecure), ca_files=tuple(ca))) as transport:
            return await inspect_image(reference, transport, credentials)

    return asyncio.run(run())


def _lines(found: dict[str, Any]) -> list[str]:
    lines = [_row("source", found["source"])]
    if (image := found.get("image")) is not None:
        lines.append(_row("digest", image["digest"]))
        lines += [_row("layer", f"{one['mediaType']}  {size_text(one['size'])}") for one in image["layers"]]
        lines += [_row("annotation", f"{key}={value}") for key, value in image["annotations"].items()]
    module = found["module"]
    lines.append(_row("size", f"{size_text(module['size'])}, sha256 {module['sha256']}"))
    if "abi" in module:
        lines += _module_lines(module)
    problem = module["problem"]
    lines.append(
        _row("runs here", "yes" if problem is None else f"no: {problem['message']} ({problem['reason']})")
    )
    return lines


def _module_lines(module: dict[str, Any]) -> list[str]:
    lines = [
        _row("ABI", module["abi"] or "none"),
        _row("SDK", module["sdk"] or "unknown"),
        _row("language", module["language"] or "unknown"),
    ]
    lines += [_row(str(key), value) for key, value in module["metadata"].items() if key != "sdk"]
    lines += [_row("memory", one) for one in module["memory"]]
    lacking = [f"{one['module']}.{one['name']}" for one in module["imports"] if not one["host"]]
    by_module: dict[str, list[str]] = {}
    for one in module["imports"]:
        by_module.setdefault(one["module"], []).append(one["name"])
    lines += [_row("imports", f"{name}: {' '.join(names)}") for name, names in by_module.items()]
    if lacking:
        lines.append(_row("host lacks", " ".join(lacking)))
    lines.append(_row("exports", " ".join(one["name"] for one in module["exports"])))
    sections = [f"{name or '(no name)'} {size_text(size)}" for name, size in module["customSections"].items()]
    lines.append(_row("sections", ", ".join(sections) or "none"))
    lines += [_row("adapted", one) for one in module["adapted"]]
    if module["configSchema"] is not None:
        schema = yaml.safe_dump(module["configSchema"], sort_keys=False, allow_unicode=True)
        lines += ["schema:", textwrap.indent(schema.rstrip(), "  ")]
    return lines


def _row(name: str, value: object) -> str:
    text = "".join(char if char.isprintable() else " " for char in str(value))
    wrapped = textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False) or [""]
    return "\n".join(
        f"{label:<12} {part}" for label, part in zip([name, *[""] * len(wrapped)], wrapped, strict=False)
    )

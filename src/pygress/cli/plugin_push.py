"""`pygress plugin push`: a module becomes an OCI image in a registry."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from pygress.cli.reported import fail, reported
from pygress.modules.facts import Facts, read_facts
from pygress.modules.wasm import WasmError, parse_wasm, size_text
from pygress.oci.credentials import Credentials, DockerConfig, FixedLogin, Login
from pygress.oci.image import PLUGIN_FILE, Image, build_image
from pygress.oci.layout import is_layout, read_layout, write_layout
from pygress.oci.publish import publish
from pygress.oci.reference import Reference, valid_tag
from pygress.oci.transport import Options, Transport

_LARGEST = 256 << 20
_LAYOUT = "oci:"
_SOURCES = ("*.py", "*.go", "src/*.rs", "assembly/*.ts")


def push(
    source: Annotated[
        Path, typer.Argument(help="a plugin's folder (its plugin.wasm), a .wasm file or an OCI layout")
    ],
    reference: Annotated[
        str, typer.Argument(metavar="REF", help="where to: registry/name:tag, or oci:FOLDER:tag")
    ],
    username: Annotated[str, typer.Option("--username", "-u", help="user of the registry")] = "",
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="read the password from stdin")
    ] = False,
    insecure: Annotated[
        list[str] | None, typer.Option("--insecure", help="registry that may be reached over plain HTTP")
    ] = None,
    ca_file: Annotated[list[Path] | None, typer.Option("--ca-file", help="PEM file of a private CA")] = None,
    companions: Annotated[
        bool, typer.Option("--companions", help="add Higress' layers with specification and README in front")
    ] = False,
    output: Annotated[str, typer.Option("--output", "-o", help="`text` or `json`")] = "text",
) -> None:
    """Push a built plugin to a registry as an image that Docker, Istio and Higress take.

    With `oci:FOLDER:tag` or `oci:FILE.tar:tag` it is written as an OCI layout, for machines without a network. Without
    --username the login of `docker login` is used, if there is one. The digest reference goes to stdout.
    """
    with reported():
        image = _image(source, companions)
        if reference.startswith(_LAYOUT):
            print(_write_layout(image, reference.removeprefix(_LAYOUT)))
            return
        target = Reference.parse(reference)
        if target.digest:
            raise fail(f"`{reference}` names a digest: push to a tag, the digest is the result")
        credentials = login_of(target, username, password_stdin)
        options = Options(insecure=frozenset(insecure or ()), ca_files=tuple(ca_file or ()))
        asyncio.run(_push(image, target, credentials, options))
    pinned = f"{target.name}@{image.digest}"
    if output == "json":
        print(json.dumps({"reference": str(target), "digest": image.digest, "pinned": pinned}))
    else:
        print(pinned)


def _image(source: Path, companions: bool) -> Image:
    """Build the image of a module, or take one that is an OCI layout already."""
    if is_layout(source):
        return read_layout(source)
    wasm, facts = read_module(source)
    _warn_if_stale(source)
    return build_image(wasm, facts.metadata, facts.readme, companions=companions)


def _warn_if_stale(source: Path) -> None:
    """Say so when a folder's sources are newer than its module: a forgotten build is hard to see later."""
    if not source.is_dir():
        return
    built = (source / PLUGIN_FILE).stat().st_mtime
    newer = [one.name for kind in _SOURCES for one in source.glob(kind) if one.stat().st_mtime > built]
    if newer:
        print(
            f"note: `{newer[0]}` is newer than `{PLUGIN_FILE}`; `pygress plugin build` makes it anew",
            file=sys.stderr,
        )


def _write_layout(image: Image, target: str) -> str:
    path, colon, tag = target.rpartition(":")
    if not colon:
        path, tag = target, "latest"
    if not path or not valid_tag(tag):
        raise fail(f"`{_LAYOUT}{target}` is not `{_LAYOUT}FOLDER:TAG` or `{_LAYOUT}FILE.tar:TAG`")
    write_layout(image, Path(path), tag)
    return image.digest


def read_module(source: Path) -> tuple[bytes, Facts]:
    """Read the module of a folder or file and check that it can be a plugin at all."""
    file = source
    if source.is_dir():
        file = source / PLUGIN_FILE
        if not file.is_file():
            raise fail(
                f"there is no `{PLUGIN_FILE}` in `{source}`", f"run `pygress plugin build {source}` first"
            )
    if not file.is_file():
        raise fail(f"`{file}` does not exist")
    if file.stat().st_size > _LARGEST:
        raise fail(
            f"`{file}` has {size_text(file.stat().st_size)}, a module has at most {size_text(_LARGEST)}"
        )
    data = file.read_bytes()
    try:
        facts = read_facts(parse_wasm(data))
    except WasmError as error:
        raise fail(f"`{file}`: {error.message}") from error
    if not facts.abi:
        raise fail(
            f"`{file}` is no Proxy-Wasm plugin: it exports no `proxy_abi_version_...`",
            "build it with a Proxy-Wasm SDK, or with `pygress plugin build`",
        )
    return data, facts


def login_of(target: Reference, username: str, password_stdin: bool) -> Credentials:
    """Give the login of the command line, else what `docker login` left."""
    if password_stdin and not username:
        raise fail("`--password-stdin` needs `--username`")
    if not username:
        return DockerConfig.of_user()
    if not password_stdin:
        password = str(typer.prompt("Password", hide_input=True, err=True)) if sys.stdin.isatty() else ""
        if not password:
            raise fail("`--username` needs a password", "give it with `--password-stdin`")
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    return FixedLogin(target.registry, Login(username, password))


async def _push(image: Image, target: Reference, credentials: Credentials, options: Options) -> None:
    async with Transport(options) as transport:
        async for line in publish(image, target, transport, credentials):
            print(line, file=sys.stderr)

"""`pygress plugin install`: make the WasmPlugin of an image, switched off until `enable`."""

import re
from typing import Annotated, Any

import typer

from pygress.cli.connect import DataDir, Kubeconfig, run
from pygress.cli.errors import CommandError
from pygress.cli.plugin_outcome import PATIENCE, Timeout, Wait, WaitOption, tell_outcome
from pygress.cli.plugin_scope import read_config
from pygress.client import ApiError, Client
from pygress.oci.errors import OciError
from pygress.oci.reference import Reference
from pygress.resources import kinds


def install(
    reference: Annotated[str, typer.Argument(metavar="REF", help="image of the plugin: registry/name:tag")],
    name: Annotated[
        str, typer.Option(help="name of the WasmPlugin; by default the last part of REF's name")
    ] = "",
    phase: Annotated[str, typer.Option(help="AUTHN, AUTHZ or STATS; by default after them")] = "",
    priority: Annotated[int | None, typer.Option(help="order inside the phase: higher runs first")] = None,
    config: Annotated[str, typer.Option(help="default configuration: JSON, or @FILE")] = "",
    enable: Annotated[bool, typer.Option("--enable", help="switch it on for all traffic at once")] = False,
    wait: WaitOption = Wait.true,
    timeout: Timeout = PATIENCE,
    namespace: Annotated[str, typer.Option("--namespace", "-n", help="namespace of it")] = "higress-system",
    kubeconfig: Kubeconfig = None,
    data_dir: DataDir = None,
) -> None:
    """Make a WasmPlugin for an image; it stays off until `pygress plugin enable`, unless --enable is given.

    With --enable it waits until the gateway runs it, as `pygress plugin enable` does.
    """

    async def work(client: Client) -> int:
        plugin = _plugin(reference, name, namespace, read_config(config), enable=enable)
        if phase:
            plugin["spec"]["phase"] = phase
        if priority is not None:
            plugin["spec"]["priority"] = priority
        made = plugin["metadata"]["name"]
        try:
            installed = await client.create(kinds.WASM_PLUGIN, plugin)
        except ApiError as error:
            if error.code == 409:
                raise CommandError(
                    f"the plugin `{made}` is already installed in namespace `{namespace}`",
                    "choose another name with `--name`, or edit its `url` to upgrade it",
                ) from None
            raise
        if not enable:
            print(f"{made} is installed; switch it on with `pygress plugin enable {made}`")
            return 0
        on = f"{made} is installed and on for all traffic"
        return await tell_outcome(client, installed, on, wait=wait, patience=timeout)

    run(work, kubeconfig, data_dir)


def _plugin(
    reference: str, name: str, namespace: str, config: dict[str, Any] | None, *, enable: bool
) -> dict[str, Any]:
    try:
        parsed = Reference.parse(reference.removeprefix("oci://"))
    except OciError as error:
        raise CommandError(error.message) from None
    chosen = name or re.sub(r"[^a-z0-9-]+", "-", parsed.name.rsplit("/", 1)[-1].lower()).strip("-")
    spec: dict[str, Any] = {"url": f"oci://{reference.removeprefix('oci://')}"}
    if config is not None:
        spec["defaultConfig"] = config
    if not enable:
        spec["defaultConfigDisable"] = True
    kind = kinds.WASM_PLUGIN
    return {
        "apiVersion": kind.api_version,
        "kind": kind.kind,
        "metadata": {"name": chosen, "namespace": namespace},
        "spec": spec,
    }

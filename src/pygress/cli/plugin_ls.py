"""`pygress plugin ls`: the plugins of the gateway, and where each is on."""

import json
from typing import Annotated, Any

import typer

from pygress.cli.connect import DataDir, Kubeconfig, run
from pygress.cli.errors import CommandError
from pygress.cli.plugin_scope import scopes
from pygress.client import Client
from pygress.resources import kinds


def ls(
    output: Annotated[str, typer.Option("--output", "-o", help="table or json")] = "table",
    kubeconfig: Kubeconfig = None,
    data_dir: DataDir = None,
) -> None:
    """List the plugins, the image of each, where it is on, and whether it works."""

    async def work(client: Client) -> int:
        if output not in ("table", "json"):
            raise CommandError(f"`--output`: `{output}` is neither table nor json")
        plugins, _ = await client.list(kinds.WASM_PLUGIN)
        rows = [_row(plugin) for plugin in plugins]
        if output == "json":
            print(json.dumps(rows, indent=2))
        else:
            _print(rows)
        return 0

    run(work, kubeconfig, data_dir)


def _row(plugin: dict[str, Any]) -> dict[str, Any]:
    meta, spec, status = plugin["metadata"], plugin["spec"], plugin.get("status", {})
    ready = next((one for one in status.get("conditions", []) if one["type"] == "Ready"), None)
    current = status.get("observedGeneration") == meta.get("generation")
    return {
        "namespace": meta.get("namespace", ""),
        "name": meta["name"],
        "url": spec.get("url", ""),
        "scopes": ["all traffic"]
        if spec.get("pluginConfig") is not None
        else [str(one).replace("`", "") for one in scopes(spec)],
        "ready": ready["status"] if ready is not None and current else "Unknown",
        "message": ready.get("message", "") if ready is not None and current else "",
    }


def _print(rows: list[dict[str, Any]]) -> None:
    if not rows:
        typer.echo("no plugins; add one with `pygress plugin install REF`", err=True)
        return
    lines = [("NAME", "READY", "ON FOR", "IMAGE")]
    lines += [
        (f"{row['namespace']}/{row['name']}", row["ready"], ", ".join(row["scopes"]) or "-", row["url"])
        for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    for line in lines:
        print("   ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    for row in rows:
        if row["ready"] == "False":
            print(f"{row['namespace']}/{row['name']}: {row['message']}")

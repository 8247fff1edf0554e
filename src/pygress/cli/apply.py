"""`pygress apply`: make the server's objects say what the manifests say."""

from typing import Annotated

import typer

from pygress.cli.connect import DataDir, Kubeconfig, print_api_error, run, shown
from pygress.cli.errors import CommandError
from pygress.cli.manifests import files_of, read_files
from pygress.client import ApiError, Client
from pygress.client import apply as apply_object


def apply(
    filename: Annotated[
        list[str], typer.Option("--filename", "-f", help="file, folder, or `-` for stdin; may be repeated")
    ],
    recursive: Annotated[bool, typer.Option("--recursive", "-R", help="with a folder: all below it")] = False,
    namespace: Annotated[
        str, typer.Option("--namespace", "-n", help="namespace of objects that name none")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="check on the server, change nothing")] = False,
    kubeconfig: Kubeconfig = None,
    data_dir: DataDir = None,
) -> None:
    """Create or change the objects of manifests; prints created, configured or unchanged for each."""

    async def work(client: Client) -> int:
        failed = 0
        note = " (server dry run)" if dry_run else ""
        items = read_files(files_of(filename, recursive=recursive))
        if not items:
            raise CommandError(f"no objects in {', '.join(f'`{name}`' for name in filename)}")
        for item in items:
            obj = item.manifest.object
            if namespace and item.kind.namespaced and isinstance(obj.get("metadata"), dict):
                obj["metadata"].setdefault("namespace", namespace)
            try:
                outcome = await apply_object(client, item.kind, obj, dry_run=dry_run)
            except ApiError as error:
                print_api_error(f"{item.place}: {shown(item.kind, item.name)}", error)
                failed += 1
                continue
            print(f"{shown(item.kind, outcome.object['metadata']['name'])} {outcome.change}{note}")
        return 1 if failed else 0

    run(work, kubeconfig, data_dir)

"""`pygress delete`: by manifest, or by kind and name."""

from typing import Annotated

import typer

from pygress.cli.connect import DataDir, Kubeconfig, kind_named, print_api_error, run, shown
from pygress.cli.errors import CommandError
from pygress.cli.manifests import files_of, read_files
from pygress.client import ApiError, Client
from pygress.resources import Kind


def delete(
    what: Annotated[
        list[str] | None, typer.Argument(metavar="[KIND NAME...]", help="kind and names, or KIND/NAME")
    ] = None,
    filename: Annotated[
        list[str] | None, typer.Option("--filename", "-f", help="file, folder, or `-` for stdin")
    ] = None,
    recursive: Annotated[bool, typer.Option("--recursive", "-R", help="with a folder: all below it")] = False,
    namespace: Annotated[str, typer.Option("--namespace", "-n", help="namespace of the objects")] = "",
    ignore_not_found: Annotated[
        bool, typer.Option("--ignore-not-found", help="an object that is not there is no error")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="check on the server, change nothing")] = False,
    kubeconfig: Kubeconfig = None,
    data_dir: DataDir = None,
) -> None:
    """Delete objects."""

    async def work(client: Client) -> int:
        failed = 0
        for kind, name, place in _targets(what or [], filename or [], namespace, recursive=recursive):
            try:
                await client.delete(kind, name, place, dry_run=dry_run)
            except ApiError as error:
                if error.code == 404 and ignore_not_found:
                    continue
                print_api_error("", error)
                failed += 1
                continue
            print(f"{shown(kind, name)} deleted{' (server dry run)' if dry_run else ''}")
        return 1 if failed else 0

    run(work, kubeconfig, data_dir)


def _targets(
    what: list[str], filename: list[str], namespace: str, *, recursive: bool
) -> list[tuple[Kind, str, str]]:
    if bool(what) == bool(filename):
        raise CommandError("give either `-f FILE` or a kind and names")
    if filename:
        found = []
        for item in reversed(read_files(files_of(filename, recursive=recursive))):
            if not item.name:
                raise CommandError(f"{item.place}: `metadata.name` is missing")
            place = (item.manifest.object["metadata"].get("namespace") or namespace) or ""
            found.append((item.kind, item.name, place))
        return found
    if "/" in what[0]:
        pairs = [one.partition("/") for one in what]
        return [(kind_named(kind), name, namespace) for kind, _, name in pairs]
    if len(what) < 2:
        raise CommandError(f"which `{what[0]}`? give its name")
    kind = kind_named(what[0])
    return [(kind, name, namespace) for name in what[1:]]
